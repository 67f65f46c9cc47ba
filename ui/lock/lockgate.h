#pragma once

#include "core/support/secretbuffer.h"
#include "ui/lock/lockstate.h"

#include <functional>

//! The side of the lock that keeps what is stored. Members left empty stand for a program that
//! stores nothing: a click unlocks it.
struct LockGate
{
    enum class Answer
    {
        Opened,
        WrongPassphrase,
        KeyUnavailable
    };
    struct Reply
    {
        Answer answer = Answer::Opened;
        ErrorText error = {};    //!< why the key is not to be had, and what to do
        bool canGiveUp = false;  //!< the key may never be had again
        qint64 retryAfterMs = 0; //!< no passphrase is tried before that
    };
    using Then = std::function<void(const Reply &reply)>;

    //! A lock begins: what is to open it holds from here on, whatever the settings say meanwhile.
    std::function<void()> begin;
    std::function<LockState::Key()> key; //!< where the key comes from, as of now
    std::function<void()> forgetKey;     //!< called at each lock
    //! Gets the key again, with \a passphrase where one is needed, and calls \a then once, at once
    //! or later, on this thread.
    std::function<void(const SecretBuffer &passphrase, Then then)> open;
    //! Ends every session and forgets all that is kept, and calls \a then as open() does.
    std::function<void(Then then)> giveUp;
};
