#include "core/api/apidialect.h"
#include "tests/support/democluster.h"
#include "tests/support/sessionprobe.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

//! The people of the demo cluster, and what can go otherwise than planned.
class tst_MainJobStories final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everyPersonHasTheirStory_data();
    void everyPersonHasTheirStory();
    void aSecretKeyIsEnoughForAToken();
    void tenMegabytesOfSessionArriveWhole();
    void aRevokeThatDidNothingIsFoundOut_data() { everyForm(); }
    void aRevokeThatDidNothingIsFoundOut();
    void aSignOutThatLeftTheTokenAliveIsFoundOut_data() { everyForm(); }
    void aSignOutThatLeftTheTokenAliveIsFoundOut();
    void aLoginWithoutACookieGoesOnByTheToken();
    void aSessionEndsOnBothSides();
    void aTokenDiesByTheClustersClock();

private:
    static void everyForm();
};

void tst_MainJobStories::everyForm()
{
    QTest::addColumn<Api::Form>("form");
    QTest::addColumn<QStringList>("operations"); // revoke, proof, logout
    QTest::newRow("2.0") << Api::Form::V2
                         << QStringList{u"2.0/tokenRevoke"_s, u"2.0/tokenValidate"_s,
                                        u"2.0/logout"_s};
    QTest::newRow("later beta") << Api::Form::Beta
                                << QStringList{u"beta/revoketoken"_s, u"beta/info"_s,
                                               u"beta/logout"_s};
    QTest::newRow("2022 beta") << Api::Form::Beta2022
                               << QStringList{u"beta-2022/revoketoken"_s, u"beta-2022/info"_s,
                                              u"beta-2022/logout"_s};
}

void tst_MainJobStories::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
}

static SignInRequest requestOf(const DemoCluster &cluster, const QString &user)
{
    SignInRequest request;
    request.credentials = {user, SecretBuffer::fromText(cluster.password(user)), {}};
    return request;
}

static const QString maria = u"maria.lopez"_s;

void tst_MainJobStories::everyPersonHasTheirStory_data()
{
    QTest::addColumn<Api::Form>("form");
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("end");
    const QStringList names{u"2.0"_s, u"later beta"_s, u"2022 beta"_s};
    const QList<Api::Form> forms{Api::Form::V2, Api::Form::Beta, Api::Form::Beta2022};
    const QList<std::pair<QString, QString>> stories{
        {u"admin.demo"_s, u"in"_s},
        {u"nina.mfa"_s, u"out: MultiFactorRequired"_s},
        {u"luis.locked"_s, u"out: AccountLocked"_s},
        {u"nobody.here"_s, u"out: BadCredentials"_s},
    };
    for (qsizetype i = 0; i < forms.size(); ++i) {
        for (const auto &[user, end] : stories)
            QTest::addRow("%s: %s", qPrintable(names.at(i)), qPrintable(user))
                << forms.at(i) << user << end;
    }
}

void tst_MainJobStories::everyPersonHasTheirStory()
{
    QFETCH(const Api::Form, form);
    QFETCH(const QString, user);
    QFETCH(const QString, end);
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    SessionProbe probe(cluster.origin().toString(), form);
    SignInRequest request = requestOf(cluster, user);
    if (request.credentials.password.isEmpty())
        request.credentials.password = SecretBuffer::fromText(u"anything");
    probe.service().signIn(request);
    QTRY_COMPARE(probe.now(), end);
    if (end != u"in"_s)
        QCOMPARE(cluster.operations().size(), 1);
}

void tst_MainJobStories::aSecretKeyIsEnoughForAToken()
{
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    SessionProbe probe(cluster.origin().toString(), Api::Form::V2);
    SignInRequest request = requestOf(cluster, u"sam.saml"_s);
    request.credentials.secretKey = SecretBuffer::fromText(cluster.secretKey());
    probe.service().signIn(request);
    QTRY_COMPARE(probe.now(), u"in"_s);
    QCOMPARE(probe.signedIn().info->accountType, u"SAML_USER"_s);
    QVERIFY(!probe.signedIn().hasCookieSession);

    probe.service().signOut();
    QTRY_COMPARE(probe.now(), u"out (revoke Confirmed, logout NotNeeded, proof NotAccepted)"_s);
}

void tst_MainJobStories::tenMegabytesOfSessionArriveWhole()
{
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    SessionProbe probe(cluster.origin().toString(), Api::Form::V2);
    probe.service().signIn(requestOf(cluster, u"bea.big"_s));
    QTRY_COMPARE_WITH_TIMEOUT(probe.now(), u"in"_s, 30'000);
    QCOMPARE(probe.signedIn().info->groups.size(), 500);
}

void tst_MainJobStories::aRevokeThatDidNothingIsFoundOut()
{
    QFETCH(const Api::Form, form);
    QFETCH(const QStringList, operations);
    DemoCluster cluster({u"--quirk"_s, u"keep-revoked-alive"_s});
    QVERIFY(cluster.isReady());
    SessionProbe probe(cluster.origin().toString(), form);
    probe.service().signIn(requestOf(cluster, maria));
    QTRY_COMPARE(probe.now(), u"in"_s);
    probe.service().revokeToken();
    QTRY_COMPARE(probe.now(), u"in, RevokeUnconfirmed: BadReply"_s);
    QVERIFY(probe.signedIn().token->lastCheck->accepted);
    QCOMPARE(cluster.operations().last(2), operations.first(2));
}

void tst_MainJobStories::aSignOutThatLeftTheTokenAliveIsFoundOut()
{
    QFETCH(const Api::Form, form);
    QFETCH(const QStringList, operations);
    DemoCluster cluster({u"--quirk"_s, u"keep-revoked-alive"_s});
    QVERIFY(cluster.isReady());
    SessionProbe probe(cluster.origin().toString(), form);
    probe.service().signIn(requestOf(cluster, maria));
    QTRY_COMPARE(probe.now(), u"in"_s);
    const std::optional<qint64> dies = probe.signedIn().token->expiresMs;
    probe.forget();
    probe.service().signOut();
    const QString out = u"out (revoke Confirmed, logout Confirmed, proof %1)"_s;
    QTRY_COMPARE(probe.states(), QStringList({u"in, SigningOut"_s, out.arg(u"Underway"_s),
                                              out.arg(u"StillAccepted"_s)}));
    QCOMPARE(std::get<SignedOut>(probe.service().state()).report->tokenDiesMs, dies);
    QCOMPARE(cluster.operations().last(3),
             (QStringList{operations.at(0), operations.at(2), operations.at(1)}));
}

void tst_MainJobStories::aLoginWithoutACookieGoesOnByTheToken()
{
    DemoCluster cluster({u"--quirk"_s, u"login-without-cookie"_s});
    QVERIFY(cluster.isReady());
    SessionProbe probe(cluster.origin().toString(), Api::Form::V2);
    probe.service().signIn(requestOf(cluster, maria));
    QTRY_COMPARE(probe.now(), u"in"_s);
    QVERIFY(!probe.signedIn().hasCookieSession);
    QCOMPARE(cluster.operations().first(3),
             QStringList({u"2.0/login"_s, u"2.0/tokenFull"_s, u"2.0/sessionUser"_s}));
}

void tst_MainJobStories::aSessionEndsOnBothSides()
{
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    SessionProbe probe(cluster.origin().toString(), Api::Form::V2);
    SignInRequest request = requestOf(cluster, maria);
    request.token.reset();
    probe.service().signIn(request);
    QTRY_COMPARE(probe.now(), u"in, no token"_s);

    // The same cookies, logged out elsewhere.
    bool isOut = false;
    const auto dialect = dialectFor(Api::Form::V2);
    const HttpCall call = probe.client().send(
        dialect->logout(), [&](const HttpClient::Answer &answer) { isOut = answer.hasValue(); });
    QTRY_VERIFY(isOut);
    probe.service().refreshInfo();
    QTRY_COMPARE(probe.now(), u"in, ended, no token, stale: SessionEnded"_s);

    probe.service().signIn(requestOf(cluster, maria));
    QTRY_COMPARE(probe.now(), u"in"_s);
}

void tst_MainJobStories::aTokenDiesByTheClustersClock()
{
    DemoCluster cluster(
        {u"--clock-offset"_s, u"-86400"_s, u"--script"_s,
         u"[{\"operation\":\"2.0/tokenValidate\",\"call\":2,\"advanceClock\":3700}]"_s});
    QVERIFY(cluster.isReady());
    SessionProbe probe(cluster.origin().toString(), Api::Form::V2);
    probe.service().signIn(requestOf(cluster, maria));
    QTRY_COMPARE(probe.now(), u"in"_s);
    const ServerClock &clock = probe.service().serverClock();
    QCOMPARE(probe.signedIn().token->condition(clock.nowMs()), Token::Condition::Valid);

    probe.service().checkToken();
    QTRY_VERIFY(probe.signedIn().token->lastCheck);
    QVERIFY(probe.signedIn().token->lastCheck->accepted);
    probe.service().checkToken();
    QTRY_COMPARE(probe.now(), u"in, Refused"_s);
    QCOMPARE(probe.signedIn().token->remainingMs(clock.nowMs()), 0);
}

QTEST_GUILESS_MAIN(tst_MainJobStories)
#include "tst_mainjob_stories.moc"
