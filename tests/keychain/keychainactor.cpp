#include "core/storage/keychaindesk.h"
#include "core/storage/keychainkeeper.h"
#include "core/storage/profilestore.h"
#include "core/storage/vault.h"

#include <QCoreApplication>
#include <QElapsedTimer>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QMetaEnum>
#include <QSocketNotifier>
#include <QTimer>

#include <qt6keychain/keychain.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <utility>

#include <unistd.h>

using namespace Qt::StringLiterals;
using Expected = KeyKeeper::Expected;

// A program that does with the keychain of its environment what it is told, line by line;
// QtKeychain looks for its back end once in a process. Prints one line of JSON for each.

static QString nameOf(VaultFault::Kind kind)
{
    return QString::fromLatin1(
        QMetaEnum::fromType<VaultFault::Kind>().valueToKey(static_cast<int>(kind)));
}

static QString nameOf(VaultStatus::State state)
{
    return QString::fromLatin1(
        QMetaEnum::fromType<VaultStatus::State>().valueToKey(static_cast<int>(state)));
}

class Actor final : public QObject
{
public:
    Actor(const QString &path, int silentAfterMs);

private:
    void readLine();
    void run(const QString &verb, const QString &argument, const QString &more);
    bool runKeeper(const QString &verb, const QString &argument);
    void churn(int left);
    void turn(int left);
    void carry(const QString &keyId, const QByteArray &bytes);
    bool runVault(const QString &verb, const QString &argument);
    void plant(const QString &keyId, const QByteArray &bytes, bool isText);
    void settled();
    void answer(const QString &word, QJsonObject line = {});
    void answer(const std::optional<VaultFault> &fault, QJsonObject line = {});

    int m_silentAfterMs;
    ProfileStore m_store;
    std::unique_ptr<Vault> m_vault;
    std::unique_ptr<KeychainKeeper> m_keeper;
    bool m_isWaiting = false;     // for the vault
    bool m_isIndifferent = false; // to its fault
    std::optional<VaultFault> m_refusal;
    QByteArray m_input;
    QSocketNotifier m_notifier{STDIN_FILENO, QSocketNotifier::Read};
    QTimer m_ticker;
    QElapsedTimer m_sinceTick;
    QElapsedTimer m_sinceVerb;
    qint64 m_longestGapMs = 0;
};

Actor::Actor(const QString &path, int silentAfterMs)
    : m_silentAfterMs(silentAfterMs)
    , m_store(path)
{
    m_store.load();
    VaultOptions options;
    options.keychain = [this](const QString &keyId,
                              Expected expected) -> std::unique_ptr<KeyKeeper> {
        return std::make_unique<KeychainKeeper>(keyId, expected, m_silentAfterMs);
    };
    m_vault = std::make_unique<Vault>(m_store, options);
    connect(m_vault.get(), &Vault::placeRefused, this,
            [this](KeyPlace, const VaultFault &fault) { m_refusal = fault; });
    connect(m_vault.get(), &Vault::statusChanged, this, &Actor::settled, Qt::QueuedConnection);
    connect(&m_notifier, &QSocketNotifier::activated, this, &Actor::readLine);
    m_ticker.setInterval(5);
    connect(&m_ticker, &QTimer::timeout, this,
            [this] { m_longestGapMs = qMax(m_longestGapMs, m_sinceTick.restart()); });
    m_sinceTick.start();
    m_ticker.start();
}

void Actor::readLine()
{
    char bytes[4096];
    const ssize_t count = ::read(STDIN_FILENO, bytes, sizeof bytes);
    if (count <= 0) {
        QCoreApplication::quit();
        return;
    }
    m_input.append(bytes, count);
    if (!m_input.endsWith('\n'))
        return;
    const QStringList words = QString::fromUtf8(m_input).trimmed().split(u' ');
    m_input.clear();
    m_longestGapMs = 0;
    m_sinceTick.restart();
    m_sinceVerb.start();
    run(words.value(0), words.value(1), words.value(2));
}

void Actor::run(const QString &verb, const QString &argument, const QString &more)
{
    if (runKeeper(verb, argument) || runVault(verb, argument))
        return;
    if (verb == "plant"_L1)
        plant(argument, QByteArray::fromHex(more.toLatin1()), false);
    else if (verb == "plant-key"_L1)
        plant(argument, MasterKey::random().toItem().view().toByteArray(), false);
    else if (verb == "plant-text"_L1)
        plant(argument, more.toUtf8(), true);
    else if (verb == "churn"_L1)
        churn(argument.toInt());
    else if (verb == "turn"_L1)
        turn(argument.toInt());
    else if (verb == "carry"_L1)
        carry(argument, QByteArray::fromHex(more.toLatin1()));
    else
        answer(u"unknown verb"_s);
}

bool Actor::runKeeper(const QString &verb, const QString &argument)
{
    static const QStringList verbs{u"keep"_s, u"fetch"_s, u"look"_s, u"forget"_s, u"leave"_s};
    if (!verbs.contains(verb))
        return false;
    const bool isLeaving = verb == "leave"_L1;
    const MasterKey key = MasterKey::random();
    // Without an argument it is an item that nobody has put there.
    const bool isNamed = !isLeaving && !argument.isEmpty();
    m_keeper = std::make_unique<KeychainKeeper>(
        isNamed ? argument : key.id(), verb == "fetch"_L1 ? Expected::There : Expected::Perhaps,
        m_silentAfterMs);
    const auto done = [this](const QString &id) {
        return [this, id](const Result<Done, VaultFault> &result) {
            answer(result ? std::nullopt : std::optional(result.error()), {{u"id"_s, id}});
        };
    };
    if (verb == "keep"_L1) {
        m_keeper->keep(key, done(key.id()));
    } else if (verb == "forget"_L1) {
        m_keeper->forget(done({}));
    } else {
        m_keeper->fetch([this](const Result<MasterKey, VaultFault> &result) {
            answer(result ? std::nullopt : std::optional(result.error()),
                   {{u"id"_s, result ? result->id() : QString()}});
        });
    }
    if (isLeaving) // in the middle of it
        QTimer::singleShot(argument.toInt(), qApp, &QCoreApplication::quit);
    return true;
}

// Begins one thing after the other and drops most of them at every stage of the way.
void Actor::churn(int left)
{
    const auto next = [this, left] { churn(left - 1); };
    if (left == 0) {
        run(u"look"_s, {}, {});
        return;
    }
    static const MasterKey key = MasterKey::random();
    m_keeper = std::make_unique<KeychainKeeper>(key.id(), Expected::Perhaps, m_silentAfterMs);
    const auto nothing = [](const Result<Done, VaultFault> &) {};
    if (left % 3 == 0)
        m_keeper->keep(key, nothing);
    else if (left % 3 == 1)
        m_keeper->forget(nothing);
    else
        m_keeper->fetch([](const Result<MasterKey, VaultFault> &) {});
    QTimer::singleShot(left % 7 == 0 ? 10 : left % 7 - 1, this, next);
}

// The vault's verbs, one after the other, whatever has become of the one before.
void Actor::turn(int left)
{
    if (left == 0)
        return run(u"settle"_s, {}, {});
    const QUuid id =
        m_store.profiles().isEmpty() ? m_store.save(Profile{}) : m_store.profiles().first().id;
    switch (left % 6) {
    case 0:
        m_vault->choose(KeyPlace::Keychain);
        break;
    case 1:
    case 4:
        static_cast<void>(
            m_vault->remember(id, SecretField::Password, SecretBuffer::fromBytes("s3cret")));
        break;
    case 2:
        m_vault->lock();
        break;
    case 3:
        m_vault->unlock();
        break;
    default:
        if (left % 4 == 0)
            m_vault->startOver();
        else
            m_vault->forget(id, SecretField::Password);
    }
    QTimer::singleShot(left % 7 == 0 ? 20 : left % 7 - 1, this, [this, left] { turn(left - 1); });
}

// There and back, as the keeper has it carried.
void Actor::carry(const QString &keyId, const QByteArray &bytes)
{
    using KeychainDesk::Reply;
    using KeychainDesk::Verb;
    const QString key = KeychainKeeper::itemKey(keyId);
    KeychainDesk::ask(
        this, {Verb::Write, KeychainKeeper::service, key, SecretBuffer::fromBytes(bytes)},
        [this, key](const Reply &written) {
            if (written.outcome != Reply::Outcome::Done)
                return answer(written.detail);
            KeychainDesk::ask(
                this, {Verb::Read, KeychainKeeper::service, key}, [this](const Reply &read) {
                    answer(std::optional<VaultFault>(),
                           {{u"bytes"_s,
                             QString::fromLatin1(read.item.view().toByteArray().toHex())}});
                });
        });
}

bool Actor::runVault(const QString &verb, const QString &argument)
{
    const QList<Profile> profiles = m_store.profiles();
    const QUuid id = profiles.isEmpty() ? QUuid() : profiles.first().id;
    m_refusal.reset();
    if (verb == "choose"_L1 || verb == "unlock"_L1) {
        m_isWaiting = true;
        if (verb == "choose"_L1)
            m_vault->choose(KeyPlace::Keychain);
        else
            m_vault->unlock();
    } else if (verb == "lock"_L1) {
        m_vault->lock();
        answer(u"Done"_s);
    } else if (verb == "start-over"_L1) {
        m_vault->startOver();
        answer(u"Done"_s);
    } else if (verb == "leave-over"_L1) {
        m_store.setLeftover(argument);
        answer(u"Done"_s);
    } else if (verb == "settle"_L1) { // whatever became of it
        m_isIndifferent = true;
        m_isWaiting = true;
        settled();
    } else if (verb == "status"_L1) {
        m_isWaiting = true;
        settled();
    } else if (verb == "remember"_L1) {
        Profile profile;
        profile.name = u"Acme"_s;
        profile.origin = u"https://acme.thoughtspot.cloud"_s;
        const auto result =
            m_vault->remember(id.isNull() ? m_store.save(profile) : id, SecretField::Password,
                              SecretBuffer::fromText(argument));
        answer(result ? std::nullopt : std::optional(result.error()));
    } else if (verb == "recall"_L1) {
        const auto result = m_vault->recall(id, SecretField::Password);
        answer(result ? std::nullopt : std::optional(result.error()),
               {{u"secret"_s, result ? result->toText() : QString()}});
    } else {
        return false;
    }
    return true;
}

// As somebody else would, without our keeper.
void Actor::plant(const QString &keyId, const QByteArray &bytes, bool isText)
{
    auto *job = new QKeychain::WritePasswordJob(KeychainKeeper::service);
    job->setKey(KeychainKeeper::itemKey(keyId));
    if (isText)
        job->setTextData(QString::fromUtf8(bytes));
    else
        job->setBinaryData(bytes);
    connect(job, &QKeychain::Job::finished, this,
            [this](QKeychain::Job *finished) { answer(QString::number(finished->error())); });
    job->start();
}

void Actor::settled()
{
    if (!m_isWaiting || m_vault->status().state == VaultStatus::State::Opening)
        return;
    m_isWaiting = false;
    if (std::exchange(m_isIndifferent, false))
        return answer(u"Done"_s);
    answer(m_refusal ? m_refusal : m_vault->status().fault,
           {{u"state"_s, nameOf(m_vault->status().state)}});
}

void Actor::answer(const std::optional<VaultFault> &fault, QJsonObject line)
{
    line.insert(u"detail"_s, fault ? fault->detail : QString());
    answer(fault ? nameOf(fault->kind) : u"Done"_s, line);
}

void Actor::answer(const QString &word, QJsonObject line)
{
    line.insert(u"answer"_s, word);
    line.insert(u"ms"_s, m_sinceVerb.elapsed());
    line.insert(u"longestGapMs"_s, qMax(m_longestGapMs, m_sinceTick.elapsed()));
    const QByteArray bytes = QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
    std::fwrite(bytes.constData(), 1, static_cast<size_t>(bytes.size()), stdout);
    std::fflush(stdout);
}

int main(int argc, char *argv[])
{
    QCoreApplication application(argc, argv);
    const QStringList words = QCoreApplication::arguments();
    const Actor actor(words.value(1), words.value(2).toInt());
    return QCoreApplication::exec();
}
