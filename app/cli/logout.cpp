#include "app/cli/clitext.h"
#include "app/cli/ending.h"
#include "app/cli/verb.h"

using namespace Qt::StringLiterals;

static void run(CliContext &context, const QCommandLineParser &line)
{
    if (const auto profile = context.profile(line.positionalArguments().constFirst()))
        ending::revoke(context, *profile, ending::Unconfirmed::Forget);
}

Verb verbs::logout()
{
    return {.name = u"logout"_s,
            .arguments = u"PROFILE"_s,
            .summary = Cli::tr("revokes the kept token, and forgets it whatever the cluster says"),
            .fewest = 1,
            .most = 1,
            .run = run};
}
