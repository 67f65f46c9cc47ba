#include "core/storage/storedstate.h"

#include "core/storage/profilevalues.h"
#include "core/storage/settingsformat.h"
#include "core/storage/vaultvalues.h"

#include <algorithm>

using namespace Qt::StringLiterals;

static constexpr QLatin1StringView generationKey = "generation"_L1;
static constexpr QLatin1StringView orderKey = "order"_L1;
static constexpr QLatin1StringView profilesPrefix = "profiles/"_L1;
static constexpr QLatin1StringView preferencesPrefix = "preferences/"_L1;
static constexpr QLatin1StringView vaultPrefix = "vault/"_L1;
static constexpr qsizetype idSize = 36;

static QString textOf(const QUuid &id)
{
    return id.toString(QUuid::WithoutBraces);
}

// The profile that \a key belongs to; null unless it is written the one way we write it.
static QUuid profileOf(const QString &key)
{
    const qsizetype start = profilesPrefix.size();
    if (!key.startsWith(profilesPrefix) || key.size() <= start + idSize + 1 ||
        key.at(start + idSize) != u'/')
        return {};
    const QString text = key.mid(start, idSize);
    const QUuid id = QUuid::fromString(text);
    return textOf(id) == text ? id : QUuid();
}

StoredState StoredState::from(const QSettings &settings)
{
    QSettings::SettingsMap values;
    for (const QString &key : settings.allKeys())
        values.insert(key, settings.value(key));
    return from(values);
}

StoredState StoredState::from(const QSettings::SettingsMap &values)
{
    StoredState state;
    QList<QUuid> found; // in the order of their keys
    for (auto it = values.cbegin(); it != values.cend(); ++it) {
        const QString &key = it.key();
        const QVariant &value = it.value();
        if (key == generationKey) {
            state.generation = value.toLongLong();
        } else if (key.startsWith(preferencesPrefix)) {
            state.preferences.insert(key.mid(preferencesPrefix.size()), value);
        } else if (key.startsWith(vaultPrefix)) {
            state.vault.insert(key.mid(vaultPrefix.size()), value);
        } else if (const QUuid id = profileOf(key);
                   !id.isNull() &&
                   (state.profiles.contains(id) || state.profiles.size() < mostProfiles)) {
            if (!state.profiles.contains(id))
                found.append(id);
            state.profiles[id].insert(key.mid(profilesPrefix.size() + idSize + 1), value);
        } else if (key != orderKey && key != SettingsFormat::schemaKey &&
                   key != SettingsFormat::sealKey) {
            state.others.insert(key, value);
        }
    }
    const QStringList wanted = values.value(orderKey).toStringList();
    for (const QString &text : wanted) {
        const QUuid id = QUuid::fromString(text);
        if (found.removeOne(id))
            state.order.append(id);
    }
    state.order += found;
    return state;
}

QSettings::SettingsMap StoredState::toSettings() const
{
    QSettings::SettingsMap values = others;
    values.insert(generationKey, generation);
    QStringList ids;
    for (const QUuid &id : order) {
        ids.append(textOf(id));
        const QString prefix = profilesPrefix + textOf(id) + u'/';
        const QVariantMap content = profiles.value(id);
        for (auto it = content.cbegin(); it != content.cend(); ++it)
            values.insert(prefix + it.key(), it.value());
    }
    values.insert(orderKey, ids);
    for (auto it = preferences.cbegin(); it != preferences.cend(); ++it)
        values.insert(preferencesPrefix + it.key(), it.value());
    for (auto it = vault.cbegin(); it != vault.cend(); ++it)
        values.insert(vaultPrefix + it.key(), it.value());
    return values;
}

static void lay(const QVariantMap &values, QVariantMap &content)
{
    for (auto it = values.cbegin(); it != values.cend(); ++it) {
        if (it.value().isValid())
            content.insert(it.key(), it.value());
        else
            content.remove(it.key());
    }
}

bool StoredChange::isForTheList() const
{
    return !listingKey.isEmpty() && profile.isNull() && values.isEmpty() && vault.isEmpty() &&
           !emptiesVault;
}

void StoredState::emptyVault()
{
    vault.clear();
    for (QVariantMap &profile : profiles)
        SealedValues::removeFrom(profile);
}

bool StoredState::apply(const StoredChange &change)
{
    if (change.emptiesVault)
        emptyVault();
    const bool hasKey = VaultValues::keyIdOf(vault) == change.keyId;
    if (hasKey)
        lay(change.vault, vault);
    if (change.profile.isNull()) {
        lay(change.values, preferences);
        return hasKey;
    }
    const auto existing = profiles.find(change.profile);
    if (change.removes) {
        profiles.remove(change.profile);
        order.removeOne(change.profile);
    } else if (existing != profiles.end()) {
        lay(change.values, *existing);
        if (hasKey)
            lay(change.sealed, *existing);
    } else if (!std::all_of(change.values.keyBegin(), change.values.keyEnd(),
                            ProfileValues::isAutomatic)) {
        QVariantMap &profile = profiles[change.profile];
        profile = change.whole;
        if (hasKey)
            lay(change.sealed, profile);
        order.append(change.profile);
    }
    return hasKey;
}
