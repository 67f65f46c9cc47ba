#include "tests/support/privatebus.h"

using namespace Qt::StringLiterals;

PrivateBus::PrivateBus()
{
    m_process.start(u"dbus-daemon"_s, {u"--session"_s, u"--nofork"_s, u"--print-address"_s});
    if (m_process.waitForStarted() && m_process.waitForReadyRead())
        m_address = QString::fromLatin1(m_process.readLine().trimmed());
}

PrivateBus::~PrivateBus()
{
    m_process.kill();
    m_process.waitForFinished();
}
