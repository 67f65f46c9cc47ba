#include "tests/cli/sdeskhome.h"
#include "tests/cli/terminal.h"
#include "tests/support/canarysearch.h"
#include "tests/support/democluster.h"

#include <QRegularExpression>
#include <QTest>

#include <sys/resource.h>

using namespace Qt::StringLiterals;

static const QByteArray password = "demo-maria-1";

//! No secret where none was asked for.
class TestSdeskSecrets final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void noSecretIsLeftAnywhere();
    void aCrashLeavesNoCore();
    void whatItRunsMayLeaveACore();
    void memoryThatIsNotShutOffIsSaid();
    void aTerminalDoesNotShowWhatIsTyped();
    void anInterruptedTerminalIsAsItWas();
};

void TestSdeskSecrets::noSecretIsLeftAnywhere()
{
    DemoCluster cluster;
    SdeskHome home;
    home.logEverything();
    home.addProfile(cluster);
    home.chooseCheapPassphrase();

    QProcess login;
    home.start(login, {u"login"_s, u"work"_s});
    CanarySearch early({{u"password"_s, password}, {u"passphrase"_s, SdeskHome::passphrase()}});
    early.inProcess(login.processId());
    login.write(password + '\n');
    while (!login.waitForFinished(1))
        early.inProcess(login.processId());
    QCOMPARE(login.exitCode(), 0);
    const QByteArray token = home.keptToken().value.view().toByteArray();

    CanarySearch search({{u"password"_s, password},
                         {u"passphrase"_s, SdeskHome::passphrase()},
                         {u"token"_s, token}});
    search.inBytes(u"what login said"_s, login.readAllStandardOutput());
    search.inBytes(u"what login complained of"_s, login.readAllStandardError());
    for (const QString &line :
         {u"status"_s, u"status work --json"_s, u"export"_s, u"profiles --json"_s, u"export"_s,
          u"validate work"_s, u"info work --json"_s, u"revoke work"_s}) {
        const SdeskRun done = home.run(line.split(u' '));
        QVERIFY2(done.code == 0, done.errors.constData());
        search.inBytes(u"output of "_s + line, done.output);
        search.inBytes(u"errors of "_s + line, done.errors);
    }
    const SdeskRun refused = home.run({u"token"_s, u"work"_s, u"--fresh"_s}, "demo-maria-2\n");
    QCOMPARE(refused.code, 6);
    CanarySearch wrong({{u"wrong password"_s, "demo-maria-2"}});
    wrong.inBytes(u"errors"_s, refused.errors);
    search.inFolder(home.path());
    QCOMPARE(early.found() + search.found() + wrong.found(), QStringList());
    QVERIFY(early.searchedBytes() > 100 && search.searchedBytes() > 4000);
    QVERIFY2(refused.errors.contains("desk.storage: "), "nothing was logged");
}

void TestSdeskSecrets::aCrashLeavesNoCore()
{
    rlimit cores{};
    QCOMPARE(::getrlimit(RLIMIT_CORE, &cores), 0);
    if (cores.rlim_max == 0)
        QSKIP("no program leaves a core here");
    cores.rlim_cur = cores.rlim_max;
    QCOMPARE(::setrlimit(RLIMIT_CORE, &cores), 0); // for the program to inherit
    DemoCluster cluster;
    const SdeskHome home;
    home.addProfile(cluster);
    home.chooseCheapPassphrase();
    QProcess login; // waits for its password
    home.start(login, {u"login"_s, u"work"_s});
    const auto limit = [&login] {
        QFile limits(u"/proc/%1/limits"_s.arg(login.processId()));
        const QByteArray text = limits.open(QIODevice::ReadOnly) ? limits.readAll() : QByteArray();
        return text.sliced(qMax(0, text.indexOf("Max core"))).split('\n').first().simplified();
    };
    QTRY_VERIFY2(limit().startsWith("Max core file size 0 "), limit().constData());
    login.kill();
    QVERIFY(login.waitForFinished());
}

// Another program's cores are not ours to forbid.
void TestSdeskSecrets::whatItRunsMayLeaveACore()
{
#ifdef DESK_HAS_SANITIZER
    QSKIP("the sanitizer forbids cores itself, before the program has begun");
#endif
    rlimit cores{};
    QCOMPARE(::getrlimit(RLIMIT_CORE, &cores), 0);
    if (cores.rlim_max == 0)
        QSKIP("no program leaves a core here");
    cores.rlim_cur = cores.rlim_max;
    QCOMPARE(::setrlimit(RLIMIT_CORE, &cores), 0);
    QProcess shell;
    shell.start(u"sh"_s, {u"-c"_s, u"ulimit -S -c"_s});
    QVERIFY(shell.waitForFinished());
    DemoCluster cluster;
    const SdeskHome home;
    home.addProfile(cluster);
    home.chooseCheapPassphrase();
    home.keepToken("kept-token-of-an-hour");
    const SdeskRun run =
        home.run({u"exec"_s, u"work"_s, u"--"_s, u"sh"_s, u"-c"_s, u"ulimit -S -c"_s});
    QCOMPARE(run.code, 0);
    QCOMPARE(run.output, shell.readAllStandardOutput());
    QVERIFY(run.output != "0\n");
}

void TestSdeskSecrets::memoryThatIsNotShutOffIsSaid()
{
#ifdef DESK_HAS_SANITIZER
    QSKIP("the sanitizer needs the calls that are refused here");
#endif
    const SdeskHome home;
    QProcess process;
    home.start(process, {u"profiles"_s});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.readAllStandardError(), QByteArray());
    home.startOther(
        process, u"env"_s,
        {u"LD_PRELOAD="_s + QStringLiteral(DESK_REFUSING_SYSTEM), u"sdesk"_s, u"profiles"_s});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 0); // a warning, no more
    QVERIFY(process.readAllStandardError().startsWith("sdesk: Warning: the system did not let"));
}

void TestSdeskSecrets::aTerminalDoesNotShowWhatIsTyped()
{
    DemoCluster cluster;
    const SdeskHome home;
    home.addProfile(cluster);
    Terminal terminal;
    QProcess process;
    home.startOnTerminal(process, {u"login"_s, u"work"_s, u"--keep"_s, u"passphrase"_s},
                         terminal.name());
    const auto answer = [&](const QByteArray &prompt, const QByteArray &text) {
        QTRY_VERIFY2(terminal.shown().endsWith(prompt), terminal.shown().constData());
        QVERIFY(!terminal.showsWhatIsTyped());
        terminal.type(text + '\n');
    };
    answer("New passphrase: ", SdeskHome::passphrase());
    answer("Passphrase again: ", SdeskHome::passphrase());
    answer("Password of maria.lopez at " + cluster.origin().toString().toUtf8() + ": ", password);
    QTRY_COMPARE(process.state(), QProcess::NotRunning);
    QCOMPARE(process.exitCode(), 0);
    QVERIFY2(terminal.shown().contains("work: signed in as maria.lopez"),
             terminal.shown().constData());
    QVERIFY(terminal.showsWhatIsTyped());
    CanarySearch search({{u"password"_s, password}, {u"passphrase"_s, SdeskHome::passphrase()}});
    search.inBytes(u"the terminal"_s, terminal.shown());
    search.inFolder(home.path());
    QCOMPARE(search.found(), QStringList());
    QVERIFY(!terminal.shown().contains('\x1b')); // no colours either
}

void TestSdeskSecrets::anInterruptedTerminalIsAsItWas()
{
    DemoCluster cluster;
    const SdeskHome home;
    home.addProfile(cluster);
    Terminal terminal;
    QProcess process;
    home.startOnTerminal(process, {u"token"_s, u"work"_s, u"--fresh"_s}, terminal.name());
    QTRY_VERIFY2(terminal.shown().endsWith(": "), terminal.shown().constData());
    QVERIFY(!terminal.showsWhatIsTyped());
    terminal.type("half\x03");
    QTRY_COMPARE(process.state(), QProcess::NotRunning);
    QCOMPARE(process.exitStatus(), QProcess::CrashExit); // by the signal, as shells want it
    QVERIFY(terminal.showsWhatIsTyped());
    QCOMPARE(cluster.operations(), QStringList());
}

QTEST_GUILESS_MAIN(TestSdeskSecrets)
#include "tst_sdesk_secrets.moc"
