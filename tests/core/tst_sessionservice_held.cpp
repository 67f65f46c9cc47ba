#include "tests/support/sessionprobe.h"
#include "tests/support/waiting.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

//! Signing in by a token that one has already: the list of states, and what the server saw.
class tst_SessionServiceHeld final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theTokenIsTheSessionInEveryForm_data();
    void theTokenIsTheSessionInEveryForm();
    void theServerTellsTheTrueExpiry();
    void aTokenThatIsRefusedSignsNobodyIn_data();
    void aTokenThatIsRefusedSignsNobodyIn();
    void aCheckThatFailsTakesNothingAway();
    void theFormIsFoundForItToo();
    void itGivesAnotherTokenWithoutASecret_data();
    void itGivesAnotherTokenWithoutASecret();
    void refusedWhileItAsksForAnotherItEndsTheSession();
    void itGivesOneToBeHandedOutToo();
};

void tst_SessionServiceHeld::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
}

static const QByteArray heldValue = "SGVsZCB0b2tlbg==";
static const QByteArray orgsLine =
    "GET /callosum/v1/tspublic/v1/session/orgs?batchsize=-1&offset=-1";

static SignInRequest heldRequest()
{
    Token token;
    token.value = SecretBuffer::fromBytes(heldValue);
    SignInRequest request;
    request.held = token;
    return request;
}

static QList<QByteArray> sorted(QList<QByteArray> lines)
{
    std::ranges::sort(lines);
    return lines;
}

void tst_SessionServiceHeld::theTokenIsTheSessionInEveryForm_data()
{
    QTest::addColumn<Api::Form>("form");
    QTest::newRow("2.0") << Api::Form::V2;
    QTest::newRow("later beta") << Api::Form::Beta;
    QTest::newRow("2022 beta") << Api::Form::Beta2022;
}

void tst_SessionServiceHeld::theTokenIsTheSessionInEveryForm()
{
    QFETCH(const Api::Form, form);
    FakeServer server;
    fakecluster::speak(server, form);
    const auto path = fakecluster::paths(form);
    SessionProbe probe(server.origin(), form);

    probe.service().signIn(heldRequest());
    QTRY_COMPARE(probe.now(), u"in"_s);

    QList<QByteArray> expected{"GET " + path.info};
    if (form == Api::Form::V2)
        expected += "POST " + path.check;
    if (form != Api::Form::Beta2022)
        expected += orgsLine;
    QTRY_COMPARE(sorted(server.lines()), sorted(expected));
    for (const FakeRequest &request : server.requests()) {
        QCOMPARE(request.header("Authorization"), "Bearer " + heldValue);
        QVERIFY(request.header("Cookie").isEmpty());
    }
    QCOMPARE(probe.states().first(2), (QStringList{u"signing in: Fetching"_s, u"in"_s}));
    QVERIFY(!probe.signedIn().hasCookieSession);
    QCOMPARE(probe.signedIn().token->value, SecretBuffer::fromBytes(heldValue));
    QCOMPARE(probe.signedIn().account.userName, probe.signedIn().info->userName);
    QCOMPARE(probe.signedIn().token->owner, probe.signedIn().info->userName);
}

void tst_SessionServiceHeld::theServerTellsTheTrueExpiry()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    const auto path = fakecluster::paths(Api::Form::V2);
    server.on(
        path.check,
        FakeReply::json("{\"creation_time_in_millis\":1786540000000,"
                        "\"expiration_time_in_millis\":4102444800000,\"scope\":"
                        "{\"access_type\":\"FULL\",\"org_id\":7},\"token_type\":\"BEARER\"}"));
    SessionProbe probe(server.origin(), Api::Form::V2);
    SignInRequest request = heldRequest();
    request.held->expiresMs = 1'786'000'000'000; // a guess that is long over

    probe.service().signIn(request);
    QTRY_COMPARE(probe.now(), u"in"_s);
    QCOMPARE(probe.signedIn().token->expiresMs, 4'102'444'800'000);
    QVERIFY(probe.signedIn().token->lastCheck->accepted);
}

void tst_SessionServiceHeld::aTokenThatIsRefusedSignsNobodyIn_data()
{
    theTokenIsTheSessionInEveryForm_data();
}

void tst_SessionServiceHeld::aTokenThatIsRefusedSignsNobodyIn()
{
    QFETCH(const Api::Form, form);
    FakeServer server;
    fakecluster::speak(server, form);
    const auto path = fakecluster::paths(form);
    server.on(path.info, fakecluster::refusal(form, 401));
    if (form == Api::Form::V2)
        server.on(path.check, fakecluster::refusal(form, 401));
    SessionProbe probe(server.origin(), form);

    probe.service().signIn(heldRequest());
    QTRY_COMPARE(probe.states(), (QStringList{u"signing in: Fetching"_s, u"out: SessionEnded"_s}));
}

void tst_SessionServiceHeld::aCheckThatFailsTakesNothingAway()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    server.on(fakecluster::paths(Api::Form::V2).check, FakeReply::json("{}", 404));
    SessionProbe probe(server.origin(), Api::Form::V2);

    probe.service().signIn(heldRequest());
    QTRY_COMPARE(probe.now(), u"in"_s);
    QVERIFY(!probe.signedIn().token->lastCheck);
    QVERIFY(!probe.signedIn().lastError);
}

void tst_SessionServiceHeld::theFormIsFoundForItToo()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::Beta2022);
    SessionProbe probe(server.origin(), Api::Form::Auto);

    probe.service().signIn(heldRequest());
    QTRY_COMPARE(probe.now(), u"in"_s);
    QCOMPARE(probe.formsFound(), QList<Api::Form>{Api::Form::Beta2022});
    for (const FakeRequest &request : server.requests().first(server.requests().size() - 1))
        QVERIFY(request.header("Authorization").isEmpty());
}

static TokenWish fromSession()
{
    TokenWish wish;
    wish.source = TokenWish::Source::FromSession;
    return wish;
}

static const QByteArray tokenPath = "/api/rest/2.0/auth/session/token";

//! Signed in by the token, with nothing left to be asked.
struct HeldSession
{
    explicit HeldSession(bool isBySecretKey = false)
    {
        fakecluster::speak(server, Api::Form::V2);
        server.on(tokenPath, fakecluster::token(Api::Form::V2, "U2Vjb25kIHRva2Vu"));
        SignInRequest request = heldRequest();
        request.held->isBySecretKey = isBySecretKey;
        probe.service().signIn(request);
    }

    [[nodiscard]] bool isReady()
    {
        const bool isIn = becomesTrue(
            [this] { return probe.now() == u"in"_s && server.lines().contains(orgsLine); });
        server.forgetRequests();
        return isIn;
    }

    FakeServer server;
    SessionProbe probe{server.origin(), Api::Form::V2};
};

void tst_SessionServiceHeld::itGivesAnotherTokenWithoutASecret_data()
{
    QTest::addColumn<bool>("isBySecretKey");
    QTest::newRow("a token of whoever") << false;
    QTest::newRow("a token that the secret key made, and the next one goes back to it") << true;
}

void tst_SessionServiceHeld::itGivesAnotherTokenWithoutASecret()
{
    QFETCH(const bool, isBySecretKey);
    HeldSession at(isBySecretKey);
    QVERIFY(at.isReady());

    at.probe.service().getToken(fromSession(), {});
    QTRY_COMPARE(at.probe.now(), u"in"_s);
    QTRY_COMPARE(at.server.lines(), QList<QByteArray>({"GET " + tokenPath}));
    QCOMPARE(at.server.requests().constFirst().header("Authorization"), "Bearer " + heldValue);
    QVERIFY(at.server.requests().constFirst().header("Cookie").isEmpty());
    QTRY_COMPARE(at.probe.signedIn().token->value, SecretBuffer::fromBytes("U2Vjb25kIHRva2Vu"));
    QCOMPARE(at.probe.signedIn().token->isBySecretKey, isBySecretKey);
}

void tst_SessionServiceHeld::refusedWhileItAsksForAnotherItEndsTheSession()
{
    HeldSession at;
    QVERIFY(at.isReady());
    at.server.on(tokenPath, fakecluster::refusal(Api::Form::V2, 401));

    at.probe.service().getToken(fromSession(), {});
    QTRY_VERIFY(at.probe.signedIn().ended);
    QCOMPARE(at.probe.signedIn().token->standing, Token::Standing::Refused);
    at.server.forgetRequests();
    at.probe.service().getToken(fromSession(), {});
    QTRY_COMPARE(at.probe.signedIn().lastError->kind, ApiError::Kind::InvalidInput);
    QCOMPARE(at.server.lines(), QList<QByteArray>());
}

void tst_SessionServiceHeld::itGivesOneToBeHandedOutToo()
{
    HeldSession at;
    QVERIFY(at.isReady());
    QString got;
    const auto then = [&got](const Result<Token, ApiError> &token) {
        got = token ? QString::fromLatin1(token->value.view()) : u"none"_s;
    };
    QVERIFY(at.probe.service().mintAside(fromSession(), {}, then));
    QTRY_COMPARE(got, u"U2Vjb25kIHRva2Vu"_s);
    QCOMPARE(at.server.lines(), QList<QByteArray>({"GET " + tokenPath}));
    QCOMPARE(at.probe.signedIn().token->value, SecretBuffer::fromBytes(heldValue));
}

QTEST_GUILESS_MAIN(tst_SessionServiceHeld)
#include "tst_sessionservice_held.moc"
