#include "core/handoff/handoff.h"
#include "tests/handoff/toolrun.h"
#include "tests/support/democluster.h"
#include "tests/support/fakeserver.h"
#include "tests/support/plainclient.h"

#include <QJsonArray>
#include <QJsonObject>
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
    void theToolAsksEachFormOfTheApi_data();
    void theToolAsksEachFormOfTheApi();
    void theEnvironmentIsGoodForEachFormOfTheApi_data();
    void theEnvironmentIsGoodForEachFormOfTheApi();
    void theSdkGetsTheSessionInfo_data();
    void theSdkGetsTheSessionInfo();
    void theEmbedSdkFindsItsTokenGood();

private:
    ToolRun m_tools;
};

// By its path: another Python may come first on the path, without its modules.
static const QString python = u"/usr/bin/python3"_s;
static const QString environmentScript = u"environment.mjs"_s;

//! \a line of a shell for each of the files, which are "$file" in it.
static QStringList forEach(const QString &line)
{
    return {u"/bin/sh"_s, u"-e"_s, u"-c"_s, u"for file; do %1; done"_s.arg(line), u"sh"_s};
}

static QStringList environmentCall(const QString &reader)
{
    return {u"node"_s, ToolRun::script(environmentScript), reader, u"call"_s};
}

static void addToolColumns()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<QString>("fileName");
    QTest::addColumn<QString>("tool");
}

static void toolRow(const char *name, Format format, const QStringList &command,
                    const QString &fileName, const QString &tool)
{
    QTest::newRow(name) << format << command << fileName << tool;
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

//! \a subject for each form of the API, the oldest first.
static QList<handoff::Subject> inEachForm(const handoff::Subject &subject)
{
    QList<handoff::Subject> subjects;
    for (const Api::Form form : {Api::Form::Beta2022, Api::Form::Beta, Api::Form::V2}) {
        subjects += subject;
        subjects.last().form = form;
    }
    return subjects;
}

static QByteArrayList textsOf(Format format, const QList<handoff::Subject> &subjects)
{
    QByteArrayList texts;
    for (const handoff::Subject &subject : subjects)
        texts += handoff::text(format, subject).view().toByteArray();
    return texts;
}

// Beside letters and digits all that an address can hold, and in percent some that it cannot.
static constexpr auto oddPath =
    "/it's$HOME$(id)!!&;*,+=:@~-._%25PATH%25%22%60%5C%7Bx%7D%0A%20%C3%AD%F0%9F%94%91";
static constexpr auto oddToken = "a+/=.~_-";

//! A subject that is at \a server, as odd as an address and a token can be.
static handoff::Subject oddSubject(const FakeServer &server)
{
    handoff::Subject subject{.origin = server.origin() + QLatin1StringView(oddPath)};
    subject.token.value = SecretBuffer::fromBytes(oddToken);
    return subject;
}

//! Nothing but the request for the session info, byte for byte as oddSubject() means it.
static void compareWithOddSubject(const FakeServer &server)
{
    QCOMPARE(server.lines(),
             QByteArrayList{QByteArray("GET ") + oddPath + "/api/rest/2.0/auth/session/user"});
    QCOMPARE(server.requests().constFirst().header("Authorization"),
             QByteArray("Bearer ") + oddToken);
}

//! How many answers about the user \a output holds, in whichever language they are printed.
static qsizetype answersIn(const QByteArray &output)
{
    return output.count("\"maria.lopez\"") + output.count("'maria.lopez'");
}

void tst_HandoffTools::theToolAsksEachFormOfTheApi_data()
{
    addToolColumns();
    const QStringList shell = forEach(u"sh \"$file\""_s);
    toolRow("curl", Format::CurlLine, shell, u"call"_s, u"curl"_s);
    toolRow("wget", Format::WgetLine, shell, u"call"_s, u"wget"_s);
    toolRow("HTTPie", Format::HttpieLine, shell, u"call"_s, u"http"_s);
    toolRow("Python", Format::PythonRequests, forEach(python + u" \"$file\""_s), u"call.py"_s,
            python);
    toolRow("JavaScript", Format::JavaScriptFetch, forEach(u"node \"$file\""_s), u"call.mjs"_s,
            u"node"_s);
    toolRow("Java", Format::Java, ToolRun::java(ToolRun::standIns(u"java"_s)),
            u"SessionInfo.java"_s, u"javac"_s);
    toolRow("C#", Format::CSharp,
            forEach(u"mcs -reference:System.Net.Http.dll -out:call.exe \"$file\"; "
                    "mono call.exe"_s),
            u"call.cs"_s, u"mcs"_s);
    toolRow("Go", Format::Go, forEach(u"go run \"$file\""_s), u"call.go"_s, u"go"_s);
}

//! \a request as a line, and a line for each of its headers that is not of the tool's own making.
static QString meantOf(const QJsonObject &request)
{
    static const QStringList ofTheTool{
        u"accept-encoding"_s, u"accept-language"_s, u"connection"_s, u"content-length"_s, u"host"_s,
        u"http2-settings"_s,  u"sec-fetch-mode"_s,  u"upgrade"_s,    u"user-agent"_s};
    QStringList lines{request[u"method"_s].toString() + u' ' + request[u"path"_s].toString() +
                      request[u"query"_s].toString()};
    const QJsonObject headers = request[u"headers"_s].toObject();
    for (auto header = headers.begin(); header != headers.end(); ++header) {
        const QString line = header.key() + u": "_s + header.value().toString();
        if (!ofTheTool.contains(header.key()) && line != u"accept: */*"_s)
            lines += line;
    }
    return lines.join(u'\n');
}

//! What the forms of the API are asked by, the oldest first. FACTS 1 to 3, 5.3.
static QStringList sessionInfoRequests()
{
    const QString accept = u"accept: application/json\n"_s;
    const QString bearer = u"authorization: Bearer <token 1 of maria.lopez>\n"_s;
    const QString type = u"content-type: application/json\n"_s;
    const QString by = u"x-requested-by: ThoughtSpot"_s;
    return {u"GET /api/rest/v2/session\n"_s + bearer + type + by,
            u"GET /tspublic/rest/v2/session\n"_s + accept + bearer + type + by,
            u"GET /api/rest/2.0/auth/session/user\n"_s + accept + bearer + by};
}

void tst_HandoffTools::theToolAsksEachFormOfTheApi()
{
    QFETCH(Format, format);
    QFETCH(QStringList, command);
    QFETCH(QString, fileName);
    QFETCH(QString, tool);
    NEED_TOOL(tool);
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    const handoff::Subject subject = subjectOf(cluster, u"maria.lopez"_s);
    FakeServer odd;
    odd.next(FakeReply::json("{}"));
    const QByteArray output = m_tools.run(
        command, textsOf(format, inEachForm(subject) + QList{oddSubject(odd)}), fileName);
    QVERIFY2(answersIn(output) == 3, output.constData());
    QStringList requests;
    const QJsonArray seen = cluster.state()[u"requests"_s].toArray();
    for (const QJsonValue &request : seen)
        requests += meantOf(request.toObject());
    QCOMPARE(requests.sliced(1), sessionInfoRequests()); // the first got the token
    compareWithOddSubject(odd);
}

void tst_HandoffTools::theEnvironmentIsGoodForEachFormOfTheApi_data()
{
    addToolColumns();
    toolRow("Postman", Format::PostmanEnvironment, environmentCall(u"postman"_s), u"postman.json"_s,
            environmentScript);
    toolRow("Bruno's reader", Format::BrunoEnvironment, environmentCall(u"bruno"_s), u"desk.bru"_s,
            environmentScript);
    toolRow("dotenv", Format::DotEnv, environmentCall(u"dotenv"_s), u".env"_s, environmentScript);
    toolRow(
        "a shell that reads the .env file", Format::DotEnv,
        forEach(u". \"./$file\"; for path in /api/rest/v2/session /tspublic/rest/v2/session "
                "/api/rest/2.0/auth/session/user; do "
                "curl -s -H \"Authorization: Bearer $TS_AUTH_TOKEN\" \"$TS_HOST$path\"; done"_s),
        u".env"_s, u"curl"_s);
}

void tst_HandoffTools::theEnvironmentIsGoodForEachFormOfTheApi()
{
    QFETCH(Format, format);
    QFETCH(QStringList, command);
    QFETCH(QString, fileName);
    QFETCH(QString, tool);
    NEED_TOOL(tool);
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    const QByteArrayList texts = textsOf(format, inEachForm(subjectOf(cluster, u"maria.lopez"_s)));
    QCOMPARE(texts, QByteArrayList(3, texts.constFirst()));
    const QByteArray output = m_tools.run(command, texts.first(1), fileName);
    QVERIFY2(answersIn(output) == 3, output.constData());
    QCOMPARE(cluster.operations(), (QStringList{u"2.0/tokenFull"_s, u"beta-2022/info"_s,
                                                u"beta/info"_s, u"2.0/sessionUser"_s}));
}

void tst_HandoffTools::theSdkGetsTheSessionInfo_data()
{
    addToolColumns();
    toolRow("the TypeScript SDK", Format::TypeScriptSdk, forEach(u"node \"$file\""_s), u"sdk.mjs"_s,
            environmentScript);
    toolRow("a stand-in for the Python SDK", Format::PythonSdk,
            forEach(u"PYTHONPATH='%1' PYTHONDONTWRITEBYTECODE=1 %2 \"$file\""_s.arg(
                ToolRun::standIns(u"python"_s), python)),
            u"sdk.py"_s, python);
    toolRow("a stand-in for the Java SDK", Format::JavaSdk,
            ToolRun::java(ToolRun::standIns(u"java"_s)), u"SessionInfo.java"_s, u"javac"_s);
}

void tst_HandoffTools::theSdkGetsTheSessionInfo()
{
    QFETCH(Format, format);
    QFETCH(QStringList, command);
    QFETCH(QString, fileName);
    QFETCH(QString, tool);
    NEED_TOOL(tool);
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    FakeServer odd;
    odd.next(FakeReply::json("{}"));
    const QByteArrayList texts =
        textsOf(format, {subjectOf(cluster, u"maria.lopez"_s), oddSubject(odd)});
    const QByteArray output = m_tools.run(command, texts, fileName);
    QVERIFY2(answersIn(output) == 1, output.constData());
    QCOMPARE(cluster.operations(), (QStringList{u"2.0/tokenFull"_s, u"2.0/sessionUser"_s}));
    compareWithOddSubject(odd);
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
