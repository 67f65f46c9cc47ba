#pragma once

#include "core/support/clock.h"

#include <QObject>
#include <QTimer>

//! Tells when nobody has used the program for a while: no key, no mouse, no touch in any of its
//! windows. Time asleep counts; the first input after it is told of before anyone else gets it.
class IdleWatch final : public QObject
{
    Q_OBJECT

public:
    //! Needs the application object.
    explicit IdleWatch(TimeSource time = TimeSource::system(), QObject *parent = nullptr);

    //! How long is a while, in milliseconds; 0: never. Counts from now.
    void setLimit(qint64 limitMs);

Q_SIGNALS:
    //! Once; then again only after another input and another while.
    void idle();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void check();

    const TimeSource m_time;
    QTimer m_timer;
    qint64 m_limitMs = 0;
    qint64 m_lastInputMs = 0;
    bool m_isIdle = false;
};
