#include "tests/app/keepingdesk.h"
#include "tests/support/democluster.h"

#include <QAbstractButton>
#include <QFile>
#include <QJsonArray>
#include <QJsonObject>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

static const QString maria = u"maria.lopez"_s;

static void openDraft(KeepingDesk &desk, const DemoCluster &cluster,
                      Api::Form form = Api::Form::Auto)
{
    Profile draft;
    draft.origin = cluster.origin().toString();
    draft.userName = maria;
    draft.form = form;
    desk.window.openDraft(draft);
}

//! Signing in by the cluster's secret key, through the window alone, against the demo cluster.
class tst_SecretKey final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theKeySignsInAndIsSaidToHave_data();
    void theKeySignsInAndIsSaidToHave();
    void theFirstBetaTakesNoKeyAndSaysSo();
    void aBlankKeyIsRefusedInItsOwnWords();
    void whatWasTypedForOneMethodIsNotSentAsTheOther();
    void aKeptKeySignsInAfterARestart();
    void aKeptKeyThatIsRefusedIsNotTriedAgain();
    void aKeptTokenIsUsedInTheOrganizationOfItsProfile();
    void theKeyMakesEveryKindOfToken_data();
    void theKeyMakesEveryKindOfToken();
    void aKeptKeyMakesTokensAndChangesTheOrganization();
    void aKeyGoesToAnotherOrganization_data();
    void aKeyGoesToAnotherOrganization();
    void aKeptKeyThatMakesNoTokenAnyMoreIsForgotten_data();
    void aKeptKeyThatMakesNoTokenAnyMoreIsForgotten();
    void aKeptKeyThatGoesWhileItIsAskedForSendsNothing_data();
    void aKeptKeyThatGoesWhileItIsAskedForSendsNothing();
    void aKeptKeyThatWasNotSentIsNotForgottenForAnother();
    void aTokenThatTheTokenGaveCountsAsTheKeys();

private:
    [[nodiscard]] QByteArray settings() const;

    std::unique_ptr<QTemporaryDir> m_folder;
    MemoryKeychain m_keychain;
};

void tst_SecretKey::init()
{
    // All but what the off-screen platform says of every dialog.
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_folder = std::make_unique<QTemporaryDir>();
    m_keychain = {};
}

QByteArray tst_SecretKey::settings() const
{
    QFile file(m_folder->filePath(u"profiles.conf"_s));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

void tst_SecretKey::theKeySignsInAndIsSaidToHave_data()
{
    QTest::addColumn<QString>("form");
    QTest::addColumn<QString>("tokenCall");
    QTest::addColumn<QString>("keyField");
    QTest::newRow("2.0") << u"2.0"_s << u"2.0/tokenFull"_s << u"secret_key"_s;
    QTest::newRow("later beta") << u"beta"_s << u"beta/gettoken"_s << u"secretKey"_s;
}

void tst_SecretKey::theKeySignsInAndIsSaidToHave()
{
    QFETCH(const QString, form);
    QFETCH(const QString, tokenCall);
    QFETCH(const QString, keyField);
    DemoCluster cluster({u"--forms"_s, form});
    QVERIFY(cluster.isReady());
    KeepingDesk desk(*m_folder, m_keychain);
    openDraft(desk, cluster);
    desk.driver.picture(u"by-password"_s);
    QVERIFY(desk.driver.choose(u"Sign in by"_s, u"Secret key"_s));
    QVERIFY(desk.driver.type(u"Secret key"_s, cluster.secretKey()));
    QVERIFY(!desk.driver.find(u"Password"_s));
    desk.driver.picture(u"by-secret-key"_s);
    QVERIFY(desk.driver.click(u"Sign in"_s));
    QVERIFY(desk.reads(u"Acting for maria.lopez by secret key."_s));
    QVERIFY(desk.reads(u"Needs a kept secret key"_s));
    desk.driver.picture(u"acting"_s);

    QCOMPARE(cluster.calls(tokenCall), 1);
    QVERIFY(cluster.operations().filter(u"login"_s).isEmpty());
    for (const QJsonValue &request : cluster.state().value(u"requests"_s).toArray()) {
        if (request[u"operation"_s].toString() != tokenCall)
            continue;
        const QStringList fields = request[u"fields"_s].toVariant().toStringList();
        QVERIFY(fields.contains(keyField) && !fields.contains(u"password"_s));
        if (form == u"2.0"_s)
            QCOMPARE(request[u"body"_s][u"auto_create"_s], QJsonValue(false));
    }
    QTRY_COMPARE(desk.store.profiles().value(0).method, SignInMethod::SecretKey);
    QTRY_VERIFY(desk.store.isSaved());
    QVERIFY(!settings().contains(cluster.secretKey().toUtf8()));

    QVERIFY(desk.driver.click(u"Sign out"_s));
    QVERIFY(desk.driver.waitFor([&] { return desk.driver.find(u"Secret key"_s); }, u"the form"_s));
    QCOMPARE(desk.driver.text(u"Secret key"_s), QString());
}

void tst_SecretKey::theFirstBetaTakesNoKeyAndSaysSo()
{
    DemoCluster cluster({u"--forms"_s, u"beta-2022"_s});
    QVERIFY(cluster.isReady());
    KeepingDesk desk(*m_folder, m_keychain);
    openDraft(desk, cluster);
    QVERIFY(desk.driver.choose(u"Sign in by"_s, u"Secret key"_s));
    QVERIFY(desk.driver.choose(u"API"_s, u"2022"_s));
    QVERIFY(desk.driver.type(u"Secret key"_s, cluster.secretKey()));
    QVERIFY(desk.driver.click(u"Sign in"_s));
    QVERIFY(desk.says(u"takes no secret key"_s));
    QCOMPARE(cluster.calls(u"beta-2022/gettoken"_s), 0);
}

void tst_SecretKey::aBlankKeyIsRefusedInItsOwnWords()
{
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    KeepingDesk desk(*m_folder, m_keychain);
    openDraft(desk, cluster);
    QVERIFY(desk.driver.choose(u"Sign in by"_s, u"Secret key"_s));
    QVERIFY(desk.driver.type(u"Secret key"_s, u"  "_s));
    QVERIFY(desk.driver.click(u"Sign in"_s));
    QVERIFY(desk.says(u"The secret key is missing."_s));
    QCOMPARE(cluster.calls(u"2.0/tokenFull"_s), 0);
}

void tst_SecretKey::whatWasTypedForOneMethodIsNotSentAsTheOther()
{
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    KeepingDesk desk(*m_folder, m_keychain);
    openDraft(desk, cluster);
    QVERIFY(desk.driver.type(u"Password"_s, u"half of a passw"_s));
    QVERIFY(desk.driver.choose(u"Sign in by"_s, u"Secret key"_s));
    QVERIFY(desk.driver.choose(u"Sign in by"_s, u"Password"_s));
    QCOMPARE(desk.driver.text(u"Password"_s), QString());
}

static bool signInKeeping(KeepingDesk &desk, const DemoCluster &cluster, const QStringList &boxes)
{
    openDraft(desk, cluster);
    bool isSet = desk.driver.choose(u"Sign in by"_s, u"Secret key"_s);
    for (const QString &box : boxes)
        isSet = isSet && desk.driver.check(box, true);
    return isSet && desk.driver.type(u"Secret key"_s, cluster.secretKey()) &&
           desk.driver.click(u"Sign in"_s) &&
           desk.driver.waitFor([&] { return desk.driver.find(u"Keep there"_s); }, u"where"_s) &&
           desk.driver.check(u"Keychain of this system"_s, true) &&
           desk.driver.click(u"Keep there"_s) && desk.reads(u"by secret key"_s) &&
           QTest::qWaitFor([&] {
               const QUuid id = desk.onlyProfile();
               return desk.vault.storedFields(id).size() == boxes.size() && desk.store.isSaved();
           });
}

void tst_SecretKey::aKeptKeySignsInAfterARestart()
{
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    {
        KeepingDesk desk(*m_folder, m_keychain);
        QVERIFY(signInKeeping(desk, cluster, {u"Keep secret key"_s}));
        QCOMPARE(desk.vault.storedFields(desk.onlyProfile()),
                 QList<SecretField>{SecretField::SecretKey});
    }
    QVERIFY(!settings().contains(cluster.secretKey().toUtf8()));

    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(desk.driver.click(u"Sign in"_s));
    QVERIFY(desk.reads(u"Acting for maria.lopez by secret key."_s));
    QCOMPARE(cluster.calls(u"2.0/tokenFull"_s), 2);
    QCOMPARE(cluster.calls(u"2.0/login"_s), 0);
    QVERIFY(desk.driver.click(u"Sign out"_s));
    QVERIFY(desk.driver.check(u"Keep secret key"_s, false));
    QVERIFY(desk.driver.type(u"Secret key"_s, cluster.secretKey()));
    QVERIFY(desk.driver.waitOutDoubleClick());
    QVERIFY(desk.driver.click(u"Sign in"_s));
    QVERIFY(desk.reads(u"by secret key"_s));
    QVERIFY(desk.vault.storedFields(desk.onlyProfile()).isEmpty());
}

void tst_SecretKey::aKeptKeyThatIsRefusedIsNotTriedAgain()
{
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    KeepingDesk desk(*m_folder, m_keychain);
    Profile profile;
    profile.origin = cluster.origin().toString();
    profile.userName = maria;
    profile.method = SignInMethod::SecretKey;
    profile.keepsSecretKey = true;
    QVERIFY(desk.showKept(profile, SecretField::SecretKey, "another"));
    QVERIFY(desk.forgetsWhatIsRefused(u"secret key is missing"_s));
    QCOMPARE(cluster.calls(u"2.0/tokenFull"_s), 1);
}

void tst_SecretKey::aKeptTokenIsUsedInTheOrganizationOfItsProfile()
{
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    {
        KeepingDesk desk(*m_folder, m_keychain);
        QVERIFY(signInKeeping(desk, cluster, {u"Keep token"_s}));
        Profile profile = desk.store.profiles().first();
        profile.org = u"0"_s;
        desk.store.save(profile);
        QTRY_VERIFY(desk.store.isSaved());
    }
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(desk.driver.click(u"Use the kept token"_s));
    QVERIFY(desk.reads(u"Acting for maria.lopez by secret key."_s)); // the token still says so
    const QUuid id = desk.onlyProfile();
    const auto *in = std::get_if<SignedIn>(&desk.sessions.existing(id)->state());
    QVERIFY(in);
    QCOMPARE(in->account.org, u"0"_s);
}

static bool signInByKey(KeepingDesk &desk, const DemoCluster &cluster,
                        Api::Form form = Api::Form::Auto)
{
    openDraft(desk, cluster, form);
    return desk.driver.choose(u"Sign in by"_s, u"Secret key"_s) &&
           desk.driver.type(u"Secret key"_s, cluster.secretKey()) &&
           desk.driver.click(u"Sign in"_s) && desk.reads(u"Acting for maria.lopez"_s);
}

static bool opensSheet(KeepingDesk &desk)
{
    return desk.driver.click(u"Get token"_s) && desk.sees(u"Kind of token"_s);
}

static QJsonObject lastRequest(DemoCluster &cluster, const QString &operation)
{
    QJsonObject last;
    for (const QJsonValue &request : cluster.state().value(u"requests"_s).toArray()) {
        if (request[u"operation"_s].toString() == operation)
            last = request.toObject();
    }
    return last;
}

void tst_SecretKey::theKeyMakesEveryKindOfToken_data()
{
    QTest::addColumn<Api::Form>("form");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("operation");
    QTest::addColumn<int>("calls"); // the sign-in has made one of them already
    QTest::newRow("2.0, full") << Api::Form::V2 << u"Full"_s << u"2.0/tokenFull"_s << 2;
    QTest::newRow("2.0, object") << Api::Form::V2 << u"One object"_s << u"2.0/tokenObject"_s << 1;
    QTest::newRow("2.0, custom") << Api::Form::V2 << u"Custom"_s << u"2.0/tokenCustom"_s << 1;
    QTest::newRow("beta, full") << Api::Form::Beta << u"Full"_s << u"beta/gettoken"_s << 2;
    QTest::newRow("beta, object") << Api::Form::Beta << u"One object"_s << u"beta/gettoken"_s << 2;
}

void tst_SecretKey::theKeyMakesEveryKindOfToken()
{
    QFETCH(const Api::Form, form);
    QFETCH(const QString, kind);
    QFETCH(const QString, operation);
    QFETCH(const int, calls);
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(signInByKey(desk, cluster, form));
    QVERIFY(opensSheet(desk));
    QVERIFY(!desk.driver.find(u"Password"_s));
    QVERIFY(desk.driver.choose(u"Kind of token"_s, kind));
    if (kind == u"One object"_s)
        QVERIFY(desk.driver.type(u"Object"_s, u"11111111-2222-4333-8444-555555555555"_s));
    QVERIFY(desk.driver.type(u"Secret key"_s, cluster.secretKey()));
    QVERIFY(desk.driver.click(u"Show request"_s));
    const auto *view =
        qobject_cast<QPlainTextEdit *>(desk.driver.find(u"Request that will be sent"_s));
    QVERIFY(view);
    const QString field = form == Api::Form::V2 ? u"secret_key"_s : u"secretKey"_s;
    QVERIFY2(view->toPlainText().contains(u"\"%1\": \"••••••••\""_s.arg(field)),
             qPrintable(view->toPlainText()));
    QVERIFY(!view->toPlainText().contains(u"password"_s));
    desk.driver.picture(u"builder-by-key"_s);
    QVERIFY(desk.driver.click(u"Get token now"_s));
    QVERIFY(desk.says(u"New token received"_s));

    QCOMPARE(cluster.calls(operation), calls);
    const QStringList fields =
        lastRequest(cluster, operation)[u"fields"_s].toVariant().toStringList();
    QVERIFY(fields.contains(field) && !fields.contains(u"password"_s));
    QVERIFY(desk.reads(u"Acting for maria.lopez by secret key."_s));
    QCOMPARE(cluster.calls(u"2.0/login"_s) + cluster.calls(u"beta/login"_s), 0);
}

void tst_SecretKey::aKeptKeyMakesTokensAndChangesTheOrganization()
{
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(signInKeeping(desk, cluster, {u"Keep secret key"_s}));
    QVERIFY(opensSheet(desk));
    desk.driver.picture(u"builder-kept-key"_s);
    QVERIFY(desk.driver.click(u"Get token now"_s));
    QVERIFY(desk.says(u"New token received"_s));
    QCOMPARE(cluster.calls(u"2.0/tokenFull"_s), 2);

    QVERIFY(desk.driver.choose(u"Organization"_s, u"retail-emea"_s));
    QVERIFY(desk.reads(u"The cluster wants its secret key"_s));
    desk.driver.picture(u"org-by-kept-key"_s);
    QVERIFY(desk.driver.click(u"Get token"_s));
    QVERIFY(desk.says(u"Now in the Organization retail-emea."_s));
    QCOMPARE(cluster.calls(u"2.0/tokenFull"_s), 3);
    QVERIFY(desk.reads(u"Acting for maria.lopez by secret key."_s));
}

void tst_SecretKey::aKeyGoesToAnotherOrganization_data()
{
    QTest::addColumn<Api::Form>("form");
    QTest::addColumn<QString>("operation");
    QTest::addColumn<QString>("orgField");
    QTest::newRow("2.0") << Api::Form::V2 << u"2.0/tokenFull"_s << u"org_id"_s;
    QTest::newRow("later beta, which has no session to move")
        << Api::Form::Beta << u"beta/gettoken"_s << u"orgId"_s;
}

void tst_SecretKey::aKeyGoesToAnotherOrganization()
{
    QFETCH(const Api::Form, form);
    QFETCH(const QString, operation);
    QFETCH(const QString, orgField);
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(signInByKey(desk, cluster, form));
    QVERIFY(desk.driver.choose(u"Organization"_s, u"retail-emea"_s));
    QVERIFY(desk.reads(u"The cluster wants its secret key"_s));
    QVERIFY(!desk.driver.findLabel(u"password of"_s));
    QVERIFY(desk.driver.click(u"Get token"_s));
    QVERIFY(desk.reads(u"Enter the secret key."_s));
    QVERIFY(desk.driver.type(u"Secret key"_s, cluster.secretKey()));
    QVERIFY(desk.driver.click(u"Get token"_s));
    QVERIFY(desk.says(u"Now in the Organization retail-emea."_s));
    const QJsonObject request = lastRequest(cluster, operation);
    QCOMPARE(request[u"body"_s][orgField].toVariant().toInt(), 1042377815);
    QVERIFY(!request[u"fields"_s].toVariant().toStringList().contains(u"password"_s));
    QVERIFY(desk.reads(u"Acting for maria.lopez by secret key."_s));
}

void tst_SecretKey::aKeptKeyThatMakesNoTokenAnyMoreIsForgotten_data()
{
    QTest::addColumn<bool>("typesOver");
    QTest::newRow("the kept one is tried once") << false;
    QTest::newRow("one that was typed over it says nothing of it") << true;
}

void tst_SecretKey::aKeptKeyThatMakesNoTokenAnyMoreIsForgotten()
{
    QFETCH(const bool, typesOver);
    DemoCluster cluster(
        {u"--script"_s, u"[{\"operation\":\"2.0/tokenFull\",\"call\":2,\"refuse\":401}]"_s});
    QVERIFY(cluster.isReady());
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(signInKeeping(desk, cluster, {u"Keep secret key"_s}));
    QVERIFY(opensSheet(desk));
    if (typesOver)
        QVERIFY(desk.driver.type(u"Secret key"_s, u"another"_s));
    QVERIFY(desk.driver.click(u"Get token now"_s));
    const auto banner = [&] { return desk.driver.find(u"Token problem"_s); };
    QVERIFY(desk.driver.waitFor(banner, u"for the refusal"_s));
    QCOMPARE(cluster.calls(u"2.0/tokenFull"_s), 2);
    const QList<SecretField> left = desk.vault.storedFields(desk.onlyProfile());
    QCOMPARE(left.contains(SecretField::SecretKey), typesOver);
    if (!typesOver)
        QVERIFY(desk.says(u"The kept secret key was not accepted and is no longer kept."_s));
}

void tst_SecretKey::aKeptKeyThatGoesWhileItIsAskedForSendsNothing_data()
{
    QTest::addColumn<bool>("isForOrg");
    QTest::newRow("for a new token") << false;
    QTest::newRow("for another Organization") << true;
}

void tst_SecretKey::aKeptKeyThatGoesWhileItIsAskedForSendsNothing()
{
    QFETCH(const bool, isForOrg);
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(signInKeeping(desk, cluster, {u"Keep secret key"_s}));
    if (isForOrg) {
        QVERIFY(desk.driver.choose(u"Organization"_s, u"retail-emea"_s));
        QVERIFY(desk.reads(u"The cluster wants its secret key"_s));
    } else {
        QVERIFY(opensSheet(desk));
    }
    desk.vault.forget(desk.onlyProfile(), SecretField::SecretKey); // as another window would
    const qsizetype before = cluster.state().value(u"requests"_s).toArray().size();
    QVERIFY(desk.driver.click(isForOrg ? u"Get token"_s : u"Get token now"_s));
    QVERIFY(desk.says(u"The secret key is no longer kept. Nothing was sent."_s));
    QCOMPARE(cluster.state().value(u"requests"_s).toArray().size(), before);
    QVERIFY(desk.reads(u"Acting for maria.lopez by secret key."_s));
}

void tst_SecretKey::aKeptKeyThatWasNotSentIsNotForgottenForAnother()
{
    DemoCluster cluster(
        {u"--script"_s, u"[{\"operation\":\"2.0/tokenFull\",\"call\":2,\"refuse\":401}]"_s});
    QVERIFY(cluster.isReady());
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(signInKeeping(desk, cluster, {u"Keep secret key"_s}));
    QVERIFY(desk.driver.choose(u"Organization"_s, u"retail-emea"_s));
    QVERIFY(desk.reads(u"The cluster wants its secret key"_s));
    auto *confirm = desk.window.findChild<QAbstractButton *>(u"sheetConfirm"_s);
    QVERIFY(confirm);
    Credentials typed;
    typed.method = SignInMethod::SecretKey;
    typed.secretKey = SecretBuffer::fromBytes("another");
    desk.sessions.existing(desk.onlyProfile())->getToken({}, typed);
    confirm->click(); // too early: the session is busy
    const auto banner = [&] { return desk.driver.find(u"Token problem"_s); };
    QVERIFY(desk.driver.waitFor(banner, u"for the refusal"_s));
    QCOMPARE(cluster.calls(u"2.0/tokenFull"_s), 2);
    QVERIFY(desk.vault.storedFields(desk.onlyProfile()).contains(SecretField::SecretKey));
}

void tst_SecretKey::aTokenThatTheTokenGaveCountsAsTheKeys()
{
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(signInByKey(desk, cluster));
    QVERIFY(opensSheet(desk));
    QVERIFY(desk.driver.choose(u"Ask with"_s, u"This session"_s));
    QVERIFY(desk.driver.click(u"Show request"_s));
    const auto *view =
        qobject_cast<QPlainTextEdit *>(desk.driver.find(u"Request that will be sent"_s));
    QVERIFY(view->toPlainText().contains(u"Bearer ••••••••"_s));
    desk.driver.picture(u"builder-by-session"_s);
    QVERIFY(desk.driver.click(u"Get token now"_s));
    QVERIFY(desk.says(u"New token received, valid for 24 h."_s));
    QCOMPARE(cluster.calls(u"2.0/sessionToken"_s), 1);
    QVERIFY(desk.reads(u"Acting for maria.lopez by secret key."_s));
}

QTEST_MAIN(tst_SecretKey)
#include "tst_secretkey.moc"
