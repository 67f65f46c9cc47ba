#pragma once

#include "core/storage/keychainsight.h"
#include "core/support/secretbuffer.h"

#include <QObject>
#include <QString>

#include <functional>
#include <optional>

//! The way to the operating system's keychain. QtKeychain probes for its back end with calls that
//! block (500 ms on Plasma), keeps state for the whole process and works one job after the other;
//! so all of it runs on one thread of its own that is started by the first request and ends with
//! the program. A wallet that is too slow for the probe is given up for as long as the program
//! runs.
namespace KeychainDesk {

enum class Verb
{
    Read,
    Write,
    Remove,
    Look //!< what is to be seen without anybody's password; answered beside what is under way
};

struct Request
{
    Verb verb = Verb::Read;
    QString service;
    QString key;
    SecretBuffer item = {}; //!< to be written
};

struct Reply
{
    enum class Outcome
    {
        Done,
        NotThere,      //!< and the keychain is open
        PerhapsLocked, //!< not there, or not to be seen: something in the keychain is locked
        Locked,
        Denied,
        Absent, //!< no keychain
        Failed
    };

    Outcome outcome = Outcome::Failed;
    SecretBuffer item = {};
    QString detail = {}; //!< the keychain's own words
    //! After Look, after a Read that was Done, and where one is to tell why it was not; none where
    //! the system has one keychain only.
    std::optional<KeychainSight> sight = {};
};

//! Answers on the main thread; not at all once \a context, which lives there, is gone. A request
//! whose turn comes after that is not made. No limit of time: that is the caller's.
void ask(QObject *context, const Request &request,
         const std::function<void(const Reply &)> &finish);

} // namespace KeychainDesk
