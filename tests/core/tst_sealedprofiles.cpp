#include "core/import/importfile.h"
#include "core/import/profileadding.h"
#include "core/import/profileexport.h"
#include "core/import/sealedprofiles.h"
#include "core/storage/passphrasekey.h"
#include "core/storage/storedstate.h"
#include "tests/core/vaultfixture.h"
#include "tests/support/canarysearch.h"

#include <QElapsedTimer>

using namespace Qt::StringLiterals;
using namespace sealedprofiles;
using profileadding::Refusal;
using profileimport::Problem;

//! The file that takes profiles with their secrets to another machine, and the way into its
//! settings.
class TestSealedProfiles final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void whatIsSealedComesBackWhole();
    void noSecretIsInTheFile();
    void theStandardCostIsWhatWeSay();
    void everyFlippedBitIsNoticed();
    void everyCutIsNoticed();
    void anotherPassphraseOpensNothing();
    void aShortPassphraseSealsNothing();
    void hostileNumbersAreNotTried_data();
    void hostileNumbersAreNotTried();
    void anInsideThatIsNotOursIsRefused_data();
    void anInsideThatIsNotOursIsRefused();
    void theLengthTellsLittle();
    void noTwoFilesAreAlike();
    void tooMuchIsRefused();
    void aSealedFileIsNotTakenForAnother();
    void aProfileGetsItsSecretsInOneWrite();
    void withoutAKeyNothingIsAdded();
    void whatCannotBeKeptIsNotAdded();
    void whatIsNotAddedIsSaid();
    void aFullStoreTakesNoMore();
    void aFileIsReplacedForTheOwnerOnly();
};

//! Enough to run the real derivation, not enough to take time.
static constexpr PassphraseCost cheap{1, 8 * 1024};

static SecretBuffer secret(const QByteArray &bytes)
{
    return SecretBuffer::fromBytes(bytes);
}

static const SecretBuffer &passphrase()
{
    static const SecretBuffer words = secret("four words and more");
    return words;
}

static const QByteArray password = "canary-password-\n\"\\ \xc3\xa4 0123";
static const QByteArray secretKey("canary-secret-key\0with all", 26);
static const QByteArray token = "token 1\ncanary-token-MDEyMzQ1Njc4OQ==\nann\n";

static Found entry(const QString &name)
{
    Found found;
    found.profile.name = name;
    found.profile.origin = u"https://acme.thoughtspot.cloud"_s;
    found.profile.userName = u"ann"_s;
    found.profile.keepAlive.mode = RenewalPolicy::Mode::On;
    return found;
}

static QList<Found> entries()
{
    Found all = entry(u"prod \"ä\""_s);
    all.kept = {{SecretField::Password, secret(password)},
                {SecretField::SecretKey, secret(secretKey)},
                {SecretField::Token, secret(token)}};
    Found some = entry(u"stage"_s);
    some.kept = {{SecretField::Token, secret(token)}};
    return {all, entry(u"bare"_s), some};
}

static QByteArray file()
{
    const auto written = write(entries(), passphrase(), cheap);
    return written ? *written : QByteArray();
}

static Problem problemOf(const QByteArray &file, const SecretBuffer &words = passphrase())
{
    const auto outcome = read(file, words);
    return outcome ? Problem::NotText : outcome.error().problem; // a sealed one never is that
}

void TestSealedProfiles::whatIsSealedComesBackWhole()
{
    const auto outcome = read(file(), passphrase());
    QVERIFY(outcome.hasValue());
    QCOMPARE(outcome->format, profileimport::Format::Sealed);
    QCOMPARE(outcome->found.size(), 3);
    for (qsizetype i = 0; i < outcome->found.size(); ++i) {
        const Found &found = outcome->found[i];
        Found wanted = entries()[i];
        wanted.profile.keepsPassword = i == 0;
        wanted.profile.keepsSecretKey = i == 0;
        wanted.profile.keepsToken = i != 1;
        QCOMPARE(found.profile, wanted.profile);
        QCOMPARE(found.kept, wanted.kept);
        QCOMPARE(found.skipped, QStringList());
    }
}

void TestSealedProfiles::noSecretIsInTheFile()
{
    CanarySearch search({{u"password"_s, password},
                         {u"secret key"_s, secretKey},
                         {u"token"_s, token},
                         {u"part of the password"_s, "canary-password"},
                         {u"passphrase"_s, passphrase().view().toByteArray()},
                         {u"server"_s, "acme.thoughtspot.cloud"}});
    const QByteArray sealed = file();
    search.inBytes(u"the file"_s, sealed);
    const QByteArray text = sealed.split('\n').value(2);
    search.inBytes(u"what is in it"_s, QByteArray::fromBase64(text.mid(text.indexOf(':') + 1)));
    QCOMPARE(search.found(), QStringList());
    QVERIFY(search.searchedBytes() > 8000);
}

void TestSealedProfiles::theStandardCostIsWhatWeSay()
{
    const auto written = write({}, passphrase());
    QVERIFY(written.hasValue());
    QVERIFY2(written->startsWith("session-desk sealed profiles 1\nargon2id 3 268435456 "),
             written->constData());
    QVERIFY(read(*written, passphrase()).hasValue());
}

void TestSealedProfiles::everyFlippedBitIsNoticed()
{
    QByteArray sealed = file();
    QVERIFY(sealed.size() > 5000);
    qsizetype unnoticed = 0;
    for (qsizetype i = 0; i < sealed.size(); ++i) {
        for (int bit = 0; bit < 8; ++bit) {
            const char before = sealed[i];
            sealed[i] = static_cast<char>(before ^ (1 << bit));
            unnoticed += read(sealed, passphrase()).hasValue() ? 1 : 0;
            sealed[i] = before;
        }
    }
    QCOMPARE(unnoticed, 0);
    QVERIFY(read(sealed, passphrase()).hasValue());
}

void TestSealedProfiles::everyCutIsNoticed()
{
    const QByteArray sealed = file();
    for (qsizetype size = 0; size < sealed.size(); ++size)
        QVERIFY(!read(sealed.first(size), passphrase()).hasValue());
    for (const char *more : {"\n", " ", "A", "\r\n"})
        QCOMPARE(problemOf(sealed + more), Problem::Broken);
    QCOMPARE(problemOf(QByteArray(sealed).replace('\n', "\r\n")), Problem::Newer);
}

void TestSealedProfiles::anotherPassphraseOpensNothing()
{
    const QByteArray sealed = file();
    for (const char *other : {"four words and mor", "Four words and more", "four words and more ",
                              "something else", ""})
        QCOMPARE(problemOf(sealed, secret(other)), Problem::NotOpened);
}

void TestSealedProfiles::aShortPassphraseSealsNothing()
{
    for (const char *words : {"", "1234567", "\xc3\xa4\xc3\xb6\xc3\xbc\xc3\x9f"}) {
        const auto written = write(entries(), secret(words), cheap);
        QVERIFY(!written.hasValue());
        QCOMPARE(written.error().problem, Problem::ShortPassphrase);
    }
    QVERIFY(write(entries(), secret("12345678"), cheap).hasValue());
}

void TestSealedProfiles::hostileNumbersAreNotTried_data()
{
    QTest::addColumn<QByteArray>("numbers");
    QTest::addColumn<Problem>("problem");
    const auto row = [](const char *name, const QByteArray &numbers, Problem problem) {
        QTest::addRow("%s", name) << numbers << problem;
    };
    row("more memory than allowed", "1 1073741825", Problem::Costly);
    row("all memory", "1 999999999999", Problem::Costly);
    row("more passes than allowed", "11 8192", Problem::Costly);
    row("a billion passes", "999999999 8192", Problem::Costly);
    row("less memory than there can be", "1 1024", Problem::Costly);
    row("no pass", "0 8192", Problem::Broken);
    row("less than none", "-1 8192", Problem::Broken);
    row("more digits than a number has", "1 " + QByteArray(40, '9'), Problem::Broken);
    row("a number in another spelling", "01 8192", Problem::Broken);
    row("no number", "one 8192", Problem::Broken);
    row("fewer passes than it was sealed with", "1 8193", Problem::NotOpened);
}

void TestSealedProfiles::hostileNumbersAreNotTried()
{
    QFETCH(QByteArray, numbers);
    QElapsedTimer clock;
    clock.start();
    QTEST(problemOf(file().replace("argon2id 1 8192", "argon2id " + numbers)), "problem");
    QVERIFY(clock.elapsed() < 5000); // any of them would take much longer, or all memory
}

//! A file with \a inside in it, by somebody who knows the passphrase.
static QByteArray fileWith(const QByteArray &inside)
{
    const WrappedKey parameters = PassphraseKey::parameters(cheap.passes, cheap.memoryBytes);
    const QByteArray head =
        "session-desk sealed profiles 1\nargon2id 1 8192 " + parameters.salt.toHex() + '\n';
    const auto key = PassphraseKey::derived(passphrase(), parameters);
    const auto text =
        key ? Sealing::seal(*key, head, secret(inside), {1 << 22, 4096}) : Failure{key.error()};
    return text ? head + text->toLatin1() + '\n' : QByteArray();
}

static QByteArray piece(const QByteArray &title, const QByteArray &bytes)
{
    return title + ' ' + QByteArray::number(bytes.size()) + '\n' + bytes + '\n';
}

void TestSealedProfiles::anInsideThatIsNotOursIsRefused_data()
{
    QTest::addColumn<QByteArray>("inside");
    QTest::addColumn<Problem>("problem");
    const QByteArray profiles = piece("profiles", profileexport::write({entry(u"a"_s).profile}));
    const auto row = [](const char *name, const QByteArray &inside,
                        Problem problem = Problem::Broken) {
        QTest::addRow("%s", name) << inside << problem;
    };
    row("nothing", {});
    row("something else", "hello");
    row("no profiles first", piece("secret 0 password", "x") + profiles);
    row("profiles that are none", piece("profiles", "rubbish"), Problem::Unknown);
    row("profiles that are cut", piece("profiles", "{\"a\":"));
    row("a length beyond the end", "profiles 100000\n{}\n");
    row("a length of all there is", "profiles 99999999999999999999\n{}\n");
    row("a length below nothing", "profiles -1\n{}\n");
    row("a length that is wrong", QByteArray(profiles).replace("profiles ", "profiles 1"));
    row("a secret of nobody", profiles + piece("secret 1 password", "x"));
    row("a secret before the first", profiles + piece("secret -1 password", "x"));
    row("a secret that is too long",
        profiles + piece("secret 0 password", QByteArray(Sealing::longestSecret + 1, 'x')));
    row("a secret without a length", profiles + "secret 0 password\nx\n");
    row("a title that does not end", profiles + QByteArray(1000, 'x'));
}

void TestSealedProfiles::anInsideThatIsNotOursIsRefused()
{
    QFETCH(QByteArray, inside);
    QTEST(problemOf(fileWith(inside)), "problem");
}

void TestSealedProfiles::theLengthTellsLittle()
{
    const auto sizeWith = [](qsizetype length) {
        Found one = entry(u"one"_s);
        one.kept.insert(SecretField::Password, secret(QByteArray(length, 'x')));
        const auto written = write({one}, passphrase(), cheap);
        return written ? written->size() : 0;
    };
    QCOMPARE(sizeWith(1), sizeWith(64));
    QCOMPARE(sizeWith(1), sizeWith(1000));
    QVERIFY(sizeWith(1) < sizeWith(8000));
}

void TestSealedProfiles::noTwoFilesAreAlike()
{
    const QByteArray one = file();
    const QByteArray other = file();
    QCOMPARE(one.size(), other.size());
    QVERIFY(one.split('\n').value(1) != other.split('\n').value(1)); // another salt
    QVERIFY(one.split('\n').value(2).left(60) != other.split('\n').value(2).left(60));
}

void TestSealedProfiles::tooMuchIsRefused()
{
    const QList<Found> tooMany(profileimport::mostProfiles + 1, entry(u"x"_s));
    const auto written = write(tooMany, passphrase(), cheap);
    QVERIFY(!written.hasValue());
    QCOMPARE(written.error().problem, Problem::TooLarge);
    const QList<Found> most(profileimport::mostProfiles, entry(u"x"_s));
    const auto all = write(most, passphrase(), cheap);
    QVERIFY(all.hasValue());
    const auto again = read(*all, passphrase());
    QVERIFY(again.hasValue());
    QCOMPARE(again->found.size(), profileimport::mostProfiles);
    QCOMPARE(problemOf(file() + QByteArray(longestFile, 'A')), Problem::TooLarge);
}

void TestSealedProfiles::aSealedFileIsNotTakenForAnother()
{
    const auto outcome = profileimport::read(file(), {});
    QVERIFY(!outcome.hasValue());
    QCOMPARE(outcome.error().problem, Problem::Sealed);
    QCOMPARE(problemOf("TS_HOST=a\n"), Problem::Unknown);
    QCOMPARE(problemOf("session-desk sealed profiles 2\nanything\n"), Problem::Newer);
}

// --- the way into the settings

void TestSealedProfiles::aProfileGetsItsSecretsInOneWrite()
{
    VaultFixture m;
    QVERIFY(m.choose(KeyPlace::Keychain));
    const auto outcome = read(file(), passphrase());
    QVERIFY(outcome.hasValue());
    QSignalSpy shown(m.store.get(), &ProfileStore::profilesChanged);
    const auto added = profileadding::add(*m.store, *m.vault, outcome->found.constFirst());
    QVERIFY(added.hasValue());
    QCOMPARE(shown.size(), 1);
    QVERIFY(!m.savedFile().isEmpty());
    m.restart();
    m.vault->unlock();
    QTRY_COMPARE(m.state(), VaultStatus::State::Open);
    QCOMPARE(m.store->profile(added->id), std::optional(*added));
    const auto recalled = [&](SecretField field) {
        const auto kept = m.vault->recall(added->id, field);
        return kept ? kept->view().toByteArray() : QByteArray();
    };
    QCOMPARE(recalled(SecretField::Password), password);
    QCOMPARE(recalled(SecretField::SecretKey), secretKey);
    QCOMPARE(recalled(SecretField::Token), token);
}

void TestSealedProfiles::withoutAKeyNothingIsAdded()
{
    VaultFixture m;
    const auto refused = profileadding::add(*m.store, *m.vault, entries().constFirst());
    QVERIFY(!refused.hasValue());
    QCOMPARE(refused.error().why, Refusal::Why::NotKept);
    QCOMPARE(refused.error().fault.kind, VaultFault::Kind::NotChosen);
    QCOMPARE(m.store->profiles(), QList<Profile>());
    QVERIFY(profileadding::add(*m.store, *m.vault, entries()[1]).hasValue()); // it has no secret
}

void TestSealedProfiles::whatCannotBeKeptIsNotAdded()
{
    VaultFixture m;
    QVERIFY(m.choose(KeyPlace::SessionOnly));
    Found found = entries().constFirst();
    found.kept.insert(SecretField::Token, secret(QByteArray(Sealing::longestSecret + 1, 'x')));
    const auto refused = profileadding::add(*m.store, *m.vault, found);
    QVERIFY(!refused.hasValue());
    QCOMPARE(refused.error().fault.kind, VaultFault::Kind::TooLong);
    QCOMPARE(m.store->profiles(), QList<Profile>());
    const auto added = profileadding::add(*m.store, *m.vault, entries().constFirst());
    QVERIFY(added.hasValue());
    QCOMPARE(m.vault->storedFields(added->id).size(), 3); // in memory
}

void TestSealedProfiles::whatIsNotAddedIsSaid()
{
    VaultFixture m;
    QVERIFY(profileadding::add(*m.store, *m.vault, entry(u"a"_s)).hasValue());
    const auto why = [&](const Found &found) {
        const auto added = profileadding::add(*m.store, *m.vault, found);
        return added ? std::nullopt : std::optional(added.error().why);
    };
    QCOMPARE(why(entry(u"a"_s)), std::optional(Refusal::Why::WasThere));
    Found bad = entry(u"b"_s);
    bad.refusal = ServerAddress::Problem::Empty;
    QCOMPARE(why(bad), std::optional(Refusal::Why::BadAddress));
    Found sameName = entry(u"a"_s);
    sameName.profile.userName = u"bob"_s;
    const auto numbered = profileadding::add(*m.store, *m.vault, sameName);
    QVERIFY(numbered.hasValue());
    QCOMPARE(numbered->name, u"a 2"_s);
}

void TestSealedProfiles::aFullStoreTakesNoMore()
{
    VaultFixture m;
    for (qsizetype i = 0; i < StoredState::mostProfiles; ++i)
        QVERIFY(!m.store->save(entry(u"p%1"_s.arg(i)).profile).isNull());
    const auto refused = profileadding::add(*m.store, *m.vault, entry(u"one more"_s));
    QVERIFY(!refused.hasValue());
    QCOMPARE(refused.error().why, Refusal::Why::NoRoom);
    QCOMPARE(m.store->profiles().size(), StoredState::mostProfiles);
}

void TestSealedProfiles::aFileIsReplacedForTheOwnerOnly()
{
    const QTemporaryDir directory;
    const QString path = directory.filePath(u"profiles.sealed"_s);
    QFile before(path);
    QVERIFY(before.open(QIODevice::WriteOnly) && before.write("older") == 5);
    before.close();
    QVERIFY(before.setPermissions(QFileDevice::ReadOwner | QFileDevice::ReadOther));
    QCOMPARE(importfile::replaceWhole(path, "newer"), 0);
    QVERIFY(before.open(QIODevice::ReadOnly));
    QCOMPARE(importfile::content(before), std::optional("newer"_ba));
    constexpr auto group = QFileDevice::ReadGroup | QFileDevice::WriteGroup;
    constexpr auto other = QFileDevice::ReadOther | QFileDevice::WriteOther;
    QVERIFY(!(QFile::permissions(path) & (group | other)));
    QCOMPARE(QDir(directory.path()).entryList(QDir::Files), QStringList{u"profiles.sealed"_s});
    QVERIFY(importfile::replaceWhole(directory.path() + u"/none/file"_s, "x") != 0);
}

QTEST_GUILESS_MAIN(TestSealedProfiles)
#include "tst_sealedprofiles.moc"
