#include "tests/keychain/keychainlab.h"

#include <QDBusArgument>
#include <QDBusConnection>
#include <QDBusConnectionInterface>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusVariant>
#include <QDir>
#include <QFile>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QUuid>

#include <csignal>
#include <sys/prctl.h>

using namespace Qt::StringLiterals;

LabProcess::LabProcess()
{
    process.setStandardErrorFile(QProcess::nullDevice());
    process.setChildProcessModifier([] { ::prctl(PR_SET_PDEATHSIG, SIGKILL); });
}

LabProcess::~LabProcess()
{
    kill();
}

void LabProcess::start(const QString &program, const QStringList &words,
                       const QStringList &environment)
{
    process.setEnvironment(environment);
    process.start(program, words);
}

void LabProcess::kill()
{
    if (process.state() == QProcess::NotRunning)
        return;
    process.kill();
    process.waitForFinished();
}

QByteArray LabProcess::line(int ms)
{
    if (!QTest::qWaitFor([this] { return process.canReadLine(); }, ms))
        return {};
    return process.readLine().trimmed();
}

bool LabProcess::endsWell(int ms)
{
    return QTest::qWaitFor([this] { return process.state() == QProcess::NotRunning; }, ms) &&
           process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0;
}

KeychainLab::KeychainLab()
    : m_home(QDir::tempPath() + u"/keychain-XXXXXX"_s) // a socket's path has to be short
{
    for (const QString &name : {u"config"_s, u"data"_s, u"cache"_s, u"run"_s}) {
        QDir(m_home.path()).mkdir(name);
        QFile::setPermissions(path(name), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner);
    }
}

KeychainLab::~KeychainLab() = default;

QStringList KeychainLab::environment() const
{
    // Little is taken over, so that the desktop of whoever runs this does not show.
    QStringList result;
    for (const QString &pair : QProcess::systemEnvironment()) {
        for (const QLatin1StringView name :
             {"PATH="_L1, "LC_ALL="_L1, "TZ="_L1, "LD_LIBRARY_PATH="_L1, "ASAN_OPTIONS="_L1}) {
            if (pair.startsWith(name))
                result.append(pair);
        }
    }
    result += {u"HOME="_s + m_home.path(), u"XDG_CONFIG_HOME="_s + path(u"config"_s),
               u"XDG_DATA_HOME="_s + path(u"data"_s), u"XDG_CACHE_HOME="_s + path(u"cache"_s),
               u"XDG_RUNTIME_DIR="_s + path(u"run"_s)};
    if (!m_address.isEmpty())
        result.append(u"DBUS_SESSION_BUS_ADDRESS="_s + m_address);
    return result + m_extra;
}

bool KeychainLab::startBus()
{
    QFile config(path(u"bus.conf"_s));
    if (!config.open(QIODevice::WriteOnly))
        return false;
    config.write(
        "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\""
        " \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\"><busconfig>"
        "<type>session</type><listen>unix:path=" +
        path(u"run/bus"_s).toUtf8() +
        "</listen><policy context=\"default\"><allow send_destination=\"*\"/><allow "
        "receive_sender=\"*\"/>"
        "<allow own=\"*\"/></policy></busconfig>");
    config.close();
    m_bus.start(u"dbus-daemon"_s,
                {u"--config-file="_s + config.fileName(), u"--nofork"_s, u"--print-address=1"_s},
                environment());
    m_address = QString::fromUtf8(m_bus.line());
    return !m_address.isEmpty();
}

bool KeychainLab::isOwned(const QString &name) const
{
    const QString connection = QUuid::createUuid().toString(QUuid::Id128);
    const bool isOwned = [&] {
        const QDBusConnection bus = QDBusConnection::connectToBus(m_address, connection);
        return bus.isConnected() && bus.interface()->isServiceRegistered(name);
    }();
    QDBusConnection::disconnectFromBus(connection);
    return isOwned;
}

bool KeychainLab::startKeyring(bool isUnlocked)
{
    QStringList words{u"--foreground"_s, u"--components=secrets"_s,
                      u"--control-directory="_s + path(u"run"_s)};
    if (isUnlocked)
        words.append(u"--unlock"_s);
    m_keyring.start(u"gnome-keyring-daemon"_s, words, environment());
    if (isUnlocked)
        m_keyring.process.write("pw");
    m_keyring.process.closeWriteChannel();
    return QTest::qWaitFor([this] { return isOwned(u"org.freedesktop.secrets"_s); }, 10'000);
}

void KeychainLab::stopKeyring()
{
    m_keyring.kill();
    m_standIns.clear();
    static_cast<void>(
        QTest::qWaitFor([this] { return !isOwned(u"org.freedesktop.secrets"_s); }, 10'000));
}

static QDBusObjectPath pathIn(const QVariant &value)
{
    return value.value<QDBusObjectPath>();
}

QVariantList KeychainLab::askKeyring(const QString &interface, const QString &method,
                                     const QVariantList &arguments) const
{
    const QString connection = QUuid::createUuid().toString(QUuid::Id128);
    const auto ask = [&](const QString &of, const QString &what, const QVariantList &with) {
        QDBusMessage question = QDBusMessage::createMethodCall(
            u"org.freedesktop.secrets"_s, u"/org/freedesktop/secrets"_s, of, what);
        question.setArguments(with);
        return QDBusConnection(connection).call(question).arguments();
    };
    QDBusConnection::connectToBus(m_address, connection);
    QVariantList values = arguments;
    if (method.endsWith("WithMasterPassword"_L1)) { // it travels in a session
        const QVariantList session =
            ask(u"org.freedesktop.Secret.Service"_s, u"OpenSession"_s,
                {u"plain"_s, QVariant::fromValue(QDBusVariant(QString()))});
        QDBusArgument secret;
        secret.beginStructure();
        secret << pathIn(session.value(1)) << QByteArray() << QByteArray("pw") << u"text/plain"_s;
        secret.endStructure();
        values.append(QVariant::fromValue(secret));
    }
    const QVariantList answer = ask(interface, method, values);
    QDBusConnection::disconnectFromBus(connection);
    return answer;
}

QString KeychainLab::addKeyring(const QString &name) const
{
    const QVariantMap properties{{u"org.freedesktop.Secret.Collection.Label"_s, name}};
    // The one way without a prompt.
    return pathIn(askKeyring(u"org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface"_s,
                             u"CreateWithMasterPassword"_s, {properties})
                      .value(0))
        .path();
}

bool KeychainLab::makeDefault(const QString &keyring) const
{
    static_cast<void>(askKeyring(u"org.freedesktop.Secret.Service"_s, u"SetAlias"_s,
                                 {u"default"_s, QVariant::fromValue(QDBusObjectPath(keyring))}));
    return pathIn(askKeyring(u"org.freedesktop.Secret.Service"_s, u"ReadAlias"_s, {u"default"_s})
                      .value(0))
               .path() == keyring;
}

bool KeychainLab::lockKeyring(const QString &keyring) const
{
    const QList<QDBusObjectPath> keyrings{QDBusObjectPath(keyring)};
    const QVariantList answer =
        askKeyring(u"org.freedesktop.Secret.Service"_s, u"Lock"_s, {QVariant::fromValue(keyrings)});
    return qdbus_cast<QList<QDBusObjectPath>>(answer.value(0)) == keyrings;
}

bool KeychainLab::startStandIn(const QString &mode)
{
    m_standIns.push_back(std::make_unique<LabProcess>());
    m_standIns.back()->start(QLatin1StringView(KEYCHAIN_STANDIN), {mode}, environment());
    return m_standIns.back()->line() == "ready";
}

int KeychainLab::prompts()
{
    int count = 0;
    while (m_standIns.back()->line(200) == "prompt") // they come before what they lead to
        ++count;
    return count;
}

std::unique_ptr<LabProcess> KeychainLab::actor(int silentAfterMs) const
{
    auto actor = std::make_unique<LabProcess>();
    actor->process.setStandardErrorFile({});
    actor->process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    QStringList words = m_wrapper;
    words += {QLatin1StringView(KEYCHAIN_ACTOR), settings(), QString::number(silentAfterMs)};
    const QString program = words.takeFirst();
    actor->start(program, words, environment());
    return actor;
}

QJsonObject KeychainLab::ask(LabProcess &actor, const QString &command, int ms)
{
    actor.process.write(command.toUtf8() + '\n');
    return QJsonDocument::fromJson(actor.line(ms)).object();
}

QJsonObject KeychainLab::ask(const QString &command, int silentAfterMs) const
{
    const auto one = actor(silentAfterMs);
    const QJsonObject answer = ask(*one, command);
    one->process.closeWriteChannel();
    return one->endsWell(5000) ? answer : QJsonObject();
}

QString KeychainLab::keyId() const
{
    QFile file(settings());
    if (!file.open(QIODevice::ReadOnly))
        return {};
    static const QRegularExpression named(u"\"vault/keyId\": \"([0-9a-f]{32})\""_s);
    return named.match(QString::fromUtf8(file.readAll())).captured(1);
}

bool KeychainLab::keepsNothing() const
{
    QFile file(settings());
    if (!file.open(QIODevice::ReadOnly))
        return true;
    const QByteArray text = file.readAll();
    for (const QByteArray &value : {"\"vault/place\""_ba, "\"vault/keyId\""_ba, "sealed"_ba}) {
        if (text.contains(value))
            return false;
    }
    return true;
}
