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
//! Gets a token, by the kept secret of \a method or one that is asked for. A secret key is asked
//! for only where the cluster's form of the API takes one. A failure ends the program.
void mint(CliContext &context, const Profile &profile, const TokenWish &wish, SignInMethod method,
          const std::function<void(const Token &)> &then);
//! Keeps \a token for \a profile, in the vault, which is open. False: the program has ended.
[[nodiscard]] bool keep(CliContext &context, const Profile &profile, const Token &token);

} // namespace minting
