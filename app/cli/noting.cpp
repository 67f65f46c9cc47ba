#include "app/cli/noting.h"

#include "app/cli/clitext.h"
#include "app/cli/output.h"
#include "core/storage/ledgerfile.h"
#include "ui/support/errortext.h"

#include <QDateTime>

#include <algorithm>

using namespace Qt::StringLiterals;

static qint64 nowMs()
{
    return QDateTime::currentMSecsSinceEpoch();
}

static void complain(const QString &why)
{
    static bool hasComplained = false;
    if (!hasComplained)
        output::complain(
            Cli::tr("The list of tokens could not be written, so sdesk tokens will lack this. %1")
                .arg(why));
    hasComplained = true;
}

static void write(const LedgerFile &file, const LedgerEntry &entry)
{
    const auto written = file.note({entry}, nowMs());
    if (!written)
        complain(errorText(written.error()).nextStep);
}

static LedgerEntry entryOf(const Profile &profile, const Token &token, LedgerEntry::Origin origin)
{
    return LedgerEntry::of(token.byLocalClock(), profile.id, origin, nowMs());
}

static void append(const LedgerEntry &entry)
{
    const LedgerFile file(ProfileStore::defaultFilePath());
    if (!file.append(entry))
        write(file, entry); // which makes room, or tells why not
}

void noting::came(const Profile &profile, const Token &token, LedgerEntry::Origin origin)
{
    append(entryOf(profile, token, origin));
}

void noting::handedOut(const Profile &profile, const Token &token, const QString &verb)
{
    LedgerEntry entry = entryOf(profile, token, LedgerEntry::Origin::TakenIn);
    entry.handouts = {{LedgerEntry::Handout::sdesk + u' ' + verb, nowMs()}};
    append(entry);
}

static LedgerEntry::Standing standingAfter(const tokencalls::Revoked &revoked)
{
    using Standing = LedgerEntry::Standing;
    if (!revoked.result)
        return revoked.result.error().isUnsent ? Standing::Open : Standing::Unknown;
    if (!revoked.check)
        return Standing::RevokedSaid;
    return revoked.check->accepted ? Standing::StillAccepted : Standing::Revoked;
}

void noting::ended(const Profile &profile, const Token &token, const tokencalls::Revoked &revoked)
{
    LedgerEntry entry = entryOf(profile, token, LedgerEntry::Origin::TakenIn);
    entry.standing = standingAfter(revoked);
    write(LedgerFile(ProfileStore::defaultFilePath()), entry);
}

void noting::replaced(const Profile &profile, const Token &token)
{
    LedgerEntry entry = entryOf(profile, token, LedgerEntry::Origin::TakenIn);
    entry.standing = LedgerEntry::Standing::Replaced;
    append(entry);
}

bool noting::isKnown(const Profile &profile, const Token &token)
{
    const auto entries = LedgerFile(ProfileStore::defaultFilePath()).read();
    return entries && std::ranges::any_of(*entries, [&](const LedgerEntry &entry) {
               return entry.profile == profile.id && entry.fingerprint == token.fingerprint();
           });
}
