#include "app/cli/clitext.h"
#include "app/cli/ending.h"
#include "app/cli/verb.h"

using namespace Qt::StringLiterals;

static void run(CliContext &context, const QCommandLineParser &line)
{
    ending::revoke(context, line, ending::Which::All, ending::Unconfirmed::Forget);
}

Verb verbs::logout()
{
    return {
        .name = u"logout"_s,
        .arguments = u"PROFILE"_s,
        .summary = Cli::tr(
            "revokes all kept tokens of the profile, and forgets them whatever the cluster says"),
        .fewest = 1,
        .most = 1,
        .options = ending::options(),
        .run = run};
}
