#include "tests/bench/report.h"

#include <QCoreApplication>
#include <QEvent>
#include <QJsonDocument>
#include <QSocketNotifier>
#include <QWidget>

#include <chrono>
#include <cstdio>
#include <ctime>
#include <unistd.h>

qint64 report::steadyNs()
{
    return std::chrono::nanoseconds(std::chrono::steady_clock::now().time_since_epoch()).count();
}

static double usedMs(clockid_t clock)
{
    timespec used{};
    clock_gettime(clock, &used);
    return double(used.tv_sec) * 1000 + double(used.tv_nsec) / 1e6;
}

double report::processorMs()
{
    return usedMs(CLOCK_PROCESS_CPUTIME_ID);
}

void report::say(const QJsonObject &line)
{
    const QByteArray text = QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(text.constData(), 1, std::size_t(text.size()), stdout);
    std::fflush(stdout);
}

void report::takeOrders(QObject *context, std::function<void(const QByteArray &)> obey)
{
    auto *notifier = new QSocketNotifier(STDIN_FILENO, QSocketNotifier::Read, context);
    QObject::connect(notifier, &QSocketNotifier::activated, context,
                     [notifier, obey = std::move(obey), pending = QByteArray()]() mutable {
                         char buffer[4096];
                         const auto count = read(STDIN_FILENO, buffer, sizeof buffer);
                         if (count <= 0) {
                             notifier->setEnabled(false);
                             QCoreApplication::quit();
                             return;
                         }
                         pending.append(buffer, count);
                         for (qsizetype end = pending.indexOf('\n'); end >= 0;
                              end = pending.indexOf('\n')) {
                             const QByteArray line = pending.first(end);
                             pending.remove(0, end + 1);
                             obey(line);
                         }
                     });
}

FirstPaint::FirstPaint(QWidget &window)
{
    window.installEventFilter(this);
}

bool FirstPaint::eventFilter(QObject *watched, QEvent *event)
{
    if (event->type() == QEvent::Paint && !m_isDone) {
        m_isDone = true;
        // All of the window is painted and handed over before the event loop comes back.
        QTimer::singleShot(0, this, &FirstPaint::painted);
    }
    return QObject::eventFilter(watched, event);
}

static constexpr int beatMs = 5;

GapProbe::GapProbe(QObject *parent)
    : QObject(parent)
{
    m_timer.setTimerType(Qt::PreciseTimer);
    connect(&m_timer, &QTimer::timeout, this, &GapProbe::beat);
    m_processorMs = usedMs(CLOCK_THREAD_CPUTIME_ID);
    m_since.start();
    m_timer.start(beatMs);
}

void GapProbe::beat()
{
    const double processorMs = usedMs(CLOCK_THREAD_CPUTIME_ID);
    m_longest.wallMs = std::max(m_longest.wallMs, double(m_since.nsecsElapsed()) / 1e6 - beatMs);
    m_longest.processorMs = std::max(m_longest.processorMs, processorMs - m_processorMs);
    m_processorMs = processorMs;
    m_since.restart();
}

GapProbe::Gap GapProbe::takeLongest()
{
    beat();
    return std::exchange(m_longest, {});
}
