#include "tests/support/sessionprobe.h"
#include "tests/support/waiting.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;

//! Revoking and signing out, whatever the server says or does not say.
class tst_SessionServiceRevoke final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void revokedIsOnlySaidAfterTheServerSaidSo_data();
    void revokedIsOnlySaidAfterTheServerSaidSo();
    void theProofIsAskedByTheCookieSession();
    void theProofIsAskedByTheDeadTokenWhereTheSessionEndedToo();
    void aTokenThatLivesOnIsNotCalledRevoked();
    void aBetaProvesByTheSessionInfo_data();
    void aBetaProvesByTheSessionInfo();
    void aProofThatFailsTakesNothingBack();
    void revokingTwiceAsksOnce();
    void anUnconfirmedRevokeCanBeTriedAgain();
    void aRevokeThatNeverLeftLeavesTheTokenAsItWas();
    void aTokenWhoseRevokeIsNotConfirmedStillServes_data();
    void aTokenWhoseRevokeIsNotConfirmedStillServes();
    void aCheckSettlesARevokeThatIsNotConfirmed_data();
    void aCheckSettlesARevokeThatIsNotConfirmed();
    void afterTheRevokeTheSessionMayHaveEnded();
    void signingOutRevokesThenLogsOutThenForgets_data();
    void signingOutRevokesThenLogsOutThenForgets();
    void theProofAfterSignOutIsAskedByTheTokenItself();
    void theProofAfterSignOutSaysWhatTheServerReallyDid_data();
    void theProofAfterSignOutSaysWhatTheServerReallyDid();
    void aSlowProofHoldsNothingUp();
    void aCancelledSignOutAsksForNoProof();
    void signingOutReportsWhatCouldNotBeDone_data();
    void signingOutReportsWhatCouldNotBeDone();
    void signingOutWhileATokenIsFetchedDropsTheToken();
    void aDeadTokenIsNotRevokedAtSignOut();
    void signingOutWithNothingLeftAsksNobody();
    void signingOutOfAnEndedSessionLeavesNoCookieBehind();
};

void tst_SessionServiceRevoke::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
}

static const Deadlines shortDeadlines{.idleMs = 1000, .totalMs = 3000};

//! So that a silence is over soon, where there is one.
static Deadlines deadlinesFor(const FakeReply &reply)
{
    return reply.steps.isEmpty() ? Deadlines{.idleMs = 300, .totalMs = 3000} : shortDeadlines;
}

static const QByteArray bearer = "Bearer " + fakecluster::firstToken;
using Lines = QList<QByteArray>;

static QString outProof(const QString &proof)
{
    return u"out (revoke Confirmed, logout Confirmed, proof %1)"_s.arg(proof);
}

void tst_SessionServiceRevoke::revokedIsOnlySaidAfterTheServerSaidSo_data()
{
    QTest::addColumn<Api::Form>("form");
    QTest::addColumn<FakeReply>("reply");
    QTest::addColumn<QString>("end");
    const auto v2 = Api::Form::V2;
    const auto beta = Api::Form::Beta;
    const QString done = u"in, Revoked"_s;
    const auto unsure = [](const QString &error) { return u"in, RevokeUnconfirmed: "_s + error; };
    QTest::newRow("2.0: 200") << v2 << FakeReply::empty(200) << done;
    QTest::newRow("2.0: 204") << v2 << FakeReply::empty(204) << done;
    QTest::newRow("2.0: 401") << v2 << fakecluster::refusal(v2, 401)
                              << u"in, ended, Refused, stale: SessionEnded"_s;
    QTest::newRow("2.0: 403") << v2 << fakecluster::refusal(v2, 403) << unsure(u"Forbidden"_s);
    QTest::newRow("2.0: 404") << v2 << fakecluster::refusal(v2, 404) << unsure(u"WrongApiForm"_s);
    QTest::newRow("2.0: 500") << v2 << fakecluster::refusal(v2, 500) << unsure(u"ServerFault"_s);
    QTest::newRow("2.0: nothing in time") << v2 << FakeReply::silence() << unsure(u"Timeout"_s);
    QTest::newRow("2.0: closed without an answer")
        << v2 << FakeReply::close() << unsure(u"ConnectionLost"_s);
    QTest::newRow("later beta: true") << beta << FakeReply::json("true") << done;
    QTest::newRow("later beta: 200 without a body") << beta << FakeReply::empty(200) << done;
    QTest::newRow("later beta: false") << beta << FakeReply::json("false") << unsure(u"BadReply"_s);
    QTest::newRow("later beta: 401 inside 500")
        << beta << fakecluster::refusal(beta, 401) << u"in, ended, Refused, stale: SessionEnded"_s;
    QTest::newRow("later beta: a real 500")
        << beta << fakecluster::refusal(beta, 500) << unsure(u"ServerFault"_s);
    QTest::newRow("2022 beta: true") << Api::Form::Beta2022 << FakeReply::json("true") << done;
}

void tst_SessionServiceRevoke::revokedIsOnlySaidAfterTheServerSaidSo()
{
    QFETCH(const Api::Form, form);
    QFETCH(const FakeReply, reply);
    QFETCH(const QString, end);
    StandingSession at(form, deadlinesFor(reply));
    QVERIFY(at.isReady());
    at.server.on(at.path.revoke, reply);
    if (form != Api::Form::V2)
        at.server.on(at.path.info, fakecluster::refusal(form, 401));

    at.probe.service().revokeToken();
    QTRY_COMPARE(at.probe.states(), QStringList({u"in, RevokingToken"_s, end}));

    QCOMPARE(at.server.lines().count("POST " + at.path.revoke), 1);
    QCOMPARE(at.server.requests().constFirst().header("Authorization"), bearer);
    QCOMPARE(at.probe.signedIn().token->value.view(), QByteArrayView(fakecluster::firstToken));
    const bool isProved = end == u"in, Revoked"_s;
    QCOMPARE(at.server.lines().size(), isProved ? 2 : 1);
    QCOMPARE(at.probe.signedIn().token->lastCheck.has_value(), isProved);
}

void tst_SessionServiceRevoke::theProofIsAskedByTheCookieSession()
{
    StandingSession at(Api::Form::V2, shortDeadlines);
    QVERIFY(at.isReady());

    at.probe.service().revokeToken();
    QTRY_COMPARE(at.probe.now(), u"in, Revoked"_s);

    QCOMPARE(at.server.lines(), Lines({"POST " + at.path.revoke, "POST " + at.path.check}));
    const QJsonObject body = QJsonDocument::fromJson(at.server.requests().at(0).body).object();
    QCOMPARE(body.value(u"token"_s).toString().toLatin1(), fakecluster::firstToken);
    QCOMPARE(body.value(u"user_identifier"_s).toString(),
             u"3c9d2a50-6b1e-4a7f-9d58-0f2b7c41e6aa"_s);
    QVERIFY(at.server.requests().at(1).header("Cookie").contains("JSESSIONID"));
    QVERIFY(at.server.requests().at(1).header("Authorization").isEmpty());
    QCOMPARE(at.probe.signedIn().token->lastCheck->accepted, false);
    QVERIFY(at.probe.signedIn().token->lastCheck->atMs > 0);
}

void tst_SessionServiceRevoke::theProofIsAskedByTheDeadTokenWhereTheSessionEndedToo()
{
    StandingSession at(Api::Form::V2, shortDeadlines);
    QVERIFY(at.isReady());
    at.server.on(at.path.check, fakecluster::refusal(Api::Form::V2, 401));

    at.probe.service().revokeToken();
    QTRY_COMPARE(at.probe.now(), u"in, ended, Revoked, stale"_s);

    QCOMPARE(at.server.lines().size(), 3);
    QCOMPARE(at.server.requests().at(2).header("Authorization"), bearer);
    QCOMPARE(at.probe.signedIn().token->lastCheck->accepted, false);
}

void tst_SessionServiceRevoke::aTokenThatLivesOnIsNotCalledRevoked()
{
    StandingSession at(Api::Form::V2, shortDeadlines);
    QVERIFY(at.isReady());
    at.server.on(at.path.check, FakeReply::json(R"({"scope":{"access_type":"FULL"}})"));

    at.probe.service().revokeToken();
    QTRY_COMPARE(at.probe.states(),
                 QStringList({u"in, RevokingToken"_s, u"in, RevokeUnconfirmed: BadReply"_s}));
    QCOMPARE(at.probe.signedIn().token->lastCheck->accepted, true);
}

void tst_SessionServiceRevoke::aBetaProvesByTheSessionInfo_data()
{
    QTest::addColumn<Api::Form>("form");
    QTest::addColumn<FakeReply>("reply");
    QTest::addColumn<QString>("revoked");
    QTest::addColumn<QString>("proof");
    QTest::addColumn<std::optional<bool>>("accepted");
    const auto rows = [](const char *name, Api::Form form) {
        const auto row = [&](const char *reply) -> QTestData & {
            return QTest::addRow("%s: %s", name, reply) << form;
        };
        const QString revoked = u"in, Revoked"_s;
        row("info as ever") << fakecluster::info(form) << u"in, RevokeUnconfirmed: BadReply"_s
                            << u"StillAccepted"_s << std::optional(true);
        row("401 inside 500") << fakecluster::refusal(form, 401) << revoked << u"NotAccepted"_s
                              << std::optional(false);
        row("a real 500") << fakecluster::refusal(form, 500) << revoked << u"Failed"_s
                          << std::optional<bool>();
        row("403 inside 500") << fakecluster::refusal(form, 403) << revoked << u"Failed"_s
                              << std::optional<bool>();
        row("no session in it") << FakeReply::json("{}") << revoked << u"Failed"_s
                                << std::optional<bool>();
        row("another page") << FakeReply::json("{}", 404) << revoked << u"Failed"_s
                            << std::optional<bool>();
        row("silence") << FakeReply::silence() << revoked << u"Failed"_s << std::optional<bool>();
    };
    rows("later beta", Api::Form::Beta);
    rows("2022 beta", Api::Form::Beta2022);
}

void tst_SessionServiceRevoke::aBetaProvesByTheSessionInfo()
{
    QFETCH(const Api::Form, form);
    QFETCH(const FakeReply, reply);
    QFETCH(const QString, revoked);
    QFETCH(const QString, proof);
    QFETCH(const std::optional<bool>, accepted);
    const auto isAskedByTheTokenAlone = [](const StandingSession &at) {
        const FakeRequest &request = at.server.requests().constLast();
        return request.line() == "GET " + at.path.info &&
               request.header("Authorization") == bearer && request.header("Cookie").isEmpty();
    };

    StandingSession at(form, deadlinesFor(reply));
    QVERIFY(at.isReady());
    at.server.on(at.path.info, reply);
    at.probe.service().revokeToken();
    QTRY_COMPARE(at.probe.states(), QStringList({u"in, RevokingToken"_s, revoked}));
    QCOMPARE(at.server.lines().size(), 2);
    QVERIFY(isAskedByTheTokenAlone(at));
    const std::optional<TokenCheck> check = at.probe.signedIn().token->lastCheck;
    QCOMPARE(check ? std::optional(check->accepted) : std::nullopt, accepted);

    StandingSession leaving(form, deadlinesFor(reply));
    QVERIFY(leaving.isReady());
    leaving.server.on(leaving.path.info, reply);
    leaving.probe.service().signOut();
    QTRY_COMPARE(leaving.probe.states(),
                 QStringList({u"in, SigningOut"_s, outProof(u"Underway"_s), outProof(proof)}));
    QCOMPARE(leaving.server.lines().size(), 3);
    QVERIFY(isAskedByTheTokenAlone(leaving));
}

void tst_SessionServiceRevoke::aProofThatFailsTakesNothingBack()
{
    StandingSession at(Api::Form::V2, shortDeadlines);
    QVERIFY(at.isReady());
    at.server.on(at.path.check, fakecluster::refusal(Api::Form::V2, 500));

    at.probe.service().revokeToken();
    QTRY_COMPARE(at.probe.states(), QStringList({u"in, RevokingToken"_s, u"in, Revoked"_s}));
    QVERIFY(!at.probe.signedIn().token->lastCheck);
}

void tst_SessionServiceRevoke::revokingTwiceAsksOnce()
{
    StandingSession at(Api::Form::V2, shortDeadlines);
    QVERIFY(at.isReady());

    at.probe.service().revokeToken();
    at.probe.service().revokeToken();
    QTRY_COMPARE(at.probe.now(), u"in, Revoked"_s);
    at.probe.service().revokeToken();

    at.probe.service().refreshInfo();
    QTRY_COMPARE(at.server.lines(),
                 Lines({"POST " + at.path.revoke, "POST " + at.path.check, "GET " + at.path.info}));
}

void tst_SessionServiceRevoke::anUnconfirmedRevokeCanBeTriedAgain()
{
    StandingSession at(Api::Form::Beta, shortDeadlines);
    QVERIFY(at.isReady());
    at.server.next(FakeReply::close());

    at.probe.service().revokeToken();
    QTRY_COMPARE(at.probe.now(), u"in, RevokeUnconfirmed: ConnectionLost"_s);
    at.probe.service().revokeToken();
    QTRY_COMPARE(at.probe.now(), u"in, Revoked"_s);
}

void tst_SessionServiceRevoke::aRevokeThatNeverLeftLeavesTheTokenAsItWas()
{
    auto server = std::make_unique<FakeServer>();
    fakecluster::speak(*server, Api::Form::V2);
    SessionProbe probe(server->origin(), Api::Form::V2, shortDeadlines);
    probe.service().signIn(signInRequest());
    QTRY_COMPARE(probe.now(), u"in"_s);
    server.reset();
    probe.client().forgetSession(); // or the request would be lost on a connection of before

    probe.service().revokeToken();
    QTRY_COMPARE(probe.now(), u"in: Unreachable"_s);
}

void tst_SessionServiceRevoke::aTokenWhoseRevokeIsNotConfirmedStillServes_data()
{
    QTest::addColumn<Api::Form>("form");
    QTest::newRow("2.0, where no cookie session is there") << Api::Form::V2;
    QTest::newRow("2022 beta, which wants it for the info") << Api::Form::Beta2022;
}

void tst_SessionServiceRevoke::aTokenWhoseRevokeIsNotConfirmedStillServes()
{
    QFETCH(const Api::Form, form);
    FakeServer server;
    fakecluster::speak(server, form);
    const auto path = fakecluster::paths(form);
    if (form == Api::Form::V2)
        server.on(path.login, FakeReply::empty());
    server.on(path.revoke, FakeReply::close());
    SessionProbe probe(server.origin(), form, shortDeadlines);
    probe.service().signIn(signInRequest());
    QTRY_COMPARE(probe.now(), u"in"_s);
    probe.service().revokeToken();
    QTRY_COMPARE(probe.now(), u"in, RevokeUnconfirmed: ConnectionLost"_s);
    server.forgetRequests();

    probe.service().refreshInfo();
    QTRY_COMPARE(probe.now(), u"in, RevokeUnconfirmed"_s);
    QCOMPARE(server.lines(), Lines({"GET " + path.info}));
    QCOMPARE(server.requests().constFirst().header("Authorization"), bearer);
}

void tst_SessionServiceRevoke::aCheckSettlesARevokeThatIsNotConfirmed_data()
{
    QTest::addColumn<FakeReply>("reply");
    QTest::addColumn<QString>("end");
    QTest::newRow("accepted") << FakeReply::json(R"({"scope":{"access_type":"FULL"}})") << u"in"_s;
    QTest::newRow("not accepted") << fakecluster::refusal(Api::Form::V2, 400) << u"in, Refused"_s;
}

void tst_SessionServiceRevoke::aCheckSettlesARevokeThatIsNotConfirmed()
{
    QFETCH(const FakeReply, reply);
    QFETCH(const QString, end);
    StandingSession at(Api::Form::V2, shortDeadlines);
    QVERIFY(at.isReady());
    at.server.next(FakeReply::close());
    at.probe.service().revokeToken();
    QTRY_COMPARE(at.probe.now(), u"in, RevokeUnconfirmed: ConnectionLost"_s);
    at.server.on(at.path.check, reply);

    at.probe.service().checkToken();
    QTRY_COMPARE(at.probe.now(), end);
}

void tst_SessionServiceRevoke::afterTheRevokeTheSessionMayHaveEnded()
{
    StandingSession at(Api::Form::Beta, shortDeadlines);
    QVERIFY(at.isReady());
    at.server.on(at.path.info, fakecluster::refusal(Api::Form::Beta, 401));

    at.probe.service().revokeToken();
    QTRY_COMPARE(at.probe.now(), u"in, Revoked"_s);
    at.probe.service().refreshInfo();
    QTRY_COMPARE(at.probe.now(), u"in, ended, Revoked, stale: SessionEnded"_s);
}

void tst_SessionServiceRevoke::signingOutRevokesThenLogsOutThenForgets_data()
{
    QTest::addColumn<Api::Form>("form");
    QTest::newRow("2.0") << Api::Form::V2;
    QTest::newRow("later beta") << Api::Form::Beta;
    QTest::newRow("2022 beta") << Api::Form::Beta2022;
}

void tst_SessionServiceRevoke::signingOutRevokesThenLogsOutThenForgets()
{
    QFETCH(const Api::Form, form);
    StandingSession at(form, shortDeadlines);
    QVERIFY(at.isReady());

    at.probe.service().signOut();
    at.probe.service().signOut(); // a double click
    QTRY_COMPARE(at.probe.states(), QStringList({u"in, SigningOut"_s, outProof(u"Underway"_s),
                                                 outProof(u"NotAccepted"_s)}));

    const QByteArray proof =
        form == Api::Form::V2 ? "POST " + at.path.check : "GET " + at.path.info;
    QCOMPARE(at.server.lines(), Lines({"POST " + at.path.revoke, "POST " + at.path.logout, proof}));
    QVERIFY(at.server.requests().at(1).body.isEmpty());
    QVERIFY(at.server.requests().at(1).header("Cookie").contains("JSESSIONID"));
    QVERIFY(!at.probe.client().hasSessionCookies());
}

void tst_SessionServiceRevoke::theProofAfterSignOutIsAskedByTheTokenItself()
{
    StandingSession at(Api::Form::V2, shortDeadlines);
    QVERIFY(at.isReady());

    at.probe.service().signOut();
    QTRY_COMPARE(at.probe.now(), outProof(u"NotAccepted"_s));

    QCOMPARE(at.server.lines().size(), 3);
    const FakeRequest &proof = at.server.requests().at(2);
    QCOMPARE(proof.header("Authorization"), bearer);
    QVERIFY(proof.header("Cookie").isEmpty());
    QCOMPARE(proof.body, R"({"token":")" + fakecluster::firstToken + R"("})");
}

void tst_SessionServiceRevoke::theProofAfterSignOutSaysWhatTheServerReallyDid_data()
{
    QTest::addColumn<FakeReply>("reply");
    QTest::addColumn<QString>("proof");
    QTest::addColumn<std::optional<qint64>>("dies"); // where the answer tells
    const auto v2 = Api::Form::V2;
    const std::optional<qint64> later = 4'102'444'800'000;
    QTest::newRow("it knows the token no more: 400")
        << fakecluster::refusal(v2, 400) << u"NotAccepted"_s << std::optional<qint64>();
    QTest::newRow("it does not let the token in: 401")
        << fakecluster::refusal(v2, 401) << u"NotAccepted"_s << std::optional<qint64>();
    QTest::newRow("it accepts the token all the same")
        << FakeReply::json(
               R"({"expiration_time_in_millis":4102444800000,"scope":{"access_type":"FULL"}})")
        << u"StillAccepted"_s << later;
    QTest::newRow("it has a fault of its own: 500")
        << fakecluster::refusal(v2, 500) << u"Failed"_s << std::optional<qint64>();
    QTest::newRow("it never answers")
        << FakeReply::silence() << u"Failed"_s << std::optional<qint64>();
}

void tst_SessionServiceRevoke::theProofAfterSignOutSaysWhatTheServerReallyDid()
{
    QFETCH(const FakeReply, reply);
    QFETCH(const QString, proof);
    QFETCH(const std::optional<qint64>, dies);
    StandingSession at(Api::Form::V2, deadlinesFor(reply));
    QVERIFY(at.isReady());
    at.server.on(at.path.check, reply);
    const bool isOpen = proof == u"Failed"_s;
    const std::optional<qint64> ends = at.probe.signedIn().token->expiresMs;
    QVERIFY(ends);

    at.probe.service().signOut();
    QTRY_COMPARE(at.probe.states(),
                 QStringList({u"in, SigningOut"_s, outProof(u"Underway"_s), outProof(proof)}));

    const SignOutReport report = *std::get<SignedOut>(at.probe.service().state()).report;
    QCOMPARE(report.tokenDiesMs, isOpen ? ends : dies);
    QCOMPARE(report.proofError.has_value(), isOpen);
}

void tst_SessionServiceRevoke::aSlowProofHoldsNothingUp()
{
    StandingSession at(Api::Form::V2, shortDeadlines);
    QVERIFY(at.isReady());
    at.server.on(at.path.check, FakeReply::silence());

    at.probe.service().signOut();
    QTRY_COMPARE(at.probe.now(), outProof(u"Underway"_s));
    QVERIFY(!at.probe.client().hasSessionCookies());
    at.probe.service().signIn(signInRequest());
    QTRY_COMPARE(at.probe.now(), u"in"_s);
    QCOMPARE(at.probe.states(),
             QStringList({u"in, SigningOut"_s, outProof(u"Underway"_s), u"signing in: LoggingIn"_s,
                          u"signing in: Fetching"_s, u"in"_s}));
}

void tst_SessionServiceRevoke::aCancelledSignOutAsksForNoProof()
{
    StandingSession at(Api::Form::V2, shortDeadlines);
    QVERIFY(at.isReady());
    at.server.on(at.path.logout, FakeReply::silence());

    at.probe.service().signOut();
    QTRY_COMPARE(at.server.lines().size(), 2);
    at.probe.service().cancel();
    QCOMPARE(at.probe.states(),
             QStringList({u"in, SigningOut"_s, u"out (revoke Confirmed, logout NotConfirmed)"_s}));
}

void tst_SessionServiceRevoke::signingOutReportsWhatCouldNotBeDone_data()
{
    QTest::addColumn<FakeReply>("revoke");
    QTest::addColumn<FakeReply>("logout");
    QTest::addColumn<QString>("end");
    QTest::addColumn<qsizetype>("requests");
    const auto v2 = Api::Form::V2;
    const FakeReply good = FakeReply::empty();
    const auto end = [](const QString &revoke, const QString &logout) {
        const bool isProved = revoke == u"Confirmed"_s;
        return u"out (revoke %1, logout %2%3)"_s.arg(
            revoke, logout, isProved ? u", proof NotAccepted"_s : QString());
    };
    const QString yes = u"Confirmed"_s;
    const QString no = u"NotConfirmed"_s;
    QTest::newRow("the revoke fails")
        << fakecluster::refusal(v2, 500) << good << end(no, yes) << qsizetype(2);
    QTest::newRow("the logout fails")
        << good << fakecluster::refusal(v2, 500) << end(yes, no) << qsizetype(3);
    QTest::newRow("both fail") << fakecluster::refusal(v2, 500) << fakecluster::refusal(v2, 500)
                               << end(no, no) << qsizetype(2);
    QTest::newRow("the session had ended by itself")
        << good << fakecluster::refusal(v2, 401) << end(yes, yes) << qsizetype(3);
    QTest::newRow("the token had ended by itself")
        << fakecluster::refusal(v2, 401) << good << end(u"NotNeeded"_s, yes) << qsizetype(2);
    QTest::newRow("the server is silent, and asked only once")
        << FakeReply::silence() << FakeReply::silence() << end(no, no) << qsizetype(1);
}

void tst_SessionServiceRevoke::signingOutReportsWhatCouldNotBeDone()
{
    QFETCH(const FakeReply, revoke);
    QFETCH(const FakeReply, logout);
    QFETCH(const QString, end);
    QFETCH(const qsizetype, requests);
    StandingSession at(Api::Form::V2, deadlinesFor(revoke));
    QVERIFY(at.isReady());
    const std::optional<qint64> dies = at.probe.signedIn().token->expiresMs;
    at.server.on(at.path.revoke, revoke);
    at.server.on(at.path.logout, logout);

    at.probe.service().signOut();
    QTRY_COMPARE(at.probe.now(), end);

    QCOMPARE(at.server.lines().size(), requests);
    const SignOutReport report = *std::get<SignedOut>(at.probe.service().state()).report;
    QCOMPARE(report.tokenDiesMs, report.revokeError ? dies : std::nullopt);
    QVERIFY(!report.mayLeaveToken);
    QCOMPARE(report.revokeError.has_value(), report.revoke == SignOutReport::Outcome::NotConfirmed);
    QCOMPARE(report.logoutError.has_value(), report.logout != SignOutReport::Outcome::Confirmed);
    QVERIFY(!at.probe.client().hasSessionCookies());
}

void tst_SessionServiceRevoke::signingOutWhileATokenIsFetchedDropsTheToken()
{
    StandingSession at(Api::Form::V2, shortDeadlines);
    QVERIFY(at.isReady());
    at.server.on(at.path.token, fakecluster::token(Api::Form::V2, "bGF0ZQ==").delayed(100));

    at.probe.service().getToken({}, sampleCredentials());
    QTRY_COMPARE(at.server.lines(), Lines({"POST " + at.path.token}));
    at.probe.service().signOut();
    QTRY_COMPARE(at.probe.states(),
                 QStringList({u"in, GettingToken"_s, u"in, SigningOut"_s, outProof(u"Underway"_s),
                              outProof(u"NotAccepted"_s)}));

    QCOMPARE(at.server.lines(), Lines({"POST " + at.path.token, "POST " + at.path.revoke,
                                       "POST " + at.path.logout, "POST " + at.path.check}));
    QCOMPARE(at.server.requests().at(1).header("Authorization"), bearer);
    QVERIFY(std::get<SignedOut>(at.probe.service().state()).report->mayLeaveToken);
}

void tst_SessionServiceRevoke::aDeadTokenIsNotRevokedAtSignOut()
{
    StandingSession at(Api::Form::V2, shortDeadlines);
    QVERIFY(at.isReady());
    at.probe.service().revokeToken();
    QTRY_COMPARE(at.probe.now(), u"in, Revoked"_s);
    at.server.forgetRequests();

    at.probe.service().signOut();
    QTRY_COMPARE(at.probe.now(), u"out (revoke NotNeeded, logout Confirmed)"_s);
    QCOMPARE(at.server.lines(), Lines({"POST " + at.path.logout}));
}

void tst_SessionServiceRevoke::signingOutWithNothingLeftAsksNobody()
{
    StandingSession at(Api::Form::V2, shortDeadlines);
    QVERIFY(at.isReady());
    at.server.on(at.path.check, fakecluster::refusal(Api::Form::V2, 401));
    at.probe.service().revokeToken();
    QTRY_COMPARE(at.probe.now(), u"in, ended, Revoked, stale"_s);
    at.server.forgetRequests();
    at.probe.forget();

    at.probe.service().signOut();
    QTRY_COMPARE(at.probe.states(), QStringList({u"in, SigningOut, ended, Revoked, stale"_s,
                                                 u"out (revoke NotNeeded, logout NotNeeded)"_s}));
    QCOMPARE(at.server.lines(), Lines());
}

void tst_SessionServiceRevoke::signingOutOfAnEndedSessionLeavesNoCookieBehind()
{
    StandingSession at(Api::Form::V2, shortDeadlines);
    QVERIFY(at.isReady());
    at.server.next(fakecluster::refusal(Api::Form::V2, 401));
    at.probe.service().refreshInfo();
    QTRY_VERIFY(at.probe.signedIn().ended);
    at.server.forgetRequests();

    at.probe.service().signOut();
    QTRY_COMPARE(at.probe.now(), u"out (revoke Confirmed, logout NotNeeded, proof NotAccepted)"_s);
    QCOMPARE(at.server.lines(), Lines({"POST " + at.path.revoke, "POST " + at.path.check}));
    QVERIFY(!at.probe.client().hasSessionCookies());
}

QTEST_GUILESS_MAIN(tst_SessionServiceRevoke)
#include "tst_sessionservice_revoke.moc"
