#pragma once

#include <QList>
#include <QString>

//! Times and lengths of time in words. Moments are milliseconds since epoch, shown in the person's
//! own time zone.
namespace timetext {

//! What is left, as short as it can be said: "3 d 4 h", "2 h 10 min", "43 min"; from ten minutes
//! down "4 min 12 s", then "45 s". A second that has begun counts, so it ends at 0 and not before.
[[nodiscard]] QString remaining(qint64 leftMs);
//! Milliseconds until remaining() reads otherwise: minutes while more than ten are left, seconds
//! below. Between 1 and 60000; 0 when nothing is left and no tick is needed.
[[nodiscard]] int nextTickMs(qint64 leftMs);

//! A whole length of time: "45 seconds", "5 minutes", "1 hour", "24 hours", "14 days".
[[nodiscard]] QString duration(qint64 seconds);
//! "of 1 hour", for under the time that is left; a second more or less does not show.
[[nodiscard]] QString ofLife(qint64 lifeMs);

//! "Today 15:03:20", "Tomorrow 09:00:00", otherwise with the date.
[[nodiscard]] QString moment(qint64 ms, qint64 nowMs);
//! "14:02".
[[nodiscard]] QString clock(qint64 ms);
//! "15:03" when that is today, otherwise with the date: for the middle of a sentence.
[[nodiscard]] QString clockOrDate(qint64 ms, qint64 nowMs);

//! The token lives that are offered, in seconds, ascending.
[[nodiscard]] QList<int> validityPresets();
//! The name of a token life in a list: "5 minutes (cluster default)", "1 hour".
[[nodiscard]] QString validityName(int seconds);

} // namespace timetext
