#pragma once

#include "core/session/sessionstate.h"

//! The Organization that calls act in. In 2.0 that is the token's: another Organization is another
//! token there, and the cookie session stays where it was. Elsewhere it is the session's. None
//! where the server did not tell.
[[nodiscard]] std::optional<Org> orgInForce(const SignedIn &state);

//! The Org that orgInForce() is to be: what the token was asked for where the token decides, else
//! what the sign-in asked for. Empty for the server's choice.
[[nodiscard]] QString orgAskedFor(const SignedIn &state);

//! Signed in, but surely in another Organization than was asked for, accepted or not.
[[nodiscard]] bool isInWrongOrg(const SignedIn &state);

//! In the wrong Organization and nobody has accepted it: nothing may be copied or handed out.
[[nodiscard]] bool isHeldBack(const SignedIn &state);
