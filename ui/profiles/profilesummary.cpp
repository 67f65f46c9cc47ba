#include "ui/profiles/profilesummary.h"

#include "core/session/orginforce.h"
#include "ui/support/statustext.h"
#include "ui/support/timetext.h"

#include <QCoreApplication>

struct ProfileWords
{
    Q_DECLARE_TR_FUNCTIONS(ProfileWords)
};

static ProfileSummary fixed(const QString &words, Tone tone)
{
    return {words, words, tone, false, 0};
}

static ProfileSummary busy(const QString &words, const QString &spoken)
{
    return {words, spoken, Tone::Accent, true, 0};
}

//! The largest unit alone: there is no room for more in a row of the list.
static QString shortRemaining(qint64 leftMs)
{
    return timetext::remaining(leftMs).section(u' ', 0, 1);
}

static ProfileSummary counting(qint64 leftMs, Tone tone)
{
    constexpr qint64 minuteMs = 60'000;
    constexpr qint64 secondMs = 1'000;
    const qint64 unit = leftMs > minuteMs ? minuteMs : secondMs;
    const QString words = shortRemaining(leftMs);
    return {words, ProfileWords::tr("%1 left").arg(words), tone, false,
            static_cast<int>(leftMs % unit) + 20};
}

static ProfileSummary tokenSummary(const Token &token, qint64 nowMs)
{
    switch (token.condition(nowMs)) {
    case Token::Condition::Valid:
        return counting(token.remainingMs(nowMs).value_or(0), Tone::Good);
    case Token::Condition::ExpiringSoon:
        return counting(token.remainingMs(nowMs).value_or(0), Tone::Warning);
    case Token::Condition::Expired:
        return fixed(ProfileWords::tr("Expired"), Tone::Bad);
    case Token::Condition::Revoked:
        return fixed(ProfileWords::tr("Revoked"), Tone::Neutral);
    case Token::Condition::RevokeUnconfirmed:
        return fixed(ProfileWords::tr("Not revoked"), Tone::Warning);
    case Token::Condition::Refused:
        return fixed(ProfileWords::tr("Refused"), Tone::Bad);
    case Token::Condition::LifeUnknown:
        return fixed(ProfileWords::tr("Signed in"), Tone::Good);
    }
    Q_UNREACHABLE();
}

static ProfileSummary signedInSummary(const SignedIn &state, qint64 nowMs)
{
    if (state.activity == SignedIn::Activity::SigningOut)
        return busy(ProfileWords::tr("Signing out"), activityText(state.activity));
    if (state.activity != SignedIn::Activity::Idle)
        return busy(ProfileWords::tr("Busy"), activityText(state.activity));
    if (state.ended)
        return fixed(ProfileWords::tr("Ended"), Tone::Bad);
    if (isInWrongOrg(state))
        return fixed(ProfileWords::tr("Wrong Org"), Tone::Bad);
    if (state.token)
        return tokenSummary(*state.token, nowMs);
    return fixed(ProfileWords::tr("Signed in"), Tone::Good);
}

ProfileSummary summaryOf(const SessionState &state, qint64 nowMs)
{
    if (const auto *signingIn = std::get_if<SigningIn>(&state))
        return busy(ProfileWords::tr("Signing in"), activityText(signingIn->step));
    if (const auto *signedIn = std::get_if<SignedIn>(&state))
        return signedInSummary(*signedIn, nowMs);
    return fixed(ProfileWords::tr("Signed out"), Tone::Neutral);
}
