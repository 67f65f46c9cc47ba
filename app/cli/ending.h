#pragma once

#include "app/cli/clicontext.h"

#include <QCommandLineParser>

//! The end of kept tokens, for revoke and logout.
namespace ending {

//! What is done with the token when the cluster does not confirm its end.
enum class Unconfirmed
{
    Keep,
    Forget
};

//! Which of the tokens that are kept, unless the line names an Org.
enum class Which
{
    Own, //!< the one for the profile's Org
    All
};

//! --org and --json.
[[nodiscard]] QList<QCommandLineOption> options();
//! Revokes kept tokens of the profile that \a line names at the cluster, forgets them, and ends the
//! program.
void revoke(CliContext &context, const QCommandLineParser &line, Which which,
            Unconfirmed unconfirmed);

} // namespace ending
