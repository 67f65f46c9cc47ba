#include "ui/vault/vaulttext.h"

#include "core/storage/profile.h"
#include "ui/support/uitext.h"

#include <QCoreApplication>
#include <QStringList>

using Kind = VaultFault::Kind;

namespace {
struct VaultText
{
    Q_DECLARE_TR_FUNCTIONS(VaultText)
};
} // namespace

QString vaulttext::place(const VaultStatus &status)
{
    const bool isShut =
        status.state == VaultStatus::State::Locked || status.state == VaultStatus::State::Failed;
    const bool isOpening = status.state == VaultStatus::State::Opening;
    switch (status.place) {
    case KeyPlace::None:
    case KeyPlace::SessionOnly:
        return VaultText::tr("this session only");
    case KeyPlace::Keychain:
        if (isOpening)
            return VaultText::tr("sealed, asking the keychain");
        return isShut ? VaultText::tr("sealed, the key in the keychain (locked)")
                      : VaultText::tr("sealed, the key in the keychain");
    case KeyPlace::Passphrase:
        return isShut ? VaultText::tr("sealed by your passphrase (locked)")
                      : VaultText::tr("sealed by your passphrase");
    }
    Q_UNREACHABLE();
}

static ErrorText say(const QString &what, const QString &nextStep)
{
    return {.what = what, .nextStep = nextStep, .details = {}};
}

static QString partName(BoundTo part)
{
    switch (part) {
    case BoundTo::Server:
        return VaultText::tr("server");
    case BoundTo::User:
        return VaultText::tr("user");
    case BoundTo::Authority:
        return VaultText::tr("certificate authority");
    case BoundTo::PinnedKey:
        return VaultText::tr("pinned key");
    case BoundTo::Proxy:
        return VaultText::tr("proxy");
    }
    Q_UNREACHABLE();
}

static QString partNames(const QList<BoundTo> &parts)
{
    QStringList names;
    for (const BoundTo part : parts)
        names.append(partName(part));
    return names.join(VaultText::tr(", ", "between the parts of a list"));
}

static ErrorText ofChangedParts(const QList<BoundTo> &parts)
{
    return say(VaultText::tr("What was kept does not open: the profile was changed outside the "
                             "program (%1). Nothing was sent.")
                   .arg(partNames(parts)),
               VaultText::tr("Look at the profile, then enter it again; it is then kept anew."));
}

ErrorText vaulttext::changedOutside(const QList<Changed> &profiles)
{
    constexpr qsizetype mostNamed = 3;
    QStringList named;
    for (const Changed &changed : profiles.first(qMin(profiles.size(), mostNamed)))
        named.append(VaultText::tr("%1 (%2)", "a profile and what was changed of it")
                         .arg(shown(changed.name, Profile::longestName), partNames(changed.parts)));
    QString names = named.join(VaultText::tr(", ", "between the parts of a list"));
    if (profiles.size() > mostNamed)
        names = VaultText::tr("%1 and %2 more").arg(names).arg(profiles.size() - mostNamed);
    return say(VaultText::tr("Changed outside the program, so what is kept there does not "
                             "open: %1.")
                   .arg(names),
               VaultText::tr("Look at the profile (Edit profile) before you enter a password "
                             "there again."));
}

ErrorText vaulttext::changedWhileLocked()
{
    return say(VaultText::tr("The settings were changed outside the program while it was locked: "
                             "they no longer lead to the key that opens it."),
               VaultText::tr("Bring the settings file back, then try again; or quit, and you are "
                             "signed in no longer."));
}

static ErrorText ofSecret(Kind kind)
{
    const QString anew = VaultText::tr("Enter it again; it is then kept anew.");
    switch (kind) {
    case Kind::NotSealed:
    case Kind::ChangedOutside:
    case Kind::NotListed:
        return say(VaultText::tr("What was kept does not open: it, or the profile it belongs to, "
                                 "was changed outside the program. Nothing was sent."),
                   anew);
    case Kind::OtherVersion:
        return say(VaultText::tr("What was kept was sealed by a newer Session Desk."),
                   VaultText::tr("Use that version, or enter it again."));
    case Kind::TooLong:
        return say(VaultText::tr("It is too long to be kept."),
                   VaultText::tr("Enter it each time."));
    case Kind::NotKept:
        return say(VaultText::tr("The settings cannot take it."),
                   VaultText::tr("See what the settings say, then sign in again."));
    default:
        return say(VaultText::tr("Nothing is kept here."), anew);
    }
}

// It is not locked, and unlocking it would be of no use.
static ErrorText ofOtherKeychain(const QString &name)
{
    const QString orElse = VaultText::tr("Or forget what is kept and enter it again.");
    if (name.isEmpty())
        return say(VaultText::tr("The keychain that runs now does not have the key to what is kept "
                                 "here; another one has."),
                   VaultText::tr("Start the one that you used before, then this program again.") +
                       u' ' + orElse);
    return say(VaultText::tr("The key to what is kept here is in another keychain than the one "
                             "that runs now: in %1.")
                   .arg(name),
               VaultText::tr("Start %1, then this program again.").arg(name) + u' ' + orElse);
}

static ErrorText ofKeychain(Kind kind)
{
    switch (kind) {
    case Kind::Absent:
        return say(VaultText::tr("No keychain is running."),
                   VaultText::tr("Start one, or keep secrets by a passphrase or for this session "
                                 "only."));
    case Kind::NotRunning:
        return say(VaultText::tr("No keychain is running."),
                   VaultText::tr("Start the one that has the key to what is kept here, or forget "
                                 "what is kept and enter it again."));
    case Kind::Locked:
        return say(VaultText::tr("The keychain is locked."),
                   VaultText::tr("Unlock it, then try again."));
    case Kind::Asking:
        return say(VaultText::tr("The keychain waits for its password."),
                   VaultText::tr("Enter it in the keychain's own window, then try again."));
    case Kind::Denied:
        return say(VaultText::tr("The keychain did not allow it."),
                   VaultText::tr("Allow it there, then try again."));
    case Kind::Silent:
        return say(VaultText::tr("The keychain does not answer."),
                   VaultText::tr("Look for a window of it that waits for you, then try again."));
    case Kind::Lost:
    case Kind::Missing:
        return say(VaultText::tr("The keychain no longer has the key to what is kept here."),
                   VaultText::tr("Bring the keychain's entry back, or forget what is kept and "
                                 "enter it again."));
    case Kind::Altered:
    case Kind::OtherKey:
        return say(VaultText::tr("The key in the keychain is not the one of what is kept here."),
                   VaultText::tr("Bring the keychain's entry back, or forget what is kept and "
                                 "enter it again."));
    default:
        return say(VaultText::tr("The keychain failed."),
                   VaultText::tr("Try again, or keep secrets by a passphrase."));
    }
}

static ErrorText ofVault(Kind kind)
{
    switch (kind) {
    case Kind::NotChosen:
    case Kind::NotOpen:
        return say(VaultText::tr("What is kept is locked."), VaultText::tr("Unlock it first."));
    case Kind::KeyNeeded:
        return say(VaultText::tr("Secrets are kept already that a new key could not open."),
                   VaultText::tr("Choose the place that has their key, or forget them first."));
    case Kind::TakenOver:
        return say(VaultText::tr("Another Session Desk has chosen a place meanwhile."),
                   VaultText::tr("That choice holds here too; change it if you like."));
    case Kind::TooSoon:
        return say(VaultText::tr("No passphrase is tried so soon after a wrong one."),
                   VaultText::tr("Wait a moment, then try again."));
    case Kind::WrongPassphrase:
        return say(VaultText::tr("That is not the passphrase."), VaultText::tr("Try again."));
    case Kind::BadParameters:
        return say(VaultText::tr("The settings ask for a passphrase in a way that is not ours: "
                                 "they were changed outside the program."),
                   VaultText::tr("Bring the settings file back, or forget what is kept."));
    default:
        return say(VaultText::tr("There is not enough memory to work out the key."),
                   VaultText::tr("Close other programs, then try again."));
    }
}

ErrorText vaulttext::error(const VaultFault &fault)
{
    ErrorText text;
    switch (fault.kind) {
    case Kind::NotStored:
    case Kind::NotSealed:
    case Kind::OtherVersion:
    case Kind::ChangedOutside:
    case Kind::NotListed:
    case Kind::TooLong:
    case Kind::NotKept:
        text = fault.changed.isEmpty() ? ofSecret(fault.kind) : ofChangedParts(fault.changed);
        break;
    case Kind::NotChosen:
    case Kind::NotOpen:
    case Kind::KeyNeeded:
    case Kind::TakenOver:
    case Kind::TooSoon:
    case Kind::WrongPassphrase:
    case Kind::BadParameters:
    case Kind::OutOfMemory:
        text = ofVault(fault.kind);
        break;
    case Kind::Elsewhere:
        return ofOtherKeychain(fault.detail);
    case Kind::Absent:
    case Kind::NotRunning:
    case Kind::Locked:
    case Kind::Asking:
    case Kind::Denied:
    case Kind::Silent:
    case Kind::Altered:
    case Kind::OtherKey:
    case Kind::Lost:
    case Kind::Missing:
    case Kind::Failed:
        text = ofKeychain(fault.kind);
        break;
    }
    text.details = fault.detail;
    return text;
}

bool vaulttext::canForgetFor(Kind kind)
{
    return kind == Kind::NotRunning || kind == Kind::Elsewhere || kind == Kind::Lost ||
           kind == Kind::Missing || kind == Kind::Altered || kind == Kind::OtherKey ||
           kind == Kind::BadParameters;
}

QString vaulttext::noLongerKept(SecretField field)
{
    switch (field) {
    case SecretField::Password:
        return VaultText::tr("The kept password was not accepted and is no longer kept.");
    case SecretField::SecretKey:
        return VaultText::tr("The kept secret key was not accepted and is no longer kept.");
    case SecretField::Token:
        return VaultText::tr("The kept token is no longer accepted and is no longer kept.");
    }
    Q_UNREACHABLE();
}

static QString keptName(SecretField field)
{
    switch (field) {
    case SecretField::Password:
        return VaultText::tr("The kept password");
    case SecretField::SecretKey:
        return VaultText::tr("The kept secret key");
    case SecretField::Token:
        return VaultText::tr("The kept token");
    }
    Q_UNREACHABLE();
}

QString vaulttext::leftOut(const LeftOut &secret)
{
    const QString name = keptName(secret.field);
    if (secret.isForgotten)
        return VaultText::tr("%1 did not open and is no longer kept: enter it again.").arg(name);
    if (secret.why == Kind::OtherVersion)
        return VaultText::tr("%1 was sealed by a newer Session Desk: it opens there, for the "
                             "profile as it was.")
            .arg(name);
    return VaultText::tr("%1 was put back from an earlier file: it opens only with that, for the "
                         "profile as it was.")
        .arg(name);
}

QString vaulttext::nextTry(int seconds)
{
    return seconds == 1 ? VaultText::tr("The next try can be made in 1 second.")
                        : VaultText::tr("The next try can be made in %1 seconds.").arg(seconds);
}
