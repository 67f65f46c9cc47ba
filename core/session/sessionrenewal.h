#pragma once

#include "core/session/renewalmeans.h"
#include "core/session/sessionservice.h"
#include "core/session/tokenrenewal.h"

#include <QObject>
#include <QPointer>

//! Keeps the token of one session alive: TokenRenewal with the session's own verbs, which it waits
//! for when the session is busy. Where the session info is refused to a token that is no longer
//! accepted, one renewal and one retry follow. No other verb is: what a check or a revoke finds of
//! a token is their answer, and the rest is asked for with the cookie session or a password.
class SessionRenewal final : public QObject
{
    Q_OBJECT

public:
    //! Gives what is kept of the kind that made the token, the secret key or the password, when it
    //! is needed; empty where there is none to be had. The other one is never tried.
    using Kept = std::function<SecretBuffer()>;

    //! Ends with \a service.
    SessionRenewal(SessionService &service, Kept kept, Alarm::Setter alarm = {});

    [[nodiscard]] TokenRenewal &renewal() { return m_renewal; }
    [[nodiscard]] const TokenRenewal &renewal() const { return m_renewal; }

    //! Of \a service.
    void follow(const SessionState &state);

private:
    using Activity = SignedIn::Activity;

    [[nodiscard]] const SignedIn *idleSession() const;
    void mint(const TokenRenewal::Then &then);
    void begin();
    void end(const ApiResult<Token> &result);
    void answer(const SignedIn &state);
    void followRefusal(const SignedIn &state);
    void retry();

    SessionService &m_service;
    const Kept m_kept;
    TokenRenewal m_renewal;
    TokenRenewal::Then m_then; //!< whom the token is for that is being asked for
    bool m_isAsked = false;    //!< of the session, which may be busy with something else
    SecretBuffer m_before;     //!< the token at that moment
    SecretBuffer m_refused;    //!< the token whose refusal was dealt with last
    bool m_wantsRetry = false;
    Activity m_lastActivity = Activity::Idle; //!< the last that was not Idle
};
