#pragma once

#include "core/session/signinflow.h"
#include "core/session/tokencalls.h"

//! What an answer makes of the session, as pure steps from one SignedIn to the next. Each leaves
//! the session idle. \a nowMs is the server's time.
namespace outcomes {

//! What a call was made with, and so what a "no longer accepted" speaks of.
enum class By
{
    Credentials,
    CookieSession,
    Bearer
};

[[nodiscard]] SignedIn signedIn(const Account &account, SignInOutcome outcome, qint64 nowMs);
//! Notes \a error. SessionEnded ends the session: info and token stay, as the last known.
[[nodiscard]] SignedIn failed(SignedIn state, const ApiError &error, By by);
//! \a askedOrg: the Org that the session is to be in, or empty.
[[nodiscard]] SignedIn refreshed(SignedIn state, ApiResult<SessionInfo> info, By by, qint64 nowMs,
                                 const QString &askedOrg = {});
//! \a askedOrg: the Org that the token was asked for, or empty.
[[nodiscard]] SignedIn gotToken(SignedIn state, ApiResult<Token> token, const QString &askedOrg,
                                By by);
[[nodiscard]] SignedIn checked(SignedIn state, const tokencalls::Checked &checked, qint64 nowMs);
[[nodiscard]] SignedIn revoked(SignedIn state, const tokencalls::Revoked &revoked, qint64 nowMs);
//! The same for \a token alone, in which the session has no part.
[[nodiscard]] SignedIn revokedAside(const Token &token, const tokencalls::Revoked &revoked,
                                    qint64 nowMs);
//! What a sign-out reports of \a token, which stands as revokedAside() left it; \a known helps with
//! the name of its Org.
[[nodiscard]] KeptEnd keptEnd(const Token &token, const QList<Org> &known);
//! What the proof after a sign-out told of \a token.
[[nodiscard]] SignOutReport proved(SignOutReport report, const Token &token,
                                   const ApiResult<TokenCheck> &check);
//! The answer to a verb that was cancelled is not waited for; what it may have done is not hidden.
[[nodiscard]] SignedIn cancelled(SignedIn state);
//! The Orgs that became known later.
[[nodiscard]] SignedIn withOrgs(SignedIn state, const QList<Org> &orgs);

} // namespace outcomes
