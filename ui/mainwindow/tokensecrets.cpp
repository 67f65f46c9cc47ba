#include "ui/mainwindow/tokensecrets.h"

#include "core/session/sessions.h"
#include "core/storage/profilestore.h"
#include "ui/vault/secretkeeping.h"

TokenSecrets::TokenSecrets(const ProfileStore &store, const Sessions &sessions)
    : m_store(store)
    , m_sessions(sessions)
{}

void TokenSecrets::setKeeping(SecretKeeping &keeping)
{
    m_keeping = &keeping;
}

const SignedIn *TokenSecrets::session(const QUuid &profile) const
{
    const SessionService *service = m_sessions.existing(profile);
    return service ? std::get_if<SignedIn>(&service->state()) : nullptr;
}

SecretField TokenSecrets::madeBy(const QUuid &profile) const
{
    const SignedIn *in = session(profile);
    return in && in->token && in->token->isBySecretKey ? SecretField::SecretKey
                                                       : SecretField::Password;
}

bool TokenSecrets::hasKept(const QUuid &id, SecretField field) const
{
    const auto profile = m_store.profile(id);
    const SignedIn *in = session(id);
    return m_keeping && profile && in && in->account.origin == profile->origin &&
           in->account.userName == profile->userName && m_keeping->hasSecret(id, field);
}

SecretBuffer TokenSecrets::kept(const QUuid &profile, SecretField field) const
{
    return hasKept(profile, field) ? m_keeping->secret(profile, field) : SecretBuffer();
}

void TokenSecrets::forgetRefused(const QUuid &profile, SecretField field)
{
    if (m_keeping)
        m_keeping->forgetRefused(profile, field);
}

ProfileSecrets TokenSecrets::of(const QUuid &id) const
{
    const auto profile = m_store.profile(id);
    return {profile ? profile->method : SignInMethod::Password, hasKept(id, SecretField::Password),
            hasKept(id, SecretField::SecretKey)};
}

std::optional<Credentials> TokenSecrets::completed(const QUuid &profile, const Credentials &typed)
{
    const bool isByKey = typed.isBySecretKey();
    const SecretField field = isByKey ? SecretField::SecretKey : SecretField::Password;
    Credentials whole = typed;
    SecretBuffer &secret = isByKey ? whole.secretKey : whole.password;
    const bool isTyped = !secret.isEmpty();
    if (!isTyped)
        secret = kept(profile, field);
    if (secret.isEmpty())
        return std::nullopt;
    // Elsewhere the verb is not taken, and the mark is that of the one under way.
    const SignedIn *in = session(profile);
    if (!in || in->activity != SignedIn::Activity::Idle)
        return whole;
    if (isTyped)
        m_used.remove(profile);
    else
        m_used.insert(profile, field);
    return whole;
}

void TokenSecrets::noteState(const QUuid &profile, const SessionState &state)
{
    const auto used = m_used.constFind(profile);
    const auto *in = std::get_if<SignedIn>(&state);
    if (used == m_used.cend() || (in && in->activity != SignedIn::Activity::Idle))
        return;
    const SecretField field = *used;
    m_used.erase(used);
    if (in && in->lastError && in->lastError->kind == ApiError::Kind::BadCredentials)
        forgetRefused(profile, field);
}
