#pragma once

#include "core/storage/storedstate.h"

#include <QDateTime>

#include <optional>

//! What one file says, read and written through QSettings. No lock, no backup: that is
//! SettingsFile's.
struct SettingsContent
{
    enum class Kind
    {
        Missing,
        Good,
        Older, //!< of an earlier schema, which reads like ours
        Newer, //!< the state holds what could be understood
        Damaged,
        Refused, //!< not ours to touch, or not readable at this moment
    };

    Kind kind = Kind::Missing;
    StoredState state;
    QString reason;

    [[nodiscard]] static SettingsContent load(const QString &path);
    //! Whether \a path, which must exist, holds exactly \a expected afterwards, read back.
    [[nodiscard]] static bool write(const QString &path, const QSettings::SettingsMap &values,
                                    const QByteArray &expected);
    //! Whether \a path holds exactly \a expected.
    [[nodiscard]] static bool holds(const QString &path, const QByteArray &expected);
    //! Renames \a path to NAME.corrupt-DATE and answers with that; none if it cannot be done.
    [[nodiscard]] static std::optional<QString> moveAside(const QString &path);
    //! Sees to it that \a path has a later time than \a earlier: QSettings tells versions of a file
    //! apart by size and time of the last change alone.
    [[nodiscard]] static bool makeLaterThan(const QString &path, const QDateTime &earlier);
};
