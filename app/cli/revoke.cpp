#include "app/cli/clitext.h"
#include "app/cli/ending.h"
#include "app/cli/verb.h"

using namespace Qt::StringLiterals;

static void run(CliContext &context, const QCommandLineParser &line)
{
    ending::revoke(context, line, ending::Which::Own, ending::Unconfirmed::Keep);
}

Verb verbs::revoke()
{
    return {.name = u"revoke"_s,
            .arguments = u"PROFILE"_s,
            .summary = Cli::tr(
                "revokes the kept token at the cluster, and forgets it once that is certain"),
            .fewest = 1,
            .most = 1,
            .options = ending::options(),
            .run = run};
}
