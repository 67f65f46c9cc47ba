#include "core/storage/plannedwrite.h"

#include "core/storage/profilevalues.h"
#include "core/storage/sealedlist.h"
#include "core/storage/sealing.h"
#include "core/storage/vaultvalues.h"

#include <QSet>

#include <algorithm>

// Adds what of \a state is \a known, or was kept just now and is \a fresh.
static void list(const StoredState &state, const SealedList &known, const QSet<QString> &fresh,
                 SealedList &target)
{
    for (auto it = state.profiles.cbegin(); it != state.profiles.cend(); ++it) {
        bool isListed = false;
        bool isFresh = false;
        for (const QString &text : SealedValues::from(*it)) {
            if (!known.contains(text) && !fresh.contains(text))
                continue;
            target.add(text);
            isListed = true;
            isFresh = isFresh || fresh.contains(text);
        }
        if (!isListed)
            continue;
        const Profile profile = ProfileValues::profile(it.key(), it.value());
        for (const BoundTo part : Sealing::allBoundTo) {
            if (isFresh || known.contains(profile, part))
                target.add(profile, part);
        }
    }
}

// A list is only ever made longer by what somebody with its key kept: what else stands in the file
// may be from anywhere. \a kept: such changes, as far as the vault took them.
static void planLists(PlannedWrite &plan, const QList<StoredChange> &kept,
                      const StoredState &before)
{
    const SecretBuffer key = kept.last().listingKey;
    const SealedList known = SealedList::from(before.sealedList, key);
    QSet<QString> fresh;
    for (const StoredChange &change : kept) {
        for (const QVariant &text : change.sealed) {
            if (text.isValid())
                fresh.insert(text.toString());
        }
    }
    SealedList after(key);
    list(plan.next, known, fresh, after);
    SealedList meanwhile = after;
    list(before, known, {}, meanwhile);
    plan.listMeanwhile = meanwhile.toBytes();
    plan.next.sealedList = after.toBytes();
}

// What others have put there since counts as far as somebody with the key kept it, or it would come
// back by this way after all; \a kept: what is written before it in one go.
static void remake(StoredChange &change, const StoredState &state, const QList<StoredChange> &kept)
{
    if (!change.remake)
        return;
    const SealedRemake &made = *change.remake;
    const QVariantMap there = SealedValues::of(
        {{made.name, SealedValues::from(state.profiles.value(change.profile)).value(made.name)}});
    const QString text = there.first().toString();
    if (text == made.basis || there == change.sealed)
        return;
    const bool isOurs = std::ranges::any_of(kept, [&](const StoredChange &one) {
        return one.sealed.value(there.firstKey()) == there.first();
    });
    const bool counts =
        isOurs || SealedList::from(state.sealedList, change.listingKey).contains(text);
    const auto anew = made.of(counts ? text : QString());
    change.sealed = anew ? SealedValues::of({{made.name, *anew}}) : QVariantMap();
}

PlannedWrite PlannedWrite::of(const QList<StoredChange> &changes, const StoredState &before)
{
    PlannedWrite plan{before, before.sealedList};
    QList<StoredChange> kept;
    for (StoredChange change : changes) {
        remake(change, plan.next, kept);
        if (change.emptiesVault) {
            kept.clear();
            plan.next.sealedList.clear();
        }
        // Who has another key by now than the vault keeps nothing, and lists nothing.
        if (plan.next.apply(change) && !change.listingKey.isEmpty())
            kept.append(change);
    }
    plan.isForTheList =
        !changes.isEmpty() && std::ranges::all_of(changes, &StoredChange::isForTheList);
    if (!plan.isForTheList)
        ++plan.next.generation;
    if (!kept.isEmpty())
        planLists(plan, kept, before);
    return plan;
}
