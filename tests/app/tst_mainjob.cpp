#include "tests/support/democluster.h"
#include "tests/support/sessionprobe.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

//! The main job over real HTTP between two processes: the service here, the demo cluster there.
class tst_MainJob final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void fiveOperationsInEveryForm_data();
    void fiveOperationsInEveryForm();
    void theSessionIsMovedToAnotherOrgInTheLaterBeta();
    void aTokenForAnotherOrgInTheCurrentForm();
    void overTlsOnlyWithTheClustersAuthority();
    void fromClickToInfoAndTokenAreTwoRoundTrips();
    void aServerThatSpeaksOnlyV1IsSaid();
};

void tst_MainJob::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
}

static SignInRequest requestOf(const DemoCluster &cluster, const QString &user,
                               const QString &org = {})
{
    SignInRequest request;
    request.credentials = {user, SecretBuffer::fromText(cluster.password(user)), {}};
    request.org = org;
    return request;
}

static const QString maria = u"maria.lopez"_s;
static constexpr qint64 retailId = 1042377815;

void tst_MainJob::fiveOperationsInEveryForm_data()
{
    QTest::addColumn<QString>("forms");
    QTest::addColumn<Api::Form>("chosen");
    QTest::addColumn<Api::Form>("spoken");
    QTest::addColumn<QStringList>("signIn");
    QTest::addColumn<QStringList>("rest");
    const QStringList v2{u"2.0/login"_s, u"2.0/sessionUser"_s, u"2.0/tokenFull"_s, u"v1/orgs"_s};
    const QStringList v2Rest{u"2.0/sessionUser"_s, u"2.0/tokenFull"_s,     u"2.0/tokenValidate"_s,
                             u"2.0/tokenRevoke"_s, u"2.0/tokenValidate"_s, u"2.0/logout"_s};
    const QStringList beta{u"beta/login"_s, u"beta/info"_s, u"beta/gettoken"_s, u"v1/orgs"_s};
    // These have no call that checks a token: the session info with it tells.
    const QStringList betaRest{u"beta/info"_s,        u"beta/gettoken"_s, u"beta/info"_s,
                               u"beta/revoketoken"_s, u"beta/info"_s,     u"beta/logout"_s};
    const QStringList first{u"beta-2022/login"_s, u"beta-2022/gettoken"_s, u"beta-2022/info"_s};
    const QStringList firstRest{u"beta-2022/info"_s, u"beta-2022/gettoken"_s,
                                u"beta-2022/info"_s, u"beta-2022/revoketoken"_s,
                                u"beta-2022/info"_s, u"beta-2022/logout"_s};
    const QString all = u"beta-2022,beta,2.0,v1"_s;
    QTest::newRow("2.0, chosen") << all << Api::Form::V2 << Api::Form::V2 << v2 << v2Rest;
    QTest::newRow("later beta, chosen")
        << all << Api::Form::Beta << Api::Form::Beta << beta << betaRest;
    QTest::newRow("2022 beta, chosen")
        << all << Api::Form::Beta2022 << Api::Form::Beta2022 << first << firstRest;
    QTest::newRow("2.0, found") << u"2.0,v1"_s << Api::Form::Auto << Api::Form::V2 << v2 << v2Rest;
    QTest::newRow("later beta, found")
        << u"beta-2022,beta,v1"_s << Api::Form::Auto << Api::Form::Beta << beta << betaRest;
    QTest::newRow("2022 beta, found")
        << u"beta-2022"_s << Api::Form::Auto << Api::Form::Beta2022 << first << firstRest;
}

//! Side by side means that the two may arrive in either order.
static QStringList sorted(QStringList list)
{
    list.sort();
    return list;
}

void tst_MainJob::fiveOperationsInEveryForm()
{
    QFETCH(const QString, forms);
    QFETCH(const Api::Form, chosen);
    QFETCH(const Api::Form, spoken);
    QFETCH(const QStringList, signIn);
    QFETCH(const QStringList, rest);
    DemoCluster cluster({u"--forms"_s, forms});
    QVERIFY(cluster.isReady());
    SessionProbe probe(cluster.origin().toString(), chosen);
    probe.service().testConnection();
    QTRY_COMPARE(probe.reports().size(), 1);
    QCOMPARE(probe.reports().first().form, spoken);
    const qsizetype probes = cluster.operations().size();

    probe.service().signIn(requestOf(cluster, maria));
    QTRY_COMPARE(probe.now(), u"in"_s);
    QTRY_COMPARE(cluster.operations().size(), probes + signIn.size());
    QCOMPARE(sorted(cluster.operations().sliced(probes)), sorted(signIn));
    QCOMPARE(cluster.operations().at(probes), signIn.first());
    QCOMPARE(probe.signedIn().info->displayName, u"Maria Lopez"_s);
    const SecretBuffer first = probe.signedIn().token->value;
    const qint64 left = *probe.signedIn().token->remainingMs(probe.service().serverClock().nowMs());
    QVERIFY(left > 3'500'000 && left <= 3'601'500);

    probe.service().refreshInfo();
    QTRY_COMPARE(probe.now(), u"in"_s);
    probe.service().getToken({}, requestOf(cluster, maria).credentials);
    QTRY_VERIFY(probe.now() == u"in"_s && probe.signedIn().token->value != first);
    probe.service().checkToken();
    QTRY_VERIFY(probe.signedIn().token->lastCheck);
    QVERIFY(probe.signedIn().token->lastCheck->accepted);
    probe.service().revokeToken();
    QTRY_COMPARE(probe.now(), u"in, Revoked"_s);
    QVERIFY(probe.signedIn().token->lastCheck);
    QVERIFY(!probe.signedIn().token->lastCheck->accepted);
    probe.service().signOut();
    QTRY_COMPARE(probe.now(), u"out (revoke NotNeeded, logout Confirmed)"_s);

    QCOMPARE(cluster.operations().sliced(probes + signIn.size()), rest);
    const QJsonObject state = cluster.state();
    QCOMPARE(state.value("unknownFields"_L1).toObject(), QJsonObject());
    QCOMPARE(state.value("tokens"_L1).toArray().size(), 2);
    QCOMPARE(state.value("tokens"_L1).toArray().at(1)["alive"_L1].toBool(), false);
    QCOMPARE(state.value("sessions"_L1).toArray().at(0)["alive"_L1].toBool(), false);
}

void tst_MainJob::theSessionIsMovedToAnotherOrgInTheLaterBeta()
{
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    SessionProbe probe(cluster.origin().toString(), Api::Form::Beta);
    probe.service().signIn(requestOf(cluster, maria));
    QTRY_COMPARE(probe.now(), u"in"_s);
    QTRY_COMPARE(probe.signedIn().orgs,
                 QList<Org>({{0, u"Primary"_s}, {retailId, u"retail-emea"_s}}));

    probe.service().switchOrg(probe.signedIn().orgs.last(), {});
    QTRY_COMPARE(probe.now(), u"in"_s);
    QCOMPARE(probe.signedIn().info->currentOrg, (Org{retailId, u"retail-emea"_s}));
    probe.service().switchOrg({77, {}}, {});
    QTRY_VERIFY(probe.signedIn().lastError.has_value());
    QCOMPARE(probe.signedIn().info->currentOrg->id, retailId);

    SessionProbe asked(cluster.origin().toString(), Api::Form::Beta);
    asked.service().signIn(requestOf(cluster, maria, u"Primary"_s));
    QTRY_COMPARE(asked.now(), u"in"_s);
    QCOMPARE(asked.signedIn().info->currentOrg->id, 0);
    QCOMPARE(asked.signedIn().token->orgId, 0);
}

void tst_MainJob::aTokenForAnotherOrgInTheCurrentForm()
{
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    SessionProbe probe(cluster.origin().toString(), Api::Form::V2);
    probe.service().signIn(requestOf(cluster, maria, u"retail-emea"_s));
    QTRY_COMPARE(probe.now(), u"in"_s);
    QCOMPARE(probe.signedIn().token->orgId, retailId);
    QCOMPARE(probe.signedIn().info->currentOrg->id, retailId);

    probe.service().switchOrg({0, u"Primary"_s}, requestOf(cluster, maria).credentials);
    QTRY_COMPARE(probe.signedIn().token->orgId, 0);
    QCOMPARE(probe.signedIn().token->orgName, u"Primary"_s);
    QTRY_COMPARE(probe.now(), u"in"_s);
}

void tst_MainJob::overTlsOnlyWithTheClustersAuthority()
{
    DemoCluster cluster({u"--tls"_s});
    QVERIFY(cluster.isReady());
    ConnectionSettings settings;
    settings.origin = cluster.origin().toString();
    settings.proxy.mode = ProxySettings::Mode::None;
    {
        SessionProbe stranger(settings.origin, Api::Form::V2);
        stranger.service().signIn(requestOf(cluster, maria));
        QTRY_COMPARE(stranger.now(), u"out: Tls"_s);
    }
    settings.authorityFile = cluster.authorityFile();
    HttpClient client(settings);
    SessionService service(client, Api::Form::Auto);
    service.signIn(requestOf(cluster, maria));
    QTRY_COMPARE(SessionProbe::words(service.state()), u"in"_s);
    service.signOut();
    QTRY_COMPARE(SessionProbe::words(service.state()),
                 u"out (revoke Confirmed, logout Confirmed, proof NotAccepted)"_s);
}

void tst_MainJob::fromClickToInfoAndTokenAreTwoRoundTrips()
{
    constexpr qint64 oneWayMs = 250;
    DemoCluster cluster({u"--latency"_s, QString::number(oneWayMs)});
    QVERIFY(cluster.isReady());
    SessionProbe probe(cluster.origin().toString(), Api::Form::Auto);
    probe.service().prepare();
    QTRY_COMPARE(probe.service().form(), Api::Form::V2);

    QElapsedTimer sinceClick;
    sinceClick.start();
    probe.service().signIn(requestOf(cluster, maria));
    QTRY_COMPARE(probe.now(), u"in"_s);
    const double roundTrips = static_cast<double>(sinceClick.elapsed()) / (2 * oneWayMs);

    const QJsonArray seen = cluster.state().value("requests"_L1).toArray();
    QStringList operations;
    QSet<int> connections;
    for (const QJsonValue &request : seen) {
        operations.append(request["operation"_L1].toString());
        connections.insert(request["connection"_L1].toInt());
    }
    QCOMPARE(operations.first(2), QStringList({u"2.0/sessionUser"_s, u"2.0/login"_s}));
    QCOMPARE(connections.size(), 2);
    qInfo("sign-in on a warmed connection: %.2f round trips", roundTrips);
    QVERIFY2(roundTrips < 3, qPrintable(QString::number(roundTrips)));
}

void tst_MainJob::aServerThatSpeaksOnlyV1IsSaid()
{
    DemoCluster cluster({u"--forms"_s, u"v1"_s});
    QVERIFY(cluster.isReady());
    SessionProbe probe(cluster.origin().toString(), Api::Form::Auto);
    probe.service().signIn(requestOf(cluster, maria));
    QTRY_COMPARE(probe.now(), u"out: WrongApiForm"_s);
}

QTEST_GUILESS_MAIN(tst_MainJob)
#include "tst_mainjob.moc"
