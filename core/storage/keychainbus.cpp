#include "core/storage/keychainbus.h"

#include <QtGlobal>

#ifdef Q_OS_LINUX
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusMetaType>
#include <QDBusObjectPath>
#include <QDBusVariant>
#include <QLibrary>
#include <QUuid>

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

    //! The values of the answer; none if there is no answer.
    [[nodiscard]] QVariantList ask(QDBusMessage question, const QVariantList &arguments = {}) const
    {
        if (!m_bus.isConnected())
            return {};
        question.setArguments(arguments);
        question.setAutoStartService(false);
        const QDBusMessage answer = m_bus.call(question, QDBus::Block, answerMs);
        return answer.type() == QDBusMessage::ReplyMessage ? answer.arguments() : QVariantList();
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
    //! A property of an object of the Secret Service.
    [[nodiscard]] QVariant property(const QString &path, const QString &interface,
                                    const QString &name) const
    {
        return ask(QDBusMessage::createMethodCall(secretService, path,
                                                  u"org.freedesktop.DBus.Properties"_s, u"Get"_s),
                   {interface, name})
            .value(0)
            .value<QDBusVariant>()
            .variant();
    }
    [[nodiscard]] bool isLocked(const QString &collection) const
    {
        return property(collection, u"org.freedesktop.Secret.Collection"_s, u"Locked"_s).toBool();
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
    sight.isDefaultLocked = sight.isAnyLocked = bus.isLocked(defaultCollection);
    const auto collections = qdbus_cast<QList<QDBusObjectPath>>(bus.property(
        u"/org/freedesktop/secrets"_s, u"org.freedesktop.Secret.Service"_s, u"Collections"_s));
    for (const QDBusObjectPath &collection :
         collections.first(qMin(collections.size(), mostCollections))) {
        if (sight.isAnyLocked)
            return;
        sight.isAnyLocked = bus.isLocked(collection.path());
    }
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
        if (ask(u"keyDoesNotExist"_s, {name, folder, entry}).toBool())
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
