#pragma once

#include "core/storage/profilestore.h"
#include "core/storage/settingswatch.h"
#include "core/storage/settingsworker.h"

#include <QHash>

//! The insides of a ProfileStore, for the two files that it is written in.
class ProfileStore::Private final
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
    void takeFirst(const SettingsFile::Outcome &outcome);
    void watchSoon();
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
