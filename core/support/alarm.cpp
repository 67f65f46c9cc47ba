#include "core/support/alarm.h"

#include <algorithm>
#include <utility>

Alarm::Alarm(std::function<void()> ring, Setter setter)
    : m_setter(std::move(setter))
{
    m_timer.setSingleShot(true);
    QObject::connect(&m_timer, &QTimer::timeout, &m_timer, std::move(ring));
}

void Alarm::ringAfter(qint64 afterMs)
{
    const qint64 wait = std::clamp<qint64>(afterMs, 0, longestWaitMs);
    if (m_setter)
        m_setter(wait);
    else
        m_timer.start(static_cast<int>(wait));
}

void Alarm::stop()
{
    if (m_setter)
        m_setter(std::nullopt);
    m_timer.stop();
}
