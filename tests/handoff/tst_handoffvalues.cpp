#include "core/handoff/handoff.h"
#include "core/support/quoting.h"
#include "tests/handoff/toolrun.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using handoff::Format;
using Quote = void (*)(SecretWriter &, QByteArrayView);
Q_DECLARE_METATYPE(Quote)

static constexpr auto oddToken = "a+/=.~_-"; // every character beside letters and digits

static handoff::Subject subjectAt(const QString &origin)
{
    handoff::Subject subject{.origin = origin, .name = origin};
    subject.token.value = SecretBuffer::fromBytes(oddToken);
    subject.token.owner = origin;
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
    void aProgramReadsAnyTextBack_data();
    void aProgramReadsAnyTextBack();
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
        "\nprintf '<%s><%s>' \"$TS_HOST\" \"$TS_AUTH_TOKEN\"";
    QCOMPARE(m_tools.run({shell}, script, u"lines"_s), "<" + word + "><" + oddToken + ">");
}

void tst_HandoffValues::aProgramReadsAnyTextBack_data()
{
    QTest::addColumn<Quote>("quote");
    QTest::addColumn<QByteArray>("before");
    QTest::addColumn<QByteArray>("after");
    QTest::addColumn<QStringList>("command");
    QTest::addColumn<QString>("fileName");
    QTest::newRow("Python") << Quote(appendCodeText) << "import sys\nsys.stdout.buffer.write("_ba
                            << ".encode())"_ba << QStringList{u"/usr/bin/python3"_s}
                            << u"text.py"_s;
    QTest::newRow("JavaScript") << Quote(appendCodeText) << "process.stdout.write("_ba
                                << ");"_ba << QStringList{u"node"_s} << u"text.mjs"_s;
    QTest::newRow("Java") << Quote(appendCodeText)
                          << "public class Text { public static void main(String[] a) throws "
                             "Exception { System.out.write("_ba
                          << ".getBytes(\"UTF-8\")); System.out.flush(); } }"_ba
                          << QStringList{u"java"_s} << u"Text.java"_s;
    QTest::newRow("C#")
        << Quote(appendCodeText)
        << "static class Text { static void Main() { var bytes = new "
           "System.Text.UTF8Encoding().GetBytes("_ba
        << "); System.Console.OpenStandardOutput().Write(bytes, 0, bytes.Length); } }"_ba
        << QStringList{u"/bin/sh"_s, u"-e"_s, u"-c"_s,
                       u"command -v mono >/dev/null; mcs -out:text.exe \"$0\"; mono text.exe"_s}
        << u"text.cs"_s;
    QTest::newRow("Go") << Quote(appendCodeText)
                        << "package main\nimport \"os\"\nfunc main() { os.Stdout.WriteString("_ba
                        << ") }"_ba << QStringList{u"go"_s, u"run"_s} << u"text.go"_s;
}

void tst_HandoffValues::aProgramReadsAnyTextBack()
{
    QFETCH(Quote, quote);
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QStringList, command);
    QFETCH(QString, fileName);
    NEED_TOOL(fileName == "text.cs"_L1 ? u"mcs"_s : command.first());
    const QByteArray word = ToolRun::oddWords().join('\n');
    SecretWriter writer;
    writer.append(before);
    quote(writer, word);
    writer.append(after);
    QCOMPARE(m_tools.run(command, writer.take().view().toByteArray(), fileName), word);
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
        << QJsonObject{{u"name"_s, u"?"_s}, {u"TS_HOST"_s, u"?"_s}, {u"TS_AUTH_TOKEN"_s, token}}
        << QByteArrayList{};
    QTest::newRow("Bruno's reader")
        << Format::BrunoEnvironment
        << QStringList{u"node"_s, ToolRun::script(script), u"bruno"_s, u"values"_s}
        << QJsonObject{{u"TS_HOST"_s, u"?"_s}, {u"TS_AUTH_TOKEN"_s, token}}
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
                                            u". \"./$0\"; printf '{\"TS_HOST\": \"%s\", "
                                            "\"TS_AUTH_TOKEN\": \"%s\"}' \"$TS_HOST\" "
                                            "\"$TS_AUTH_TOKEN\""_s}
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
        QCOMPARE(QJsonDocument::fromJson(output).object(),
                 (QJsonObject{{u"TS_HOST"_s, origin},
                              {u"TS_AUTH_TOKEN"_s, QString::fromLatin1(oddToken)}}));
    }
}

QTEST_GUILESS_MAIN(tst_HandoffValues)
#include "tst_handoffvalues.moc"
