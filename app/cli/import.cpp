#include "app/cli/clicontext.h"
#include "app/cli/clitext.h"
#include "app/cli/place.h"
#include "app/cli/profilejson.h"
#include "app/cli/secretinput.h"
#include "app/cli/spelling.h"
#include "app/cli/transfer.h"
#include "app/cli/verb.h"
#include "core/import/importfile.h"
#include "core/import/profileadding.h"
#include "core/import/sealedprofiles.h"
#include "core/storage/sealing.h"
#include "core/support/worker.h"
#include "ui/support/importtext.h"
#include "ui/support/uitext.h"

#include <QFile>
#include <QJsonArray>

#include <algorithm>

using namespace Qt::StringLiterals;
using profileadding::Refusal;
using profileimport::Found;
using profileimport::Outcome;

static std::optional<QByteArray> contentOf(const QString &name)
{
    QFile file(name);
    const bool isOpen =
        name == "-"_L1 ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    return isOpen ? importfile::content(file) : std::nullopt;
}

using Added = Result<Profile, Refusal>;

static bool wasThere(const Added &added)
{
    return !added && added.error().why == Refusal::Why::WasThere;
}

static QJsonArray namesOf(const QList<SecretField> &fields)
{
    QJsonArray names;
    for (const SecretField field : fields)
        names.append(Sealing::nameOf(field));
    return names;
}

static QJsonObject jsonOf(const Found &found, const Added &added)
{
    QJsonObject object = jsonOf(added ? *added : found.profile);
    if (!added)
        object.remove(u"id"_s);
    object.insert(u"result"_s, added ? u"added"_s : wasThere(added) ? u"known"_s : u"refused"_s);
    object.insert(u"notTaken"_s, wasThere(added) ? namesOf(found.kept.keys()) : QJsonArray());
    object.insert(u"secrets"_s, QJsonArray::fromStringList(found.secrets));
    object.insert(u"skipped"_s, QJsonArray::fromStringList(found.skipped));
    return object;
}

static void tell(CliContext &context, const Found &found, const Profile &kept)
{
    const QString name = shown(kept.name, Profile::longestName);
    if (kept.userName.isEmpty())
        context.print(Cli::tr("%1: added, %2; it has no user yet: name the user in Session Desk "
                              "(or import with --user NAME)")
                          .arg(name, kept.origin));
    else
        context.print(
            Cli::tr("%1: added, %2, %3").arg(name, kept.origin, shown(kept.userName, 64)));
    if (kept.proxy.mode == ProxySettings::Mode::Manual)
        context.print(Cli::tr("%1: goes by the proxy %2").arg(name, shown(kept.proxy.host, 200)));
    if (!kept.authorityFile.isEmpty())
        context.print(
            Cli::tr("%1: trusts the authority in %2").arg(name, shown(kept.authorityFile, 200)));
    if (!found.kept.isEmpty())
        context.print(
            Cli::tr("%1: kept with it: %2").arg(name, importtext::kinds(found.kept.keys())));
    if (!found.secrets.isEmpty())
        context.print(Cli::tr("%1: not taken, for they are secrets: %2; use sdesk login %3")
                          .arg(name, importtext::listed(found.secrets), spelling::word(kept.name)));
    if (!found.skipped.isEmpty())
        context.print(
            Cli::tr("%1: not understood: %2").arg(name, importtext::listed(found.skipped)));
}

static void fail(CliContext &context, const Refusal &refusal, const Found &found)
{
    const QString what = Cli::tr("%1 was not added: %2")
                             .arg(shown(found.profile.name, Profile::longestName),
                                  importtext::refusal(refusal, found));
    switch (refusal.why) {
    case Refusal::Why::BadAddress:
    case Refusal::Why::WasThere:
        return context.fail(ExitCode::Failed, what,
                            Cli::tr("Put its address right, then import it again."));
    case Refusal::Why::NoRoom:
        return context.fail(ExitCode::Settings, what,
                            Cli::tr("Remove some, then import the file again."));
    case Refusal::Why::NotKept:
        return context.fail(ExitCode::VaultShut, what,
                            Cli::tr("Import it without secrets: sdesk export, without --sealed."));
    }
}

//! Adds what can be added; the first that cannot, but for its address, ends it.
static void add(CliContext &context, const Outcome &outcome, bool asJson)
{
    QJsonArray rows;
    const Found *badOne = nullptr;
    Refusal refusal;
    for (const Found &found : outcome.found) {
        const Added added = profileadding::add(context.store(), context.vault(), found);
        rows.append(jsonOf(found, added));
        if (added && !asJson)
            tell(context, found, *added);
        else if (wasThere(added) && !asJson)
            context.print(u"%1: %2"_s.arg(shown(found.profile.name, Profile::longestName),
                                          importtext::refusal(added.error(), found)));
        if (added || wasThere(added))
            continue;
        const bool endsIt = added.error().why != Refusal::Why::BadAddress;
        if (endsIt || !badOne) {
            badOne = &found;
            refusal = added.error();
        }
        if (endsIt)
            break;
    }
    if (asJson)
        context.print(QJsonDocument(rows));
    if (badOne)
        return fail(context, refusal, *badOne);
    if (outcome.notLookedAt > 0)
        return context.fail(
            ExitCode::Failed,
            Cli::tr("%1 more profiles in the file were not looked at.").arg(outcome.notLookedAt),
            Cli::tr("Give them in a file of their own."));
    if (outcome.found.isEmpty())
        return context.fail(ExitCode::Failed, Cli::tr("There is no profile in the file."),
                            Cli::tr("Give one with a server's address in it."));
    context.finish();
}

//! Nothing of a file with secrets is added before there is a place for them.
static void addSealed(CliContext &context, const QCommandLineParser &line, const Outcome &outcome)
{
    const bool hasSecrets = std::ranges::any_of(
        outcome.found, [](const Found &found) { return !found.kept.isEmpty(); });
    if (!hasSecrets)
        return add(context, outcome, line.isSet(u"json"_s));
    place::whenThereIsOne(
        context, line, Cli::tr("Choose another place in Session Desk with Ctrl+K."),
        [&context, outcome, asJson = line.isSet(u"json"_s)] { add(context, outcome, asJson); });
}

static void openSealed(CliContext &context, const QByteArray &file,
                       const std::function<void(const Outcome &)> &then)
{
    const auto passphrase =
        secretinput::passphrase(Cli::tr("Passphrase of the file"), secretinput::Lock::File);
    if (!passphrase)
        return transfer::fail(context, passphrase.error());
    runOnWorker(
        &context, [file, words = *passphrase] { return sealedprofiles::read(file, words); },
        [&context, then](const Result<Outcome, profileimport::Fault> &outcome) {
            if (outcome)
                then(*outcome);
            else
                transfer::fail(context, outcome.error());
        });
}

//! Before anything is added: a kept secret is sealed for the user of its profile.
static Outcome withUser(Outcome outcome, const QCommandLineParser &line)
{
    for (Found &found : outcome.found) {
        if (found.profile.userName.isEmpty())
            found.profile.userName = line.value(u"user"_s);
    }
    return outcome;
}

static void run(CliContext &context, const QCommandLineParser &line)
{
    const QString name = line.positionalArguments().value(0, u"-"_s);
    const auto content = contentOf(name);
    if (!content)
        return context.fail(ExitCode::Failed, Cli::tr("%1 cannot be read.").arg(shown(name, 200)),
                            Cli::tr("Check its name, and whether you may read it."));
    if (sealedprofiles::isSealed(*content))
        return openSealed(context, *content, [&context, &line](const Outcome &outcome) {
            addSealed(context, line, withUser(outcome, line));
        });
    const auto outcome =
        profileimport::read(*content, name == "-"_L1 ? QString() : importfile::nameFrom(name));
    if (!outcome)
        return transfer::fail(context, outcome.error());
    add(context, withUser(*outcome, line), line.isSet(u"json"_s));
}

Verb verbs::importProfiles()
{
    return {.name = u"import"_s,
            .arguments = u"[FILE]"_s,
            .summary = Cli::tr("adds profiles from files of cs_tools, ts-cli, the admin toolkit, "
                               "Postman, Bruno, .env or sdesk export"),
            .fewest = 0,
            .most = 1,
            .options = {place::option(),
                        {u"user"_s, Cli::tr("The user of profiles that the file names none for."),
                         Cli::tr("NAME")},
                        {u"json"_s, Cli::tr("As JSON: what became of each.")}},
            .run = run};
}
