#pragma once

#include "app/cli/clicontext.h"
#include "core/session/token.h"

#include <QCommandLineParser>

//! New tokens, for the verbs that get one.
namespace minting {

//! --validity and --org.
[[nodiscard]] QList<QCommandLineOption> options();
//! What \a line asks for, with the profile's own where it says nothing. None: the program has
//! ended.
[[nodiscard]] std::optional<TokenWish> wish(CliContext &context, const Profile &profile,
                                            const QCommandLineParser &line);
//! Gets a token with the kept password, or one that is asked for. A failure ends the program.
void mint(CliContext &context, const Profile &profile, const TokenWish &wish,
          const std::function<void(const Token &)> &then);
//! Keeps \a token for \a profile, in the vault, which is open. False: the program has ended.
[[nodiscard]] bool keep(CliContext &context, const Profile &profile, const Token &token);

} // namespace minting
