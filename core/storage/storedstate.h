#pragma once

#include "core/storage/vaultvalues.h"
#include "core/support/secretbuffer.h"

#include <QHash>
#include <QList>
#include <QSettings>
#include <QUuid>
#include <QVariantMap>

//! One change that somebody asked for: values of one profile, a removal, or values of the
//! preferences or the vault. Only what really changed, so that it can be laid over what others
//! wrote meanwhile. An invalid value takes the key away.
struct StoredChange
{
    QUuid profile = {}; //!< null: the preferences
    bool removes = false;
    QVariantMap values = {};
    QVariantMap whole = {}; //!< the profile with all its values, should it have gone meanwhile

    QVariantMap sealed = {};                 //!< sealed values of the profile
    std::optional<SealedRemake> remake = {}; //!< of the one that they are
    SecretBuffer listingKey = {}; //!< of who sealed them, so that they get onto the SealedList
    QVariantMap vault = {};       //!< values of the vault as a whole
    QString keyId = {};           //!< the last three only count as long as the vault has this key
    bool emptiesVault = false;    //!< first takes the vault's values and every sealed value away

    //! Nothing is changed but the SealedList, which is to have what is there and no more.
    [[nodiscard]] bool isForTheList() const;
};

//! The content of the settings file as values. What this program does not know is kept as it is.
struct StoredState
{
    static constexpr qsizetype mostProfiles = 1000;

    qint64 generation = 0; //!< counts the writes
    QList<QUuid> order;
    QHash<QUuid, QVariantMap> profiles;
    QVariantMap preferences;
    QVariantMap vault;
    QVariantMap others;
    QByteArray sealedList; //!< what lies beside the settings; see SealedList

    [[nodiscard]] static StoredState from(const QSettings &settings);
    [[nodiscard]] static StoredState from(const QSettings::SettingsMap &values);
    [[nodiscard]] QSettings::SettingsMap toSettings() const;

    //! A change of a profile that was removed elsewhere brings it back if a person made it; what
    //! the program notes by itself does not. Answers whether its key is the one that the vault has.
    bool apply(const StoredChange &change);

    friend bool operator==(const StoredState &, const StoredState &) = default;

private:
    void emptyVault();
};
