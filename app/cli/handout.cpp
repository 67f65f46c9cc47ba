#include "app/cli/handout.h"

#include "app/cli/clitext.h"
#include "app/cli/kept.h"
#include "app/cli/noting.h"

using namespace Qt::StringLiterals;

SecretBuffer textOf(const Profile &profile, const Token &token, handoff::Format format)
{
    return handoff::text(format, {.token = token.byLocalClock(),
                                  .origin = profile.origin,
                                  .form = profile.spokenForm(),
                                  .name = profile.name,
                                  .variables = profile.variables});
}

void handOut(CliContext &context, const QCommandLineParser &line, const QString &verb,
             handoff::Format format)
{
    const auto profile = context.profile(line.positionalArguments().constFirst());
    if (!profile)
        return;
    kept::withGoodToken(context, *profile, line.value(u"org"_s),
                        [&context, profile = *profile, format, verb](const Token &token) {
                            const SecretBuffer text = textOf(profile, token, format);
                            if (text.isEmpty())
                                return context.fail(
                                    ExitCode::Failed,
                                    Cli::tr("This token and server cannot be said in this form."),
                                    Cli::tr("Choose another form."));
                            context.print(text);
                            noting::handedOut(profile, token, verb);
                            context.finish();
                        });
}
