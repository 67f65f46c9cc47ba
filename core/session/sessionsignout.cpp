#include "core/session/formfinder.h"
#include "core/session/outcomes.h"
#include "core/session/sessionservice.h"
#include "core/session/signoutflow.h"
#include "core/session/tokencalls.h"

#include <QPointer>

#include <algorithm>
#include <utility>

// How a session ends by the person's word.

void SessionService::signOut(const SignOutRest &rest)
{
    const auto *in = std::get_if<SignedIn>(&m_state);
    if (!isLegal(in && in->activity != Activity::SigningOut, "signOut"))
        return;
    SignedIn leaving = outcomes::cancelled(*in);
    m_calls->drop();
    m_background->drop();
    m_aside->drop();
    m_test->drop();
    leaving.activity = in->activity;
    m_signOut = std::make_unique<SignOutFlow>(m_client, m_clock, *m_dialect, leaving, rest);
    m_signOut->start(
        [this](const SignOutReport &report) { signedOut(report, m_signOut->revoked()); });
    leaving.activity = Activity::SigningOut;
    leaving.lastError.reset();
    setState(std::move(leaving));
}

void SessionService::signedOut(SignOutReport report, const std::optional<Token> &revoked)
{
    const QList<SignedIn> others = takeOthers();
    m_client.forgetSession();
    for (const SignedIn &other : others)
        report.kept.append(outcomes::keptEnd(*other.token, current().orgs));
    report.othersLeft = countOthersLeft(others);
    if (revoked) {
        report.proof = SignOutReport::Proof::Underway;
        proveSignOut(*revoked);
    }
    const QPointer<SessionService> alive(this);
    setState(SignedOut{std::nullopt, report});
    for (const SignedIn &other : others) {
        if (alive)
            tellRevoked(other);
    }
}

//! What came of the kept tokens, each as if it had been in use.
QList<SignedIn> SessionService::takeOthers()
{
    ApiError unanswered;
    unanswered.kind = ApiError::Kind::Cancelled;
    const tokencalls::Revoked none{Failure{unanswered}, std::nullopt, false};
    QList<SignedIn> others;
    for (const SignOutFlow::Other &other : m_signOut->others())
        others.append(
            outcomes::revokedAside(other.token, other.revoked.value_or(none), m_clock.nowMs()));
    m_signOut.reset();
    return others;
}

int SessionService::countOthersLeft(const QList<SignedIn> &ended) const
{
    const std::optional<Token> inUse = current().token;
    const auto isLeft = [&](const HeldToken &held) {
        const auto isIt = [&held](const SignedIn &one) {
            return one.token->value == held.token.value;
        };
        return !(inUse && held.token.value == inUse->value) && std::ranges::none_of(ended, isIt);
    };
    return static_cast<int>(std::ranges::count_if(heldTokens(), isLeft));
}

// By the token itself, since the session is closed: 401 is the answer that it is dead.
void SessionService::proveSignOut(const Token &token)
{
    tokencalls::check(
        *m_proof, *m_dialect, token, false, [this, token](const tokencalls::Checked &checked) {
            const auto *out = std::get_if<SignedOut>(&m_state);
            if (!out || !out->report)
                return;
            SignOutReport report = outcomes::proved(*out->report, token, checked.result);
            setState(SignedOut{std::nullopt, std::move(report)});
        });
}
