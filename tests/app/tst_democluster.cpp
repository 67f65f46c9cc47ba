#include "tests/support/democluster.h"
#include "tests/support/plainclient.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;

//! The operations of every form, and what each says to who is not signed in.
class tst_DemoCluster final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanupTestCase();
    void theReadyLineTellsAddressPeopleAndSecretKey();
    void theFirstBetaDoesItsFiveOperations();
    void theLaterBetaDoesItsFiveOperationsAndSwitchesOrg();
    void theCurrentFormDoesItsFiveOperations();
    void aBetaTokenSaysWhenItEndsNotHowLongItLives();
    void anObjectTokenIsForItsObject();
    void sessionTokenMintsOneMoreEachTime();
    void everyFormHasItsAnswerToAnAnonymousQuestion_data();
    void everyFormHasItsAnswerToAnAnonymousQuestion();
    void aFormThatIsLeftOutIsNotThere();

private:
    std::unique_ptr<DemoCluster> m_shared; //!< for tests that leave nothing that others could see
};

static const QString auth = u"/api/rest/2.0/auth"_s;
static const QString v1 = u"/callosum/v1/tspublic/v1/session"_s;
static constexpr qint32 retailOrg = 1042377815;

static QJsonObject betaCredentials(const QString &user = u"maria.lopez"_s,
                                   const QString &password = u"demo-maria-1"_s)
{
    return {{u"userName"_s, user}, {u"password"_s, password}};
}

static QJsonObject credentials(const QString &user = u"maria.lopez"_s,
                               const QString &password = u"demo-maria-1"_s)
{
    return {{u"username"_s, user}, {u"password"_s, password}};
}

static QJsonObject with(QJsonObject object, const QString &name, const QJsonValue &value)
{
    object.insert(name, value);
    return object;
}

void tst_DemoCluster::initTestCase()
{
    m_shared = std::make_unique<DemoCluster>();
    QVERIFY(m_shared->isReady());
}

void tst_DemoCluster::cleanupTestCase()
{
    m_shared.reset();
}

void tst_DemoCluster::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
}

void tst_DemoCluster::theReadyLineTellsAddressPeopleAndSecretKey()
{
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    QCOMPARE(cluster.origin().scheme(), u"http"_s);
    QCOMPARE(cluster.origin().host(), u"127.0.0.1"_s);
    QCOMPARE(cluster.password(u"maria.lopez"_s), u"demo-maria-1"_s);
    QVERIFY(!cluster.secretKey().isEmpty());
    QVERIFY(cluster.authorityFile().isEmpty());
    QCOMPARE(cluster.readyLine().value(u"pid"_s).toInteger(), cluster.process().processId());
    QCOMPARE(cluster.operations(), QStringList());
}

void tst_DemoCluster::theFirstBetaDoesItsFiveOperations()
{
    DemoCluster cluster;
    PlainClient client(cluster);
    const QString base = u"/api/rest/v2/session"_s;

    const PlainAnswer login = client.post(base + u"/login"_s, betaCredentials());
    QCOMPARE(login.status, 200);
    QCOMPARE(login.json(), (QJsonObject{{u"userName"_s, u"maria.lopez"_s},
                                        {u"token"_s, QString()},
                                        {u"tokenCreatedTime"_s, u"-1"_s},
                                        {u"tokenExpiryDuration"_s, u"-1"_s},
                                        {u"tokenType"_s, u"Cookie"_s}}));
    QCOMPARE(login.setCookies.size(), 2);
    client.forget();

    const PlainAnswer token = client.post(base + u"/gettoken"_s, betaCredentials());
    QCOMPARE(token.status, 200);
    QCOMPARE(token.json().value(u"tokenType"_s).toString(), u"Bearer"_s);

    const PlainAnswer info = client.get(base, PlainClient::bearer(token.token()));
    QCOMPARE(info.status, 200);
    QCOMPARE(info.json().value(u"userName"_s).toString(), u"maria.lopez"_s);
    QCOMPARE(info.json().value(u"authToken"_s).toString(), token.token());

    const PlainAnswer revoked =
        client.send("POST", base + u"/revoketoken"_s, PlainClient::bearer(token.token()));
    QCOMPARE(revoked.status, 200);
    QCOMPARE(revoked.body, "true"_ba);
    const PlainAnswer after = client.get(base, PlainClient::bearer(token.token()));
    QCOMPARE(after.status, 500);
    QCOMPARE(after.upstreamStatus(), 401);

    QCOMPARE(client.send("POST", base + u"/logout"_s).body, "true"_ba);
    QCOMPARE(cluster.operations(),
             (QStringList{u"beta-2022/login"_s, u"beta-2022/gettoken"_s, u"beta-2022/info"_s,
                          u"beta-2022/revoketoken"_s, u"beta-2022/info"_s, u"beta-2022/logout"_s}));
}

void tst_DemoCluster::theLaterBetaDoesItsFiveOperationsAndSwitchesOrg()
{
    DemoCluster cluster;
    PlainClient client(cluster);
    const QString base = u"/tspublic/rest/v2/session"_s;
    const auto currentOrg = [&](const PlainClient::Headers &headers) {
        return client.get(base, headers).json().value(u"currentOrgId"_s).toInt(-1);
    };

    QCOMPARE(client.post(base + u"/login"_s, betaCredentials()).status, 200);
    QCOMPARE(currentOrg(PlainClient::requestedBy()), 0);
    auto headers = PlainClient::requestedBy();
    headers.emplaceBack("Content-Type", "application/json");
    const PlainAnswer switched =
        client.send("PUT", base + u"/org"_s, headers, R"({"id":"1042377815"})");
    QCOMPARE(switched.body, "true"_ba);
    QCOMPARE(currentOrg(PlainClient::requestedBy()), retailOrg);
    QCOMPARE(client.send("PUT", base + u"/org"_s, headers, R"({"id":"7"})").upstreamStatus(), 403);
    QCOMPARE(client.send("POST", base + u"/logout"_s, PlainClient::requestedBy()).body, "true"_ba);
    QCOMPARE(client.get(base, PlainClient::requestedBy()).upstreamStatus(), 401);
    client.forget();

    const PlainAnswer token =
        client.post(base + u"/gettoken"_s, with(betaCredentials(), u"orgId"_s, u"1042377815"_s));
    QCOMPARE(currentOrg(PlainClient::bearer(token.token())), retailOrg);
    const PlainAnswer byToken =
        client.post(base + u"/login"_s, {}, PlainClient::bearer(token.token()));
    QCOMPARE(byToken.json().value(u"tokenType"_s).toString(), u"Cookie"_s);
    client.forget();
    QCOMPARE(client.send("POST", base + u"/revoketoken"_s, PlainClient::bearer(token.token())).body,
             "true"_ba);
    QCOMPARE(client.get(base, PlainClient::bearer(token.token())).upstreamStatus(), 401);
}

void tst_DemoCluster::theCurrentFormDoesItsFiveOperations()
{
    DemoCluster cluster;
    PlainClient client(cluster);

    const PlainAnswer login = client.post(auth + u"/session/login"_s, credentials());
    QCOMPARE(login.status, 204);
    QCOMPARE(login.body, QByteArray());
    QCOMPARE(login.setCookies.size(), 2);
    const PlainAnswer user = client.get(auth + u"/session/user"_s, PlainClient::requestedBy());
    QCOMPARE(user.status, 200);
    QCOMPARE(user.json().value(u"name"_s).toString(), u"maria.lopez"_s);

    const PlainAnswer full = client.post(auth + u"/token/full"_s, credentials());
    QCOMPARE(full.status, 200);
    QCOMPARE(full.json().value(u"scope"_s).toObject(),
             (QJsonObject{{u"access_type"_s, u"FULL"_s},
                          {u"org_id"_s, 0},
                          {u"metadata_id"_s, QJsonValue::Null}}));
    QCOMPARE(full.json().value(u"expiration_time_in_millis"_s).toInteger() -
                 full.json().value(u"creation_time_in_millis"_s).toInteger(),
             300'000);

    const QJsonObject question{{u"token"_s, full.token()}};
    const auto bearer = PlainClient::bearer(full.token());
    QCOMPARE(client.post(auth + u"/token/validate"_s, question, bearer).status, 200);
    const PlainAnswer revoked = client.post(
        auth + u"/token/revoke"_s, with(question, u"user_identifier"_s, u"maria.lopez"_s), bearer);
    QCOMPARE(revoked.status, 204);
    QCOMPARE(client.post(auth + u"/token/validate"_s, question, bearer).status, 401);

    const PlainAnswer logout =
        client.send("POST", auth + u"/session/logout"_s, PlainClient::requestedBy());
    QCOMPARE(logout.status, 204);
    QCOMPARE(client.get(auth + u"/session/user"_s, PlainClient::requestedBy()).status, 401);
}

void tst_DemoCluster::aBetaTokenSaysWhenItEndsNotHowLongItLives()
{
    PlainClient client(*m_shared);
    const auto life = [&](const QJsonObject &body) {
        const QJsonObject token = client.post(u"/api/rest/v2/session/gettoken"_s, body).json();
        return token.value(u"tokenExpiryDuration"_s).toString().toLongLong() -
               token.value(u"tokenCreatedTime"_s).toString().toLongLong();
    };
    QCOMPARE(life(betaCredentials()), 86'400'000);
    QCOMPARE(life(with(betaCredentials(), u"tokenExpiryDuration"_s, u"900"_s)), 900'000);
}

void tst_DemoCluster::anObjectTokenIsForItsObject()
{
    PlainClient client(*m_shared);
    const QString object = u"11111111-2222-4333-8444-555555555555"_s;
    const QJsonObject scope =
        client.post(auth + u"/token/object"_s, with(credentials(), u"object_id"_s, object))
            .json()
            .value(u"scope"_s)
            .toObject();
    QCOMPARE(scope.value(u"access_type"_s).toString(), u"REPORT_BOOK_VIEW"_s);
    QCOMPARE(scope.value(u"metadata_id"_s).toString(), object);
}

void tst_DemoCluster::sessionTokenMintsOneMoreEachTime()
{
    DemoCluster cluster;
    PlainClient client(cluster);
    QCOMPARE(client.post(auth + u"/session/login"_s, credentials()).status, 204);
    QSet<QString> tokens;
    for (int i = 0; i < 2; ++i)
        tokens.insert(client.get(auth + u"/session/token"_s, PlainClient::requestedBy()).token());
    QCOMPARE(tokens.size(), 2);
    QCOMPARE(cluster.state().value(u"tokens"_s).toArray().size(), 2);
}

void tst_DemoCluster::everyFormHasItsAnswerToAnAnonymousQuestion_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("upstream");
    QTest::addColumn<QByteArray>("type");
    const QByteArray json = "application/json";
    QTest::newRow("2.0") << auth + u"/session/user"_s << 401 << 0 << json;
    QTest::newRow("the later beta") << u"/tspublic/rest/v2/session"_s << 500 << 401 << json;
    QTest::newRow("the first beta") << u"/api/rest/v2/session"_s << 500 << 401 << json;
    QTest::newRow("v1") << v1 + u"/info"_s << 401 << 0 << json;
    QTest::newRow("the short v1 path") << u"/callosum/v1/session/isactive"_s << 401 << 0 << json;
    QTest::newRow("the page before sign-in") << u"/prism/preauth/info"_s << 401 << 0 << json;
    QTest::newRow("an unknown call") << u"/api/rest/2.0/nothing"_s << 404 << 0 << json;
    QTest::newRow("an unknown page") << u"/nothing"_s << 404 << 0 << "text/html"_ba;
}

void tst_DemoCluster::everyFormHasItsAnswerToAnAnonymousQuestion()
{
    QFETCH(QString, path);
    QFETCH(int, status);
    QFETCH(int, upstream);
    QFETCH(QByteArray, type);
    const PlainAnswer answer = PlainClient(*m_shared).get(path);
    QCOMPARE(answer.status, status);
    QCOMPARE(answer.upstreamStatus(), upstream);
    QCOMPARE(answer.contentType.split(';').constFirst(), type);
    QVERIFY(!answer.date.isEmpty());
}

void tst_DemoCluster::aFormThatIsLeftOutIsNotThere()
{
    const DemoCluster cluster({u"--forms"_s, u"beta-2022"_s});
    PlainClient client(cluster);
    QCOMPARE(client.get(auth + u"/session/user"_s).status, 404);
    QCOMPARE(client.get(u"/tspublic/rest/v2/session"_s).status, 404);
    QCOMPARE(client.get(v1 + u"/info"_s).status, 404);
    QCOMPARE(client.get(u"/api/rest/v2/session"_s).upstreamStatus(), 401);
}

QTEST_GUILESS_MAIN(tst_DemoCluster)
#include "tst_democluster.moc"
