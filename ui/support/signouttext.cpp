#include "ui/support/prooftext.h"
#include "ui/support/statustext.h"
#include "ui/support/timetext.h"
#include "ui/support/uitext.h"

#include <QCoreApplication>
#include <QStringList>

using namespace Qt::StringLiterals;

using Outcome = SignOutReport::Outcome;

struct SignOutText
{
    Q_DECLARE_TR_FUNCTIONS(SignOutText)
};

static QString unrevokedText(const SignOutReport &report, qint64 nowMs)
{
    if (!report.tokenDiesMs)
        return SignOutText::tr(
            "Signed out here, but the cluster did not confirm that the token was "
            "revoked, and when it dies is not known.");
    return SignOutText::tr("Signed out here, but the cluster did not confirm that the token was "
                           "revoked; it dies by itself at %1.")
        .arg(timetext::clockOrDate(*report.tokenDiesMs, nowMs));
}

// Said first, whatever else went well: it is what somebody has to act on.
static QString stillAcceptedText(const SignOutReport &report, qint64 nowMs)
{
    const QString closed = report.logout == Outcome::Confirmed
                               ? SignOutText::tr("The session was closed.")
                           : report.logout == Outcome::NotConfirmed
                               ? SignOutText::tr("It did not confirm that the session was closed.")
                               : QString();
    const QString text =
        report.tokenDiesMs
            ? SignOutText::tr("Signed out here, but the token is still accepted, until %1, though "
                              "the cluster said that it revoked it. Tell its administrator.")
                  .arg(timetext::clockOrDate(*report.tokenDiesMs, nowMs))
            : SignOutText::tr(
                  "Signed out here, but the token is still accepted, though the cluster "
                  "said that it revoked it. Tell its administrator.");
    return closed.isEmpty() ? text : text + u' ' + closed;
}

static QString proofText(const SignOutReport &report, qint64 nowMs)
{
    using Proof = SignOutReport::Proof;
    switch (report.proof) {
    case Proof::NotMade:
    case Proof::StillAccepted:
        return {};
    case Proof::Underway:
        return SignOutText::tr("Checking that the token is no longer accepted…");
    case Proof::NotAccepted:
        return SignOutText::tr("Checked: the token is no longer accepted.");
    case Proof::Failed:
        return prooftext::unproved(report.tokenDiesMs, nowMs);
    }
    return {};
}

static QString whatWasDone(const SignOutReport &report, qint64 nowMs)
{
    if (report.proof == SignOutReport::Proof::StillAccepted)
        return stillAcceptedText(report, nowMs);
    const bool sessionOpen = report.logout == Outcome::NotConfirmed;
    if (report.revoke == Outcome::NotConfirmed) {
        const QString text = unrevokedText(report, nowMs);
        return sessionOpen ? text + u' ' +
                                 SignOutText::tr("Nor did it confirm that the session was closed.")
                           : text;
    }
    if (sessionOpen)
        return report.revoke == Outcome::Confirmed
                   ? SignOutText::tr("Signed out. The token was revoked, but the cluster did not "
                                     "confirm that the session was closed.")
                   : SignOutText::tr("Signed out here, but the cluster did not confirm that the "
                                     "session was closed.");
    if (report.revoke == Outcome::Confirmed)
        return report.logout == Outcome::Confirmed
                   ? SignOutText::tr("Signed out. The token was revoked and the session closed.")
                   : SignOutText::tr("Signed out. The token was revoked.");
    return report.logout == Outcome::Confirmed
               ? SignOutText::tr("Signed out. The session was closed.")
               : SignOutText::tr("Signed out.");
}

static QString orgOf(const KeptEnd &kept)
{
    if (!kept.isOrgKnown)
        return SignOutText::tr("an Organization that is not known");
    return kept.org.name.isEmpty() ? QString::number(kept.org.id) : shown(kept.org.name, 64);
}

static QString keptText(const KeptEnd &kept, qint64 nowMs)
{
    const QString org = orgOf(kept);
    const QString ends = kept.expiresMs ? timetext::clockOrDate(*kept.expiresMs, nowMs) : QString();
    switch (kept.end) {
    case KeptEnd::End::Revoked:
        return SignOutText::tr("The token kept for %1 was revoked as well.").arg(org);
    case KeptEnd::End::RevokedUnproved:
        return SignOutText::tr("The token kept for %1 was revoked as well.").arg(org) + u' ' +
               prooftext::unproved(kept.expiresMs, nowMs);
    case KeptEnd::End::WasDead:
        return SignOutText::tr("The token kept for %1 was not accepted any more.").arg(org);
    case KeptEnd::End::StillAccepted:
        return ends.isEmpty()
                   ? SignOutText::tr("The token kept for %1 is still accepted, though the cluster "
                                     "said that it revoked it.")
                         .arg(org)
                   : SignOutText::tr(
                         "The token kept for %1 is still accepted, until %2, though the "
                         "cluster said that it revoked it.")
                         .arg(org, ends);
    case KeptEnd::End::NotConfirmed:
        return ends.isEmpty()
                   ? SignOutText::tr("The cluster did not confirm that the token kept for %1 was "
                                     "revoked, and when it dies is not known.")
                         .arg(org)
                   : SignOutText::tr("The cluster did not confirm that the token kept for %1 was "
                                     "revoked; it dies by itself at %2.")
                         .arg(org, ends);
    }
    return {};
}

//! Somebody has to act on it.
static bool isOpen(const KeptEnd &kept)
{
    return kept.end == KeptEnd::End::StillAccepted || kept.end == KeptEnd::End::NotConfirmed;
}

static QStringList keptTexts(const SignOutReport &report, bool areOpen, qint64 nowMs)
{
    QStringList texts;
    for (const KeptEnd &kept : report.kept) {
        if (isOpen(kept) == areOpen)
            texts += keptText(kept, nowMs);
    }
    if (!areOpen && report.isRestShut)
        texts += SignOutText::tr("Tokens that are kept could not be opened, and so were not "
                                 "revoked.");
    return texts;
}

static QString othersText(int count)
{
    return count == 1
               ? SignOutText::tr("One other token that you got works until its end.")
               : SignOutText::tr("%1 other tokens that you got work until their end.").arg(count);
}

// There may be no room for all of it.
QString signOutText(const SignOutReport &report, qint64 nowMs)
{
    const bool isOpenItself = report.proof == SignOutReport::Proof::StillAccepted ||
                              report.revoke == Outcome::NotConfirmed;
    QStringList parts{whatWasDone(report, nowMs)};
    if (const QString proof = proofText(report, nowMs); !proof.isEmpty())
        parts += proof;
    const QStringList open = keptTexts(report, true, nowMs);
    parts = isOpenItself ? parts + open : open + parts;
    parts += keptTexts(report, false, nowMs);
    if (report.othersLeft > 0)
        parts += othersText(report.othersLeft);
    if (report.mayLeaveToken)
        parts += SignOutText::tr("The token that was being asked for may have been made all the "
                                 "same; it works until it runs out.");
    return parts.join(u' ');
}
