#include "tests/support/democluster.h"
#include "tests/support/plainclient.h"

#include <QRegularExpression>
#include <QTcpSocket>
#include <QTest>

using namespace Qt::StringLiterals;

Q_DECLARE_METATYPE(PlainClient::Headers)

static const QString auth = u"/api/rest/2.0/auth"_s;
static const QString firstBeta = u"/api/rest/v2/session"_s;
static const QString laterBeta = u"/tspublic/rest/v2/session"_s;
static const QString v1 = u"/callosum/v1/tspublic/v1/session"_s;

//! What every form refuses, and in which shape.
class tst_DemoClusterStrictness final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanupTestCase();
    void aRequestOutsideTheContractIsRefused_data();
    void aRequestOutsideTheContractIsRefused();
    void aRequestWithoutUserAgentIsRefused();
    void aCookieCallNeedsRequestedBy();
    void bothCookiesMustGoBack();
    void unknownFieldsPassAndAreCounted();
    void revokingAnotherPersonsTokenNeedsAPrivilege();
    void revokeEndsTheCookieSession();
    void aRevokedTokenIsToldFromNone();
    void errorsHaveTheShapeThatWasAskedFor();
    void aBetaLogoutEndsTheTokenThatItCameWith();

private:
    [[nodiscard]] QString token(const QString &user, const QString &password);

    std::unique_ptr<DemoCluster> m_cluster;
    std::unique_ptr<PlainClient> m_client;
};

void tst_DemoClusterStrictness::initTestCase()
{
    m_cluster = std::make_unique<DemoCluster>();
    QVERIFY(m_cluster->isReady());
}

void tst_DemoClusterStrictness::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m_client = std::make_unique<PlainClient>(*m_cluster);
}

void tst_DemoClusterStrictness::cleanupTestCase()
{
    m_cluster.reset();
}

QString tst_DemoClusterStrictness::token(const QString &user, const QString &password)
{
    return m_client
        ->post(auth + u"/token/full"_s, {{u"username"_s, user}, {u"password"_s, password}})
        .token();
}

static void addRow(const char *name, const QByteArray &method, const QString &path,
                   const QByteArray &contentType, const QByteArray &body, int status)
{
    QTest::newRow(name) << method << path << contentType << body << status;
}

static void addCurrentRows()
{
    const QByteArray json = "application/json";
    const QString login = auth + u"/session/login"_s;
    const QString full = auth + u"/token/full"_s;
    const QByteArray good = R"({"username":"maria.lopez","password":"demo-maria-1")";
    addRow("2.0: GET on login is the wrong method", "GET", login, {}, {}, 405);
    addRow("2.0: PUT on login is the wrong method", "PUT", login, json, good + "}", 405);
    addRow("2.0: POST on user is the wrong method", "POST", auth + u"/session/user"_s, {}, {}, 405);
    addRow("2.0: a path with a slash too many is unknown", "POST", login + u'/', json, good + "}",
           404);
    addRow("2.0: a form instead of JSON", "POST", login, "application/x-www-form-urlencoded",
           "username=maria.lopez&password=demo-maria-1", 415);
    addRow("2.0: JSON under another name", "POST", login, "text/plain", good + "}", 415);
    addRow("2.0: a login without a body", "POST", login, json, {}, 400);
    addRow("2.0: a body that is cut", "POST", login, json, good, 400);
    addRow("2.0: a body that is a list", "POST", login, json, "[" + good + "}]", 400);
    addRow("2.0: a login with nothing in it", "POST", login, json, "{}", 401);
    addRow("2.0: a name that is a number", "POST", login, json, R"({"username":1,"password":"x"})",
           400);
    addRow("2.0: remember_me as a text", "POST", login, json, good + R"(,"remember_me":"true"})",
           400);
    addRow("2.0: remember_me may be null", "POST", login, json, good + R"(,"remember_me":null})",
           204);
    addRow("2.0: content type with a charset is fine", "POST", login,
           "application/json; charset=utf-8", good + "}", 204);
    addRow("2.0: a token for nobody", "POST", full, json, R"({"password":"x"})", 400);
    addRow("2.0: a token with neither password nor key", "POST", full, json,
           R"({"username":"maria.lopez"})", 400);
    addRow("2.0: a token with both password and key", "POST", full, json,
           good + R"(,"secret_key":"x"})", 400);
    addRow("2.0: a wrong key", "POST", full, json, R"({"username":"maria.lopez","secret_key":"x"})",
           401);
    addRow("2.0: validity as a text", "POST", full, json,
           good + R"(,"validity_time_in_sec":"300"})", 400);
    addRow("2.0: validity with a fraction", "POST", full, json,
           good + R"(,"validity_time_in_sec":300.5})", 400);
    addRow("2.0: validity past 32 bits", "POST", full, json,
           good + R"(,"validity_time_in_sec":3000000000})", 400);
    addRow("2.0: validity of nothing", "POST", full, json, good + R"(,"validity_time_in_sec":0})",
           400);
    addRow("2.0: provisioning without a key", "POST", full, json, good + R"(,"auto_create":true})",
           400);
    addRow("2.0: a custom token without persist option", "POST", auth + u"/token/custom"_s, json,
           good + "}", 400);
    addRow("2.0: a custom token", "POST", auth + u"/token/custom"_s, json,
           good + R"(,"persist_option":"NONE"})", 200);
}

static void addCustomRows()
{
    const QByteArray good = R"({"username":"maria.lopez","password":"demo-maria-1",)"
                            R"("persist_option":)";
    const auto row = [&](const char *name, const QByteArray &rest, int status) {
        addRow(name, "POST", auth + u"/token/custom"_s, "application/json", good + rest, status);
    };
    row("custom token: everything that it can carry",
        R"("APPEND","org_identifier":"retail-emea","filter_rules":[{"column_name":"Region",)"
        R"("operator":"IN","values":["EMEA","APAC"]}],"parameter_values":[{"name":"p",)"
        R"("values":["1"]}],"variable_values":[{"name":"v","values":["1","2"]}],"objects":[)"
        R"({"type":"LOGICAL_TABLE","identifier":"Sales"},{"identifier":"x"}],"groups":[)"
        R"({"identifier":"Analysts"}],"auto_create":false})",
        200);
    row("custom token: a persist option of its own making", R"("KEEP"})", 400);
    row("custom token: an operator of its own making",
        R"("NONE","filter_rules":[{"column_name":"Region","operator":"IS","values":["x"]}]})", 400);
    row("custom token: a rule without a column",
        R"("NONE","filter_rules":[{"operator":"IN","values":["x"]}]})", 400);
    row("custom token: a rule without values",
        R"("NONE","filter_rules":[{"column_name":"Region","operator":"IN","values":[]}]})", 400);
    row("custom token: a rule with a field too many",
        R"("NONE","filter_rules":[{"column_name":"R","operator":"IN","values":["x"],"y":1}]})",
        400);
    row("custom token: rules that are no list", R"("NONE","filter_rules":{}})", 400);
    row("custom token: two values for one parameter",
        R"("NONE","parameter_values":[{"name":"p","values":["1","2"]}]})", 400);
    row("custom token: variables that nobody keeps",
        R"("NONE","variable_values":[{"name":"v","values":["1"]}]})", 400);
    row("custom token: an object of another type",
        R"("NONE","objects":[{"type":"LIVEBOARD","identifier":"x"}]})", 400);
    row("custom token: a group as a text", R"("NONE","groups":["Analysts"]})", 400);
    row("custom token: a new user without a key", R"("NONE","auto_create":true})", 400);
}

static void addSignedInRows()
{
    const QByteArray json = "application/json";
    addRow("2.0: logout with an empty object", "POST", auth + u"/session/logout"_s, json, "{}",
           400);
    addRow("2.0: GET with a body", "GET", auth + u"/session/user"_s, json, "{}", 400);
    addRow("2.0: revoke without a body", "POST", auth + u"/token/revoke"_s, json, {}, 400);
    addRow("2.0: revoke of nothing", "POST", auth + u"/token/revoke"_s, json, "{}", 400);
    addRow("2.0: revoke of an unknown token", "POST", auth + u"/token/revoke"_s, json,
           R"({"token":"x"})", 400);
    addRow("2.0: validate without a token", "POST", auth + u"/token/validate"_s, json, "{}", 400);
    addRow("2.0: validate of something else", "POST", auth + u"/token/validate"_s, json,
           R"({"token":"x"})", 400);
}

static void addBetaRows()
{
    const QByteArray json = "application/json";
    const QByteArray good = R"({"userName":"maria.lopez","password":"demo-maria-1")";
    addRow("first beta: login without a password", "POST", firstBeta + u"/login"_s, json,
           R"({"userName":"maria.lopez"})", 400);
    addRow("first beta: GET on login", "GET", firstBeta + u"/login"_s, {}, {}, 405);
    addRow("first beta: a form instead of JSON", "POST", firstBeta + u"/login"_s,
           "application/x-www-form-urlencoded", "userName=maria.lopez", 415);
    addRow("first beta: validity as a number", "POST", firstBeta + u"/gettoken"_s, json,
           good + R"(,"tokenExpiryDuration":3600})", 400);
    addRow("first beta: rememberMe as a text", "POST", firstBeta + u"/login"_s, json,
           good + R"(,"rememberMe":"true"})", 400);
    addRow("first beta: no secret key yet", "POST", firstBeta + u"/gettoken"_s, json,
           R"({"userName":"maria.lopez","secretKey":"x"})", 400);
    addRow("first beta: logout with a body", "POST", firstBeta + u"/logout"_s, json, "{}", 400);
    addRow("first beta: revoke without a token", "POST", firstBeta + u"/revoketoken"_s, {}, {},
           401);
    addRow("later beta: rememberMe as a text is fine", "POST", laterBeta + u"/login"_s, json,
           good + R"(,"rememberMe":"true"})", 0);
    addRow("later beta: rememberMe as something else", "POST", laterBeta + u"/login"_s, json,
           good + R"(,"rememberMe":"yes"})", 400);
    addRow("later beta: both password and key", "POST", laterBeta + u"/gettoken"_s, json,
           good + R"(,"secretKey":"x"})", 400);
    addRow("later beta: an access level of its own making", "POST", laterBeta + u"/gettoken"_s,
           json, good + R"(,"accessLevel":"SOME"})", 400);
    addRow("later beta: an object token without object", "POST", laterBeta + u"/gettoken"_s, json,
           good + R"(,"accessLevel":"REPORT_BOOK_VIEW"})", 400);
    addRow("later beta: Org id as a number", "POST", laterBeta + u"/gettoken"_s, json,
           good + R"(,"orgId":0})", 400);
    addRow("later beta: another person's Org", "POST", laterBeta + u"/gettoken"_s, json,
           good + R"(,"orgId":"7"})", 403);
    addRow("later beta: credentials in the query", "GET",
           laterBeta + u"/gettoken?userName=maria.lopez&password=demo-maria-1"_s, {}, {}, 405);
}

static void addV1Rows()
{
    const QByteArray form = "application/x-www-form-urlencoded";
    addRow("v1: JSON instead of a form", "POST", v1 + u"/login"_s, "application/json",
           R"({"username":"maria.lopez"})", 415);
    addRow("v1: login without a password", "POST", v1 + u"/login"_s, form, "username=maria.lopez",
           400);
    addRow("v1: login without X-Requested-By", "POST", v1 + u"/login"_s, form,
           "username=maria.lopez&password=demo-maria-1", 403);
}

void tst_DemoClusterStrictness::aRequestOutsideTheContractIsRefused_data()
{
    QTest::addColumn<QByteArray>("method");
    QTest::addColumn<QString>("path");
    QTest::addColumn<QByteArray>("contentType");
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<int>("status"); // of a beta: the upstream one, 0 = none
    addCurrentRows();
    addCustomRows();
    addSignedInRows();
    addBetaRows();
    addV1Rows();
}

void tst_DemoClusterStrictness::aRequestOutsideTheContractIsRefused()
{
    QFETCH(QByteArray, method);
    QFETCH(QString, path);
    QFETCH(QByteArray, contentType);
    QFETCH(QByteArray, body);
    QFETCH(int, status);
    const bool isBeta = path.startsWith(firstBeta) || path.startsWith(laterBeta);
    PlainClient::Headers headers;
    if (!isBeta && !path.startsWith(v1))
        headers = PlainClient::bearer(token(u"maria.lopez"_s, u"demo-maria-1"_s));
    if (status == 401)
        headers.clear();
    if (!contentType.isEmpty())
        headers.emplaceBack("Content-Type", contentType);
    const PlainAnswer answer = m_client->send(method, path, headers, body);
    QCOMPARE(isBeta ? answer.upstreamStatus() : answer.status, status);
    if (isBeta)
        QCOMPARE(answer.status, status == 0 ? 200 : 500);
    if (status >= 400)
        QVERIFY(answer.contentType.startsWith("application/json"));
}

void tst_DemoClusterStrictness::aRequestWithoutUserAgentIsRefused()
{
    // Qt's own client always sends one.
    QTcpSocket socket;
    QByteArray reply;
    connect(&socket, &QTcpSocket::readyRead, this, [&] { reply += socket.readAll(); });
    socket.connectToHost(m_cluster->origin().host(),
                         static_cast<quint16>(m_cluster->origin().port()));
    socket.write("GET /api/rest/2.0/auth/session/user HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    QTRY_VERIFY(reply.contains("User-Agent is required"));
    QVERIFY(reply.startsWith("HTTP/1.1 400 "));
}

void tst_DemoClusterStrictness::aCookieCallNeedsRequestedBy()
{
    const QJsonObject maria{{u"username"_s, u"maria.lopez"_s}, {u"password"_s, u"demo-maria-1"_s}};
    QCOMPARE(m_client->post(auth + u"/session/login"_s, maria).status, 204);
    const QString user = auth + u"/session/user"_s;
    QCOMPARE(m_client->get(user).status, 403);
    QCOMPARE(m_client->get(user, PlainClient::requestedBy()).status, 200);
    QCOMPARE(m_client->get(firstBeta).upstreamStatus(), 403);
}

void tst_DemoClusterStrictness::bothCookiesMustGoBack()
{
    const QJsonObject maria{{u"username"_s, u"maria.lopez"_s}, {u"password"_s, u"demo-maria-1"_s}};
    const QList<QByteArray> cookies = m_client->post(auth + u"/session/login"_s, maria).setCookies;
    m_client->forget();
    QCOMPARE(cookies.size(), 2);
    QByteArrayList pairs;
    for (const QByteArray &cookie : cookies) {
        QVERIFY(cookie.contains("HttpOnly"));
        pairs.append(cookie.split(';').constFirst());
    }
    const auto ask = [&](const QByteArray &cookie) {
        PlainClient client(*m_cluster);
        auto headers = PlainClient::requestedBy();
        headers.emplaceBack("Cookie", cookie);
        return client.get(auth + u"/session/user"_s, headers).status;
    };
    QCOMPARE(ask(pairs[0]), 401);
    QCOMPARE(ask(pairs[1]), 401);
    QCOMPARE(ask(pairs.join("; ")), 200);
}

void tst_DemoClusterStrictness::unknownFieldsPassAndAreCounted()
{
    DemoCluster cluster;
    PlainClient client(cluster);
    const QJsonObject wish{{u"username"_s, u"maria.lopez"_s},
                           {u"password"_s, u"demo-maria-1"_s},
                           {u"org_identifier"_s, u"retail-emea"_s}};
    const PlainAnswer answer = client.post(auth + u"/token/full"_s, wish);
    QCOMPARE(answer.status, 200);
    // The name of an Org is silently ignored by this call: FACTS 3.
    QCOMPARE(answer.json()[u"scope"_s][u"org_id"_s].toInt(-1), 0);
    QCOMPARE(cluster.state().value(u"unknownFields"_s).toObject(),
             (QJsonObject{{u"2.0/tokenFull"_s, QJsonObject{{u"org_identifier"_s, 1}}}}));
}

void tst_DemoClusterStrictness::revokingAnotherPersonsTokenNeedsAPrivilege()
{
    const QString maria = token(u"maria.lopez"_s, u"demo-maria-1"_s);
    const QString admin = token(u"admin.demo"_s, u"demo-admin-1"_s);
    const auto revoke = [&](const QString &which, const QString &by) {
        return m_client
            ->post(auth + u"/token/revoke"_s, {{u"token"_s, which}}, PlainClient::bearer(by))
            .status;
    };
    QCOMPARE(revoke(admin, maria), 403);
    QCOMPARE(revoke(maria, admin), 204);
    QCOMPARE(m_client->get(auth + u"/session/user"_s, PlainClient::bearer(maria)).status, 401);
    QCOMPARE(m_client->get(auth + u"/session/user"_s, PlainClient::bearer(admin)).status, 200);
}

void tst_DemoClusterStrictness::revokeEndsTheCookieSession()
{
    const QJsonObject maria{{u"username"_s, u"maria.lopez"_s}, {u"password"_s, u"demo-maria-1"_s}};
    const QString issued = token(u"maria.lopez"_s, u"demo-maria-1"_s);
    QCOMPARE(m_client->post(auth + u"/session/login"_s, maria).status, 204);
    QCOMPARE(
        m_client
            ->post(auth + u"/token/revoke"_s, {{u"token"_s, issued}}, PlainClient::requestedBy())
            .status,
        204);
    QCOMPARE(m_client->get(auth + u"/session/user"_s, PlainClient::requestedBy()).status, 401);
}

void tst_DemoClusterStrictness::aRevokedTokenIsToldFromNone()
{
    const QString asked = token(u"maria.lopez"_s, u"demo-maria-1"_s);
    const QString asking = token(u"maria.lopez"_s, u"demo-maria-1"_s);
    const auto check = [&] {
        return m_client->post(auth + u"/token/validate"_s, {{u"token"_s, asked}},
                              PlainClient::bearer(asking));
    };
    const PlainAnswer before = check();
    QCOMPARE(before.status, 200);
    QCOMPARE(before.json().value(u"token_type"_s).toString(), u"BEARER"_s);
    QCOMPARE(
        m_client
            ->post(auth + u"/token/revoke"_s, {{u"token"_s, asked}}, PlainClient::bearer(asking))
            .status,
        204);
    QCOMPARE(check().status, 400);
}

void tst_DemoClusterStrictness::errorsHaveTheShapeThatWasAskedFor()
{
    const QString path = auth + u"/session/user"_s;
    const QJsonValue live = m_client->get(path).json()[u"error"_s][u"message"_s];
    QCOMPARE(live[u"debug"_s][u"code"_s].toInt(), 10097);
    QCOMPARE(live[u"debug"_s][u"debug"_s].toString(), u"[\"User is not authenticated\",\"\"]"_s);

    const DemoCluster published({u"--error-shape"_s, u"spec"_s});
    const QJsonValue spec = PlainClient(published).get(path).json()[u"error"_s][u"message"_s];
    QCOMPARE(spec[u"code"_s].toInt(), 10097);
    QCOMPARE(spec[u"debug"_s].toString(), u"User is not authenticated"_s);

    const QJsonObject flat = m_client->get(v1 + u"/info"_s).json();
    QCOMPARE(flat.keys(),
             (QStringList{u"code"_s, u"debug"_s, u"incident_id_guid"_s, u"trace_id_guid"_s}));
}

void tst_DemoClusterStrictness::aBetaLogoutEndsTheTokenThatItCameWith()
{
    const QString issued = token(u"maria.lopez"_s, u"demo-maria-1"_s);
    const auto bearer = PlainClient::bearer(issued);
    QCOMPARE(m_client->get(laterBeta, bearer).status, 200);
    QCOMPARE(m_client->send("POST", laterBeta + u"/logout"_s, bearer).body, "true"_ba);
    QCOMPARE(m_client->get(laterBeta, bearer).upstreamStatus(), 401);
}

QTEST_GUILESS_MAIN(tst_DemoClusterStrictness)
#include "tst_democluster_strictness.moc"
