#include "core/session/heldtokens.h"

#include "core/session/orginforce.h"

#include <algorithm>

void HeldTokens::follow(const SessionState &state, qint64 nowMs)
{
    if (std::holds_alternative<SignedOut>(state))
        m_tokens.clear();
    const auto *in = std::get_if<SignedIn>(&state);
    if (!in)
        return;
    if (in->account.userName != m_account.userName || in->account.origin != m_account.origin)
        m_tokens.clear();
    m_account = in->account;
    if (in->token) {
        m_tokens.removeIf(
            [&](const HeldToken &held) { return held.token.value == in->token->value; });
        m_tokens.append({*in->token, orgAskedFor(*in), false});
    }
    dropDead(nowMs);
}

// Before all others: when there are too many, these go first and not the one in use.
void HeldTokens::addAside(const HeldToken &held, qint64 nowMs)
{
    const auto behind =
        std::ranges::find_if(m_tokens, [](const HeldToken &known) { return !known.isAside; });
    HeldToken aside = held;
    aside.isAside = true;
    m_tokens.insert(behind, aside);
    dropDead(nowMs);
}

void HeldTokens::update(const Token &token, qint64 nowMs)
{
    for (HeldToken &held : m_tokens) {
        if (held.token.value == token.value)
            held.token = token;
    }
    dropDead(nowMs);
}

static bool isDead(const HeldToken &held, qint64 nowMs)
{
    return held.token.standing == Token::Standing::Revoked ||
           held.token.standing == Token::Standing::Refused || held.token.remainingMs(nowMs) == 0;
}

QList<HeldToken> HeldTokens::alive(qint64 nowMs) const
{
    QList<HeldToken> tokens = m_tokens;
    tokens.removeIf([nowMs](const HeldToken &held) { return isDead(held, nowMs); });
    return tokens;
}

const HeldToken *HeldTokens::find(const QString &fingerprint, qint64 nowMs) const
{
    const auto found = std::ranges::find_if(m_tokens, [&](const HeldToken &held) {
        return held.token.fingerprint() == fingerprint && !isDead(held, nowMs);
    });
    return found == m_tokens.end() ? nullptr : &*found;
}

void HeldTokens::dropDead(qint64 nowMs)
{
    m_tokens.removeIf([nowMs](const HeldToken &held) { return isDead(held, nowMs); });
    if (m_tokens.size() > most)
        m_tokens.remove(0, m_tokens.size() - most);
}
