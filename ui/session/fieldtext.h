#pragma once

#include "ui/session/jsonindex.h"

#include <QString>

//! Texts for showing the fields of a JsonIndex: cleaned, cut, secrets masked.
namespace FieldText {
//! "text", "list", "secret", …
[[nodiscard]] QString type(const JsonIndex &json, int node);
//! The value, or what is inside an object or a list in a few words.
[[nodiscard]] QString value(const JsonIndex &json, int node);
//! A text that is too long to show whole, cut so that its first \a part can be seen.
[[nodiscard]] QString excerpt(const QString &text, const QString &part, qsizetype limit);
//! "1,204 entries"
[[nodiscard]] QString entries(int count);
} // namespace FieldText
