#include "ui/support/timetext.h"

#include <QCoreApplication>
#include <QDateTime>
#include <QLocale>

using namespace Qt::StringLiterals;

struct TimeText
{
    Q_DECLARE_TR_FUNCTIONS(TimeText)
};

static constexpr qint64 minute = 60;
static constexpr qint64 hour = 60 * minute;
static constexpr qint64 day = 24 * hour;
static constexpr qint64 secondsShownBelow = 10 * minute;

// Without overflow for any input, and a begun second counts as one.
static qint64 begunSeconds(qint64 ms)
{
    return ms <= 0 ? 0 : (ms - 1) / 1000 + 1;
}

QString timetext::remaining(qint64 leftMs)
{
    const qint64 s = begunSeconds(leftMs);
    if (s < minute)
        return TimeText::tr("%1 s").arg(s);
    if (s < secondsShownBelow)
        return TimeText::tr("%1 min %2 s").arg(s / minute).arg(s % minute);
    if (s < hour)
        return TimeText::tr("%1 min").arg(s / minute);
    if (s < 2 * day) {
        const qint64 minutes = s % hour / minute;
        return minutes == 0 ? TimeText::tr("%1 h").arg(s / hour)
                            : TimeText::tr("%1 h %2 min").arg(s / hour).arg(minutes);
    }
    const qint64 hours = s % day / hour;
    return hours == 0 || s >= 100 * day ? TimeText::tr("%1 d").arg(s / day)
                                        : TimeText::tr("%1 d %2 h").arg(s / day).arg(hours);
}

int timetext::nextTickMs(qint64 leftMs)
{
    const qint64 s = begunSeconds(leftMs);
    if (s == 0)
        return 0;
    // In minutes the reading changes one second below the full minute, which is also where the
    // seconds begin: "10 min" holds from 10:59 to 10:00, then comes "9 min 59 s".
    const qint64 changesAt = s > secondsShownBelow ? s / minute * minute - 1 : s - 1;
    return static_cast<int>(leftMs - changesAt * 1000);
}

QString timetext::duration(qint64 seconds)
{
    const auto words = [](qint64 count, const QString &one, const QString &many) {
        return count == 1 ? one : many.arg(count);
    };
    if (seconds >= 2 * day && seconds % day == 0)
        return words(seconds / day, TimeText::tr("1 day"), TimeText::tr("%1 days"));
    if (seconds >= hour && seconds % hour == 0)
        return words(seconds / hour, TimeText::tr("1 hour"), TimeText::tr("%1 hours"));
    if (seconds >= minute && seconds % minute == 0)
        return words(seconds / minute, TimeText::tr("1 minute"), TimeText::tr("%1 minutes"));
    if (seconds > 2 * minute)
        return remaining(seconds * 1000);
    return words(seconds, TimeText::tr("1 second"), TimeText::tr("%1 seconds"));
}

QString timetext::ofLife(qint64 lifeMs)
{
    constexpr qint64 slack = 2;
    const qint64 seconds = lifeMs / 1000 + (lifeMs % 1000 >= 500 ? 1 : 0);
    const qint64 rounded = (seconds + minute / 2) / minute * minute;
    const bool isNearMinute = rounded > 0 && qAbs(seconds - rounded) <= slack;
    return TimeText::tr("of %1").arg(duration(isNearMinute ? rounded : seconds));
}

QString timetext::moment(qint64 ms, qint64 nowMs)
{
    const QDateTime at = QDateTime::fromMSecsSinceEpoch(ms);
    const QString time = at.time().toString(u"HH:mm:ss"_s);
    switch (QDateTime::fromMSecsSinceEpoch(nowMs).date().daysTo(at.date())) {
    case -1:
        return TimeText::tr("Yesterday %1").arg(time);
    case 0:
        return TimeText::tr("Today %1").arg(time);
    case 1:
        return TimeText::tr("Tomorrow %1").arg(time);
    default:
        return QLocale().toString(at.date(), QLocale::ShortFormat) + u' ' + time;
    }
}

QString timetext::clock(qint64 ms)
{
    return QDateTime::fromMSecsSinceEpoch(ms).time().toString(u"HH:mm"_s);
}

QString timetext::clockOrDate(qint64 ms, qint64 nowMs)
{
    const QDate date = QDateTime::fromMSecsSinceEpoch(ms).date();
    if (date == QDateTime::fromMSecsSinceEpoch(nowMs).date())
        return clock(ms);
    return TimeText::tr("%1 on %2").arg(clock(ms), QLocale().toString(date, QLocale::ShortFormat));
}

QList<int> timetext::validityPresets()
{
    return {60, 5 * 60, 15 * 60, 30 * 60, 60 * 60, 8 * 60 * 60, 24 * 60 * 60};
}

QString timetext::validityName(int seconds)
{
    // What the cluster gives when nobody asks for a time, FACTS 3.
    constexpr int clusterDefault = 300;
    return seconds == clusterDefault ? TimeText::tr("%1 (cluster default)").arg(duration(seconds))
                                     : duration(seconds);
}
