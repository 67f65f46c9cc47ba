#include "core/session/sessionledger.h"

#include <utility>

using Standing = LedgerEntry::Standing;
using Origin = LedgerEntry::Origin;

SessionLedger::SessionLedger(Ledger &ledger)
    : m_ledger(ledger)
{}

void SessionLedger::follow(const QUuid &profile, const SessionState &state, qint64 nowMs)
{
    Followed &followed = m_followed[profile];
    if (const auto *in = std::get_if<SignedIn>(&state)) {
        followToken(followed, profile, *in, nowMs);
        followed.hasLoggedIn = true; // a further one is asked for, not brought
        followed.isIn = true;
    } else if (const auto *coming = std::get_if<SigningIn>(&state)) {
        // A token that somebody has needs no login, whatever the session before had.
        if (std::exchange(followed.isIn, false))
            followed.hasLoggedIn = false;
        followed.hasLoggedIn = coming->step == SigningIn::Step::LoggingIn ||
                               (followed.hasLoggedIn && coming->step == SigningIn::Step::Fetching);
    } else if (const auto *out = std::get_if<SignedOut>(&state)) {
        if (out->report)
            followEnd(followed, *out->report);
        const bool isProving = out->report && out->report->proof == SignOutReport::Proof::Underway;
        followed = {.held = isProving ? followed.held : std::nullopt};
    }
}

void SessionLedger::note(Followed &followed, const LedgerEntry &entry)
{
    if (followed.held == entry)
        return;
    followed.held = entry;
    m_ledger.note(entry);
}

void SessionLedger::followToken(Followed &followed, const QUuid &profile, const SignedIn &session,
                                qint64 nowMs)
{
    if (!session.token)
        return;
    const Origin origin = followed.hasLoggedIn ? Origin::Minted : Origin::TakenIn;
    LedgerEntry entry = LedgerEntry::of(*session.token, profile, origin, nowMs);
    if (!followed.held)
        return note(followed, entry);
    if (followed.held->fingerprint == entry.fingerprint) {
        entry.origin = followed.held->origin;
        entry.notedMs = followed.held->notedMs;
        return note(followed, entry);
    }
    // What ended it already says more than that it was replaced.
    if (followed.held->standing == Standing::Open &&
        followed.held->state(nowMs) != LedgerEntry::State::Expired) {
        followed.held->standing = Standing::Replaced;
        m_ledger.note(*followed.held);
    }
    note(followed, entry);
}

void SessionLedger::followEnd(Followed &followed, const SignOutReport &report)
{
    using Outcome = SignOutReport::Outcome;
    if (!followed.held)
        return;
    LedgerEntry entry = *followed.held;
    if (report.proof == SignOutReport::Proof::StillAccepted)
        entry.standing = Standing::StillAccepted;
    else if (report.proof == SignOutReport::Proof::NotAccepted)
        entry.standing = Standing::Revoked;
    else if (report.revoke == Outcome::Confirmed)
        entry.standing = Standing::RevokedSaid;
    else if (report.revoke == Outcome::NotConfirmed)
        entry.standing = Standing::Left;
    else if (entry.standing == Standing::Open) // the cluster did not accept it any more
        entry.standing = Standing::Unknown;
    note(followed, entry);
}

void SessionLedger::noteRevoke(const QUuid &profile, const Token &token, qint64 nowMs)
{
    m_ledger.note(LedgerEntry::of(token, profile, Origin::TakenIn, nowMs));
}

void SessionLedger::noteMadeAside(const QUuid &profile, const Token &token, qint64 nowMs)
{
    m_ledger.note(LedgerEntry::of(token, profile, Origin::Minted, nowMs));
}

void SessionLedger::noteHandout(const QUuid &profile, const Token &token, const QString &what,
                                qint64 nowMs)
{
    LedgerEntry entry = LedgerEntry::of(token, profile, Origin::TakenIn, nowMs);
    entry.handouts = {{what, nowMs}};
    m_ledger.note(entry);
}
