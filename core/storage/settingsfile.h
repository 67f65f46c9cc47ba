#pragma once

#include "core/storage/profilestore.h"
#include "core/storage/storedstate.h"

#include <QDateTime>

#include <optional>

class QLockFile;
struct PlannedWrite;
struct SettingsContent;

//! The settings file on the disk, with its backup, its lock and its accidents. Every call may block
//! on the disk, and on the lock for at most lockWaitMs.
//!
//! A write goes through QSettings into a new file beside the old one, is read back, and only then
//! takes its place; the backup follows, checked in the same way, and belongs to the write.
//! Beside it lies the list of the sealed texts that count (SealedList): at every moment it has what
//! was kept with the key and is in the file or its backup.
//! A file of an earlier schema is read as one of ours, and written as one once a copy of it lies
//! beside it (SettingsMigration).
//! QSettings' own lock, which can wait for ever, is thereby never one that others hold: the lock of
//! that name is taken here, with a limit.
class SettingsFile final
{
public:
    static constexpr int lockWaitMs = 2000;

    //! Two different contents of the file never share a stamp.
    struct Stamp
    {
        QDateTime modified;
        qint64 size = -1;

        friend bool operator==(const Stamp &, const Stamp &) = default;
    };

    struct Outcome
    {
        std::optional<StoredState> state; //!< what is on the disk; none: nothing that can be read
        bool isWritten = false;
        bool needsRewrite = false; //!< the state is of the backup, or of an earlier schema
        bool needsMending = false; //!< by read(); until then the state is of the backup
        QList<StorageProblem> problems;
        //! The state's list of sealed texts, on its own as well: none if it could not be read.
        std::optional<QByteArray> list;
        std::optional<Stamp> stamp; //!< of what was read or written; none: did not get that far
    };

    //! An empty \a path cannot be written.
    explicit SettingsFile(const QString &path);

    [[nodiscard]] const QString &path() const { return m_path; }
    [[nodiscard]] Stamp stamp() const;
    [[nodiscard]] Outcome read() const;
    //! The same, but never waits for the lock: what would need it is left to read().
    [[nodiscard]] Outcome readAtOnce() const;
    //! Lays \a changes over what is on the disk; over \a known if somebody deleted the file.
    [[nodiscard]] Outcome write(const QList<StoredChange> &changes, const StoredState &known) const;

private:
    enum class Access
    {
        Never, //!< to wait for the lock, or to mend anything
        Unlocked,
        Locked,
        LockedForWriting //!< a missing file is about to be there again
    };

    [[nodiscard]] Outcome readWith(Access access) const;
    [[nodiscard]] Outcome readSettled(Access access) const;
    [[nodiscard]] Outcome changed(const QList<StoredChange> &changes,
                                  const StoredState &known) const;
    [[nodiscard]] std::optional<StorageProblem> makeDirectory() const;
    [[nodiscard]] std::optional<StorageProblem> carryOut(const PlannedWrite &plan,
                                                         const Outcome &found) const;
    void recover(Outcome &outcome, Access access, const SettingsContent &main) const;
    void mendModes(Outcome &outcome) const;
    void addList(Outcome &outcome) const;
    [[nodiscard]] std::optional<StorageProblem> lock(QLockFile &lockFile) const;
    [[nodiscard]] std::optional<StorageProblem> store(const StoredState &state) const;
    [[nodiscard]] std::optional<StorageProblem> keepOldVersions() const;
    [[nodiscard]] std::optional<StorageProblem> storeBeside(const QString &path,
                                                            const QByteArray &bytes) const;
    //! Empty if there is none; none if it cannot be read.
    [[nodiscard]] std::optional<QByteArray> sealedList() const;
    [[nodiscard]] StorageProblem cannotWrite(int error, const QString &path) const;
    [[nodiscard]] StorageProblem whyNot(const QString &path, const QByteArray &bytes) const;
    void removeLeftovers() const;
    [[nodiscard]] QString newPath() const;
    [[nodiscard]] QString backupPath() const { return m_path + QLatin1StringView(".bak"); }
    [[nodiscard]] QString listPath() const { return m_path + QLatin1StringView(".sealed"); }

    QString m_path;
    bool m_isLinked = false; // the directory is somebody else's business then
};
