#pragma once

#include "core/session/apicalls.h"
#include "core/session/sessionstate.h"
#include "core/session/tokencalls.h"

#include <functional>

//! One sign-out at the server: revoke what can still be used, then log out; beside that, revoke
//! what else is kept. Says at the end what could not be done; nothing stops it from ending.
class SignOutFlow final
{
public:
    //! A kept token, and what came of it.
    struct Other
    {
        Token token;
        std::optional<tokencalls::Revoked> revoked = {}; //!< none: there was no answer
    };

    //! \a state says as well what was under way.
    SignOutFlow(HttpClient &client, ServerClock &clock, const ApiDialect &dialect,
                const SignedIn &state, const SignOutRest &rest);

    //! \a then is called once, later; not after abandon().
    void start(std::function<void(SignOutReport)> then);
    //! Stops waiting. What has no answer yet counts as not confirmed.
    [[nodiscard]] SignOutReport abandon();
    //! The token that the server says it revoked, for the proof; none where it said no such thing.
    [[nodiscard]] std::optional<Token> revoked() const;
    //! Those of the rest that were worth revoking.
    [[nodiscard]] const QList<Other> &others() const { return m_others; }

private:
    void revoke();
    void revokeOther(qsizetype index);
    void logOut();
    void leave();
    void finishWhenWhole();

    const ApiDialect &m_dialect;
    ApiCalls m_calls;
    std::optional<Token> m_token; // only one that is worth revoking
    QList<Other> m_others;
    bool m_hasCookieSession = false;
    bool m_hasLeft = false; //!< token and session are done with
    bool m_isRevoking = false;
    SignOutReport m_report;
    std::function<void(SignOutReport)> m_then;
};
