#include "app/cli/clicontext.h"
#include "app/cli/clitext.h"
#include "app/cli/secretinput.h"
#include "app/cli/transfer.h"
#include "app/cli/verb.h"
#include "core/import/profileexport.h"
#include "core/import/sealedprofiles.h"
#include "core/support/worker.h"
#include "ui/support/uitext.h"
#include "ui/vault/vaulttext.h"

#include <algorithm>

using namespace Qt::StringLiterals;
using profileimport::Found;

//! \a profiles with what is kept for them; none: the program has ended.
static std::optional<QList<Found>> withSecrets(CliContext &context, const QList<Profile> &profiles)
{
    QList<Found> entries;
    for (const Profile &profile : profiles) {
        Found entry;
        entry.profile = profile;
        for (const SecretField field : context.vault().storedFields(profile.id)) {
            const auto secret = context.vault().recall(profile.id, field);
            if (!secret) {
                context.fail(ExitCode::VaultShut,
                             u"%1: %2"_s.arg(shown(profile.name, Profile::longestName),
                                             vaulttext::error(secret.error()).what),
                             Cli::tr("Leave the profile out, or enter it there again."));
                return std::nullopt;
            }
            entry.kept.insert(field, *secret);
        }
        entries.append(entry);
    }
    return entries;
}

static void printSealed(CliContext &context, const QList<Profile> &profiles)
{
    const auto entries = withSecrets(context, profiles);
    if (!entries)
        return;
    const auto passphrase =
        secretinput::newPassphrase(Cli::tr("New passphrase for the file"), secretinput::Lock::File);
    if (!passphrase)
        return transfer::fail(context, passphrase.error());
    runOnWorker(
        &context,
        [entries = *entries, words = *passphrase] { return sealedprofiles::write(entries, words); },
        [&context](const Result<QByteArray, profileimport::Fault> &file) {
            if (!file)
                return transfer::fail(context, file.error());
            context.print(QString::fromLatin1(*file).chopped(1));
            context.finish();
        });
}

static void run(CliContext &context, const QCommandLineParser &line)
{
    QList<Profile> chosen;
    for (const QString &name : line.positionalArguments()) {
        const auto profile = context.profile(name);
        if (!profile)
            return;
        chosen.append(*profile);
    }
    if (line.positionalArguments().isEmpty())
        chosen = context.store().profiles();
    if (line.isSet(u"sealed"_s)) {
        const bool hasSecrets = std::ranges::any_of(chosen, [&](const Profile &profile) {
            return !context.vault().storedFields(profile.id).isEmpty();
        });
        if (!hasSecrets)
            return printSealed(context, chosen);
        return context.whenOpen([&context, chosen] { printSealed(context, chosen); });
    }
    context.print(QString::fromUtf8(profileexport::write(chosen)).chopped(1));
    context.finish();
}

Verb verbs::exportProfiles()
{
    return {.name = u"export"_s,
            .arguments = u"[PROFILE…]"_s,
            .summary = Cli::tr("prints profiles, all or those named, as JSON without any secret; "
                               "or sealed, with what is kept"),
            .fewest = 0,
            .most = 1000,
            .options = {{u"sealed"_s, Cli::tr("With the passwords, secret keys and tokens that are "
                                              "kept, all of it sealed by a passphrase.")}},
            .run = run};
}
