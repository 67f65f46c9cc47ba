#include "app/cli/minting.h"

#include "app/cli/clitext.h"
#include "app/cli/kept.h"
#include "app/cli/noting.h"
#include "app/cli/output.h"
#include "app/cli/spelling.h"
#include "core/api/apidialect.h"
#include "core/session/orglookup.h"
#include "core/storage/kepttokens.h"
#include "ui/support/formtext.h"
#include "ui/support/timetext.h"
#include "ui/support/uitext.h"
#include "ui/vault/vaulttext.h"

#include <QDateTime>

#include <algorithm>

using namespace Qt::StringLiterals;

QCommandLineOption minting::methodOption()
{
    return {u"method"_s,
            Cli::tr("By what tokens are asked for: password, or secret-key, the cluster's own "
                    "(trusted authentication). The one that Session Desk keeps is used; what is "
                    "entered here is not kept."),
            Cli::tr("METHOD")};
}

QList<QCommandLineOption> minting::options()
{
    return {
        {u"validity"_s, Cli::tr("How long a new token lives: 90s, 5m, 1h, 7d."), Cli::tr("TIME")},
        {u"org"_s, Cli::tr("The Organization of the token: its number or name."), Cli::tr("ORG")},
        methodOption(),
        {u"secret-key"_s, Cli::tr("The same as --method secret-key.")}};
}

std::optional<TokenWish> minting::wish(CliContext &context, const Profile &profile,
                                       const QCommandLineParser &line)
{
    TokenWish wish;
    wish.org = line.isSet(u"org"_s) ? line.value(u"org"_s) : profile.org;
    wish.validitySeconds = profile.tokenValiditySeconds;
    if (!line.isSet(u"validity"_s))
        return wish;
    const std::optional<int> seconds = spelling::seconds(line.value(u"validity"_s));
    if (!seconds) {
        context.fail(ExitCode::Misuse, Cli::tr("--validity takes a time."),
                     Cli::tr("Say 90s, 5m, 1h or 7d."));
        return std::nullopt;
    }
    wish.validitySeconds = *seconds;
    return wish;
}

bool minting::wantsNew(const QCommandLineParser &line)
{
    return std::ranges::any_of(QStringList{u"validity"_s, u"method"_s, u"secret-key"_s},
                               [&line](const QString &name) { return line.isSet(name); });
}

std::optional<SignInMethod> minting::method(CliContext &context, const Profile &profile,
                                            const QCommandLineParser &line)
{
    if (!line.isSet(u"method"_s))
        return line.isSet(u"secret-key"_s) ? SignInMethod::SecretKey : profile.method;
    const auto method = spelling::method(line.value(u"method"_s));
    if (!method)
        context.fail(ExitCode::Misuse, Cli::tr("This --method is not known."),
                     Cli::tr("Say password or secret-key."));
    else if (line.isSet(u"secret-key"_s))
        context.fail(ExitCode::Misuse, Cli::tr("--method and --secret-key say the same."),
                     Cli::tr("Leave one of them out."));
    else
        return method;
    return std::nullopt;
}

//! The token as it is handed on, and noted.
static Token made(Token token, const Profile &profile, bool isNew, qint64 serverAheadMs)
{
    token.serverAheadMs = serverAheadMs;
    if (token.owner.isEmpty())
        token.owner = profile.userName;
    const qint64 nowMs = QDateTime::currentMSecsSinceEpoch() + serverAheadMs;
    if (!isNew)
        output::complain(
            token.expiresMs
                ? Cli::tr("The cluster gave a token that it had given before, not a new one; it "
                          "ends at %1, whatever was asked for.")
                      .arg(timetext::clockOrDate(*token.expiresMs, nowMs))
                : Cli::tr("The cluster gave a token that it had given before, not a new one."));
    noting::came(profile, token, LedgerEntry::Origin::Minted);
    return token;
}

// --- the Organization

//! As the window does, so that the next name needs no question.
static void rememberOrgs(CliContext &context, const Profile &profile, const QList<Org> &orgs)
{
    auto stored = context.store().profile(profile.id);
    if (!stored || orgs.isEmpty() || stored->knownOrgs == orgs)
        return;
    stored->knownOrgs = orgs;
    context.store().save(*stored);
}

//! Nobody is silently in an Organization that was not asked for.
static void sayWhatCouldNotBeCompared(const Profile &profile, const TokenWish &wish,
                                      const Minted &minted)
{
    constexpr qint64 primary = 0; // what a cluster is said to give unasked
    if (minted.isOrgUntold)
        output::complain(Cli::tr("The cluster does not tell which Organization the token is for, "
                                 "so that it is for %1 could not be checked. See sdesk validate "
                                 "%2.")
                             .arg(shown(wish.org, 64), spelling::word(profile.name)));
    const Token &token = *minted.token;
    if (!wish.org.isEmpty() || !token.orgId || *token.orgId == primary)
        return;
    const auto known = orglookup::find(profile.knownOrgs, QString::number(*token.orgId));
    output::complain(Cli::tr("No Organization was asked for, and the cluster chose %1. Say the one "
                             "that is meant with --org.")
                         .arg(spelling::of(known.value_or(Org{*token.orgId, token.orgName}))));
}

//! What became of a token that is not handed out.
static QString became(const std::optional<tokencalls::Revoked> &revoked,
                      const std::optional<qint64> &expiresMs, qint64 nowMs)
{
    if (!revoked)
        return Cli::tr("It had given the same token before, so it may be in use and is not "
                       "revoked.");
    if (revoked->result && !(revoked->check && revoked->check->accepted))
        return Cli::tr("It is revoked again.");
    return expiresMs ? Cli::tr("It is not handed out; that it was revoked is not certain, so it "
                               "may be accepted until %1.")
                           .arg(timetext::clockOrDate(*expiresMs, nowMs))
                     : Cli::tr("It is not handed out; that it was revoked is not certain.");
}

static void failByOrg(CliContext &context, const TokenWish &wish, const Minted &minted)
{
    const QString what = Cli::tr("The cluster gave a token for the Organization %1, not for %2.")
                             .arg(spelling::of(*minted.otherOrg), shown(wish.org, 64));
    context.fail(
        ExitCode::NotAllowed,
        what + u' ' + became(minted.revoked, minted.expiresMs, context.cluster().nowMs()),
        Cli::tr("Ask the cluster's administrator why it does not give the one asked for."));
}

// --- by a secret

//! What is there anyway. No passphrase is asked for on its account.
static QList<Token> keptTokens(CliContext &context, const Profile &profile)
{
    const auto tokens = KeptTokens::all(context.vault(), profile.id);
    return tokens ? *tokens : QList<Token>();
}

using minting::Then;

static void mintBy(CliContext &context, const Profile &profile, const TokenWish &wish,
                   SignInMethod method, const Then &then)
{
    kept::withSecret(context, profile, method, [=, &context](const kept::Secret &secret) {
        context.cluster().mint(
            wish, secret.credentials(profile.userName), keptTokens(context, profile),
            [=, &context](const Minted &minted) {
                rememberOrgs(context, profile, minted.orgs);
                if (minted.otherOrg)
                    return failByOrg(context, wish, minted);
                if (!minted.token)
                    return kept::failed(context, profile, secret, minted.token.error());
                sayWhatCouldNotBeCompared(profile, wish, minted);
                const bool isNew = !noting::isKnown(profile, *minted.token);
                then(made(*minted.token, profile, isNew, context.cluster().aheadMs()), isNew);
            });
    });
}

static void mintBySecretKey(CliContext &context, const Profile &profile, const TokenWish &wish,
                            const Then &then)
{
    const auto goOn = [=, &context](const ApiResult<Api::Form> &form) {
        if (!form)
            return context.fail(form.error());
        if (dialectFor(*form)->canUseSecretKey())
            return mintBy(context, profile, wish, SignInMethod::SecretKey, then);
        context.fail(ExitCode::Misuse,
                     Cli::tr("This cluster's form of the API, %1, takes no secret key.")
                         .arg(formName(*form)),
                     Cli::tr("Use the password: --method password."));
    };
    // What was found in an earlier run may be no longer so: a person is not sent away by it.
    const Api::Form known = profile.spokenForm();
    const bool mayHaveChanged = profile.form == Api::Form::Auto && known != Api::Form::Auto &&
                                !dialectFor(known)->canUseSecretKey();
    if (mayHaveChanged)
        context.cluster().testForm(goOn);
    else
        context.cluster().findForm(goOn);
}

void minting::mint(CliContext &context, const Profile &profile, const TokenWish &wish,
                   SignInMethod method, const Then &then)
{
    context.cluster(profile);
    if (method == SignInMethod::SecretKey)
        mintBySecretKey(context, profile, wish, then);
    else
        mintBy(context, profile, wish, method, then);
}

//! What nobody gets to see does not live on.
static void failUnkept(CliContext &context, const Profile &profile, const Token &token,
                       const VaultFault &fault)
{
    context.cluster().revoke(token, [=, &context](const tokencalls::Revoked &revoked) {
        noting::ended(profile, token, revoked);
        const ErrorText why = vaulttext::error(fault);
        const QString what =
            Cli::tr("The token could not be kept. %1 %2")
                .arg(became(revoked, token.expiresMs, context.cluster().nowMs()), why.what);
        context.fail(ExitCode::VaultShut, what, why.nextStep);
    });
}

//! A token whose place another one takes lives on, and here is nothing to revoke it by.
static void sayThatItWasReplaced(const Profile &profile, const Token &token, qint64 nowMs)
{
    const Token here = token.byLocalClock();
    if (here.remainingMs(nowMs) == 0)
        return;
    noting::replaced(profile, token);
    const QString end =
        here.expiresMs ? timetext::clockOrDate(*here.expiresMs, nowMs) : Cli::tr("it ends");
    output::complain(Cli::tr("The token that was kept before is no longer kept here, and is "
                             "accepted until %1. To end one first: sdesk revoke %2.")
                         .arg(end, spelling::word(profile.name)));
}

bool minting::keep(CliContext &context, const Profile &profile, const Token &token, Unkept unkept)
{
    const qint64 nowMs = QDateTime::currentMSecsSinceEpoch();
    const auto before = KeptTokens::replacedBy(keptTokens(context, profile), token);
    const auto done = KeptTokens::keep(context.vault(), profile.id, token, nowMs);
    if (!done && unkept == Unkept::Revoke)
        failUnkept(context, profile, token, done.error());
    else if (!done)
        context.fail(done.error());
    if (!done)
        return false;
    if (before)
        sayThatItWasReplaced(profile, *before, nowMs);
    Profile changed = context.store().profile(profile.id).value_or(profile);
    changed.keepsToken = true; // or the window would forget it
    // To the day: to the moment would take a second write of the settings each time.
    constexpr qint64 dayMs = 86'400'000;
    if (nowMs - changed.lastUsedMs > dayMs)
        changed.lastUsedMs = nowMs;
    const Api::Form found = context.cluster().form();
    if (changed.form == Api::Form::Auto)
        changed.foundForm = found;
    context.store().save(changed);
    return true;
}
