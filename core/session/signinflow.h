#pragma once

#include "core/session/tokencalls.h"

#include <functional>
#include <optional>

//! What a sign-in brought, once the login was accepted: what failed after it takes nothing away.
struct SignInOutcome
{
    QString userName; //!< as the server spells it
    bool hasCookieSession = false;
    std::optional<ApiResult<SessionInfo>> info;
    bool infoByBearer = false;
    std::optional<ApiResult<Token>> token;
    std::optional<TokenCheck> check;  //!< what the server says of a token that was held
    std::optional<ApiError> orgError; //!< the Org that was asked for could not be entered
};

//! One sign-in, from the click to info and token.
//!
//!   login ──┬── info ──┬── (2.0, later beta: side by side, two round trips in all)
//!           └── token ─┘
//!   login ── token ── info      2022 beta, which wants the bearer; and where no cookie came
//!   login ── info ── [orgs] ── token      2.0, the Org given by name
//!   token ── info               a secret key instead of a password: there is no login
//!   helper ── orgs ── token     where that token is for an Org given by name
//!   info, check                 a token that was held; side by side, the check where there is one
//!
//! In the later beta the login takes no Org, so the session is moved to it before the info counts.
class SignInFlow final
{
public:
    SignInFlow(HttpClient &client, ServerClock &clock, const ApiDialect &dialect,
               SignInRequest request);

    //! For the helpers that the token takes.
    void watchHelpers(tokencalls::Helpers helpers) { m_helpers = std::move(helpers); }
    //! \a loggedIn tells that the credentials were accepted; \a then ends it with the outcome, or
    //! with the reason why nobody is signed in.
    void start(std::function<void()> loggedIn, std::function<void(ApiResult<SignInOutcome>)> then);
    //! For a sign-in that leads to nothing: asks by \a calls that what it has made so far be
    //! undone, the session closed and a new token revoked, unless \a isInUse says that somebody
    //! has it: the server gave it before. Nobody waits for the answers.
    void undo(ApiCalls &calls, const std::function<bool(const Token &)> &isInUse) const;

private:
    void login();
    void resume();
    void fetch();
    void fetchToken(const QList<Org> &knownOrgs, std::function<void()> then);
    void noteHelper(const Token &helper);
    void fetchInfo(std::function<void()> then);
    void enterOrg(ApiResult<SessionInfo> info, std::function<void()> then);
    void switchTo(const Org &org, const SessionInfo &before, std::function<void()> then);
    void finishWhenWhole();
    void finish(ApiResult<SignInOutcome> result);
    [[nodiscard]] SecretBuffer bearer() const;

    HttpClient &m_client;
    const ApiDialect &m_dialect;
    SignInRequest m_request;
    ApiCalls m_calls;
    SignInOutcome m_outcome;
    std::optional<Token> m_helper; //!< made, and not revoked yet
    bool m_isResumed = false;      //!< by a token that was there before, and stays
    bool m_isChecked = false;      //!< the answer about a held token is there, whatever it says
    tokencalls::Helpers m_helpers;
    std::function<void()> m_loggedIn;
    std::function<void(ApiResult<SignInOutcome>)> m_then;
};
