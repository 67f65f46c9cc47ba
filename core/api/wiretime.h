#pragma once

#include <QJsonValue>

#include <optional>

//! Times as the API forms send them: a number or a text, seconds or milliseconds, absolute or "so
//! many seconds from creation" whatever the field is called. Empty, 0, negative and absurd values
//! are unknown. FACTS 1 (the robust rule) and 5.23.
namespace wiretime {

//! A point in time, milliseconds since epoch.
[[nodiscard]] std::optional<qint64> instantMs(const QJsonValue &value);

//! An expiry, milliseconds since epoch; a small number counts as seconds after \a createdMs.
[[nodiscard]] std::optional<qint64> expiryMs(const QJsonValue &value,
                                             std::optional<qint64> createdMs);

//! A whole number, sent as a number or as a text; fractions are cut off.
[[nodiscard]] std::optional<qint64> wholeNumber(const QJsonValue &value);

} // namespace wiretime
