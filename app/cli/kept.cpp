#include "app/cli/kept.h"

#include "app/cli/clitext.h"
#include "app/cli/secretinput.h"
#include "core/storage/kepttokens.h"
#include "ui/support/uitext.h"

#include <QDateTime>

static void failWithoutToken(CliContext &context, const Profile &profile, const QString &what)
{
    context.fail(ExitCode::NothingKept, what.arg(shown(profile.name, Profile::longestName)),
                 Cli::tr("Get one: sdesk login PROFILE, or sdesk token PROFILE --fresh."));
}

void kept::withToken(CliContext &context, const Profile &profile,
                     const std::function<void(const Token &)> &then)
{
    // Without a need for the vault nobody is asked for a passphrase.
    if (!context.vault().storedFields(profile.id).contains(SecretField::Token))
        return failWithoutToken(context, profile, Cli::tr("No token is kept for %1."));
    context.whenOpen([&context, profile, then] {
        const auto tokens = KeptTokens::all(context.vault(), profile.id);
        if (!tokens)
            return context.fail(tokens.error());
        const auto token = KeptTokens::findOwn(*tokens, profile);
        if (!token)
            return failWithoutToken(context, profile,
                                    Cli::tr("No token for its Organization is kept for %1."));
        then(*token);
    });
}

void kept::withGoodToken(CliContext &context, const Profile &profile,
                         const std::function<void(const Token &)> &then)
{
    withToken(context, profile, [&context, profile, then](const Token &token) {
        if (token.remainingMs(QDateTime::currentMSecsSinceEpoch()) == 0)
            return failWithoutToken(context, profile,
                                    Cli::tr("The token kept for %1 has expired."));
        then(token);
    });
}

static void askForPassword(CliContext &context, const Profile &profile,
                           const std::function<void(const kept::Password &)> &then)
{
    const auto typed = secretinput::askOrRead(
        Cli::tr("Password of %1 at %2").arg(shown(profile.userName, 64), profile.origin));
    if (typed)
        return then({*typed, false});
    context.fail(ExitCode::Misuse,
                 Cli::tr("The password is needed: %1").arg(secretinput::text(typed.error())),
                 Cli::tr("Enter it in a terminal, or give it as a line of standard input."));
}

void kept::withPassword(CliContext &context, const Profile &profile,
                        const std::function<void(const Password &)> &then)
{
    if (!context.vault().storedFields(profile.id).contains(SecretField::Password))
        return askForPassword(context, profile, then);
    context.whenOpen([&context, profile, then] {
        const auto secret = context.vault().recall(profile.id, SecretField::Password);
        if (secret)
            then({*secret, true});
        else
            context.fail(secret.error());
    });
}

void kept::failed(CliContext &context, const Profile &profile, const Password &password,
                  const ApiError &error)
{
    // Not to be tried a second time: servers lock accounts.
    if (password.isKept && error.kind == ApiError::Kind::BadCredentials) {
        context.vault().forget(profile.id, SecretField::Password);
        return context.fail(ExitCode::Refused,
                            Cli::tr("The kept password was not accepted and is no longer kept."),
                            Cli::tr("Try again, and enter the right one."));
    }
    context.fail(error);
}

void kept::failed(CliContext &context, const Profile &profile, const ApiError &error)
{
    if (error.kind == ApiError::Kind::SessionEnded)
        context.vault().forget(profile.id, SecretField::Token);
    context.fail(error);
}
