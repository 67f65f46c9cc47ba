#include "core/storage/profilestore.h"
#include "core/storage/vault.h"

#include <utility>

// How a vault's key gets from one place to another, and out of the old one.

using Expected = KeyKeeper::Expected;
using Kind = VaultFault::Kind;

void Vault::changePlace(KeyPlace place, const SecretBuffer &passphrase)
{
    if (m_status.state != State::Open || m_status.moving || place == KeyPlace::None ||
        (place == m_status.place && place != KeyPlace::Passphrase))
        return;
    if (place == KeyPlace::SessionOnly) {
        moveToSession();
        return;
    }
    VaultStatus status = m_status;
    status.moving = place;
    set(status);
    if (place == KeyPlace::Keychain)
        putIntoKeychain(*m_key, [this](const MasterKey &) { moved(KeyPlace::Keychain); });
    else
        moveToPassphrase(passphrase);
}

void Vault::moveToPassphrase(const SecretBuffer &passphrase)
{
    auto keeper = std::make_unique<PassphraseKeeper>(passphrase, WrappedKey(), m_options.cost);
    PassphraseKeeper &wrapping = *keeper;
    m_keeper = std::move(keeper);
    m_keeper->keep(*m_key, [this, &wrapping](const Result<Done, VaultFault> &kept) {
        if (kept)
            moved(KeyPlace::Passphrase, wrapping.wrapped());
        else
            refuse(KeyPlace::Passphrase, kept.error());
    });
}

// The key is proved in its new place; the secrets stay sealed by it as they are.
void Vault::moved(KeyPlace place, const WrappedKey &wrapped)
{
    const KeyPlace before = m_status.place;
    const auto sealedInMemory = std::exchange(m_sessionTexts, {});
    const MasterKey key = *m_key;
    if (before == KeyPlace::Keychain)
        m_leaving = key.id();
    m_wrongTries = 0;
    settle(place, key, wrapped);
    for (auto it = sealedInMemory.cbegin(); it != sealedInMemory.cend(); ++it)
        m_store.setSealedTexts(it.key(), it.value(), key.listingKey());
}

void Vault::moveToSession()
{
    QHash<QUuid, SealedTexts> taken;
    for (const Profile &profile : m_store.profiles()) {
        SealedTexts own = m_store.sealedTexts(profile.id);
        // In memory there is no list: what was replaced or forgotten does not get there.
        own.removeIf(
            [this](const auto &entry) { return !m_store.isListed(entry.value(), list()); });
        if (!own.isEmpty())
            taken.insert(profile.id, own);
    }
    QString leftover = m_store.vaultValues().leftover;
    if (m_status.place == KeyPlace::Keychain) {
        leftover = m_store.vaultValues().leftoverWith(m_key->id());
        m_leaving = m_key->id();
    }
    // Set first, so that follow() finds nothing to do.
    m_sessionTexts = taken;
    set({.state = State::Open, .place = KeyPlace::SessionOnly});
    m_store.emptyVault(
        {.place = KeyPlace::SessionOnly, .keyId = {}, .wrapped = {}, .leftover = leftover});
}

// Only once the settings that name the new place are on the disk.
void Vault::clearOldPlace()
{
    m_unwritten.clear();
    if (!m_leaving)
        return;
    const QString keyId = *m_leaving;
    m_leaving.reset();
    removeFromKeychain(
        keyId, std::exchange(m_leavingFrom, Expected::Perhaps), Prompts::Allowed,
        [this](const VaultFault &fault) { Q_EMIT leftBehind(KeyPlace::Keychain, fault); });
}

// What an earlier run, or a write that was cut short, may have left behind. A fault is not told:
// the person asked for something else, and the next start tries again.
void Vault::clearLeftover(Prompts prompts)
{
    if (m_status.moving || m_leaving || m_clearing)
        return;
    QStringList ids = m_store.vaultValues().leftovers();
    ids.removeIf([this](const QString &id) { return isInKeychain(id); });
    if (!ids.isEmpty())
        removeFromKeychain(ids.first(), Expected::Perhaps, prompts, [](const VaultFault &) {});
}

// What is to be kept there now must not be removed afterwards. A removal that has begun is over
// before anything else is asked of the keychain.
void Vault::stopClearing(const QString &keyId)
{
    if (m_clearingId == keyId)
        m_clearing.reset();
    if (m_leaving == keyId)
        m_leaving.reset();
}

bool Vault::isInKeychain(const QString &keyId) const
{
    const VaultValues values = m_store.vaultValues();
    return values.place == KeyPlace::Keychain && values.keyId == keyId;
}

void Vault::removeFromKeychain(const QString &keyId, Expected expected, Prompts prompts,
                               const std::function<void(const VaultFault &)> &failed)
{
    // Another program may have taken the key there meanwhile.
    if (isInKeychain(keyId))
        return;
    m_clearingId = keyId;
    m_clearing = keychain(keyId, expected);
    const auto answer = [this, keyId, prompts, failed](const Result<Done, VaultFault> &forgotten) {
        const auto done = std::move(m_clearing);
        if (forgotten)
            removed(keyId, prompts);
        else
            failed(forgotten.error());
    };
    if (prompts == Prompts::Allowed)
        m_clearing->forget(answer);
    else
        m_clearing->forgetUnasked(answer);
}

// Another program may have chosen the keychain while the key was on its way out of it.
void Vault::removed(const QString &keyId, Prompts prompts)
{
    if (!isInKeychain(keyId) || !m_key || m_key->id() != keyId)
        return cleared(keyId, prompts);
    m_clearing = keychain(keyId, Expected::Perhaps);
    m_clearing->keep(*m_key, [this](const Result<Done, VaultFault> &kept) {
        const auto done = std::move(m_clearing);
        if (!kept)
            Q_EMIT placeRefused(KeyPlace::Keychain, kept.error());
    });
}

// It is certain that the key is not in the keychain any more.
void Vault::cleared(const QString &keyId, Prompts prompts)
{
    m_store.setLeftover(m_store.vaultValues().leftoverWithout(keyId));
    clearLeftover(prompts);
}

void Vault::startOver()
{
    const VaultValues before = m_store.vaultValues();
    const bool isInKeychain = before.place == KeyPlace::Keychain && !before.keyId.isEmpty();
    const QString kept = isInKeychain ? before.leftoverWith(before.keyId) : before.leftover;
    dropKey();
    m_wrongTries = 0;
    m_status.moving.reset();
    m_store.emptyVault({.place = KeyPlace::None, .keyId = {}, .wrapped = {}, .leftover = kept});
    set({});
    m_leavingFrom = isInKeychain ? KeyKeeper::expectedIn(before.keychain) : Expected::Perhaps;
    if (isInKeychain)
        m_leaving = before.keyId;
    else if (!kept.isEmpty())
        m_leaving = before.leftovers().first();
}
