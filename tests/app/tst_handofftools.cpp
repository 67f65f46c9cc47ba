#include "core/handoff/handoff.h"
#include "core/support/quoting.h"
#include "tests/support/democluster.h"
#include "tests/support/plainclient.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;
using handoff::Format;
using Quote = void (*)(SecretWriter &, QByteArrayView);
Q_DECLARE_METATYPE(Quote)

//! Every form of a token, run by the tool it is for, against the demo cluster.
class tst_HandoffTools final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theToolGetsTheSessionInfo_data();
    void theToolGetsTheSessionInfo();
    void theShellHoldsWhatWasGiven_data();
    void theShellHoldsWhatWasGiven();
    void aProgramReadsAnyTextBack_data();
    void aProgramReadsAnyTextBack();
    void aReaderOfJsonReadsTheEnvironment();

private:
    //! \a text as a file of that name, run by \a command (its program first): what it prints.
    QByteArray run(const QStringList &command, const QByteArray &text, const QString &fileName);

    QTemporaryDir m_folder;
};

// Texts that each of the languages here would read as something of its own.
static const QByteArrayList oddWords = {"it's \"so\" `so`",
                                        "''''",
                                        "$HOME ${x} $(id) %PATH%",
                                        "\\n \\u0041 \\\\ !! \\",
                                        "one\n\ttwo\r\nthree",
                                        "María 🔑 \u2019quoted\u2018",
                                        "a\u2028b\x01"
                                        "c\x7f",
                                        "# ; & | < > * ~ {a,b} ?"};

void tst_HandoffTools::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
}

QByteArray tst_HandoffTools::run(const QStringList &command, const QByteArray &text,
                                 const QString &fileName)
{
    constexpr int patienceMs = 60'000;
    QFile file(m_folder.filePath(fileName));
    if (!file.open(QIODevice::WriteOnly) || file.write(text + '\n') != text.size() + 1)
        return "the file could not be written";
    file.close();
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    for (const QString &variable : {u"HOME"_s, u"XDG_CONFIG_HOME"_s, u"GOCACHE"_s})
        environment.insert(variable, m_folder.path());
    for (const QString &variable :
         {u"http_proxy"_s, u"https_proxy"_s, u"HTTP_PROXY"_s, u"HTTPS_PROXY"_s, u"ALL_PROXY"_s})
        environment.remove(variable);
    QProcess process;
    QSignalSpy finished(&process, &QProcess::finished);
    process.setWorkingDirectory(m_folder.path());
    process.setProcessEnvironment(environment);
    process.start(command.first(), command.sliced(1) + QStringList(fileName));
    if (finished.isEmpty() && !finished.wait(patienceMs))
        return "did not end";
    const QByteArray errors = process.readAllStandardError();
    return process.readAllStandardOutput() + (process.exitCode() == 0 ? QByteArray() : errors);
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
    const QStringList shell{u"/bin/sh"_s};
    // By its path: another Python may come first on the path, without requests.
    const QString python = u"/usr/bin/python3"_s;
    row("curl", Format::CurlLine, shell, u"call"_s, u"curl"_s);
    row("wget", Format::WgetLine, shell, u"call"_s, u"wget"_s);
    row("HTTPie", Format::HttpieLine, shell, u"call"_s, u"http"_s);
    row("Python", Format::PythonRequests, {python}, u"call.py"_s, python);
    row("JavaScript", Format::JavaScriptFetch, {u"node"_s}, u"call.mjs"_s, u"node"_s);
    row("Java", Format::Java, {u"java"_s}, u"SessionInfo.java"_s, u"javac"_s);
    row("Go", Format::Go, {u"go"_s, u"run"_s}, u"call.go"_s, u"go"_s);
}

void tst_HandoffTools::theToolGetsTheSessionInfo()
{
    QFETCH(Format, format);
    QFETCH(QStringList, command);
    QFETCH(QString, fileName);
    QFETCH(QString, tool);
    if (QStandardPaths::findExecutable(tool).isEmpty())
        QSKIP("This tool is not installed.");
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    PlainClient client(cluster);
    const QString user = u"maria.lopez"_s;
    const QString token =
        client
            .post(u"/api/rest/2.0/auth/token/full"_s,
                  {{u"username"_s, user}, {u"password"_s, cluster.password(user)}})
            .token();
    QVERIFY(!token.isEmpty());
    handoff::Subject subject{.origin = cluster.origin().toString()};
    subject.token.value = SecretBuffer::fromText(token);
    const QByteArray output =
        run(command, handoff::text(format, subject).view().toByteArray(), fileName);
    QVERIFY2(output.contains("maria.lopez"), output.constData());
    QCOMPARE(cluster.operations(), (QStringList{u"2.0/tokenFull"_s, u"2.0/sessionUser"_s}));
}

void tst_HandoffTools::theShellHoldsWhatWasGiven_data()
{
    QTest::addColumn<Format>("format");
    QTest::addColumn<QString>("shell");
    QTest::newRow("sh") << Format::PosixEnvironment << u"/bin/sh"_s;
    QTest::newRow("bash") << Format::PosixEnvironment << u"bash"_s;
    QTest::newRow("zsh") << Format::PosixEnvironment << u"zsh"_s;
    QTest::newRow("fish") << Format::FishEnvironment << u"fish"_s;
}

void tst_HandoffTools::theShellHoldsWhatWasGiven()
{
    QFETCH(Format, format);
    QFETCH(QString, shell);
    if (QStandardPaths::findExecutable(shell).isEmpty())
        QSKIP("This shell is not installed.");
    for (const QByteArray &word : oddWords) {
        handoff::Subject subject{.origin = QString::fromUtf8(word)};
        subject.token.value = SecretBuffer::fromBytes("a+/=.~_-");
        const QByteArray script = handoff::text(format, subject).view().toByteArray() +
                                  "\nprintf '<%s><%s>' \"$TS_HOST\" \"$TS_AUTH_TOKEN\"";
        QCOMPARE(run({shell}, script, u"lines"_s), "<" + word + "><a+/=.~_->");
    }
}

void tst_HandoffTools::aProgramReadsAnyTextBack_data()
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
    QTest::newRow("Go") << Quote(appendCodeText)
                        << "package main\nimport \"os\"\nfunc main() { os.Stdout.WriteString("_ba
                        << ") }"_ba << QStringList{u"go"_s, u"run"_s} << u"text.go"_s;
}

void tst_HandoffTools::aProgramReadsAnyTextBack()
{
    QFETCH(Quote, quote);
    QFETCH(QByteArray, before);
    QFETCH(QByteArray, after);
    QFETCH(QStringList, command);
    QFETCH(QString, fileName);
    if (QStandardPaths::findExecutable(command.first()).isEmpty())
        QSKIP("This tool is not installed.");
    const QByteArray word = oddWords.join('\n');
    SecretWriter writer;
    writer.append(before);
    quote(writer, word);
    writer.append(after);
    QCOMPARE(run(command, writer.take().view().toByteArray(), fileName), word);
}

void tst_HandoffTools::aReaderOfJsonReadsTheEnvironment()
{
    for (const QByteArray &word : oddWords) {
        handoff::Subject subject{.origin = QString::fromUtf8(word),
                                 .name = QString::fromUtf8(word)};
        subject.token.value = SecretBuffer::fromBytes("abc");
        const QByteArray text =
            handoff::text(Format::PostmanEnvironment, subject).view().toByteArray();
        const QJsonObject environment = QJsonDocument::fromJson(text).object();
        QCOMPARE(environment.value(u"name"_s).toString().toUtf8(), word);
        const QJsonArray values = environment.value(u"values"_s).toArray();
        QCOMPARE(values[0][u"value"_s].toString().toUtf8(), word);
        QCOMPARE(values[1][u"value"_s].toString(), u"abc"_s);
    }
}

QTEST_GUILESS_MAIN(tst_HandoffTools)
#include "tst_handofftools.moc"
