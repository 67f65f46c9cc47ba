#include "app/cli/place.h"

#include "app/cli/clitext.h"
#include "app/cli/secretinput.h"
#include "core/storage/passphrasekey.h"
#include "ui/support/importtext.h"
#include "ui/vault/vaulttext.h"

using namespace Qt::StringLiterals;

static void failAsTooShort(CliContext &context)
{
    const ErrorText text = importtext::error({profileimport::Problem::ShortPassphrase, 0});
    context.fail(ExitCode::VaultShut, text.what, text.nextStep);
}

static void choosePassphrase(CliContext &context, const std::function<void()> &then)
{
    const auto typed = secretinput::newPassphrase(Cli::tr("New passphrase"));
    if (typed && !PassphraseKey::isLongEnough(*typed))
        return failAsTooShort(context);
    if (typed)
        return context.choosePlace(KeyPlace::Passphrase, *typed, then);
    context.fail(ExitCode::VaultShut,
                 Cli::tr("A passphrase is needed: %1").arg(secretinput::text(typed.error())),
                 Cli::tr("Enter it in a terminal, or name a file descriptor in "
                         "SDESK_PASSPHRASE_FD."));
}

static KeyPlace placeNamed(const QString &name)
{
    if (name == "keychain"_L1)
        return KeyPlace::Keychain;
    return name == "passphrase"_L1 ? KeyPlace::Passphrase : KeyPlace::None;
}

QCommandLineOption place::option()
{
    return {u"keep"_s,
            Cli::tr("Where secrets are to be kept, the first time: keychain or passphrase."),
            Cli::tr("PLACE")};
}

void place::whenThereIsOne(CliContext &context, const QCommandLineParser &line,
                           const QString &nextStep, const std::function<void()> &then)
{
    const VaultStatus &status = context.vault().status();
    const KeyPlace wanted = placeNamed(line.value(u"keep"_s));
    const bool isAsked = line.isSet(u"keep"_s);
    if (isAsked && wanted == KeyPlace::None)
        return context.fail(ExitCode::Misuse, Cli::tr("This --keep is not known."),
                            Cli::tr("Say keychain or passphrase."));
    if (isAsked && status.state == VaultStatus::State::NotChosen) {
        if (wanted == KeyPlace::Passphrase)
            return choosePassphrase(context, then);
        return context.choosePlace(wanted, {}, then);
    }
    if (status.state == VaultStatus::State::NotChosen)
        return context.fail(ExitCode::VaultShut,
                            Cli::tr("Nobody has chosen yet where secrets are to be kept."),
                            Cli::tr("Choose with --keep keychain, or --keep passphrase."));
    if (isAsked && wanted != status.place)
        return context.fail(
            ExitCode::VaultShut,
            Cli::tr("Secrets have another place already: %1.").arg(vaulttext::place(status)),
            Cli::tr("Leave out --keep, or change the place in Session Desk with "
                    "Ctrl+K."));
    if (status.place == KeyPlace::SessionOnly)
        return context.fail(ExitCode::VaultShut,
                            Cli::tr("Secrets are kept for as long as one program runs only, so "
                                    "they would be gone at once."),
                            nextStep);
    context.whenOpen(then);
}
