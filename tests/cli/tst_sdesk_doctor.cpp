#include "core/storage/profilestore.h"
#include "core/storage/vault.h"
#include "tests/cli/sdeskhome.h"
#include "tests/support/democluster.h"
#include "tests/support/fakeproxy.h"
#include "tests/support/fakeserver.h"
#include "tests/support/sessionprobe.h"
#include "tests/support/testpki.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTcpServer>
#include <QTest>

using namespace Qt::StringLiterals;

//! The way to a cluster, step by step.
class TestSdeskDoctor final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_home = std::make_unique<SdeskHome>();
    }
    void everyStepIsTakenWithoutACredential();
    void aKeptTokenIsAskedAbout();
    void whatIsKeptMayStayShut();
    void anAuthorityThatIsNotKnownIsNamed();
    void aNameThatIsNotThereIsNamed();
    void aPortThatIsClosedIsNamed();
    void anotherFormThanTheChosenOneIsSaid();
    void aWebPageIsNoThoughtSpot();
    void oneOfSeveralFormsMayBeChosen();
    void aDeadTokenIsSaid();
    void anOrgThatTheListLacksIsSaid();
    void anotherOrgThanTheProfilesIsSaid();
    void theWayByAProxyHasAStepMore();
    void aProxyThatDoesNotLeadOnIsNamed();
    void aProxyThatIsNotThereIsNamed();

private:
    //! "ok name", "fail TLS": the steps, without their times.
    static QStringList steps(const QByteArray &output)
    {
        static const QRegularExpression row(u"^(\\w+) +([\\w-]+) +\\d+ ms  \\S"_s);
        QStringList steps;
        for (const QByteArray &line : output.split('\n')) {
            const auto match = row.match(QString::fromUtf8(line));
            if (match.hasMatch())
                steps += match.captured(1) + u' ' + match.captured(2);
            else if (!line.isEmpty())
                steps += QString::fromUtf8(line); // not a row: shows in the comparison
        }
        return steps;
    }
    //! Behind a proxy that lives in this very process, which has to go on meanwhile.
    SdeskRun diagnoseBeside() const
    {
        QProcess process;
        m_home->start(process, {u"doctor"_s, u"work"_s});
        process.closeWriteChannel();
        [&process] { QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 20'000); }();
        return {process.exitCode(), process.readAllStandardOutput(),
                process.readAllStandardError()};
    }
    void goByProxy(int port) const
    {
        m_home->asTheWindow([port](ProfileStore &store, Vault &) {
            Profile profile = store.profiles().value(0);
            profile.proxy = {ProxySettings::Mode::Manual, u"127.0.0.1"_s, port, false};
            store.save(profile);
        });
    }
    SdeskRun diagnose() const { return m_home->run({u"doctor"_s, u"work"_s}); }
    void addServer(const QString &server) const
    {
        QCOMPARE(
            m_home->run({u"add"_s, u"work"_s, u"--server"_s, server, u"--user"_s, u"u"_s}).code, 0);
    }

    std::unique_ptr<SdeskHome> m_home;
};

void TestSdeskDoctor::everyStepIsTakenWithoutACredential()
{
    DemoCluster cluster({u"--tls"_s});
    m_home->addProfile(cluster, u"maria.lopez"_s, {u"--authority"_s, cluster.authorityFile()});
    const SdeskRun run = diagnose();
    QCOMPARE(steps(run.output), (QStringList{u"ok name"_s, u"ok connection"_s, u"ok TLS"_s,
                                             u"ok ThoughtSpot"_s, u"ok API"_s, u"none sign-in"_s}));
    QCOMPARE(run.code, 0);
    QCOMPARE(run.errors, QByteArray());
    QVERIFY2(run.output.contains("TLSv1."), run.output.constData());
    QVERIFY2(run.output.contains("REST API 2.0"), run.output.constData());
    QCOMPARE(cluster.operations(), QStringList{u"2.0/sessionUser"_s});
}

void TestSdeskDoctor::aKeptTokenIsAskedAbout()
{
    DemoCluster cluster;
    m_home->addProfile(cluster, u"maria.lopez"_s,
                       {u"--org"_s, u"retail-emea"_s, u"--api"_s, u"2.0"_s});
    m_home->chooseCheapPassphrase();
    QCOMPARE(
        m_home->run({u"login"_s, u"work"_s, u"--org"_s, u"1042377815"_s}, "demo-maria-1\n").code,
        0);
    const SdeskRun run = m_home->run({u"doctor"_s, u"work"_s, u"--json"_s});
    QCOMPARE(run.code, 0);
    QStringList seen;
    const QJsonArray rows = QJsonDocument::fromJson(run.output).array();
    for (const QJsonValue &row : rows) {
        seen += row[u"result"_s].toString() + u' ' + row[u"step"_s].toString();
        QVERIFY(row[u"ms"_s].toInt(-1) >= 0);
    }
    QCOMPARE(seen, (QStringList{u"ok name"_s, u"ok connection"_s, u"ok ThoughtSpot"_s, u"ok API"_s,
                                u"ok sign-in"_s, u"ok Organization"_s}));
    QCOMPARE(rows.last()[u"detail"_s].toString(), u"maria.lopez in retail-emea"_s);
}

void TestSdeskDoctor::whatIsKeptMayStayShut()
{
    DemoCluster cluster;
    m_home->addProfile(cluster, u"maria.lopez"_s, {u"--api"_s, u"2.0"_s});
    m_home->chooseCheapPassphrase();
    QCOMPARE(m_home->run({u"login"_s, u"work"_s}, "demo-maria-1\n").code, 0);
    for (const auto passphrase : {SdeskHome::Passphrase::None, SdeskHome::Passphrase::Wrong}) {
        const SdeskRun run = m_home->run({u"doctor"_s, u"work"_s, u"--json"_s}, {}, passphrase);
        QCOMPARE(run.code, 5);
        QStringList seen;
        const QJsonArray rows = QJsonDocument::fromJson(run.output).array();
        for (const QJsonValue &row : rows)
            seen += row[u"result"_s].toString() + u' ' + row[u"step"_s].toString();
        QCOMPARE(seen, (QStringList{u"ok name"_s, u"ok connection"_s, u"ok ThoughtSpot"_s,
                                    u"ok API"_s, u"fail sign-in"_s}));
        QVERIFY(rows.last()[u"detail"_s].toString().contains(u"passphrase"_s));
        QCOMPARE(run.errors.count('\n'), 1);
        const SdeskRun inWords = m_home->run({u"doctor"_s, u"work"_s}, {}, passphrase);
        QCOMPARE(steps(inWords.output), seen);
    }
}

void TestSdeskDoctor::anAuthorityThatIsNotKnownIsNamed()
{
    DemoCluster cluster({u"--tls"_s});
    m_home->addProfile(cluster);
    const SdeskRun run = diagnose();
    QCOMPARE(run.code, 8);
    QCOMPARE(steps(run.output), (QStringList{u"ok name"_s, u"ok connection"_s, u"fail TLS"_s}));
    QVERIFY2(run.errors.contains("does not know"), run.errors.constData());
}

void TestSdeskDoctor::aNameThatIsNotThereIsNamed()
{
    addServer(u"https://no-such-host.invalid"_s);
    const SdeskRun run = diagnose();
    QCOMPARE(run.code, 8);
    QCOMPARE(steps(run.output), QStringList{u"fail name"_s});
}

void TestSdeskDoctor::aPortThatIsClosedIsNamed()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const quint16 port = server.serverPort();
    server.close();
    addServer(u"http://127.0.0.1:%1"_s.arg(port));
    const SdeskRun run = diagnose();
    QCOMPARE(run.code, 8);
    QCOMPARE(steps(run.output), (QStringList{u"ok name"_s, u"fail connection"_s}));
}

void TestSdeskDoctor::anotherFormThanTheChosenOneIsSaid()
{
    DemoCluster cluster({u"--forms"_s, u"2.0"_s});
    m_home->addProfile(cluster, u"maria.lopez"_s, {u"--api"_s, u"beta"_s});
    const SdeskRun run = diagnose();
    QCOMPARE(run.code, 9);
    QCOMPARE(steps(run.output),
             (QStringList{u"ok name"_s, u"ok connection"_s, u"ok ThoughtSpot"_s, u"fail API"_s}));
}

void TestSdeskDoctor::aWebPageIsNoThoughtSpot()
{
    FakeServer server;
    server.setHandler(
        [](const FakeRequest &) { return FakeReply::http(200, "<html>", "text/html"); });
    addServer(server.origin());
    const SdeskRun run = diagnoseBeside();
    QCOMPARE(run.code, 9);
    QCOMPARE(steps(run.output),
             (QStringList{u"ok name"_s, u"ok connection"_s, u"fail ThoughtSpot"_s}));
}

void TestSdeskDoctor::oneOfSeveralFormsMayBeChosen()
{
    DemoCluster cluster; // all three
    m_home->addProfile(cluster, u"maria.lopez"_s, {u"--api"_s, u"beta"_s});
    const SdeskRun run = diagnose();
    QCOMPARE(run.code, 0);
    QCOMPARE(steps(run.output), (QStringList{u"ok name"_s, u"ok connection"_s, u"ok ThoughtSpot"_s,
                                             u"ok API"_s, u"none sign-in"_s}));
    QCOMPARE(cluster.operations(), QStringList{u"beta/info"_s});
}

void TestSdeskDoctor::anOrgThatTheListLacksIsSaid()
{
    DemoCluster cluster;
    m_home->addProfile(cluster, u"maria.lopez"_s, {u"--api"_s, u"2.0"_s});
    m_home->chooseCheapPassphrase();
    QCOMPARE(m_home->run({u"login"_s, u"work"_s}, "demo-maria-1\n").code, 0);
    m_home->asTheWindow([](ProfileStore &store, Vault &) {
        Profile profile = store.profiles().value(0);
        profile.org = u"no-such-org"_s;
        store.save(profile);
    });
    const SdeskRun run = diagnose();
    QCOMPARE(run.code, 7);
    QCOMPARE(steps(run.output).last(), u"fail Organization"_s);
    QCOMPARE(m_home->run({u"token"_s, u"work"_s, u"--org"_s, u"0"_s}).code, 0);
    QCOMPARE(m_home->run({u"token"_s, u"work"_s}).code, 4); // it is not for that Organization
}

void TestSdeskDoctor::aDeadTokenIsSaid()
{
    DemoCluster cluster(
        {u"--script"_s, u"[{\"operation\":\"2.0/tokenValidate\",\"refuse\":401}]"_s});
    m_home->addProfile(cluster);
    m_home->chooseCheapPassphrase();
    QCOMPARE(m_home->run({u"login"_s, u"work"_s}, "demo-maria-1\n").code, 0);
    const SdeskRun run = diagnose();
    QCOMPARE(run.code, 6);
    QCOMPARE(steps(run.output), (QStringList{u"ok name"_s, u"ok connection"_s, u"ok ThoughtSpot"_s,
                                             u"ok API"_s, u"fail sign-in"_s}));
    QCOMPARE(m_home->run({u"token"_s, u"work"_s}).code, 0); // a look takes nothing away
}

void TestSdeskDoctor::anotherOrgThanTheProfilesIsSaid()
{
    DemoCluster cluster;
    m_home->addProfile(cluster);
    m_home->chooseCheapPassphrase();
    QCOMPARE(m_home->run({u"login"_s, u"work"_s}, "demo-maria-1\n").code, 0);
    m_home->asTheWindow([](ProfileStore &store, Vault &) {
        Profile profile = store.profiles().value(0);
        profile.org = u"retail-emea"_s;
        store.save(profile);
    });
    const SdeskRun run = diagnose();
    QCOMPARE(run.code, 7);
    QVERIFY2(steps(run.output).last() == u"fail Organization"_s, run.output.constData());
}

static const QString farName = u"cluster.example"_s;

void TestSdeskDoctor::theWayByAProxyHasAStepMore()
{
    TestPki pki;
    if (!pki.isUsable())
        QSKIP("there is no openssl program");
    FakeServer server(pki.good());
    fakecluster::speak(server, Api::Form::V2);
    server.on(fakecluster::paths(Api::Form::V2).info, fakecluster::refusal(Api::Form::V2, 401));
    FakeProxy proxy(server.port());
    QCOMPARE(m_home
                 ->run({u"add"_s, u"work"_s, u"--server"_s, u"https://"_s + farName, u"--user"_s,
                        u"u"_s, u"--authority"_s, pki.authorityFile()})
                 .code,
             0);
    m_home->chooseCheapPassphrase();
    goByProxy(proxy.port());
    const SdeskRun run = diagnoseBeside();
    QCOMPARE(steps(run.output),
             (QStringList{u"ok name"_s, u"ok connection"_s, u"ok proxy"_s, u"ok TLS"_s,
                          u"ok ThoughtSpot"_s, u"ok API"_s, u"none sign-in"_s}));
    QCOMPARE(run.code, 0);
    QVERIFY2(run.output.contains("127.0.0.1:" + QByteArray::number(proxy.port())),
             run.output.constData());
    QVERIFY2(run.output.contains("cluster.example:443"), run.output.constData());
}

void TestSdeskDoctor::aProxyThatDoesNotLeadOnIsNamed()
{
    FakeProxy proxy(1);
    proxy.answerWith("HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n");
    addServer(u"https://"_s + farName);
    m_home->chooseCheapPassphrase();
    goByProxy(proxy.port());
    const SdeskRun run = diagnoseBeside();
    QCOMPARE(steps(run.output), (QStringList{u"ok name"_s, u"ok connection"_s, u"fail proxy"_s}));
    QCOMPARE(run.code, 8);
    QVERIFY2(run.errors.contains("proxy"), run.errors.constData());
}

void TestSdeskDoctor::aProxyThatIsNotThereIsNamed()
{
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    const quint16 port = server.serverPort();
    server.close();
    addServer(u"https://"_s + farName);
    m_home->chooseCheapPassphrase();
    goByProxy(port);
    const SdeskRun run = diagnose();
    QCOMPARE(steps(run.output), (QStringList{u"ok name"_s, u"fail connection"_s}));
    QCOMPARE(run.code, 8);
    QVERIFY2(run.errors.contains("proxy"), run.errors.constData());
}

QTEST_GUILESS_MAIN(TestSdeskDoctor)
#include "tst_sdesk_doctor.moc"
