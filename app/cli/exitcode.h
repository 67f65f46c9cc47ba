#pragma once

//! How the program ends, by kind of failure. Scripts rely on the numbers: `sdesk help` and the
//! README list them.
enum class ExitCode
{
    Ok = 0,
    Failed = 1,      //!< nothing below; standard output could not be written
    Misuse = 2,      //!< of the command line
    NoProfile = 3,   //!< no such profile, or more than one; a name that is taken
    NothingKept = 4, //!< no token that is still good is kept
    VaultShut = 5,   //!< what is kept cannot be opened
    Refused = 6,     //!< the cluster did not accept the password or the token
    NotAllowed = 7,  //!< a privilege or the Org
    Unreachable = 8, //!< no answer: name, network, TLS, proxy, time
    BadAnswer = 9,   //!< an answer that says failure or refusal, or makes no sense
    Settings = 10,   //!< the settings file
    NotRun = 126,    //!< exec: the command could not be started
    NoCommand = 127, //!< exec: there is no such command
};
