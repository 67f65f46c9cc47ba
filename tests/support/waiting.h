#pragma once

#include <QCoreApplication>
#include <QDeadlineTimer>
#include <QEventLoop>
#include <QTest>
#include <QTimer>

//! Waits for something to become true, and looks whenever something has happened. For who talks to
//! a server in the same process: an exchange is a dozen events, and QTest's own waiting sleeps for
//! 10 ms before each, besides that QTRY_… looks every 50 ms only.
class Waiting final
{
public:
    //! \a limit in milliseconds, or a duration.
    template<typename Limit>
    explicit Waiting(Limit limit)
        : m_deadline(limit)
    {
        m_tick.start(tickMs);
    }

    //! Lets happen what happens next. False once it has taken too long.
    [[nodiscard]] bool goesOn()
    {
        if (m_deadline.hasExpired())
            return false;
        QCoreApplication::processEvents(QEventLoop::WaitForMoreEvents);
        QCoreApplication::sendPostedEvents(nullptr, QEvent::DeferredDelete);
        return true;
    }

private:
    static constexpr int tickMs = 5; //!< for what becomes true without an event of ours

    QDeadlineTimer m_deadline;
    QTimer m_tick;
};

//! Whether \a condition is true within \a milliseconds.
template<typename Condition>
[[nodiscard]] bool becomesTrue(Condition &&condition, int milliseconds = 5000)
{
    Waiting waiting(milliseconds);
    while (!condition()) {
        if (!waiting.goesOn())
            return condition();
    }
    return true;
}

// Whoever includes this has QTRY_… look as often.
#undef QTRY_IMPL
#define QTRY_IMPL(expr, limit)                                                                     \
    {                                                                                              \
        Waiting waitingOfQtry(limit);                                                              \
        while (!(expr) && !QTest::currentTestFailed() && waitingOfQtry.goesOn()) {                 \
        }                                                                                          \
    }
