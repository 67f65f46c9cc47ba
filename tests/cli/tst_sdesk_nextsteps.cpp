#include "core/storage/profilestore.h"
#include "tests/cli/sdeskhome.h"
#include "tests/support/democluster.h"
#include "tests/support/fakeproxy.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

//! What there is to do after a failed call can be done in a terminal.
class TestSdeskNextSteps final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void aNextStepCanBeTakenInATerminal_data();
    void aNextStepCanBeTakenInATerminal();
    void aProxyThatWantsAPasswordIsChosenElsewhere();
};

//! \a errors is one line, and nothing in it is there in a window only.
static void requireStep(const QByteArray &errors, const QByteArray &step)
{
    QVERIFY2(errors.contains(step), errors.constData());
    QCOMPARE(errors.count('\n'), 1);
    for (const char *words : {"Details", "the field", "Set API", "in this profile",
                              "in the profile", "as the server", "it shows"})
        QVERIFY2(!errors.contains(words), errors.constData());
}

void TestSdeskNextSteps::aNextStepCanBeTakenInATerminal_data()
{
    QTest::addColumn<QStringList>("cluster");
    QTest::addColumn<QStringList>("profile");
    QTest::addColumn<QString>("org");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("step");
    const auto script = [](const QString &operation, const QString &what) {
        return QStringList{u"--script"_s, u"[{\"operation\":\"%1\",%2}]"_s.arg(operation, what)};
    };
    const QStringList v2{u"--api"_s, u"2.0"_s};
    const QString token = u"2.0/tokenFull"_s;
    QTest::addRow("the oldest API alone")
        << QStringList{u"--forms"_s, u"v1"_s} << QStringList() << QString() << 9
        << QByteArray("only the old REST API v1. Ask the cluster's administrator");
    QTest::addRow("nothing of the API")
        << script(u"*"_s, u"\"status\":404,\"contentType\":\"application/json\",\"body\":{}"_s)
        << QStringList() << QString() << 9 << QByteArray("Check the server of work");
    QTest::addRow("another form than the chosen one")
        << QStringList{u"--forms"_s, u"2.0"_s} << QStringList{u"--api"_s, u"beta"_s} << QString()
        << 9 << QByteArray("sdesk add --api auto");
    QTest::addRow("an authority that is not known")
        << QStringList{u"--tls"_s} << v2 << QString() << 8 << QByteArray("sdesk add --authority");
    QTest::addRow("an authority file that is not there")
        << QStringList{u"--tls"_s} << v2 + QStringList{u"--authority"_s, u"/no/such.pem"_s}
        << QString() << 8 << QByteArray("in Session Desk (Edit profile)");
    QTest::addRow("an Organization that is not there")
        << QStringList() << v2 << u"no-such-org"_s << 7
        << QByteArray("Name another Organization with --org. (");
    QTest::addRow("another address")
        << script(token, u"\"status\":302,\"headers\":{\"Location\":\"https://b.example/\"}"_s)
        << v2 << QString() << 9 << QByteArray("add a profile for it: sdesk add.");
    QTest::addRow("a refusal") << script(token, u"\"refuse\":400"_s) << v2 << QString() << 9
                               << QByteArray("Read in brackets what it says");
    QTest::addRow("a fault") << script(token, u"\"refuse\":500"_s) << v2 << QString() << 9
                             << QByteArray("the incident id in brackets. (");
    QTest::addRow("a second factor") << QStringList{u"--mfa"_s} << v2 << QString() << 6
                                     << QByteArray("give it to sdesk login work --token.");
}

void TestSdeskNextSteps::aNextStepCanBeTakenInATerminal()
{
    QFETCH(QStringList, cluster);
    QFETCH(QStringList, profile);
    QFETCH(QString, org);
    QFETCH(int, code);
    QFETCH(QByteArray, step);
    const bool asNina = cluster.removeOne(u"--mfa"_s);
    const DemoCluster demo(cluster);
    const SdeskHome home;
    home.addProfile(demo, asNina ? u"nina.mfa"_s : u"maria.lopez"_s, profile);
    QStringList words{u"token"_s, u"work"_s, u"--fresh"_s};
    if (!org.isEmpty())
        words += {u"--org"_s, org};
    const SdeskRun run = home.run(words, asNina ? "demo-nina-1\n" : "demo-maria-1\n");
    QVERIFY2(run.code == code, run.errors.constData());
    requireStep(run.errors, step);
}

void TestSdeskNextSteps::aProxyThatWantsAPasswordIsChosenElsewhere()
{
    FakeProxy proxy(1);
    proxy.answerWith("HTTP/1.1 407 Proxy Authentication Required\r\n"
                     "Proxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n");
    const SdeskHome home;
    QCOMPARE(home.run({u"add"_s, u"work"_s, u"--server"_s, u"https://cluster.example"_s,
                       u"--user"_s, u"u"_s, u"--api"_s, u"2.0"_s})
                 .code,
             0);
    home.chooseCheapPassphrase();
    home.asTheWindow([&proxy](ProfileStore &store, Vault &) {
        Profile profile = store.profiles().value(0);
        profile.proxy = {ProxySettings::Mode::Manual, u"127.0.0.1"_s, proxy.port(), false};
        store.save(profile);
    });
    QProcess process; // beside the proxy, which has to go on meanwhile
    home.start(process, {u"token"_s, u"work"_s, u"--fresh"_s});
    process.write("secret\n");
    process.closeWriteChannel();
    QTRY_COMPARE_WITH_TIMEOUT(process.state(), QProcess::NotRunning, 20'000);
    QCOMPARE(process.exitCode(), 8);
    requireStep(process.readAllStandardError(), "in Session Desk (Edit profile)");
}

QTEST_GUILESS_MAIN(TestSdeskNextSteps)
#include "tst_sdesk_nextsteps.moc"
