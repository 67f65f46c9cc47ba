#include "app/cli/minting.h"

#include "app/cli/clitext.h"
#include "app/cli/kept.h"
#include "app/cli/noting.h"
#include "app/cli/output.h"
#include "app/cli/secretinput.h"
#include "app/cli/spelling.h"
#include "core/api/apidialect.h"
#include "core/storage/kepttokens.h"
#include "ui/support/formtext.h"
#include "ui/support/timetext.h"
#include "ui/support/uitext.h"

#include <QDateTime>

#include <algorithm>

using namespace Qt::StringLiterals;

QList<QCommandLineOption> minting::options()
{
    return {
        {u"validity"_s, Cli::tr("How long a new token lives: 90s, 5m, 1h, 7d."), Cli::tr("TIME")},
        {u"org"_s, Cli::tr("The Organization of a new token: its number or name."), Cli::tr("ORG")},
        {u"secret-key"_s, Cli::tr("Asks for the cluster's secret key (trusted authentication) "
                                  "instead of the password; it is never kept.")}};
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
    return std::ranges::any_of(options(), [&line](const QCommandLineOption &option) {
        return line.isSet(option.names().constFirst());
    });
}

minting::By minting::by(const QCommandLineParser &line)
{
    return line.isSet(u"secret-key"_s) ? By::SecretKey : By::Password;
}

//! The token as it is handed on, and noted.
static Token made(Token token, const Profile &profile)
{
    if (token.owner.isEmpty())
        token.owner = profile.userName;
    if (noting::isKnown(profile, token))
        output::complain(
            token.expiresMs
                ? Cli::tr("The cluster gave a token that it had given before, not a new one; it "
                          "ends at %1, whatever was asked for.")
                      .arg(timetext::clockOrDate(*token.expiresMs,
                                                 QDateTime::currentMSecsSinceEpoch()))
                : Cli::tr("The cluster gave a token that it had given before, not a new one."));
    noting::came(profile, token, LedgerEntry::Origin::Minted);
    return token;
}

static void mintByPassword(CliContext &context, const Profile &profile, const TokenWish &wish,
                           const std::function<void(const Token &)> &then)
{
    kept::withPassword(context, profile, [=, &context](const kept::Password &password) {
        context.cluster(profile).mint(wish, {profile.userName, password.value, {}},
                                      [=, &context](const ApiResult<Token> &token) {
                                          if (!token)
                                              return kept::failed(context, profile, password,
                                                                  token.error());
                                          then(made(*token, profile));
                                      });
    });
}

static void askForKeyAndMint(CliContext &context, const Profile &profile, const TokenWish &wish,
                             const std::function<void(const Token &)> &then)
{
    const auto typed = secretinput::askOrRead(Cli::tr("Secret key of %1").arg(profile.origin));
    if (!typed)
        return context.fail(
            ExitCode::Misuse,
            Cli::tr("The secret key is needed: %1").arg(secretinput::text(typed.error())),
            Cli::tr("Enter it in a terminal, or give it as a line of standard input."));
    const auto key = SecretBuffer::fromBytes(typed->view().trimmed());
    context.cluster().mint(wish, {profile.userName, {}, key, SignInMethod::SecretKey},
                           [=, &context](const ApiResult<Token> &token) {
                               if (token)
                                   return then(made(*token, profile));
                               if (token.error().kind != ApiError::Kind::BadCredentials)
                                   return context.fail(token.error());
                               context.fail(ExitCode::Refused,
                                            Cli::tr("The cluster does not accept this secret key "
                                                    "for %1.")
                                                .arg(shown(profile.userName, 64)),
                                            Cli::tr("Check the key and the user's name, and "
                                                    "whether trusted authentication is on."));
                           });
}

static void mintBySecretKey(CliContext &context, const Profile &profile, const TokenWish &wish,
                            const std::function<void(const Token &)> &then)
{
    Cluster &cluster = context.cluster(profile);
    const auto goOn = [=, &context](const ApiResult<Api::Form> &form) {
        if (!form)
            return context.fail(form.error());
        if (dialectFor(*form)->canUseSecretKey())
            return askForKeyAndMint(context, profile, wish, then);
        context.fail(ExitCode::Misuse,
                     Cli::tr("This cluster's form of the API, %1, takes no secret key.")
                         .arg(formName(*form)),
                     Cli::tr("Leave out --secret-key and use the password."));
    };
    // What was found in an earlier run may be no longer so: a person is not sent away by it.
    const Api::Form known = profile.spokenForm();
    const bool mayHaveChanged = profile.form == Api::Form::Auto && known != Api::Form::Auto &&
                                !dialectFor(known)->canUseSecretKey();
    if (mayHaveChanged)
        cluster.testForm(goOn);
    else
        cluster.findForm(goOn);
}

void minting::mint(CliContext &context, const Profile &profile, const TokenWish &wish, By by,
                   const std::function<void(const Token &)> &then)
{
    if (by == By::SecretKey)
        mintBySecretKey(context, profile, wish, then);
    else
        mintByPassword(context, profile, wish, then);
}

bool minting::keep(CliContext &context, const Profile &profile, const Token &token)
{
    Profile changed = context.store().profile(profile.id).value_or(profile);
    changed.keepsToken = true; // or the window would forget it
    changed.lastUsedMs = QDateTime::currentMSecsSinceEpoch();
    const Api::Form found = context.cluster().form();
    if (changed.form == Api::Form::Auto)
        changed.foundForm = found;
    context.store().save(changed);
    const auto done =
        KeptTokens::keep(context.vault(), profile.id, token, QDateTime::currentMSecsSinceEpoch());
    if (!done)
        context.fail(done.error());
    return done.hasValue();
}
