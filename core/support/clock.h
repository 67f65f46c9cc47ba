#pragma once

#include <QtGlobal>

#include <functional>

//! Where the program gets the time from; tests put their own in.
struct TimeSource
{
    std::function<qint64()> wallMs; //!< this machine's idea of now, milliseconds since epoch
    std::function<qint64()>
        elapsedMs; //!< milliseconds from some fixed moment; counts through suspend, never jumps

    //! The machine's own clocks.
    [[nodiscard]] static TimeSource system();
};

//! The server's time, kept from what its Date headers said plus what has passed since. A wrong or
//! jumping local clock does not change it.
class ServerClock final
{
public:
    explicit ServerClock(TimeSource source = TimeSource::system());

    //! Takes \a serverMs (milliseconds since epoch, from a Date header) as the time now. A Date
    //! header has whole seconds and is a little old: it is only taken over when it is off by more
    //! than that.
    void synchronize(qint64 serverMs);

    //! Milliseconds since epoch by the server's clock; the local clock until the server has spoken.
    [[nodiscard]] qint64 nowMs() const;
    //! Server minus local, in milliseconds, to the second that a Date header tells; 0 until the
    //! server has spoken.
    [[nodiscard]] qint64 skewMs() const;
    //! The server has told its time.
    [[nodiscard]] bool isSynchronized() const { return m_synchronized; }

private:
    TimeSource m_source;
    qint64 m_baseServerMs = 0;
    qint64 m_baseElapsedMs = 0;
    bool m_synchronized = false;
};
