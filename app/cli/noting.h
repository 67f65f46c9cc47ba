#pragma once

#include "app/cli/clicontext.h"
#include "core/storage/ledgerentry.h"

//! What verbs write into the ledger of tokens. A ledger that cannot be written is said in one line
//! and holds up nothing.
namespace noting {

//! \a token was made, or brought along.
void came(const Profile &profile, const Token &token, LedgerEntry::Origin origin);
//! \a token went to whom \a verb gives it. Waits for no disk.
void handedOut(const Profile &profile, const Token &token, const QString &verb);
//! \a token ended, or may have.
void ended(const Profile &profile, const Token &token, LedgerEntry::Standing standing);

} // namespace noting
