#include "tests/support/sessionprobe.h"
#include "tests/support/waiting.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

//! Sign-in in every form: the list of states, and what the server saw.
class tst_SessionService final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everyFormSignsInWithItsRequestsInItsOrder_data();
    void everyFormSignsInWithItsRequestsInItsOrder();
    void infoAndTokenAreAskedSideBySide();
    void aSessionIsHadWithoutAToken_data();
    void aSessionIsHadWithoutAToken();
    void aSecretKeySignsInWithoutALogin();
    void aLoginThatLeavesNothingToHoldIsNoSignIn();
    void wrongPasswordCostsExactlyOneAttempt_data();
    void wrongPasswordCostsExactlyOneAttempt();
    void whatCannotBeSentIsRefusedHere();
    void aFailureAfterTheLoginKeepsTheSession_data();
    void aFailureAfterTheLoginKeepsTheSession();
    void aLargeSessionIsReadByAWorker();
    void aFormThatNoLongerAnswersIsFoundAnew();
};

void tst_SessionService::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
}

static QList<QByteArray> lines(std::initializer_list<QByteArray> list)
{
    return list;
}

static const QByteArray orgsLine =
    "GET /callosum/v1/tspublic/v1/session/orgs?batchsize=-1&offset=-1";

void tst_SessionService::everyFormSignsInWithItsRequestsInItsOrder_data()
{
    QTest::addColumn<Api::Form>("form");
    QTest::addColumn<QList<QByteArray>>("requests");
    QTest::newRow("2.0: login, then info and token, then the Orgs")
        << Api::Form::V2
        << lines({"POST /api/rest/2.0/auth/session/login", "GET /api/rest/2.0/auth/session/user",
                  "POST /api/rest/2.0/auth/token/full", orgsLine});
    QTest::newRow("later beta: login, then info and token, then the Orgs")
        << Api::Form::Beta
        << lines({"POST /tspublic/rest/v2/session/login", "GET /tspublic/rest/v2/session",
                  "POST /tspublic/rest/v2/session/gettoken", orgsLine});
    QTest::newRow("2022 beta: login, token, info")
        << Api::Form::Beta2022
        << lines({"POST /api/rest/v2/session/login", "POST /api/rest/v2/session/gettoken",
                  "GET /api/rest/v2/session"});
}

void tst_SessionService::everyFormSignsInWithItsRequestsInItsOrder()
{
    QFETCH(const Api::Form, form);
    QFETCH(const QList<QByteArray>, requests);
    FakeServer server;
    fakecluster::speak(server, form);
    SessionProbe probe(server.origin(), form);

    probe.service().signIn(signInRequest());
    QTRY_COMPARE(server.lines().size(), requests.size());
    QTRY_COMPARE(probe.now(), u"in"_s);

    QCOMPARE(server.lines(), requests);
    QCOMPARE(probe.states().first(3),
             QStringList({u"signing in: LoggingIn"_s, u"signing in: Fetching"_s, u"in"_s}));
    const SignedIn &in = probe.signedIn();
    QCOMPARE(in.account, (Account{server.origin(), form, u"maria.lopez"_s, {}}));
    QCOMPARE(in.token->value.view(), QByteArrayView(fakecluster::firstToken));
    QCOMPARE(in.token->owner, u"maria.lopez"_s);
    QCOMPARE(in.info->userName, u"maria.lopez"_s);
    QVERIFY(in.hasCookieSession);
    QVERIFY(in.signedInMs > 0);
    QVERIFY(in.info->fetchedMs > 0);
}

void tst_SessionService::infoAndTokenAreAskedSideBySide()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    const auto path = fakecluster::paths(Api::Form::V2);
    server.on(path.info, FakeReply::silence());
    server.on(path.token, FakeReply::silence());
    SessionProbe probe(server.origin(), Api::Form::V2);

    probe.service().signIn(signInRequest());

    QTRY_COMPARE(server.lines(),
                 lines({"POST " + path.login, "GET " + path.info, "POST " + path.token}));
    QVERIFY(server.requests().at(1).connection != server.requests().at(2).connection);
}

void tst_SessionService::aSessionIsHadWithoutAToken_data()
{
    QTest::addColumn<Api::Form>("form");
    QTest::newRow("2.0") << Api::Form::V2;
    QTest::newRow("later beta") << Api::Form::Beta;
    QTest::newRow("2022 beta") << Api::Form::Beta2022;
}

void tst_SessionService::aSessionIsHadWithoutAToken()
{
    QFETCH(const Api::Form, form);
    FakeServer server;
    fakecluster::speak(server, form);
    server.on(fakecluster::paths(form).orgs, FakeReply::json("{}", 404));
    SessionProbe probe(server.origin(), form);
    SignInRequest request = signInRequest();
    request.token.reset();

    probe.service().signIn(request);
    QTRY_COMPARE(probe.now(), u"in, no token"_s);

    const auto path = fakecluster::paths(form);
    QCOMPARE(server.lines().first(2), lines({"POST " + path.login, "GET " + path.info}));
    QVERIFY(server.requests().at(1).header("Cookie").contains("JSESSIONID=a"));
    QVERIFY(server.requests().at(1).header("Authorization").isEmpty());
}

void tst_SessionService::aSecretKeySignsInWithoutALogin()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    const auto path = fakecluster::paths(Api::Form::V2);
    SessionProbe probe(server.origin(), Api::Form::V2);
    SignInRequest request = signInRequest();
    request.credentials.secretKey = std::exchange(request.credentials.password, {});

    probe.service().signIn(request);
    QTRY_COMPARE(server.lines(), lines({"POST " + path.token, "GET " + path.info, orgsLine}));
    QTRY_COMPARE(probe.now(), u"in"_s);

    QVERIFY(!probe.signedIn().hasCookieSession);
    for (const FakeRequest &later : server.requests().sliced(1)) {
        QCOMPARE(later.header("Authorization"), "Bearer " + fakecluster::firstToken);
        QVERIFY(later.header("Cookie").isEmpty());
    }
}

void tst_SessionService::aLoginThatLeavesNothingToHoldIsNoSignIn()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    const auto path = fakecluster::paths(Api::Form::V2);
    server.on(path.login, FakeReply::empty());
    SessionProbe probe(server.origin(), Api::Form::V2);
    SignInRequest request = signInRequest();
    request.token.reset();

    probe.service().signIn(request);
    QTRY_COMPARE(probe.states(), QStringList({u"signing in: LoggingIn"_s, u"out: BadReply"_s}));
    QCOMPARE(server.lines(), lines({"POST " + path.login}));
}

void tst_SessionService::wrongPasswordCostsExactlyOneAttempt_data()
{
    aSessionIsHadWithoutAToken_data();
}

void tst_SessionService::wrongPasswordCostsExactlyOneAttempt()
{
    QFETCH(const Api::Form, form);
    FakeServer server;
    fakecluster::speak(server, form);
    const auto path = fakecluster::paths(form);
    server.on(path.login, fakecluster::refusal(form, 401, u"Credentials were not accepted"_s));
    SessionProbe probe(server.origin(), form);

    probe.service().signIn(signInRequest());
    QTRY_COMPARE(probe.now(), u"out: BadCredentials"_s);
    QCOMPARE(probe.states(), QStringList({u"signing in: LoggingIn"_s, u"out: BadCredentials"_s}));

    // Whatever had been sent on would stand between the two logins.
    probe.service().signIn(signInRequest());
    QTRY_COMPARE(probe.states().size(), 4);
    QCOMPARE(server.lines(), lines({"POST " + path.login, "POST " + path.login}));
}

void tst_SessionService::whatCannotBeSentIsRefusedHere()
{
    FakeServer server;
    SessionProbe probe(server.origin(), Api::Form::V2);
    SignInRequest request = signInRequest();
    request.credentials.password = SecretBuffer::fromBytes(QByteArrayView("a\0b", 3));

    probe.service().signIn(request);
    QTRY_COMPARE(probe.states(), QStringList({u"signing in: LoggingIn"_s, u"out: InvalidInput"_s}));
    QCOMPARE(server.connectionCount(), 0);
}

void tst_SessionService::aFailureAfterTheLoginKeepsTheSession_data()
{
    QTest::addColumn<Api::Form>("form");
    QTest::addColumn<bool>("infoFails");
    QTest::addColumn<bool>("tokenFails");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("end");
    const QString noInfo = u"in, no info, stale: ServerFault"_s;
    const QString noToken = u"in, no token: ServerFault"_s;
    const QString neither = u"in, no token, no info, stale: ServerFault"_s;
    QTest::newRow("2.0: no info") << Api::Form::V2 << true << false << 500 << noInfo;
    QTest::newRow("2.0: no token") << Api::Form::V2 << false << true << 500 << noToken;
    QTest::newRow("2.0: neither") << Api::Form::V2 << true << true << 500 << neither;
    QTest::newRow("2.0: the token is forbidden")
        << Api::Form::V2 << false << true << 403 << u"in, no token: Forbidden"_s;
    QTest::newRow("2.0: the token call does not take the password")
        << Api::Form::V2 << false << true << 401 << u"out: BadCredentials"_s;
    QTest::newRow("2.0: the session is over before it was seen")
        << Api::Form::V2 << true << false << 401 << u"in, ended, no info, stale: SessionEnded"_s;
    QTest::newRow("later beta: no info") << Api::Form::Beta << true << false << 500 << noInfo;
    QTest::newRow("later beta: no token") << Api::Form::Beta << false << true << 500 << noToken;
    QTest::newRow("2022 beta: no info") << Api::Form::Beta2022 << true << false << 500 << noInfo;
    QTest::newRow("2022 beta: no token, the info is asked by the cookie session")
        << Api::Form::Beta2022 << false << true << 500 << noToken;
    QTest::newRow("2022 beta: the bearer is refused")
        << Api::Form::Beta2022 << true << false << 401
        << u"in, ended, Refused, no info, stale: SessionEnded"_s;
}

void tst_SessionService::aFailureAfterTheLoginKeepsTheSession()
{
    QFETCH(const Api::Form, form);
    QFETCH(const bool, infoFails);
    QFETCH(const bool, tokenFails);
    QFETCH(const int, status);
    QFETCH(const QString, end);
    FakeServer server;
    fakecluster::speak(server, form);
    const auto path = fakecluster::paths(form);
    if (infoFails)
        server.on(path.info, fakecluster::refusal(form, status));
    if (tokenFails)
        server.on(path.token, fakecluster::refusal(form, status));
    SessionProbe probe(server.origin(), form);

    probe.service().signIn(signInRequest());
    QTRY_VERIFY(probe.states().size() >= 3);

    QCOMPARE(probe.states().at(2), end);
    QCOMPARE(server.lines().count("POST " + path.login), 1);
    QCOMPARE(server.lines().count("POST " + path.token), 1);
}

void tst_SessionService::aLargeSessionIsReadByAWorker()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    const auto path = fakecluster::paths(Api::Form::V2);
    const QByteArray filler(1024 * 1024, 'x');
    server.on(path.info,
              FakeReply::json(R"({"id":"1","name":"maria.lopez","filler":")" + filler + "\"}"));
    SessionProbe probe(server.origin(), Api::Form::V2);

    probe.service().signIn(signInRequest());
    QTRY_COMPARE(probe.now(), u"in"_s);
    QCOMPARE(probe.signedIn().info->json.value("filler"_L1).toString().size(), filler.size());
}

void tst_SessionService::aFormThatNoLongerAnswersIsFoundAnew()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    const auto path = fakecluster::paths(Api::Form::V2);
    SessionProbe probe(server.origin(), Api::Form::Auto);
    probe.service().expectForm(Api::Form::Beta);

    server.next(FakeReply::http(404, "<html>", "text/html"));
    server.next(fakecluster::refusal(Api::Form::V2, 401));
    probe.service().signIn(signInRequest());
    QTRY_COMPARE(probe.now(), u"in"_s);

    QCOMPARE(server.lines().first(3), lines({"POST /tspublic/rest/v2/session/login",
                                             "GET " + path.info, "POST " + path.login}));
    QCOMPARE(probe.formsFound(), QList<Api::Form>({Api::Form::V2}));
    QCOMPARE(probe.states(),
             QStringList({u"signing in: LoggingIn"_s, u"signing in: FindingApi"_s,
                          u"signing in: LoggingIn"_s, u"signing in: Fetching"_s, u"in"_s}));
}

QTEST_GUILESS_MAIN(tst_SessionService)
#include "tst_sessionservice.moc"
