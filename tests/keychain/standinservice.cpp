#include "tests/keychain/standinservice.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMetaType>
#include <QTimer>

#include <algorithm>
#include <cstdio>
#include <utility>

#include <unistd.h>

using namespace Qt::StringLiterals;

using AttributeMap = QMap<QString, QString>;
using SecretMap = QMap<QDBusObjectPath, WireSecret>;
Q_DECLARE_METATYPE(AttributeMap)
Q_DECLARE_METATYPE(SecretMap)

static const QDBusObjectPath sessionPath(u"/org/freedesktop/secrets/session/1"_s);
static const QDBusObjectPath promptPath(u"/org/freedesktop/secrets/prompt/1"_s);
static const QDBusObjectPath nothing(u"/"_s);

static QDBusArgument &operator<<(QDBusArgument &argument, const WireSecret &secret)
{
    argument.beginStructure();
    argument << secret.session << secret.parameters << secret.value << secret.contentType;
    argument.endStructure();
    return argument;
}

static const QDBusArgument &operator>>(const QDBusArgument &argument, WireSecret &secret)
{
    argument.beginStructure();
    argument >> secret.session >> secret.parameters >> secret.value >> secret.contentType;
    argument.endStructure();
    return argument;
}

StandInService::StandInService(const Manners &manners)
    : m_manners(manners)
    , m_isLocked(manners.hasAnyItem)
{
    qDBusRegisterMetaType<WireSecret>();
    qDBusRegisterMetaType<AttributeMap>();
    qDBusRegisterMetaType<SecretMap>();
}

QString StandInService::introspect(const QString &) const
{
    return {};
}

// What libsecret asks has a schema, and takes all the properties of a collection at once.
bool StandInService::isPassedOver(const QDBusMessage &message) const
{
    if (message.member() == "SearchItems"_L1)
        return m_manners.isDeafToLooks &&
               !qdbus_cast<AttributeMap>(message.arguments().value(0)).contains(u"xdg:schema"_s);
    return m_manners.isDeafAboutLocks && message.member() == "Get"_L1 &&
           message.arguments().value(1) == "Locked"_L1;
}

bool StandInService::handleMessage(const QDBusMessage &message, const QDBusConnection &connection)
{
    if (m_manners.isDeaf || isPassedOver(message))
        return true;
    const auto send = [this, message, connection] {
        connection.send(answerTo(message));
        if (message.member() == "Prompt"_L1)
            prompt(connection);
    };
    const bool isSearch = message.member() == "SearchItems"_L1;
    const int thinkingMs = isSearch ? std::exchange(m_manners.thinkingMs, 0) : 0;
    if (m_manners.delayMs + thinkingMs > 0)
        QTimer::singleShot(m_manners.delayMs + thinkingMs, Qt::PreciseTimer, this, send);
    else
        send();
    return true;
}

// Word for word as D-Bus would, or as a keyring that pretends to be locked.
QDBusMessage StandInService::denial(const QDBusMessage &message) const
{
    return message.createErrorReply(m_manners.pretendsToBeLocked
                                        ? u"org.freedesktop.Secret.Error.IsLocked"_s
                                        : u"org.freedesktop.DBus.Error.AccessDenied"_s,
                                    u"not for you"_s);
}

QDBusMessage StandInService::answerTo(const QDBusMessage &message)
{
    const QString member = message.member();
    const auto reply = [&message](const QVariantList &values) {
        return message.createReply(values);
    };
    const QList<QDBusObjectPath> none;
    if (message.interface() == "org.freedesktop.DBus.Properties"_L1)
        return properties(message);
    if (member == "OpenSession"_L1) {
        if (message.arguments().value(0).toString() != "plain"_L1)
            return message.createErrorReply(QDBusError::NotSupported, u"plain only"_s);
        return reply(
            {QVariant::fromValue(QDBusVariant(QString())), QVariant::fromValue(sessionPath)});
    }
    if (member == "ReadAlias"_L1)
        return reply(
            {QVariant::fromValue(QDBusObjectPath(u"/org/freedesktop/secrets/aliases/default"_s))});
    if (member == "SearchItems"_L1) {
        if (m_manners.diesAtRead)
            ::_exit(1);
        if (m_manners.deniesReading)
            return denial(message);
        const auto wanted = qdbus_cast<AttributeMap>(message.arguments().value(0));
        const QList<QDBusObjectPath> found = matching(wanted);
        return reply({QVariant::fromValue(m_isLocked ? none : found),
                      QVariant::fromValue(m_isLocked ? found : none)});
    }
    if (member == "Unlock"_L1 && m_isLocked) {
        m_asked = qdbus_cast<QList<QDBusObjectPath>>(message.arguments().value(0));
        return reply({QVariant::fromValue(none), QVariant::fromValue(promptPath)});
    }
    if (member == "Prompt"_L1)
        return reply({});
    if (member == "Lock"_L1) {
        m_isLocked = true;
        return reply({message.arguments().value(0), QVariant::fromValue(nothing)});
    }
    if (member == "Unlock"_L1)
        return reply({message.arguments().value(0), QVariant::fromValue(nothing)});
    if (member.startsWith("GetSecret"_L1))
        m_isLocked = m_isLocked || m_manners.asksEachTime;
    if (member == "GetSecrets"_L1) {
        SecretMap secrets;
        for (const auto &path : qdbus_cast<QList<QDBusObjectPath>>(message.arguments().value(0)))
            secrets.insert(path, secret(path));
        return reply({QVariant::fromValue(secrets)});
    }
    if (member == "GetSecret"_L1)
        return reply({QVariant::fromValue(secret(QDBusObjectPath(message.path())))});
    if (member == "CreateItem"_L1)
        return m_manners.deniesWriting ? denial(message) : create(message);
    if (member == "Delete"_L1) {
        if (!m_manners.keepsForever)
            m_items.remove(QDBusObjectPath(message.path()));
        return reply({QVariant::fromValue(nothing)});
    }
    return message.createErrorReply(QDBusError::UnknownMethod, member);
}

// As the person at the keyboard does.
void StandInService::prompt(const QDBusConnection &connection)
{
    std::puts("prompt");
    std::fflush(stdout);
    if (m_manners.prompt != Prompt::LeftOpen)
        QTimer::singleShot(m_manners.promptMs, this, [this, connection] { endPrompt(connection); });
}

void StandInService::endPrompt(const QDBusConnection &connection)
{
    const bool isAnswered = m_manners.prompt == Prompt::Answered;
    m_isLocked = !isAnswered;
    QDBusMessage completed = QDBusMessage::createSignal(
        promptPath.path(), u"org.freedesktop.Secret.Prompt"_s, u"Completed"_s);
    const QList<QDBusObjectPath> unlocked = isAnswered ? m_asked : QList<QDBusObjectPath>();
    completed.setArguments(
        {!isAnswered, QVariant::fromValue(QDBusVariant(QVariant::fromValue(unlocked)))});
    connection.send(completed);
}

QList<QDBusObjectPath> StandInService::matching(const QMap<QString, QString> &wanted) const
{
    if (m_manners.hasAnyItem)
        return {QDBusObjectPath(u"/org/freedesktop/secrets/collection/one/any"_s)};
    QList<QDBusObjectPath> found;
    for (auto it = m_items.cbegin(); it != m_items.cend(); ++it) {
        if (std::all_of(wanted.keyValueBegin(), wanted.keyValueEnd(), [&](const auto &pair) {
                return it->attributes.value(pair.first) == pair.second;
            }))
            found.append(it.key());
    }
    return found;
}

QDBusMessage StandInService::create(const QDBusMessage &message)
{
    const auto given = qdbus_cast<WireSecret>(message.arguments().value(1));
    const auto values = qdbus_cast<QVariantMap>(message.arguments().value(0));
    Item item{given.value, given.contentType,
              qdbus_cast<AttributeMap>(values.value(u"org.freedesktop.Secret.Item.Attributes"_s))};
    if (m_manners.lies)
        item.value[8] = item.value.at(8) == 'A' ? 'B' : 'A';
    const QList<QDBusObjectPath> before = matching(item.attributes);
    const QDBusObjectPath path =
        before.isEmpty() ? QDBusObjectPath(u"/org/freedesktop/secrets/collection/one/"_s +
                                           QString::number(++m_lastNumber))
                         : before.first();
    m_items.insert(path, item);
    m_isLocked = m_manners.prompt != Prompt::NotNeeded;
    return message.createReply({QVariant::fromValue(path), QVariant::fromValue(nothing)});
}

WireSecret StandInService::secret(const QDBusObjectPath &path) const
{
    const Item item = m_items.value(path);
    return {sessionPath, {}, item.value, item.contentType};
}

QList<QDBusObjectPath> StandInService::collections() const
{
    QList<QDBusObjectPath> all{QDBusObjectPath(u"/org/freedesktop/secrets/collection/one"_s)};
    for (int i = 1; i < m_manners.collections; ++i)
        all.append(
            QDBusObjectPath(u"/org/freedesktop/secrets/collection/more"_s + QString::number(i)));
    return all;
}

QVariantMap StandInService::propertiesOf(const QString &interface, const QString &path) const
{
    const auto paths = [](const QList<QDBusObjectPath> &list) { return QVariant::fromValue(list); };
    const QVariant isLocked = m_isLocked;
    const QVariant always = QVariant::fromValue(quint64(1));
    if (interface == "org.freedesktop.Secret.Service"_L1)
        return {{u"Collections"_s, paths(collections())}};
    if (interface == "org.freedesktop.Secret.Collection"_L1)
        return {{u"Items"_s, paths(m_items.keys())},
                {u"Label"_s, u"one"_s},
                {u"Locked"_s, isLocked},
                {u"Created"_s, always},
                {u"Modified"_s, always}};
    return {{u"Locked"_s, isLocked},
            {u"Attributes"_s, QVariant::fromValue(m_items.value(QDBusObjectPath(path)).attributes)},
            {u"Label"_s, u"item"_s},
            {u"Created"_s, always},
            {u"Modified"_s, always}};
}

QDBusMessage StandInService::properties(const QDBusMessage &message) const
{
    const QVariantMap values =
        propertiesOf(message.arguments().value(0).toString(), message.path());
    if (message.member() == "GetAll"_L1)
        return message.createReply(values);
    const QVariant value = values.value(message.arguments().value(1).toString());
    return message.createReply(QVariant::fromValue(QDBusVariant(value)));
}

QString StandInWallet::introspect(const QString &) const
{
    return {};
}

bool StandInWallet::handleMessage(const QDBusMessage &message, const QDBusConnection &connection)
{
    if (m_kind == Kind::Refuses && message.member() == "open"_L1)
        connection.send(message.createErrorReply(QDBusError::AccessDenied, u"not for you"_s));
    else if (m_kind != Kind::Deaf && !(m_kind == Kind::Shut && message.member() == "open"_L1))
        connection.send(message.createReply(answerTo(message)));
    return true;
}

QVariant StandInWallet::answerTo(const QDBusMessage &message)
{
    const QString member = message.member();
    const QString entry = message.arguments().value(2).toString();
    if (member == "isEnabled"_L1)
        return true;
    if (member == "networkWallet"_L1)
        return u"kdewallet"_s;
    if (member == "open"_L1)
        return 1;
    if (member == "isOpen"_L1)
        return m_kind != Kind::Shut;
    if (member == "keyDoesNotExist"_L1)
        return !m_entries.contains(entry);
    if (member == "hasEntry"_L1)
        return m_entries.contains(entry);
    if (member == "entryType"_L1)
        return m_entries.contains(entry) ? 2 : 0; // a stream, or nothing known
    if (member == "readEntry"_L1)
        return m_entries.value(entry);
    if (member == "writeEntry"_L1) {
        if (m_kind == Kind::FailsToWrite)
            return -1;
        m_entries.insert(entry, message.arguments().value(3).toByteArray());
        return 0;
    }
    if (member == "removeEntry"_L1)
        return m_entries.remove(entry) ? 0 : -1;
    return 0;
}
