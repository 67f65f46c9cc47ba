#pragma once

#include "core/storage/ledgerentry.h"

#include <functional>

//! What is to be laid over the ledger's file, one line an entry: an append is one write, so that
//! who hands a token out does not wait for the ledger. Not made durable: a power cut may take the
//! last lines. Several processes may share it.
class LedgerJournal final
{
public:
    static constexpr qint64 largest = 128 * 1024; //!< bytes; more is not appended

    explicit LedgerJournal(QString path);

    //! False: it is full, or cannot be written.
    [[nodiscard]] bool append(const LedgerEntry &entry) const;
    //! Empty where there is none; lines that make no sense are left out.
    [[nodiscard]] QList<LedgerEntry> read() const;
    //! Hands what is in it to \a keep, and empties it if that could keep it. Nobody appends
    //! meanwhile. False: \a keep said so.
    [[nodiscard]] bool fold(const std::function<bool(const QList<LedgerEntry> &)> &keep) const;

private:
    QString m_path;
};
