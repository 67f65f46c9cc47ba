#pragma once

#include "core/session/account.h"

#include <QString>

#include <optional>

//! Values as the command line spells them.
namespace spelling {

//! "auto", "beta-2022", "beta", "2.0".
[[nodiscard]] std::optional<Api::Form> form(const QString &text);
[[nodiscard]] QString of(Api::Form form);
//! "password", "secret-key".
[[nodiscard]] std::optional<SignInMethod> method(const QString &text);
[[nodiscard]] QString of(SignInMethod method);
//! What \a org is called: its name, or its number where that is all that is known.
[[nodiscard]] QString of(const Org &org);
//! \a text between single quotes, in which a shell takes nothing for its own.
[[nodiscard]] QString quoted(QString text);
//! \a name as a shell takes it: as it is where that will do, else quoted.
[[nodiscard]] QString word(const QString &name);
//! Seconds in "3600", "90s", "5m", "1h" or "7d": from 1 second to 10 years.
[[nodiscard]] std::optional<int> seconds(const QString &text);
//! \a ms, since epoch, as other programs read it: ISO 8601, UTC.
[[nodiscard]] QString moment(qint64 ms);

} // namespace spelling
