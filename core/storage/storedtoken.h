#pragma once

#include "core/session/token.h"
#include "core/storage/vaultfault.h"
#include "core/support/result.h"

#include <QUuid>

#include <optional>

class Vault;

//! A token as the secret that is kept of it, with what is known of it beside the value: a list of
//! lines that only this program reads. Its standing and its checks are not kept: they are the
//! server's to say anew.
namespace StoredToken {

[[nodiscard]] SecretBuffer toSecret(const Token &token);
//! None where \a secret is not whole, or of a later version.
[[nodiscard]] std::optional<Token> fromSecret(const SecretBuffer &secret);

//! The token that \a vault keeps for \a profile: as Vault::recall(), and NotSealed where what opens
//! is no token.
[[nodiscard]] Result<Token, VaultFault> recall(const Vault &vault, const QUuid &profile);

} // namespace StoredToken
