#include "app/cli/clicontext.h"
#include "app/cli/clitext.h"
#include "app/cli/kept.h"
#include "app/cli/profilejson.h"
#include "app/cli/spelling.h"
#include "app/cli/verb.h"
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

static QString lifeOf(const Token &token, qint64 nowMs)
{
    const std::optional<qint64> left = token.remainingMs(nowMs);
    if (!left)
        return Cli::tr("it is not known how long it lives");
    const QString when = timetext::clockOrDate(*token.expiresMs, nowMs);
    return *left == 0 ? Cli::tr("expired at %1").arg(when)
                      : Cli::tr("valid until %1, %2 left").arg(when, timetext::remaining(*left));
}

static QJsonObject jsonOf(const Token &token, bool hasExpired)
{
    QJsonObject object{{u"owner"_s, token.owner}, {u"expired"_s, hasExpired}};
    if (token.expiresMs)
        object.insert(u"expiration"_s, spelling::moment(*token.expiresMs));
    if (token.orgId)
        object.insert(u"orgId"_s, *token.orgId);
    return object;
}

//! Of the token, which has to be looked at for it.
static void tellOne(CliContext &context, const Profile &profile, bool asJson)
{
    kept::withToken(context, profile, [&context, profile, asJson](const Token &token) {
        const qint64 nowMs = QDateTime::currentMSecsSinceEpoch();
        const bool hasExpired = token.remainingMs(nowMs) == 0;
        if (asJson) {
            QJsonObject object = jsonOf(profile);
            object.insert(u"keepsToken"_s, true);
            object.insert(u"token"_s, jsonOf(token, hasExpired));
            context.print(QJsonDocument(object));
        } else {
            context.print(Cli::tr("%1: token of %2, %3")
                              .arg(shown(profile.name, Profile::longestName),
                                   shown(token.owner, 64), lifeOf(token, nowMs)));
        }
        context.finish(hasExpired ? ExitCode::NothingKept : ExitCode::Ok);
    });
}

static void run(CliContext &context, const QCommandLineParser &line)
{
    const bool asJson = line.isSet(u"json"_s);
    const QStringList names = line.positionalArguments();
    if (names.isEmpty())
        return tellAll(context, asJson);
    if (const auto profile = context.profile(names.constFirst()))
        tellOne(context, *profile, asJson);
}

Verb verbs::status()
{
    return {.name = u"status"_s,
            .arguments = u"[PROFILE]"_s,
            .summary = Cli::tr("tells what is kept; of one profile, how long its token lives"),
            .fewest = 0,
            .most = 1,
            .options = {{u"json"_s, Cli::tr("As JSON.")}},
            .run = run};
}
