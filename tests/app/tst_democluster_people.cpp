#include "tests/support/democluster.h"
#include "tests/support/plainclient.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

//! The people of the demo cluster, their Orgs and what they may do.
class tst_DemoClusterPeople final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanupTestCase();
    void everyPersonHasItsStory_data();
    void everyPersonHasItsStory();
    void fiveWrongPasswordsInARowLockTheAccount();
    void aSecretKeyGetsATokenForAnybody();
    void anybodyButTheAdministratorIsRefused_data();
    void anybodyButTheAdministratorIsRefused();
    void anOrgDecidesWhatATokenIsFor();
    void v1ListsAndSwitchesOrgs();
    void theLargeObjectIsTenMegabytesInEveryForm_data();
    void theLargeObjectIsTenMegabytesInEveryForm();

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

void tst_DemoClusterPeople::initTestCase()
{
    m_shared = std::make_unique<DemoCluster>();
    QVERIFY(m_shared->isReady());
}

void tst_DemoClusterPeople::cleanupTestCase()
{
    m_shared.reset();
}

void tst_DemoClusterPeople::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
}

void tst_DemoClusterPeople::everyPersonHasItsStory_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("password");
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("said");
    QTest::newRow("a right password signs in")
        << u"maria.lopez"_s << u"demo-maria-1"_s << 204 << QString();
    QTest::newRow("a wrong password is not accepted")
        << u"maria.lopez"_s << u"wrong"_s << 401 << u"not accepted"_s;
    QTest::newRow("an unknown person is told no more than that")
        << u"nobody"_s << u"wrong"_s << 401 << u"not accepted"_s;
    QTest::newRow("a person with a second factor cannot sign in by password")
        << u"nina.mfa"_s << u"demo-nina-1"_s << 401 << u"Multi-factor"_s;
    QTest::newRow("the second factor says nothing about a wrong password")
        << u"nina.mfa"_s << u"wrong"_s << 401 << u"not accepted"_s;
    QTest::newRow("a locked account stays out")
        << u"luis.locked"_s << u"demo-luis-1"_s << 403 << u"locked"_s;
    QTest::newRow("a SAML user has no password to sign in with")
        << u"sam.saml"_s << u"demo"_s << 401 << u"not accepted"_s;
}

void tst_DemoClusterPeople::everyPersonHasItsStory()
{
    QFETCH(QString, user);
    QFETCH(QString, password);
    QFETCH(int, status);
    QFETCH(QString, said);
    PlainClient client(*m_shared);
    const PlainAnswer now = client.post(auth + u"/session/login"_s, credentials(user, password));
    QCOMPARE(now.status, status);
    QVERIFY(QString::fromUtf8(now.body).contains(said));
    const PlainAnswer beta =
        client.post(u"/api/rest/v2/session/login"_s, betaCredentials(user, password));
    QCOMPARE(beta.status, status == 204 ? 200 : 500);
    QCOMPARE(beta.upstreamStatus(), status == 204 ? 0 : status);
}

void tst_DemoClusterPeople::fiveWrongPasswordsInARowLockTheAccount()
{
    DemoCluster cluster;
    PlainClient client(cluster);
    const auto signIn = [&](const QString &password) {
        return client.post(auth + u"/session/login"_s, credentials(u"maria.lopez"_s, password))
            .status;
    };
    QList<int> statuses;
    for (int i = 0; i < 4; ++i)
        statuses.append(signIn(u"wrong"_s));
    statuses.append(signIn(u"demo-maria-1"_s));
    for (int i = 0; i < 5; ++i)
        statuses.append(signIn(u"wrong"_s));
    statuses.append(signIn(u"demo-maria-1"_s));
    QCOMPARE(statuses, (QList<int>{401, 401, 401, 401, 204, 401, 401, 401, 401, 401, 403}));
    const QJsonValue maria = cluster.state().value(u"users"_s)[1];
    QCOMPARE(maria[u"attempts"_s].toInt(), 11);
    QVERIFY(maria[u"locked"_s].toBool());
}

void tst_DemoClusterPeople::aSecretKeyGetsATokenForAnybody()
{
    PlainClient client(*m_shared);
    const QJsonObject wish{{u"username"_s, u"sam.saml"_s},
                           {u"secret_key"_s, m_shared->secretKey()}};
    const PlainAnswer token = client.post(auth + u"/token/full"_s, wish);
    QCOMPARE(token.status, 200);
    QCOMPARE(token.json().value(u"valid_for_username"_s).toString(), u"sam.saml"_s);
    const QJsonObject betaWish{{u"userName"_s, u"nina.mfa"_s},
                               {u"secretKey"_s, m_shared->secretKey()}};
    QCOMPARE(client.post(u"/tspublic/rest/v2/session/gettoken"_s, betaWish).status, 200);
}

void tst_DemoClusterPeople::anybodyButTheAdministratorIsRefused_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("password");
    QTest::addColumn<int>("status");
    QTest::newRow("the analyst is refused") << u"maria.lopez"_s << u"demo-maria-1"_s << 403;
    QTest::newRow("the administrator gets it") << u"admin.demo"_s << u"demo-admin-1"_s << 200;
}

void tst_DemoClusterPeople::anybodyButTheAdministratorIsRefused()
{
    QFETCH(QString, user);
    QFETCH(QString, password);
    QFETCH(int, status);
    PlainClient client(*m_shared);
    const auto bearer = PlainClient::bearer(
        client.post(auth + u"/token/full"_s, credentials(user, password)).token());
    QCOMPARE(client.get(u"/api/rest/2.0/system"_s, bearer).status, status);
    QCOMPARE(client.post(u"/api/rest/2.0/orgs/search"_s, {}, bearer).status, status);
}

void tst_DemoClusterPeople::anOrgDecidesWhatATokenIsFor()
{
    PlainClient client(*m_shared);
    const auto token = [&](const QJsonValue &org) {
        return client.post(auth + u"/token/full"_s, with(credentials(), u"org_id"_s, org));
    };
    QCOMPARE(token(retailOrg).json()[u"scope"_s][u"org_id"_s].toInt(), retailOrg);
    QCOMPARE(token(7).status, 403);
    QCOMPARE(token(u"retail-emea"_s).status, 400);
    const QJsonObject user =
        client.get(auth + u"/session/user"_s, PlainClient::bearer(token(retailOrg).token())).json();
    QCOMPARE(user[u"current_org"_s][u"name"_s].toString(), u"retail-emea"_s);
    QCOMPARE(client
                 .post(auth + u"/session/login"_s,
                       with(credentials(), u"org_identifier"_s, u"retail-emea"_s))
                 .status,
             204);
}

void tst_DemoClusterPeople::v1ListsAndSwitchesOrgs()
{
    DemoCluster cluster;
    PlainClient client(cluster);
    auto form = PlainClient::requestedBy();
    form.emplaceBack("Content-Type", "application/x-www-form-urlencoded");
    QCOMPARE(
        client.send("POST", v1 + u"/login"_s, form, "username=maria.lopez&password=demo-maria-1")
            .status,
        204);
    const auto orgs = [&] {
        return client.get(v1 + u"/orgs?batchsize=-1&offset=-1"_s, form).json();
    };
    QCOMPARE(orgs().value(u"orgs"_s).toArray().size(), 2);
    QCOMPARE(orgs().value(u"currentOrgId"_s).toInt(-1), 0);
    QCOMPARE(client.send("PUT", v1 + u"/orgs"_s, form, "orgid=1042377815").status, 204);
    QCOMPARE(orgs().value(u"currentOrgId"_s).toInt(-1), retailOrg);
    QCOMPARE(client.send("PUT", v1 + u"/orgs"_s, form, "orgid=7").status, 403);
    QCOMPARE(client.send("PUT", v1 + u"/orgs"_s, form, "orgid=retail").status, 400);
    client.forget();

    const QString token = client.post(auth + u"/token/full"_s, credentials()).token();
    QCOMPARE(client.get(v1 + u"/orgs"_s, PlainClient::bearer(token)).status, 200);
}

void tst_DemoClusterPeople::theLargeObjectIsTenMegabytesInEveryForm_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<QString>("groups");
    QTest::newRow("the first beta") << u"/api/rest/v2/session"_s << u"userGroups"_s;
    QTest::newRow("the later beta") << u"/tspublic/rest/v2/session"_s << u"userGroups"_s;
    QTest::newRow("2.0") << auth + u"/session/user"_s << u"user_groups"_s;
    QTest::newRow("v1") << v1 + u"/info"_s << u"userGroups"_s;
}

void tst_DemoClusterPeople::theLargeObjectIsTenMegabytesInEveryForm()
{
    QFETCH(QString, path);
    QFETCH(QString, groups);
    PlainClient client(*m_shared);
    const QString token =
        client.post(auth + u"/token/full"_s, credentials(u"bea.big"_s, u"demo-bea-1"_s)).token();
    const PlainAnswer answer = client.get(path, PlainClient::bearer(token));
    QCOMPARE(answer.status, 200);
    QVERIFY(answer.body.size() >= 10 * 1024 * 1024);
    QVERIFY(answer.body.size() < 11 * 1024 * 1024);
    QCOMPARE(answer.json().value(groups).toArray().size(), 500);
}

QTEST_GUILESS_MAIN(tst_DemoClusterPeople)
#include "tst_democluster_people.moc"
