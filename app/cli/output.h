#pragma once

#include <QByteArrayView>
#include <QString>

//! What goes to the terminal, or wherever the shell has pointed it.
namespace output {

//! Writes \a bytes to standard output, past every buffer that would keep a secret. False: it takes
//! no more.
[[nodiscard]] bool write(QByteArrayView bytes);
//! One line on standard error, "sdesk: " before it, without line breaks of its own.
void complain(const QString &sentence);

} // namespace output
