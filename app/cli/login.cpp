#include "app/cli/clicontext.h"
#include "app/cli/clitext.h"
#include "app/cli/kept.h"
#include "app/cli/minting.h"
#include "app/cli/noting.h"
#include "app/cli/output.h"
#include "app/cli/place.h"
#include "app/cli/profilejson.h"
#include "app/cli/secretinput.h"
#include "app/cli/spelling.h"
#include "app/cli/verb.h"
#include "core/session/orglookup.h"
#include "core/storage/kepttokens.h"
#include "ui/support/timetext.h"
#include "ui/support/uitext.h"

using namespace Qt::StringLiterals;

static void tell(CliContext &context, const Profile &profile, const Token &token, bool asJson)
{
    if (asJson) {
        QJsonObject object = jsonOf(profile);
        object.insert(u"token"_s, jsonOf(token));
        context.print(QJsonDocument(object));
        return;
    }
    const QString who = shown(token.owner, 64);
    const QString name = shown(profile.name, Profile::longestName);
    context.print(token.expiresMs
                      ? Cli::tr("%1: signed in as %2; the token is kept and valid until %3.")
                            .arg(name, who,
                                 timetext::clockOrDate(*token.expiresMs, context.cluster().nowMs()))
                      : Cli::tr("%1: signed in as %2; the token is kept.").arg(name, who));
}

//! Keeps \a token, and ends the program once that is on the disk, or could not be done; \a then is
//! called before it ends well.
static void keep(CliContext &context, const Profile &profile, const Token &token,
                 minting::Unkept unkept, bool asJson, const std::function<void()> &then = {})
{
    if (!minting::keep(context, profile, token, unkept))
        return;
    context.whenSaved([&context, profile, token, asJson, then] {
        tell(context, profile, token, asJson);
        if (then)
            then();
        context.finish();
    });
}

static void noteOrg(Token &token, const SessionInfo &info, const Profile &profile)
{
    const std::optional<Org> &current = info.currentOrg;
    if (!token.orgId && current)
        token.orgId = current->id;
    if (!token.orgId)
        return;
    const auto known = orglookup::find(profile.knownOrgs, QString::number(*token.orgId));
    token.orgName = current && current->id == *token.orgId && !current->name.isEmpty()
                        ? current->name
                    : known ? known->name
                            : QString();
}

//! It is kept all the same: there is one for each Organization.
static void sayIfItIsForAnotherOrg(const Profile &profile, const Token &token)
{
    if (profile.org.isEmpty())
        return;
    const QString word = spelling::word(profile.name);
    const QString own = shown(profile.org, 64);
    if (!token.orgId) {
        output::complain(Cli::tr("The cluster does not tell which Organization the token is for, "
                                 "so that it is for %1 could not be checked. See sdesk validate "
                                 "%2.")
                             .arg(own, word));
        return;
    }
    if (KeptTokens::find({token}, profile.org, profile.knownOrgs))
        return;
    output::complain(Cli::tr("The token is for the Organization %1, not for %2, the profile's own. "
                             "Use it by --org %3.")
                         .arg(kept::orgOf(profile, token), own, QString::number(*token.orgId)));
}

//! Keeps \a given if the server says that it is accepted and whose it is.
static void keepIfItIsTheirs(CliContext &context, const Profile &profile, const Token &given,
                             bool asJson)
{
    const auto judge = [&context, profile, given, asJson](const ApiResult<SessionInfo> &info) {
        if (!info)
            return context.fail(info.error());
        if (info->userName.compare(profile.userName, Qt::CaseInsensitive) != 0)
            return context.fail(ExitCode::NotAllowed,
                                Cli::tr("The token is not of %1 but of %2.")
                                    .arg(shown(profile.userName, 64), shown(info->userName, 64)),
                                Cli::tr("Give one of this profile's user."));
        Token token = given;
        token.owner = info->userName;
        noteOrg(token, *info, profile);
        noting::came(profile, token, LedgerEntry::Origin::TakenIn);
        keep(context, profile, token, minting::Unkept::Leave, asJson,
             [profile, token] { sayIfItIsForAnotherOrg(profile, token); });
    };
    context.cluster().info(given, judge);
}

static void takeToken(CliContext &context, const Profile &profile, bool asJson)
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
    cluster.check(token, [&context, profile, token, asJson](const ApiResult<TokenCheck> &check) {
        if (!check)
            return context.fail(check.error());
        if (!check->accepted)
            return context.fail(ExitCode::Refused,
                                Cli::tr("The cluster does not accept the token."),
                                Cli::tr("Give another one."));
        Token known = token;
        known.expiresMs = check->expiresMs;
        known.orgId = check->orgId;
        known.serverAheadMs = context.cluster().aheadMs();
        keepIfItIsTheirs(context, profile, known, asJson);
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
    if (hasToken && (minting::wantsNew(line) || line.isSet(u"org"_s)))
        return context.fail(ExitCode::Misuse, Cli::tr("--token takes a token as it is."),
                            Cli::tr("Leave out --validity, --org, --method and --secret-key."));
    const auto method = minting::method(context, *profile, line);
    if (!method)
        return;
    const bool asJson = line.isSet(u"json"_s);
    // Before anything is sent: a token that cannot be kept is not asked for.
    place::whenThereIsOne(
        context, line,
        Cli::tr("Choose another place in Session Desk with Ctrl+K, or use sdesk token %1 --fresh.")
            .arg(context.word()),
        [&context, profile = *profile, wish = *wish, method = *method, hasToken, asJson] {
            if (hasToken)
                return takeToken(context, profile, asJson);
            minting::mint(
                context, profile, wish, method,
                [&context, profile, wish, asJson](const Token &token, bool isNew) {
                    const Profile now = context.store().profile(profile.id).value_or(profile);
                    keep(context, profile, KeptTokens::asAskedFor(token, wish.org, now.knownOrgs),
                         isNew ? minting::Unkept::Revoke : minting::Unkept::Leave, asJson);
                });
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
                    place::option(),
                    {u"token"_s, Cli::tr("Takes a token that you have, from the terminal or "
                                         "standard input.")},
                    {u"json"_s, Cli::tr("As JSON: the profile, and what is known of the token.")}} +
                minting::options(),
            .run = run};
}
