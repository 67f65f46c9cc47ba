#include "core/support/clock.h"

#include <QDateTime>
#include <QElapsedTimer>

#ifdef Q_OS_LINUX
#include <ctime>
#endif

static qint64 systemElapsedMs()
{
#ifdef Q_OS_LINUX
    // QElapsedTimer's clock stands still while the machine sleeps; a token's life does not.
    timespec now{};
    if (clock_gettime(CLOCK_BOOTTIME, &now) == 0)
        return static_cast<qint64>(now.tv_sec) * 1000 + now.tv_nsec / 1'000'000;
#endif
    static const QElapsedTimer timer = [] {
        QElapsedTimer started;
        started.start();
        return started;
    }();
    return timer.elapsed();
}

TimeSource TimeSource::system()
{
    return {.wallMs = [] { return QDateTime::currentMSecsSinceEpoch(); },
            .elapsedMs = systemElapsedMs};
}

ServerClock::ServerClock(TimeSource source)
    : m_source(std::move(source))
{}

void ServerClock::synchronize(qint64 serverMs)
{
    constexpr qint64 resolutionMs = 1500;
    if (m_synchronized && qAbs(serverMs - nowMs()) <= resolutionMs)
        return;
    m_baseServerMs = serverMs;
    m_baseElapsedMs = m_source.elapsedMs();
    // Agreement within the header's resolution means "no skew": the local clock is the finer one.
    if (const qint64 wall = m_source.wallMs(); qAbs(serverMs - wall) <= resolutionMs)
        m_baseServerMs = wall;
    m_synchronized = true;
}

qint64 ServerClock::nowMs() const
{
    if (!m_synchronized)
        return m_source.wallMs();
    return m_baseServerMs + (m_source.elapsedMs() - m_baseElapsedMs);
}

qint64 ServerClock::skewMs() const
{
    if (!m_synchronized)
        return 0;
    constexpr double secondMs = 1000;
    return qRound64(static_cast<double>(nowMs() - m_source.wallMs()) / secondMs) * 1000;
}
