#include "ui/support/statustext.h"

#include "core/session/orginforce.h"
#include "ui/support/errortext.h"
#include "ui/support/prooftext.h"
#include "ui/support/timetext.h"
#include "ui/support/uitext.h"

#include <QCoreApplication>

using Activity = SignedIn::Activity;
using Standing = Token::Standing;

struct StatusText
{
    Q_DECLARE_TR_FUNCTIONS(StatusText)
};

static QString inOneLine(const ApiError &error)
{
    const ErrorText text = errorText(error);
    return text.what + u' ' + text.nextStep;
}

QString activityText(SigningIn::Step step)
{
    switch (step) {
    case SigningIn::Step::FindingApi:
        return StatusText::tr("Finding out which API the server speaks…");
    case SigningIn::Step::LoggingIn:
        return StatusText::tr("Signing in…");
    case SigningIn::Step::Fetching:
        return StatusText::tr("Fetching session and token…");
    }
    return {};
}

QString activityText(SignedIn::Activity activity)
{
    switch (activity) {
    case Activity::Idle:
        return {};
    case Activity::RefreshingInfo:
        return StatusText::tr("Fetching session info…");
    case Activity::GettingToken:
        return StatusText::tr("Getting a new token…");
    case Activity::CheckingToken:
        return StatusText::tr("Checking the token…");
    case Activity::SwitchingOrg:
        return StatusText::tr("Changing the Organization…");
    case Activity::RevokingToken:
        return StatusText::tr("Revoking the token…");
    case Activity::SigningOut:
        return StatusText::tr("Signing out…");
    }
    return {};
}

static QString signedOutText(const SessionState &before, const SignedOut &now, qint64 nowMs)
{
    if (now.reason && now.reason->kind != ApiError::Kind::Cancelled)
        return inOneLine(*now.reason);
    if (now.report)
        return signOutText(*now.report, nowMs);
    return std::holds_alternative<SigningIn>(before) || now.reason
               ? StatusText::tr("Sign-in cancelled.")
               : StatusText::tr("Not signed in");
}

// The cluster said that it revoked the token.
static QString aliveText(const Token &token, qint64 nowMs)
{
    return token.expiresMs
               ? StatusText::tr("The token is still accepted, until %1, though the cluster said "
                                "that it revoked it. Tell its administrator.")
                     .arg(timetext::clockOrDate(*token.expiresMs, nowMs))
               : StatusText::tr("The token is still accepted, though the cluster said that it "
                                "revoked it. Tell its administrator.");
}

static bool isAliveAfterRevoke(const SessionState &before, const SignedIn &now)
{
    const auto *was = std::get_if<SignedIn>(&before);
    return was && was->activity == Activity::RevokingToken && now.token &&
           now.token->standing == Standing::RevokeUnconfirmed && now.token->lastCheck &&
           now.token->lastCheck->accepted;
}

static QString revokedText(const SignedIn &now, qint64 nowMs)
{
    const Token *token = now.token ? &*now.token : nullptr;
    if (!token)
        return StatusText::tr("Token revoked.");
    if (token->standing == Standing::RevokeUnconfirmed)
        return StatusText::tr("The cluster did not confirm that the token was revoked.");
    if (token->lastCheck && !token->lastCheck->accepted)
        return StatusText::tr("Token revoked: no longer accepted, checked at %1.")
            .arg(timetext::clock(token->lastCheck->atMs));
    return StatusText::tr("Token revoked.") + u' ' + prooftext::unproved(token->expiresMs, nowMs);
}

static QString checkedText(const Token *token)
{
    if (!token || !token->lastCheck)
        return {};
    const QString time = timetext::clock(token->lastCheck->atMs);
    return token->lastCheck->accepted
               ? StatusText::tr("Token checked at %1: accepted by the server.").arg(time)
               : StatusText::tr("Token checked at %1: no longer accepted by the server.").arg(time);
}

static QString newTokenText(const Token *token)
{
    if (!token || !token->expiresMs || !token->createdMs)
        return StatusText::tr("New token received.");
    const qint64 lifeMs = *token->expiresMs - *token->createdMs;
    return StatusText::tr("New token received, valid for %1.").arg(timetext::remaining(lifeMs));
}

static QString switchedText(const SignedIn &now)
{
    if (const std::optional<Org> org = orgInForce(now))
        return StatusText::tr("Now in the Organization %1.")
            .arg(shown(org->name.isEmpty() ? QString::number(org->id) : org->name, 64));
    return StatusText::tr("Organization changed.");
}

static QString finishedText(Activity finished, const SignedIn &now, qint64 nowMs)
{
    const Token *token = now.token ? &*now.token : nullptr;
    switch (finished) {
    case Activity::Idle:
    case Activity::SigningOut:
        return {};
    case Activity::RefreshingInfo:
        return StatusText::tr("Session info refreshed.");
    case Activity::GettingToken:
        return now.isSameToken ? StatusText::tr("The cluster gave the same token again.")
                               : newTokenText(token);
    case Activity::CheckingToken:
        return checkedText(token);
    case Activity::SwitchingOrg:
        return switchedText(now);
    case Activity::RevokingToken:
        return revokedText(now, nowMs);
    }
    return {};
}

static QString signedInText(const SessionState &before, const SignedIn &now, qint64 nowMs)
{
    if (now.activity != Activity::Idle)
        return activityText(now.activity);
    if (isAliveAfterRevoke(before, now))
        return aliveText(*now.token, nowMs);
    const auto *was = std::get_if<SignedIn>(&before);
    if (now.lastError && !(was && was->lastError == now.lastError))
        return inOneLine(*now.lastError);
    if (now.ended && !(was && was->ended))
        return StatusText::tr("The session has ended. Sign in again.");
    if (was)
        return finishedText(was->activity, now, nowMs);
    // As whom and when is told beside it.
    return now.leftToken
               ? StatusText::tr("Signed in. The token held before works on until it runs out.")
               : StatusText::tr("Signed in.");
}

QString statusText(const SessionState &before, const SessionState &after, qint64 nowMs)
{
    if (const auto *out = std::get_if<SignedOut>(&after))
        return signedOutText(before, *out, nowMs);
    if (const auto *signingIn = std::get_if<SigningIn>(&after))
        return activityText(signingIn->step);
    return signedInText(before, std::get<SignedIn>(after), nowMs);
}
