#include "core/storage/profilestore.h"
#include "tests/cli/sdeskhome.h"
#include "tests/cli/terminal.h"
#include "tests/support/democluster.h"

#include <QDateTime>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

//! What the program gives to other programs, of one token that is kept.
class TestSdeskHandout final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void nothingIsHandedOutOfAProfileThatWasChangedOutside();
    void everyShellHasItsLines_data();
    void everyShellHasItsLines();
    void aProfileHasItsOwnNamesForVariables();
    void namesThatAreNoVariablesAreRefused();
    void theHeaderIsOneLine();
    void aCredentialTellsWhenItEnds();
    void aCommandGetsTokenAndHostInItsEnvironment();
    void aCommandCannotReadAPassphrase();
    void aCommandGetsItsArgumentsAsTheyAre();
    void aCommandEndsAsItEnds();
    void aCommandThatIsNotThereIsSaid();
    void theSessionInfoIsTold();
    void wordsOfTheClusterDoNotDriveATerminal();
    void oneValueOfTheInfoIsToldAlone_data();
    void oneValueOfTheInfoIsToldAlone();

private:
    SdeskRun run(const QString &line) const { return m_home.run(line.split(u' ')); }

    SdeskHome m_home;
    std::unique_ptr<DemoCluster> m_cluster;
    Token m_token;
    QByteArray m_origin;
    QByteArray m_value;
};

void TestSdeskHandout::initTestCase()
{
    m_cluster = std::make_unique<DemoCluster>();
    QVERIFY(m_cluster->isReady());
    m_home.addProfile(*m_cluster);
    m_home.chooseCheapPassphrase();
    QCOMPARE(m_home.run({u"login"_s, u"work"_s}, "demo-maria-1\n").code, 0);
    m_token = m_home.keptToken();
    m_value = m_token.value.view().toByteArray();
    m_origin = m_cluster->origin().toString().toUtf8();
    QVERIFY(!m_value.isEmpty());
}

void TestSdeskHandout::nothingIsHandedOutOfAProfileThatWasChangedOutside()
{
    const SdeskHome home;
    home.addProfile(*m_cluster);
    home.chooseCheapPassphrase();
    home.keepToken(m_value);
    QCOMPARE(home.run({u"token"_s, u"work"_s}).output, m_value + '\n');
    {
        ProfileStore outside(home.settingsFile());
        outside.load();
        Profile profile = outside.profiles().first();
        profile.proxy = {ProxySettings::Mode::Manual, u"evil.example"_s, 8080};
        outside.save(profile);
    }
    for (const QString &verb : {u"token"_s, u"header"_s, u"validate"_s}) {
        const SdeskRun refused = home.run({verb, u"work"_s});
        QCOMPARE(refused.output, QByteArray());
        QVERIFY2(refused.errors.contains("changed outside the program (proxy)"),
                 refused.errors.constData());
        QVERIFY(refused.code > 0);
    }
}

void TestSdeskHandout::everyShellHasItsLines_data()
{
    QTest::addColumn<QString>("options");
    QTest::addColumn<QByteArray>("lines");
    QTest::addRow("sh, unasked") << QString()
                                 << QByteArray("export TS_HOST='%1'\nexport TS_AUTH_TOKEN='%2'\n");
    QTest::addRow("sh") << u" --shell sh"_s
                        << QByteArray("export TS_HOST='%1'\nexport TS_AUTH_TOKEN='%2'\n");
    QTest::addRow("fish") << u" --shell fish"_s
                          << QByteArray("set -gx TS_HOST '%1'\nset -gx TS_AUTH_TOKEN '%2'\n");
    QTest::addRow("powershell") << u" --shell powershell"_s
                                << QByteArray("$env:TS_HOST = '%1'\n$env:TS_AUTH_TOKEN = '%2'\n");
    QTest::addRow("cmd") << u" --shell=cmd"_s
                         << QByteArray("set \"TS_HOST=%1\"\nset \"TS_AUTH_TOKEN=%2\"\n");
    QTest::addRow("dotenv") << u" --shell dotenv"_s << QByteArray("TS_HOST=%1\nTS_AUTH_TOKEN=%2\n");
}

void TestSdeskHandout::everyShellHasItsLines()
{
    QFETCH(QString, options);
    QFETCH(QByteArray, lines);
    const SdeskRun done = run(u"env work"_s + options);
    QCOMPARE(done.code, 0);
    QCOMPARE(done.output, lines.replace("%1", m_origin).replace("%2", m_value));
    QCOMPARE(done.errors, QByteArray());
}

void TestSdeskHandout::aProfileHasItsOwnNamesForVariables()
{
    SdeskHome home;
    home.addProfile(*m_cluster, u"maria.lopez"_s,
                    {u"--host-variable"_s, u"THOUGHTSPOT_HOST"_s, u"--token-variable"_s,
                     u"THOUGHTSPOT_TOKEN"_s});
    home.chooseCheapPassphrase();
    home.keepToken(m_value);
    QCOMPARE(home.run({u"env"_s, u"work"_s}).output, "export THOUGHTSPOT_HOST='" + m_origin +
                                                         "'\nexport THOUGHTSPOT_TOKEN='" + m_value +
                                                         "'\n");
    const SdeskRun done =
        home.run({u"exec"_s, u"work"_s, u"--"_s, u"sh"_s, u"-c"_s,
                  u"echo \"$THOUGHTSPOT_HOST $THOUGHTSPOT_TOKEN$TS_AUTH_TOKEN\""_s});
    QCOMPARE(done.output, m_origin + ' ' + m_value + '\n');
}

void TestSdeskHandout::namesThatAreNoVariablesAreRefused()
{
    SdeskHome home;
    for (const QString &name : {u"PATH"_s, u"A;id"_s, u""_s, u"TS_HOST"_s}) {
        const SdeskRun done = home.run({u"add"_s, u"work"_s, u"--server"_s, u"https://a.example"_s,
                                        u"--user"_s, u"ann"_s, u"--token-variable"_s, name});
        QCOMPARE(done.code, 2);
        QVERIFY2(done.errors.contains("names of the variables"), done.errors.constData());
    }
    QCOMPARE(home.run({u"profiles"_s}).output, QByteArray());
}

void TestSdeskHandout::theHeaderIsOneLine()
{
    QCOMPARE(run(u"header work"_s).output, "Authorization: Bearer " + m_value + '\n');
}

void TestSdeskHandout::aCredentialTellsWhenItEnds()
{
    const QJsonObject json = QJsonDocument::fromJson(run(u"credential work"_s).output).object();
    const QString end =
        QDateTime::fromMSecsSinceEpoch(*m_token.expiresMs).toUTC().toString(Qt::ISODate);
    const QJsonObject expected{{u"token"_s, QString::fromLatin1(m_value)},
                               {u"expiration"_s, end},
                               {u"host"_s, QString::fromLatin1(m_origin)},
                               {u"user"_s, u"maria.lopez"_s}};
    QCOMPARE(json, expected);
}

void TestSdeskHandout::aCommandGetsTokenAndHostInItsEnvironment()
{
    const SdeskRun done = m_home.run(
        {u"exec"_s, u"work"_s, u"--"_s, u"sh"_s, u"-c"_s,
         u"echo \"$TS_HOST $TS_AUTH_TOKEN\"; echo \"passphrase:$SDESK_PASSPHRASE_FD\"; cat; "
         "test -e /proc/self/fd/7 || echo closed"_s},
        "input of the command\n");
    QCOMPARE(done.output,
             m_origin + ' ' + m_value + "\npassphrase:\ninput of the command\nclosed\n");
    QCOMPARE(done.errors, QByteArray());
}

void TestSdeskHandout::aCommandCannotReadAPassphrase()
{
    for (const QString &name : {u"kept"_s, u"file"_s}) {
        QFile file(m_home.path() + u'/' + name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(SdeskHome::passphrase() + '\n' + name.toUtf8() + " descriptor\n");
    }
    QProcess process;
    m_home.startOther(
        process, u"bash"_s,
        {u"-c"_s, u"SDESK_PASSPHRASE_FD=7 SDESK_FILE_PASSPHRASE_FD=8 sdesk exec work -- sh -c '"
                  "env | grep SDESK_; cat <&7; cat <&8; cat <&9' 7<~/kept 8<~/file 9<<<other"_s});
    QVERIFY(process.waitForFinished());
    // Only what belongs to the command itself.
    QCOMPARE(process.readAllStandardOutput(), QByteArray("other\n"));
}

void TestSdeskHandout::aCommandGetsItsArgumentsAsTheyAre()
{
    const QString odd = u"-x|--json|a b||ä€|*|--|$(id)|\n"_s;
    const QStringList words = odd.split(u'|');
    const SdeskRun done =
        m_home.run(QStringList{u"exec"_s, u"work"_s, u"--"_s, u"printf"_s, u"<%s>"_s} + words);
    QCOMPARE(QString::fromUtf8(done.output), u'<' + words.join(u"><"_s) + u'>');
    QCOMPARE(m_home.run({u"exec"_s, u"work"_s, u"printf"_s, u"%s"_s, u"--help"_s}).output,
             QByteArray("--help"));
}

void TestSdeskHandout::aCommandEndsAsItEnds()
{
    QCOMPARE(m_home.run({u"exec"_s, u"work"_s, u"--"_s, u"sh"_s, u"-c"_s, u"exit 37"_s}).code, 37);
    QProcess process;
    m_home.start(process, {u"exec"_s, u"work"_s, u"--"_s, u"sh"_s, u"-c"_s, u"kill -9 $$"_s});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitStatus(), QProcess::CrashExit);
}

void TestSdeskHandout::aCommandThatIsNotThereIsSaid()
{
    const SdeskRun missing = run(u"exec work -- no-such-command"_s);
    QCOMPARE(missing.code, 127);
    QVERIFY2(missing.errors.startsWith("sdesk: no-such-command could not be started"),
             missing.errors.constData());
    QCOMPARE(run(u"exec work -- /etc/passwd"_s).code, 126);
}

void TestSdeskHandout::theSessionInfoIsTold()
{
    const SdeskRun told = run(u"info work"_s);
    QVERIFY2(told.output.contains("Name          Maria Lopez\n"), told.output.constData());
    const QJsonObject json = QJsonDocument::fromJson(run(u"info work --json"_s).output).object();
    QCOMPARE(json.value(u"name"_s).toString(), u"maria.lopez"_s);
    QVERIFY(json.size() > 20);
}

void TestSdeskHandout::wordsOfTheClusterDoNotDriveATerminal()
{
    // A title is set, the screen cleared by a control of one character, the direction turned.
    const QString name = u"Ma\u001b]0;title\u0007ria\u009b2J \u202eLopez"_s;
    const QJsonObject info{{u"id"_s, u"1"_s}, {u"name"_s, u"ann"_s}, {u"display_name"_s, name}};
    const QJsonArray script{QJsonObject{{u"operation"_s, u"2.0/sessionUser"_s},
                                        {u"status"_s, 200},
                                        {u"contentType"_s, u"application/json"_s},
                                        {u"body"_s, info}}};
    DemoCluster cluster({u"--script"_s, QString::fromUtf8(QJsonDocument(script).toJson())});
    const SdeskHome home;
    home.addProfile(cluster, u"maria.lopez"_s, {u"--api"_s, u"2.0"_s});
    home.chooseCheapPassphrase();
    home.keepToken(m_value);

    for (const QStringList &rest :
         {QStringList{}, QStringList{u"display_name"_s},
          QStringList{u"display_name"_s, u"--json"_s}, QStringList{u"--json"_s}}) {
        Terminal terminal;
        QProcess process;
        home.startOnTerminal(process, QStringList{u"info"_s, u"work"_s} + rest, terminal.name());
        QTRY_VERIFY2(terminal.shown().endsWith(": "), terminal.shown().constData());
        terminal.type(SdeskHome::passphrase() + '\n');
        QTRY_COMPARE(process.state(), QProcess::NotRunning);
        QCOMPARE(process.exitCode(), 0);
        const QString shown = QString::fromUtf8(terminal.shown());
        QVERIFY2(shown.contains(u"Lopez"_s), qPrintable(shown));
        for (const QChar c : name) {
            if (c.category() == QChar::Other_Control || c.category() == QChar::Other_Format)
                QVERIFY2(!shown.contains(c), QByteArray::number(c.unicode(), 16).constData());
        }
    }
    // A program gets what the cluster says.
    QCOMPARE(home.run({u"info"_s, u"work"_s, u"display_name"_s}).output, name.toUtf8() + '\n');
    const SdeskRun whole = home.run({u"info"_s, u"work"_s, u"--json"_s});
    QCOMPARE(QJsonDocument::fromJson(whole.output).object(), info);
}

void TestSdeskHandout::oneValueOfTheInfoIsToldAlone_data()
{
    QTest::addColumn<QString>("path");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("output");
    QTest::addRow("a text") << u"display_name"_s << 0 << QByteArray("Maria Lopez\n");
    QTest::addRow("a text as JSON")
        << u"display_name --json"_s << 0 << QByteArray("\"Maria Lopez\"\n");
    QTest::addRow("a number, inside") << u"current_org.id"_s << 0 << QByteArray("0\n");
    QTest::addRow("yes or no") << u"deleted"_s << 0 << QByteArray("false\n");
    QTest::addRow("of a list") << u"orgs.1.name"_s << 0 << QByteArray("retail-emea\n");
    QTest::addRow("nothing there") << u"current_org.colour"_s << 1 << QByteArray();
    QTest::addRow("behind the end of a list") << u"orgs.9.name"_s << 1 << QByteArray();
}

void TestSdeskHandout::oneValueOfTheInfoIsToldAlone()
{
    QFETCH(QString, path);
    QFETCH(int, code);
    QFETCH(QByteArray, output);
    const SdeskRun done = run(u"info work "_s + path);
    QCOMPARE(done.code, code);
    QCOMPARE(done.output, output);
}

QTEST_GUILESS_MAIN(TestSdeskHandout)
#include "tst_sdesk_handout.moc"
