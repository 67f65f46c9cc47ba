#include "app/desktop/desktopnotifier.h"

#ifdef QT_DBUS_LIB
#include "app/desktop/busprobe.h"
#include "core/support/worker.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusPendingCallWatcher>
#include <QDBusPendingReply>

#include <utility>

using namespace Qt::StringLiterals;

// A connection of our own, so that nobody else's use of the bus holds this up.
static constexpr auto bus = "desk-notices"_L1;
static constexpr auto service = "org.freedesktop.Notifications"_L1;
static constexpr auto path = "/org/freedesktop/Notifications"_L1;

DesktopNotifier::DesktopNotifier(QObject *parent)
    : QObject(parent)
{}

DesktopNotifier::~DesktopNotifier()
{
    if (m_isConnected)
        QDBusConnection::disconnectFromBus(bus);
}

void DesktopNotifier::tell(const DesktopNotice &notice)
{
    if (m_isConnected)
        return send(notice);
    m_waiting.append(notice);
    connectToBus();
}

void DesktopNotifier::connectToBus()
{
    const QString address = sessionBusAddress();
    if (address.isEmpty())
        return m_waiting.clear();
    if (std::exchange(m_isConnecting, true))
        return;
    // Connecting waits for the bus to say hello.
    runOnWorker(
        this, [address] { return ::connectToBus(address, bus); },
        [this](bool isConnected) {
            m_isConnecting = false;
            m_isConnected = isConnected;
            const QList<DesktopNotice> waiting = std::exchange(m_waiting, {});
            if (!isConnected)
                return;
            // No sender is named: naming one makes the library wait for the bus to tell who it is.
            QDBusConnection(bus).connect({}, path, service, u"ActionInvoked"_s, this,
                                         SLOT(actionInvoked(uint, QString)));
            for (const DesktopNotice &notice : waiting)
                send(notice);
        });
}

void DesktopNotifier::send(const DesktopNotice &notice)
{
    QStringList actions;
    if (!notice.action.isEmpty())
        actions = {u"default"_s, notice.action, u"act"_s, notice.action};
    const QVariantMap hints{{u"desktop-entry"_s, u"session-desk"_s}};
    QDBusMessage call = QDBusMessage::createMethodCall(service, path, service, u"Notify"_s);
    // Desktops read the body as markup.
    call << u"Session Desk"_s << m_shown.value(notice.profile) << u"session-desk"_s << notice.title
         << notice.body.toHtmlEscaped() << actions << hints << -1;
    auto *answer = new QDBusPendingCallWatcher(QDBusConnection(bus).asyncCall(call), this);
    connect(answer, &QDBusPendingCallWatcher::finished, this, [this, answer, notice] {
        answer->deleteLater();
        const QDBusPendingReply<uint> reply = *answer;
        if (reply.isError())
            Q_EMIT untold(notice);
        else
            m_shown.insert(notice.profile, reply.value());
    });
}

// Anybody on the bus can make this up; all it leads to is what the window offers anyway.
void DesktopNotifier::actionInvoked(uint notice, const QString &)
{
    const QUuid profile = m_shown.key(notice);
    if (!profile.isNull())
        Q_EMIT actionChosen(profile);
}
#else
DesktopNotifier::DesktopNotifier(QObject *parent)
    : QObject(parent)
{}
DesktopNotifier::~DesktopNotifier() = default;
void DesktopNotifier::tell(const DesktopNotice &notice)
{
    Q_EMIT untold(notice);
}
void DesktopNotifier::actionInvoked(uint, const QString &) {}
#endif
