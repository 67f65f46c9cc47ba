#pragma once

#include "core/session/sessionstate.h"

#include <QList>

//! A token that a session holds, and the Org that it was asked for (an id, a name, or empty).
struct HeldToken
{
    Token token;
    QString askedOrg;
    bool isAside = false; //!< made for somebody else: never in use here unless a person says so
};

//! The tokens that one session came by, the one in use among them, as long as they may be accepted:
//! side by side, one for each Organization or purpose. In memory only.
class HeldTokens final
{
public:
    static constexpr qsizetype most = 50;

    //! To be told of every state; \a nowMs is the server's time. Forgets all with the session, and
    //! with its user.
    void follow(const SessionState &state, qint64 nowMs);
    //! One that was made for somebody else, see SessionService::mintAside().
    void addAside(const HeldToken &held, qint64 nowMs);
    //! What became of one that is not in use.
    void update(const Token &token, qint64 nowMs);

    //! The latest last.
    [[nodiscard]] QList<HeldToken> alive(qint64 nowMs) const;
    //! Nothing where no living token of that fingerprint is held.
    [[nodiscard]] const HeldToken *find(const QString &fingerprint, qint64 nowMs) const;

private:
    void dropDead(qint64 nowMs);

    QList<HeldToken> m_tokens;
    Account m_account;
};
