#include "tests/handoff/toolrun.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QProcess>
#include <QSignalSpy>
#include <QStandardPaths>

using namespace Qt::StringLiterals;

static QString toolFolder()
{
    return QStringLiteral(DESK_HANDOFF_TOOLS);
}

ToolRun::ToolRun()
{
    // A program that imports one of the packages looks for them beside itself.
    QFile::link(toolFolder() + u"/node_modules"_s, m_folder.filePath(u"node_modules"_s));
}

bool ToolRun::isThere(const QString &tool)
{
    if (tool.endsWith(".mjs"_L1))
        return QFileInfo::exists(toolFolder() + u"/node_modules/.installed-lock"_s);
    return !QStandardPaths::findExecutable(tool).isEmpty();
}

QString ToolRun::script(const QString &name)
{
    return toolFolder() + u'/' + name;
}

QString ToolRun::standIns(const QString &name)
{
    return QStringLiteral(DESK_HANDOFF_STANDINS) + u'/' + name;
}

QStringList ToolRun::java(const QString &places)
{
    // So short a life is not worth the second compiler.
    return {u"java"_s, u"-XX:TieredStopAtLevel=1"_s, u"-XX:+UseSerialGC"_s, script(u"Each.java"_s),
            places};
}

bool ToolRun::write(const QString &fileName, const QByteArray &text) const
{
    QFile file(m_folder.filePath(fileName));
    return QDir().mkpath(QFileInfo(file).path()) && file.open(QIODevice::WriteOnly) &&
           file.write(text + '\n') == text.size() + 1;
}

QByteArray ToolRun::start(const QStringList &command) const
{
    constexpr int patienceMs = 60'000;
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
    process.start(command.first(), command.sliced(1));
    if (finished.isEmpty() && !finished.wait(patienceMs))
        return "did not end";
    const QByteArray errors = process.readAllStandardError();
    return process.readAllStandardOutput() + (process.exitCode() == 0 ? QByteArray() : errors);
}

QByteArray ToolRun::run(const QStringList &command, const QByteArrayList &texts,
                        const QString &fileName)
{
    QStringList files;
    for (const QByteArray &text : texts) {
        files += u"%1/%2"_s.arg(QString::number(files.size() + 1), fileName);
        if (!write(files.constLast(), text))
            return "the file could not be written";
    }
    return start(command + files);
}

QByteArray ToolRun::run(const QStringList &command, const QByteArray &text, const QString &fileName)
{
    return write(fileName, text) ? start(command + QStringList(fileName))
                                 : "the file could not be written";
}

QByteArrayList ToolRun::oddWords()
{
    return {"it's \"so\" `so`",
            "''''",
            "$HOME ${x} $(id) %PATH%",
            "\\n \\u0041 \\\\ !! \\",
            "one\n\ttwo\r\nthree",
            "María 🔑 \u2019quoted\u2018",
            "a\u2028b\x01"
            "c\x7f",
            "# ; & | < > * ~ {a,b} ?",
            " blanks around "};
}
