#include "core/session/signoutflow.h"

#include "core/session/tokenmeans.h"

#include <algorithm>
#include <utility>

using Outcome = SignOutReport::Outcome;

// Asking once more would only mean waiting once more.
static bool isOutOfReach(const ApiError &error)
{
    using Kind = ApiError::Kind;
    return error.kind == Kind::Unreachable || error.kind == Kind::HostNotFound ||
           error.kind == Kind::Timeout || error.kind == Kind::Tls || error.kind == Kind::Proxy;
}

static bool isWorthRevoking(const Token &token, qint64 nowMs)
{
    const bool mayBeAccepted = token.standing == Token::Standing::Usable ||
                               token.standing == Token::Standing::RevokeUnconfirmed;
    return mayBeAccepted && token.remainingMs(nowMs) != 0;
}

SignOutFlow::SignOutFlow(HttpClient &client, ServerClock &clock, const ApiDialect &dialect,
                         const SignedIn &state, const SignOutRest &rest)
    : m_dialect(dialect)
    , m_calls(client, clock)
    , m_hasCookieSession(state.hasCookieSession)
{
    // Changing the Organization may mean a token as well.
    m_report.mayLeaveToken =
        state.activity == SignedIn::Activity::GettingToken ||
        (state.activity == SignedIn::Activity::SwitchingOrg && changesOrgByToken(state));
    if (state.token && isWorthRevoking(*state.token, clock.nowMs()))
        m_token = state.token;
    for (const Token &token : rest.tokens) {
        const bool isInUse = state.token && token.value == state.token->value;
        if (!isInUse && isWorthRevoking(token, clock.nowMs()))
            m_others.append({token});
    }
    m_report.isRestShut = rest.isShut;
}

void SignOutFlow::start(std::function<void(SignOutReport)> then)
{
    m_then = std::move(then);
    m_report.revoke = m_token ? Outcome::NotConfirmed : Outcome::NotNeeded;
    m_report.logout = m_hasCookieSession ? Outcome::NotConfirmed : Outcome::NotNeeded;
    if (m_token)
        revoke();
    else
        logOut();
    for (qsizetype index = 0; index < m_others.size(); ++index)
        revokeOther(index);
}

// By itself: it may be of another session than the one that is closed.
void SignOutFlow::revokeOther(qsizetype index)
{
    tokencalls::revoke(m_calls, m_dialect, m_others.at(index).token, false,
                       [this, index](const tokencalls::Revoked &revoked) {
                           m_others[index].revoked = revoked;
                           finishWhenWhole();
                       });
}

void SignOutFlow::revoke()
{
    m_isRevoking = true;
    m_report.tokenDiesMs = m_token->expiresMs;
    m_calls.ask(m_dialect, m_dialect.revoke(*m_token), &ApiDialect::readRevoke,
                [this](ApiResult<Done> done) {
                    m_isRevoking = false;
                    const bool isDead = !done && done.error().kind == ApiError::Kind::SessionEnded;
                    if (done || isDead) {
                        m_report.revoke = done ? Outcome::Confirmed : Outcome::NotNeeded;
                        m_report.tokenDiesMs.reset();
                    } else {
                        m_report.revokeError = done.error();
                    }
                    logOut();
                });
}

void SignOutFlow::logOut()
{
    const bool isHopeless = m_report.revokeError && isOutOfReach(*m_report.revokeError);
    if (m_hasCookieSession && isHopeless)
        m_report.logoutError = m_report.revokeError;
    if (!m_hasCookieSession || isHopeless)
        return m_calls.answerLater([this] { leave(); });
    m_calls.ask(m_dialect, m_dialect.logout(), &ApiDialect::readLogout,
                [this](ApiResult<Done> done) {
                    // A session that the revoke (or time) has ended needs no logout.
                    if (done || done.error().kind == ApiError::Kind::SessionEnded)
                        m_report.logout = Outcome::Confirmed;
                    else
                        m_report.logoutError = done.error();
                    leave();
                });
}

void SignOutFlow::leave()
{
    m_hasLeft = true;
    finishWhenWhole();
}

void SignOutFlow::finishWhenWhole()
{
    const bool isWhole = m_hasLeft && std::ranges::all_of(m_others, [](const Other &other) {
                             return other.revoked.has_value();
                         });
    if (!isWhole)
        return;
    const auto then = std::exchange(m_then, {});
    then(m_report); // may destroy this
}

std::optional<Token> SignOutFlow::revoked() const
{
    return m_report.revoke == Outcome::Confirmed ? m_token : std::nullopt;
}

SignOutReport SignOutFlow::abandon()
{
    m_calls.drop();
    m_then = {};
    ApiError cancelled;
    cancelled.kind = ApiError::Kind::Cancelled;
    if (m_isRevoking)
        m_report.revokeError = cancelled;
    if (m_report.logout == Outcome::NotConfirmed)
        m_report.logoutError = cancelled;
    return m_report;
}
