#pragma once

#include "app/cli/clicontext.h"
#include "core/session/token.h"

#include <QCommandLineParser>

//! New tokens, for the verbs that get one.
namespace minting {

//! --validity, --org and --secret-key.
[[nodiscard]] QList<QCommandLineOption> options();
//! What \a line asks for, with the profile's own where it says nothing. None: the program has
//! ended.
[[nodiscard]] std::optional<TokenWish> wish(CliContext &context, const Profile &profile,
                                            const QCommandLineParser &line);
//! \a line says something of a new token.
[[nodiscard]] bool wantsNew(const QCommandLineParser &line);
//! By what a token is asked for.
enum class By
{
    Password, //!< the kept one, or one that is asked for
    SecretKey //!< always asked for, and never kept: it opens the cluster for every user
};
//! What \a line says of it.
[[nodiscard]] By by(const QCommandLineParser &line);
//! Gets a token. A secret key is asked for only where the cluster's form of the API takes one. A
//! failure ends the program.
void mint(CliContext &context, const Profile &profile, const TokenWish &wish, By by,
          const std::function<void(const Token &)> &then);
//! Keeps \a token for \a profile, in the vault, which is open. False: the program has ended.
[[nodiscard]] bool keep(CliContext &context, const Profile &profile, const Token &token);

} // namespace minting
