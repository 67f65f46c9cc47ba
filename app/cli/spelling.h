#pragma once

#include "core/session/account.h"

#include <QString>

#include <optional>

//! Forms of the API and lengths of time as the command line spells them.
namespace spelling {

//! "auto", "beta-2022", "beta", "2.0".
[[nodiscard]] std::optional<Api::Form> form(const QString &text);
[[nodiscard]] QString of(Api::Form form);
//! Seconds in "3600", "90s", "5m", "1h" or "7d": from 1 second to 10 years.
[[nodiscard]] std::optional<int> seconds(const QString &text);
//! \a ms, since epoch, as other programs read it: ISO 8601, UTC.
[[nodiscard]] QString moment(qint64 ms);

} // namespace spelling
