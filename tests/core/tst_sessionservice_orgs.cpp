#include "core/session/orginforce.h"
#include "tests/support/sessionprobe.h"
#include "tests/support/waiting.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

//! Orgs: by id or by name, at the sign-in and later; nobody is ever silently in the wrong one.
class tst_SessionServiceOrgs final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void anOrgByNameIsLookedUpBeforeTheToken();
    void anOrgOutsideTheInfoIsAskedOfTheOrgList();
    void anUnknownOrgGetsNoToken();
    void aWrongOrgIsNeverSilent_data();
    void aWrongOrgIsNeverSilent();
    void theLaterBetaMovesTheSessionIntoTheOrg();
    void orgsThatAreLearntLaterJoinTheState();
    void aTokenInTheWrongOrgIsSaid();
    void aMismatchIsAStateUntilItIsAcceptedAndNoLonger();
    void anOrgThatTheServerDoesNotTellIsNoMismatch();
    void theLaterBetaMovesTheCookieSession();
    void theCurrentFormGetsATokenInTheOrg();
    void orgsThatComeAfterAChangeDoNotSayThatItFailed();
    void withATokenAloneTheLaterBetaTakesAnotherToken_data();
    void withATokenAloneTheLaterBetaTakesAnotherToken();
    void theFirstBetaHasNoOrgs();
    void aSwitchThatDidNotHappenIsSaid();
};

void tst_SessionServiceOrgs::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
}

static const QString retail = u"retail-emea"_s;
static constexpr qint64 retailId = 1042377815;

static const QByteArray secondToken = "U2Vjb25kIHRva2Vu";

static QList<QByteArray> lines(std::initializer_list<QByteArray> list)
{
    return list;
}

static QJsonObject bodyOf(const FakeServer &server, const QByteArray &path)
{
    for (const FakeRequest &request : server.requests()) {
        if (request.path() == path)
            return QJsonDocument::fromJson(request.body).object();
    }
    return {};
}

static QJsonObject firstBody(const FakeServer &server)
{
    return QJsonDocument::fromJson(server.requests().value(0).body).object();
}

static const QByteArray orgsLine =
    "GET /callosum/v1/tspublic/v1/session/orgs?batchsize=-1&offset=-1";

void tst_SessionServiceOrgs::anOrgByNameIsLookedUpBeforeTheToken()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    const auto path = fakecluster::paths(Api::Form::V2);
    server.on(path.info, fakecluster::info(Api::Form::V2, retailId));
    server.on(path.token, fakecluster::token(Api::Form::V2, fakecluster::firstToken, retailId));
    SessionProbe probe(server.origin(), Api::Form::V2);

    probe.service().signIn(signInRequest(retail));
    QTRY_COMPARE(server.lines(),
                 lines({"POST " + path.login, "GET " + path.info, "POST " + path.token, orgsLine}));
    QTRY_COMPARE(probe.now(), u"in"_s);

    QCOMPARE(bodyOf(server, path.login).value("org_identifier"_L1).toString(), retail);
    QCOMPARE(bodyOf(server, path.token).value("org_id"_L1).toInteger(), retailId);
    QCOMPARE(probe.signedIn().token->orgName, retail);
}

void tst_SessionServiceOrgs::anOrgOutsideTheInfoIsAskedOfTheOrgList()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    const auto path = fakecluster::paths(Api::Form::V2);
    server.on(path.info, FakeReply::json(R"({"id":"1","name":"maria.lopez"})"));
    server.on(path.token, fakecluster::token(Api::Form::V2, fakecluster::firstToken, retailId));
    SessionProbe probe(server.origin(), Api::Form::V2);

    probe.service().signIn(signInRequest(retail));
    QTRY_COMPARE(server.lines(), lines({"POST " + path.login, "GET " + path.info, orgsLine,
                                        "POST " + path.token, orgsLine}));

    QTRY_COMPARE(probe.now(), u"in"_s);
    QCOMPARE(bodyOf(server, path.token).value("org_id"_L1).toInteger(), retailId);
}

void tst_SessionServiceOrgs::anUnknownOrgGetsNoToken()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    const auto path = fakecluster::paths(Api::Form::V2);
    SessionProbe probe(server.origin(), Api::Form::V2);

    probe.service().signIn(signInRequest(u"no-such-org"_s));
    QTRY_COMPARE(probe.now(), u"in, no token: OrgNotAllowed"_s);

    QCOMPARE(server.lines().count("POST " + path.token), 0);
    QCOMPARE(probe.signedIn().lastError->detail,
             u"asked for no-such-org, there are Primary (0), retail-emea (1042377815)"_s);
}

void tst_SessionServiceOrgs::aWrongOrgIsNeverSilent_data()
{
    QTest::addColumn<QString>("asked");
    QTest::addColumn<qint64>("tokenOrg");
    QTest::addColumn<qint64>("sessionOrg");
    QTest::addColumn<QString>("end");
    const QString wrong = u"in: OrgNotAllowed"_s;
    QTest::newRow("both right, by id") << u"1042377815"_s << retailId << retailId << u"in"_s;
    QTest::newRow("both right, by name") << retail << retailId << retailId << u"in"_s;
    QTest::newRow("none asked for") << QString() << qint64(0) << qint64(0) << u"in"_s;
    QTest::newRow("the token is elsewhere") << retail << qint64(0) << retailId << wrong;
    QTest::newRow("the session is elsewhere") << retail << retailId << qint64(0) << wrong;
    QTest::newRow("a negative id") << u"-1"_s << qint64(-1) << qint64(-1) << u"in"_s;
}

void tst_SessionServiceOrgs::aWrongOrgIsNeverSilent()
{
    QFETCH(const QString, asked);
    QFETCH(const qint64, tokenOrg);
    QFETCH(const qint64, sessionOrg);
    QFETCH(const QString, end);
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    const auto path = fakecluster::paths(Api::Form::V2);
    server.on(path.info, fakecluster::info(Api::Form::V2, sessionOrg));
    server.on(path.token, fakecluster::token(Api::Form::V2, fakecluster::firstToken, tokenOrg));
    SessionProbe probe(server.origin(), Api::Form::V2);

    probe.service().signIn(signInRequest(asked));
    QTRY_VERIFY(probe.states().size() >= 3);
    QCOMPARE(probe.states().at(2), end);
}

void tst_SessionServiceOrgs::theLaterBetaMovesTheSessionIntoTheOrg()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::Beta);
    const auto path = fakecluster::paths(Api::Form::Beta);
    SessionProbe probe(server.origin(), Api::Form::Beta);
    QObject::connect(&server, &FakeServer::received, &server, [&](const FakeRequest &request) {
        if (request.path() == path.info) // answered already; so much for the next
            server.on(path.info, fakecluster::info(Api::Form::Beta, retailId));
    });

    probe.service().signIn(signInRequest(QString::number(retailId)));
    QTRY_COMPARE(probe.now(), u"in"_s);

    const QList<QByteArray> seen = server.lines();
    QCOMPARE(seen.count("PUT " + path.switchOrg), 1);
    QCOMPARE(seen.count("GET " + path.info), 2);
    QCOMPARE(bodyOf(server, path.switchOrg).value("id"_L1).toString(), QString::number(retailId));
    QCOMPARE(bodyOf(server, path.token).value("orgId"_L1).toString(), QString::number(retailId));
    QCOMPARE(probe.signedIn().info->currentOrg->id, retailId);
}

void tst_SessionServiceOrgs::orgsThatAreLearntLaterJoinTheState()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::Beta);
    SessionProbe probe(server.origin(), Api::Form::Beta);

    probe.service().signIn(signInRequest());
    QTRY_COMPARE(probe.states().size(), 4);

    QCOMPARE(probe.states().last(), u"in"_s);
    QCOMPARE(probe.signedIn().orgs, QList<Org>({{0, u"Primary"_s}, {retailId, retail}}));
    QCOMPARE(probe.signedIn().info->currentOrg->name, u"Primary"_s);
}

void tst_SessionServiceOrgs::aTokenInTheWrongOrgIsSaid()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    TokenWish wish;
    wish.org = u"retail-emea"_s; // the server ignores it and stays in Org 0

    at.probe.service().getToken(wish, sampleCredentials());
    QTRY_COMPARE(at.probe.states(), QStringList({u"in, GettingToken"_s, u"in: OrgNotAllowed"_s}));
    QCOMPARE(firstBody(at.server).value(u"org_id"_s).toInteger(), retailId);
    QCOMPARE(at.probe.signedIn().token->orgId, 0);
}

void tst_SessionServiceOrgs::aMismatchIsAStateUntilItIsAcceptedAndNoLonger()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    QVERIFY(!at.probe.signedIn().orgMismatch);
    TokenWish wish;
    wish.org = retail; // the server ignores it and stays in Org 0

    at.probe.service().getToken(wish, sampleCredentials());
    QTRY_COMPARE(at.probe.now(), u"in: OrgNotAllowed"_s);
    OrgMismatch expected{retail, {0, u"Primary"_s}};
    QCOMPARE(at.probe.signedIn().orgMismatch, std::optional(expected));
    QVERIFY(isHeldBack(at.probe.signedIn()));
    QVERIFY(at.probe.signedIn().isSameToken);

    at.probe.service().acceptOrg();
    expected.isAccepted = true;
    QCOMPARE(at.probe.signedIn().orgMismatch, std::optional(expected));
    QVERIFY(!isHeldBack(at.probe.signedIn()));
    at.probe.service().refreshInfo();
    QTRY_COMPARE(at.probe.now(), u"in"_s);
    QCOMPARE(at.probe.signedIn().orgMismatch, std::optional(expected));

    // Another token is another question, and one that is right takes it away.
    at.server.on(at.path.token, fakecluster::token(Api::Form::V2, secondToken, 0));
    at.probe.service().getToken(wish, sampleCredentials());
    QTRY_VERIFY(isHeldBack(at.probe.signedIn()));
    QVERIFY(!at.probe.signedIn().isSameToken);
    at.server.on(at.path.token, fakecluster::token(Api::Form::V2, secondToken, retailId));
    at.probe.service().getToken(wish, sampleCredentials());
    QTRY_VERIFY(!at.probe.signedIn().orgMismatch);
}

void tst_SessionServiceOrgs::anOrgThatTheServerDoesNotTellIsNoMismatch()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::Beta);
    const auto path = fakecluster::paths(Api::Form::Beta);
    server.on(path.info, FakeReply::json(R"({"userName":"maria.lopez"})"));
    SessionProbe probe(server.origin(), Api::Form::Beta);

    probe.service().signIn(signInRequest(u"7"_s));
    QTRY_VERIFY(std::holds_alternative<SignedIn>(probe.service().state()));
    QVERIFY(!orgInForce(probe.signedIn()));
    QVERIFY(!probe.signedIn().orgMismatch);
}

void tst_SessionServiceOrgs::theLaterBetaMovesTheCookieSession()
{
    StandingSession at(Api::Form::Beta);
    QVERIFY(at.isReady());
    at.server.on(at.path.info, fakecluster::info(Api::Form::Beta, retailId));

    at.probe.service().switchOrg({retailId, u"retail-emea"_s}, {});
    QTRY_COMPARE(at.probe.states(), QStringList({u"in, SwitchingOrg"_s, u"in"_s}));

    QCOMPARE(at.server.lines(),
             QList<QByteArray>({"PUT " + at.path.switchOrg, "GET " + at.path.info}));
    QCOMPARE(firstBody(at.server).value(u"id"_s).toString(), QString::number(retailId));
    QCOMPARE(at.probe.signedIn().info->currentOrg->id, retailId);
    QCOMPARE(at.probe.signedIn().account.org, QString::number(retailId));
}

void tst_SessionServiceOrgs::theCurrentFormGetsATokenInTheOrg()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    at.server.on(at.path.token, fakecluster::token(Api::Form::V2, secondToken, retailId));

    at.probe.service().switchOrg({retailId, {}}, {});
    QTRY_COMPARE(at.probe.states(), QStringList({u"in, SwitchingOrg"_s, u"in: InvalidInput"_s}));
    QCOMPARE(at.server.lines(), QList<QByteArray>());

    at.probe.service().switchOrg({retailId, {}}, sampleCredentials());
    QTRY_COMPARE(at.probe.now(), u"in"_s);
    QCOMPARE(at.server.lines(), QList<QByteArray>({"POST " + at.path.token}));
    QCOMPARE(firstBody(at.server).value(u"org_id"_s).toInteger(), retailId);
    QCOMPARE(firstBody(at.server).value(u"validity_time_in_sec"_s).toInt(), 3600);
    QCOMPARE(at.probe.signedIn().token->orgName, u"retail-emea"_s);

    // From now on that is the Org that tokens are asked for in.
    QCOMPARE(at.probe.signedIn().account.org, QString::number(retailId));
    at.server.forgetRequests();
    at.probe.service().getToken({}, sampleCredentials());
    QTRY_COMPARE(at.probe.now(), u"in"_s);
    QCOMPARE(firstBody(at.server).value(u"org_id"_s).toInteger(), retailId);
}

void tst_SessionServiceOrgs::orgsThatComeAfterAChangeDoNotSayThatItFailed()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    const auto path = fakecluster::paths(Api::Form::V2);
    server.on(path.orgs,
              FakeReply::json(R"({"orgs":[{"orgId":5,"orgName":"late"}],"currentOrgId":0})")
                  .delayed(300));
    SessionProbe probe(server.origin(), Api::Form::V2);
    probe.service().signIn(signInRequest());
    QTRY_COMPARE(probe.now(), u"in"_s);
    server.on(path.token, fakecluster::token(Api::Form::V2, secondToken, retailId));
    probe.service().switchOrg({retailId, {}}, sampleCredentials());
    QTRY_COMPARE(probe.signedIn().account.org, QString::number(retailId));
    QTRY_COMPARE(probe.signedIn().orgs.size(), 3);
    QCOMPARE(probe.now(), u"in"_s);
    QCOMPARE(probe.signedIn().info->currentOrg->id, 0);
}

void tst_SessionServiceOrgs::withATokenAloneTheLaterBetaTakesAnotherToken_data()
{
    QTest::addColumn<qint64>("got");
    QTest::addColumn<QString>("end");
    QTest::newRow("in the Organization asked for") << retailId << u"in"_s;
    QTest::newRow("the cluster leaves it where it was") << qint64(0) << u"in: OrgNotAllowed"_s;
}

void tst_SessionServiceOrgs::withATokenAloneTheLaterBetaTakesAnotherToken()
{
    QFETCH(const qint64, got);
    QFETCH(const QString, end);
    FakeServer server;
    const auto form = Api::Form::Beta;
    fakecluster::speak(server, form);
    const auto path = fakecluster::paths(form);
    SessionProbe probe(server.origin(), form);
    SignInRequest request = signInRequest();
    const Credentials byKey{request.credentials.userName,
                            {},
                            SecretBuffer::fromBytes("not-a-real-key"),
                            SignInMethod::SecretKey};
    request.credentials = byKey;
    probe.service().signIn(request);
    QTRY_COMPARE(probe.now(), u"in"_s);
    QTRY_VERIFY(probe.signedIn().orgs.size() > 1);
    server.forgetRequests();
    server.on(path.token, fakecluster::token(form, secondToken));
    server.on(path.info, fakecluster::info(form, got));

    probe.service().switchOrg({retailId, u"retail-emea"_s}, byKey);
    QTRY_COMPARE(probe.now(), end);
    QCOMPARE(server.lines(), QList<QByteArray>({"POST " + path.token, "GET " + path.info}));
    QCOMPARE(firstBody(server).value(u"orgId"_s).toString(), QString::number(retailId));
    QCOMPARE(server.requests().last().header("Authorization"), "Bearer " + secondToken);
    QCOMPARE(probe.signedIn().token->value, SecretBuffer::fromBytes(secondToken));
    QVERIFY(probe.signedIn().token->isBySecretKey);
    QCOMPARE(probe.signedIn().orgMismatch.has_value(), got != retailId);
}

void tst_SessionServiceOrgs::theFirstBetaHasNoOrgs()
{
    StandingSession at(Api::Form::Beta2022);
    QVERIFY(at.isReady());
    at.probe.service().switchOrg({retailId, {}}, sampleCredentials());
    QTRY_COMPARE(at.probe.states(), QStringList({u"in, SwitchingOrg"_s, u"in: Unsupported"_s}));
    QCOMPARE(at.server.lines(), QList<QByteArray>());
}

void tst_SessionServiceOrgs::aSwitchThatDidNotHappenIsSaid()
{
    StandingSession at(Api::Form::Beta);
    QVERIFY(at.isReady());
    // "true", and the session is where it was.
    at.probe.service().switchOrg({retailId, u"retail-emea"_s}, {});
    QTRY_COMPARE(at.probe.states(), QStringList({u"in, SwitchingOrg"_s, u"in: OrgNotAllowed"_s}));

    at.server.on(at.path.switchOrg, FakeReply::json("false"));
    at.probe.service().switchOrg({retailId, u"retail-emea"_s}, {});
    QTRY_COMPARE(at.probe.now(), u"in: BadReply"_s);
}

QTEST_GUILESS_MAIN(tst_SessionServiceOrgs)
#include "tst_sessionservice_orgs.moc"
