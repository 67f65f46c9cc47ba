#include "core/storage/profilestore.h"
#include "core/storage/profilevalues.h"
#include "core/storage/settingsformat.h"
#include "core/storage/vault.h"

#include <algorithm>
#include <array>

// What a vault does with the secrets themselves.

using Kind = VaultFault::Kind;

// Half of what the settings file takes: a file that is full could not be written at all any more.
static constexpr qsizetype mostSealed = SettingsFormat::largestFile / 2;

static constexpr std::array allFields{SecretField::Password, SecretField::SecretKey,
                                      SecretField::Token};

//! Empty while there is no key: what is done then lists nothing.
static SecretBuffer listingKeyOf(const std::optional<MasterKey> &key)
{
    return key ? key->listingKey() : SecretBuffer();
}

SealedTexts Vault::texts(const QUuid &profile) const
{
    return m_status.place == KeyPlace::SessionOnly ? m_sessionTexts.value(profile)
                                                   : m_store.sealedTexts(profile);
}

void Vault::putTexts(const QUuid &profile, const SealedTexts &texts)
{
    if (m_status.place != KeyPlace::SessionOnly) {
        m_store.setSealedTexts(profile, texts, m_key->listingKey());
        return;
    }
    SealedTexts &own = m_sessionTexts[profile];
    own.insert(texts);
    own.removeIf([](const auto &entry) { return entry.value().isEmpty(); });
    Q_EMIT storedFieldsChanged();
}

void Vault::dropTextsOfNobody()
{
    const bool hasDropped = m_sessionTexts.removeIf([this](const auto &entry) {
        return !m_store.profile(entry.key());
    }) > 0;
    if (hasDropped)
        Q_EMIT storedFieldsChanged();
}

VaultFault Vault::notOpen() const
{
    return {m_status.state == State::NotChosen ? Kind::NotChosen : Kind::NotOpen, {}};
}

bool Vault::hasRoomFor(qsizetype size) const
{
    return m_status.place == KeyPlace::SessionOnly || m_store.sealedSize() + size <= mostSealed;
}

Result<Done, VaultFault> Vault::remember(const QUuid &profile, SecretField field,
                                         const SecretBuffer &secret)
{
    if (!m_key)
        return Failure{notOpen()};
    const std::optional<Profile> owner = m_store.profile(profile);
    if (!owner)
        return Failure{VaultFault{Kind::NotKept, {}}};
    const auto text = Sealing::seal(m_key->sealingKey(), Sealing::binding(*owner, field), secret);
    if (!text)
        return Failure{text.error()};
    if (!hasRoomFor(text->size()))
        return Failure{VaultFault{Kind::NotKept, {}}};
    putTexts(profile, {{Sealing::nameOf(field), *text}});
    return Done{};
}

//! Makes sealed texts of sealed texts, for Vault::change().
struct Resealing
{
    SecretBuffer key;
    QByteArray binding;
    Vault::Change change;

    //! Empty where nothing is to be stored.
    [[nodiscard]] Result<QString, VaultFault> of(const SecretBuffer &stored) const
    {
        const SecretBuffer secret = change(stored);
        if (secret.isEmpty())
            return QString();
        return Sealing::seal(key, binding, secret);
    }
    //! None for a text that does not open: it is of who has changed what the profile is bound to.
    [[nodiscard]] std::optional<QString> anew(const QString &there) const
    {
        SecretBuffer stored;
        if (!there.isEmpty()) {
            const auto opened = Sealing::open(key, binding, there);
            if (!opened)
                return std::nullopt;
            stored = *opened;
        }
        const auto text = of(stored);
        return text ? std::optional(*text) : std::nullopt;
    }
};

Result<Done, VaultFault> Vault::change(const QUuid &profile, SecretField field,
                                       const Change &change)
{
    if (!m_key)
        return Failure{notOpen()};
    const std::optional<Profile> owner = m_store.profile(profile);
    if (!owner)
        return Failure{VaultFault{Kind::NotKept, {}}};
    const Resealing resealing{m_key->sealingKey(), Sealing::binding(*owner, field), change};
    const auto stored = recall(profile, field);
    const auto text = resealing.of(stored ? *stored : SecretBuffer());
    if (!text)
        return Failure{text.error()};
    if (!hasRoomFor(text->size()))
        return Failure{VaultFault{Kind::NotKept, {}}};
    if (m_status.place != KeyPlace::SessionOnly)
        m_store.setSealedText(
            profile, *text,
            {.name = Sealing::nameOf(field),
             .of = [resealing](const QString &there) { return resealing.anew(there); }},
            m_key->listingKey());
    else if (text->isEmpty())
        forget(profile, field);
    else
        putTexts(profile, {{Sealing::nameOf(field), *text}});
    return Done{};
}

Result<QUuid, VaultFault> Vault::add(Profile profile,
                                     const QMap<SecretField, SecretBuffer> &secrets)
{
    if (!m_key)
        return Failure{notOpen()};
    // As it will be read again, because that is what the secrets will be opened for.
    profile.id = QUuid::createUuid();
    profile = ProfileValues::profile(profile.id, ProfileValues::of(profile));
    SealedTexts sealed;
    qsizetype size = 0;
    for (auto it = secrets.cbegin(); it != secrets.cend(); ++it) {
        const auto text =
            Sealing::seal(m_key->sealingKey(), Sealing::binding(profile, it.key()), it.value());
        if (!text)
            return Failure{text.error()};
        size += text->size();
        sealed.insert(Sealing::nameOf(it.key()), *text);
    }
    const bool isSession = m_status.place == KeyPlace::SessionOnly;
    QUuid added;
    if (hasRoomFor(size))
        added =
            isSession ? m_store.save(profile) : m_store.save(profile, sealed, m_key->listingKey());
    if (added.isNull())
        return Failure{VaultFault{Kind::NotKept, {}}};
    if (isSession)
        putTexts(added, sealed);
    return added;
}

Result<SecretBuffer, VaultFault> Vault::recall(const QUuid &profile, SecretField field) const
{
    const SealedTexts own = texts(profile);
    const auto text = own.constFind(Sealing::nameOf(field));
    const std::optional<Profile> owner = m_store.profile(profile);
    if (text == own.cend() || !owner)
        return Failure{VaultFault{Kind::NotStored, {}}};
    if (!m_key)
        return Failure{VaultFault{Kind::NotOpen, {}}};
    const auto secret = Sealing::open(m_key->sealingKey(), Sealing::binding(*owner, field), *text);
    if (!secret && secret.error().kind == Kind::ChangedOutside)
        return Failure{VaultFault{Kind::ChangedOutside, {}, changedParts(*owner)}};
    if (secret && !isLiving(*text))
        return Failure{VaultFault{Kind::NotListed, {}}};
    return secret;
}

//! One may open and yet have been replaced or removed since.
bool Vault::isLiving(const QString &text) const
{
    return m_status.place == KeyPlace::SessionOnly || m_store.isListed(text, list());
}

const SealedList &Vault::list() const
{
    return m_list.from(m_store.sealedList(), m_key->listingKey());
}

//! What is another now than the list has it for \a owner; nothing is known of what is not listed.
QList<BoundTo> Vault::changedParts(const Profile &owner) const
{
    QList<BoundTo> parts;
    const SealedList &known = list();
    const SealedTexts own = m_store.sealedTexts(owner.id);
    if (std::ranges::none_of(own, [&known](const QString &text) { return known.contains(text); }))
        return parts;
    std::ranges::copy_if(Sealing::allBoundTo, std::back_inserter(parts),
                         [&](BoundTo part) { return !known.contains(owner, part); });
    return parts;
}

QList<ChangedProfile> Vault::changedOutside() const
{
    QList<ChangedProfile> changed;
    if (!m_key || !m_store.hasSealedTexts())
        return changed;
    for (const Profile &profile : m_store.profiles()) {
        const QList<BoundTo> parts = changedParts(profile);
        const QList<SecretField> fields =
            parts.isEmpty() ? QList<SecretField>() : storedFields(profile.id);
        // What was put back since opens again.
        if (std::ranges::any_of(fields, [&](SecretField field) {
                const auto secret = recall(profile.id, field);
                return !secret && secret.error().kind == Kind::ChangedOutside;
            }))
            changed.append({profile.id, parts});
    }
    return changed;
}

void Vault::forget(const QUuid &profile, SecretField field)
{
    const QString name = Sealing::nameOf(field);
    if (m_status.place != KeyPlace::SessionOnly)
        m_store.removeSealedTexts(profile, {name}, listingKeyOf(m_key));
    else if (m_sessionTexts.contains(profile) && m_sessionTexts[profile].remove(name) > 0)
        Q_EMIT storedFieldsChanged();
}

//! The text of \a field for the profile as it is to be; the same one where it was sealed for that,
//! as by somebody who takes back what was changed outside.
Result<QString, VaultFault> Vault::resealed(const Profile &after, SecretField field) const
{
    const QByteArray binding = Sealing::binding(after, field);
    const auto secret = recall(after.id, field);
    if (secret)
        return Sealing::seal(m_key->sealingKey(), binding, *secret);
    const QString text = texts(after.id).value(Sealing::nameOf(field));
    if (secret.error().kind == Kind::ChangedOutside && isLiving(text) &&
        Sealing::open(m_key->sealingKey(), binding, text))
        return text;
    return Failure{secret.error()};
}

Result<QList<LeftOut>, VaultFault> Vault::reseal(const Profile &changed)
{
    // As it will be read again, because that is what the secrets will be opened for.
    const Profile after = ProfileValues::profile(changed.id, ProfileValues::of(changed));
    const std::optional<Profile> before = m_store.profile(changed.id);
    SealedTexts fresh;
    QList<LeftOut> leftOut;
    for (const SecretField field : storedFields(changed.id)) {
        if (Sealing::binding(after, field) == Sealing::binding(*before, field))
            continue;
        if (!m_key)
            return Failure{notOpen()};
        const auto text = resealed(after, field);
        if (text) {
            fresh.insert(Sealing::nameOf(field), *text);
            continue;
        }
        // What a newer program can open stays, and so does what opens with the list that belongs
        // to it.
        const Kind why = text.error().kind;
        const bool isForgotten = why != Kind::OtherVersion && why != Kind::NotListed;
        leftOut.append({field, why, isForgotten});
        if (isForgotten)
            fresh.insert(Sealing::nameOf(field), {});
    }
    if (m_status.place != KeyPlace::SessionOnly) {
        m_store.save(changed, fresh, listingKeyOf(m_key));
        return leftOut;
    }
    m_store.save(changed);
    if (!fresh.isEmpty())
        putTexts(changed.id, fresh);
    return leftOut;
}

QList<SecretField> Vault::storedFields(const QUuid &profile) const
{
    const SealedTexts own = texts(profile);
    QList<SecretField> fields;
    std::copy_if(allFields.begin(), allFields.end(), std::back_inserter(fields),
                 [&own](SecretField field) { return own.contains(Sealing::nameOf(field)); });
    return fields;
}
