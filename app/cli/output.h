#pragma once

#include <QByteArrayView>
#include <QString>

//! What goes to the terminal, or wherever the shell has pointed it.
namespace output {

//! What became of something written.
enum class Outcome
{
    Written,
    Refused, //!< standard output takes no more
    Unread   //!< nobody reads it any more
};

//! Writes \a bytes to standard output, past every buffer that would keep a secret.
[[nodiscard]] Outcome write(QByteArrayView bytes);
//! From now on a pipe that nobody reads is an Outcome, with and without the network code, which
//! wants it so.
void outliveReaders();
//! Ends the program as such a pipe ends others: by its signal, without a word.
[[noreturn]] void endUnread();
//! Whether standard output is a terminal, which does what characters of control say.
[[nodiscard]] bool isTerminal();
//! One line on standard error, "sdesk: " before it, without line breaks of its own.
void complain(const QString &sentence);

} // namespace output
