#include "app/cli/clicontext.h"
#include "app/cli/clitext.h"
#include "app/cli/kept.h"
#include "app/cli/minting.h"
#include "app/cli/noting.h"
#include "app/cli/secretinput.h"
#include "app/cli/verb.h"
#include "ui/support/timetext.h"
#include "ui/support/uitext.h"
#include "ui/vault/vaulttext.h"

using namespace Qt::StringLiterals;

// --- where the token is to be kept

static void choosePassphrase(CliContext &context, const std::function<void()> &then)
{
    const auto refuse = [&context](const QString &what) {
        context.fail(ExitCode::VaultShut, what,
                     Cli::tr("Enter it in a terminal, or name a file descriptor in "
                             "SDESK_PASSPHRASE_FD."));
    };
    const auto typed = secretinput::passphrase(Cli::tr("New passphrase"));
    if (!typed)
        return refuse(Cli::tr("A passphrase is needed: %1").arg(secretinput::text(typed.error())));
    if (!secretinput::hasPassphraseDescriptor()) {
        const auto again = secretinput::ask(Cli::tr("Passphrase again"));
        if (!again || !(*again == *typed))
            return refuse(Cli::tr("The two passphrases are not the same."));
    }
    context.choosePlace(KeyPlace::Passphrase, *typed, then);
}

static KeyPlace placeNamed(const QString &name)
{
    if (name == "keychain"_L1)
        return KeyPlace::Keychain;
    return name == "passphrase"_L1 ? KeyPlace::Passphrase : KeyPlace::None;
}

//! Before anything is sent: a token that cannot be kept is not asked for.
static void whenThereIsAPlace(CliContext &context, const QCommandLineParser &line,
                              const std::function<void()> &then)
{
    const VaultStatus &status = context.vault().status();
    const KeyPlace wanted = placeNamed(line.value(u"keep"_s));
    const bool isAsked = line.isSet(u"keep"_s);
    if (isAsked && wanted == KeyPlace::None)
        return context.fail(ExitCode::Misuse, Cli::tr("This --keep is not known."),
                            Cli::tr("Say keychain or passphrase."));
    if (isAsked && status.state == VaultStatus::State::NotChosen) {
        if (wanted == KeyPlace::Passphrase)
            return choosePassphrase(context, then);
        return context.choosePlace(wanted, {}, then);
    }
    if (isAsked && wanted != status.place)
        return context.fail(
            ExitCode::VaultShut,
            Cli::tr("Secrets have another place already: %1.").arg(vaulttext::place(status)),
            Cli::tr("Leave out --keep, or change the place in Session Desk with "
                    "Ctrl+K."));
    if (status.place == KeyPlace::SessionOnly)
        return context.fail(ExitCode::VaultShut,
                            Cli::tr("Secrets are kept for as long as one program runs only, so the "
                                    "token would be gone at once."),
                            Cli::tr("Choose another place in Session Desk with Ctrl+K, or use "
                                    "sdesk token PROFILE --fresh."));
    context.whenOpen(then);
}

// --- the token

static void keep(CliContext &context, const Profile &profile, const Token &token)
{
    if (!minting::keep(context, profile, token))
        return;
    const QString who = shown(token.owner, 64);
    const QString name = shown(profile.name, Profile::longestName);
    context.print(token.expiresMs
                      ? Cli::tr("%1: signed in as %2; the token is kept and valid until %3.")
                            .arg(name, who,
                                 timetext::clockOrDate(*token.expiresMs, context.cluster().nowMs()))
                      : Cli::tr("%1: signed in as %2; the token is kept.").arg(name, who));
    context.finish();
}

//! Keeps \a given if the server says that it is accepted and whose it is.
static void keepIfItIsTheirs(CliContext &context, const Profile &profile, const Token &given)
{
    context.cluster().info(given, [&context, profile, given](const ApiResult<SessionInfo> &info) {
        if (!info)
            return context.fail(info.error());
        if (info->userName.compare(profile.userName, Qt::CaseInsensitive) != 0)
            return context.fail(ExitCode::NotAllowed,
                                Cli::tr("The token is not of %1 but of %2.")
                                    .arg(shown(profile.userName, 64), shown(info->userName, 64)),
                                Cli::tr("Give one of this profile's user."));
        Token token = given;
        token.owner = info->userName;
        noting::came(profile, token, LedgerEntry::Origin::TakenIn);
        keep(context, profile, token);
    });
}

static void takeToken(CliContext &context, const Profile &profile)
{
    const auto typed = secretinput::askOrRead(Cli::tr("Token"));
    if (!typed)
        return context.fail(
            ExitCode::Misuse,
            Cli::tr("The token is needed: %1").arg(secretinput::text(typed.error())),
            Cli::tr("Enter it in a terminal, or give it as a line of standard "
                    "input."));
    Token token;
    token.value = SecretBuffer::fromBytes(typed->view().trimmed());
    if (!Token::isWellFormed(token.value.view()))
        return context.fail(ExitCode::Misuse, Cli::tr("This is not a token."),
                            Cli::tr("Give the token alone, without Bearer or quotes."));
    Cluster &cluster = context.cluster(profile);
    cluster.check(token, [&context, profile, token](const ApiResult<TokenCheck> &check) {
        if (!check)
            return context.fail(check.error());
        if (!check->accepted)
            return context.fail(ExitCode::Refused,
                                Cli::tr("The cluster does not accept the token."),
                                Cli::tr("Give another one."));
        Token known = token;
        known.expiresMs = check->expiresMs;
        known.orgId = check->orgId;
        keepIfItIsTheirs(context, profile, known);
    });
}

static void run(CliContext &context, const QCommandLineParser &line)
{
    const auto profile = context.profile(line.positionalArguments().constFirst());
    if (!profile)
        return;
    const auto wish = minting::wish(context, *profile, line);
    if (!wish)
        return;
    const bool hasToken = line.isSet(u"token"_s);
    if (hasToken && minting::wantsNew(line))
        return context.fail(ExitCode::Misuse, Cli::tr("--token takes a token as it is."),
                            Cli::tr("Leave out --validity, --org and --secret-key."));
    const auto by = minting::by(line);
    whenThereIsAPlace(context, line, [&context, profile = *profile, wish = *wish, by, hasToken] {
        if (hasToken)
            return takeToken(context, profile);
        minting::mint(context, profile, wish, by,
                      [&context, profile](const Token &token) { keep(context, profile, token); });
    });
}

Verb verbs::login()
{
    return {.name = u"login"_s,
            .arguments = u"PROFILE"_s,
            .summary = Cli::tr("gets a token and keeps it"),
            .fewest = 1,
            .most = 1,
            .options =
                QList<QCommandLineOption>{
                    {u"keep"_s,
                     Cli::tr("Where secrets are to be kept, the first time: keychain or "
                             "passphrase."),
                     Cli::tr("PLACE")},
                    {u"token"_s, Cli::tr("Takes a token that you have, from the terminal or "
                                         "standard input.")}} +
                minting::options(),
            .run = run};
}
