#include "tests/cli/sdeskhome.h"
#include "tests/cli/terminal.h"
#include "tests/support/canarysearch.h"

#include "core/import/sealedprofiles.h"
#include "core/storage/profilestore.h"
#include "core/storage/vault.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

static const QByteArray password = "canary-password-1";
static const QByteArray filePassphrase = "the words of the file";

//! Profiles with what is kept for them, from one machine to another.
class TestSdeskSealed final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_home = std::make_unique<SdeskHome>();
    }
    void whatIsKeptGoesToAnotherMachine();
    void withoutAPlaceNothingIsTaken();
    void theUserThatIsNamedIsTakenForASealedFileToo();
    void aFileWithoutSecretsTakesNoPlace();
    void whatDoesNotOpenIsSaid_data();
    void whatDoesNotOpenIsSaid();
    void aShortPassphraseSealsNothing();
    void aTerminalIsAskedTwice();
    void noSecretIsLeftAnywhere();

private:
    //! Keeps a password and a token for the profile "work", by a passphrase.
    void keepSome() const;
    //! The sealed export of the home.
    [[nodiscard]] QByteArray sealed() const;

    std::unique_ptr<SdeskHome> m_home;
};

//! Runs \a line, with the passphrases at the descriptors that the variables name.
static SdeskRun run(const SdeskHome &home, const QString &line, const QByteArray &input = {},
                    const QByteArray &passphrase = filePassphrase)
{
    const auto write = [&home](const QString &name, const QByteArray &bytes) {
        QFile file(home.path() + name);
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes + '\n') > 0);
    };
    write(u"/kept"_s, SdeskHome::passphrase());
    write(u"/words"_s, passphrase);
    QProcess process;
    home.startOther(
        process, u"/bin/sh"_s,
        {u"-c"_s, u"SDESK_PASSPHRASE_FD=7 SDESK_FILE_PASSPHRASE_FD=8 sdesk "_s + line +
                      u" 7<~/kept 8<~/words; code=$?; rm ~/kept ~/words; exit $code"_s});
    process.write(input);
    process.closeWriteChannel();
    const bool hasEnded = process.waitForFinished(60'000);
    return {hasEnded ? process.exitCode() : -1, process.readAllStandardOutput(),
            process.readAllStandardError()};
}

//! What is kept for \a user at acme.example, as a file whose key costs next to nothing to derive.
static QByteArray cheapFile(const QString &user, const QMap<SecretField, SecretBuffer> &kept)
{
    profileimport::Found work;
    work.profile.name = u"work"_s;
    work.profile.origin = u"https://acme.example"_s;
    work.profile.userName = user;
    work.kept = kept;
    const auto file = sealedprofiles::write({work}, SecretBuffer::fromBytes(filePassphrase),
                                            {.passes = 1, .memoryBytes = 8 * 1024 * 1024});
    return file ? *file : QByteArray();
}

static QMap<SecretField, SecretBuffer> onePassword()
{
    return {{SecretField::Password, SecretBuffer::fromBytes(password)}};
}

void TestSdeskSealed::keepSome() const
{
    QCOMPARE(m_home->run(u"add work --server https://acme.example --user ann"_s.split(u' ')).code,
             0);
    m_home->chooseCheapPassphrase();
    m_home->keepToken("dG9rZW4tY2FuYXJ5LTE=");
    m_home->asTheWindow([](ProfileStore &store, Vault &vault) {
        const QUuid id = store.profiles().constFirst().id;
        QVERIFY(vault.remember(id, SecretField::Password, SecretBuffer::fromBytes(password)));
    });
}

QByteArray TestSdeskSealed::sealed() const
{
    const SdeskRun done = run(*m_home, u"export --sealed"_s);
    return done.code == 0 ? done.output : QByteArray();
}

void TestSdeskSealed::whatIsKeptGoesToAnotherMachine()
{
    keepSome();
    QCOMPARE(
        m_home->run({u"add"_s, u"bare"_s, u"--server"_s, u"b.example"_s, u"--user"_s, u"bob"_s})
            .code,
        0);
    const QByteArray file = sealed();
    QVERIFY(file.startsWith("session-desk sealed profiles 1\nargon2id 3 268435456 "));

    const SdeskHome other;
    const SdeskRun taken = run(other, u"import --keep passphrase"_s, file);
    QVERIFY2(taken.code == 0, taken.errors.constData());
    QCOMPARE(taken.output, QByteArray("work: added, https://acme.example, ann\n"
                                      "work: kept with it: password, token\n"
                                      "bare: added, https://b.example, bob\n"));
    QCOMPARE(other.run({u"token"_s, u"work"_s}).output, QByteArray("dG9rZW4tY2FuYXJ5LTE=\n"));
    other.asTheWindow([](ProfileStore &store, Vault &vault) {
        const Profile work = store.profiles().constFirst();
        QVERIFY(work.keepsPassword && work.keepsToken && !work.keepsSecretKey);
        const auto kept = vault.recall(work.id, SecretField::Password);
        QVERIFY(kept);
        QCOMPARE(kept->view().toByteArray(), password);
    });
    QCOMPARE(run(other, u"import"_s, file).output,
             QByteArray("work: was there already; what the file keeps for it was not taken\n"
                        "bare: was there already\n"));
    const auto told = QJsonDocument::fromJson(run(other, u"import --json"_s, file).output);
    QCOMPARE(told[0][u"result"_s].toString(), u"known"_s);
    QCOMPARE(told[0][u"notTaken"_s].toArray(), (QJsonArray{u"password"_s, u"token"_s}));
    QCOMPARE(told[1][u"notTaken"_s].toArray(), QJsonArray());
}

void TestSdeskSealed::withoutAPlaceNothingIsTaken()
{
    const SdeskHome other;
    const SdeskRun refused = run(other, u"import"_s, cheapFile(u"ann"_s, onePassword()));
    QCOMPARE(refused.code, 5);
    QCOMPARE(refused.errors,
             QByteArray("sdesk: Nobody has chosen yet where secrets are to be kept. Choose with "
                        "--keep keychain, or --keep passphrase.\n"));
    QCOMPARE(refused.output, QByteArray());
    QCOMPARE(other.run({u"profiles"_s, u"--names"_s}).output, QByteArray());
}

void TestSdeskSealed::theUserThatIsNamedIsTakenForASealedFileToo()
{
    const SdeskHome other;
    other.chooseCheapPassphrase();
    QCOMPARE(run(other, u"import --user ann"_s, cheapFile({}, onePassword())).output,
             QByteArray("work: added, https://acme.example, ann\n"
                        "work: kept with it: password\n"));
    other.asTheWindow([](ProfileStore &store, Vault &vault) {
        QVERIFY(vault.recall(store.profiles().constFirst().id, SecretField::Password));
    });
}

void TestSdeskSealed::aFileWithoutSecretsTakesNoPlace()
{
    QCOMPARE(m_home->run(u"add work --server https://acme.example --user ann"_s.split(u' ')).code,
             0);
    const SdeskHome other;
    QCOMPARE(run(other, u"import"_s, sealed()).output,
             QByteArray("work: added, https://acme.example, ann\n"));
}

void TestSdeskSealed::whatDoesNotOpenIsSaid_data()
{
    QTest::addColumn<QByteArray>("passphrase");
    QTest::addColumn<bool>("isChanged");
    QTest::addRow("another passphrase") << "the words of a file"_ba << false;
    QTest::addRow("a changed file") << filePassphrase << true;
}

void TestSdeskSealed::whatDoesNotOpenIsSaid()
{
    QFETCH(QByteArray, passphrase);
    QFETCH(bool, isChanged);
    QByteArray file = cheapFile(u"ann"_s, onePassword());
    QVERIFY(file.size() > 1000);
    if (isChanged)
        file[900] = file[900] == 'A' ? 'B' : 'A';
    const SdeskRun refused = run(*m_home, u"import"_s, file, passphrase);
    QCOMPARE(refused.code, 1);
    QCOMPARE(refused.errors, QByteArray("sdesk: The passphrase is not right, or the file was "
                                        "changed. Try again; nothing was added.\n"));
}

void TestSdeskSealed::aShortPassphraseSealsNothing()
{
    const SdeskRun refused = run(*m_home, u"export --sealed"_s, {}, "seven77");
    QCOMPARE(refused.code, 1);
    QVERIFY2(refused.errors.startsWith("sdesk: The passphrase is too short. Take"),
             refused.errors.constData());
    QCOMPARE(refused.output, QByteArray());
    const SdeskRun alone =
        m_home->run({u"export"_s, u"--sealed"_s}, {}, SdeskHome::Passphrase::None);
    QCOMPARE(alone.code, 2);
    QVERIFY2(alone.errors.contains("SDESK_FILE_PASSPHRASE_FD"), alone.errors.constData());
}

void TestSdeskSealed::aTerminalIsAskedTwice()
{
    Terminal terminal;
    const auto seal = [&](const QByteArray &again) {
        QProcess process;
        m_home->startOnTerminal(process, {u"export"_s, u"--sealed"_s}, terminal.name());
        for (const auto &[prompt, words] :
             {std::pair{"New passphrase for the file: "_ba, filePassphrase},
              std::pair{"Passphrase again: "_ba, again}}) {
            QTRY_VERIFY2(terminal.shown().endsWith(prompt), terminal.shown().constData());
            QVERIFY(!terminal.showsWhatIsTyped());
            terminal.type(words + '\n');
        }
        while (!process.waitForFinished(1)) // a terminal that nobody reads takes no more
            static_cast<void>(terminal.shown());
        QCOMPARE(process.exitCode(), again == filePassphrase ? 0 : 2);
    };
    seal("something else");
    QVERIFY(terminal.shown().contains("the two are not the same"));
    seal(filePassphrase);
    QVERIFY(terminal.shown().contains("session-desk sealed profiles 1"));
    QVERIFY(!terminal.shown().contains(filePassphrase));
}

void TestSdeskSealed::noSecretIsLeftAnywhere()
{
    m_home->logEverything();
    keepSome();
    CanarySearch search({{u"password"_s, password},
                         {u"token"_s, "dG9rZW4tY2FuYXJ5LTE="},
                         {u"passphrase"_s, SdeskHome::passphrase()},
                         {u"passphrase of the file"_s, filePassphrase}});
    const SdeskRun out = run(*m_home, u"export --sealed"_s);
    QVERIFY2(out.code == 0, out.errors.constData());
    SdeskHome other;
    other.logEverything();
    const SdeskRun in = run(other, u"import --keep passphrase"_s, out.output);
    QVERIFY2(in.code == 0, in.errors.constData());
    for (const SdeskRun &done : {out, in}) {
        search.inBytes(u"output"_s, done.output);
        search.inBytes(u"errors"_s, done.errors);
    }
    const QByteArray text = out.output.split('\n').value(2);
    search.inBytes(u"the file"_s, QByteArray::fromBase64(text.mid(text.indexOf(':') + 1)));
    search.inFolder(m_home->path());
    search.inFolder(other.path());
    QCOMPARE(search.found(), QStringList());
    QVERIFY(search.searchedBytes() > 8000);
}

QTEST_GUILESS_MAIN(TestSdeskSealed)
#include "tst_sdesk_sealed.moc"
