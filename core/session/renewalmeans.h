#pragma once

#include "core/session/sessionstate.h"

//! What the token of a session can be renewed by, or why it cannot.
struct RenewalMeans
{
    enum class By
    {
        Nothing,
        KeptPassword,
        Session //!< TokenWish::Source::FromSession
    };
    enum class Obstacle
    {
        None,
        NoToken,
        UnknownKind,      //!< a token of a kind that cannot be asked for again as it is
        NothingKept,      //!< no password is kept, and the session can make no token
        NoKeyKept,        //!< the secret key made it, and none is kept
        SessionGivesMore, //!< no password is kept, and the session's token could do more
    };

    By by = By::Nothing;
    Obstacle obstacle = Obstacle::None;

    friend bool operator==(const RenewalMeans &, const RenewalMeans &) = default;
};

//! A kept password (the secret key for a token made by it) makes a token like the one there is. A
//! session of 2.0 makes one of full access in its own Organization, so it only stands in for that.
//! FACTS 3, 5.6.
[[nodiscard]] RenewalMeans renewalMeans(const SignedIn &state, bool hasKeptPassword);
