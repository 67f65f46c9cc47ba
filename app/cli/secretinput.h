#pragma once

#include "core/support/result.h"
#include "core/support/secretbuffer.h"

#include <QString>

//! Secrets from the person or from a script: never arguments, never the environment.
namespace secretinput {

enum class Problem
{
    NoTerminal, //!< there is nobody to ask
    Ended,      //!< nothing came
    TooLong,
    NoDescriptor //!< the named one is not open, or is no number
};

using Answer = Result<SecretBuffer, Problem>;

//! Asks on the terminal, without echo, wherever the standard streams lead.
[[nodiscard]] Answer ask(const QString &prompt);
//! One line of \a descriptor; what follows it is left there.
[[nodiscard]] Answer line(int descriptor);
//! Asks where standard input is a terminal, and reads a line of it where it is not.
[[nodiscard]] Answer askOrRead(const QString &prompt);
//! A line of the descriptor that SDESK_PASSPHRASE_FD names, which no child inherits; asks where it
//! is not set.
[[nodiscard]] Answer passphrase(const QString &prompt);
//! SDESK_PASSPHRASE_FD is set: there is nobody to ask twice.
[[nodiscard]] bool hasPassphraseDescriptor();

//! What \a problem means, for after the name of the secret and a colon.
[[nodiscard]] QString text(Problem problem);

} // namespace secretinput
