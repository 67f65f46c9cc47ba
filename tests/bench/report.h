#pragma once

#include <QElapsedTimer>
#include <QJsonObject>
#include <QObject>
#include <QTimer>

#include <functional>

class QWidget;

//! What the measured programs have in common: they tell what they did in lines of JSON on standard
//! output, and take orders in lines on standard input.
namespace report {
//! Nanoseconds on the clock that all processes of this machine share.
[[nodiscard]] qint64 steadyNs();
//! Milliseconds of processor time that this process has used, all threads.
[[nodiscard]] double processorMs();
//! Prints one line.
void say(const QJsonObject &line);
//! Calls \a obey for every line of standard input, and quits the application when it closes.
void takeOrders(QObject *context, std::function<void(const QByteArray &)> obey);
} // namespace report

//! Notices when a window has been painted for the first time and handed to the display.
class FirstPaint final : public QObject
{
    Q_OBJECT

public:
    explicit FirstPaint(QWidget &window);

Q_SIGNALS:
    void painted();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    bool m_isDone = false;
};

//! Beats every five milliseconds and keeps the longest time that a beat came late, which is what a
//! person feels as a stall, and the most that this thread worked between two beats, which is what
//! it would be on a machine that does nothing else.
class GapProbe final : public QObject
{
    Q_OBJECT

public:
    explicit GapProbe(QObject *parent = nullptr);

    struct Gap
    {
        double wallMs = 0;
        double processorMs = 0;
    };
    //! The longest since the last call.
    Gap takeLongest();

private:
    void beat();

    QTimer m_timer;
    QElapsedTimer m_since;
    double m_processorMs = 0;
    Gap m_longest;
};
