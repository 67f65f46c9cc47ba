#include "core/session/tokenrenewal.h"

#include <QPointer>

#include <algorithm>
#include <utility>

TokenRenewal::TokenRenewal(std::function<qint64()> nowMs, Mint mint, Alarm::Setter alarm,
                           QObject *parent)
    : QObject(parent)
    , m_nowMs(std::move(nowMs))
    , m_mint(std::move(mint))
    , m_alarm([this] { check(); }, std::move(alarm))
{}

void TokenRenewal::setUnusedLimit(qint64 limitMs)
{
    m_unusedLimitMs = limitMs;
    check();
}

void TokenRenewal::setPolicy(const RenewalPolicy &policy)
{
    if (policy == m_policy)
        return;
    m_policy = policy;
    m_usedMs = m_nowMs();
    startAnew();
    check();
}

void TokenRenewal::startAnew()
{
    m_failures = 0;
    m_tries = 0;
    m_notBeforeMs = 0;
    if (!m_isRefused)
        m_error.reset();
}

void TokenRenewal::follow(const std::optional<Token> &token)
{
    const bool isSame = token && m_token && token->value == m_token->value;
    m_token = token;
    if (!isSame) {
        m_seenMs = m_nowMs();
        if (!m_isRenewing) // a renewal is no use: otherwise it would keep itself going
            m_usedMs = m_seenMs;
        m_isRefused = false;
        m_isUnproven = false;
        m_renewedMs.reset();
        startAnew();
    }
    if (!token && m_isRenewing)
        abandon();
    check();
}

void TokenRenewal::setPaused(bool isPaused)
{
    m_isPaused = isPaused;
    if (isPaused && m_isRenewing) {
        ApiError unknown;
        unknown.kind = ApiError::Kind::Cancelled;
        noteFailure(unknown); // it may have been a wrong password that the server counted
        abandon();
    }
    check();
}

void TokenRenewal::noteUse()
{
    m_usedMs = m_nowMs();
    check();
}

// What keeps a renewal from being made, the strongest first.
std::optional<RenewalState::Kind> TokenRenewal::obstacle() const
{
    const qint64 now = m_nowMs();
    if (m_policy.mode == RenewalPolicy::Mode::Off || !m_token)
        return Kind::Off;
    if (m_isRefused)
        return Kind::Refused;
    if (m_policy.mode == RenewalPolicy::Mode::Until && now >= m_policy.untilMs)
        return Kind::Over;
    if (m_isPaused)
        return Kind::Paused;
    if (!dueMs())
        return Kind::LifeUnknown;
    if (m_tries >= renewalrule::mostTries)
        return Kind::GaveUp;
    if (now - m_usedMs >= m_unusedLimitMs)
        return Kind::NotUsed;
    return std::nullopt;
}

std::optional<qint64> TokenRenewal::dueMs() const
{
    return m_token ? renewalrule::dueMs(*m_token, m_seenMs) : std::nullopt;
}

bool TokenRenewal::isDue() const
{
    const std::optional<qint64> due = dueMs();
    return due && m_nowMs() >= *due;
}

void TokenRenewal::check()
{
    if (m_isRenewing)
        return;
    m_alarm.stop();
    if (const std::optional<Kind> kind = obstacle())
        return show(*kind);
    if (isDue() && m_nowMs() >= m_notBeforeMs)
        return start();
    wait();
}

void TokenRenewal::wait()
{
    const qint64 now = m_nowMs();
    const qint64 next = std::max(dueMs().value_or(now), m_notBeforeMs);
    qint64 wake = std::min(next, m_usedMs + m_unusedLimitMs);
    if (m_policy.mode == RenewalPolicy::Mode::Until)
        wake = std::min(wake, m_policy.untilMs);
    m_alarm.ringAfter(wake - now);
    show(m_failures > 0 ? Kind::BackingOff : Kind::Waiting, next);
}

void TokenRenewal::start()
{
    m_isRenewing = true;
    m_replacing = m_token ? m_token->value : SecretBuffer();
    const QPointer<TokenRenewal> alive(this);
    const int turn = ++m_turn;
    show(Kind::Renewing);
    if (!alive || turn != m_turn)
        return;
    m_mint([alive, turn](ApiResult<Token> result) {
        if (alive && alive->m_turn == turn && alive->m_isRenewing)
            alive->finish(std::move(result));
    });
}

void TokenRenewal::finish(ApiResult<Token> result)
{
    m_isRenewing = false;
    if (result && result->value == m_replacing)
        result = Failure{renewalrule::noOtherToken()};
    if (result) {
        m_token = *result;
        m_seenMs = m_nowMs();
        m_isRefused = false;
        startAnew();
        m_error.reset();
        m_renewedMs = m_seenMs;
        m_notBeforeMs = m_seenMs + renewalrule::leastSpacingMs;
    } else {
        noteFailure(result.error());
    }
    const QPointer<TokenRenewal> alive(this);
    check();
    if (alive)
        answerAll(result);
}

void TokenRenewal::noteFailure(const ApiError &error)
{
    m_error = error;
    m_isRefused = renewalrule::isFinal(error);
    ++m_failures;
    if (!error.isUnsent)
        ++m_tries;
    m_notBeforeMs = m_nowMs() + renewalrule::backOffMs(m_failures, error);
}

void TokenRenewal::answerAll(const ApiResult<Token> &result)
{
    const QList<Then> waiting = std::exchange(m_waiting, {});
    for (const Then &then : waiting)
        then(result);
}

void TokenRenewal::abandon()
{
    ++m_turn;
    m_isRenewing = false;
    ApiError cancelled;
    cancelled.kind = ApiError::Kind::Cancelled;
    answerAll(Failure{cancelled});
}

// Why there is no live token.
ApiError TokenRenewal::whyNot() const
{
    if (m_error)
        return *m_error;
    ApiError error;
    error.kind = ApiError::Kind::SessionEnded;
    return error;
}

void TokenRenewal::ask(const Then &then)
{
    const QPointer<TokenRenewal> alive(this);
    noteUse(); // renews what is due
    if (!alive)
        return;
    if (m_isRenewing) {
        m_waiting.append(then);
        return;
    }
    if (m_token && m_token->remainingMs(m_nowMs()) != 0)
        then(*m_token);
    else
        then(Failure{whyNot()});
}

void TokenRenewal::renew(const Then &then)
{
    m_usedMs = m_nowMs();
    if (m_isRefused || m_isPaused || !m_token)
        return then(Failure{whyNot()});
    if (!m_isRenewing)
        m_tries = 0;
    join(then);
}

void TokenRenewal::join(const Then &then)
{
    m_waiting.append(then);
    if (m_isRenewing)
        return;
    m_alarm.stop();
    start();
}

void TokenRenewal::replace(const SecretBuffer &value, const Then &then)
{
    // Somebody else's call may have had it renewed already.
    if (m_token && !(m_token->value == value) && !m_isRenewing)
        return then(*m_token);
    const bool mayRenew = !obstacle() && m_nowMs() >= m_notBeforeMs && !m_isUnproven;
    if (!m_isRenewing && !mayRenew)
        return then(Failure{whyNot()});
    m_usedMs = m_nowMs();
    const QPointer<TokenRenewal> alive(this);
    join([alive, then](const ApiResult<Token> &token) {
        if (alive && token)
            alive->m_isUnproven = true;
        then(token);
    });
}

void TokenRenewal::show(Kind kind, std::optional<qint64> nextMs)
{
    const RenewalState next{kind, m_renewedMs, nextMs, m_usedMs, m_error};
    if (std::exchange(m_state, next) != next)
        Q_EMIT stateChanged(m_state);
}
