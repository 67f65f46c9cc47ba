#include "tests/cli/sdeskhome.h"
#include "tests/support/canarysearch.h"
#include "tests/support/democluster.h"
#include "tests/support/plainclient.h"

#include <QDir>
#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

//! The pages of docs/tasks: every command on them does what it says, against the demo cluster.
class TestSdeskPages final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void everyCommandOfAPageWorks_data();
    void everyCommandOfAPageWorks();
    void theLookBeforehandNoticesADeadToken();
};

//! The lines of the blocks for a shell, in order.
static QStringList commandsOf(const QString &page)
{
    QStringList commands;
    bool isInside = false;
    for (const QString &line : page.split(u'\n')) {
        if (line.startsWith(u"```"_s))
            isInside = line == u"```sh"_s;
        else if (isInside && !line.isEmpty())
            commands.append(line);
    }
    return commands;
}

static QString contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QString();
}

static void write(const QString &path, const QByteArray &content)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(content) == content.size());
}

void TestSdeskPages::everyCommandOfAPageWorks_data()
{
    QTest::addColumn<int>("fewest");
    QTest::addRow("administrators") << 11;
    QTest::addRow("embed-developers") << 9;
    QTest::addRow("script-writers") << 10;
}

void TestSdeskPages::everyCommandOfAPageWorks()
{
    QFETCH(int, fewest);
    const QString page =
        contentOf(QStringLiteral(DESK_SOURCE) +
                  u"/docs/tasks/%1.md"_s.arg(QString::fromUtf8(QTest::currentDataTag())));
    const QStringList commands = commandsOf(page);
    QVERIFY(commands.size() >= fewest);
    QVERIFY2(!page.contains(u"```\n\n```"_s) && page.count(u"```"_s) == 2 * page.count(u"```sh"_s),
             "a block that is not for a shell is not run");

    DemoCluster cluster;
    SdeskHome home;
    home.chooseCheapPassphrase();
    const QByteArray origin = cluster.origin().toString().toUtf8();
    QVERIFY(QDir(home.path()).mkpath(u".config/cs_tools"_s));
    write(home.path() + u"/.config/cs_tools/cluster-cfg_prod.toml"_s,
          "[thoughtspot]\nurl = \"" + origin + "\"\nusername = \"maria.lopez\"\n");
    write(home.path() + u"/passphrase"_s, SdeskHome::passphrase() + '\n');

    for (const QString &written : commands) {
        // The demo cluster in the place of acme, and a passphrase in that of a keychain.
        QString command = written;
        command.replace(u"https://acme.thoughtspot.cloud"_s, QString::fromUtf8(origin))
            .replace(u"--user ann"_s, u"--user maria.lopez"_s)
            .replace(u"--keep keychain"_s, u"--keep passphrase"_s);
        const bool wantsKey = command.contains(u"--secret-key"_s);
        const bool wantsPassword = command.startsWith(u"sdesk login"_s);
        const bool bringsPassphrase = command.startsWith(u"SDESK_PASSPHRASE_FD"_s);
        QProcess process;
        process.setWorkingDirectory(home.path());
        const QString setUp = u"export SDESK_PASSPHRASE_FD=7; exec 7<~/passphrase; "_s;
        home.startOther(
            process, u"bash"_s,
            {u"-o"_s, u"pipefail"_s, u"-c"_s, (bringsPassphrase ? QString() : setUp) + command});
        if (wantsKey)
            process.write(cluster.secretKey().toUtf8() + '\n');
        else if (wantsPassword)
            process.write("demo-maria-1\n");
        process.closeWriteChannel();
        QVERIFY(process.waitForFinished());
        const QByteArray output = process.readAllStandardOutput();
        const QByteArray errors = process.readAllStandardError();
        QVERIFY2(process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0,
                 (written.toUtf8() + "\n" + errors).constData());
        // curl -s of the pages says nothing there, and neither does sdesk.
        QVERIFY2(!errors.contains("sdesk: "), (written.toUtf8() + "\n" + errors).constData());
        const bool isQuiet = command.contains(u'>') || command.contains(u"sdesk add"_s) ||
                             command.startsWith(u"eval"_s) || command.startsWith(u"rm "_s);
        QVERIFY2(isQuiet != !output.isEmpty(), qPrintable(written));
    }
    CanarySearch search(
        {{u"password"_s, "demo-maria-1"}, {u"secret key"_s, cluster.secretKey().toUtf8()}});
    search.inFolder(home.path());
    QCOMPARE(search.found(), QStringList());
}

// A script must not find out in its middle.
void TestSdeskPages::theLookBeforehandNoticesADeadToken()
{
    const QStringList looks =
        commandsOf(contentOf(QStringLiteral(DESK_SOURCE) + u"/docs/tasks/script-writers.md"_s))
            .filter(u"|| exit"_s);
    QCOMPARE(looks.size(), 1);
    DemoCluster cluster;
    SdeskHome home;
    home.chooseCheapPassphrase();
    QCOMPARE(home.run({u"add"_s, u"acme"_s, u"--server"_s, cluster.origin().toString(), u"--user"_s,
                       u"maria.lopez"_s})
                 .code,
             0);
    QCOMPARE(home.run({u"login"_s, u"acme"_s}, "demo-maria-1\n").code, 0);
    write(home.path() + u"/passphrase"_s, SdeskHome::passphrase() + '\n');
    const auto code = [&home, &looks] {
        QProcess process;
        home.startOther(process, u"bash"_s,
                        {u"-c"_s, u"export SDESK_PASSPHRASE_FD=7; exec 7<~/passphrase; "_s +
                                      looks.first() + u"\nexit 0"_s});
        return process.waitForFinished() ? process.exitCode() : -1;
    };
    QCOMPARE(code(), 0);
    const QString dead = QString::fromLatin1(home.keptToken().value.view().toByteArray());
    PlainClient(cluster).post(u"/api/rest/2.0/auth/token/revoke"_s,
                              {{u"token"_s, dead}, {u"user_identifier"_s, u"maria.lopez"_s}},
                              PlainClient::bearer(dead));
    QCOMPARE(code(), 6);
}

QTEST_GUILESS_MAIN(TestSdeskPages)
#include "tst_sdesk_pages.moc"
