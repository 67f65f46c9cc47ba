#include "core/handoff/handoff.h"
#include "tests/handoff/toolrun.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using handoff::Format;

static constexpr auto oddToken = "a+/=.~_-"; // every character beside letters and digits

static handoff::Subject subjectAt(const QString &origin)
{
    handoff::Subject subject{.origin = origin, .name = origin};
    subject.token.value = SecretBuffer::fromBytes(oddToken);
    subject.token.owner = origin;
    subject.variables = {.host = u"_h0sT"_s, .token = u"Token_9_"_s};
    return subject;
}

//! Whatever a form of a token holds, the tool it is for reads back as it was.
class tst_HandoffValues final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void theShellHoldsWhatWasGiven_data();
    void theShellHoldsWhatWasGiven();
    void theCommandGetsAnyText_data();
    void theCommandGetsAnyText();
    void theProgramHandsOnAnyText_data();
    void theProgramHandsOnAnyText();
    void theToolReadsAnyTextBack_data();
    void theToolReadsAnyTextBack();
    void everyReaderOfEnvironmentFilesReadsTheSame_data();
    void everyReaderOfEnvironmentFilesReadsTheSame();

private:
    ToolRun m_tools;
};

void tst_HandoffValues::theShellHoldsWhatWasGiven_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QString>("shell");
    QTest::newRow("sh") << Format::PosixEnvironment << u"/bin/sh"_s;
    QTest::newRow("bash") << Format::PosixEnvironment << u"bash"_s;
    QTest::newRow("zsh") << Format::PosixEnvironment << u"zsh"_s;
    QTest::newRow("fish") << Format::FishEnvironment << u"fish"_s;
}

void tst_HandoffValues::theShellHoldsWhatWasGiven()
{
    QFETCH(Format, format);
    QFETCH(QString, shell);
    NEED_TOOL(shell);
    const QByteArray word = ToolRun::oddWords().join('\n');
    const QByteArray script =
        handoff::text(format, subjectAt(QString::fromUtf8(word))).view().toByteArray() +
        "\nprintf '<%s><%s>' \"$_h0sT\" \"$Token_9_\"";
    QCOMPARE(m_tools.run({shell}, script, u"lines"_s), "<" + word + "><" + oddToken + ">");
}

static QString anyText()
{
    return QString::fromUtf8(ToolRun::oddWords().join('\n'));
}

static QByteArrayList textsOf(const QList<Format> &formats)
{
    QByteArrayList texts;
    for (const Format format : formats)
        texts += handoff::text(format, subjectAt(anyText())).view().toByteArray();
    return texts;
}

//! What a stand-in dumps of \a texts.
static QByteArray dumped(const QByteArrayList &texts)
{
    return texts.join('\0') + '\0';
}

void tst_HandoffValues::theCommandGetsAnyText_data()
{
    QTest::addColumn<QString>("shell");
    QTest::newRow("sh") << u"/bin/sh"_s;
    QTest::newRow("bash") << u"bash"_s;
    QTest::newRow("zsh") << u"zsh"_s;
}

void tst_HandoffValues::theCommandGetsAnyText()
{
    QFETCH(QString, shell);
    NEED_TOOL(shell);
    const QString script = u"for tool in curl wget http; do "
                           "eval \"$tool() { printf '%s\\\\0' $tool \\\"\\$@\\\"; }\"; done; "
                           "for file; do . \"./$file\"; done"_s;
    const QByteArray url = anyText().toUtf8() + "/api/rest/2.0/auth/session/user";
    const QByteArray token = oddToken;
    QCOMPARE(m_tools.run({shell, u"-c"_s, script, u"sh"_s},
                         textsOf({Format::CurlLine, Format::WgetLine, Format::HttpieLine}),
                         u"line"_s),
             dumped({"curl", "-H", "Authorization: Bearer " + token, "-H",
                     "Accept: application/json", "-H", "X-Requested-By: ThoughtSpot", url}) +
                 dumped({"wget", "-q", "-O", "-", "--header=Authorization: Bearer " + token,
                         "--header=Accept: application/json",
                         "--header=X-Requested-By: ThoughtSpot", url}) +
                 dumped({"http", "--ignore-stdin", "GET", url, "Authorization:Bearer " + token,
                         "Accept:application/json", "X-Requested-By:ThoughtSpot"}));
}

void tst_HandoffValues::theProgramHandsOnAnyText_data()
{
    QTest::addColumn<QList<Format>>("formats"); // the first makes the call, the others configure
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<QString>("fileName");
    QTest::addColumn<QString>("tool");
    QTest::addColumn<QByteArrayList>("printed"); // after what is dumped, by each
    const QString python = u"/usr/bin/python3"_s;
    const QString standIns = ToolRun::standIns(u"dumping"_s);
    const auto shell = [&](const QString &script) {
        return QStringList{u"/bin/sh"_s, u"-e"_s, u"-c"_s, script, standIns};
    };
    QTest::newRow("Python")
        << QList{Format::PythonRequests, Format::PythonSdk}
        << shell(u"PYTHONPATH=\"$0/python\" PYTHONDONTWRITEBYTECODE=1 exec %1 -c "
                 "'import runpy, sys\nfor file in sys.argv[1:]: runpy.run_path(file)' \"$@\""_s.arg(
                     python))
        << u"form.py"_s << python << QByteArrayList{"told\n", "told\n"};
    QTest::newRow("JavaScript") << QList{Format::JavaScriptFetch, Format::TypeScriptSdk,
                                         Format::VisualEmbedSdk}
                                << QStringList{u"node"_s, u"--no-warnings"_s,
                                               u"--experimental-vm-modules"_s,
                                               ToolRun::script(u"dump.mjs"_s)}
                                << u"form.mjs"_s << u"node"_s
                                << QByteArrayList{"told\n", "told\n", ""};
    QTest::newRow("Java") << QList{Format::Java, Format::JavaSdk}
                          << ToolRun::java(standIns + u"/java:"_s + ToolRun::standIns(u"java"_s))
                          << u"SessionInfo.java"_s << u"javac"_s
                          << QByteArrayList{"200 told\n", "told\n"};
    QTest::newRow("C#") << QList{Format::CSharp}
                        << shell(u"mcs -out:form.exe \"$1\" \"$0/Http.cs\"; mono form.exe"_s)
                        << u"form.cs"_s << u"mcs"_s << QByteArrayList{"told\n"};
    QTest::newRow("Go") << QList{Format::Go} << shell(u"cp -r \"$0/go/.\" .; go run \"$1\""_s)
                        << u"form.go"_s << u"go"_s << QByteArrayList{"told"};
}

void tst_HandoffValues::theProgramHandsOnAnyText()
{
    QFETCH(QList<Format>, formats);
    QFETCH(QStringList, command);
    QFETCH(QString, fileName);
    QFETCH(QString, tool);
    QFETCH(QByteArrayList, printed);
    NEED_TOOL(tool);
    QByteArrayList texts = textsOf(formats);
    // These languages' own libraries refuse what no address can hold, so that the import, and
    // nothing else, leads to a stand-in. The others find the stand-in under the library's own name.
    texts.first().replace("import java.net.", "import standin.net.");
    texts.first().replace("\"net/http\"\n", "\"session/http\"\n");
    const QByteArray host = anyText().toUtf8();
    const QByteArray token = oddToken;
    QByteArray expected =
        dumped({host + "/api/rest/2.0/auth/session/user", "Authorization", "Bearer " + token,
                "Accept", "application/json", "X-Requested-By", "ThoughtSpot"}) +
        printed.constFirst();
    for (qsizetype i = 1; i < formats.size(); ++i)
        expected += dumped({host, token}) + printed.at(i);
    QCOMPARE(m_tools.run(command, texts, fileName), expected);
}

void tst_HandoffValues::theToolReadsAnyTextBack_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<QJsonObject>("read");       // with ? for the words
    QTest::addColumn<QByteArrayList>("refused"); // what the form cannot say
    const QString script = u"environment.mjs"_s;
    const QString token = QString::fromLatin1(oddToken);
    QTest::newRow("JSON in Python")
        << Format::Json
        << QStringList{u"/usr/bin/python3"_s, u"-c"_s,
                       u"import json, sys; print(json.dumps(json.load(open(sys.argv[1]))))"_s}
        << QJsonObject{{u"token"_s, token}, {u"host"_s, u"?"_s}, {u"user"_s, u"?"_s}}
        << QByteArrayList{};
    QTest::newRow("Postman")
        << Format::PostmanEnvironment
        << QStringList{u"node"_s, ToolRun::script(script), u"postman"_s, u"values"_s}
        << QJsonObject{{u"name"_s, u"?"_s}, {u"_h0sT"_s, u"?"_s}, {u"Token_9_"_s, token}}
        << QByteArrayList{};
    QTest::newRow("Bruno's reader")
        << Format::BrunoEnvironment
        << QStringList{u"node"_s, ToolRun::script(script), u"bruno"_s, u"values"_s}
        << QJsonObject{{u"_h0sT"_s, u"?"_s}, {u"Token_9_"_s, token}}
        << QByteArrayList{"''''", "one\n\ttwo\r\nthree", " blanks around "};
}

void tst_HandoffValues::theToolReadsAnyTextBack()
{
    QFETCH(Format, format);
    QFETCH(QStringList, command);
    QFETCH(QJsonObject, read);
    QFETCH(QByteArrayList, refused);
    NEED_TOOL(command.first());
    NEED_TOOL(u"environment.mjs"_s);
    const auto textOf = [format](const QByteArray &word) {
        return handoff::text(format, subjectAt(QString::fromUtf8(word))).view().toByteArray();
    };
    for (const QByteArray &word : refused)
        QCOMPARE(textOf(word), QByteArray());
    QByteArrayList words = ToolRun::oddWords();
    words.removeIf([&](const QByteArray &word) { return refused.contains(word); });
    const QByteArray all = words.join(refused.isEmpty() ? '\n' : ' ');
    for (QJsonValueRef value : read) {
        if (value.toString() == u'?')
            value = QString::fromUtf8(all);
    }
    const QByteArray output = m_tools.run(command, textOf(all), u"environment"_s);
    QCOMPARE(QJsonDocument::fromJson(output).object(), read);
}

void tst_HandoffValues::everyReaderOfEnvironmentFilesReadsTheSame_data()
{
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<QString>("tool");
    QTest::newRow("dotenv of npm")
        << QStringList{u"node"_s, ToolRun::script(u"environment.mjs"_s), u"dotenv"_s, u"values"_s}
        << u"environment.mjs"_s;
    QTest::newRow("dotenv of Python")
        << QStringList{u"/usr/bin/python3"_s, u"-c"_s,
                       u"import dotenv, json, sys\n"
                       "print(json.dumps(dotenv.dotenv_values(sys.argv[1])))"_s}
        << u"/usr/bin/python3"_s;
    QTest::newRow("a shell") << QStringList{u"/bin/sh"_s, u"-c"_s,
                                            u". \"./$0\"; printf '{\"_h0sT\": \"%s\", "
                                            "\"Token_9_\": \"%s\"}' \"$_h0sT\" "
                                            "\"$Token_9_\""_s}
                             << u"/bin/sh"_s;
}

void tst_HandoffValues::everyReaderOfEnvironmentFilesReadsTheSame()
{
    QFETCH(QStringList, command);
    QFETCH(QString, tool);
    NEED_TOOL(tool);
    for (const QString &origin :
         {u"https://acme.example.com:8443"_s, u"https://[2001:db8::1]:8443"_s,
          u"https://xn--mnchen-3ya.example.com"_s}) {
        const auto text = handoff::text(Format::DotEnv, subjectAt(origin));
        const QByteArray output = m_tools.run(command, text.view().toByteArray(), u".env"_s);
        QCOMPARE(
            QJsonDocument::fromJson(output).object(),
            (QJsonObject{{u"_h0sT"_s, origin}, {u"Token_9_"_s, QString::fromLatin1(oddToken)}}));
    }
}

QTEST_GUILESS_MAIN(tst_HandoffValues)
#include "tst_handoffvalues.moc"
