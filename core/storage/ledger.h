#pragma once

#include "core/storage/ledgerfile.h"

#include <QObject>
#include <QTimer>

//! The ledger as the desktop holds it: a change is in memory at once and written by a worker. What
//! could not be written is tried again, with later changes, until it is there.
class Ledger final : public QObject
{
    Q_OBJECT

public:
    static constexpr int retryMs = 5000;

    //! \a profilesFile: see LedgerFile.
    explicit Ledger(const QString &profilesFile, QObject *parent = nullptr);
    //! Leaves what is not written yet to a worker, which the end of the program waits for.
    ~Ledger() override;

    //! What is known here: of other processes, as of the last write or refresh().
    [[nodiscard]] const QList<LedgerEntry> &entries() const { return m_entries; }
    //! The entry of \a fingerprint, or nothing.
    [[nodiscard]] std::optional<LedgerEntry> entry(const QUuid &profile,
                                                   const QString &fingerprint) const;
    //! Whether \a fingerprint is in it, of whatever profile. None while what others wrote is still
    //! being read.
    [[nodiscard]] std::optional<bool> has(const QString &fingerprint) const;
    //! Reads what others wrote; changed() tells.
    void refresh();
    void note(const LedgerEntry &entry);
    [[nodiscard]] bool isSaved() const { return !m_isBusy && m_pending.isEmpty(); }

Q_SIGNALS:
    void changed();
    //! refresh() could not read what others wrote.
    void readFailed(const StorageProblem &problem);
    //! What was noted could not be written and is tried again. Once, until a write succeeds.
    void problemFound(const StorageProblem &problem);

private:
    void write();
    void took(QList<LedgerEntry> entries);
    void failed(const StorageProblem &problem);

    LedgerFile m_file;
    QList<LedgerEntry> m_entries;
    QList<LedgerEntry> m_pending; // not on the disk yet
    QTimer m_retry;
    qsizetype m_underWay = 0; // how many of the pending ones a worker has
    int m_reads = 0;          // under way
    bool m_isBusy = false;
    bool m_hasComplained = false;
};
