#pragma once

#include "app/cli/clicontext.h"
#include "core/session/token.h"

#include <QCommandLineParser>

//! New tokens, for the verbs that get one.
namespace minting {

//! --method, for new tokens and for profiles.
[[nodiscard]] QCommandLineOption methodOption();
//! --validity, --org, --method and --secret-key.
[[nodiscard]] QList<QCommandLineOption> options();
//! What \a line asks for, with the profile's own where it says nothing. None: the program has
//! ended.
[[nodiscard]] std::optional<TokenWish> wish(CliContext &context, const Profile &profile,
                                            const QCommandLineParser &line);
//! \a line says something that is for a new token only.
[[nodiscard]] bool wantsNew(const QCommandLineParser &line);
//! By what a token is asked for: what \a line says, else as the profile signs in. None: the program
//! has ended.
[[nodiscard]] std::optional<SignInMethod> method(CliContext &context, const Profile &profile,
                                                 const QCommandLineParser &line);
//! A token, and whether it is one that the cluster had not given before.
using Then = std::function<void(const Token &, bool isNew)>;
//! Gets a token, by the kept secret of \a method or one that is asked for. A secret key is asked
//! for only where the cluster's form of the API takes one. A failure ends the program.
void mint(CliContext &context, const Profile &profile, const TokenWish &wish, SignInMethod method,
          const Then &then);
//! What becomes of a token that cannot be kept.
enum class Unkept
{
    Revoke,
    Leave //!< somebody else may have it
};
//! Keeps \a token for \a profile, in the vault, which is open. False: the program has ended, or
//! does so once the token is revoked.
[[nodiscard]] bool keep(CliContext &context, const Profile &profile, const Token &token,
                        Unkept unkept);

} // namespace minting
