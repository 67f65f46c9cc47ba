#include "app/desktop/busprobe.h"

#ifdef QT_DBUS_LIB
#include <QDBusConnection>
#endif
#include <QFileInfo>

QString sessionBusAddress()
{
    const QString address = qEnvironmentVariable("DBUS_SESSION_BUS_ADDRESS");
    const QString socket = qEnvironmentVariable("XDG_RUNTIME_DIR") + QStringLiteral("/bus");
    return address.isEmpty() && QFileInfo::exists(socket) ? QStringLiteral("unix:path=") + socket
                                                          : address;
}

bool connectToBus([[maybe_unused]] const QString &address, [[maybe_unused]] const QString &name)
{
#ifdef QT_DBUS_LIB
    return busAnswers(address) && QDBusConnection::connectToBus(address, name).isConnected();
#else
    return false;
#endif
}

#ifdef Q_OS_LINUX
#include <QByteArray>
#include <QStringList>
#include <QUrl>

#include <algorithm>
#include <cstring>

#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

//! A name that starts with NUL lies in no file system. Empty: no local socket.
static QByteArray socketName(const QString &address)
{
    const QString first = address.section(u';', 0, 0);
    if (!first.startsWith("unix:"_L1))
        return {};
    const QStringList entries = first.sliced(5).split(u',');
    for (const QString &entry : entries) {
        const QByteArray value = QByteArray::fromPercentEncoding(entry.section(u'=', 1).toLatin1());
        if (entry.startsWith("path="_L1))
            return value;
        if (entry.startsWith("abstract="_L1))
            return '\0' + value;
    }
    return {};
}

static bool connectTo(int socket, const QByteArray &name)
{
    sockaddr_un place{};
    if (name.isEmpty() || static_cast<size_t>(name.size()) >= sizeof place.sun_path)
        return false;
    place.sun_family = AF_UNIX;
    std::copy(name.begin(), name.end(), place.sun_path);
    const size_t length = offsetof(sockaddr_un, sun_path) + static_cast<size_t>(name.size());
    return ::connect(socket, reinterpret_cast<const sockaddr *>(&place),
                     static_cast<socklen_t>(length)) == 0;
}

//! The first line that every client sends, and the start of the answer to one that may come in.
static bool isLetIn(int socket)
{
    const QByteArray greeting =
        "\0AUTH EXTERNAL "_ba + QByteArray::number(::geteuid()).toHex() + "\r\n";
    char answer[3] = {};
    return ::send(socket, greeting.constData(), static_cast<size_t>(greeting.size()),
                  MSG_NOSIGNAL) == greeting.size() &&
           ::recv(socket, answer, sizeof answer, MSG_WAITALL) == sizeof answer &&
           std::memcmp(answer, "OK ", sizeof answer) == 0;
}

bool busAnswers(const QString &address)
{
    const int socket = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (socket < 0)
        return false;
    const timeval second{.tv_sec = 1, .tv_usec = 0};
    ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &second, sizeof second);
    ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &second, sizeof second);
    const bool answers = connectTo(socket, socketName(address)) && isLetIn(socket);
    ::close(socket);
    return answers;
}
#else
bool busAnswers(const QString &)
{
    return false;
}
#endif
