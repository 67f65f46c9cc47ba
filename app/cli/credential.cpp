#include "app/cli/clitext.h"
#include "app/cli/handout.h"
#include "app/cli/kept.h"
#include "app/cli/verb.h"

using namespace Qt::StringLiterals;

Verb verbs::credential()
{
    return {.name = u"credential"_s,
            .arguments = u"PROFILE"_s,
            .summary =
                Cli::tr("prints JSON with the kept token and its expiry, for other programs"),
            .fewest = 1,
            .most = 1,
            .options = {kept::orgOption()},
            .run = [](CliContext &context, const QCommandLineParser &line) {
                handOut(context, line, u"credential"_s, handoff::Format::Json);
            }};
}
