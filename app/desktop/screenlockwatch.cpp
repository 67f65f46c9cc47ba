#include "app/desktop/screenlockwatch.h"

#ifdef QT_DBUS_LIB
#include "app/desktop/busprobe.h"
#include "core/support/worker.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>
#include <QDBusUnixFileDescriptor>
#include <QStringList>
#include <QTimer>

#include <utility>

using namespace Qt::StringLiterals;

// Connections of our own, so that nobody else's use of the buses holds these up.
static constexpr auto sessionBus = "desk-session"_L1;
static constexpr auto systemBus = "desk-system"_L1;
static constexpr auto logind = "org.freedesktop.login1"_L1;

static QDBusMessage toLogind(const QString &method)
{
    return QDBusMessage::createMethodCall(logind, u"/org/freedesktop/login1"_s,
                                          u"org.freedesktop.login1.Manager"_s, method);
}

ScreenLockWatch::ScreenLockWatch(QObject *parent)
    : QObject(parent)
{}

ScreenLockWatch::~ScreenLockWatch()
{
    for (const QString &name : m_connected)
        QDBusConnection::disconnectFromBus(name);
}

static QString systemBusAddress()
{
    return qEnvironmentVariable("DBUS_SYSTEM_BUS_ADDRESS",
                                u"unix:path=/var/run/dbus/system_bus_socket"_s);
}

void ScreenLockWatch::start()
{
    // Connecting waits for the bus to say hello.
    const auto connectTo = [this](const QString &address, const QString &name,
                                  void (ScreenLockWatch::*then)()) {
        if (address.isEmpty())
            return;
        runOnWorker(
            this, [address, name] { return connectToBus(address, name); },
            [this, name, then](bool isConnected) {
                if (!isConnected)
                    return;
                m_connected.append(name);
                (this->*then)();
            });
    };
    connectTo(sessionBusAddress(), sessionBus, &ScreenLockWatch::listenToScreenSavers);
    connectTo(systemBusAddress(), systemBus, &ScreenLockWatch::listenToLogind);
}

// No sender is named below: naming one makes the library wait for the bus to tell who that is. A
// signal that somebody else makes up can do no more than lock the window.

void ScreenLockWatch::listenToScreenSavers()
{
    QDBusConnection bus(sessionBus);
    for (const QString &desktop :
         {u"freedesktop"_s, u"gnome"_s, u"cinnamon"_s, u"mate"_s, u"xfce"_s})
        bus.connect({}, {}, u"org.%1.ScreenSaver"_s.arg(desktop), u"ActiveChanged"_s, this,
                    SLOT(screenSaverChanged(bool)));
    Q_EMIT listening(u"screen savers"_s);
}

void ScreenLockWatch::listenToLogind()
{
    QDBusConnection(systemBus).connect({}, u"/org/freedesktop/login1"_s,
                                       u"org.freedesktop.login1.Manager"_s, u"PrepareForSleep"_s,
                                       this, SLOT(sleepBegins(bool)));
    Q_EMIT listening(u"sleep"_s);
    holdSleep();
    findSession();
}

// The computer may sleep for weeks, with its memory written to the disk: what is to be wiped is
// wiped before. No more than the delay is asked for, so that nobody is kept from sleeping.
void ScreenLockWatch::holdSleep()
{
    QDBusMessage question = toLogind(u"Inhibit"_s);
    question << u"sleep"_s << u"Session Desk"_s << u"Lock before the computer sleeps"_s
             << u"delay"_s;
    auto *answer =
        new QDBusPendingCallWatcher(QDBusConnection(systemBus).asyncCall(question), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        answer->deleteLater();
        const QDBusPendingReply<QDBusUnixFileDescriptor> reply = *answer;
        if (reply.isError() || m_isFallingAsleep)
            return;
        m_sleepHold = std::make_shared<QDBusUnixFileDescriptor>(reply.value());
        Q_EMIT listening(u"put off"_s);
    });
}

//! The signals of one session come from its path, which only logind knows.
void ScreenLockWatch::findSession()
{
    const QString id = qEnvironmentVariable("XDG_SESSION_ID");
    QDBusMessage question = toLogind(id.isEmpty() ? u"GetSessionByPID"_s : u"GetSession"_s);
    question << (id.isEmpty() ? QVariant(0U) : QVariant(id)); // 0: whoever asks
    auto *answer =
        new QDBusPendingCallWatcher(QDBusConnection(systemBus).asyncCall(question), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer] {
        answer->deleteLater();
        const QDBusPendingReply<QDBusObjectPath> reply = *answer;
        if (!reply.isError())
            listenToSession(reply.value().path());
    });
}

void ScreenLockWatch::listenToSession(const QString &path)
{
    QDBusConnection bus(systemBus);
    bus.connect({}, path, u"org.freedesktop.login1.Session"_s, u"Lock"_s, this,
                SLOT(sessionLocked()));
    bus.connect({}, path, u"org.freedesktop.DBus.Properties"_s, u"PropertiesChanged"_s, this,
                SLOT(sessionChanged(QString, QVariantMap, QStringList)));
    Q_EMIT listening(u"session"_s);
}

void ScreenLockWatch::screenSaverChanged(bool isActive)
{
    if (isActive)
        Q_EMIT left(LockState::Reason::ScreenLocked);
}

void ScreenLockWatch::sessionLocked()
{
    Q_EMIT left(LockState::Reason::ScreenLocked);
}

void ScreenLockWatch::sessionChanged(const QString &interface, const QVariantMap &changed,
                                     const QStringList &)
{
    if (interface != "org.freedesktop.login1.Session"_L1)
        return;
    if (changed.value(u"LockedHint"_s, false).toBool())
        Q_EMIT left(LockState::Reason::ScreenLocked);
    else if (!changed.value(u"Active"_s, true).toBool())
        Q_EMIT left(LockState::Reason::UserSwitched);
}

void ScreenLockWatch::sleepBegins(bool isBeginning)
{
    const bool wasFallingAsleep = std::exchange(m_isFallingAsleep, isBeginning);
    if (!isBeginning) {
        if (wasFallingAsleep)
            holdSleep();
        Q_EMIT woke();
        return;
    }
    Q_EMIT left(LockState::Reason::Suspended);
    // Not before the locked window has been painted: its last picture may stay on the screen.
    QTimer::singleShot(0, this, [this] { m_sleepHold.reset(); });
}
#else
ScreenLockWatch::ScreenLockWatch(QObject *parent)
    : QObject(parent)
{}
ScreenLockWatch::~ScreenLockWatch() = default;
void ScreenLockWatch::start() {}
void ScreenLockWatch::screenSaverChanged(bool) {}
void ScreenLockWatch::sessionLocked() {}
void ScreenLockWatch::sessionChanged(const QString &, const QVariantMap &, const QStringList &) {}
void ScreenLockWatch::sleepBegins(bool) {}
#endif
