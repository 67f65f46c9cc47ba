#include "ui/support/importtext.h"

#include "core/storage/passphrasekey.h"
#include "ui/support/uitext.h"
#include "ui/vault/vaulttext.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

namespace {
struct ImportText
{
    Q_DECLARE_TR_FUNCTIONS(ImportText)
};
} // namespace

static ErrorText say(const QString &what, const QString &nextStep)
{
    return {.what = what, .nextStep = nextStep, .details = {}};
}

ErrorText importtext::error(const profileimport::Fault &fault)
{
    using Problem = profileimport::Problem;
    switch (fault.problem) {
    case Problem::TooLarge:
        return say(ImportText::tr("That is more than one file may hold."),
                   ImportText::tr("Take fewer profiles at a time."));
    case Problem::NotText:
        return say(ImportText::tr("The file is not text in UTF-8."),
                   ImportText::tr("Save it as UTF-8, then try again."));
    case Problem::Unknown:
        return say(ImportText::tr("The file has no form that is known here."),
                   ImportText::tr("Give JSON, TOML, lines of NAME=value, or an environment of "
                                  "Postman or Bruno."));
    case Problem::Broken:
        return fault.line > 0
                   ? say(ImportText::tr("The file cannot be read at line %1.").arg(fault.line),
                         ImportText::tr("Mend that line, then try again; nothing was added."))
                   : say(ImportText::tr("The file is not whole, or was written by hand."),
                         ImportText::tr("Export it again, then import that; nothing was added."));
    case Problem::Newer:
        return say(ImportText::tr("The file was written by a newer program."),
                   ImportText::tr("Install a newer version."));
    case Problem::Sealed:
        return say(ImportText::tr("The file is sealed."),
                   ImportText::tr("Enter the passphrase that it was sealed with."));
    case Problem::ShortPassphrase:
        return say(ImportText::tr("The passphrase is too short."),
                   ImportText::tr("Take at least %1 characters; a few words are best.")
                       .arg(PassphraseKey::fewestCharacters));
    case Problem::NotOpened:
        return say(ImportText::tr("The passphrase is not right, or the file was changed."),
                   ImportText::tr("Try again; nothing was added."));
    case Problem::Costly:
        return say(ImportText::tr("The file asks for more work than is allowed to open it, so it "
                                  "is not one of ours."),
                   ImportText::tr("Export it again, then import that."));
    case Problem::NoMemory:
        return say(ImportText::tr("There is not enough memory to work out the key."),
                   ImportText::tr("Close other programs, then try again."));
    }
    Q_UNREACHABLE();
}

QString importtext::name(profileimport::Format format)
{
    using Format = profileimport::Format;
    switch (format) {
    case Format::Own:
        return ImportText::tr("an export");
    case Format::Sealed:
        return ImportText::tr("a sealed export");
    case Format::Json:
        return ImportText::tr("JSON");
    case Format::Postman:
        return ImportText::tr("a Postman environment");
    case Format::Toml:
        return ImportText::tr("TOML");
    case Format::Bruno:
        return ImportText::tr("a Bruno environment");
    case Format::Environment:
        return ImportText::tr("lines of NAME=value");
    }
    Q_UNREACHABLE();
}

QString importtext::refusal(const profileadding::Refusal &refusal,
                            const profileimport::Found &found)
{
    using Why = profileadding::Refusal::Why;
    switch (refusal.why) {
    case Why::BadAddress:
        return errorText(found.refusal.value_or(ServerAddress::Problem::Empty)).what;
    case Why::WasThere:
        return found.kept.isEmpty() ? ImportText::tr("was there already")
                                    : ImportText::tr("was there already; what the file keeps for "
                                                     "it was not taken");
    case Why::NoRoom:
        return ImportText::tr("The settings take no more profiles.");
    case Why::NotKept:
        return vaulttext::error(refusal.fault).what;
    }
    Q_UNREACHABLE();
}

QString importtext::listed(const QStringList &names)
{
    constexpr int most = 12;
    QStringList spoken;
    for (const QString &name : names.first(qMin(names.size(), qsizetype(most))))
        spoken.append(shown(name, 64));
    const QString text = spoken.join(", "_L1);
    return names.size() > most ? ImportText::tr("%1 and %2 more").arg(text).arg(names.size() - most)
                               : text;
}

QString importtext::kinds(const QList<SecretField> &fields)
{
    QStringList words;
    for (const SecretField field : fields) {
        switch (field) {
        case SecretField::Password:
            words.append(ImportText::tr("password"));
            break;
        case SecretField::SecretKey:
            words.append(ImportText::tr("secret key"));
            break;
        case SecretField::Token:
            words.append(ImportText::tr("token"));
            break;
        }
    }
    return words.join(", "_L1);
}
