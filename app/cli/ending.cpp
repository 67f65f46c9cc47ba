#include "app/cli/ending.h"

#include "app/cli/clitext.h"
#include "app/cli/kept.h"
#include "app/cli/noting.h"
#include "ui/support/prooftext.h"
#include "ui/support/timetext.h"
#include "ui/support/uitext.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

static QString stillAccepted(const std::optional<qint64> &expiresMs)
{
    if (!expiresMs)
        return Cli::tr("The cluster says that it revoked the token, and accepts it all the same.");
    return Cli::tr("The cluster says that it revoked the token, and accepts it all the same, "
                   "until %1.")
        .arg(timetext::clockOrDate(*expiresMs, QDateTime::currentMSecsSinceEpoch()));
}

static void tell(CliContext &context, const Profile &profile, const Token &token,
                 const tokencalls::Revoked &revoked, ending::Unconfirmed unconfirmed)
{
    const QString name = shown(profile.name, Profile::longestName);
    const bool wasDead =
        !revoked.result && revoked.result.error().kind == ApiError::Kind::SessionEnded;
    const bool isAlive = revoked.check && revoked.check->accepted;
    const bool isConfirmed = wasDead || (revoked.result && !isAlive);
    if (isConfirmed || unconfirmed == ending::Unconfirmed::Forget)
        context.vault().forget(profile.id, SecretField::Token);
    if (isConfirmed) {
        context.print(
            wasDead ? Cli::tr("%1: the cluster did not accept the token any more.").arg(name)
            : revoked.check
                ? Cli::tr("%1: revoked; the cluster no longer accepts the token.").arg(name)
                : Cli::tr("%1: revoked, as the cluster says. %2")
                      .arg(name, prooftext::unproved(token.expiresMs,
                                                     QDateTime::currentMSecsSinceEpoch())));
        return context.finish();
    }
    if (!revoked.result)
        return context.fail(revoked.result.error());
    context.fail(
        ExitCode::BadAnswer,
        stillAccepted(revoked.check->expiresMs ? revoked.check->expiresMs : token.expiresMs),
        Cli::tr("Tell the cluster's administrator; until it expires the token works."));
}

void ending::revoke(CliContext &context, const Profile &profile, Unconfirmed unconfirmed)
{
    kept::withToken(context, profile, [&context, profile, unconfirmed](const Token &token) {
        context.cluster(profile).revoke(
            token, [&context, profile, token, unconfirmed](const tokencalls::Revoked &revoked) {
                noting::ended(profile, token, revoked);
                tell(context, profile, token, revoked, unconfirmed);
            });
    });
}
