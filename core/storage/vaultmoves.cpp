#include "core/storage/profilestore.h"
#include "core/storage/vault.h"

#include <utility>

// How a vault's key gets from one place to another, and out of the old one.

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
        moveToKeychain();
    else
        moveToPassphrase(passphrase);
}

void Vault::moveToKeychain()
{
    stopClearing();
    m_keeper = keychain({});
    m_keeper->fetch([this](const Result<MasterKey, VaultFault> &fetched) {
        if (fetched && fetched->id() == m_key->id()) {
            moved(KeyPlace::Keychain);
        } else if (fetched) {
            // Somebody else's secrets may hang on it.
            refuse(KeyPlace::Keychain, {Kind::OtherKey, {}});
        } else if (fetched.error().kind != Kind::Missing) {
            refuse(KeyPlace::Keychain, fetched.error());
        } else {
            m_keeper->keep(*m_key, [this](const Result<Done, VaultFault> &kept) {
                if (kept)
                    moved(KeyPlace::Keychain);
                else
                    refuse(KeyPlace::Keychain, kept.error());
            });
        }
    });
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
        m_store.setSealedTexts(it.key(), it.value());
}

void Vault::moveToSession()
{
    QHash<QUuid, SealedTexts> taken;
    for (const Profile &profile : m_store.profiles()) {
        if (const SealedTexts own = m_store.sealedTexts(profile.id); !own.isEmpty())
            taken.insert(profile.id, own);
    }
    if (m_status.place == KeyPlace::Keychain)
        m_leaving = m_key->id();
    // Set first, so that follow() finds nothing to do.
    m_sessionTexts = taken;
    set({.state = State::Open, .place = KeyPlace::SessionOnly});
    m_store.emptyVault({.place = KeyPlace::SessionOnly, .keyId = {}, .wrapped = {}});
}

// Only once the settings that name the new place are on the disk.
void Vault::clearOldPlace()
{
    if (!m_leaving)
        return;
    const QString keyId = *m_leaving;
    m_leaving.reset();
    removeFromKeychain(keyId);
}

// What is to be kept there now must not be removed afterwards. A removal that has begun is over
// before anything else is asked of the keychain.
void Vault::stopClearing()
{
    m_clearing.reset();
    m_leaving.reset();
}

void Vault::removeFromKeychain(const QString &keyId)
{
    m_clearing = keychain({});
    m_clearing->fetch([this, keyId](const Result<MasterKey, VaultFault> &fetched) {
        const bool isOurs =
            fetched ? fetched->id() == keyId : fetched.error().kind == Kind::Altered;
        if (!isOurs) {
            const auto done = std::move(m_clearing);
            if (!fetched && fetched.error().kind != Kind::Missing)
                Q_EMIT leftBehind(KeyPlace::Keychain, fetched.error());
            return;
        }
        m_clearing->forget([this](const Result<Done, VaultFault> &forgotten) {
            const auto done = std::move(m_clearing);
            if (!forgotten)
                Q_EMIT leftBehind(KeyPlace::Keychain, forgotten.error());
        });
    });
}

void Vault::startOver()
{
    const VaultValues before = m_store.vaultValues();
    const bool isLeftover = before.place == KeyPlace::Keychain || before.place == KeyPlace::None;
    dropKey();
    m_wrongTries = 0;
    m_status.moving.reset();
    m_store.emptyVault();
    set({});
    if (isLeftover)
        m_leaving = before.keyId;
}
