#include "app/cli/clicontext.h"
#include "app/cli/clitext.h"
#include "app/cli/place.h"
#include "app/cli/secretinput.h"
#include "app/cli/verb.h"
#include "core/import/importfile.h"
#include "core/import/profileadding.h"
#include "core/import/sealedprofiles.h"
#include "core/support/worker.h"
#include "ui/support/importtext.h"
#include "ui/support/uitext.h"

#include <QFile>

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

static void fail(CliContext &context, const profileimport::Fault &fault)
{
    const ErrorText text = importtext::error(fault);
    context.fail(ExitCode::Failed, text.what, text.nextStep);
}

static void tell(CliContext &context, const Found &found, const Profile &kept)
{
    const QString name = shown(kept.name, Profile::longestName);
    const QString who = kept.userName.isEmpty() ? Cli::tr("no user") : shown(kept.userName, 64);
    context.print(Cli::tr("%1: added, %2, %3").arg(name, kept.origin, who));
    if (kept.proxy.mode == ProxySettings::Mode::Manual)
        context.print(Cli::tr("%1: goes by the proxy %2").arg(name, shown(kept.proxy.host, 200)));
    if (!kept.authorityFile.isEmpty())
        context.print(
            Cli::tr("%1: trusts the authority in %2").arg(name, shown(kept.authorityFile, 200)));
    if (!found.kept.isEmpty())
        context.print(
            Cli::tr("%1: kept with it: %2").arg(name, importtext::kinds(found.kept.keys())));
    if (!found.secrets.isEmpty())
        context.print(Cli::tr("%1: not taken, for they are secrets: %2; use sdesk login")
                          .arg(name, importtext::listed(found.secrets)));
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
static void add(CliContext &context, const Outcome &outcome)
{
    const Found *badOne = nullptr;
    for (const Found &found : outcome.found) {
        const auto added = profileadding::add(context.store(), context.vault(), found);
        if (added)
            tell(context, found, *added);
        else if (added.error().why == Refusal::Why::WasThere)
            context.print(Cli::tr("%1: was there already")
                              .arg(shown(found.profile.name, Profile::longestName)));
        else if (added.error().why != Refusal::Why::BadAddress)
            return fail(context, added.error(), found);
        else if (!badOne)
            badOne = &found;
    }
    if (badOne)
        return fail(context, Refusal{}, *badOne);
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
        return add(context, outcome);
    place::whenThereIsOne(context, line,
                          Cli::tr("Choose another place in Session Desk with Ctrl+K."),
                          [&context, outcome] { add(context, outcome); });
}

static void openSealed(CliContext &context, const QByteArray &file,
                       const std::function<void(const Outcome &)> &then)
{
    const auto passphrase =
        secretinput::passphrase(Cli::tr("Passphrase of the file"), secretinput::Lock::File);
    if (!passphrase)
        return context.fail(
            ExitCode::Misuse,
            Cli::tr("The passphrase is needed: %1").arg(secretinput::text(passphrase.error())),
            Cli::tr("Enter it in a terminal, or name a file descriptor in "
                    "SDESK_FILE_PASSPHRASE_FD."));
    runOnWorker(
        &context, [file, words = *passphrase] { return sealedprofiles::read(file, words); },
        [&context, then](const Result<Outcome, profileimport::Fault> &outcome) {
            if (outcome)
                then(*outcome);
            else
                fail(context, outcome.error());
        });
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
            addSealed(context, line, outcome);
        });
    const auto outcome =
        profileimport::read(*content, name == "-"_L1 ? QString() : importfile::nameFrom(name));
    if (outcome)
        add(context, *outcome);
    else
        fail(context, outcome.error());
}

Verb verbs::importProfiles()
{
    return {.name = u"import"_s,
            .arguments = u"[FILE]"_s,
            .summary = Cli::tr("adds profiles from files of cs_tools, ts-cli, the admin toolkit, "
                               "Postman, Bruno, .env or sdesk export"),
            .fewest = 0,
            .most = 1,
            .options = {place::option()},
            .run = run};
}
