#include "tests/support/democluster.h"
#include "tests/support/plainclient.h"

#include <QDateTime>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLocale>
#include <QRegularExpression>
#include <QSet>
#include <QTcpSocket>
#include <QTemporaryDir>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;

static const QString auth = u"/api/rest/2.0/auth"_s;
static const QString userPath = auth + u"/session/user"_s;
static const QJsonObject maria{{u"username"_s, u"maria.lopez"_s},
                               {u"password"_s, u"demo-maria-1"_s}};

//! Time, faults on purpose, TLS, what is told about requests, and how the program ends.
class tst_DemoClusterFaults final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aTokenDiesWhenItsTimeIsUp();
    void theClockOffsetMovesDateAndTokens();
    void theNthCallFailsAsTheScriptSays();
    void aRefusalFromTheScriptHasTheShapeOfItsForm();
    void aDroppedCallIsClosedWithoutAnAnswer();
    void aReplyCanBeLostAfterTheCallTookPlace();
    void aClientThatLeavesDuringADelayDoesNoHarm();
    void latencyCountsEachWay();
    void connectionsAreUsedAgain();
    void tlsWithACertificateOfItsOwn();
    void everyQuirkDoesWhatItsNameSays();
    void theStateIsNotThereUnlessAskedFor();
    void theStateTellsWhichSecretsWereSentButNotTheSecrets();
    void theRecordHoldsEveryRequestWithoutSecrets();
    void itEndsAtItsDeadline();
    void itEndsWithItsParent();
    void aWrongOptionIsSaidAndEndsIt_data();
    void aWrongOptionIsSaidAndEndsIt();
};

static QString scriptOption(const QJsonArray &lines)
{
    return QString::fromUtf8(QJsonDocument(lines).toJson(QJsonDocument::Compact));
}

static QStringList script(const QJsonObject &line)
{
    return {u"--script"_s, scriptOption({line})};
}

void tst_DemoClusterFaults::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
}

void tst_DemoClusterFaults::aTokenDiesWhenItsTimeIsUp()
{
    const DemoCluster cluster(
        script({{u"operation"_s, u"2.0/sessionUser"_s}, {u"call"_s, 2}, {u"advanceClock"_s, 301}}));
    PlainClient client(cluster);
    const auto bearer = PlainClient::bearer(client.post(auth + u"/token/full"_s, maria).token());
    QCOMPARE(client.get(userPath, bearer).status, 200);
    const PlainAnswer late = client.get(userPath, bearer);
    QCOMPARE(late.status, 401);
    QVERIFY(late.body.contains("Token has expired"));
}

void tst_DemoClusterFaults::theClockOffsetMovesDateAndTokens()
{
    const DemoCluster cluster({u"--clock-offset"_s, u"-7200"_s});
    PlainClient client(cluster);
    const qint64 expected = QDateTime::currentMSecsSinceEpoch() - 7'200'000;
    const PlainAnswer token = client.post(auth + u"/token/full"_s, maria);
    const qint64 created = token.json().value(u"creation_time_in_millis"_s).toInteger();
    QVERIFY(qAbs(created - expected) < 60'000);
    QDateTime date = QLocale::c().toDateTime(QString::fromLatin1(token.date),
                                             u"ddd, dd MMM yyyy hh:mm:ss 'GMT'"_s);
    date.setTimeZone(QTimeZone::utc());
    QVERIFY(qAbs(date.toMSecsSinceEpoch() - created) < 2000);
    QCOMPARE(client.get(userPath, PlainClient::bearer(token.token())).status, 200);
}

void tst_DemoClusterFaults::theNthCallFailsAsTheScriptSays()
{
    DemoCluster cluster(script({{u"operation"_s, u"2.0/login"_s},
                                {u"call"_s, 2},
                                {u"status"_s, 503},
                                {u"body"_s, u"<h1>Site Maintenance</h1>"_s},
                                {u"contentType"_s, u"text/html"_s},
                                {u"headers"_s, QJsonObject{{u"Retry-After"_s, u"1"_s}}}}));
    PlainClient client(cluster);
    QCOMPARE(client.post(auth + u"/session/login"_s, maria).status, 204);
    const PlainAnswer second = client.post(auth + u"/session/login"_s, maria);
    QCOMPARE(second.status, 503);
    QCOMPARE(second.body, "<h1>Site Maintenance</h1>"_ba);
    QCOMPARE(second.contentType, "text/html"_ba);
    QCOMPARE(client.post(auth + u"/session/login"_s, maria).status, 204);
    QCOMPARE(cluster.calls(u"2.0/login"_s), 3);
    QCOMPARE(cluster.state().value(u"sessions"_s).toArray().size(), 2);
}

void tst_DemoClusterFaults::aRefusalFromTheScriptHasTheShapeOfItsForm()
{
    const DemoCluster cluster(script({{u"operation"_s, u"*"_s},
                                      {u"refuse"_s, 403},
                                      {u"code"_s, 10023},
                                      {u"debug"_s, u"Trusted auth is off"_s}}));
    PlainClient client(cluster);
    const PlainAnswer now = client.post(auth + u"/token/full"_s, maria);
    QCOMPARE(now.status, 403);
    QCOMPARE(now.json()[u"error"_s][u"message"_s][u"debug"_s][u"code"_s].toInt(), 10023);
    const PlainAnswer beta = client.get(u"/api/rest/v2/session"_s);
    QCOMPARE(beta.status, 500);
    QCOMPARE(beta.upstreamStatus(), 403);
}

void tst_DemoClusterFaults::aDroppedCallIsClosedWithoutAnAnswer()
{
    DemoCluster cluster(script({{u"operation"_s, u"2.0/sessionUser"_s}, {u"drop"_s, true}}));
    const PlainAnswer answer = PlainClient(cluster).get(userPath);
    QCOMPARE(answer.status, 0);
    QVERIFY(cluster.calls(u"2.0/sessionUser"_s) >= 1);
    QCOMPARE(cluster.state().value(u"requests"_s)[0][u"status"_s].toInt(-1), 0);
}

void tst_DemoClusterFaults::aReplyCanBeLostAfterTheCallTookPlace()
{
    DemoCluster cluster(script({{u"operation"_s, u"2.0/tokenFull"_s},
                                {u"call"_s, 1},
                                {u"status"_s, 502},
                                {u"execute"_s, true}}));
    QCOMPARE(PlainClient(cluster).post(auth + u"/token/full"_s, maria).status, 502);
    QCOMPARE(cluster.state().value(u"tokens"_s).toArray().size(), 1);
}

void tst_DemoClusterFaults::aClientThatLeavesDuringADelayDoesNoHarm()
{
    DemoCluster cluster(
        script({{u"operation"_s, u"2.0/sessionUser"_s}, {u"call"_s, 1}, {u"delayMs"_s, 100}}));
    QTcpSocket socket;
    socket.connectToHost(cluster.origin().host(), static_cast<quint16>(cluster.origin().port()));
    socket.write("GET " + userPath.toLatin1() + " HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
    QTRY_COMPARE(cluster.calls(u"2.0/sessionUser"_s), 1);
    socket.abort();
    QElapsedTimer delay;
    delay.start();
    while (delay.elapsed() < 200)
        QCOMPARE(PlainClient(cluster).get(u"/prism/preauth/info"_s).status, 401);
    QCOMPARE(cluster.process().state(), QProcess::Running);
}

void tst_DemoClusterFaults::latencyCountsEachWay()
{
    const DemoCluster cluster({u"--latency"_s, u"60"_s});
    PlainClient client(cluster);
    QElapsedTimer timer;
    timer.start();
    QCOMPARE(client.get(userPath).status, 401);
    QVERIFY2(timer.elapsed() >= 119, qPrintable(QString::number(timer.elapsed())));
}

void tst_DemoClusterFaults::connectionsAreUsedAgain()
{
    DemoCluster cluster;
    PlainClient client(cluster);
    for (int i = 0; i < 3; ++i)
        client.get(userPath);
    client.post(auth + u"/session/login"_s, maria);
    client.send("POST", auth + u"/session/logout"_s, PlainClient::requestedBy());
    QSet<int> connections;
    const QJsonArray requests = cluster.state().value(u"requests"_s).toArray();
    for (const QJsonValue &request : requests)
        connections.insert(request[u"connection"_s].toInt());
    QCOMPARE(requests.size(), 5);
    QCOMPARE(connections.size(), 1);
}

void tst_DemoClusterFaults::tlsWithACertificateOfItsOwn()
{
    auto cluster = std::make_unique<DemoCluster>(QStringList{u"--tls"_s});
    QVERIFY(cluster->isReady());
    QCOMPARE(cluster->origin().scheme(), u"https"_s);
    const QString authority = cluster->authorityFile();
    PlainClient client(*cluster);
    QCOMPARE(client.get(userPath).status, 0);
    client.trust(authority);
    QCOMPARE(client.get(userPath).status, 401);
    const PlainAnswer login = client.post(auth + u"/session/login"_s, maria);
    QCOMPARE(login.setCookies.size(), 2);
    QVERIFY(login.setCookies[1].contains("Secure"));
    QCOMPARE(client.get(userPath, PlainClient::requestedBy()).status, 200);
    QCOMPARE(cluster->calls(u"2.0/login"_s), 1);
    cluster.reset();
    QVERIFY2(!QFileInfo::exists(authority), "something was left behind");
}

void tst_DemoClusterFaults::everyQuirkDoesWhatItsNameSays()
{
    const DemoCluster cluster({u"--quirk"_s, u"ignore-org"_s, u"--quirk"_s, u"keep-revoked-alive"_s,
                               u"--quirk"_s, u"same-token"_s, u"--quirk"_s, u"success-is-200"_s,
                               u"--quirk"_s, u"login-without-cookie"_s});
    PlainClient client(cluster);
    QJsonObject wish = maria;
    wish.insert(u"org_id"_s, 1042377815);
    const PlainAnswer token = client.post(auth + u"/token/full"_s, wish);
    QCOMPARE(token.json()[u"scope"_s][u"org_id"_s].toInt(-1), 0);
    QCOMPARE(client.post(auth + u"/token/full"_s, wish).token(), token.token());
    const auto bearer = PlainClient::bearer(token.token());
    QCOMPARE(client.post(auth + u"/token/revoke"_s, {{u"token"_s, token.token()}}, bearer).status,
             200);
    QCOMPARE(client.get(userPath, bearer).status, 200);
    const PlainAnswer login = client.post(auth + u"/session/login"_s, maria);
    QCOMPARE(login.status, 200);
    QCOMPARE(login.setCookies.size(), 0);
}

void tst_DemoClusterFaults::theStateIsNotThereUnlessAskedFor()
{
    const DemoCluster cluster({}, DemoCluster::State::Hidden);
    QVERIFY(cluster.isReady());
    QVERIFY(!cluster.readyLine().contains(u"state"_s));
    QCOMPARE(PlainClient(cluster).get(u"/__demo/state"_s).status, 404);
}

void tst_DemoClusterFaults::theStateTellsWhichSecretsWereSentButNotTheSecrets()
{
    DemoCluster cluster;
    PlainClient client(cluster);
    const QString token = client.post(auth + u"/token/full"_s, maria).token();
    client.post(auth + u"/token/validate"_s, {{u"token"_s, token}}, PlainClient::bearer(token));
    client.post(auth + u"/session/login"_s, maria);
    client.get(userPath, PlainClient::requestedBy());
    client.post(auth + u"/token/full"_s,
                {{u"username"_s, u"x"_s}, {u"password"_s, u"of somebody"_s}});

    const QJsonObject state = cluster.state();
    const QJsonValue requests = state.value(u"requests"_s);
    QCOMPARE(requests[0][u"body"_s][u"password"_s].toString(), u"<password of maria.lopez>"_s);
    QCOMPARE(requests[0][u"fields"_s].toArray(), (QJsonArray{u"password"_s, u"username"_s}));
    QCOMPARE(requests[1][u"headers"_s][u"authorization"_s].toString(),
             u"Bearer <token 1 of maria.lopez>"_s);
    QCOMPARE(requests[1][u"body"_s][u"token"_s].toString(), u"<token 1 of maria.lopez>"_s);
    QCOMPARE(requests[3][u"headers"_s][u"cookie"_s].toString(),
             u"JSESSIONID=<session 1 of maria.lopez>; clientId=<client 1 of maria.lopez>"_s);
    QCOMPARE(requests[4][u"body"_s][u"password"_s].toString(), u"<unknown>"_s);
    const QByteArray text = QJsonDocument(state).toJson();
    for (const QString &secret : {u"demo-maria-1"_s, u"of somebody"_s, token})
        QVERIFY2(!text.contains(secret.toUtf8()), qPrintable(secret));
}

void tst_DemoClusterFaults::theRecordHoldsEveryRequestWithoutSecrets()
{
    const QTemporaryDir directory;
    const QString record = directory.filePath(u"requests.jsonl"_s);
    {
        const DemoCluster cluster({u"--record"_s, record});
        PlainClient client(cluster);
        const QString token = client.post(auth + u"/token/full"_s, maria).token();
        client.get(userPath, PlainClient::bearer(token));
    }
    QFile file(record);
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QList<QByteArray> lines = file.readAll().trimmed().split('\n');
    QCOMPARE(lines.size(), 2);
    const QJsonObject first = QJsonDocument::fromJson(lines[0]).object();
    QCOMPARE(first.keys(), (QStringList{u"body"_s, u"headers"_s, u"method"_s, u"path"_s, u"query"_s,
                                        u"status"_s}));
    QCOMPARE(first[u"body"_s][u"password"_s].toString(), u"<password of maria.lopez>"_s);
    QVERIFY(lines[1].contains("Bearer <token 1 of maria.lopez>"));
}

void tst_DemoClusterFaults::itEndsAtItsDeadline()
{
    DemoCluster cluster({u"--stop-after"_s, u"1"_s});
    QVERIFY(cluster.isReady());
    QTRY_COMPARE(cluster.process().state(), QProcess::NotRunning);
    QCOMPARE(cluster.process().exitCode(), 0);
}

void tst_DemoClusterFaults::itEndsWithItsParent()
{
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    cluster.process().closeWriteChannel();
    QTRY_COMPARE(cluster.process().state(), QProcess::NotRunning);
    QCOMPARE(cluster.process().exitStatus(), QProcess::NormalExit);
}

void tst_DemoClusterFaults::aWrongOptionIsSaidAndEndsIt_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<QString>("said");
    QTest::newRow("a form nobody speaks") << QStringList{u"--forms"_s, u"3.0"_s} << u"3.0"_s;
    QTest::newRow("a quirk nobody has") << QStringList{u"--quirk"_s, u"x"_s} << u"--quirk"_s;
    QTest::newRow("a script that is no JSON") << QStringList{u"--script"_s, u"x"_s} << u"JSON"_s;
    QTest::newRow("a script with a field nobody reads")
        << script({{u"operation"_s, u"*"_s}, {u"delay"_s, 1}}) << u"delay"_s;
    QTest::newRow("a script with a status nobody sends")
        << script({{u"operation"_s, u"*"_s}, {u"status"_s, 99}}) << u"99"_s;
    QTest::newRow("a script in a file that is not there")
        << QStringList{u"--script"_s, u"@/nowhere"_s} << u"/nowhere"_s;
    QTest::newRow("a port past the last") << QStringList{u"--port"_s, u"65536"_s} << u"--port"_s;
    QTest::newRow("a certificate that is none")
        << QStringList{u"--tls"_s, u"--certificate"_s, u"/dev/null"_s, u"--key"_s, u"/dev/null"_s}
        << u"--certificate"_s;
}

void tst_DemoClusterFaults::aWrongOptionIsSaidAndEndsIt()
{
    QFETCH(QStringList, options);
    QFETCH(QString, said);
    QProcess process;
    process.start(QStringLiteral(DESK_DEMOCLUSTER), options);
    QTRY_COMPARE(process.state(), QProcess::NotRunning);
    QCOMPARE(process.exitCode(), 2);
    QCOMPARE(process.readAllStandardOutput(), QByteArray());
    QVERIFY(QString::fromLocal8Bit(process.readAllStandardError()).contains(said));
}

QTEST_GUILESS_MAIN(tst_DemoClusterFaults)
#include "tst_democluster_faults.moc"
