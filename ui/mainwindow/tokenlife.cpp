#include "ui/mainwindow/tokenlife.h"

#include "core/session/sessions.h"
#include "core/storage/profilestore.h"
#include "ui/mainwindow/tokensecrets.h"

TokenLife::TokenLife(ProfileStore &store, Sessions &sessions, TokenSecrets &secrets,
                     QObject *parent)
    : QObject(parent)
    , m_store(store)
    , m_sessions(sessions)
    , m_secrets(secrets)
{
    connect(&m_watch, &ExpiryWatch::endsSoon, this, &TokenLife::warn);
    connect(&m_watch, &ExpiryWatch::over, this,
            [this](const QUuid &profile, ExpiryWarning::What what) {
                const auto known = m_warnings.constFind(profile);
                if (known == m_warnings.cend() || known->what != what)
                    return;
                m_warnings.erase(known);
                Q_EMIT changed(profile);
            });
}

void TokenLife::follow(const QUuid &profile, const SessionState &state)
{
    SessionService *service = m_sessions.existing(profile);
    if (!service)
        return;
    m_watch.follow(profile, state, service->serverClock());
    const auto *in = std::get_if<SignedIn>(&state);
    if (!in)
        return;
    keepAlive(profile);
    const bool isUse = in->activity == SignedIn::Activity::RefreshingInfo ||
                       in->activity == SignedIn::Activity::CheckingToken ||
                       in->activity == SignedIn::Activity::SwitchingOrg;
    if (isUse)
        noteUse(profile);
}

void TokenLife::keepAlive(const QUuid &id)
{
    SessionService *service = m_sessions.existing(id);
    QPointer<SessionRenewal> &renewing = m_renewals[id];
    if (renewing && renewing->parent() == service)
        return;
    renewing = new SessionRenewal(*service,
                                  [this, id] { return m_secrets.kept(id, m_secrets.madeBy(id)); });
    connect(&renewing->renewal(), &TokenRenewal::stateChanged, this,
            [this, id](const RenewalState &state) { followRenewal(id, state); });
    renewing->renewal().setPaused(m_isLocked);
    if (const auto profile = m_store.profile(id))
        renewing->renewal().setPolicy(profile->keepAlive);
}

void TokenLife::followRenewal(const QUuid &id, const RenewalState &state)
{
    const bool isRefused = state.kind == RenewalState::Kind::Refused &&
                           state.error->kind == ApiError::Kind::BadCredentials;
    // Once: a password that is kept after that is another one.
    if (isRefused && !m_refused.contains(id))
        m_secrets.forgetRefused(id, m_secrets.madeBy(id));
    if (isRefused)
        m_refused.insert(id);
    else
        m_refused.remove(id);
    Q_EMIT changed(id);
}

void TokenLife::setLocked(bool isLocked)
{
    m_isLocked = isLocked;
    const QList<QUuid> profiles = m_renewals.keys();
    for (const QUuid &profile : profiles) {
        if (SessionRenewal *renewing = m_renewals.value(profile))
            renewing->renewal().setPaused(isLocked);
    }
    m_watch.check();
}

void TokenLife::check()
{
    const QList<QPointer<SessionRenewal>> renewals = m_renewals.values();
    for (const QPointer<SessionRenewal> &renewing : renewals) {
        if (renewing)
            renewing->renewal().check();
    }
    m_watch.check();
}

void TokenLife::noteUse(const QUuid &profile)
{
    if (SessionRenewal *renewing = m_renewals.value(profile))
        renewing->renewal().noteUse();
}

void TokenLife::choose(const QUuid &id, RenewalPolicy::Mode mode, qint64 forMs)
{
    auto profile = m_store.profile(id);
    const SessionService *service = m_sessions.existing(id);
    if (!profile || !service)
        return;
    const qint64 until =
        mode == RenewalPolicy::Mode::Until ? service->serverClock().nowMs() + forMs : 0;
    const RenewalPolicy policy{mode, until};
    profile->keepAlive = policy;
    m_store.save(*profile);
    if (SessionRenewal *renewing = m_renewals.value(id))
        renewing->renewal().setPolicy(policy);
    Q_EMIT changed(id);
}

void TokenLife::renew(const QUuid &id)
{
    const TokenLifeView now = view(id);
    SessionService *service = m_sessions.existing(id);
    if (!service || m_isLocked)
        return;
    if (now.warnsOfSession())
        service->refreshInfo();
    else if (SessionRenewal *renewing = m_renewals.value(id); renewing && now.canRenew())
        renewing->renewal().renew([](const ApiResult<Token> &) {}); // the session tells what came
}

void TokenLife::warn(const QUuid &profile, const ExpiryWarning &warning)
{
    using Kind = RenewalState::Kind;
    const Kind kind = view(profile).state.kind;
    const bool isKept = kind == Kind::Waiting || kind == Kind::Renewing;
    if (isKept && warning.what == ExpiryWarning::What::Token)
        return;
    m_warnings.insert(profile, warning);
    Q_EMIT warned(profile, warning);
    Q_EMIT changed(profile);
}

TokenLifeView TokenLife::view(const QUuid &id) const
{
    TokenLifeView view;
    if (const SessionRenewal *renewing = m_renewals.value(id)) {
        view.policy = renewing->renewal().policy();
        view.state = renewing->renewal().state();
    }
    if (const SignedIn *in = m_secrets.session(id))
        view.means = renewalMeans(*in, m_secrets.hasKept(id, m_secrets.madeBy(id)));
    if (const auto warning = m_warnings.constFind(id); warning != m_warnings.cend())
        view.warning = *warning;
    return view;
}
