#include "app/cli/kept.h"

#include "app/cli/clitext.h"
#include "app/cli/secretinput.h"
#include "app/cli/spelling.h"
#include "core/session/orglookup.h"
#include "core/storage/keptsecret.h"
#include "core/storage/kepttokens.h"
#include "ui/support/uitext.h"
#include "ui/vault/vaulttext.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

static void failWithoutToken(CliContext &context, const Profile &profile, const QString &what)
{
    context.fail(ExitCode::NothingKept, what.arg(shown(profile.name, Profile::longestName)),
                 Cli::tr("Get one: sdesk login %1, or sdesk token %1 --fresh.")
                     .arg(spelling::word(profile.name)));
}

static void failWithoutOrg(CliContext &context, const Profile &profile, const QString &org)
{
    context.fail(ExitCode::NothingKept,
                 Cli::tr("No token for the Organization %1 is kept for %2.")
                     .arg(shown(org, 64), shown(profile.name, Profile::longestName)),
                 Cli::tr("Get one: sdesk login %1 --org %2; sdesk status %1 tells what there is.")
                     .arg(spelling::word(profile.name), spelling::word(org)));
}

QCommandLineOption kept::orgOption()
{
    return {u"org"_s,
            Cli::tr("The kept token for this Organization, its number or name; unasked that for "
                    "the profile's own."),
            Cli::tr("ORG")};
}

void kept::withTokens(CliContext &context, const Profile &profile,
                      const std::function<void(const QList<Token> &)> &then)
{
    // Without a need for the vault nobody is asked for a passphrase.
    if (!context.vault().storedFields(profile.id).contains(SecretField::Token))
        return failWithoutToken(context, profile, Cli::tr("No token is kept for %1."));
    context.whenOpen([&context, profile, then] {
        const auto tokens = KeptTokens::all(context.vault(), profile.id);
        if (!tokens)
            return context.fail(tokens.error());
        then(*tokens);
    });
}

std::optional<Token> kept::chosen(const QList<Token> &tokens, const Profile &profile,
                                  const QString &org)
{
    return org.isEmpty() ? KeptTokens::findOwn(tokens, profile)
                         : KeptTokens::find(tokens, org, profile.knownOrgs);
}

QString kept::orgOf(const Profile &profile, const Token &token)
{
    if (!token.orgId)
        return shown(token.orgName, 64);
    const auto known = orglookup::find(profile.knownOrgs, QString::number(*token.orgId));
    return spelling::of(known.value_or(Org{*token.orgId, token.orgName}));
}

void kept::withToken(CliContext &context, const Profile &profile, const QString &org,
                     const std::function<void(const Token &)> &then)
{
    withTokens(context, profile, [&context, profile, org, then](const QList<Token> &tokens) {
        const auto token = chosen(tokens, profile, org);
        if (!token)
            return failWithoutOrg(context, profile, org.isEmpty() ? profile.org : org);
        then(*token);
    });
}

void kept::withGoodToken(CliContext &context, const Profile &profile, const QString &org,
                         const std::function<void(const Token &)> &then)
{
    withToken(context, profile, org, [&context, profile, then](const Token &token) {
        if (token.byLocalClock().remainingMs(QDateTime::currentMSecsSinceEpoch()) == 0)
            return failWithoutToken(context, profile,
                                    Cli::tr("The token kept for %1 has expired."));
        then(token);
    });
}

Credentials kept::Secret::credentials(const QString &userName) const
{
    if (field == SecretField::SecretKey)
        return {userName, {}, value, SignInMethod::SecretKey};
    return {userName, value, {}, SignInMethod::Password};
}

static void askForSecret(CliContext &context, const Profile &profile, SecretField field,
                         const std::function<void(const kept::Secret &)> &then)
{
    const bool isKey = field == SecretField::SecretKey;
    const auto typed = secretinput::askOrRead(
        isKey ? Cli::tr("Secret key of %1").arg(profile.origin)
              : Cli::tr("Password of %1 at %2").arg(shown(profile.userName, 64), profile.origin));
    // A key is copied from somewhere; a password may end in a space.
    if (typed)
        return then({.field = field,
                     .value = isKey ? SecretBuffer::fromBytes(typed->view().trimmed()) : *typed});
    const QString why = secretinput::text(typed.error());
    context.fail(ExitCode::Misuse,
                 isKey ? Cli::tr("The secret key is needed: %1").arg(why)
                       : Cli::tr("The password is needed: %1").arg(why),
                 Cli::tr("Enter it in a terminal, or give it as a line of standard input."));
}

void kept::withSecret(CliContext &context, const Profile &profile, SignInMethod method,
                      const std::function<void(const Secret &)> &then)
{
    const SecretField field =
        method == SignInMethod::SecretKey ? SecretField::SecretKey : SecretField::Password;
    if (!context.vault().storedFields(profile.id).contains(field))
        return askForSecret(context, profile, field, then);
    context.whenOpen([&context, profile, field, then] {
        const auto secret = context.vault().recall(profile.id, field);
        if (secret)
            then({.field = field, .value = *secret, .isKept = true});
        else
            context.fail(secret.error());
    });
}

void kept::failed(CliContext &context, const Profile &profile, const Secret &secret,
                  const ApiError &error)
{
    const bool isRefused = keptsecret::isRefused(secret.field, error);
    if (isRefused && secret.isKept) {
        context.vault().forget(profile.id, secret.field);
        return context.fail(ExitCode::Refused, vaulttext::noLongerKept(secret.field),
                            Cli::tr("Try again, and enter the right one."));
    }
    if (isRefused && secret.field == SecretField::SecretKey)
        return context.fail(ExitCode::Refused,
                            Cli::tr("The cluster does not accept this secret key for %1.")
                                .arg(shown(profile.userName, 64)),
                            Cli::tr("Check the key and the user's name, and whether trusted "
                                    "authentication is on."));
    context.fail(error);
}

void kept::failed(CliContext &context, const Profile &profile, const Token &token,
                  const ApiError &error)
{
    if (keptsecret::isRefused(SecretField::Token, error))
        KeptTokens::forget(context.vault(), profile.id, token.fingerprint());
    context.fail(error);
}
