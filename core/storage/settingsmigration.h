#pragma once

#include <QString>

//! What keeps the settings of earlier schemas when those of the present one take their place. Each
//! is read like the next so far; what has no meaning any more is kept as it is.
//!
//!   1  profiles, preferences and the vault
//!   2  besides, the list of sealed texts beside the file (SealedList)
namespace SettingsMigration {

//! Keeps a copy of \a path, if that is of an earlier schema, beside \a settingsFile under the name
//! NAME.version-N, through the file \a fresh, which must not exist. An earlier copy with other
//! bytes stays. Answers with an errno, 0 for done or nothing to do.
[[nodiscard]] int keepOldVersion(const QString &path, const QString &settingsFile,
                                 const QString &fresh);

//! Whether \a path is whole and of an earlier schema.
[[nodiscard]] bool isOld(const QString &path);

} // namespace SettingsMigration
