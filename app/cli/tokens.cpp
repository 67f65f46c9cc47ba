#include "app/cli/clicontext.h"
#include "app/cli/clitext.h"
#include "app/cli/spelling.h"
#include "app/cli/verb.h"
#include "core/storage/ledgerfile.h"
#include "ui/support/timetext.h"
#include "ui/support/uitext.h"
#include "ui/token/ledgertext.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonObject>

using namespace Qt::StringLiterals;

static QString nameOf(CliContext &context, const LedgerEntry &entry)
{
    const auto profile = context.store().profile(entry.profile);
    return profile ? shown(profile->name, Profile::longestName) : Cli::tr("(removed profile)");
}

static QString word(LedgerEntry::State state)
{
    switch (state) {
    case LedgerEntry::State::Alive:
        return u"alive"_s;
    case LedgerEntry::State::Expired:
        return u"expired"_s;
    case LedgerEntry::State::Revoked:
        return u"revoked"_s;
    case LedgerEntry::State::Unknown:
        break;
    }
    return u"unknown"_s;
}

static QJsonObject jsonOf(CliContext &context, const LedgerEntry &entry, qint64 nowMs)
{
    QJsonArray handouts;
    for (const LedgerEntry::Handout &handout : entry.handouts)
        handouts.append(
            QJsonObject{{u"what"_s, handout.what}, {u"at"_s, spelling::moment(handout.atMs)}});
    QJsonObject object{
        {u"fingerprint"_s, entry.fingerprint},
        {u"profileId"_s, entry.profile.toString(QUuid::WithoutBraces)},
        {u"profile"_s, nameOf(context, entry)},
        {u"origin"_s, entry.origin == LedgerEntry::Origin::Minted ? u"minted"_s : u"taken in"_s},
        {u"owner"_s, entry.owner},
        {u"scope"_s, entry.scope},
        {u"state"_s, word(entry.state(nowMs))},
        {u"proved"_s, entry.standing == LedgerEntry::Standing::Revoked},
        {u"noted"_s, spelling::moment(entry.notedMs)},
        {u"handouts"_s, handouts}};
    if (entry.orgId)
        object.insert(u"orgId"_s, *entry.orgId);
    if (!entry.objectId.isEmpty())
        object.insert(u"objectId"_s, entry.objectId);
    if (entry.createdMs)
        object.insert(u"creation"_s, spelling::moment(*entry.createdMs));
    if (entry.expiresMs)
        object.insert(u"expiration"_s, spelling::moment(*entry.expiresMs));
    return object;
}

static QString lineOf(CliContext &context, const LedgerEntry &entry, qint64 nowMs)
{
    return Cli::tr("%1  %2: %3, %4, Org %5; %6; handed out: %7")
        .arg(entry.fingerprint, nameOf(context, entry), shown(entry.owner, 64),
             ledgertext::scope(entry), ledgertext::org(entry), ledgertext::standing(entry, nowMs),
             ledgertext::handouts(entry, nowMs));
}

static void list(CliContext &context, const std::optional<Profile> &profile, bool asJson)
{
    const auto all = LedgerFile(ProfileStore::defaultFilePath()).read();
    if (!all) {
        const ErrorText text = errorText(all.error());
        return context.fail(ExitCode::Settings, text.what, text.nextStep);
    }
    const qint64 nowMs = QDateTime::currentMSecsSinceEpoch();
    QJsonArray rows;
    for (const LedgerEntry &entry : *all) {
        if (profile && entry.profile != profile->id)
            continue;
        if (asJson)
            rows.append(jsonOf(context, entry, nowMs));
        else
            context.print(lineOf(context, entry, nowMs));
    }
    if (asJson)
        context.print(QJsonDocument(rows));
    context.finish();
}

static void run(CliContext &context, const QCommandLineParser &line)
{
    const bool asJson = line.isSet(u"json"_s);
    const QStringList names = line.positionalArguments();
    if (names.isEmpty())
        return list(context, {}, asJson);
    if (const auto profile = context.profile(names.constFirst()))
        list(context, profile, asJson);
}

Verb verbs::tokens()
{
    return {.name = u"tokens"_s,
            .arguments = u"[PROFILE]"_s,
            .summary =
                Cli::tr("lists the tokens made or taken in here, by fingerprint: whose, what "
                        "became of them, where they were handed"),
            .fewest = 0,
            .most = 1,
            .options = {{u"json"_s, Cli::tr("As JSON.")}},
            .run = run};
}
