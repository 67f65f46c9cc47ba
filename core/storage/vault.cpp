#include "core/storage/vault.h"

#include "core/storage/keychainkeeper.h"
#include "core/storage/profilestore.h"
#include "core/support/logging.h"

#include <QTimer>

#include <algorithm>
#include <utility>

using Expected = KeyKeeper::Expected;
using Kind = VaultFault::Kind;

static constexpr qint64 firstDelayMs = 1000;

Vault::Vault(ProfileStore &store, const VaultOptions &options, QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_options(options)
{
    follow();
    connect(&m_store, &ProfileStore::vaultValuesChanged, this, &Vault::follow);
    connect(&m_store, &ProfileStore::sealedTextsChanged, this, &Vault::storedFieldsChanged);
    connect(&m_store, &ProfileStore::profilesChanged, this, &Vault::dropTextsOfNobody);
    connect(&m_store, &ProfileStore::saved, this, &Vault::clearOldPlace);
    // The store may still have to read its file.
    QTimer::singleShot(0, this, [this] {
        if (m_status.place != KeyPlace::Passphrase && m_status.place != KeyPlace::Keychain)
            clearLeftover();
    });
}

Vault::~Vault() = default;

void Vault::set(const VaultStatus &status)
{
    if (std::exchange(m_status, status) == status)
        return;
    qCDebug(lcStorage) << "vault" << status.state;
    Q_EMIT statusChanged(m_status);
}

// Takes over what the settings say, whoever wrote it.
void Vault::follow()
{
    VaultValues values = m_store.vaultValues();
    values.leftover.clear();
    values.keychain = {};
    if (std::exchange(m_followed, values) == values || m_isSettling)
        return;
    const bool isSession = values.place == KeyPlace::SessionOnly;
    if (m_key && isSession && m_status.place == KeyPlace::SessionOnly)
        return;
    if (m_key && !isSession && values.place != KeyPlace::None && values.keyId == m_key->id()) {
        set({.state = State::Open, .place = values.place, .moving = m_status.moving});
        return;
    }
    const bool isChoosing = m_status.state == State::Opening && m_status.place == KeyPlace::None;
    // Two chose at once, and the other one's choice was written first.
    const bool isOvertaken = m_key && !isSession && values.place != KeyPlace::None;
    const QString unused = isOvertaken && m_unwritten == m_key->id() ? m_unwritten : QString();
    const KeyPlace wanted = isChoosing ? m_status.moving.value_or(KeyPlace::None) : m_status.place;
    dropKey();
    if (isSession)
        openSession();
    else
        set({.state = values.place == KeyPlace::None ? State::NotChosen : State::Locked,
             .place = values.place});
    if (isChoosing || isOvertaken)
        Q_EMIT placeRefused(wanted, {Kind::TakenOver, {}});
    if (!unused.isEmpty())
        removeFromKeychain(unused, Expected::Perhaps, Prompts::None, [](const VaultFault &) {});
}

void Vault::openSession()
{
    m_key = MasterKey::random();
    set({.state = State::Open, .place = KeyPlace::SessionOnly});
}

void Vault::dropKey()
{
    m_keeper.reset();
    m_key.reset();
    m_store.dropRemakes(); // which have it
    m_list.forget();
    if (!std::exchange(m_sessionTexts, {}).isEmpty())
        Q_EMIT storedFieldsChanged();
}

std::unique_ptr<KeyKeeper> Vault::keychain(const QString &keyId, Expected expected) const
{
    return m_options.keychain ? m_options.keychain(keyId, expected)
                              : std::make_unique<KeychainKeeper>(keyId, expected);
}

void Vault::choose(KeyPlace place, const SecretBuffer &passphrase)
{
    if (m_status.state != State::NotChosen || place == KeyPlace::None)
        return;
    // A new key could not open what is there.
    if (m_store.hasSealedTexts()) {
        Q_EMIT placeRefused(place, {Kind::KeyNeeded, {}});
        return;
    }
    if (place == KeyPlace::SessionOnly) {
        m_store.setVaultValues({.place = place,
                                .keyId = {},
                                .wrapped = {},
                                .leftover = m_store.vaultValues().leftover});
        clearLeftover();
        return;
    }
    set({.state = State::Opening, .moving = place});
    if (place == KeyPlace::Keychain)
        chooseKeychain();
    else
        choosePassphrase(passphrase);
}

void Vault::chooseKeychain()
{
    putIntoKeychain(MasterKey::random(), [this](const MasterKey &key) {
        if (m_store.hasSealedTexts())
            refuse(KeyPlace::Keychain, {Kind::KeyNeeded, {}});
        else
            settle(KeyPlace::Keychain, key);
    });
}

// Looked for first: a keychain that is locked or deaf says so before anything is written.
void Vault::putIntoKeychain(const MasterKey &key,
                            const std::function<void(const MasterKey &)> &then)
{
    stopClearing(key.id());
    m_keeper = keychain(key.id(), Expected::Perhaps);
    m_keeper->fetch([this, key, then](const Result<MasterKey, VaultFault> &fetched) {
        if (fetched)
            return then(key);
        if (fetched.error().kind != Kind::Missing)
            return refuse(KeyPlace::Keychain, fetched.error());
        m_store.setLeftover(m_store.vaultValues().leftoverWith(key.id()));
        m_keeper->keep(key, [this, key, then](const Result<Done, VaultFault> &kept) {
            if (kept)
                then(key);
            else
                refuse(KeyPlace::Keychain, kept.error());
        });
    });
}

void Vault::choosePassphrase(const SecretBuffer &passphrase)
{
    auto keeper = std::make_unique<PassphraseKeeper>(passphrase, WrappedKey(), m_options.cost);
    PassphraseKeeper &wrapping = *keeper;
    m_keeper = std::move(keeper);
    const MasterKey key = MasterKey::random();
    m_keeper->keep(key, [this, key, &wrapping](const Result<Done, VaultFault> &kept) {
        if (kept && !m_store.hasSealedTexts())
            settle(KeyPlace::Passphrase, key, wrapping.wrapped());
        else
            refuse(KeyPlace::Passphrase, kept ? VaultFault{Kind::KeyNeeded, {}} : kept.error());
    });
}

void Vault::settle(KeyPlace place, const MasterKey &key, const WrappedKey &wrapped)
{
    const auto done = std::move(m_keeper);
    const VaultValues before = m_store.vaultValues();
    QString leftover = before.leftover;
    if (place == KeyPlace::Keychain)
        leftover = before.leftoverWithout(key.id());
    else if (m_status.place == KeyPlace::Keychain)
        leftover = before.leftoverWith(key.id());
    m_key = key;
    m_unwritten = place == KeyPlace::Keychain ? key.id() : QString();
    m_isSettling = true;
    m_store.setVaultValues({place, key.id(), wrapped, leftover, done->holder()});
    m_isSettling = false;
    set({.state = State::Open, .place = place});
}

void Vault::refuse(KeyPlace place, const VaultFault &fault)
{
    const auto done = std::move(m_keeper);
    VaultStatus status = m_status;
    status.moving.reset();
    if (status.state == State::Opening)
        status.state = State::NotChosen;
    set(status);
    if (place == KeyPlace::Keychain)
        clearLeftover(); // a key may have got there all the same
    Q_EMIT placeRefused(place, fault);
}

void Vault::unlock(const SecretBuffer &passphrase)
{
    if (m_status.state != State::Locked && m_status.state != State::Failed)
        return;
    switch (m_status.place) {
    case KeyPlace::None:
        break;
    case KeyPlace::SessionOnly:
        openSession();
        clearLeftover();
        break;
    case KeyPlace::Passphrase:
        unlockByPassphrase(passphrase);
        break;
    case KeyPlace::Keychain:
        set({.state = State::Opening, .place = KeyPlace::Keychain});
        m_keeper = keychain(m_store.vaultValues().keyId,
                            KeyKeeper::expectedIn(m_store.vaultValues().keychain));
        m_keeper->fetch([this](const auto &fetched) { take(fetched); });
        break;
    }
}

void Vault::unlockByPassphrase(const SecretBuffer &passphrase)
{
    if (const qint64 waitMs = m_nextTryMs - m_options.time.elapsedMs();
        m_wrongTries > 0 && waitMs > 0) {
        set({.state = State::Failed,
             .place = KeyPlace::Passphrase,
             .fault = VaultFault{Kind::TooSoon, {}},
             .retryAfterMs = waitMs});
        return;
    }
    set({.state = State::Opening, .place = KeyPlace::Passphrase});
    m_keeper = std::make_unique<PassphraseKeeper>(passphrase, m_store.vaultValues().wrapped);
    m_keeper->fetch([this](const auto &fetched) { take(fetched); });
}

void Vault::take(const Result<MasterKey, VaultFault> &fetched)
{
    const auto done = std::move(m_keeper);
    VaultStatus status{.state = State::Failed, .place = m_status.place};
    if (!fetched) {
        status.fault = fetched.error();
        if (status.fault->kind == Kind::Absent)
            status.fault->kind = Kind::NotRunning; // the key is known to be in one
    } else if (fetched->id() != m_store.vaultValues().keyId) {
        status.fault = VaultFault{Kind::OtherKey, {}};
    } else {
        m_key = *fetched;
        m_wrongTries = 0;
        status.state = State::Open;
        noteHolder(done->holder());
    }
    if (status.fault && status.fault->kind == Kind::WrongPassphrase) {
        const int doublings = std::min(m_wrongTries++, 20);
        status.retryAfterMs = std::min(longestDelayMs, firstDelayMs << doublings);
        m_nextTryMs = m_options.time.elapsedMs() + status.retryAfterMs;
    }
    set(status);
    if (!m_key)
        return;
    clearLeftover();
    m_store.finishList(m_key->listingKey());
}

// So that it is noticed when another keychain takes its place.
void Vault::noteHolder(KeychainKind holder)
{
    VaultValues values = m_store.vaultValues();
    if (holder == KeychainKind::Unknown || holder == values.keychain)
        return;
    values.keychain = holder;
    m_store.setVaultValues(values);
}

void Vault::lock()
{
    if (m_status.state == State::NotChosen)
        return;
    dropKey();
    if (m_status.place == KeyPlace::None)
        set({});
    else
        set({.state = State::Locked, .place = m_status.place});
}
