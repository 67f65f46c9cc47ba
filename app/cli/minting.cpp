#include "app/cli/minting.h"

#include "app/cli/clitext.h"
#include "app/cli/kept.h"
#include "app/cli/spelling.h"
#include "core/storage/storedtoken.h"

#include <QDateTime>

using namespace Qt::StringLiterals;

QList<QCommandLineOption> minting::options()
{
    return {
        {u"validity"_s, Cli::tr("How long a new token lives: 90s, 5m, 1h, 7d."), Cli::tr("TIME")},
        {u"org"_s, Cli::tr("The Organization of a new token: its number or name."),
         Cli::tr("ORG")}};
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

void minting::mint(CliContext &context, const Profile &profile, const TokenWish &wish,
                   const std::function<void(const Token &)> &then)
{
    kept::withPassword(context, profile, [=, &context](const kept::Password &password) {
        const Credentials credentials{profile.userName, password.value, {}};
        context.cluster(profile).mint(
            wish, credentials, [=, &context](const ApiResult<Token> &token) {
                if (!token)
                    return kept::failed(context, profile, password, token.error());
                Token owned = *token;
                if (owned.owner.isEmpty())
                    owned.owner = profile.userName;
                then(owned);
            });
    });
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
        context.vault().remember(profile.id, SecretField::Token, StoredToken::toSecret(token));
    if (!done)
        context.fail(done.error());
    return done.hasValue();
}
