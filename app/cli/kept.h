#pragma once

#include "app/cli/clicontext.h"
#include "core/session/account.h"

#include <QCommandLineOption>

//! What is kept for a profile, as verbs use it. Whatever cannot be had ends the program.
namespace kept {

//! --org, for verbs that use a kept token.
[[nodiscard]] QCommandLineOption orgOption();

//! Opens the vault and hands over all tokens of \a profile, see KeptTokens::all(); at least one.
void withTokens(CliContext &context, const Profile &profile,
                const std::function<void(const QList<Token> &)> &then);
//! The one of \a tokens for \a org, an id or a name; for the profile's own where that is empty.
[[nodiscard]] std::optional<Token> chosen(const QList<Token> &tokens, const Profile &profile,
                                          const QString &org);
//! What the Organization of \a token is called: its name, or its number where that is all that is
//! known; empty where nothing is.
[[nodiscard]] QString orgOf(const Profile &profile, const Token &token);
//! Opens the vault and hands over the token for \a org, an id or a name, expired or not; for the
//! profile's own where that is empty.
void withToken(CliContext &context, const Profile &profile, const QString &org,
               const std::function<void(const Token &)> &then);
//! The same for a token that is still good by this machine's clock.
void withGoodToken(CliContext &context, const Profile &profile, const QString &org,
                   const std::function<void(const Token &)> &then);

//! What a token is asked for by, and where it comes from.
struct Secret
{
    SecretField field = SecretField::Password; //!< or SecretField::SecretKey
    SecretBuffer value = {};
    bool isKept = false;

    [[nodiscard]] Credentials credentials(const QString &userName) const;
};
//! The kept secret of \a method; without one it is asked for, or read from standard input, and not
//! kept.
void withSecret(CliContext &context, const Profile &profile, SignInMethod method,
                const std::function<void(const Secret &)> &then);

//! What a failed call means for what is kept: a secret or token that the cluster refuses is not
//! kept any longer. Ends the program.
void failed(CliContext &context, const Profile &profile, const Secret &secret,
            const ApiError &error);
void failed(CliContext &context, const Profile &profile, const Token &token, const ApiError &error);

} // namespace kept
