#pragma once

#include "core/session/apicalls.h"
#include "core/session/sessionstate.h"

#include <functional>

//! The calls that deal with one token, each with the detours that the API's forms ask for.
namespace tokencalls {

//! What becomes of the helpers of fetch(). Both are called in the middle of an errand and must not
//! end it.
struct Helpers
{
    //! Told of one twice: as it was made, and as it stands once it was to be revoked.
    std::function<void(const Token &)> told = {};
    //! Whether somebody may be using a token already: what a server hands out once more instead of
    //! a helper of its own is neither told nor revoked.
    std::function<bool(const Token &)> isInUse = {};
};

//! A token that is wanted.
struct Order
{
    TokenWish wish;
    Credentials credentials;
    QList<Org> knownOrgs;
    //! What the session goes by, empty for its cookies: to ask for Orgs with (see
    //! orglookup::resolve()), and for a token with TokenWish::Source::FromSession.
    std::optional<SecretBuffer> bearer;

    //! Told of the Orgs, where the server was asked for them.
    std::function<void(const QList<Org> &)> learnt = {};
    Helpers helpers = {};
};

//! What asks for one more token like \a token: the same life, object and Organization.
[[nodiscard]] TokenWish wishLike(const Token &token);

//! How long a helper of fetch() lives, should it not be revoked, in seconds.
inline constexpr int helperSeconds = 60;

//! Asks for a token. Where the form takes an Org as a number only, a name is looked up before. With
//! nothing to ask by (or a bearer that is over) that takes a helper: a token in whatever Org the
//! server chooses, which asks for the list of Orgs and is revoked again. FACTS 3, 4.
void fetch(ApiCalls &calls, const ApiDialect &dialect, const Order &order,
           std::function<void(ApiResult<Token>)> then);

//! What a check brought to light.
struct Checked
{
    ApiResult<TokenCheck> result;
    bool sessionIsOver = false; //!< the cookie session was refused on the way
};

//! Asks whether \a token is accepted: with the cookie session where there is one, else (or when
//! that is over) with the token itself, where 401 is the answer that it is not. FACTS 3. A form
//! that has no such question is asked for the session info with the token.
void check(ApiCalls &calls, const ApiDialect &dialect, const Token &token, bool hasCookieSession,
           std::function<void(Checked)> then);

//! What became of a token that was to be revoked.
struct Revoked
{
    ApiResult<Done> result;          //!< what the server said
    std::optional<TokenCheck> check; //!< the proof, if the question was answered
    bool sessionIsOver = false;
};

//! Revokes \a token and asks whether it is still accepted.
void revoke(ApiCalls &calls, const ApiDialect &dialect, const Token &token, bool hasCookieSession,
            std::function<void(Revoked)> then);

} // namespace tokencalls
