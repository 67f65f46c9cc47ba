#include "tests/bench/display.h"

#include <QDir>
#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;

Display::Display()
    : m_environment(QProcessEnvironment::systemEnvironment())
{
    for (const QString &key :
         {u"WAYLAND_DISPLAY"_s, u"XDG_CONFIG_HOME"_s, u"XDG_DATA_HOME"_s, u"XDG_CACHE_HOME"_s,
          u"XDG_CURRENT_DESKTOP"_s, u"QT_LOGGING_RULES"_s, u"QT_QPA_PLATFORMTHEME"_s,
          u"DBUS_SESSION_BUS_ADDRESS"_s, u"GH_TOKEN"_s, u"GITHUB_TOKEN"_s, u"GH_CONFIG_DIR"_s})
        m_environment.remove(key);
    m_environment.insert(u"HOME"_s, m_home.path());
    m_environment.insert(u"XDG_RUNTIME_DIR"_s, m_home.path());

    constexpr int startMs = 10'000;
    const QString program = QStandardPaths::findExecutable(u"Xvfb"_s);
    // It would start anew after the last window of each program, while the next one waits for it.
    if (!program.isEmpty())
        m_server.start(program, {u"-noreset"_s, u"-displayfd"_s, u"1"_s, u"-screen"_s, u"0"_s,
                                 u"1280x900x24"_s, u"-nolisten"_s, u"tcp"_s});
    static_cast<void>(QTest::qWaitFor(
        [this] { return m_server.canReadLine() || m_server.state() == QProcess::NotRunning; },
        startMs));
    const QByteArray number = m_server.readLine().trimmed();
    m_environment.insert(u"QT_QPA_PLATFORM"_s, number.isEmpty() ? u"offscreen"_s : u"xcb"_s);
    if (!number.isEmpty())
        m_environment.insert(u"DISPLAY"_s, u':' + QString::fromLatin1(number));
}

Display::~Display()
{
    constexpr int endMs = 5'000;
    m_server.terminate();
    static_cast<void>(
        QTest::qWaitFor([this] { return m_server.state() == QProcess::NotRunning; }, endMs));
}

QString Display::name() const
{
    return m_server.state() == QProcess::Running ? u"Xvfb"_s : u"offscreen"_s;
}

void Display::emptyHome() const
{
    const QDir home(m_home.path());
    for (const QFileInfo &entry :
         home.entryInfoList(QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot)) {
        if (entry.isDir())
            QDir(entry.absoluteFilePath()).removeRecursively();
        else
            QFile::remove(entry.absoluteFilePath());
    }
}
