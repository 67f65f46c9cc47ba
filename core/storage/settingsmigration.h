#pragma once

#include <QString>

struct StoredState;

//! What turns the settings of earlier schemas into those of the present one.
//!
//!   1  profiles, preferences and the vault
//!   2  besides, room for a checksum of the content, which goes with every write
namespace SettingsMigration {

//! Makes of what a file of \a schema said what one of the present schema says.
void convert(StoredState &state, int schema);

//! Keeps a copy of \a path, if that is of an earlier schema, beside \a settingsFile under the name
//! NAME.version-N, through the file \a fresh, which must not exist. An earlier copy with other
//! bytes stays. Answers with an errno, 0 for done or nothing to do.
[[nodiscard]] int keepOldVersion(const QString &path, const QString &settingsFile,
                                 const QString &fresh);

//! Whether \a path is whole and of an earlier schema.
[[nodiscard]] bool isOld(const QString &path);

} // namespace SettingsMigration
