#include "app/cli/child.h"
#include "app/cli/clitext.h"
#include "app/cli/kept.h"
#include "app/cli/noting.h"
#include "app/cli/verb.h"

using namespace Qt::StringLiterals;

static void run(CliContext &context, const QCommandLineParser &line)
{
    QStringList words = line.positionalArguments();
    const auto profile = context.profile(words.takeFirst());
    if (!profile)
        return;
    if (words.value(0) == "--"_L1)
        words.removeFirst();
    else if (words.value(0).startsWith(u'-'))
        return context.fail(ExitCode::Misuse, Cli::tr("Options of sdesk come before PROFILE."),
                            Cli::tr("Say sdesk exec --org ORG %1 -- COMMAND.").arg(context.word()));
    if (words.isEmpty())
        return context.fail(ExitCode::Misuse, Cli::tr("The command is missing."),
                            Cli::tr("Say sdesk exec %1 -- COMMAND.").arg(context.word()));
    // As bytes: not every argument is a text.
    QList<QByteArray> command;
    for (const char *word : context.start().arguments.last(words.size()))
        command.append(word);
    kept::withGoodToken(context, *profile, line.value(u"org"_s),
                        [&context, command, profile = *profile](const Token &token) {
                            noting::handedOut(profile, token, u"exec"_s);
                            const handoff::VariableNames &names = profile.variables;
                            child::become(context, command,
                                          {{names.host, SecretBuffer::fromText(profile.origin)},
                                           {names.token, token.value}});
                        });
}

Verb verbs::exec()
{
    return {.name = u"exec"_s,
            .arguments = u"PROFILE -- COMMAND…"_s,
            .summary = Cli::tr("runs a command with host and token in variables for it alone"),
            .fewest = 1,
            .most = 1'000'000,
            .options = {kept::orgOption()},
            .takesCommand = true,
            .run = run};
}
