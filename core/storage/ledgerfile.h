#pragma once

#include "core/storage/ledgerjournal.h"
#include "core/storage/profilestore.h"
#include "core/support/result.h"

#include <optional>

//! The file of the ledger, in the checked format, written durably beside the profiles. Several
//! processes may share it: each change is a locked read-modify-write. Every call may block on the
//! disk, and on the lock for at most lockWaitMs. It never holds a token.
class LedgerFile final
{
public:
    static constexpr int lockWaitMs = 2000;

    //! \a profilesFile: beside that.
    explicit LedgerFile(const QString &profilesFile);

    [[nodiscard]] const QString &path() const { return m_path; }
    //! Notes that a token was handed out, by \a entry's handouts, in a journal that the next note()
    //! folds in: no lock to wait for, no wait for the disk. False: nothing was noted.
    [[nodiscard]] bool append(const LedgerEntry &entry) const;
    //! Empty where there is no file. What was appended is in it.
    [[nodiscard]] Result<QList<LedgerEntry>, StorageProblem> read() const;
    //! Lays \a changes over what is there, and answers with what there is then. A damaged file is
    //! moved aside: what it told is not worth holding up a sign-in. A file of a later version is
    //! left alone. \a nowMs tells what is over, see ledger::bounded().
    [[nodiscard]] Result<QList<LedgerEntry>, StorageProblem> note(const QList<LedgerEntry> &changes,
                                                                  qint64 nowMs) const;

private:
    [[nodiscard]] Result<QList<LedgerEntry>, StorageProblem> readFile() const;
    [[nodiscard]] std::optional<StorageProblem> store(const QList<LedgerEntry> &entries) const;

    QString m_path;
    LedgerJournal m_journal;
};
