#include "ui/support/prooftext.h"
#include "ui/support/statustext.h"
#include "ui/support/timetext.h"

#include <QCoreApplication>

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

QString signOutText(const SignOutReport &report, qint64 nowMs)
{
    const QString proof = proofText(report, nowMs);
    const QString steps = whatWasDone(report, nowMs);
    QString done = proof.isEmpty() ? steps : steps + u' ' + proof;
    if (report.othersLeft > 0)
        done += u' ' + (report.othersLeft == 1
                            ? SignOutText::tr("One other token that you got works until its end.")
                            : SignOutText::tr("%1 other tokens that you got work until their end.")
                                  .arg(report.othersLeft));
    return report.mayLeaveToken
               ? done + u' ' +
                     SignOutText::tr(
                         "The token that was being asked for may have been made all the "
                         "same; it works until it runs out.")
               : done;
}
