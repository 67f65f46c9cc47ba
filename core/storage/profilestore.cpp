#include "core/storage/profilestore.h"

#include "core/storage/profilevalues.h"
#include "core/storage/settingswatch.h"
#include "core/storage/settingsworker.h"

#include <QStandardPaths>
#include <QTimer>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

class ProfileStore::Private
{
public:
    Private(ProfileStore *store, const QString &filePath)
        : q(store)
        , file(filePath)
        , worker(file)
    {}

    void add(const StoredChange &change);
    void writeNext();
    void take(const SettingsFile::Outcome &outcome);
    void show();
    void showSecrets(const StoredState &state);
    void laySealed(const QUuid &profile, const SealedTexts &texts);
    void watch();
    void lookAgain();

    ProfileStore *q;
    SettingsFile file;
    SettingsWorker worker;
    std::unique_ptr<SettingsWatch> watcher;
    SettingsFile::Stamp stamp;

    StoredState known;           // the disk, as last seen
    QList<StoredChange> pending; // not on the disk yet, oldest first
    qsizetype inFlight = 0;      // so many of them are with the worker
    bool isBusy = false;         // the worker has a job
    bool isWriting = false;      // and it is a write
    bool needsRewrite = false;
    bool hasFailed = false;

    QList<Profile> profiles; // known and pending together
    Preferences preferences;
    QHash<QUuid, SealedTexts> sealed; // only of profiles that have any
    VaultValues vault;
};

// What differs in \a after, so that only that is laid over what others have written.
static QVariantMap difference(const QVariantMap &before, const QVariantMap &after)
{
    QVariantMap changed;
    for (auto it = after.cbegin(); it != after.cend(); ++it) {
        if (before.value(it.key()) != it.value())
            changed.insert(it.key(), it.value());
    }
    return changed;
}

void ProfileStore::Private::add(const StoredChange &change)
{
    pending.append(change);
    hasFailed = false;
    writeNext();
}

void ProfileStore::Private::writeNext()
{
    if (isBusy || hasFailed || (pending.isEmpty() && !needsRewrite))
        return;
    isBusy = true;
    isWriting = true;
    inFlight = pending.size();
    worker.write(pending, known);
}

void ProfileStore::Private::take(const SettingsFile::Outcome &outcome)
{
    isBusy = false;
    if (outcome.stamp)
        stamp = *outcome.stamp;
    if (outcome.state)
        known = *outcome.state;
    if (outcome.isWritten) {
        pending.remove(0, inFlight);
        needsRewrite = false;
    } else {
        hasFailed = hasFailed || isWriting;
        needsRewrite = needsRewrite || outcome.needsRewrite;
    }
    inFlight = 0;
    isWriting = false;
    show();
    for (const StorageProblem &problem : outcome.problems)
        Q_EMIT q->problemFound(problem);
    if (outcome.isWritten && pending.isEmpty())
        Q_EMIT q->saved();
    writeNext();
    if (watcher) {
        watcher->follow();
        lookAgain();
    }
}

void ProfileStore::Private::show()
{
    StoredState state = known;
    for (const StoredChange &change : std::as_const(pending))
        state.apply(change);
    QList<Profile> newProfiles;
    newProfiles.reserve(state.order.size());
    for (const QUuid &id : std::as_const(state.order))
        newProfiles.append(ProfileValues::profile(id, state.profiles.value(id)));
    const Preferences newPreferences = ProfileValues::preferences(state.preferences);
    if (profiles != newProfiles) {
        profiles = newProfiles;
        Q_EMIT q->profilesChanged();
    }
    if (preferences != newPreferences) {
        preferences = newPreferences;
        Q_EMIT q->preferencesChanged();
    }
    showSecrets(state);
}

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

void ProfileStore::Private::watch()
{
    if (watcher || file.path().isEmpty())
        return;
    watcher = std::make_unique<SettingsWatch>(file.path());
    connect(watcher.get(), &SettingsWatch::stirred, q, [this] { lookAgain(); });
    lookAgain();
}

void ProfileStore::Private::lookAgain()
{
    if (isBusy || file.stamp() == stamp)
        return;
    isBusy = true;
    worker.read();
}

ProfileStore::ProfileStore(const QString &filePath, QObject *parent)
    : QObject(parent)
    , d(std::make_unique<Private>(this, filePath))
{
    connect(&d->worker, &SettingsWorker::finished, this,
            [this](const SettingsFile::Outcome &outcome) { d->take(outcome); });
}

ProfileStore::~ProfileStore()
{
    // What is with the worker already comes first; the same change twice is the same.
    if (!d->pending.isEmpty() && d->inFlight < d->pending.size())
        d->worker.write(d->pending, d->known);
}

QString ProfileStore::defaultFilePath()
{
#ifdef Q_OS_UNIX
    // Qt would take the root directory for the home of somebody who has none.
    if (qEnvironmentVariableIsEmpty("HOME") && qEnvironmentVariableIsEmpty("XDG_CONFIG_HOME"))
        return {};
#endif
    const QString directory =
        QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation);
    return directory.isEmpty() ? QString() : directory + u"/session-desk/profiles.conf"_s;
}

void ProfileStore::load()
{
    if (d->isBusy)
        return;
    d->take(d->file.read());
    // Watching can wait until the window is there.
    QTimer::singleShot(0, this, [this] { d->watch(); });
}

QList<Profile> ProfileStore::profiles() const
{
    return d->profiles;
}

std::optional<Profile> ProfileStore::profile(const QUuid &id) const
{
    const auto found = std::find_if(d->profiles.cbegin(), d->profiles.cend(),
                                    [&id](const Profile &profile) { return profile.id == id; });
    return found == d->profiles.cend() ? std::nullopt : std::optional(*found);
}

Preferences ProfileStore::preferences() const
{
    return d->preferences;
}

QUuid ProfileStore::save(Profile profile)
{
    return save(std::move(profile), {});
}

QUuid ProfileStore::save(Profile profile, const SealedTexts &sealed)
{
    if (profile.id.isNull())
        profile.id = QUuid::createUuid();
    const QVariantMap values = ProfileValues::of(profile);
    // What is kept is what will be read.
    profile = ProfileValues::profile(profile.id, values);
    const auto existing =
        std::find_if(d->profiles.begin(), d->profiles.end(),
                     [&profile](const Profile &other) { return other.id == profile.id; });
    StoredChange change{.profile = profile.id, .values = values, .whole = values};
    change.sealed = SealedValues::of(sealed);
    change.keyId = d->vault.keyId;
    if (existing == d->profiles.end()) {
        if (d->profiles.size() >= StoredState::mostProfiles) {
            Q_EMIT problemFound({StorageProblem::Kind::NotWritable, d->file.path(),
                                 u"no more than %1 profiles"_s.arg(StoredState::mostProfiles)});
            return {};
        }
        d->profiles.append(profile);
    } else {
        change.values = difference(ProfileValues::of(*existing), values);
        if (change.values.isEmpty() && sealed.isEmpty())
            return profile.id;
        *existing = profile;
    }
    if (!sealed.isEmpty())
        d->laySealed(profile.id, sealed);
    Q_EMIT profilesChanged();
    d->add(change);
    return profile.id;
}

void ProfileStore::remove(const QUuid &id)
{
    const qsizetype removed =
        d->profiles.removeIf([&id](const Profile &profile) { return profile.id == id; });
    if (removed == 0)
        return;
    if (d->sealed.remove(id))
        Q_EMIT sealedTextsChanged();
    Q_EMIT profilesChanged();
    d->add({.profile = id, .removes = true});
}

void ProfileStore::setPreferences(const Preferences &preferences)
{
    const QVariantMap values = ProfileValues::of(preferences);
    const QVariantMap changed = difference(ProfileValues::of(d->preferences), values);
    if (changed.isEmpty())
        return;
    d->preferences = ProfileValues::preferences(values);
    Q_EMIT preferencesChanged();
    d->add({.values = changed});
}

SealedTexts ProfileStore::sealedTexts(const QUuid &profile) const
{
    return d->sealed.value(profile);
}

bool ProfileStore::hasSealedTexts() const
{
    return !d->sealed.isEmpty();
}

VaultValues ProfileStore::vaultValues() const
{
    return d->vault;
}

void ProfileStore::setSealedTexts(const QUuid &profile, const SealedTexts &texts)
{
    if (!this->profile(profile))
        return;
    d->laySealed(profile, texts);
    d->add({.profile = profile, .sealed = SealedValues::of(texts), .keyId = d->vault.keyId});
}

void ProfileStore::removeSealedTexts(const QUuid &profile, const QStringList &names)
{
    SealedTexts gone;
    for (const QString &name : names)
        gone.insert(name, {});
    if (!d->sealed.contains(profile))
        return;
    d->laySealed(profile, gone);
    // Whatever the key: this is to go.
    d->add({.profile = profile, .values = SealedValues::of(gone)});
}

void ProfileStore::setVaultValues(const VaultValues &values)
{
    if (values == d->vault)
        return;
    const QString keyId = std::exchange(d->vault, values).keyId;
    Q_EMIT vaultValuesChanged();
    d->add({.vault = values.toMap(), .keyId = keyId});
}

void ProfileStore::emptyVault(const VaultValues &values)
{
    d->vault = values;
    d->sealed.clear();
    Q_EMIT vaultValuesChanged();
    Q_EMIT sealedTextsChanged();
    d->add({.vault = values.toMap(), .emptiesVault = true});
}

bool ProfileStore::isSaved() const
{
    return d->pending.isEmpty() && !d->needsRewrite;
}

void ProfileStore::retry()
{
    d->hasFailed = false;
    d->writeNext();
}
