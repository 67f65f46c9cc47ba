#include "tests/app/standinlogind.h"

#include <QDBusConnection>

#include <array>

#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using Reason = LockState::Reason;

static const QString managerPath = u"/org/freedesktop/login1"_s;
static const QString service = u"org.freedesktop.login1"_s;
static const QString session = u"org.freedesktop.login1.Session"_s;

StandInLogind::StandInLogind(const QString &connection)
    : m_connection(connection)
{
    QDBusConnection bus(connection);
    m_isThere = bus.registerObject(managerPath, this, QDBusConnection::ExportAllSlots) &&
                bus.registerService(service);
}

StandInLogind::~StandInLogind()
{
    QDBusConnection bus(m_connection);
    bus.unregisterService(service);
    bus.unregisterObject(managerPath);
    ::close(held);
}

bool StandInLogind::maySleep() const
{
    char byte = 0;
    return ::read(held, &byte, 1) == 0;
}

QDBusObjectPath StandInLogind::GetSession(const QString &id)
{
    asked += u"session "_s + id;
    return QDBusObjectPath(sessionPath);
}

QDBusObjectPath StandInLogind::GetSessionByPID(uint id)
{
    asked += u"process %1"_s.arg(id);
    return QDBusObjectPath(sessionPath);
}

QDBusUnixFileDescriptor StandInLogind::Inhibit(const QString &what, const QString &who,
                                               const QString &, const QString &mode)
{
    holds.append(QStringList{what, who, mode});
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return {};
    held = ends[0];
    QDBusUnixFileDescriptor handedOut;
    handedOut.giveFileDescriptor(ends[1]);
    return handedOut;
}

static QDBusMessage signalOf(const QString &path, const QString &interface, const QString &name,
                             const QVariantList &arguments = {})
{
    QDBusMessage message = QDBusMessage::createSignal(path, interface, name);
    message.setArguments(arguments);
    return message;
}

static QDBusMessage changed(const QVariantMap &properties)
{
    return signalOf(StandInLogind::sessionPath, u"org.freedesktop.DBus.Properties"_s,
                    u"PropertiesChanged"_s, {session, properties, QStringList()});
}

static QDBusMessage screenSaver(const QString &path, const QString &interface, bool isActive)
{
    return signalOf(path, interface, u"ActiveChanged"_s, {isActive});
}

QDBusMessage prepareForSleep(bool isBeginning)
{
    return signalOf(managerPath, u"org.freedesktop.login1.Manager"_s, u"PrepareForSleep"_s,
                    {isBeginning});
}

QList<LeavingSign> leavingSigns()
{
    return {
        {"logind: the session is to lock", signalOf(StandInLogind::sessionPath, session, u"Lock"_s),
         Reason::ScreenLocked},
        {"logind: the session is locked", changed({{u"LockedHint"_s, true}}), Reason::ScreenLocked},
        {"logind: another session has the screen", changed({{u"Active"_s, false}}),
         Reason::UserSwitched},
        {"logind: the computer goes to sleep", prepareForSleep(true), Reason::Suspended},
        {"the screen saver of GNOME",
         screenSaver(u"/org/gnome/ScreenSaver"_s, u"org.gnome.ScreenSaver"_s, true),
         Reason::ScreenLocked},
        {"the screen saver of KDE",
         screenSaver(u"/ScreenSaver"_s, u"org.freedesktop.ScreenSaver"_s, true),
         Reason::ScreenLocked}};
}

QList<LeavingSign> otherSigns()
{
    return {{"somebody else's session is locked",
             signalOf(StandInLogind::otherPath, session, u"Lock"_s)},
            {"the screen is unlocked", changed({{u"LockedHint"_s, false}})},
            {"the session has the screen again", changed({{u"Active"_s, true}})},
            {"something else of the session changes", changed({{u"IdleHint"_s, true}})},
            {"the computer wakes up", prepareForSleep(false)},
            {"the screen saver ends",
             screenSaver(u"/org/gnome/ScreenSaver"_s, u"org.gnome.ScreenSaver"_s, false)}};
}
