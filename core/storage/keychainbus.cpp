#include "core/storage/keychainbus.h"

#include <QtGlobal>

#ifdef Q_OS_LINUX
#include <QDBusConnection>
#include <QDBusError>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusVariant>
#include <QLibrary>
#include <QUuid>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

using Item = KeychainSight::Item;
using Attributes = QMap<QString, QString>;
Q_DECLARE_METATYPE(Attributes)

static constexpr int answerMs = 2000;
static constexpr qsizetype mostCollections = 16;
static constexpr QLatin1StringView secretService = "org.freedesktop.secrets"_L1;
static constexpr QLatin1StringView defaultCollection =
    "/org/freedesktop/secrets/aliases/default"_L1;

struct Wallet
{
    QLatin1StringView service;
    QLatin1StringView path;
};
static constexpr std::array<Wallet, 2> wallets{{{"org.kde.kwalletd6"_L1, "/modules/kwalletd6"_L1},
                                                {"org.kde.kwalletd5"_L1, "/modules/kwalletd5"_L1}}};

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

    //! The values of the answer; empty if it is an error, and none if there is no answer.
    [[nodiscard]] std::optional<QVariantList> valuesOf(QDBusMessage question,
                                                       const QVariantList &arguments) const
    {
        if (!m_bus.isConnected())
            return std::nullopt;
        question.setArguments(arguments);
        question.setAutoStartService(false);
        const QDBusMessage answer = m_bus.call(question, QDBus::Block, answerMs);
        if (answer.type() == QDBusMessage::ReplyMessage)
            return answer.arguments();
        const QDBusError::ErrorType error = QDBusError(answer).type();
        const bool isSilence = error == QDBusError::NoReply || error == QDBusError::Timeout ||
                               error == QDBusError::TimedOut || error == QDBusError::Disconnected;
        return isSilence ? std::nullopt : std::optional(QVariantList());
    }
    //! The values of the answer; none if there is no answer.
    [[nodiscard]] QVariantList ask(const QDBusMessage &question,
                                   const QVariantList &arguments = {}) const
    {
        return valuesOf(question, arguments).value_or(QVariantList());
    }
    [[nodiscard]] QVariant askBus(const QString &method, const QVariantList &arguments = {}) const
    {
        return ask(QDBusMessage::createMethodCall(u"org.freedesktop.DBus"_s,
                                                  u"/org/freedesktop/DBus"_s,
                                                  u"org.freedesktop.DBus"_s, method),
                   arguments)
            .value(0);
    }
    [[nodiscard]] bool runs(const QString &name) const
    {
        return askBus(u"NameHasOwner"_s, {name}).toBool();
    }
    //! A property of an object of the Secret Service: invalid if it has none, and none at all if
    //! there is no answer.
    [[nodiscard]] std::optional<QVariant> property(const QString &path, const QString &interface,
                                                   const QString &name) const
    {
        const auto values =
            valuesOf(QDBusMessage::createMethodCall(secretService, path,
                                                    u"org.freedesktop.DBus.Properties"_s, u"Get"_s),
                     {interface, name});
        if (!values)
            return std::nullopt;
        return values->value(0).value<QDBusVariant>().variant();
    }
    //! None if there is no answer. A collection that is not there is not locked.
    [[nodiscard]] std::optional<bool> isLocked(const QString &collection) const
    {
        const auto locked =
            property(collection, u"org.freedesktop.Secret.Collection"_s, u"Locked"_s);
        return locked ? std::optional(locked->toBool()) : std::nullopt;
    }

private:
    QString m_name;
    QDBusConnection m_bus;
};

bool KeychainBus::hasKeychain()
{
    const PrivateBus bus;
    const QStringList startable = bus.askBus(u"ListActivatableNames"_s).toStringList();
    const auto isThere = [&](QLatin1StringView name) {
        return startable.contains(name) || bus.runs(name);
    };
    for (const Wallet &wallet : wallets) {
        if (isThere(wallet.service))
            return true;
    }
    return isThere(secretService);
}

// What does not answer, and what there is no time to ask, may be locked.
static bool mayAnyBeLocked(const PrivateBus &bus)
{
    const auto listed = bus.property(u"/org/freedesktop/secrets"_s,
                                     u"org.freedesktop.Secret.Service"_s, u"Collections"_s);
    if (!listed)
        return true;
    const auto collections = qdbus_cast<QList<QDBusObjectPath>>(*listed);
    return collections.size() > mostCollections ||
           std::any_of(collections.begin(), collections.end(),
                       [&bus](const QDBusObjectPath &collection) {
                           return bus.isLocked(collection.path()).value_or(true);
                       });
}

static void lookIntoSecretService(const PrivateBus &bus, const Attributes &item,
                                  KeychainSight &sight)
{
    if (!bus.runs(secretService))
        return;
    const QVariantList found = bus.ask(
        QDBusMessage::createMethodCall(secretService, u"/org/freedesktop/secrets"_s,
                                       u"org.freedesktop.Secret.Service"_s, u"SearchItems"_s),
        {QVariant::fromValue(item)});
    sight.inSecretService = Item::Silent;
    if (found.size() != 2)
        return;
    const auto isOneIn = [](const QVariant &paths) {
        return !qdbus_cast<QList<QDBusObjectPath>>(paths).isEmpty();
    };
    sight.inSecretService = isOneIn(found.at(0))   ? Item::Open
                            : isOneIn(found.at(1)) ? Item::Locked
                                                   : Item::NotThere;
    if (sight.inSecretService == Item::Open)
        return;
    const std::optional<bool> isDefaultLocked = bus.isLocked(defaultCollection);
    sight.isDefaultLocked = isDefaultLocked.value_or(false);
    sight.isAnyLocked = isDefaultLocked.value_or(true) || mayAnyBeLocked(bus);
}

static void lookIntoWallet(const PrivateBus &bus, const QString &folder, const QString &entry,
                           KeychainSight &sight)
{
    for (const Wallet &wallet : wallets) {
        if (!bus.runs(wallet.service))
            continue;
        const auto ask = [&](const QString &method, const QVariantList &arguments) {
            return bus
                .ask(QDBusMessage::createMethodCall(wallet.service, wallet.path,
                                                    u"org.kde.KWallet"_s, method),
                     arguments)
                .value(0);
        };
        sight.inWallet = Item::Silent;
        const QVariant name = ask(u"networkWallet"_s, {});
        const QVariant isOpen = name.isValid() ? ask(u"isOpen"_s, {name}) : QVariant();
        if (!isOpen.isValid())
            return;
        sight.isWalletShut = !isOpen.toBool();
        // Answered from what stands beside a wallet that is shut, without opening it.
        const QVariant isMissing = ask(u"keyDoesNotExist"_s, {name, folder, entry});
        if (!isMissing.isValid())
            return;
        if (isMissing.toBool())
            sight.inWallet = Item::NotThere;
        else
            sight.inWallet = sight.isWalletShut ? Item::Locked : Item::Open;
        return;
    }
}

std::optional<KeychainSight> KeychainBus::sightOf(const QString &service, const QString &key)
{
    qDBusRegisterMetaType<Attributes>();
    const PrivateBus bus;
    KeychainSight sight;
    lookIntoSecretService(bus, {{u"server"_s, service}, {u"user"_s, key}}, sight);
    lookIntoWallet(bus, service, key, sight);
    return sight;
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

std::optional<KeychainSight> KeychainBus::sightOf(const QString &, const QString &)
{
    return {};
}

void KeychainBus::renewSession() {}

#endif
