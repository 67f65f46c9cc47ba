// What SecretKeeping does for the lock: by what the locked window opens, and the way out without
// it.
#include "core/session/sessions.h"
#include "core/storage/profilestore.h"
#include "ui/vault/secretkeeping.h"
#include "ui/vault/vaulttext.h"

#include <algorithm>
#include <utility>

using State = VaultStatus::State;

LockGate SecretKeeping::lockGate()
{
    LockGate gate;
    gate.begin = [this] {
        const VaultValues values = m_store.vaultValues();
        m_gateKey.reset();
        if (m_store.hasSealedTexts() && !values.keyId.isEmpty())
            m_gateKey = GateKey{values.keyId, values.place};
    };
    gate.key = [this] {
        if (!m_gateKey)
            return LockState::Key::NotNeeded;
        const KeyPlace now = m_store.vaultValues().place;
        return (leadsToKey(*m_gateKey) ? now : m_gateKey->place) == KeyPlace::Passphrase
                   ? LockState::Key::Passphrase
                   : LockState::Key::Keychain;
    };
    gate.forgetKey = [this] {
        m_gateThen = {};
        m_waiting.clear();
        m_typed.clear();
        m_vault.lock();
    };
    gate.open = [this](const SecretBuffer &passphrase, LockGate::Then then) {
        m_vault.unlock(passphrase);
        // From here on Locked means that it came to nothing.
        m_gateThen = std::move(then);
        answerGate(m_vault.status());
    };
    gate.giveUp = [this](const LockGate::Then &then) { signOutAndForget(then); };
    return gate;
}

//! Another program may take the key to another place, or under another passphrase, but nobody can
//! put another key in its place.
bool SecretKeeping::leadsToKey(const GateKey &key) const
{
    const VaultValues values = m_store.vaultValues();
    return values.keyId == key.id &&
           (values.place == KeyPlace::Passphrase || values.place == KeyPlace::Keychain);
}

// Whoever may write the settings can have the vault opened by a key of their own, or want none.
void SecretKeeping::answerGate(const VaultStatus &status)
{
    if (!m_gateThen || status.state == State::Opening)
        return;
    const auto then = std::exchange(m_gateThen, {});
    if (!m_gateKey || m_vault.isOpenBy(m_gateKey->id))
        return then({});
    using Answer = LockGate::Answer;
    const VaultFault fault = status.fault.value_or(VaultFault{});
    const bool isOthersWrap =
        fault.kind == VaultFault::Kind::OtherKey && status.place == KeyPlace::Passphrase;
    const bool isChanged = isOthersWrap || !leadsToKey(*m_gateKey);
    LockGate::Reply reply{.answer = Answer::KeyUnavailable, .retryAfterMs = status.retryAfterMs};
    if (isChanged)
        reply.error = vaulttext::changedWhileLocked();
    else if (fault.kind == VaultFault::Kind::WrongPassphrase)
        reply.answer = Answer::WrongPassphrase;
    else
        reply.error = vaulttext::error(fault);
    reply.canGiveUp = vaulttext::canForgetFor(fault.kind) && !isChanged;
    if (status.state == State::Open)
        m_vault.lock();
    then(reply);
}

// The way out where the key is not to be had any more: what it guarded is gone before the window
// opens, at this side at least; what a cluster did not confirm, the sign-out says.
void SecretKeeping::signOutAndForget(const LockGate::Then &then)
{
    m_gaveUp = then;
    for (const QUuid &profile : QSet<QUuid>(m_signedIn))
        signOut(profile);
    forgetOnceSignedOut();
}

bool SecretKeeping::isAnybodySignedIn() const
{
    return std::ranges::any_of(m_signedIn, [this](const QUuid &profile) {
        const SessionService *service = m_sessions.existing(profile);
        return service && std::holds_alternative<SignedIn>(service->state());
    });
}

void SecretKeeping::forgetOnceSignedOut()
{
    if (!m_gaveUp || isAnybodySignedIn())
        return;
    const auto then = std::exchange(m_gaveUp, {});
    m_gateKey.reset();
    m_keptLast.clear();
    m_toForget.clear();
    m_vault.startOver();
    then({});
    Q_EMIT told(tr("You are signed out, and all that was kept is forgotten."));
}
