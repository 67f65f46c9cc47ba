#pragma once

#include "app/cli/clicontext.h"
#include "core/session/token.h"

//! What is kept for a profile, as verbs use it. Whatever cannot be had ends the program.
namespace kept {

//! Opens the vault and hands over the token, expired or not.
void withToken(CliContext &context, const Profile &profile,
               const std::function<void(const Token &)> &then);
//! The same for a token that is still good by this machine's clock.
void withGoodToken(CliContext &context, const Profile &profile,
                   const std::function<void(const Token &)> &then);

//! A password and where it comes from.
struct Password
{
    SecretBuffer value;
    bool isKept = false;
};
//! The kept password; without one it is asked for, or read from standard input.
void withPassword(CliContext &context, const Profile &profile,
                  const std::function<void(const Password &)> &then);

//! What a failed call means for what is kept: a password or token that the cluster refuses is not
//! kept any longer. Ends the program.
void failed(CliContext &context, const Profile &profile, const Password &password,
            const ApiError &error);
void failed(CliContext &context, const Profile &profile, const ApiError &error);

} // namespace kept
