#pragma once

#include "core/session/sessionstate.h"

//! What the profile of a session says of the secrets that tokens are asked for with.
struct ProfileSecrets
{
    SignInMethod method = SignInMethod::Password; //!< by which it signs in
    bool hasPassword = false;                     //!< kept, and to be had without asking anybody
    bool hasSecretKey = false;                    //!< likewise

    friend bool operator==(const ProfileSecrets &, const ProfileSecrets &) = default;
};

//! What one more token for a session can be asked for with.
struct TokenMeans
{
    SignInMethod method = SignInMethod::Password; //!< which secret, to begin with
    //! Nobody knows which secret the session was made by (a token that was brought along): it may
    //! be either. Elsewhere the other one is not asked for.
    bool mayChooseMethod = false;
    bool hasKeptPassword = false; //!< nobody has to type it
    bool hasKeptSecretKey = false;
    bool mayUseSession = false;    //!< for full access: TokenWish::Source::FromSession
    bool isSessionByToken = false; //!< which then goes by the token held, and by no cookie

    [[nodiscard]] bool hasKept(SignInMethod by) const
    {
        return by == SignInMethod::SecretKey ? hasKeptSecretKey : hasKeptPassword;
    }

    friend bool operator==(const TokenMeans &, const TokenMeans &) = default;
};

//! \a token is good for all that its owner can do; also where the server does not say.
[[nodiscard]] bool isFullAccess(const Token &token);
//! Another Organization is another token: where there is no session that could be moved there (2.0,
//! and the later beta by a token alone).
[[nodiscard]] bool changesOrgByToken(const SignedIn &state);
//! At \a nowMs, the server's time in milliseconds since epoch.
[[nodiscard]] TokenMeans tokenMeans(const SignedIn &state, const ProfileSecrets &profile,
                                    qint64 nowMs);
