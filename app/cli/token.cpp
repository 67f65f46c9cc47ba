#include "app/cli/clicontext.h"
#include "app/cli/clitext.h"
#include "app/cli/handout.h"
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
    const bool asJson = line.isSet(u"json"_s);
    const auto print = [&context, profile = *profile, asJson](const Token &token) {
        context.print(asJson ? textOf(profile, token, handoff::Format::Json) : token.value);
        noting::handedOut(profile, token, u"token"_s);
        context.finish();
    };
    if (!line.isSet(u"fresh"_s)) {
        // A kept token is as it was made: another life takes another token.
        if (minting::wantsNew(line))
            return context.fail(ExitCode::Misuse,
                                Cli::tr("--validity, --method and --secret-key are for a new "
                                        "token."),
                                Cli::tr("Add --fresh."));
        if (asJson)
            return context.fail(
                ExitCode::Misuse, Cli::tr("--json is for a new token."),
                Cli::tr("Add --fresh, or say sdesk credential %1.").arg(context.word()));
        return kept::withGoodToken(context, *profile, line.value(u"org"_s), print);
    }
    const auto wish = minting::wish(context, *profile, line);
    const auto method = wish ? minting::method(context, *profile, line) : std::nullopt;
    if (method)
        minting::mint(context, *profile, *wish, *method,
                      [print](const Token &token, bool) { print(token); });
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
                    {u"fresh"_s, Cli::tr("Gets a new token, by the kept password or secret key "
                                         "or one that is asked for; it is not kept.")},
                    {u"json"_s, Cli::tr("With --fresh: as JSON with its expiry, as credential "
                                        "prints the kept one.")}} +
                minting::options(),
            .run = run};
}
