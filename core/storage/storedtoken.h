#pragma once

#include "core/session/token.h"

#include <QList>

#include <optional>

//! A token as the secret that is kept of it, with what is known of it beside the value: a list of
//! lines that only this program reads. Its standing and its checks are not kept: they are the
//! server's to say anew.
namespace StoredToken {

[[nodiscard]] SecretBuffer toSecret(const Token &token);
//! None where \a secret is not whole, or of a later version.
[[nodiscard]] std::optional<Token> fromSecret(const SecretBuffer &secret);

//! The same of several, one after the other: a list of one is what toSecret() gives for it.
[[nodiscard]] SecretBuffer toSecret(const QList<Token> &tokens);
[[nodiscard]] std::optional<QList<Token>> listFromSecret(const SecretBuffer &secret);

} // namespace StoredToken
