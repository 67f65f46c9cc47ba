#pragma once

#include "core/session/sessionstate.h"
#include "core/storage/ledger.h"

#include <QHash>
#include <QUuid>

#include <optional>

//! Writes into the ledger what the states of sessions tell of their tokens: made or taken in,
//! replaced, revoked with proof or without, left behind. Holds no token.
class SessionLedger final
{
public:
    //! \a ledger outlives it.
    explicit SessionLedger(Ledger &ledger);

    //! To be told of every state of every session; \a nowMs is the server's time.
    void follow(const QUuid &profile, const SessionState &state, qint64 nowMs);
    //! \a token was revoked or was to be, and stands as it says.
    void noteRevoke(const QUuid &profile, const Token &token, qint64 nowMs);
    //! \a token was made here for somebody else: the session goes on with its own.
    void noteMadeAside(const QUuid &profile, const Token &token, qint64 nowMs);
    //! \a token was handed out, see LedgerEntry::Handout.
    void noteHandout(const QUuid &profile, const Token &token, const QString &what, qint64 nowMs);

private:
    //! What is known of one session's token.
    struct Followed
    {
        bool isIn = false;
        std::optional<LedgerEntry> held; //!< as it was last noted
        bool hasLoggedIn = false;        //!< by credentials: what comes then was made here
    };

    void followToken(Followed &followed, const QUuid &profile, const SignedIn &session,
                     qint64 nowMs);
    void followEnd(Followed &followed, const SignOutReport &report);
    void note(Followed &followed, const LedgerEntry &entry);

    Ledger &m_ledger;
    QHash<QUuid, Followed> m_followed;
};
