#include "core/storage/profilestore.h"

#include "core/storage/profilestoreprivate.h"
#include "core/storage/profilevalues.h"

#include <QDir>
#include <QStandardPaths>
#include <QTimer>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

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
    // What is changed in one go is one write: each waits for the disk several times.
    QTimer::singleShot(0, q, [this] { writeNext(); });
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
    if (outcome.state) {
        const QByteArray list = known.sealedList;
        known = *outcome.state;
        if (!outcome.list)
            known.sealedList = list; // the last one that could be read
    }
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

void ProfileStore::Private::takeFirst(const SettingsFile::Outcome &outcome)
{
    // Before anything is written over what is to be mended.
    if (outcome.needsMending) {
        isBusy = true;
        worker.read();
        known = outcome.state.value_or(known);
        show();
    } else {
        take(outcome);
    }
}

void ProfileStore::Private::watchSoon()
{
    // It can wait until the window is there.
    QTimer::singleShot(0, q, [this] { watch(); });
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
    // A path that is not whole counts as none: it would be another place in each working directory.
    const QString chosen = qEnvironmentVariable("XDG_CONFIG_HOME");
    const bool isChosen = QDir::isAbsolutePath(chosen);
    // Qt would take the root directory for the home of somebody who has none.
    if (!isChosen && qEnvironmentVariableIsEmpty("HOME"))
        return {};
    if (!isChosen && !chosen.isEmpty())
        return QDir::homePath() + u"/.config/session-desk/profiles.conf"_s;
#endif
    const QString directory =
        QStandardPaths::writableLocation(QStandardPaths::GenericConfigLocation);
    return directory.isEmpty() ? QString() : directory + u"/session-desk/profiles.conf"_s;
}

void ProfileStore::load(Others others)
{
    if (d->isBusy)
        return;
    d->takeFirst(d->file.read());
    if (others == Others::Followed)
        d->watchSoon();
}

void ProfileStore::loadAtOnce()
{
    if (d->isBusy)
        return;
    d->takeFirst(d->file.readAtOnce());
    d->watchSoon();
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
    return save(std::move(profile), {}, {});
}

QUuid ProfileStore::save(Profile profile, const SealedTexts &sealed, const SecretBuffer &listingKey)
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
    change.listingKey = listingKey;
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
    d->add(change); // first, as who hears of it may ask whether it is listed
    if (!sealed.isEmpty())
        d->laySealed(profile.id, sealed);
    Q_EMIT profilesChanged();
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

bool ProfileStore::isSaved() const
{
    return d->pending.isEmpty() && !d->needsRewrite;
}

void ProfileStore::retry()
{
    d->hasFailed = false;
    d->writeNext();
}
