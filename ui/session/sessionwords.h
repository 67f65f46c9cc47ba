#pragma once

#include <QJsonValue>
#include <QString>

//! What a session object says, in words for people.
namespace SessionWords {
//! LOCAL_USER and ACTIVE give "Local user, active". What is not known is shown as it came. A locked
//! state is told without alarm: working accounts have it (FACTS 5.24).
[[nodiscard]] QString account(const QString &type, const QString &state);

//! A moment (milliseconds since epoch) by the clock of this machine, day and time.
[[nodiscard]] QString moment(qint64 ms);
//! The time alone when \a ms is today, else moment().
[[nodiscard]] QString timeOfDay(qint64 ms);

//! The moment that the field \a name seems to mean; empty when it is no time. Numbers up to 1e11
//! are seconds, above milliseconds, whatever the name says (FACTS 5.23).
[[nodiscard]] QString timeHint(const QString &name, const QJsonValue &value);
} // namespace SessionWords
