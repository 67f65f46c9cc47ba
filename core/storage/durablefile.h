#pragma once

#include <QByteArray>
#include <QString>

class QFileDevice;

//! What the settings file needs from the operating system: private modes, bytes that are really on
//! the disk, and replacing a file in one step. Functions answer with an errno, 0 for done.
namespace DurableFile {

//! Writes \a bytes to an open \a file and waits until the disk has them all.
[[nodiscard]] bool writeWhole(QFileDevice &file, const QByteArray &bytes);
//! Creates \a path, which must not exist, for the owner's eyes only, with \a bytes on the disk.
[[nodiscard]] int createPrivate(const QString &path, const QByteArray &bytes);
//! Puts \a from in the place of \a to; at every moment one of the two is there whole.
[[nodiscard]] int replace(const QString &from, const QString &to);
//! Makes renames inside \a directory last through a power cut, where the file system can.
[[nodiscard]] int syncDirectory(const QString &directory);
//! Creates \a directory and missing parents, each for the owner only.
[[nodiscard]] int createPrivateDirectory(const QString &directory);
//! Takes everyone else's access to \a path away, unless it is another user's or a directory that is
//! shared on purpose, such as /tmp. True if there was any and it is gone.
[[nodiscard]] bool closeToOthers(const QString &path);
//! Whether \a path belongs to the user of this process.
[[nodiscard]] bool isOwn(const QString &path);
//! Whether \a error says that there is no room left.
[[nodiscard]] bool isOutOfSpace(int error);

} // namespace DurableFile
