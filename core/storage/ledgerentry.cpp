#include "core/storage/ledgerentry.h"

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

static constexpr qsizetype longestText = 256;

LedgerEntry LedgerEntry::of(const Token &token, const QUuid &profile, Origin origin, qint64 nowMs)
{
    LedgerEntry entry;
    entry.profile = profile;
    entry.fingerprint = token.fingerprint();
    entry.origin = origin;
    entry.owner = token.owner.left(longestText);
    entry.orgId = token.orgId;
    entry.orgName = token.orgName.left(longestText);
    entry.scope = token.scope.left(longestText);
    entry.objectId = token.objectId.left(longestText);
    entry.notedMs = nowMs;
    entry.createdMs = token.createdMs;
    entry.expiresMs = token.expiresMs;
    switch (token.standing) {
    case Token::Standing::Usable:
        break;
    case Token::Standing::Revoked:
        entry.standing = token.lastCheck && !token.lastCheck->accepted ? Standing::Revoked
                                                                       : Standing::RevokedSaid;
        break;
    case Token::Standing::RevokeUnconfirmed:
        entry.standing = token.lastCheck && token.lastCheck->accepted ? Standing::StillAccepted
                                                                      : Standing::Unknown;
        break;
    case Token::Standing::Refused:
        entry.standing = Standing::Unknown;
        break;
    }
    return entry;
}

LedgerEntry::State LedgerEntry::state(qint64 nowMs) const
{
    if (standing == Standing::RevokedSaid || standing == Standing::Revoked)
        return State::Revoked;
    if (expiresMs && *expiresMs <= nowMs)
        return State::Expired;
    if (standing == Standing::StillAccepted)
        return State::Alive;
    return standing <= Standing::Replaced && expiresMs ? State::Alive : State::Unknown;
}

static QString standingText(LedgerEntry::Standing standing)
{
    using Standing = LedgerEntry::Standing;
    switch (standing) {
    case Standing::Open:
        break;
    case Standing::Replaced:
        return u"replaced"_s;
    case Standing::Left:
        return u"left"_s;
    case Standing::Unknown:
        return u"unknown"_s;
    case Standing::RevokedSaid:
        return u"revoked-said"_s;
    case Standing::StillAccepted:
        return u"still-accepted"_s;
    case Standing::Revoked:
        return u"revoked"_s;
    }
    return {};
}

static LedgerEntry::Standing standingIn(const QString &text)
{
    using Standing = LedgerEntry::Standing;
    for (const Standing one : {Standing::Replaced, Standing::Left, Standing::RevokedSaid,
                               Standing::StillAccepted, Standing::Revoked}) {
        if (text == standingText(one))
            return one;
    }
    return Standing::Unknown;
}

static QString numberText(std::optional<qint64> number)
{
    return number ? QString::number(*number) : QString();
}

// One text for each field, by name, so that a later version can have more.
QStringList LedgerEntry::toTexts() const
{
    QStringList texts;
    const auto add = [&texts](QLatin1StringView name, const QString &value) {
        if (!value.isEmpty())
            texts.append(name + u'=' + value);
    };
    add("profile"_L1, profile.toString(QUuid::WithoutBraces));
    add("fingerprint"_L1, fingerprint);
    add("origin"_L1, origin == Origin::Minted ? u"minted"_s : u"taken"_s);
    add("owner"_L1, owner);
    add("org"_L1, numberText(orgId));
    add("orgName"_L1, orgName);
    add("scope"_L1, scope);
    add("object"_L1, objectId);
    add("noted"_L1, QString::number(notedMs));
    add("created"_L1, numberText(createdMs));
    add("expires"_L1, numberText(expiresMs));
    add("standing"_L1, standingText(standing));
    for (const Handout &handout : handouts)
        add("handout"_L1, QString::number(handout.atMs) + u' ' + handout.what);
    return texts;
}

static std::optional<qint64> numberIn(const QString &text)
{
    bool isNumber = false;
    const qint64 number = text.toLongLong(&isNumber);
    return isNumber ? std::optional(number) : std::nullopt;
}

std::optional<LedgerEntry> LedgerEntry::fromTexts(const QStringList &texts)
{
    LedgerEntry entry;
    for (const QString &text : texts) {
        const QString name = text.section(u'=', 0, 0);
        const QString value = text.section(u'=', 1).left(longestText);
        if (name == "profile"_L1)
            entry.profile = QUuid::fromString(value);
        else if (name == "fingerprint"_L1)
            entry.fingerprint = value;
        else if (name == "origin"_L1)
            entry.origin = value == "taken"_L1 ? Origin::TakenIn : Origin::Minted;
        else if (name == "owner"_L1)
            entry.owner = value;
        else if (name == "org"_L1)
            entry.orgId = numberIn(value);
        else if (name == "orgName"_L1)
            entry.orgName = value;
        else if (name == "scope"_L1)
            entry.scope = value;
        else if (name == "object"_L1)
            entry.objectId = value;
        else if (name == "noted"_L1)
            entry.notedMs = numberIn(value).value_or(0);
        else if (name == "created"_L1)
            entry.createdMs = numberIn(value);
        else if (name == "expires"_L1)
            entry.expiresMs = numberIn(value);
        else if (name == "standing"_L1)
            entry.standing = standingIn(value);
        else if (name == "handout"_L1 && entry.handouts.size() < mostHandouts)
            entry.handouts.append(
                {value.section(u' ', 1), numberIn(value.section(u' ', 0, 0)).value_or(0)});
    }
    return entry.fingerprint.isEmpty() ? std::nullopt : std::optional(entry);
}

static LedgerEntry mergedEntry(const LedgerEntry &known, LedgerEntry entry)
{
    entry.origin = known.origin;
    entry.notedMs = std::min(known.notedMs, entry.notedMs);
    if (!entry.createdMs)
        entry.createdMs = known.createdMs;
    if (!entry.expiresMs)
        entry.expiresMs = known.expiresMs;
    // A revoke is not taken back, and handing it out says nothing of how it stands; what else is
    // said of it, the later word counts.
    using Standing = LedgerEntry::Standing;
    if (known.standing == Standing::StillAccepted && entry.standing == Standing::Unknown)
        entry.standing = Standing::Revoked; // it took a while
    else if (known.standing >= Standing::RevokedSaid || !entry.handouts.isEmpty())
        entry.standing = std::max(entry.standing, known.standing);
    QList<LedgerEntry::Handout> handouts = known.handouts;
    for (const LedgerEntry::Handout &handout : std::as_const(entry.handouts)) {
        if (!handouts.contains(handout))
            handouts.append(handout);
    }
    entry.handouts =
        handouts.sliced(std::max<qsizetype>(0, handouts.size() - LedgerEntry::mostHandouts));
    return entry;
}

QList<LedgerEntry> ledger::merged(QList<LedgerEntry> known, const LedgerEntry &entry)
{
    const auto found = std::ranges::find_if(known, [&entry](const LedgerEntry &one) {
        return one.profile == entry.profile && one.fingerprint == entry.fingerprint;
    });
    if (found == known.end())
        known.append(entry);
    else
        *found = mergedEntry(*found, entry);
    return known;
}

QList<LedgerEntry> ledger::bounded(QList<LedgerEntry> entries, qint64 nowMs)
{
    const auto isOver = [nowMs](const LedgerEntry &entry) {
        const LedgerEntry::State state = entry.state(nowMs);
        return state == LedgerEntry::State::Expired || state == LedgerEntry::State::Revoked;
    };
    while (entries.size() > mostEntries) {
        const auto first = std::ranges::min_element(
            entries, [&isOver](const LedgerEntry &one, const LedgerEntry &other) {
                if (isOver(one) != isOver(other))
                    return isOver(one);
                return one.notedMs < other.notedMs;
            });
        entries.erase(first);
    }
    return entries;
}
