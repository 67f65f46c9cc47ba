#pragma once

#include "core/storage/profile.h"

#include <QByteArray>
#include <QLatin1StringView>
#include <QList>

//! Profiles as a file that profileimport reads back, without secrets and without what belongs to
//! this machine's use of them. Pure.
namespace profileexport {

inline constexpr int version = 1;
inline constexpr auto versionKey = QLatin1StringView("sessionDeskProfiles");
inline constexpr auto profilesKey = QLatin1StringView("profiles");

//! JSON, UTF-8, with a line end.
[[nodiscard]] QByteArray write(const QList<Profile> &profiles);

//! The keys of ProfileValues that go into the file.
[[nodiscard]] bool isExported(const QString &key);

} // namespace profileexport
