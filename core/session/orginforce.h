#pragma once

#include "core/session/sessionstate.h"

//! The Organization that calls act in. In 2.0 that is the token's: another Organization is another
//! token there, and the cookie session stays where it was. Elsewhere it is the session's. None
//! where the server did not tell.
[[nodiscard]] std::optional<Org> orgInForce(const SignedIn &state);

//! Signed in, but surely in another Organization than was asked for.
[[nodiscard]] bool isInWrongOrg(const SignedIn &state);
