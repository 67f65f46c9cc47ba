#include "core/storage/durablefile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>

#include <cerrno>
#include <cstdio>

#ifdef Q_OS_UNIX
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#else
#include <filesystem>
#include <system_error>
#endif

static constexpr QFileDevice::Permissions ownerOnly =
    QFileDevice::ReadOwner | QFileDevice::WriteOwner;
static constexpr QFileDevice::Permissions others =
    QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ExeGroup |
    QFileDevice::ReadOther | QFileDevice::WriteOther | QFileDevice::ExeOther;

static bool syncHandle([[maybe_unused]] int handle)
{
#ifdef Q_OS_UNIX
    int result = -1;
    do {
        result = ::fsync(handle);
    } while (result != 0 && errno == EINTR);
    return result == 0;
#else
    return true;
#endif
}

bool DurableFile::writeWhole(QFileDevice &file, const QByteArray &bytes)
{
    return file.write(bytes) == bytes.size() && file.flush() && syncHandle(file.handle()) &&
           file.size() == bytes.size() && file.error() == QFileDevice::NoError;
}

int DurableFile::createPrivate(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    errno = 0;
    if (file.open(QIODevice::WriteOnly | QIODevice::NewOnly | QIODevice::Unbuffered, ownerOnly) &&
        (bytes.isEmpty() || writeWhole(file, bytes)))
        return 0;
    const int error = errno == 0 ? EIO : errno;
    if (file.isOpen())
        file.remove();
    return error;
}

int DurableFile::replace(const QString &from, const QString &to)
{
#ifdef Q_OS_UNIX
    const QByteArray oldName = QFile::encodeName(from);
    const QByteArray newName = QFile::encodeName(to);
    return ::rename(oldName.constData(), newName.constData()) == 0 ? 0 : errno;
#else
    std::error_code error;
    std::filesystem::rename(from.toStdU16String(), to.toStdU16String(), error);
    return error.value();
#endif
}

int DurableFile::syncDirectory([[maybe_unused]] const QString &directory)
{
#ifdef Q_OS_UNIX
    const int handle = ::open(QFile::encodeName(directory).constData(), // NOLINT(*-vararg)
                              O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0)
        return errno;
    const int error = syncHandle(handle) ? 0 : errno;
    ::close(handle);
    // Some file systems cannot do this for a directory; there is nothing more to be had then.
    return error == EINVAL || error == ENOTSUP ? 0 : error;
#else
    return 0;
#endif
}

int DurableFile::createPrivateDirectory(const QString &directory)
{
    if (QFileInfo(directory).isDir())
        return 0;
    const QString parent = QFileInfo(directory).path();
    if (parent != directory) {
        if (const int error = createPrivateDirectory(parent))
            return error;
    }
    errno = 0;
    if (QDir().mkdir(directory, ownerOnly | QFileDevice::ExeOwner) ||
        QFileInfo(directory).isDir()) // another process was quicker
        return 0;
    return errno == 0 ? ENOTDIR : errno;
}

static bool isShared([[maybe_unused]] const QString &path)
{
#ifdef Q_OS_UNIX
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 && (status.st_mode & S_ISVTX);
#else
    return false;
#endif
}

bool DurableFile::closeToOthers(const QString &path)
{
    const QFileDevice::Permissions permissions = QFileInfo(path).permissions();
    return (permissions & others) && isOwn(path) && !isShared(path) &&
           QFile::setPermissions(path, permissions & ~others) &&
           !(QFileInfo(path).permissions() & others);
}

bool DurableFile::isOwn([[maybe_unused]] const QString &path)
{
#ifdef Q_OS_UNIX
    return QFileInfo(path).ownerId() == ::geteuid();
#else
    return true;
#endif
}

bool DurableFile::isOutOfSpace(int error)
{
#ifdef EDQUOT
    if (error == EDQUOT)
        return true;
#endif
    return error == ENOSPC;
}
