#include "core/storage/keychainbus.h"

#include <QtGlobal>

#ifdef Q_OS_LINUX
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QLibrary>
#include <QUuid>

using namespace Qt::StringLiterals;

static constexpr int answerMs = 2000;
static constexpr QLatin1StringView secretService = "org.freedesktop.secrets"_L1;
static constexpr QLatin1StringView wallet = "org.kde.kwalletd5"_L1;

//! A connection of its own: the process-wide one remembers a bus that was not there.
class PrivateBus final
{
public:
    PrivateBus()
        : m_name(QUuid::createUuid().toString(QUuid::Id128))
        , m_bus(QDBusConnection::connectToBus(QDBusConnection::SessionBus, m_name))
    {}
    ~PrivateBus() { QDBusConnection::disconnectFromBus(m_name); }
    Q_DISABLE_COPY_MOVE(PrivateBus)

    //! The first value of the answer; invalid if there is none.
    [[nodiscard]] QVariant ask(const QDBusMessage &question) const
    {
        if (!m_bus.isConnected())
            return {};
        const QDBusMessage answer = m_bus.call(question, QDBus::Block, answerMs);
        return answer.type() == QDBusMessage::ReplyMessage ? answer.arguments().value(0)
                                                           : QVariant();
    }
    [[nodiscard]] QVariant askBus(const QString &method, const QVariantList &arguments = {}) const
    {
        QDBusMessage question =
            QDBusMessage::createMethodCall(u"org.freedesktop.DBus"_s, u"/org/freedesktop/DBus"_s,
                                           u"org.freedesktop.DBus"_s, method);
        question.setArguments(arguments);
        return ask(question);
    }

private:
    QString m_name;
    QDBusConnection m_bus;
};

bool KeychainBus::hasKeychain()
{
    const PrivateBus bus;
    const QStringList startable = bus.askBus(u"ListActivatableNames"_s).toStringList();
    for (const QLatin1StringView name : {secretService, wallet}) {
        if (startable.contains(name) || bus.askBus(u"NameHasOwner"_s, {QString(name)}).toBool())
            return true;
    }
    return false;
}

std::optional<bool> KeychainBus::isLocked()
{
    const PrivateBus bus;
    QDBusMessage question =
        QDBusMessage::createMethodCall(secretService, u"/org/freedesktop/secrets/aliases/default"_s,
                                       u"org.freedesktop.DBus.Properties"_s, u"Get"_s);
    question.setArguments({u"org.freedesktop.Secret.Collection"_s, u"Locked"_s});
    question.setAutoStartService(false);
    const QVariant value = bus.ask(question).value<QDBusVariant>().variant();
    return value.metaType().id() == QMetaType::Bool ? std::optional(value.toBool()) : std::nullopt;
}

void KeychainBus::renewSession()
{
    // The library that QtKeychain loads by the same name.
    QLibrary library(u"secret-1"_s, 0);
    if (const auto disconnect = library.resolve("secret_service_disconnect"))
        disconnect();
}

#else

bool KeychainBus::hasKeychain()
{
    return true;
}

std::optional<bool> KeychainBus::isLocked()
{
    return {};
}

void KeychainBus::renewSession() {}

#endif
