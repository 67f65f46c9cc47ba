#include "tests/support/samples.h"
#include "tests/support/sessionprobe.h"
#include "tests/support/waiting.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

//! The verbs of a session that stands (revoke, sign-out and Orgs apart): states, and what the
//! server saw.
class tst_SessionServiceVerbs final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void refreshAsksByWhatTheFormWants_data();
    void refreshAsksByWhatTheFormWants();
    void aRefusedRefreshEndsTheSessionAndKeepsWhatIsKnown_data();
    void aRefusedRefreshEndsTheSessionAndKeepsWhatIsKnown();
    void anAcceptedRefreshTakesTheEndBack();
    void aFailedRefreshKeepsTheInfoAsStale();
    void aNewTokenReplacesTheOld_data();
    void aNewTokenReplacesTheOld();
    void aRefusedPasswordForATokenChangesNothingElse();
    void aTokenFromTheSessionNeedsNoPassword();
    void aTokenFromTheSessionIsAskedForOnceOnly_data();
    void aTokenFromTheSessionIsAskedForOnceOnly();
    void aTokenFromNoSessionIsRefusedHere();
    void aCheckTellsWhetherTheTokenIsAccepted_data();
    void aCheckTellsWhetherTheTokenIsAccepted();
    void aDeadCookieSessionDoesNotSpeakOfTheToken();
    void theBetasCheckByTheSessionInfo_data();
    void theBetasCheckByTheSessionInfo();
};

void tst_SessionServiceVerbs::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
}

static const QByteArray secondToken = "U2Vjb25kIHRva2Vu";

static QJsonObject firstBody(const FakeServer &server)
{
    return QJsonDocument::fromJson(server.requests().value(0).body).object();
}

static const QByteArray bearer = "Bearer " + fakecluster::firstToken;

static void allForms()
{
    QTest::addColumn<Api::Form>("form");
    QTest::newRow("2.0") << Api::Form::V2;
    QTest::newRow("later beta") << Api::Form::Beta;
    QTest::newRow("2022 beta") << Api::Form::Beta2022;
}

void tst_SessionServiceVerbs::refreshAsksByWhatTheFormWants_data()
{
    allForms();
}

void tst_SessionServiceVerbs::refreshAsksByWhatTheFormWants()
{
    QFETCH(const Api::Form, form);
    StandingSession at(form);
    QVERIFY(at.isReady());

    at.probe.service().refreshInfo();
    QTRY_COMPARE(at.probe.states(), QStringList({u"in, RefreshingInfo"_s, u"in"_s}));

    QCOMPARE(at.server.lines(), QList<QByteArray>({"GET " + at.path.info}));
    const bool byBearer = form == Api::Form::Beta2022;
    const FakeRequest &seen = at.server.requests().constFirst();
    QCOMPARE(seen.header("Authorization"), byBearer ? bearer : QByteArray());
    QCOMPARE(seen.header("Cookie").contains("JSESSIONID"), !byBearer);
}

void tst_SessionServiceVerbs::aRefusedRefreshEndsTheSessionAndKeepsWhatIsKnown_data()
{
    allForms();
}

void tst_SessionServiceVerbs::aRefusedRefreshEndsTheSessionAndKeepsWhatIsKnown()
{
    QFETCH(const Api::Form, form);
    StandingSession at(form);
    QVERIFY(at.isReady());
    const SignedIn before = at.probe.signedIn();
    at.server.on(at.path.info, fakecluster::refusal(form, 401));

    at.probe.service().refreshInfo();
    const bool byBearer = form == Api::Form::Beta2022;
    const QString end = byBearer ? u"in, ended, Refused, stale: SessionEnded"_s
                                 : u"in, ended, stale: SessionEnded"_s;
    QTRY_COMPARE(at.probe.states(), QStringList({u"in, RefreshingInfo"_s, end}));

    const SignedIn &after = at.probe.signedIn();
    QCOMPARE(after.info, before.info);
    QCOMPARE(after.token->value, before.token->value);
    QCOMPARE(after.lastError->httpStatus, 401);
    QCOMPARE(after.hasCookieSession, byBearer);
}

void tst_SessionServiceVerbs::anAcceptedRefreshTakesTheEndBack()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    at.server.next(fakecluster::refusal(Api::Form::V2, 401));

    at.probe.service().refreshInfo();
    QTRY_COMPARE(at.probe.now(), u"in, ended, stale: SessionEnded"_s);
    at.probe.service().refreshInfo(); // the cookie session is gone, the token still serves
    QTRY_COMPARE(at.probe.now(), u"in"_s);
    QCOMPARE(at.server.requests().last().header("Authorization"), bearer);
}

void tst_SessionServiceVerbs::aFailedRefreshKeepsTheInfoAsStale()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    at.server.on(at.path.info, fakecluster::refusal(Api::Form::V2, 500));

    at.probe.service().refreshInfo();
    QTRY_COMPARE(at.probe.states(),
                 QStringList({u"in, RefreshingInfo"_s, u"in, stale: ServerFault"_s}));
    QCOMPARE(at.probe.signedIn().info->userName, u"maria.lopez"_s);
}

void tst_SessionServiceVerbs::aNewTokenReplacesTheOld_data()
{
    allForms();
}

void tst_SessionServiceVerbs::aNewTokenReplacesTheOld()
{
    QFETCH(const Api::Form, form);
    StandingSession at(form);
    QVERIFY(at.isReady());
    at.server.on(at.path.token, fakecluster::token(form, secondToken));

    TokenWish wish;
    wish.validitySeconds = 900;
    at.probe.service().getToken(wish, {{}, SecretBuffer::fromBytes(samples::password), {}});
    QTRY_COMPARE(at.probe.states(), QStringList({u"in, GettingToken"_s, u"in"_s}));

    QCOMPARE(at.server.lines(), QList<QByteArray>({"POST " + at.path.token}));
    QCOMPARE(at.probe.signedIn().token->value.view(), QByteArrayView(secondToken));
    const QJsonObject body = firstBody(at.server);
    const bool isCurrent = form == Api::Form::V2;
    QCOMPARE(body.value(isCurrent ? u"username"_s : u"userName"_s).toString(), u"maria.lopez"_s);
    QCOMPARE(body.value(u"password"_s).toString().toUtf8(), samples::password);
    if (isCurrent)
        QCOMPARE(body.value(u"validity_time_in_sec"_s).toInt(), 900);
    else
        QCOMPARE(body.value(u"tokenExpiryDuration"_s).toString(), u"900"_s);
    QVERIFY(at.server.requests().constFirst().header("Cookie").isEmpty());
}

void tst_SessionServiceVerbs::aRefusedPasswordForATokenChangesNothingElse()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    at.server.on(at.path.token, fakecluster::refusal(Api::Form::V2, 401));

    at.probe.service().getToken({}, sampleCredentials());
    QTRY_COMPARE(at.probe.states(), QStringList({u"in, GettingToken"_s, u"in: BadCredentials"_s}));
    QCOMPARE(at.probe.signedIn().token->value.view(), QByteArrayView(fakecluster::firstToken));
    QCOMPARE(at.server.lines().size(), 1);
}

void tst_SessionServiceVerbs::aTokenFromTheSessionNeedsNoPassword()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    const QByteArray path = "/api/rest/2.0/auth/session/token";
    at.server.on(path, fakecluster::token(Api::Form::V2, secondToken));
    TokenWish wish;
    wish.source = TokenWish::Source::FromSession;

    at.probe.service().getToken(wish, {});
    QTRY_COMPARE(at.probe.states(), QStringList({u"in, GettingToken"_s, u"in"_s}));

    QCOMPARE(at.server.lines(), QList<QByteArray>({"GET " + path}));
    QVERIFY(at.server.requests().constFirst().header("Cookie").contains("JSESSIONID"));
    QCOMPARE(at.probe.signedIn().token->value.view(), QByteArrayView(secondToken));
}

void tst_SessionServiceVerbs::aTokenFromTheSessionIsAskedForOnceOnly_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("end");
    QTest::newRow("too many requests") << 429 << u"in: RateLimited"_s;
    QTest::newRow("bad gateway") << 502 << u"in: ServerFault"_s;
    QTest::newRow("not available") << 503 << u"in: ServerFault"_s;
    QTest::newRow("gateway timeout") << 504 << u"in: ServerFault"_s;
}

// Every call makes one more token that lives for a day.
void tst_SessionServiceVerbs::aTokenFromTheSessionIsAskedForOnceOnly()
{
    QFETCH(const int, status);
    QFETCH(const QString, end);
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    const QByteArray path = "/api/rest/2.0/auth/session/token";
    at.server.next(fakecluster::refusal(Api::Form::V2, status));
    at.server.on(path, fakecluster::token(Api::Form::V2, secondToken));
    TokenWish wish;
    wish.source = TokenWish::Source::FromSession;

    at.probe.service().getToken(wish, {});
    QTRY_COMPARE(at.probe.states(), QStringList({u"in, GettingToken"_s, end}));
    QCOMPARE(at.server.lines(), QList<QByteArray>({"GET " + path}));
}

void tst_SessionServiceVerbs::aTokenFromNoSessionIsRefusedHere()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    at.server.on(at.path.info, fakecluster::refusal(Api::Form::V2, 401));
    at.probe.service().refreshInfo();
    QTRY_VERIFY(at.probe.signedIn().ended);
    at.server.forgetRequests();
    TokenWish wish;
    wish.source = TokenWish::Source::FromSession;

    at.probe.service().getToken(wish, {});
    QTRY_COMPARE(at.probe.now(), u"in, ended, stale: InvalidInput"_s);
    QCOMPARE(at.server.lines(), QList<QByteArray>());
}

void tst_SessionServiceVerbs::aCheckTellsWhetherTheTokenIsAccepted_data()
{
    QTest::addColumn<FakeReply>("reply");
    QTest::addColumn<QString>("end");
    QTest::addColumn<bool>("accepted");
    const QByteArray alive =
        R"({"expiration_time_in_millis":4102444800000,"scope":{"access_type":"FULL","org_id":0},"token_type":"BEARER"})";
    QTest::newRow("accepted") << FakeReply::json(alive) << u"in"_s << true;
    QTest::newRow("not accepted") << fakecluster::refusal(Api::Form::V2, 400,
                                                          u"Token is not valid"_s)
                                  << u"in, Refused"_s << false;
}

void tst_SessionServiceVerbs::aCheckTellsWhetherTheTokenIsAccepted()
{
    QFETCH(const FakeReply, reply);
    QFETCH(const QString, end);
    QFETCH(const bool, accepted);
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    at.server.on(at.path.check, reply);

    at.probe.service().checkToken();
    QTRY_COMPARE(at.probe.states(), QStringList({u"in, CheckingToken"_s, end}));

    QCOMPARE(at.server.lines(), QList<QByteArray>({"POST " + at.path.check}));
    const Token &token = *at.probe.signedIn().token;
    QCOMPARE(token.lastCheck->accepted, accepted);
    QVERIFY(token.lastCheck->atMs > 0);
    if (accepted)
        QCOMPARE(token.expiresMs, 4102444800000);
}

void tst_SessionServiceVerbs::aDeadCookieSessionDoesNotSpeakOfTheToken()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    at.server.next(fakecluster::refusal(Api::Form::V2, 401));
    at.server.on(at.path.check, FakeReply::json(R"({"scope":{"access_type":"FULL"}})"));

    at.probe.service().checkToken();
    QTRY_COMPARE(at.probe.states(), QStringList({u"in, CheckingToken"_s, u"in, ended, stale"_s}));

    QCOMPARE(at.server.requests().size(), 2);
    QVERIFY(at.server.requests().at(0).header("Authorization").isEmpty());
    QCOMPARE(at.server.requests().at(1).header("Authorization"), bearer);
    QVERIFY(at.probe.signedIn().token->lastCheck->accepted);
    QVERIFY(!at.probe.signedIn().hasCookieSession);
}

void tst_SessionServiceVerbs::theBetasCheckByTheSessionInfo_data()
{
    QTest::addColumn<Api::Form>("form");
    QTest::newRow("later beta") << Api::Form::Beta;
    QTest::newRow("2022 beta") << Api::Form::Beta2022;
}

void tst_SessionServiceVerbs::theBetasCheckByTheSessionInfo()
{
    QFETCH(const Api::Form, form);
    StandingSession at(form);
    QVERIFY(at.isReady());

    at.probe.service().checkToken();
    QTRY_COMPARE(at.probe.states(), QStringList({u"in, CheckingToken"_s, u"in"_s}));
    QCOMPARE(at.server.lines(), QList<QByteArray>{"GET " + at.path.info});
    QCOMPARE(at.server.requests().first().header("Authorization"), bearer);
    QVERIFY(at.server.requests().first().header("Cookie").isEmpty());
    QVERIFY(at.probe.signedIn().token->lastCheck->accepted);

    at.server.on(at.path.info, fakecluster::refusal(form, 401));
    at.probe.service().checkToken();
    QTRY_COMPARE(at.probe.now(), u"in, Refused"_s);
    QVERIFY(!at.probe.signedIn().token->lastCheck->accepted);
}

QTEST_GUILESS_MAIN(tst_SessionServiceVerbs)
#include "tst_sessionservice_verbs.moc"
