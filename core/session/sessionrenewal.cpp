#include "core/session/sessionrenewal.h"

#include "core/session/tokencalls.h"

#include <utility>

SessionRenewal::SessionRenewal(SessionService &service, Kept kept, Alarm::Setter alarm)
    : QObject(&service)
    , m_service(service)
    , m_kept(std::move(kept))
    , m_renewal([&service] { return service.serverClock().nowMs(); },
                [this](const TokenRenewal::Then &then) { mint(then); }, std::move(alarm))
{
    connect(&service, &SessionService::stateChanged, this, &SessionRenewal::follow);
    follow(service.state());
}

const SignedIn *SessionRenewal::idleSession() const
{
    const auto *in = std::get_if<SignedIn>(&m_service.state());
    return in && in->activity == Activity::Idle ? in : nullptr;
}

void SessionRenewal::mint(const TokenRenewal::Then &then)
{
    m_then = then;
    m_isAsked = false;
    begin();
}

static Failure<ApiError> nothingToRenewBy()
{
    ApiError error;
    error.kind = ApiError::Kind::InvalidInput;
    error.detail = QStringLiteral("Password");
    error.isUnsent = true;
    return {error};
}

void SessionRenewal::begin()
{
    if (!m_renewal.isRenewing()) // given up while the session was busy: nothing is to be sent
        m_then = nullptr;
    const SignedIn *in = idleSession();
    if (!m_then || m_isAsked || !in || !in->token)
        return;
    if (in->token->standing == Token::Standing::Revoked) // while this waited
        return end(nothingToRenewBy());
    Credentials credentials;
    const SecretBuffer kept = m_kept();
    if (in->token->isBySecretKey)
        credentials = {{}, {}, kept, SignInMethod::SecretKey};
    else
        credentials.password = kept;
    const RenewalMeans means = renewalMeans(*in, !kept.isEmpty());
    if (means.by == RenewalMeans::By::Nothing)
        return end(nothingToRenewBy());
    TokenWish wish = tokencalls::wishLike(*in->token);
    if (means.by == RenewalMeans::By::Session)
        wish.source = TokenWish::Source::FromSession;
    m_isAsked = true;
    m_before = in->token->value;
    m_lastActivity = Activity::Idle; // what was before is not what is asked for now
    m_service.getToken(wish, credentials);
}

void SessionRenewal::end(const ApiResult<Token> &result)
{
    m_isAsked = false;
    m_before = {};
    if (const TokenRenewal::Then then = std::exchange(m_then, nullptr))
        then(result);
}

void SessionRenewal::follow(const SessionState &state)
{
    // What was refused stays refused where a sign-in only leads back to the token there was.
    if (std::holds_alternative<SigningIn>(state))
        return;
    const QPointer<SessionRenewal> alive(this);
    const auto *in = std::get_if<SignedIn>(&state);
    if (!in) {
        m_then = nullptr;
        m_isAsked = false;
        m_wantsRetry = false;
        m_renewal.follow(std::nullopt);
        return;
    }
    if (in->activity != Activity::Idle)
        m_lastActivity = in->activity;
    // One that was revoked is not to come back.
    const bool isOver = in->token && in->token->standing == Token::Standing::Revoked;
    m_renewal.follow(isOver || in->activity == Activity::SigningOut ? std::nullopt : in->token);
    if (!alive || in->activity != Activity::Idle)
        return;
    if (m_isAsked && m_lastActivity == Activity::GettingToken)
        answer(*in);
    if (alive)
        followRefusal(*in);
    if (alive)
        begin();
    if (alive)
        retry();
}

void SessionRenewal::answer(const SignedIn &state)
{
    if (state.lastError)
        end(Failure{*state.lastError});
    else if (state.token && !(state.token->value == m_before))
        end(*state.token);
    else // cancelled by a person, or the same token once more
        end(Failure{renewalrule::noOtherToken()});
}

// The session says of its own call that the token is refused: what a check finds is an answer and
// no failed call.
void SessionRenewal::followRefusal(const SignedIn &state)
{
    if (!state.ended && state.token && state.token->standing == Token::Standing::Usable)
        m_renewal.noteAccepted();
    const bool isRefused =
        state.ended && state.token && state.token->standing == Token::Standing::Refused;
    if (!isRefused || m_lastActivity != Activity::RefreshingInfo || m_refused == state.token->value)
        return;
    m_refused = state.token->value;
    const QPointer<SessionRenewal> alive(this);
    m_renewal.replace(m_refused, [alive](const ApiResult<Token> &token) {
        if (!alive || !token)
            return;
        alive->m_wantsRetry = true;
        alive->retry();
    });
}

void SessionRenewal::retry()
{
    if (!m_wantsRetry || !idleSession())
        return;
    m_wantsRetry = false;
    m_service.refreshInfo();
}
