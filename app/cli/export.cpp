#include "app/cli/clicontext.h"
#include "app/cli/clitext.h"
#include "app/cli/verb.h"
#include "core/import/profileexport.h"

using namespace Qt::StringLiterals;

static void run(CliContext &context, const QCommandLineParser &line)
{
    QList<Profile> chosen;
    for (const QString &name : line.positionalArguments()) {
        const auto profile = context.profile(name);
        if (!profile)
            return;
        chosen.append(*profile);
    }
    if (line.positionalArguments().isEmpty())
        chosen = context.store().profiles();
    context.print(QString::fromUtf8(profileexport::write(chosen)).chopped(1));
    context.finish();
}

Verb verbs::exportProfiles()
{
    return {.name = u"export"_s,
            .arguments = u"[PROFILE…]"_s,
            .summary = Cli::tr("prints profiles, all or those named, as JSON without any secret"),
            .fewest = 0,
            .most = 1000,
            .run = run};
}
