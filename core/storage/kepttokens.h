#pragma once

#include "core/session/account.h"
#include "core/storage/vaultfault.h"
#include "core/support/result.h"

#include <QList>
#include <QUuid>

#include <optional>

class Vault;
struct Profile;

//! The tokens that a vault keeps for one profile: one for each Organization, the one that was kept
//! last first. They are one secret of the vault, so that all of them come and go at once; what
//! several programs keep and forget in the same moment is laid over each other.
namespace KeptTokens {

//! As Vault::recall(); NotSealed where what opens is not made of tokens.
[[nodiscard]] Result<QList<Token>, VaultFault> all(const Vault &vault, const QUuid &profile);
//! The one that is surely for the Org that \a asked means, an id or a name; \a known helps with
//! names. Empty: the one that was kept last.
[[nodiscard]] std::optional<Token> find(const QList<Token> &tokens, const QString &asked,
                                        const QList<Org> &known);
//! The one for the profile's own Org; where no token surely is, one of whose Org nothing is known.
[[nodiscard]] std::optional<Token> findOwn(const QList<Token> &tokens, const Profile &profile);

//! \a token as it is kept when it was asked for the Org \a asked, an id or a name, and the server
//! did not tell which it is for, so that it is not handed out for another one.
[[nodiscard]] Token asAskedFor(Token token, const QString &asked, const QList<Org> &known);

//! Of \a tokens the one whose place \a token takes when it is kept; none where that is itself.
[[nodiscard]] std::optional<Token> replacedBy(const QList<Token> &tokens, const Token &token);

//! Keeps \a token in the place of the one for the same Org. What has expired at \a nowMs
//! (milliseconds since epoch by this machine's clock) goes, and so do the oldest where there is no
//! room for all.
[[nodiscard]] Result<Done, VaultFault> keep(Vault &vault, const QUuid &profile, const Token &token,
                                            qint64 nowMs);
//! Forgets the token of that \a fingerprint and none of the others; while the vault is shut
//! nothing, since nobody can tell them apart. What can never be opened again goes as a whole; what
//! a newer program can open stays, and so does what opens again with the list that belongs to it.
void forget(Vault &vault, const QUuid &profile, const QString &fingerprint);

} // namespace KeptTokens
