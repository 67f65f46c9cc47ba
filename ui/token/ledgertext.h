#pragma once

#include "core/storage/ledgerentry.h"

#include <QString>

//! What the ledger knows, in words. Moments are milliseconds since epoch.
namespace ledgertext {

//! One word for a column: "works", "expired", "revoked", "not certain".
[[nodiscard]] QString state(LedgerEntry::State state);
//! What ended it or when it ends: "works until 15:03", "revoked; the cluster no longer accepts it".
[[nodiscard]] QString standing(const LedgerEntry &entry, qint64 nowMs);
//! "Full access", "One object: ID".
[[nodiscard]] QString scope(const LedgerEntry &entry);
//! The name of the Organization, or its number.
[[nodiscard]] QString org(const LedgerEntry &entry);
//! "curl command copied, Today 14:02:10".
[[nodiscard]] QString handout(const LedgerEntry::Handout &handout, qint64 nowMs);
//! The last one, and how many there are beside it; "nowhere".
[[nodiscard]] QString handouts(const LedgerEntry &entry, qint64 nowMs);
//! How long entries stay.
[[nodiscard]] QString rule();

} // namespace ledgertext
