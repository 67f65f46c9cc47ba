#include "ui/token/lifetext.h"

#include "ui/support/errortext.h"
#include "ui/support/timetext.h"

#include <QCoreApplication>

using Kind = RenewalState::Kind;

struct LifeText
{
    Q_DECLARE_TR_FUNCTIONS(LifeText)
};

static QString whyNotOffered(RenewalMeans::Obstacle obstacle)
{
    switch (obstacle) {
    case RenewalMeans::Obstacle::None:
    case RenewalMeans::Obstacle::NoToken:
        return {};
    case RenewalMeans::Obstacle::UnknownKind:
        return LifeText::tr(
            "Not possible: a token of this kind cannot be asked for again as it is.");
    case RenewalMeans::Obstacle::NothingKept:
        return LifeText::tr("Needs a kept password: sign in with “Keep password” checked.");
    case RenewalMeans::Obstacle::NoKeyKept:
        return LifeText::tr("Needs a kept secret key: sign in with “Keep secret key” checked.");
    case RenewalMeans::Obstacle::SessionGivesMore:
        return LifeText::tr("Needs a kept password: the session's own token could do more than "
                            "this one.");
    }
    return {};
}

static QString reason(const RenewalState &state)
{
    return state.error ? errorText(*state.error).what : QString();
}

static QString running(const RenewalState &state, qint64 nowMs)
{
    const QString next = timetext::clockOrDate(state.nextMs.value_or(nowMs), nowMs);
    if (state.kind == Kind::BackingOff)
        return LifeText::tr("Not renewed, next try at %1. %2").arg(next, reason(state));
    if (!state.renewedMs)
        return LifeText::tr("Next renewal at %1.").arg(next);
    return LifeText::tr("Renewed at %1, next at %2.")
        .arg(timetext::clockOrDate(*state.renewedMs, nowMs), next);
}

QString lifetext::renewal(const TokenLifeView &view, qint64 nowMs)
{
    const RenewalState &state = view.state;
    switch (state.kind) {
    case Kind::Off:
        return whyNotOffered(view.means.obstacle);
    case Kind::Waiting:
    case Kind::BackingOff:
        return running(state, nowMs);
    case Kind::Renewing:
        return LifeText::tr("Renewing…");
    case Kind::Paused:
        return LifeText::tr("Paused.");
    case Kind::NotUsed:
        return LifeText::tr("Stopped: not used since %1.")
            .arg(timetext::clockOrDate(state.usedMs, nowMs));
    case Kind::Over:
        return LifeText::tr("Stopped: the time you set is up.");
    case Kind::Refused:
        return LifeText::tr("Stopped: %1").arg(reason(state));
    case Kind::GaveUp:
        return LifeText::tr("Stopped after several tries: %1").arg(reason(state));
    case Kind::LifeUnknown:
        return LifeText::tr("Not possible: the cluster does not say when the token ends.");
    }
    return {};
}

QString lifetext::warning(const ExpiryWarning &warning, qint64 nowMs)
{
    const QString time = timetext::clockOrDate(warning.endsMs, nowMs);
    return warning.what == ExpiryWarning::What::Token
               ? LifeText::tr("The token ends at %1.").arg(time)
               : LifeText::tr("The session ends at %1.").arg(time);
}

QString lifetext::afterWarning(const ExpiryWarning &warning)
{
    return warning.what == ExpiryWarning::What::Token
               ? LifeText::tr("What uses it stops working then. Hand out a new one in time.")
               : LifeText::tr("Most clusters let a session that is used live longer.");
}

QString lifetext::actionFor(const TokenLifeView &view)
{
    if (view.warnsOfSession())
        return LifeText::tr("Refresh");
    return view.canRenew() ? LifeText::tr("Renew") : LifeText::tr("Get a new token…");
}
