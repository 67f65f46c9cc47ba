#pragma once

#include "core/session/apicalls.h"
#include "core/session/sessionstate.h"

#include <functional>

//! One sign-out at the server: revoke what can still be used, then log out. Says at the end what
//! could not be done; nothing stops it from ending.
class SignOutFlow final
{
public:
    //! \a state says as well what was under way.
    SignOutFlow(HttpClient &client, ServerClock &clock, const ApiDialect &dialect,
                const SignedIn &state);

    //! \a then is called once, later; not after abandon().
    void start(std::function<void(SignOutReport)> then);
    //! Stops waiting. What has no answer yet counts as not confirmed.
    [[nodiscard]] SignOutReport abandon();
    //! The token that the server says it revoked, for the proof; none where it said no such thing.
    [[nodiscard]] std::optional<Token> revoked() const;

private:
    void revoke();
    void logOut();
    void finish();

    const ApiDialect &m_dialect;
    ApiCalls m_calls;
    std::optional<Token> m_token; // only one that is worth revoking
    bool m_hasCookieSession = false;
    bool m_isRevoking = false;
    SignOutReport m_report;
    std::function<void(SignOutReport)> m_then;
};
