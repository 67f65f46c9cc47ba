#include "app/cli/clitext.h"
#include "app/cli/handout.h"
#include "app/cli/kept.h"
#include "app/cli/verb.h"

using namespace Qt::StringLiterals;

Verb verbs::header()
{
    return {.name = u"header"_s,
            .arguments = u"PROFILE"_s,
            .summary = Cli::tr("prints the Authorization header with the kept token"),
            .fewest = 1,
            .most = 1,
            .options = {kept::orgOption()},
            .run = [](CliContext &context, const QCommandLineParser &line) {
                handOut(context, line, u"header"_s, handoff::Format::AuthorizationHeader);
            }};
}
