#pragma once

#include "core/support/result.h"
#include "core/support/secretbuffer.h"

#include <QByteArray>
#include <QList>
#include <QString>

//! Secrets from the person or from a script: never arguments, never the environment.
namespace secretinput {

enum class Problem
{
    NoTerminal, //!< there is nobody to ask
    Ended,      //!< nothing came
    TooLong,
    Different,   //!< the second one is not the first one
    NoDescriptor //!< the named one is not open, or is no number
};

using Answer = Result<SecretBuffer, Problem>;

//! Asks on the terminal, without echo, wherever the standard streams lead.
[[nodiscard]] Answer ask(const QString &prompt);
//! One line of \a descriptor; what follows it is left there.
[[nodiscard]] Answer line(int descriptor);
//! Asks where standard input is a terminal, and reads a line of it where it is not.
[[nodiscard]] Answer askOrRead(const QString &prompt);
//! What a passphrase opens, by the variable that names the descriptor it may come from.
enum class Lock
{
    Kept, //!< SDESK_PASSPHRASE_FD: what Session Desk keeps
    File  //!< SDESK_FILE_PASSPHRASE_FD: a sealed export
};

//! The variables that name descriptors of passphrases.
[[nodiscard]] QList<QByteArray> variables();
//! No child inherits the descriptors that they name. For the start, before any other is opened that
//! might have the number of one that is not open.
void keepFromChildren();
//! A line of the descriptor that the variable of \a lock names; asks where it is not set.
[[nodiscard]] Answer passphrase(const QString &prompt, Lock lock = Lock::Kept);
//! A new one: asked for twice, unless it comes by a descriptor.
[[nodiscard]] Answer newPassphrase(const QString &prompt, Lock lock = Lock::Kept);

//! What \a problem means, for after the name of the secret and a colon.
[[nodiscard]] QString text(Problem problem);

} // namespace secretinput
