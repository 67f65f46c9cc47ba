#pragma once

#include <QByteArray>
#include <QString>

#include <optional>

class QFileDevice;

//! What profiles are read out of, and into.
namespace importfile {

//! All that \a file, which is open, has; or one byte more than any of the formats may have, which
//! is enough to see that it is too large. None if it cannot be read.
[[nodiscard]] std::optional<QByteArray> content(QFileDevice &file);
//! What a profile of the file at \a path is called where it has no name itself.
[[nodiscard]] QString nameFrom(const QString &path);
//! Puts \a bytes in the place of whatever is at \a path, for the owner's eyes only; at every moment
//! one of the two is there whole. An errno, 0 for done.
[[nodiscard]] int replaceWhole(const QString &path, const QByteArray &bytes);

} // namespace importfile
