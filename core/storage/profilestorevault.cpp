#include "core/storage/profilestoreprivate.h"
#include "core/storage/sealedlist.h"
#include "core/storage/sealing.h"

#include <algorithm>
#include <utility>

// What a store keeps for the vault.

void ProfileStore::Private::showSecrets(const StoredState &state)
{
    const VaultValues newVault = VaultValues::from(state.vault);
    QHash<QUuid, SealedTexts> newSealed;
    for (auto it = state.profiles.cbegin(); it != state.profiles.cend(); ++it) {
        if (SealedTexts texts = SealedValues::from(it.value()); !texts.isEmpty())
            newSealed.insert(it.key(), texts);
    }
    const bool isVaultNew = std::exchange(vault, newVault) != newVault;
    const bool isSealedNew = std::exchange(sealed, newSealed) != newSealed;
    if (isVaultNew)
        Q_EMIT q->vaultValuesChanged();
    if (isSealedNew)
        Q_EMIT q->sealedTextsChanged();
}

void ProfileStore::Private::laySealed(const QUuid &profile, const SealedTexts &texts)
{
    SealedTexts &own = sealed[profile];
    own.insert(texts);
    own.removeIf([](const auto &entry) { return entry.value().isEmpty(); });
    if (own.isEmpty())
        sealed.remove(profile);
    Q_EMIT q->sealedTextsChanged();
}

SealedTexts ProfileStore::sealedTexts(const QUuid &profile) const
{
    return d->sealed.value(profile);
}

bool ProfileStore::hasSealedTexts() const
{
    return !d->sealed.isEmpty();
}

qsizetype ProfileStore::sealedSize() const
{
    qsizetype size = 0;
    for (const SealedTexts &texts : std::as_const(d->sealed)) {
        for (const QString &text : texts)
            size += text.size();
    }
    return size;
}

QByteArray ProfileStore::sealedList() const
{
    return d->known.sealedList;
}

bool ProfileStore::isListed(const QString &text, const SealedList &list) const
{
    // What is not on the disk yet was kept a moment ago.
    const auto isPending = [&](const StoredChange &change) {
        return change.listingKey == list.key() && change.sealed.values().contains(text);
    };
    return list.contains(text) || std::ranges::any_of(d->pending, isPending);
}

VaultValues ProfileStore::vaultValues() const
{
    return d->vault;
}

void ProfileStore::setSealedTexts(const QUuid &profile, const SealedTexts &texts,
                                  const SecretBuffer &listingKey)
{
    if (!this->profile(profile))
        return;
    d->add({.profile = profile,
            .sealed = SealedValues::of(texts),
            .listingKey = listingKey,
            .keyId = d->vault.keyId});
    d->laySealed(profile, texts);
}

void ProfileStore::setSealedText(const QUuid &profile, const QString &text, SealedRemake remake,
                                 const SecretBuffer &listingKey)
{
    if (!this->profile(profile))
        return;
    const SealedTexts texts{{remake.name, text}};
    remake.basis = d->sealed.value(profile).value(remake.name);
    d->add({.profile = profile,
            .sealed = SealedValues::of(texts),
            .remake = std::move(remake),
            .listingKey = listingKey,
            .keyId = d->vault.keyId});
    d->laySealed(profile, texts);
}

void ProfileStore::dropRemakes()
{
    for (StoredChange &change : d->pending)
        change.remake.reset();
}

void ProfileStore::removeSealedTexts(const QUuid &profile, const QStringList &names,
                                     const SecretBuffer &listingKey)
{
    SealedTexts gone;
    for (const QString &name : names)
        gone.insert(name, {});
    if (!d->sealed.contains(profile))
        return;
    d->laySealed(profile, gone);
    // Whatever the key: this is to go.
    d->add({.profile = profile,
            .values = SealedValues::of(gone),
            .listingKey = listingKey,
            .keyId = d->vault.keyId});
}

void ProfileStore::finishList(const SecretBuffer &listingKey)
{
    // Counted, not compared: this is asked at every opening.
    qsizetype wanted = 0;
    for (const SealedTexts &texts : std::as_const(d->sealed))
        wanted += texts.size() + qsizetype(Sealing::allBoundTo.size());
    if (SealedList::sizeOf(d->known.sealedList) > wanted)
        d->add({.listingKey = listingKey, .keyId = d->vault.keyId});
}

void ProfileStore::setVaultValues(const VaultValues &values)
{
    if (values == d->vault)
        return;
    const QString keyId = std::exchange(d->vault, values).keyId;
    Q_EMIT vaultValuesChanged();
    d->add({.vault = values.toMap(), .keyId = keyId});
}

void ProfileStore::setLeftover(const QString &leftover)
{
    if (std::exchange(d->vault.leftover, leftover) == leftover)
        return;
    Q_EMIT vaultValuesChanged();
    d->add({.vault = VaultValues::leftoverMap(leftover), .keyId = d->vault.keyId});
}

void ProfileStore::emptyVault(const VaultValues &values)
{
    d->vault = values;
    d->sealed.clear();
    Q_EMIT vaultValuesChanged();
    Q_EMIT sealedTextsChanged();
    d->add({.vault = values.toMap(), .emptiesVault = true});
}
