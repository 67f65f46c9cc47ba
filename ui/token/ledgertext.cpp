#include "ui/token/ledgertext.h"

#include "ui/support/handofftext.h"
#include "ui/support/timetext.h"
#include "ui/support/uitext.h"

#include <QCoreApplication>
#include <QMetaEnum>

using Standing = LedgerEntry::Standing;
using State = LedgerEntry::State;

struct LedgerText
{
    Q_DECLARE_TR_FUNCTIONS(LedgerText)
};

QString ledgertext::state(State state)
{
    switch (state) {
    case State::Alive:
        return LedgerText::tr("works");
    case State::Expired:
        return LedgerText::tr("expired");
    case State::Revoked:
        return LedgerText::tr("revoked");
    case State::Unknown:
        return LedgerText::tr("not certain");
    }
    return {};
}

static QString until(const LedgerEntry &entry, qint64 nowMs)
{
    return entry.expiresMs ? timetext::clockOrDate(*entry.expiresMs, nowMs) : QString();
}

static QString living(const LedgerEntry &entry, const QString &end)
{
    switch (entry.standing) {
    case Standing::Replaced:
        return end.isEmpty() ? LedgerText::tr("replaced here; may still work")
                             : LedgerText::tr("replaced here; works until %1").arg(end);
    case Standing::Left:
        return end.isEmpty()
                   ? LedgerText::tr("signed out, not confirmed; may still work")
                   : LedgerText::tr("signed out, not confirmed; may work until %1").arg(end);
    case Standing::Unknown:
        return end.isEmpty() ? LedgerText::tr("refused, or a revoke was not confirmed")
                             : LedgerText::tr("refused, or a revoke was not confirmed; ends at the "
                                              "latest at %1")
                                   .arg(end);
    case Standing::StillAccepted:
        return end.isEmpty()
                   ? LedgerText::tr("revoked, as the cluster says, and still accepted")
                   : LedgerText::tr("revoked, as the cluster says, and still accepted, until %1")
                         .arg(end);
    case Standing::Open:
    case Standing::RevokedSaid:
    case Standing::Revoked:
        break;
    }
    return end.isEmpty() ? LedgerText::tr("works; its end is not known")
                         : LedgerText::tr("works until %1").arg(end);
}

QString ledgertext::standing(const LedgerEntry &entry, qint64 nowMs)
{
    const QString end = until(entry, nowMs);
    switch (entry.state(nowMs)) {
    case State::Revoked:
        return entry.standing == Standing::Revoked
                   ? LedgerText::tr("revoked; the cluster no longer accepts it")
                   : LedgerText::tr("revoked, as the cluster says; not proved");
    case State::Expired:
        return LedgerText::tr("expired at %1").arg(end);
    case State::Alive:
    case State::Unknown:
        break;
    }
    return living(entry, end);
}

QString ledgertext::scope(const LedgerEntry &entry)
{
    if (!entry.objectId.isEmpty())
        return LedgerText::tr("One object: %1").arg(shown(entry.objectId, 64));
    if (entry.scope == Token::customScope)
        return LedgerText::tr("Custom");
    return entry.scope.isEmpty() || entry.scope == QLatin1StringView("FULL")
               ? LedgerText::tr("Full access")
               : shown(entry.scope, 64);
}

QString ledgertext::org(const LedgerEntry &entry)
{
    if (!entry.orgName.isEmpty())
        return shown(entry.orgName, 64);
    return entry.orgId ? LedgerText::tr("number %1").arg(*entry.orgId) : LedgerText::tr("not told");
}

static QString whatOf(const QString &what)
{
    const QString way = what.section(QChar(u' '), 0, 0);
    const QString detail = what.section(QChar(u' '), 1);
    if (way == LedgerEntry::Handout::copied) {
        bool isKnown = false;
        const int format = QMetaEnum::fromType<handoff::Format>().keyToValue(
            detail.toLatin1().constData(), &isKnown);
        return LedgerText::tr("%1 copied")
            .arg(isKnown ? handofftext::name(static_cast<handoff::Format>(format))
                         : shown(detail, 64));
    }
    if (way == LedgerEntry::Handout::embed)
        return LedgerText::tr("embed helper, %1").arg(shown(detail, 64));
    return shown(what, 64);
}

QString ledgertext::handout(const LedgerEntry::Handout &handout, qint64 nowMs)
{
    return LedgerText::tr("%1, %2").arg(whatOf(handout.what),
                                        timetext::moment(handout.atMs, nowMs));
}

QString ledgertext::handouts(const LedgerEntry &entry, qint64 nowMs)
{
    if (entry.handouts.isEmpty())
        return LedgerText::tr("nowhere");
    const QString last = handout(entry.handouts.constLast(), nowMs);
    const qsizetype more = entry.handouts.size() - 1;
    return more == 0 ? last : LedgerText::tr("%1, and %2 more").arg(last).arg(more);
}

QString ledgertext::rule()
{
    return LedgerText::tr(
               "The last %1 are listed; of those that are over, the oldest go first. "
               "Tokens are told apart by fingerprint: their values are not in this list.")
        .arg(ledger::mostEntries);
}
