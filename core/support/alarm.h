#pragma once

#include <QTimer>

#include <functional>
#include <optional>

//! Wakes its owner after a while: by a timer, or by whatever a test puts in its place.
class Alarm final
{
public:
    //! Is told how many milliseconds to wait before it rings, each time instead of the last time;
    //! none: not at all.
    using Setter = std::function<void(std::optional<qint64> afterMs)>;

    //! A timer stands still while the machine sleeps, so that none waits longer than this: who is
    //! woken looks at the clock and, where it is too early, sets the alarm again.
    static constexpr qint64 longestWaitMs = 30'000;

    explicit Alarm(std::function<void()> ring, Setter setter = {});

    //! At the latest after longestWaitMs.
    void ringAfter(qint64 afterMs);
    void stop();

private:
    QTimer m_timer;
    const Setter m_setter;
};
