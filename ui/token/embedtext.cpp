#include "ui/token/embedtext.h"

#include "ui/support/errortext.h"
#include "ui/support/timetext.h"
#include "ui/support/uitext.h"

#include <QCoreApplication>

using Kind = EmbedRefusal::Kind;
using End = EmbedState::End;

static constexpr qsizetype longestOrigin = 100;

struct EmbedText
{
    Q_DECLARE_TR_FUNCTIONS(EmbedText)
};

static QString pageOf(const EmbedRefusal &refusal)
{
    return refusal.origin.isEmpty() ? EmbedText::tr("a page without a name")
                                    : shown(refusal.origin, longestOrigin);
}

QString embedtext::refusal(const EmbedState &state)
{
    if (!state.lastRefusal)
        return {};
    const QString page = pageOf(*state.lastRefusal);
    switch (state.lastRefusal->kind) {
    case Kind::Odd:
        return EmbedText::tr("no proper request to this address");
    case Kind::NoOrigin:
        return EmbedText::tr("no page of another origin asked, or it did not say which it is");
    case Kind::OriginUnknown:
        return EmbedText::tr("%1 is not on the list").arg(page);
    case Kind::NotAFetch:
        return EmbedText::tr("%1 asked otherwise than by GET from a script").arg(page);
    case Kind::TooOften:
        return EmbedText::tr("%1 asked too often, wait a minute").arg(page);
    case Kind::TooMany:
        return EmbedText::tr("too many connections at once");
    case Kind::NoToken:
        return EmbedText::tr("the cluster gave no token for %1").arg(page);
    case Kind::SameToken:
        return EmbedText::tr("the cluster gave the same token again for %1").arg(page);
    }
    Q_UNREACHABLE();
}

QString embedtext::end(const EmbedState &state)
{
    switch (state.end) {
    case End::None:
    case End::ByHand:
        return {};
    case End::TimeUp:
        return EmbedText::tr("The embed helper has stopped: its time was up.");
    case End::NotUsed:
        return EmbedText::tr("The embed helper has stopped: no page asked for half an hour.");
    case End::SessionOver:
        return EmbedText::tr("The embed helper has stopped: the session is over.");
    case End::Locked:
        return EmbedText::tr("The embed helper has stopped: the window was locked.");
    case End::OtherProfile:
        return EmbedText::tr("The embed helper has stopped: another profile was chosen.");
    case End::Refused:
        return EmbedText::tr("The embed helper has stopped: %1")
            .arg(state.error ? errorText(*state.error).what : QString());
    case End::CannotListen:
        return EmbedText::tr("The embed helper could not be started: the port is taken.");
    }
    Q_UNREACHABLE();
}

QString embedtext::nextStep(const EmbedState &state)
{
    if (state.end == End::Refused)
        return state.error ? errorText(*state.error).nextStep : QString();
    if (state.end == End::CannotListen)
        return EmbedText::tr("Choose another port, or any that is free.");
    return end(state).isEmpty()
               ? QString()
               : EmbedText::tr("Its address leads nowhere now. Started again, it gets another.");
}

QString embedtext::handedOut(const EmbedState &state, qint64 nowMs)
{
    if (state.handedOut == 0)
        return EmbedText::tr("none yet");
    return EmbedText::tr("%1, last to %2 at %3")
        .arg(QString::number(state.handedOut), shown(state.lastOrigin, longestOrigin),
             timetext::clockOrDate(state.lastMs, nowMs));
}

QString embedtext::refused(const EmbedState &state, qint64 nowMs)
{
    if (state.refusals == 0)
        return EmbedText::tr("none");
    return EmbedText::tr("%1, last at %2: %3")
        .arg(QString::number(state.refusals), timetext::clockOrDate(state.lastRefusalMs, nowMs),
             refusal(state));
}

QString embedtext::validityAdvice()
{
    return EmbedText::tr("A page that embeds by cookies (TrustedAuthToken) needs its token for a "
                         "minute at most; one without (TrustedAuthTokenCookieless) asks again "
                         "when it ends: 20 to 30 minutes.");
}
