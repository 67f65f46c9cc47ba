#include "core/session/formfinder.h"
#include "core/session/outcomes.h"
#include "core/session/sessionservice.h"
#include "core/session/signoutflow.h"
#include "core/session/tokencalls.h"

#include <algorithm>
#include <utility>

// How a session ends by the person's word.

void SessionService::signOut()
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
    m_signOut = std::make_unique<SignOutFlow>(m_client, m_clock, *m_dialect, leaving);
    m_signOut->start(
        [this](const SignOutReport &report) { signedOut(report, m_signOut->revoked()); });
    leaving.activity = Activity::SigningOut;
    leaving.lastError.reset();
    setState(std::move(leaving));
}

void SessionService::signedOut(SignOutReport report, const std::optional<Token> &revoked)
{
    m_signOut.reset();
    m_client.forgetSession();
    const std::optional<Token> inUse = current().token;
    const QList<HeldToken> held = heldTokens();
    report.othersLeft = static_cast<int>(std::ranges::count_if(
        held, [&](const HeldToken &one) { return !inUse || one.token.value != inUse->value; }));
    if (revoked) {
        report.proof = SignOutReport::Proof::Underway;
        proveSignOut(*revoked);
    }
    setState(SignedOut{std::nullopt, report});
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
