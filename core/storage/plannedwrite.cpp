#include "core/storage/plannedwrite.h"

#include "core/storage/sealedlist.h"
#include "core/storage/vaultvalues.h"

static QStringList sealedTexts(const StoredState &state)
{
    QStringList texts;
    for (const QVariantMap &profile : state.profiles)
        texts += SealedValues::from(profile).values();
    return texts;
}

// A list is only ever made longer by what somebody with its key kept: what else stands in the file
// may be from anywhere. \a kept: such changes, as far as the vault took them.
static void planLists(PlannedWrite &plan, const QList<StoredChange> &kept,
                      const StoredState &before)
{
    const SecretBuffer key = kept.last().listingKey;
    const SealedList known = SealedList::from(before.sealedList, key);
    SealedList meanwhile(key);
    SealedList after(key);
    QVariantList fresh;
    for (const StoredChange &change : kept)
        fresh += change.sealed.values();
    for (const QString &text : sealedTexts(before)) {
        if (known.contains(text))
            meanwhile.add(text);
    }
    for (const QString &text : sealedTexts(plan.next)) {
        if (!known.contains(text) && !fresh.contains(text))
            continue;
        meanwhile.add(text);
        after.add(text);
    }
    plan.listMeanwhile = meanwhile.toBytes();
    plan.next.sealedList = after.toBytes();
}

PlannedWrite PlannedWrite::of(const QList<StoredChange> &changes, const StoredState &before)
{
    PlannedWrite plan{before, before.sealedList};
    QList<StoredChange> kept;
    for (const StoredChange &change : changes) {
        if (change.emptiesVault) {
            kept.clear();
            plan.next.sealedList.clear();
        }
        // Who has another key by now than the vault keeps nothing, and lists nothing.
        if (plan.next.apply(change) && !change.listingKey.isEmpty())
            kept.append(change);
    }
    ++plan.next.generation;
    if (!kept.isEmpty())
        planLists(plan, kept, before);
    return plan;
}
