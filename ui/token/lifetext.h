#pragma once

#include "ui/token/tokenlifeview.h"

#include <QString>

//! The life of a token in words. \a nowMs: server time, milliseconds since epoch.
namespace lifetext {

//! What its renewal does, or why there is none: "Renewed at 14:03, next at 14:58."
[[nodiscard]] QString renewal(const TokenLifeView &view, qint64 nowMs);
//! "The token ends at 14:58."
[[nodiscard]] QString warning(const ExpiryWarning &warning, qint64 nowMs);
//! What that means, and what can be done.
[[nodiscard]] QString afterWarning(const ExpiryWarning &warning);
//! What the one button beside a warning does.
[[nodiscard]] QString actionFor(const TokenLifeView &view);

} // namespace lifetext
