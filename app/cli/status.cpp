#include "app/cli/clicontext.h"
#include "app/cli/clitext.h"
#include "app/cli/kept.h"
#include "app/cli/profilejson.h"
#include "app/cli/verb.h"
#include "core/storage/kepttokens.h"
#include "ui/support/timetext.h"
#include "ui/support/uitext.h"
#include "ui/vault/vaulttext.h"

#include <QDateTime>
#include <QJsonArray>

using namespace Qt::StringLiterals;

static bool keepsToken(CliContext &context, const Profile &profile)
{
    return context.vault().storedFields(profile.id).contains(SecretField::Token);
}

//! Of all profiles, without opening anything.
static void tellAll(CliContext &context, bool asJson)
{
    const QList<Profile> all = context.store().profiles();
    if (asJson) {
        QJsonArray rows;
        for (const Profile &profile : all) {
            QJsonObject row = jsonOf(profile);
            row.insert(u"keepsToken"_s, keepsToken(context, profile));
            rows.append(row);
        }
        context.print(QJsonDocument(rows));
        return context.finish();
    }
    const VaultStatus &vault = context.vault().status();
    context.print(vault.state == VaultStatus::State::NotChosen
                      ? Cli::tr("Secrets: no place chosen yet")
                      : Cli::tr("Secrets: %1").arg(vaulttext::place(vault)));
    for (const Profile &profile : all) {
        const QString name = shown(profile.name, Profile::longestName);
        context.print(keepsToken(context, profile) ? Cli::tr("%1: a token is kept").arg(name)
                                                   : Cli::tr("%1: no token is kept").arg(name));
    }
    context.finish();
}

static QString lifeOf(const Token &kept, qint64 nowMs)
{
    const Token token = kept.byLocalClock();
    const std::optional<qint64> left = token.remainingMs(nowMs);
    if (!left)
        return Cli::tr("it is not known how long it lives");
    const QString when = timetext::clockOrDate(*token.expiresMs, nowMs);
    return *left == 0 ? Cli::tr("expired at %1").arg(when)
                      : Cli::tr("valid until %1, %2 left").arg(when, timetext::remaining(*left));
}

static QJsonObject jsonOf(const Token &token, qint64 nowMs)
{
    QJsonObject object = jsonOf(token);
    object.insert(u"expired"_s, token.byLocalClock().remainingMs(nowMs) == 0);
    return object;
}

static QString lineOf(const Profile &profile, const Token &token, bool isOneOfSeveral, qint64 nowMs)
{
    const QString name = shown(profile.name, Profile::longestName);
    const QString owner = shown(token.owner, 64);
    const QString org = isOneOfSeveral ? kept::orgOf(profile, token) : QString();
    if (org.isEmpty())
        return Cli::tr("%1: token of %2, %3").arg(name, owner, lifeOf(token, nowMs));
    return Cli::tr("%1: token of %2 for %3, %4").arg(name, owner, org, lifeOf(token, nowMs));
}

//! Of \a tokens, of which \a own is the one that other verbs use.
static void tell(CliContext &context, const Profile &profile, const QList<Token> &tokens,
                 const std::optional<Token> &own, bool asJson)
{
    const qint64 nowMs = QDateTime::currentMSecsSinceEpoch();
    if (asJson) {
        QJsonArray all;
        for (const Token &token : tokens)
            all.append(jsonOf(token, nowMs));
        QJsonObject object = jsonOf(profile);
        object.insert(u"keepsToken"_s, true);
        if (own)
            object.insert(u"token"_s, jsonOf(*own, nowMs));
        object.insert(u"tokens"_s, all);
        context.print(QJsonDocument(object));
    } else {
        for (const Token &token : tokens)
            context.print(lineOf(profile, token, tokens.size() > 1, nowMs));
    }
    const bool isGood = own && own->byLocalClock().remainingMs(nowMs) != 0;
    context.finish(isGood ? ExitCode::Ok : ExitCode::NothingKept);
}

//! The tokens have to be looked at for it.
static void tellOne(CliContext &context, const Profile &profile, const QString &org, bool asJson)
{
    if (!org.isEmpty())
        return kept::withToken(context, profile, org, [=, &context](const Token &token) {
            tell(context, profile, {token}, token, asJson);
        });
    kept::withTokens(context, profile, [=, &context](const QList<Token> &tokens) {
        tell(context, profile, tokens, KeptTokens::findOwn(tokens, profile), asJson);
    });
}

static void run(CliContext &context, const QCommandLineParser &line)
{
    const bool asJson = line.isSet(u"json"_s);
    const QStringList names = line.positionalArguments();
    if (names.isEmpty())
        return tellAll(context, asJson);
    if (const auto profile = context.profile(names.constFirst()))
        tellOne(context, *profile, line.value(u"org"_s), asJson);
}

Verb verbs::status()
{
    return {.name = u"status"_s,
            .arguments = u"[PROFILE]"_s,
            .summary = Cli::tr("tells what is kept; of one profile, how long its tokens live"),
            .fewest = 0,
            .most = 1,
            .options = {{u"json"_s, Cli::tr("As JSON.")}, kept::orgOption()},
            .run = run};
}
