#include "tests/cli/sdeskhome.h"
#include "tests/support/canarysearch.h"
#include "tests/support/democluster.h"

#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>

using namespace Qt::StringLiterals;

//! Calls with the kept token, by the real curl.
class TestSdeskCurl final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_home = std::make_unique<SdeskHome>();
    }
    void aCallCarriesTheToken();
    void aBodyIsPosted();
    void aRefusedCallShowsTheAnswerAndFails();
    void whatComesIsPassedOnAtOnce();
    void anotherHostIsNeverCalled_data();
    void anotherHostIsNeverCalled();
    void onlyTheProfilesAuthorityIsTrusted();
    void thePersonsCurlSettingsDoNotCount();
    void theTokenIsInNoCommandLineAndNoEnvironment();

private:
    void logIn(DemoCluster &cluster, const QStringList &options = {})
    {
        m_home->addProfile(cluster, u"maria.lopez"_s, options);
        m_home->chooseCheapPassphrase();
        const SdeskRun login = m_home->run({u"login"_s, u"work"_s}, "demo-maria-1\n");
        QVERIFY2(login.code == 0, login.errors.constData());
    }
    SdeskRun curl(const QStringList &words, const QByteArray &input = {}) const
    {
        return m_home->run(QStringList{u"curl"_s, u"work"_s} + words, input);
    }

    std::unique_ptr<SdeskHome> m_home;
};

void TestSdeskCurl::aCallCarriesTheToken()
{
    DemoCluster cluster;
    logIn(cluster);
    const SdeskRun run = curl({u"/api/rest/2.0/auth/session/user"_s});
    QVERIFY2(run.code == 0, run.errors.constData());
    QCOMPARE(QJsonDocument::fromJson(run.output)[u"name"_s].toString(), u"maria.lopez"_s);
    QCOMPARE(cluster.operations().last(), u"2.0/sessionUser"_s);
}

void TestSdeskCurl::aBodyIsPosted()
{
    DemoCluster cluster;
    logIn(cluster);
    const QByteArray token = m_home->keptToken().value.view().toByteArray();
    const QString body = u"{\"token\":\"%1\"}"_s.arg(QString::fromLatin1(token));
    const QString path = u"/api/rest/2.0/auth/token/validate"_s;
    const SdeskRun typed = curl({path, u"-d"_s, body});
    QVERIFY2(typed.code == 0, typed.errors.constData());
    const SdeskRun read = curl({path, u"-d"_s, u"@-"_s, u"-X"_s, u"POST"_s}, body.toUtf8());
    QVERIFY2(read.code == 0, read.errors.constData());
    QCOMPARE(read.output, typed.output);
    QCOMPARE(cluster.calls(u"2.0/tokenValidate"_s), 2);
    QVERIFY(QJsonDocument::fromJson(read.output)[u"expiration_time_in_millis"_s].isDouble());
}

void TestSdeskCurl::aRefusedCallShowsTheAnswerAndFails()
{
    DemoCluster cluster;
    logIn(cluster);
    const SdeskRun run = curl({u"/api/rest/2.0/auth/token/validate"_s, u"-d"_s, u"{}"_s});
    QCOMPARE(run.code, 22);
    QVERIFY2(run.output.contains("error"), run.output.constData());
    QVERIFY2(run.errors.startsWith("curl: (22)"), run.errors.constData());
}

void TestSdeskCurl::whatComesIsPassedOnAtOnce()
{
    constexpr int patienceMs = 20'000;
    const QByteArray first = "{\"rows\":[1,\n";
    const QByteArray rest = "2]}\n";
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const QString origin = u"http://127.0.0.1:%1"_s.arg(server.serverPort());
    QCOMPARE(m_home
                 ->run({u"add"_s, u"work"_s, u"--server"_s, origin, u"--user"_s, u"maria.lopez"_s,
                        u"--api"_s, u"2.0"_s})
                 .code,
             0);
    m_home->chooseCheapPassphrase();
    m_home->keepToken("c3RyZWFtZWQ=");
    QProcess process;
    m_home->start(process, {u"curl"_s, u"work"_s, u"/api/rest/2.0/searchdata"_s});
    QTRY_VERIFY_WITH_TIMEOUT(server.hasPendingConnections(), patienceMs);
    QTcpSocket *caller = server.nextPendingConnection();
    QTRY_VERIFY_WITH_TIMEOUT(caller->peek(caller->bytesAvailable()).endsWith("\r\n\r\n"),
                             patienceMs);
    caller->write("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " +
                  QByteArray::number(first.size() + rest.size()) + "\r\n\r\n" + first);
    // The rest is not sent before the first part is seen: whoever waits for more waits for ever.
    QTRY_COMPARE_WITH_TIMEOUT(process.peek(process.bytesAvailable()), first, patienceMs);
    caller->write(rest);
    QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, patienceMs);
    QCOMPARE(process.readAllStandardOutput(), first + rest);
    QCOMPARE(process.exitCode(), 0);
}

void TestSdeskCurl::anotherHostIsNeverCalled_data()
{
    QTest::addColumn<QString>("path");
    QTest::addRow("nothing") << QString();
    QTest::addRow("a whole address") << u"https://other.example/api"_s;
    QTest::addRow("what makes another name of it") << u".other.example/api"_s;
    QTest::addRow("what makes a user name of it") << u"@other.example/api"_s;
    QTest::addRow("a port") << u":8443/api"_s;
}

void TestSdeskCurl::anotherHostIsNeverCalled()
{
    QFETCH(QString, path);
    DemoCluster cluster;
    logIn(cluster);
    const QStringList before = cluster.operations();
    const SdeskRun run = curl({path});
    QCOMPARE(run.code, 2);
    QCOMPARE(run.output, QByteArray());
    QCOMPARE(cluster.operations(), before);
}

void TestSdeskCurl::onlyTheProfilesAuthorityIsTrusted()
{
    DemoCluster cluster({u"--tls"_s});
    logIn(cluster, {u"--authority"_s, cluster.authorityFile()});
    const QString path = u"/api/rest/2.0/auth/session/user"_s;
    QCOMPARE(curl({path}).code, 0);
    QFile authority(m_home->path() + u"/own.pem"_s);
    DemoCluster other({u"--tls"_s});
    QVERIFY(QFile::copy(other.authorityFile(), authority.fileName()));
    const SdeskHome stranger;
    stranger.addProfile(cluster, u"maria.lopez"_s, {u"--authority"_s, authority.fileName()});
    stranger.chooseCheapPassphrase();
    // What is kept is bound to the authority, so it has to be kept there by hand.
    const QByteArray token = m_home->keptToken().value.view().toByteArray();
    stranger.keepToken(token);
    const qsizetype before = cluster.operations().size();
    const SdeskRun run = stranger.run({u"curl"_s, u"work"_s, path});
    QCOMPARE(run.code, 60); // "the peer's certificate cannot be authenticated"
    QCOMPARE(cluster.operations().size(), before);
}

void TestSdeskCurl::thePersonsCurlSettingsDoNotCount()
{
    DemoCluster cluster;
    logIn(cluster);
    QFile settings(m_home->path() + u"/.curlrc"_s);
    QVERIFY(settings.open(QIODevice::WriteOnly));
    settings.write("trace-ascii = \"" + m_home->path().toUtf8() + "/trace\"\nlocation\n");
    settings.close();
    QCOMPARE(curl({u"/api/rest/2.0/auth/session/user"_s}).code, 0);
    QVERIFY(!QFile::exists(m_home->path() + u"/trace"_s));
}

void TestSdeskCurl::theTokenIsInNoCommandLineAndNoEnvironment()
{
    DemoCluster cluster({u"--latency"_s, u"150"_s});
    logIn(cluster);
    const QByteArray token = m_home->keptToken().value.view().toByteArray();
    CanarySearch search({{u"token"_s, token}, {u"passphrase"_s, SdeskHome::passphrase()}});
    QProcess process;
    m_home->start(process, {u"curl"_s, u"work"_s, u"/api/rest/2.0/auth/session/user"_s});
    bool hasBecomeCurl = false;
    do {
        search.inProcess(process.processId());
        QFile command(u"/proc/%1/cmdline"_s.arg(process.processId()));
        hasBecomeCurl =
            (command.open(QIODevice::ReadOnly) && command.readAll().startsWith("curl")) ||
            hasBecomeCurl;
    } while (!process.waitForFinished(2));
    QVERIFY(hasBecomeCurl);
    QCOMPARE(process.exitCode(), 0);
    QCOMPARE(search.found(), QStringList());
}

QTEST_GUILESS_MAIN(TestSdeskCurl)
#include "tst_sdesk_curl.moc"
