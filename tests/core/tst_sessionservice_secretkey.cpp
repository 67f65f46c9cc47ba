#include "core/session/tokencalls.h"
#include "tests/support/sessionprobe.h"
#include "tests/support/waiting.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

//! Signing in by the cluster's secret key: what goes out in each form, and what is known of it
//! afterwards.
class tst_SessionServiceSecretKey final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void whatTheKeyMadeIsKnownToBeByTheKey_data();
    void whatTheKeyMadeIsKnownToBeByTheKey();
    void whatAPasswordMadeIsNot();
    void aBlankKeyIsRefusedByItsOwnName_data();
    void aBlankKeyIsRefusedByItsOwnName();
    void theFirstBetaTakesNoKey();
    void anOrgByNameTakesAHelperThatIsRevoked_data();
    void anOrgByNameTakesAHelperThatIsRevoked();
    void anOrgThatTheListLacksGetsNoToken();
    void aRefusedKeyIsTriedOnce();
    void aHelperIsNotLeftBehind();
    void aTokenThatSomebodyUsesIsNoHelperToRevoke_data();
    void aTokenThatSomebodyUsesIsNoHelperToRevoke();
    void aTokenThatIsHeldIsNoHelperToRevoke();
    void aCancelledSignInRevokesNothingThatSomebodyUses_data();
    void aCancelledSignInRevokesNothingThatSomebodyUses();
    void aHelperIsToldWhateverBecomesOfTheService();
};

static const QString retail = u"retail-emea"_s;
static constexpr qint64 retailId = 1042377815;
static const QByteArray helper = "SGVscGVy";
static const QByteArray orgsLine =
    "GET /callosum/v1/tspublic/v1/session/orgs?batchsize=-1&offset=-1";

static SignInRequest byKey(const QByteArray &key, const QString &org = {})
{
    SignInRequest request = signInRequest(org);
    request.credentials = {
        request.credentials.userName, {}, SecretBuffer::fromBytes(key), SignInMethod::SecretKey};
    return request;
}

void tst_SessionServiceSecretKey::whatTheKeyMadeIsKnownToBeByTheKey_data()
{
    QTest::addColumn<Api::Form>("form");
    QTest::addColumn<QString>("keyField");
    QTest::newRow("2.0") << Api::Form::V2 << u"secret_key"_s;
    QTest::newRow("later beta") << Api::Form::Beta << u"secretKey"_s;
}

void tst_SessionServiceSecretKey::whatTheKeyMadeIsKnownToBeByTheKey()
{
    QFETCH(const Api::Form, form);
    QFETCH(const QString, keyField);
    FakeServer server;
    fakecluster::speak(server, form);
    SessionProbe probe(server.origin(), form);

    probe.service().signIn(byKey("not-a-real-key"));
    QTRY_COMPARE(probe.now(), u"in"_s);
    QVERIFY(probe.signedIn().token->isBySecretKey);
    QCOMPARE(server.requests().first().path(), fakecluster::paths(form).token);
    const QJsonObject body = QJsonDocument::fromJson(server.requests().first().body).object();
    QCOMPARE(body.value(keyField).toString(), u"not-a-real-key"_s);
    QVERIFY(!body.contains(u"password"_s));
    if (form == Api::Form::V2)
        QCOMPARE(body.value(u"auto_create"_s), QJsonValue(false));
}

void tst_SessionServiceSecretKey::whatAPasswordMadeIsNot()
{
    StandingSession standing(Api::Form::V2);
    QVERIFY(standing.isReady());
    QVERIFY(!standing.probe.signedIn().token->isBySecretKey);
}

void tst_SessionServiceSecretKey::aBlankKeyIsRefusedByItsOwnName_data()
{
    QTest::addColumn<Api::Form>("form");
    QTest::newRow("2.0") << Api::Form::V2;
    QTest::newRow("later beta") << Api::Form::Beta;
    QTest::newRow("2022 beta") << Api::Form::Beta2022;
}

void tst_SessionServiceSecretKey::aBlankKeyIsRefusedByItsOwnName()
{
    QFETCH(const Api::Form, form);
    FakeServer server;
    fakecluster::speak(server, form);
    SessionProbe probe(server.origin(), form);

    probe.service().signIn(byKey({}));
    QTRY_COMPARE(probe.now(), u"out: InvalidInput"_s);
    QCOMPARE(std::get<SignedOut>(probe.service().state()).reason->detail, u"Secret key"_s);
    QCOMPARE(server.lines(), QList<QByteArray>());
}

void tst_SessionServiceSecretKey::theFirstBetaTakesNoKey()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::Beta2022);
    SessionProbe probe(server.origin(), Api::Form::Beta2022);

    probe.service().signIn(byKey("not-a-real-key"));
    QTRY_COMPARE(probe.now(), u"out: Unsupported"_s);
    QCOMPARE(server.lines(), QList<QByteArray>());
}

void tst_SessionServiceSecretKey::anOrgByNameTakesAHelperThatIsRevoked_data()
{
    QTest::addColumn<Api::Form>("form");
    QTest::addColumn<QString>("lifeField");
    QTest::addColumn<QString>("orgField");
    QTest::newRow("2.0") << Api::Form::V2 << u"validity_time_in_sec"_s << u"org_id"_s;
    QTest::newRow("later beta") << Api::Form::Beta << u"tokenExpiryDuration"_s << u"orgId"_s;
}

void tst_SessionServiceSecretKey::anOrgByNameTakesAHelperThatIsRevoked()
{
    QFETCH(const Api::Form, form);
    QFETCH(const QString, lifeField);
    QFETCH(const QString, orgField);
    FakeServer server;
    fakecluster::speak(server, form);
    const auto path = fakecluster::paths(form);
    server.next(fakecluster::token(form, helper));
    server.on(path.token, fakecluster::token(form, fakecluster::firstToken, retailId));
    server.on(path.info, fakecluster::info(form, retailId));
    SessionProbe probe(server.origin(), form);
    QStringList aside;
    connect(&probe.service(), &SessionService::tokenMadeAside, this, [&aside](const Token &token) {
        aside += token.value.toText() + u' ' + token.owner +
                 (token.standing == Token::Standing::Revoked ? u", revoked"_s : QString());
    });

    probe.service().signIn(byKey("not-a-real-key", retail));
    QTRY_COMPARE(server.lines(),
                 QList<QByteArray>({"POST " + path.token, orgsLine, "POST " + path.revoke,
                                    "POST " + path.token, "GET " + path.info, orgsLine}));
    QTRY_COMPARE(probe.now(), u"in"_s);
    const QList<FakeRequest> requests = server.requests();
    const QByteArray byHelper = "Bearer " + helper;
    QCOMPARE(requests.at(1).header("Authorization"), byHelper);
    QCOMPARE(requests.at(2).header("Authorization"), byHelper);
    const QJsonObject first = QJsonDocument::fromJson(requests.at(0).body).object();
    QCOMPARE(first.value(lifeField).toVariant().toInt(), tokencalls::helperSeconds);
    QVERIFY(!first.contains(orgField));
    const QJsonObject real = QJsonDocument::fromJson(requests.at(3).body).object();
    QCOMPARE(real.value(orgField).toVariant().toLongLong(), retailId);
    QCOMPARE(aside, QStringList({u"SGVscGVy maria.lopez"_s, u"SGVscGVy maria.lopez, revoked"_s}));
}

void tst_SessionServiceSecretKey::anOrgThatTheListLacksGetsNoToken()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    const auto path = fakecluster::paths(Api::Form::V2);
    SessionProbe probe(server.origin(), Api::Form::V2);

    probe.service().signIn(byKey("not-a-real-key", u"no-such-org"_s));
    QTRY_COMPARE(probe.now(), u"out: OrgNotAllowed"_s);
    QCOMPARE(server.lines(),
             QList<QByteArray>({"POST " + path.token, orgsLine, "POST " + path.revoke}));
    QCOMPARE(std::get<SignedOut>(probe.service().state()).reason->detail,
             u"asked for no-such-org, there are Primary (0), retail-emea (1042377815)"_s);
}

void tst_SessionServiceSecretKey::aRefusedKeyIsTriedOnce()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    const auto path = fakecluster::paths(Api::Form::V2);
    server.on(path.token, fakecluster::refusal(Api::Form::V2, 401));
    SessionProbe probe(server.origin(), Api::Form::V2);

    probe.service().signIn(byKey("not-the-key", retail));
    QTRY_COMPARE(probe.now(), u"out: BadCredentials"_s);
    QCOMPARE(server.lines(), QList<QByteArray>{"POST " + path.token});
}

void tst_SessionServiceSecretKey::aHelperIsNotLeftBehind()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    const auto path = fakecluster::paths(Api::Form::V2);
    server.next(fakecluster::token(Api::Form::V2, helper));
    server.on(path.orgs, FakeReply::silence());
    SessionProbe probe(server.origin(), Api::Form::V2);

    probe.service().signIn(byKey("not-a-real-key", retail));
    QTRY_COMPARE(server.lines(), QList<QByteArray>({"POST " + path.token, orgsLine}));
    probe.service().cancel();
    QTRY_COMPARE(server.lines(),
                 QList<QByteArray>({"POST " + path.token, orgsLine, "POST " + path.revoke}));
    QCOMPARE(server.requests().last().header("Authorization"), "Bearer " + helper);
}

using Known = std::optional<bool>;

void tst_SessionServiceSecretKey::aTokenThatSomebodyUsesIsNoHelperToRevoke_data()
{
    QTest::addColumn<Known>("known");
    QTest::addColumn<QStringList>("told");
    QTest::newRow("somebody got it before") << Known(true) << QStringList();
    QTest::newRow("nobody knows yet") << Known() << QStringList{u"SGVscGVy"_s};
    QTest::newRow("it is new") << Known(false) << QStringList{u"SGVscGVy"_s, u"SGVscGVy"_s};
}

void tst_SessionServiceSecretKey::aTokenThatSomebodyUsesIsNoHelperToRevoke()
{
    QFETCH(const Known, known);
    QFETCH(const QStringList, told);
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    const auto path = fakecluster::paths(Api::Form::V2);
    server.next(fakecluster::token(Api::Form::V2, helper));
    server.on(path.token, fakecluster::token(Api::Form::V2, fakecluster::firstToken, retailId));
    server.on(path.info, fakecluster::info(Api::Form::V2, retailId));
    SessionProbe probe(server.origin(), Api::Form::V2);
    QStringList asked;
    probe.service().setMemory({.prepare = [&asked] { asked += u"prepare"_s; },
                               .knows =
                                   [&](const Token &token) {
                                       asked += token.value.toText();
                                       return known;
                                   }});
    QStringList aside;
    connect(&probe.service(), &SessionService::tokenMadeAside, this,
            [&aside](const Token &token) { aside += token.value.toText(); });

    probe.service().signIn(byKey("not-a-real-key", retail));
    QTRY_COMPARE(probe.now(), u"in"_s);
    QCOMPARE(server.lines().count("POST " + path.revoke), known == Known(false) ? 1 : 0);
    QCOMPARE(asked, QStringList({u"prepare"_s, u"SGVscGVy"_s}));
    QCOMPARE(aside, told);
}

void tst_SessionServiceSecretKey::aTokenThatIsHeldIsNoHelperToRevoke()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    const auto path = fakecluster::paths(Api::Form::V2);
    SessionProbe probe(server.origin(), Api::Form::V2);
    probe.service().signIn(byKey("not-a-real-key"));
    QTRY_COMPARE(probe.now(), u"in"_s);
    QTRY_COMPARE(server.lines().last(), orgsLine);
    server.forgetRequests();

    // It is not good for the list just then, and is given once more when another one is asked for.
    server.next(fakecluster::refusal(Api::Form::V2, 401));
    TokenWish wish;
    wish.org = u"no-such-org"_s;
    probe.service().getToken(wish, byKey("not-a-real-key").credentials);
    QTRY_VERIFY(probe.signedIn().lastError);
    QCOMPARE(SessionProbe::name(probe.signedIn().lastError->kind), u"OrgNotAllowed"_s);
    QCOMPARE(server.lines(), QList<QByteArray>({orgsLine, "POST " + path.token, orgsLine}));
}

void tst_SessionServiceSecretKey::aCancelledSignInRevokesNothingThatSomebodyUses_data()
{
    QTest::addColumn<Known>("known");
    QTest::newRow("somebody got it before") << Known(true);
    QTest::newRow("nobody knows yet") << Known();
    QTest::newRow("it is new") << Known(false);
}

void tst_SessionServiceSecretKey::aCancelledSignInRevokesNothingThatSomebodyUses()
{
    QFETCH(const Known, known);
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    const auto path = fakecluster::paths(Api::Form::V2);
    server.on(path.info, FakeReply::silence());
    SessionProbe probe(server.origin(), Api::Form::V2);
    probe.service().setMemory({.knows = [known](const Token &) { return known; }});

    probe.service().signIn(byKey("not-a-real-key"));
    QTRY_COMPARE(server.lines(), QList<QByteArray>({"POST " + path.token, "GET " + path.info}));
    server.on(path.info, fakecluster::info(Api::Form::V2));
    server.forgetRequests();
    probe.service().cancel();
    QCOMPARE(probe.now(), u"out: Cancelled"_s);
    // What would be sent would be sent before this.
    probe.service().testConnection();
    QTRY_VERIFY(!probe.reports().isEmpty());
    QTRY_COMPARE(server.lines().count("POST " + path.revoke), known == Known(true) ? 0 : 1);
}

//! What was to be told later would fall on nobody.
class NothingLater final : public QObject
{
    Q_OBJECT

public:
    bool eventFilter(QObject *, QEvent *event) override
    {
        return event->type() == QEvent::MetaCall;
    }
};

void tst_SessionServiceSecretKey::aHelperIsToldWhateverBecomesOfTheService()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    const auto path = fakecluster::paths(Api::Form::V2);
    server.next(fakecluster::token(Api::Form::V2, helper));
    server.on(path.orgs, FakeReply::silence());
    SessionProbe probe(server.origin(), Api::Form::V2);
    NothingLater ended;
    probe.service().installEventFilter(&ended);
    QStringList aside;
    connect(&probe.service(), &SessionService::tokenMadeAside, this,
            [&aside](const Token &token) { aside += token.value.toText(); });

    probe.service().signIn(byKey("not-a-real-key", retail));
    QTRY_COMPARE(server.lines(), QList<QByteArray>({"POST " + path.token, orgsLine}));
    QCOMPARE(aside, QStringList{u"SGVscGVy"_s});
}

QTEST_GUILESS_MAIN(tst_SessionServiceSecretKey)
#include "tst_sessionservice_secretkey.moc"
