#include "core/handoff/handoff.h"
#include "tests/handoff/toolrun.h"
#include "tests/support/democluster.h"
#include "tests/support/plainclient.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using handoff::Format;

//! Every form of a token with which a call can be made, run by the tool it is for, against the demo
//! cluster.
class tst_HandoffTools final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void theToolGetsTheSessionInfo_data();
    void theToolGetsTheSessionInfo();
    void theEmbedSdkFindsItsTokenGood();

private:
    ToolRun m_tools;
};

//! \a script as the program of a shell, which gets the file as its $0.
static QStringList shell(const QString &script)
{
    return {u"/bin/sh"_s, u"-e"_s, u"-c"_s, script};
}

static QStringList node(const QString &script, const QStringList &arguments)
{
    return QStringList{u"node"_s, ToolRun::script(script)} + arguments;
}

void tst_HandoffTools::theToolGetsTheSessionInfo_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<QString>("fileName");
    QTest::addColumn<QString>("tool");
    const auto row = [](const char *name, Format format, const QStringList &command,
                        const QString &fileName, const QString &tool) {
        QTest::newRow(name) << format << command << fileName << tool;
    };
    // By its path: another Python may come first on the path, without its modules.
    const QString python = u"/usr/bin/python3"_s;
    const QString script = u"environment.mjs"_s;
    row("curl", Format::CurlLine, {u"/bin/sh"_s}, u"call"_s, u"curl"_s);
    row("wget", Format::WgetLine, {u"/bin/sh"_s}, u"call"_s, u"wget"_s);
    row("HTTPie", Format::HttpieLine, {u"/bin/sh"_s}, u"call"_s, u"http"_s);
    row("Python", Format::PythonRequests, {python}, u"call.py"_s, python);
    row("JavaScript", Format::JavaScriptFetch, {u"node"_s}, u"call.mjs"_s, u"node"_s);
    row("Java", Format::Java, {u"java"_s}, u"SessionInfo.java"_s, u"javac"_s);
    row("C#", Format::CSharp,
        shell(u"mcs -reference:System.Net.Http.dll -out:call.exe \"$0\"; mono call.exe"_s),
        u"call.cs"_s, u"mcs"_s);
    row("Go", Format::Go, {u"go"_s, u"run"_s}, u"call.go"_s, u"go"_s);
    row("Postman", Format::PostmanEnvironment, node(script, {u"postman"_s, u"call"_s}),
        u"postman.json"_s, script);
    row("Bruno's reader", Format::BrunoEnvironment, node(script, {u"bruno"_s, u"call"_s}),
        u"desk.bru"_s, script);
    row("dotenv", Format::DotEnv, node(script, {u"dotenv"_s, u"call"_s}), u".env"_s, script);
    row("a shell that reads the .env file", Format::DotEnv,
        shell(u"set -a; . \"./$0\"; curl -s -H \"Authorization: Bearer $TS_AUTH_TOKEN\" "
              "\"$TS_HOST/api/rest/2.0/auth/session/user\""_s),
        u".env"_s, u"curl"_s);
    row("the TypeScript SDK", Format::TypeScriptSdk, {u"node"_s}, u"sdk.mjs"_s, script);
    row("a stand-in for the Python SDK", Format::PythonSdk,
        {u"/usr/bin/env"_s, u"PYTHONPATH="_s + ToolRun::standIns(u"python"_s),
         u"PYTHONDONTWRITEBYTECODE=1"_s, python},
        u"sdk.py"_s, python);
    row("a stand-in for the Java SDK", Format::JavaSdk,
        shell(u"javac -d classes $(find '%1' -name '*.java'); java -cp classes \"$0\""_s.arg(
            ToolRun::standIns(u"java"_s))),
        u"SessionInfo.java"_s, u"javac"_s);
}

//! A subject with a token of \a cluster for \a user.
static handoff::Subject subjectOf(DemoCluster &cluster, const QString &user)
{
    PlainClient client(cluster);
    const PlainAnswer answer =
        client.post(u"/api/rest/2.0/auth/token/full"_s,
                    {{u"username"_s, user}, {u"password"_s, cluster.password(user)}});
    handoff::Subject subject{.origin = cluster.origin().toString()};
    subject.token.value = SecretBuffer::fromText(answer.token());
    return subject;
}

void tst_HandoffTools::theToolGetsTheSessionInfo()
{
    QFETCH(Format, format);
    QFETCH(QStringList, command);
    QFETCH(QString, fileName);
    QFETCH(QString, tool);
    NEED_TOOL(tool);
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    const handoff::Subject subject = subjectOf(cluster, u"maria.lopez"_s);
    QVERIFY(!subject.token.value.isEmpty());
    const QByteArray output =
        m_tools.run(command, handoff::text(format, subject).view().toByteArray(), fileName);
    QVERIFY2(output.contains("maria.lopez"), output.constData());
    QCOMPARE(cluster.operations(), (QStringList{u"2.0/tokenFull"_s, u"2.0/sessionUser"_s}));
}

void tst_HandoffTools::theEmbedSdkFindsItsTokenGood()
{
    const QString script = u"embed.mjs"_s;
    NEED_TOOL(script);
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    const handoff::Subject subject = subjectOf(cluster, u"maria.lopez"_s);
    const QByteArray output = m_tools.run(
        {u"node"_s, u"--experimental-vm-modules"_s, ToolRun::script(script)},
        handoff::text(Format::VisualEmbedSdk, subject).view().toByteArray(), u"init.mjs"_s);
    QCOMPARE(output, (subject.origin + u"/callosum/v1/session/isactive 204"_s).toUtf8());
    QVERIFY(cluster.calls(u"v1/isActive"_s) > 0);
}

QTEST_GUILESS_MAIN(tst_HandoffTools)
#include "tst_handofftools.moc"
