#include "app/cli/clicontext.h"
#include "app/cli/clitext.h"
#include "app/cli/kept.h"
#include "app/cli/spelling.h"
#include "app/cli/verb.h"
#include "ui/support/timetext.h"
#include "ui/support/uitext.h"

#include <QJsonObject>

using namespace Qt::StringLiterals;

static void tell(CliContext &context, const Profile &profile, const Token &token,
                 const TokenCheck &check, bool asJson)
{
    if (asJson) {
        QJsonObject object{{u"accepted"_s, check.accepted}};
        if (check.expiresMs)
            object.insert(u"expiration"_s, spelling::moment(*check.expiresMs));
        if (check.orgId)
            object.insert(u"orgId"_s, *check.orgId);
        context.print(QJsonDocument(object));
    } else if (check.accepted) {
        const QString name = shown(profile.name, Profile::longestName);
        context.print(
            check.expiresMs
                ? Cli::tr("%1: the token is accepted, valid until %2.")
                      .arg(name, timetext::clockOrDate(*check.expiresMs, context.cluster().nowMs()))
                : Cli::tr("%1: the token is accepted.").arg(name));
    }
    if (check.accepted)
        return context.finish();
    ApiError ended;
    ended.kind = ApiError::Kind::SessionEnded;
    kept::failed(context, profile, token, ended);
}

static void run(CliContext &context, const QCommandLineParser &line)
{
    const auto profile = context.profile(line.positionalArguments().constFirst());
    if (!profile)
        return;
    const bool asJson = line.isSet(u"json"_s);
    const QString org = line.value(u"org"_s);
    kept::withToken(context, *profile, org, [=, &context](const Token &token) {
        context.cluster(*profile).check(token, [=, &context](const ApiResult<TokenCheck> &check) {
            if (!check)
                return context.fail(check.error());
            tell(context, *profile, token, *check, asJson);
        });
    });
}

Verb verbs::validate()
{
    return {.name = u"validate"_s,
            .arguments = u"PROFILE"_s,
            .summary = Cli::tr("asks the cluster whether it accepts the kept token"),
            .fewest = 1,
            .most = 1,
            .options = {{u"json"_s, Cli::tr("As JSON.")}, kept::orgOption()},
            .run = run};
}
