#include "ui/vault/secretkeeping.h"

#include "core/session/orginforce.h"
#include "core/session/sessions.h"
#include "core/storage/keptsecret.h"
#include "core/storage/kepttokens.h"
#include "core/storage/profilestore.h"
#include "ui/support/uitext.h"
#include "ui/vault/placesheet.h"
#include "ui/vault/vaulttext.h"

#include <QDateTime>

#include <utility>

using State = VaultStatus::State;

SecretKeeping::SecretKeeping(ProfileStore &store, Vault &vault, Sessions &sessions, QWidget &window)
    : QObject(&window)
    , m_store(store)
    , m_vault(vault)
    , m_sessions(sessions)
    , m_window(window)
{
    constexpr int patienceMs = 300; // no sheet flashes by for a keychain that is quick
    m_patience.setSingleShot(true);
    m_patience.setInterval(patienceMs);
    connect(&m_patience, &QTimer::timeout, this, &SecretKeeping::showThatItOpens);
    connect(&m_vault, &Vault::statusChanged, this, &SecretKeeping::followVault);
    connect(&m_vault, &Vault::storedFieldsChanged, this, &SecretKeeping::changed);
    // One that is not in use has no state to tell of its end.
    connect(&m_sessions, &Sessions::heldTokenRevoked, this,
            [this](const QUuid &profile, const Token &token) {
                if (token.standing == Token::Standing::Revoked)
                    forgetToken(profile, token.fingerprint());
            });
    connect(&m_vault, &Vault::placeRefused, this, [this](KeyPlace place, const VaultFault &fault) {
        if (m_placeSheet)
            m_placeSheet->refuse(place, fault);
        else
            tell(fault);
    });
    connect(&m_vault, &Vault::leftBehind, this, [this](KeyPlace, const VaultFault &fault) {
        Q_EMIT told(tr("The key could not be removed from its old place. %1")
                        .arg(vaulttext::error(fault).what));
    });
}

SecretKeeping::Kept SecretKeeping::kept(const QUuid &profile) const
{
    const QList<SecretField> fields = m_vault.storedFields(profile);
    return {.password = fields.contains(SecretField::Password),
            .secretKey = fields.contains(SecretField::SecretKey),
            .token = fields.contains(SecretField::Token)};
}

SecretBuffer SecretKeeping::secret(const QUuid &profile, SecretField field) const
{
    const auto secret = m_vault.recall(profile, field);
    return secret ? *secret : SecretBuffer();
}

bool SecretKeeping::hasSecret(const QUuid &profile, SecretField field) const
{
    return m_vault.storedFields(profile).contains(field) && m_vault.status().state == State::Open;
}

void SecretKeeping::forgetRefused(const QUuid &profile, SecretField field)
{
    if (field == SecretField::Token)
        forgetToken(profile, m_keptLast.value(profile).fingerprint);
    else
        m_vault.forget(profile, field);
    Q_EMIT told(vaulttext::noLongerKept(field));
}

QString SecretKeeping::placeText() const
{
    return vaulttext::place(m_vault.status());
}

bool SecretKeeping::hasPlace() const
{
    return m_vault.status().state != State::NotChosen;
}

// --- secrets of profiles

//! While a vault opens the window can be used, and another program may write: what was asked for
//! one server, user or way to it is not done for another.
bool SecretKeeping::isAsBefore(const Profile &asked)
{
    const auto now = m_store.profile(asked.id);
    if (now && now->connection() == asked.connection() && now->userName == asked.userName)
        return true;
    Q_EMIT told(tr("The profile was changed meanwhile: nothing was sent and nothing is kept."));
    return false;
}

void SecretKeeping::signIn(const Profile &profile, const SignInRequest &request)
{
    dropWaitingSignIn(profile.id);
    m_typed.remove(profile.id);
    m_used.remove(profile.id);
    if (request.held)
        m_strangers.insert(profile.id);
    else
        m_strangers.remove(profile.id);
    if (!profile.keepsPassword)
        m_vault.forget(profile.id, SecretField::Password);
    if (!profile.keepsSecretKey)
        m_vault.forget(profile.id, SecretField::SecretKey);
    if (!profile.keepsToken)
        forgetTokens(profile.id);
    const bool isByKey = request.credentials.isBySecretKey();
    const SecretField field = isByKey ? SecretField::SecretKey : SecretField::Password;
    const SecretBuffer &typed =
        isByKey ? request.credentials.secretKey : request.credentials.password;
    const bool isTyped = !typed.isEmpty();
    if (isTyped || request.held) {
        if (isTyped && (isByKey ? profile.keepsSecretKey : profile.keepsPassword))
            m_typed.insert(profile.id, {profile, field, typed});
        send(profile, request);
        return;
    }
    const QString inVain = tr("What is kept stays locked: nobody is signed in.");
    const auto then = [this, profile, request, isByKey, field] {
        if (!isAsBefore(profile))
            return;
        const auto secret = m_vault.recall(profile.id, field);
        if (!secret)
            return refused(profile.id, field, secret.error());
        SignInRequest whole = request;
        (isByKey ? whole.credentials.secretKey : whole.credentials.password) = *secret;
        m_used.insert(profile.id, field);
        send(profile, whole);
    };
    whenOpen({.then = then, .inVain = inVain, .signsIn = profile.id});
}

void SecretKeeping::signInByToken(const Profile &profile)
{
    dropWaitingSignIn(profile.id);
    m_typed.remove(profile.id);
    m_used.remove(profile.id);
    m_strangers.remove(profile.id);
    const auto then = [this, profile] {
        if (!isAsBefore(profile))
            return;
        const auto tokens = KeptTokens::all(m_vault, profile.id);
        if (!tokens)
            return refused(profile.id, SecretField::Token, tokens.error());
        const auto token = KeptTokens::findOwn(*tokens, profile);
        if (!token) {
            Q_EMIT told(tr("What is kept is for other Organizations: sign in for this one."));
            return;
        }
        SignInRequest request;
        request.credentials.userName = profile.userName;
        request.org = profile.org;
        request.held = *token;
        m_used.insert(profile.id, SecretField::Token);
        m_keptLast.insert(profile.id, KeptLast::of(*token));
        send(profile, request);
    };
    whenOpen({.then = then,
              .inVain = tr("What is kept stays locked: nobody is signed in."),
              .signsIn = profile.id});
}

void SecretKeeping::signOut(const QUuid &id)
{
    SessionService *service = m_sessions.existing(id);
    const auto *in = service ? std::get_if<SignedIn>(&service->state()) : nullptr;
    const auto profile = m_store.profile(id);
    SignOutRest rest;
    // The profile may be for another server by now.
    if (in && profile && in->account.origin == profile->origin) {
        const auto tokens = KeptTokens::all(m_vault, id);
        if (tokens)
            rest.tokens = *tokens;
        else
            rest.isShut = tokens.error().kind == VaultFault::Kind::NotOpen;
    }
    if (service)
        service->signOut(rest);
}

//! What can never be opened again is not offered again; what a newer program can open stays, and so
//! does what opens again with the list that belongs to it.
void SecretKeeping::refused(const QUuid &profile, SecretField field, const VaultFault &fault)
{
    using Kind = VaultFault::Kind;
    if (fault.kind == Kind::NotSealed || fault.kind == Kind::ChangedOutside)
        m_vault.forget(profile, field);
    tell(fault);
}

void SecretKeeping::send(const Profile &profile, const SignInRequest &request)
{
    m_sessions.service(profile).signIn(request);
}

void SecretKeeping::save(const Profile &changed)
{
    const auto leftOut = m_vault.reseal(changed);
    if (!leftOut) {
        whenOpen({.then = [this, changed] { save(changed); },
                  .inVain = tr("The profile was not saved: what is kept for it stays locked.")});
        return;
    }
    QString outcome = tr("Profile %1 saved.").arg(shown(changed.name, Profile::longestName));
    for (const LeftOut &one : *leftOut) {
        if (one.field == SecretField::Token)
            m_keptLast.remove(changed.id);
        outcome += u' ' + vaulttext::leftOut(one);
    }
    Q_EMIT told(outcome);
}

void SecretKeeping::forgetStrangers(const Profile &coming)
{
    const auto before = m_store.profile(coming.id);
    if (!before || (before->origin == coming.origin && before->userName == coming.userName))
        return;
    forgetAllOf(coming.id);
}

void SecretKeeping::forgetAllOf(const QUuid &profile)
{
    for (const SecretField field : m_vault.storedFields(profile))
        m_vault.forget(profile, field);
}

void SecretKeeping::keep(const Profile &profile,
                         const std::function<Result<Done, VaultFault>()> &remember)
{
    const auto then = [this, profile, remember] {
        if (!isAsBefore(profile))
            return;
        if (const auto done = remember(); !done)
            tell(done.error());
    };
    whenOpen({.then = then, .inVain = tr("It is not kept.")});
}

void SecretKeeping::keepToken(const Profile &profile, const Token &token)
{
    const bool isOver =
        token.standing == Token::Standing::Revoked || token.standing == Token::Standing::Refused;
    if (!profile.keepsToken)
        return forgetTokens(profile.id);
    if (isOver)
        return forgetToken(profile.id, token.fingerprint());
    // Asked once, whatever the answer; another token asks anew.
    const KeptLast wanted = KeptLast::of(token);
    if (std::exchange(m_keptLast[profile.id], wanted) == wanted)
        return;
    Token known = token;
    if (const SessionService *service = m_sessions.existing(profile.id))
        known.serverAheadMs = service->serverClock().skewMs();
    keep(profile, [this, id = profile.id, token = known] {
        return KeptTokens::keep(m_vault, id, token, QDateTime::currentMSecsSinceEpoch());
    });
}

SecretKeeping::KeptLast SecretKeeping::KeptLast::of(const Token &token)
{
    return {token.fingerprint(), token.expiresMs, token.orgId, token.orgName};
}

//! Those for other Orgs stay.
void SecretKeeping::forgetToken(const QUuid &profile, const QString &fingerprint)
{
    if (m_keptLast.value(profile).fingerprint == fingerprint)
        m_keptLast.remove(profile);
    if (m_vault.status().state == State::Open)
        KeptTokens::forget(m_vault, profile, fingerprint);
    else if (kept(profile).token)
        m_toForget.append({profile, fingerprint}); // only an open vault tells whether it is kept
}

void SecretKeeping::forgetTokens(const QUuid &profile)
{
    m_keptLast.remove(profile);
    if (kept(profile).token)
        m_vault.forget(profile, SecretField::Token);
}

void SecretKeeping::noteState(const QUuid &id, const SessionState &state)
{
    if (std::holds_alternative<SignedIn>(state)) {
        m_signedIn.insert(id);
    } else if (m_signedIn.remove(id) && m_gaveUp) {
        // Not while the session is still telling everybody.
        QMetaObject::invokeMethod(
            this, [this] { forgetOnceSignedOut(); }, Qt::QueuedConnection);
    }
    const auto profile = m_store.profile(id);
    if (!profile)
        return;
    if (const auto *session = std::get_if<SignedIn>(&state)) {
        const Typed typed = m_typed.take(id);
        // A sign-in from an ended session that failed leads back to it.
        if (session->ended && session->lastError)
            signInFailed(id, *session->lastError);
        m_used.remove(id);
        if (session->ended)
            return;
        if (!typed.secret.isEmpty())
            keep(typed.profile, [this, typed] {
                return m_vault.remember(typed.profile.id, typed.field, typed.secret);
            });
        if (!session->token || session->account.origin != profile->origin)
            return;
        // A token from elsewhere may be anybody's, and sdesk would hand it out as this user's.
        if (m_strangers.contains(id) &&
            session->account.userName.compare(profile->userName, Qt::CaseInsensitive) != 0)
            return;
        // What is kept is what sdesk hands out.
        if (isHeldBack(*session))
            forgetToken(id, session->token->fingerprint());
        else
            keepToken(*profile,
                      KeptTokens::asAskedFor(*session->token, session->tokenOrg, session->orgs));
    } else if (const auto *out = std::get_if<SignedOut>(&state)) {
        m_typed.remove(id);
        using Proof = SignOutReport::Proof;
        // Once: what the proof tells later says nothing of a token that was kept meanwhile.
        if (out->report &&
            (out->report->proof == Proof::NotMade || out->report->proof == Proof::Underway))
            forgetTokens(id);
        if (out->reason)
            signInFailed(id, *out->reason);
    }
}

// A kept secret that the server refuses is not tried a second time: servers lock accounts.
void SecretKeeping::signInFailed(const QUuid &id, const ApiError &reason)
{
    const auto used = m_used.constFind(id);
    if (used == m_used.cend())
        return;
    const SecretField field = *used;
    m_used.erase(used);
    if (keptsecret::isRefused(field, reason))
        forgetRefused(id, field);
}
