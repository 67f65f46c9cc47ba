#include "ui/support/idlewatch.h"

#include <QCoreApplication>
#include <QEvent>

#include <algorithm>
#include <limits>
#include <utility>

IdleWatch::IdleWatch(TimeSource time, QObject *parent)
    : QObject(parent)
    , m_time(std::move(time))
    , m_lastInputMs(m_time.elapsedMs())
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &IdleWatch::check);
    QCoreApplication::instance()->installEventFilter(this);
}

void IdleWatch::setLimit(qint64 limitMs)
{
    m_limitMs = limitMs;
    m_lastInputMs = m_time.elapsedMs();
    m_isIdle = false;
    check();
}

//! The timer is not started anew for each movement of the mouse: when it is due it looks how long
//! the last input is ago.
void IdleWatch::check()
{
    if (m_limitMs == 0 || m_isIdle)
        return m_timer.stop();
    const qint64 left = m_lastInputMs + m_limitMs - m_time.elapsedMs();
    if (left > 0) {
        m_timer.start(static_cast<int>(std::min<qint64>(left, std::numeric_limits<int>::max())));
        return;
    }
    m_isIdle = true;
    Q_EMIT idle();
}

static bool isInput(const QEvent &event)
{
    switch (event.type()) {
    case QEvent::KeyPress:
    case QEvent::MouseButtonPress:
    case QEvent::MouseMove:
    case QEvent::Wheel:
    case QEvent::TouchBegin:
    case QEvent::TouchUpdate:
    case QEvent::TabletPress:
    case QEvent::TabletMove:
        return event.spontaneous();
    default:
        return false;
    }
}

bool IdleWatch::eventFilter(QObject *watched, QEvent *event)
{
    if (isInput(*event)) {
        check(); // timers stand still while the machine sleeps
        m_lastInputMs = m_time.elapsedMs();
        if (std::exchange(m_isIdle, false))
            check();
    }
    return QObject::eventFilter(watched, event);
}
