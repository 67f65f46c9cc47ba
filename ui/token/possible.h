#pragma once

#include "core/session/sessionstate.h"

//! What can be done with a session: buttons, menus and keys all go by this, so that none of them
//! offers what another does not.
struct Possible
{
    bool refresh = false;
    bool chooseOrg = false; //!< as far as the state goes; there must be another one, too
    bool getToken = false;
    bool checkToken = false;
    bool holdsToken = false; //!< one that still opens something, as far as is known
    bool copyToken = false;  //!< not in a wrong Organization, before that was accepted
    bool revokeToken = false;
    bool signIn = false; //!< once more, since it has ended
    bool signOut = false;
};

//! At \a nowMs, the server's time in milliseconds since epoch: time alone can end a token.
[[nodiscard]] Possible possibleWith(const SignedIn &state, qint64 nowMs);
