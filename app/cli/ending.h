#pragma once

#include "app/cli/clicontext.h"
#include "core/session/token.h"

//! The end of a kept token, for revoke and logout.
namespace ending {

//! What is done with the token when the cluster does not confirm its end.
enum class Unconfirmed
{
    Keep,
    Forget
};

//! Revokes the kept token of \a profile at the cluster, forgets it, and ends the program.
void revoke(CliContext &context, const Profile &profile, Unconfirmed unconfirmed);

} // namespace ending
