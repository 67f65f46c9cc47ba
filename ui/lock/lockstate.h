#pragma once

#include "ui/support/errortext.h"

#include <QString>

//! What the lock screen shows.
struct LockState
{
    enum class Reason
    {
        ByHand,
        Idle,
        ScreenLocked,
        UserSwitched,
        Suspended
    };

    //! Where the key to what is stored comes from when it is needed again.
    enum class Key
    {
        NotNeeded, //!< nothing is stored
        Keychain,
        Passphrase
    };

    enum class Trouble
    {
        None,
        WrongPassphrase,
        KeyUnavailable
    };

    Reason reason = Reason::ByHand;
    Key key = Key::NotNeeded;
    bool isOpening = false; //!< the key is being asked for
    Trouble trouble = Trouble::None;
    ErrorText error = {};   //!< why the key is unavailable, and what to do
    bool canGiveUp = false; //!< the way out without the key is offered
    int waitSeconds = 0;    //!< until the next try, after wrong ones
    QString note = {}; //!< what became of the secrets that the lock took away, if not all went well

    friend bool operator==(const LockState &, const LockState &) = default;
};
