#include "app/cli/clicontext.h"
#include "app/cli/clitext.h"
#include "app/cli/kept.h"
#include "app/cli/minting.h"
#include "app/cli/noting.h"
#include "app/cli/verb.h"

using namespace Qt::StringLiterals;

static void run(CliContext &context, const QCommandLineParser &line)
{
    const auto profile = context.profile(line.positionalArguments().constFirst());
    if (!profile)
        return;
    const auto print = [&context, profile = *profile](const Token &token) {
        context.print(token.value);
        noting::handedOut(profile, token, u"token"_s);
        context.finish();
    };
    if (!line.isSet(u"fresh"_s)) {
        // A kept token is as it was made: another life or Org takes another token.
        if (minting::wantsNew(line))
            return context.fail(ExitCode::Misuse,
                                Cli::tr("--validity, --org and --secret-key are for a new token."),
                                Cli::tr("Add --fresh."));
        return kept::withGoodToken(context, *profile, print);
    }
    if (const auto wish = minting::wish(context, *profile, line))
        minting::mint(context, *profile, *wish, minting::by(line), print);
}

Verb verbs::token()
{
    return {.name = u"token"_s,
            .arguments = u"PROFILE"_s,
            .summary = Cli::tr("prints the kept token and nothing else"),
            .fewest = 1,
            .most = 1,
            .options =
                QList<QCommandLineOption>{
                    {u"fresh"_s, Cli::tr("Gets a new token, by the kept password or one that is "
                                         "asked for; it is not kept.")}} +
                minting::options(),
            .run = run};
}
