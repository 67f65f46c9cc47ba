#include "core/session/orginforce.h"
#include "core/storage/kepttokens.h"
#include "core/storage/storedtoken.h"
#include "tests/app/keepingdesk.h"
#include "tests/support/democluster.h"
#include "tests/support/plainclient.h"

#include <QAction>
#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

static const QString maria = u"maria.lopez"_s;
static const QString passphrase = u"four words and more"_s;

//! Passwords and tokens that are kept, through the window alone, against the demo cluster.
class tst_Keeping final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aKeptPasswordSignsInAfterARestart();
    void nothingIsKeptWithoutAPlace();
    void nothingIsKeptUnlessAsked();
    void aKeptPasswordThatIsRefusedIsNotTriedAgain();
    void aKeptPasswordIsTriedOnceAfterTheSessionEndedToo();
    void aKeptTokenIsUsedAfterARestart();
    void aRevokedTokenIsNotKept();
    void aKeptTokenGoesWithTheSignOut();
    void aKeptTokenThatIsRefusedIsForgotten();
    void tokensForOtherOrgsStayWhereTheyAre();
    void tokensForOtherOrgsEndWithTheSignOut_data();
    void tokensForOtherOrgsEndWithTheSignOut();
    void aShutVaultLosesNothingToATokenThatWasNeverKept();
    void withoutATokenForItsOrgNothingIsSent();
    void aPastedTokenIsKeptForItsOwnUserOnly_data();
    void aPastedTokenIsKeptForItsOwnUserOnly();
    void aPassphraseIsAskedForWhenItIsNeeded();
    void nothingIsSentForAProfileThatWasChangedOutside_data();
    void nothingIsSentForAProfileThatWasChangedOutside();
    void anotherServerInTheFormDoesNotGetTheKeptPassword();
    void uncheckingForgets();
    void anEditedProfileKeepsItsPassword();
    void anEditForgetsOnlyWhatDoesNotOpenAndNamesIt();
    void anEditThatWaitsInVainIsSaidNotToBeSaved();
    void aProfileThatChangesWhileTheVaultOpensGetsNothing();
    void aLockAsksForThePassphrase();
    void aKeychainThatFailsIsSaidAndNothingIsSent_data();
    void aKeychainThatFailsIsSaidAndNothingIsSent();
    void aKeychainThatTakesItsTimeIsShownAndCanBeLeft();
    void aSecondSignInWhileTheKeychainOpensIsTheSameOne();
    void aTypedPasswordTakesThePlaceOfAKeptOneThatWaits();
    void whereTheKeychainIsGoneTheNextStepCanBeTaken();
    void everythingKeptIsForgottenOnRequest();

private:
    //! Signs in with the boxes set, the password typed; the sheet for the place is answered.
    bool signInKeeping(KeepingDesk &desk, const QStringList &boxes, KeyPlace place);
    [[nodiscard]] QByteArray settings() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    MemoryKeychain m_keychain;
    std::unique_ptr<DemoCluster> m_cluster;
};

void tst_Keeping::init()
{
    // All but what the off-screen platform says of every dialog.
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_folder = std::make_unique<QTemporaryDir>();
    m_keychain = {};
    m_cluster = std::make_unique<DemoCluster>();
    QVERIFY(m_cluster->isReady());
}

QByteArray tst_Keeping::settings() const
{
    QFile file(m_folder->filePath(u"profiles.conf"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

static bool answerPlace(WindowDriver &driver, KeyPlace place)
{
    if (!driver.waitFor([&] { return driver.find(u"Keep there"_s); }, u"to be asked where"_s))
        return false;
    switch (place) {
    case KeyPlace::Keychain:
        return driver.check(u"Keychain of this system"_s, true) && driver.click(u"Keep there"_s);
    case KeyPlace::SessionOnly:
        return driver.check(u"This session only"_s, true) && driver.click(u"Keep there"_s);
    case KeyPlace::Passphrase:
        return driver.check(u"A passphrase"_s, true) &&
               driver.type(u"New passphrase"_s, passphrase) &&
               driver.type(u"Passphrase again"_s, passphrase) && driver.click(u"Keep there"_s);
    case KeyPlace::None:
        break;
    }
    return driver.click(u"Cancel"_s);
}

bool tst_Keeping::signInKeeping(KeepingDesk &desk, const QStringList &boxes, KeyPlace place)
{
    Profile draft;
    draft.origin = m_cluster->origin().toString();
    draft.userName = maria;
    desk.window.openDraft(draft);
    bool isSet = true;
    for (const QString &box : boxes)
        isSet = isSet && desk.driver.check(box, true);
    return isSet && desk.driver.type(u"Password"_s, m_cluster->password(maria)) &&
           desk.driver.click(u"Sign in"_s) && answerPlace(desk.driver, place) &&
           desk.reads(u"Maria Lopez"_s) && QTest::qWaitFor([&] {
               const qsizetype kept = desk.vault.storedFields(desk.onlyProfile()).size();
               return (place == KeyPlace::None || kept == boxes.size()) && desk.store.isSaved();
           });
}

void tst_Keeping::aKeptPasswordSignsInAfterARestart()
{
    {
        KeepingDesk desk(*m_folder, m_keychain);
        QVERIFY(signInKeeping(desk, {u"Keep password"_s}, KeyPlace::Keychain));
        QCOMPARE(desk.vault.storedFields(desk.onlyProfile()),
                 QList<SecretField>{SecretField::Password});
        QCOMPARE(desk.driver.text(u"Where secrets are kept"_s),
                 u"Secrets: sealed, the key in the keychain"_s);
    }
    QVERIFY(!settings().contains(m_cluster->password(maria).toUtf8()));
    m_keychain.calls.clear();

    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(desk.sees(u"Sign in"_s));
    QCOMPARE(m_keychain.calls, QStringList());
    QVERIFY(desk.driver.click(u"Sign in"_s));
    QVERIFY(desk.reads(u"Maria Lopez"_s));
    QCOMPARE(m_keychain.calls, QStringList{u"fetch"_s});
    QCOMPARE(m_cluster->calls(u"2.0/login"_s), 2);
}

void tst_Keeping::nothingIsKeptWithoutAPlace()
{
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(signInKeeping(desk, {u"Keep password"_s, u"Keep token"_s}, KeyPlace::None));
    QVERIFY(desk.says(u"not kept"_s));
    QVERIFY(desk.vault.storedFields(desk.onlyProfile()).isEmpty());
    QCOMPARE(m_keychain.calls, QStringList());
}

void tst_Keeping::nothingIsKeptUnlessAsked()
{
    KeepingDesk desk(*m_folder, m_keychain);
    desk.vault.choose(KeyPlace::SessionOnly); // it would be easy
    Profile draft;
    draft.origin = m_cluster->origin().toString();
    draft.userName = maria;
    desk.window.openDraft(draft);
    QVERIFY(desk.driver.type(u"Password"_s, m_cluster->password(maria)));
    QVERIFY(desk.driver.click(u"Sign in"_s));
    QVERIFY(desk.reads(u"Maria Lopez"_s));
    QVERIFY(desk.sees(u"Copy token"_s));
    QCOMPARE(desk.vault.storedFields(desk.onlyProfile()), QList<SecretField>());
}

void tst_Keeping::aKeptPasswordThatIsRefusedIsNotTriedAgain()
{
    KeepingDesk desk(*m_folder, m_keychain);
    Profile profile;
    profile.origin = m_cluster->origin().toString();
    profile.userName = maria;
    profile.keepsPassword = true;
    QVERIFY(desk.showKept(profile, SecretField::Password, "not hers"));
    QVERIFY(desk.forgetsWhatIsRefused(u"password is missing"_s));
    QCOMPARE(m_cluster->calls(u"2.0/login"_s), 1);
}

void tst_Keeping::aKeptPasswordIsTriedOnceAfterTheSessionEndedToo()
{
    m_cluster = std::make_unique<DemoCluster>(QStringList{
        u"--script"_s, u"[{\"operation\":\"2.0/sessionUser\",\"call\":3,\"refuse\":401},"
                       "{\"operation\":\"2.0/login\",\"call\":2,\"refuse\":401}]"_s});
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(signInKeeping(desk, {u"Keep password"_s}, KeyPlace::SessionOnly));
    QVERIFY(desk.driver.click(u"Refresh"_s));
    QVERIFY(desk.driver.click(u"Sign in again"_s));
    QVERIFY(desk.driver.waitOutDoubleClick());
    QVERIFY(desk.driver.click(u"Sign in"_s));
    QVERIFY(desk.says(u"no longer kept"_s));
    QVERIFY(desk.vault.storedFields(desk.onlyProfile()).isEmpty());
    QCOMPARE(m_cluster->calls(u"2.0/login"_s), 2);
}

void tst_Keeping::aKeptTokenIsUsedAfterARestart()
{
    {
        KeepingDesk desk(*m_folder, m_keychain);
        QVERIFY(signInKeeping(desk, {u"Keep token"_s}, KeyPlace::Keychain));
        QCOMPARE(desk.vault.storedFields(desk.onlyProfile()),
                 QList<SecretField>{SecretField::Token});
    }
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(desk.driver.click(u"Use the kept token"_s));
    QVERIFY(desk.reads(u"Maria Lopez"_s));
    QCOMPARE(m_cluster->calls(u"2.0/login"_s), 1);
    QCOMPARE(m_cluster->calls(u"2.0/tokenFull"_s), 1);
    QCOMPARE(m_cluster->calls(u"2.0/tokenValidate"_s), 1);
}

void tst_Keeping::aRevokedTokenIsNotKept()
{
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(signInKeeping(desk, {u"Keep token"_s}, KeyPlace::SessionOnly));
    QVERIFY(!desk.vault.storedFields(desk.onlyProfile()).isEmpty());
    QVERIFY(desk.driver.click(u"Revoke token"_s));
    QVERIFY(desk.driver.click(u"Confirm: Revoke"_s));
    QVERIFY(desk.says(u"no longer accepted"_s));
    QVERIFY(desk.vault.storedFields(desk.onlyProfile()).isEmpty());
}

void tst_Keeping::aKeptTokenGoesWithTheSignOut()
{
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(signInKeeping(desk, {u"Keep token"_s, u"Keep password"_s}, KeyPlace::SessionOnly));
    QCOMPARE(desk.vault.storedFields(desk.onlyProfile()).size(), 2);
    QVERIFY(desk.driver.click(u"Sign out"_s));
    QVERIFY(desk.sees(u"Sign in"_s));
    QTRY_COMPARE(desk.vault.storedFields(desk.onlyProfile()),
                 QList<SecretField>{SecretField::Password});
}

void tst_Keeping::aKeptTokenThatIsRefusedIsForgotten()
{
    m_cluster = std::make_unique<DemoCluster>(QStringList{
        u"--script"_s, u"[{\"operation\":\"2.0/sessionUser\",\"call\":3,\"refuse\":401}]"_s});
    {
        KeepingDesk desk(*m_folder, m_keychain);
        QVERIFY(signInKeeping(desk, {u"Keep token"_s}, KeyPlace::Keychain));
    }
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(desk.driver.click(u"Use the kept token"_s));
    QVERIFY(desk.says(u"no longer kept"_s));
    QCOMPARE(desk.vault.storedFields(desk.onlyProfile()), QList<SecretField>());
}

//! A token of an hour that the cluster makes for \a org.
static Token mintedIn(const DemoCluster &cluster, const Org &org)
{
    PlainClient client(cluster);
    Token token;
    token.value = SecretBuffer::fromText(
        client
            .post(u"/api/rest/2.0/auth/token/full"_s, {{u"username"_s, maria},
                                                       {u"password"_s, cluster.password(maria)},
                                                       {u"org_id"_s, org.id},
                                                       {u"validity_time_in_sec"_s, 3600}})
            .token());
    token.owner = maria;
    token.orgId = org.id;
    token.orgName = org.name;
    token.expiresMs = QDateTime::currentMSecsSinceEpoch() + 3'600'000;
    return token;
}

static const Org primary{0, u"Primary"_s};
static const Org retail{1042377815, u"retail-emea"_s};

//! Maria's profile in the second of her Organizations, which keeps tokens.
static Profile inRetail(const DemoCluster &cluster)
{
    Profile profile;
    profile.origin = cluster.origin().toString();
    profile.userName = maria;
    profile.org = retail.name;
    profile.keepsToken = true;
    return profile;
}

void tst_Keeping::tokensForOtherOrgsStayWhereTheyAre()
{
    const QList<Token> tokens{mintedIn(*m_cluster, primary), mintedIn(*m_cluster, retail)};
    KeepingDesk desk(*m_folder, m_keychain);
    const Profile profile = inRetail(*m_cluster);
    QVERIFY(desk.showKept(profile, SecretField::Token, StoredToken::toSecret(tokens).view()));
    QVERIFY(desk.driver.click(u"Use the kept token"_s));
    QVERIFY(desk.reads(u"Maria Lopez"_s)); // and nothing red: it is the one for the profile's Org
    QVERIFY(desk.driver.click(u"Revoke token"_s));
    QVERIFY(desk.driver.click(u"Confirm: Revoke"_s));
    QVERIFY(desk.says(u"no longer accepted"_s));
    const auto left = KeptTokens::all(desk.vault, desk.onlyProfile());
    QVERIFY(left.hasValue());
    QCOMPARE(*left, QList<Token>{tokens.first()});
    const QJsonArray seen = m_cluster->state().value(u"tokens"_s).toArray();
    QCOMPARE(seen[0][u"alive"_s], QJsonValue(true));
    QCOMPARE(seen[1][u"alive"_s], QJsonValue(false));
}

void tst_Keeping::tokensForOtherOrgsEndWithTheSignOut_data()
{
    QTest::addColumn<bool>("removes");
    QTest::newRow("sign out") << false;
    QTest::newRow("remove the profile") << true;
}

void tst_Keeping::tokensForOtherOrgsEndWithTheSignOut()
{
    QFETCH(const bool, removes);
    const QList<Token> tokens{mintedIn(*m_cluster, primary), mintedIn(*m_cluster, retail)};
    KeepingDesk desk(*m_folder, m_keychain);
    Profile profile = inRetail(*m_cluster);
    profile.name = u"Acme"_s;
    QVERIFY(desk.showKept(profile, SecretField::Token, StoredToken::toSecret(tokens).view()));
    QVERIFY(desk.driver.click(u"Use the kept token"_s));
    QVERIFY(desk.reads(u"Maria Lopez"_s));
    if (removes) {
        desk.window.findChild<QAction *>(u"removeProfileAction"_s)->trigger();
        QVERIFY(desk.driver.click(u"Confirm: Remove"_s));
    } else {
        QVERIFY(desk.driver.click(u"Sign out"_s));
    }
    QVERIFY(desk.says(u"The token kept for Primary was revoked as well."_s));
    desk.driver.picture(u"kept-revoked-as-well"_s);
    for (const QJsonValue &token : m_cluster->state().value(u"tokens"_s).toArray())
        QCOMPARE(token[u"alive"_s], QJsonValue(false));
    QTRY_VERIFY(!desk.store.hasSealedTexts());
}

void tst_Keeping::aShutVaultLosesNothingToATokenThatWasNeverKept()
{
    m_cluster = std::make_unique<DemoCluster>(QStringList{u"--quirk"_s, u"ignore-org"_s});
    const QList<Token> tokens{mintedIn(*m_cluster, primary), mintedIn(*m_cluster, retail)};
    KeepingDesk desk(*m_folder, m_keychain);
    desk.vault.choose(KeyPlace::Keychain);
    QTRY_COMPARE(desk.vault.status().state, VaultStatus::State::Open);
    Profile profile = inRetail(*m_cluster);
    profile.form = Api::Form::V2;
    profile.knownOrgs = {primary, retail};
    const QUuid id = desk.store.save(profile);
    QVERIFY(desk.vault.remember(id, SecretField::Token, StoredToken::toSecret(tokens)));
    desk.vault.lock();
    desk.window.showProfile(id);
    QVERIFY(desk.driver.type(u"Password"_s, m_cluster->password(maria)));
    QVERIFY(desk.driver.click(u"Sign in"_s));
    QVERIFY(desk.reads(u"Maria Lopez"_s));
    QVERIFY(isHeldBack(std::get<SignedIn>(desk.sessions.existing(id)->state())));
    QCOMPARE(desk.vault.status().state, VaultStatus::State::Locked);
    QCOMPARE(desk.vault.storedFields(id), QList<SecretField>{SecretField::Token});
    desk.vault.unlock();
    QTRY_COMPARE(desk.vault.status().state, VaultStatus::State::Open);
    QCOMPARE(*KeptTokens::all(desk.vault, id), tokens);
}

void tst_Keeping::withoutATokenForItsOrgNothingIsSent()
{
    const Token token = mintedIn(*m_cluster, primary);
    KeepingDesk desk(*m_folder, m_keychain);
    Profile profile = inRetail(*m_cluster);
    profile.form = Api::Form::V2;
    profile.knownOrgs = {primary, retail};
    QVERIFY(desk.showKept(profile, SecretField::Token, StoredToken::toSecret(token).view()));
    QVERIFY(desk.driver.click(u"Use the kept token"_s));
    QVERIFY(desk.says(u"for other Organizations"_s));
    QCOMPARE(m_cluster->calls(u"2.0/tokenValidate"_s), 0);
    QCOMPARE(KeptTokens::all(desk.vault, desk.onlyProfile())->size(), 1);
}

void tst_Keeping::aPastedTokenIsKeptForItsOwnUserOnly_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<bool>("isKept");
    QTest::newRow("her own") << maria << true;
    QTest::newRow("another user's") << u"admin.demo"_s << false;
}

void tst_Keeping::aPastedTokenIsKeptForItsOwnUserOnly()
{
    QFETCH(QString, user);
    QFETCH(bool, isKept);
    const QString token =
        PlainClient(*m_cluster)
            .post(u"/api/rest/2.0/auth/token/full"_s,
                  {{u"username"_s, user}, {u"password"_s, m_cluster->password(user)}})
            .token();
    KeepingDesk desk(*m_folder, m_keychain);
    Profile profile;
    profile.origin = m_cluster->origin().toString();
    profile.userName = maria;
    profile.keepsToken = true;
    desk.vault.choose(KeyPlace::SessionOnly);
    const QUuid id = desk.store.save(profile);
    desk.window.showProfile(id);
    QVERIFY(desk.driver.click(u"Use a token you have, or your browser"_s));
    QVERIFY(desk.sees(u"Token or text that holds one"_s));
    QVERIFY(desk.driver.type(u"Token or text that holds one"_s, token));
    QVERIFY(desk.driver.click(u"Sign in with this token"_s));
    QVERIFY(desk.sees(u"Copy token"_s));
    QTRY_COMPARE(desk.vault.storedFields(id).size(), isKept ? 1 : 0);
}

void tst_Keeping::aPassphraseIsAskedForWhenItIsNeeded()
{
    {
        KeepingDesk desk(*m_folder, m_keychain);
        QVERIFY(signInKeeping(desk, {u"Keep password"_s}, KeyPlace::Passphrase));
        QTRY_COMPARE(desk.vault.storedFields(desk.onlyProfile()).size(), 1);
        QTRY_VERIFY(desk.store.isSaved());
    }
    QVERIFY(!settings().contains(passphrase.toUtf8()));
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(desk.driver.click(u"Sign in"_s));
    QVERIFY(desk.driver.type(u"Passphrase"_s, u"something else"_s));
    QVERIFY(desk.driver.click(u"Unlock"_s));
    QVERIFY(desk.driver.waitFor(
        [&] { return desk.driver.findLabel(u"That is not the passphrase."_s); }, u"to be told"_s));
    QVERIFY(desk.driver.findLabel(u"The next try can be made in 1 second."_s));
    QCOMPARE(m_cluster->calls(u"2.0/login"_s), 1);
    QVERIFY(desk.driver.type(u"Passphrase"_s, passphrase));
    QVERIFY(desk.driver.click(u"Unlock"_s)); // once it may be tried again
    QVERIFY(desk.reads(u"Maria Lopez"_s));
    QCOMPARE(m_cluster->calls(u"2.0/login"_s), 2);
}

// What somebody without the key does to the settings file. \a other is the origin of somebody
// else's server, \a earlier the file before the password was kept anew.
struct Outside
{
    QString path;
    QString other;
    QByteArray earlier;
};
using Deed = std::function<void(const Outside &)>;
Q_DECLARE_METATYPE(Deed)

static Deed editing(const std::function<void(Profile &, const Outside &)> &edit)
{
    return [edit](const Outside &outside) {
        ProfileStore store(outside.path);
        store.load();
        Profile profile = store.profiles().first();
        edit(profile, outside);
        store.save(profile);
    };
}

static void swapEntries(const Outside &outside)
{
    ProfileStore store(outside.path);
    store.load();
    const QUuid first = store.profiles().at(0).id;
    const QUuid second = store.profiles().at(1).id;
    const SealedTexts texts = store.sealedTexts(first);
    store.setSealedTexts(first, store.sealedTexts(second));
    store.setSealedTexts(second, texts);
}

static void putEarlierBack(const Outside &outside)
{
    for (const QString &path : {outside.path, outside.path + u".bak"_s}) {
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        QCOMPARE(file.write(outside.earlier), outside.earlier.size());
    }
}

void tst_Keeping::nothingIsSentForAProfileThatWasChangedOutside_data()
{
    QTest::addColumn<Deed>("deed");
    QTest::addColumn<QString>("changed"); // said at once when the key is there
    QTest::newRow("another server")
        << editing([](Profile &profile, const Outside &outside) { profile.origin = outside.other; })
        << u"server"_s;
    QTest::newRow("another proxy") << editing([](Profile &profile, const Outside &outside) {
        profile.proxy = {ProxySettings::Mode::Manual, u"127.0.0.1"_s, QUrl(outside.other).port()};
    }) << u"proxy"_s;
    QTest::newRow("no pinned key and another authority")
        << editing([](Profile &profile, const Outside &) {
               profile.authorityFile = u"/tmp/evil.pem"_s;
               profile.pinnedKeySha256.clear();
           })
        << u"certificate authority"_s;
    QTest::newRow("two entries swapped") << Deed(swapEntries) << QString();
    QTest::newRow("an earlier file put back") << Deed(putEarlierBack) << QString();
}

void tst_Keeping::nothingIsSentForAProfileThatWasChangedOutside()
{
    QFETCH(Deed, deed);
    QFETCH(QString, changed);
    DemoCluster other;
    Outside outside{m_folder->filePath(u"profiles.conf"_s), other.origin().toString(), {}};
    QString name;
    {
        KeepingDesk desk(*m_folder, m_keychain);
        QVERIFY(signInKeeping(desk, {u"Keep password"_s}, KeyPlace::Keychain));
        Profile second = desk.store.profiles().first();
        name = second.name;
        second.id = {};
        const QUuid id = desk.store.save(second);
        QVERIFY(desk.vault.remember(id, SecretField::Password, SecretBuffer::fromBytes("two")));
        QTRY_VERIFY(desk.store.isSaved());
        outside.earlier = settings();
        QVERIFY(desk.vault.remember(desk.onlyProfile(), SecretField::Password,
                                    SecretBuffer::fromBytes(m_cluster->password(maria).toUtf8())));
        QTRY_VERIFY(desk.store.isSaved());
    }
    deed(outside);
    KeepingDesk desk(*m_folder, m_keychain);
    desk.window.showProfile(desk.onlyProfile());
    QVERIFY(desk.sees(u"Sign in"_s));
    QVERIFY(desk.driver.click(u"Sign in"_s));
    QVERIFY(desk.says(u"changed outside the program"_s));
    QCOMPARE(other.calls(u"2.0/login"_s), 0);
    QCOMPARE(m_cluster->calls(u"2.0/login"_s), 1);
    QCOMPARE(desk.driver.findLabel(u"Changed outside the program"_s) != nullptr,
             !changed.isEmpty());
    if (changed.isEmpty())
        return;
    QVERIFY(desk.says(u"("_s + changed + u")"_s));
    QVERIFY(desk.driver.findLabel(name + u" ("_s + changed + u")."_s));
    QVERIFY(desk.driver.click(u"Understood"_s));
    QTRY_VERIFY(!desk.driver.findLabel(u"Changed outside the program"_s));
}

void tst_Keeping::anotherServerInTheFormDoesNotGetTheKeptPassword()
{
    DemoCluster other;
    {
        KeepingDesk desk(*m_folder, m_keychain);
        QVERIFY(signInKeeping(desk, {u"Keep password"_s}, KeyPlace::Keychain));
    }
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(desk.driver.type(u"Server"_s, other.origin().toString()));
    QVERIFY(desk.driver.click(u"Sign in"_s));
    QVERIFY(desk.says(u"password is missing"_s));
    QVERIFY(desk.driver.waitOutDoubleClick());
    QVERIFY(desk.driver.type(u"Password"_s, other.password(maria)));
    QVERIFY(desk.driver.check(u"Keep password"_s, false));
    QVERIFY(desk.driver.click(u"Sign in"_s));
    QVERIFY(desk.reads(u"Maria Lopez"_s));
    QVERIFY(desk.vault.storedFields(desk.onlyProfile()).isEmpty());
}

void tst_Keeping::uncheckingForgets()
{
    {
        KeepingDesk desk(*m_folder, m_keychain);
        QVERIFY(signInKeeping(desk, {u"Keep password"_s}, KeyPlace::Keychain));
    }
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(desk.driver.check(u"Keep password"_s, false));
    QVERIFY(desk.driver.type(u"Password"_s, m_cluster->password(maria)));
    QVERIFY(desk.driver.click(u"Sign in"_s));
    QVERIFY(desk.reads(u"Maria Lopez"_s));
    QVERIFY(desk.vault.storedFields(desk.onlyProfile()).isEmpty());
}

void tst_Keeping::anEditedProfileKeepsItsPassword()
{
    {
        KeepingDesk desk(*m_folder, m_keychain);
        QVERIFY(signInKeeping(desk, {u"Keep password"_s}, KeyPlace::Keychain));
    }
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(desk.sees(u"Sign in"_s));
    QVERIFY(desk.driver.press(Qt::Key_F2));
    const QByteArray pin(32, 'p'); // binds what is kept to somebody else
    QVERIFY(desk.driver.type(u"Pinned key"_s, u"sha256//"_s + QString::fromLatin1(pin.toBase64())));
    QVERIFY(desk.driver.click(u"Save profile"_s));
    QTRY_COMPARE(desk.store.profiles().value(0).pinnedKeySha256, pin);
    QCOMPARE(desk.vault.recall(desk.onlyProfile(), SecretField::Password)->view(),
             m_cluster->password(maria).toUtf8());
}

void tst_Keeping::anEditForgetsOnlyWhatDoesNotOpenAndNamesIt()
{
    {
        KeepingDesk desk(*m_folder, m_keychain);
        QVERIFY(signInKeeping(desk, {u"Keep password"_s, u"Keep token"_s}, KeyPlace::Keychain));
    }
    {
        ProfileStore store(m_folder->filePath(u"profiles.conf"_s));
        store.load();
        store.setSealedTexts(store.profiles().first().id, {{u"token"_s, u"sealed-v1:AAAA"_s}});
    }
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(desk.sees(u"Sign in"_s));
    QVERIFY(desk.driver.press(Qt::Key_F2));
    const QByteArray pin(32, 'p');
    QVERIFY(desk.driver.type(u"Pinned key"_s, u"sha256//"_s + QString::fromLatin1(pin.toBase64())));
    QVERIFY(desk.driver.click(u"Save profile"_s));
    QVERIFY(desk.says(u"saved. The kept token did not open and is no longer kept: enter it "
                      "again."_s));
    QCOMPARE(desk.store.profiles().value(0).pinnedKeySha256, pin);
    QCOMPARE(desk.vault.storedFields(desk.onlyProfile()), QList{SecretField::Password});
    QCOMPARE(desk.vault.recall(desk.onlyProfile(), SecretField::Password)->view(),
             m_cluster->password(maria).toUtf8());
}

void tst_Keeping::anEditThatWaitsInVainIsSaidNotToBeSaved()
{
    {
        KeepingDesk desk(*m_folder, m_keychain);
        QVERIFY(signInKeeping(desk, {u"Keep password"_s}, KeyPlace::Keychain));
    }
    m_keychain.fetchFault = VaultFault{VaultFault::Kind::Locked, {}};
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(desk.sees(u"Sign in"_s));
    QVERIFY(desk.driver.press(Qt::Key_F2));
    const QByteArray pin(32, 'p');
    QVERIFY(desk.driver.type(u"Pinned key"_s, u"sha256//"_s + QString::fromLatin1(pin.toBase64())));
    QVERIFY(desk.driver.click(u"Save profile"_s));
    QVERIFY(desk.driver.waitFor([&] { return desk.driver.findLabel(u"is locked"_s); },
                                u"to be told"_s));
    QVERIFY(desk.driver.click(u"Cancel"_s));
    QVERIFY(desk.says(u"was not saved"_s));
    QVERIFY(desk.store.profiles().value(0).pinnedKeySha256.isEmpty());
}

void tst_Keeping::aProfileThatChangesWhileTheVaultOpensGetsNothing()
{
    DemoCluster other;
    {
        KeepingDesk desk(*m_folder, m_keychain);
        QVERIFY(signInKeeping(desk, {u"Keep password"_s}, KeyPlace::Keychain));
    }
    KeepingDesk desk(*m_folder, m_keychain);
    m_keychain.isHeld = true;
    QVERIFY(desk.driver.click(u"Sign in"_s));
    Profile moved = desk.store.profiles().first();
    moved.origin = other.origin().toString();
    desk.store.save(moved);
    m_keychain.letGo();
    QVERIFY(desk.says(u"changed meanwhile"_s));
    QCOMPARE(other.calls(u"2.0/login"_s), 0);
    QCOMPARE(m_cluster->calls(u"2.0/login"_s), 1);
}

void tst_Keeping::aLockAsksForThePassphrase()
{
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(signInKeeping(desk, {u"Keep password"_s}, KeyPlace::Passphrase));
    QTRY_COMPARE(desk.vault.storedFields(desk.onlyProfile()).size(), 1);
    desk.window.lock(LockState::Reason::ByHand);
    QCOMPARE(desk.vault.status().state, VaultStatus::State::Locked);
    QVERIFY(desk.driver.type(u"Passphrase"_s, u"something else"_s));
    QVERIFY(desk.driver.click(u"Unlock"_s));
    QVERIFY(desk.driver.waitFor(
        [&] { return desk.driver.findLabel(u"That is not the passphrase."_s); }, u"to be told"_s));
    QVERIFY(desk.window.isLocked());
    QVERIFY(desk.driver.findLabel(u"The next try can be made in 1 second."_s));
    QVERIFY(desk.driver.type(u"Passphrase"_s, passphrase));
    QVERIFY(desk.driver.click(u"Unlock"_s)); // once it may be tried again
    QTRY_VERIFY(!desk.window.isLocked());
    QCOMPARE(desk.vault.status().state, VaultStatus::State::Open);
}

void tst_Keeping::aKeychainThatFailsIsSaidAndNothingIsSent_data()
{
    using Kind = VaultFault::Kind;
    QTest::addColumn<VaultFault>("fault");
    QTest::addColumn<QString>("what");
    QTest::addColumn<QString>("nextStep");
    QTest::newRow("silent") << VaultFault{Kind::Silent, {}} << u"does not answer"_s
                            << u"Look for a window of it"_s;
    QTest::newRow("locked") << VaultFault{Kind::Locked, {}} << u"The keychain is locked."_s
                            << u"Unlock it, then try again."_s;
    QTest::newRow("waiting for its password")
        << VaultFault{Kind::Asking, {}} << u"waits for its password"_s
        << u"Enter it in the keychain's own window, then try again."_s;
    QTest::newRow("exchanged for another")
        << VaultFault{Kind::Elsewhere, u"KWallet"_s}
        << u"in another keychain than the one that runs now: in KWallet."_s
        << u"Start KWallet, then this program again."_s;
    QTest::newRow("exchanged, and nobody noted for what")
        << VaultFault{Kind::Elsewhere, {}} << u"another one has."_s
        << u"Start the one that you used before, then this program again."_s;
}

void tst_Keeping::aKeychainThatFailsIsSaidAndNothingIsSent()
{
    QFETCH(VaultFault, fault);
    QFETCH(QString, what);
    QFETCH(QString, nextStep);
    {
        KeepingDesk desk(*m_folder, m_keychain);
        QVERIFY(signInKeeping(desk, {u"Keep password"_s}, KeyPlace::Keychain));
    }
    m_keychain.fetchFault = fault;
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(desk.driver.click(u"Sign in"_s));
    QVERIFY(desk.reads(what));
    QVERIFY(desk.driver.findLabel(nextStep));
    QCOMPARE(m_cluster->calls(u"2.0/login"_s), 1);
    m_keychain.fetchFault.reset();
    QVERIFY(desk.driver.click(u"Unlock"_s));
    QVERIFY(desk.reads(u"Maria Lopez"_s));
}

void tst_Keeping::aKeychainThatTakesItsTimeIsShownAndCanBeLeft()
{
    {
        KeepingDesk desk(*m_folder, m_keychain);
        QVERIFY(signInKeeping(desk, {u"Keep password"_s}, KeyPlace::Keychain));
    }
    m_keychain.isHeld = true;
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(desk.driver.click(u"Sign in"_s));
    QCOMPARE(desk.driver.text(u"Where secrets are kept"_s),
             u"Secrets: sealed, asking the keychain"_s);
    QVERIFY(desk.reads(u"The keychain of this system is asked for the key."_s));
    QVERIFY(desk.driver.find(u"Unlocking"_s));
    desk.driver.picture(u"keychain-asked"_s);
    QVERIFY(desk.driver.click(u"Cancel"_s));
    QVERIFY(desk.says(u"nobody is signed in"_s));
    m_keychain.letGo();
    QTRY_COMPARE(desk.vault.status().state, VaultStatus::State::Open);
    QVERIFY(desk.driver.find(u"Sign in"_s));
    QCOMPARE(m_cluster->calls(u"2.0/login"_s), 1);
}

void tst_Keeping::aSecondSignInWhileTheKeychainOpensIsTheSameOne()
{
    {
        KeepingDesk desk(*m_folder, m_keychain);
        QVERIFY(signInKeeping(desk, {u"Keep password"_s}, KeyPlace::Keychain));
    }
    m_keychain.isHeld = true;
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(desk.driver.click(u"Sign in"_s));
    QVERIFY(desk.reads(u"The keychain of this system is asked for the key."_s));
    QVERIFY(desk.driver.click(u"Sign in"_s)); // the window is as usable as before
    m_keychain.letGo();
    QVERIFY(desk.reads(u"Maria Lopez"_s));
    QVERIFY(!desk.driver.findLabel(u"The keychain of this system is asked for the key."_s));
    QCOMPARE(m_cluster->calls(u"2.0/login"_s), 2);
    QCOMPARE(m_keychain.calls.count(u"fetch"_s), 2); // with the one that chose it
}

void tst_Keeping::aTypedPasswordTakesThePlaceOfAKeptOneThatWaits()
{
    {
        KeepingDesk desk(*m_folder, m_keychain);
        QVERIFY(signInKeeping(desk, {u"Keep password"_s}, KeyPlace::Keychain));
    }
    m_keychain.isHeld = true;
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(desk.driver.click(u"Sign in"_s));
    QVERIFY(desk.reads(u"The keychain of this system is asked for the key."_s));
    QVERIFY(desk.driver.type(u"Password"_s, u"not it"_s));
    QVERIFY(desk.driver.waitOutDoubleClick());
    QVERIFY(desk.driver.click(u"Sign in"_s));
    QTRY_COMPARE(m_cluster->calls(u"2.0/login"_s), 2);
    m_keychain.letGo();
    QTRY_COMPARE(desk.vault.status().state, VaultStatus::State::Open);
    QVERIFY(desk.sees(u"Sign in"_s));
    QVERIFY(desk.driver.waitUntilSettled());
    QCOMPARE(m_cluster->calls(u"2.0/login"_s), 2);
    QCOMPARE(desk.vault.storedFields(desk.onlyProfile()), QList{SecretField::Password});
}

void tst_Keeping::whereTheKeychainIsGoneTheNextStepCanBeTaken()
{
    {
        KeepingDesk desk(*m_folder, m_keychain);
        QVERIFY(signInKeeping(desk, {u"Keep password"_s}, KeyPlace::Keychain));
    }
    m_keychain.fetchFault = VaultFault{VaultFault::Kind::Absent, {}};
    m_keychain.forgetFault = m_keychain.fetchFault;
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(desk.sees(u"Sign in"_s));
    QVERIFY(desk.driver.press(Qt::Key_K, Qt::ControlModifier));
    QVERIFY(answerPlace(desk.driver, KeyPlace::Passphrase));
    QVERIFY(desk.reads(u"No keychain is running."_s));
    QVERIFY(desk.driver.findLabel(u"Start the one that has the key to what is kept here, or forget "
                                  "what is kept and enter it again."_s));
    QVERIFY(!desk.driver.findLabel(u"keep secrets by a passphrase"_s));
    QVERIFY(desk.driver.click(u"Cancel"_s));
    QVERIFY(desk.driver.click(u"Forget all that is kept"_s));
    QVERIFY(desk.driver.click(u"Confirm: Forget all"_s));
    QTRY_VERIFY(desk.vault.storedFields(desk.onlyProfile()).isEmpty());
    QVERIFY(desk.driver.press(Qt::Key_K, Qt::ControlModifier));
    QVERIFY(answerPlace(desk.driver, KeyPlace::Passphrase));
    QTRY_COMPARE(desk.vault.status(),
                 (VaultStatus{.state = VaultStatus::State::Open, .place = KeyPlace::Passphrase}));
}

void tst_Keeping::everythingKeptIsForgottenOnRequest()
{
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(signInKeeping(desk, {u"Keep password"_s, u"Keep token"_s}, KeyPlace::Keychain));
    QVERIFY(desk.driver.press(Qt::Key_K, Qt::ControlModifier));
    QVERIFY(desk.driver.click(u"Forget all that is kept"_s));
    QVERIFY(desk.reads(u"Every kept password, secret key and token goes"_s));
    QVERIFY(desk.driver.click(u"Confirm: Forget all"_s));
    QTRY_VERIFY(desk.vault.storedFields(desk.onlyProfile()).isEmpty());
    QTRY_VERIFY(m_keychain.isEmpty());
    QCOMPARE(desk.driver.text(u"Where secrets are kept"_s), u"Secrets: this session only"_s);
}

QTEST_MAIN(tst_Keeping)
#include "tst_keeping.moc"
