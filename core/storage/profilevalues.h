#pragma once

#include "core/storage/profile.h"

#include <QVariantMap>

//! How profiles and preferences look as settings: texts, whole numbers, truth values and lists of
//! texts under fixed keys. Reading takes what it knows, cleaned and bounded, and the default for
//! the rest.
namespace ProfileValues {

[[nodiscard]] QVariantMap of(const Profile &profile);
[[nodiscard]] Profile profile(const QUuid &id, const QVariantMap &values);

[[nodiscard]] QVariantMap of(const Preferences &preferences);
[[nodiscard]] Preferences preferences(const QVariantMap &values);

//! Kept by the program itself rather than chosen by a person.
[[nodiscard]] bool isAutomatic(const QString &key);

} // namespace ProfileValues
