#include "app/cli/clitext.h"
#include "app/cli/handout.h"
#include "app/cli/kept.h"
#include "app/cli/verb.h"

#include <QMap>

using namespace Qt::StringLiterals;

static void run(CliContext &context, const QCommandLineParser &line)
{
    using Format = handoff::Format;
    static const QMap<QString, Format> formats{{u"sh"_s, Format::PosixEnvironment},
                                               {u"fish"_s, Format::FishEnvironment},
                                               {u"powershell"_s, Format::PowerShellEnvironment},
                                               {u"cmd"_s, Format::CmdEnvironment},
                                               {u"dotenv"_s, Format::DotEnv}};
    const auto format = formats.constFind(line.value(u"shell"_s));
    if (format == formats.cend())
        return context.fail(ExitCode::Misuse, Cli::tr("This --shell is not known."),
                            Cli::tr("Say sh, fish, powershell, cmd or dotenv."));
    handOut(context, line, u"env"_s, *format);
}

Verb verbs::env()
{
    return {
        .name = u"env"_s,
        .arguments = u"PROFILE"_s,
        .summary = Cli::tr("prints lines that set host and token in a shell"),
        .fewest = 1,
        .most = 1,
        .options = {{u"shell"_s, Cli::tr("For which shell: sh, fish, powershell, cmd or dotenv."),
                     Cli::tr("SHELL"), u"sh"_s},
                    kept::orgOption()},
        .run = run};
}
