#pragma once

#include "app/cli/clicontext.h"
#include "core/session/tokencalls.h"
#include "core/storage/ledgerentry.h"

//! What verbs write into the ledger of tokens. A ledger that cannot be written is said in one line
//! and holds up nothing.
namespace noting {

//! \a token was made, or brought along.
void came(const Profile &profile, const Token &token, LedgerEntry::Origin origin);
//! \a token went to whom \a verb gives it. Waits for no disk.
void handedOut(const Profile &profile, const Token &token, const QString &verb);
//! \a token was to be revoked, and that came of it.
void ended(const Profile &profile, const Token &token, const tokencalls::Revoked &revoked);
//! Another one takes the place of \a token, which lives on.
void replaced(const Profile &profile, const Token &token);
//! \a token is in the ledger already: it is not as new as the cluster says.
[[nodiscard]] bool isKnown(const Profile &profile, const Token &token);

} // namespace noting
