#include "tests/support/screen.h"

#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;

Screen::Screen()
{
    m_server.start(u"Xvfb"_s, {u"-displayfd"_s, u"1"_s, u"-nolisten"_s, u"tcp"_s});
    if (QTest::qWaitFor([this] { return m_server.canReadLine(); }, 10'000))
        m_display = u':' + QString::fromLatin1(m_server.readLine().trimmed());
}

Screen::~Screen()
{
    m_server.kill();
    m_server.waitForFinished();
}

bool Screen::isUsable()
{
    return !QStandardPaths::findExecutable(u"Xvfb"_s).isEmpty() &&
           !QStandardPaths::findExecutable(u"xclip"_s).isEmpty();
}

QProcessEnvironment Screen::environment(const QString &home) const
{
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"HOME"_s, home);
    environment.insert(u"XDG_RUNTIME_DIR"_s, home);
    environment.insert(u"DISPLAY"_s, m_display);
    environment.insert(u"QT_QPA_PLATFORM"_s, u"xcb"_s);
    return environment;
}

QByteArray Screen::reads(const QString &selection) const
{
    constexpr int patienceMs = 200;
    QProcess xclip;
    xclip.start(u"xclip"_s, {u"-display"_s, m_display, u"-o"_s, u"-selection"_s, selection});
    if (xclip.waitForFinished(patienceMs))
        return xclip.readAllStandardOutput();
    // It asked one that was about to end, and waits for ever.
    xclip.kill();
    xclip.waitForFinished();
    return "no answer"_ba;
}
