#pragma once

#include "core/storage/profile.h"
#include "core/storage/vaultvalues.h"
#include "core/support/secretbuffer.h"

#include <QList>
#include <QObject>
#include <QString>

#include <memory>

class SealedList;

//! What went wrong with the settings file, as a kind. Sentences are the window's.
struct StorageProblem
{
    Q_GADGET

public:
    enum class Kind
    {
        CorruptRestored, //!< moved aside to \a path, the backup was loaded
        CorruptLost,     //!< moved aside to \a path, there was no good backup
        NotReadable,     //!< permissions, or not a file: nothing was touched
        NotWritable,     //!< the last change is in memory only, or has no backup
        DiskFull,        //!< the last change is in memory only, or has no backup
        Locked,          //!< another program holds the file: the last change is in memory only
        NewerVersion,    //!< written by a newer program: opened read-only
        ModesRepaired,   //!< others could read it; that is mended now
        NotConverted,    //!< of an earlier version, and still is: it could not be written anew
    };
    Q_ENUM(Kind)

    Kind kind = Kind::NotWritable;
    QString path;
    QString detail;

    friend bool operator==(const StorageProblem &, const StorageProblem &) = default;
};

Q_DECLARE_METATYPE(StorageProblem)

//! Profiles and preferences, kept in QSettings through the checked format: a change is in memory at
//! once and written by a worker, so that a slow disk never holds up the window. Several processes
//! may share the file: each write is a locked read-modify-write of what changed, and a change made
//! elsewhere shows up here.
class ProfileStore final : public QObject
{
    Q_OBJECT

public:
    //! \a filePath is created at the first write, mode 0600 in a directory of 0700.
    explicit ProfileStore(const QString &filePath, QObject *parent = nullptr);
    //! Finishes what is still to be written.
    ~ProfileStore() override;

    //! Where the desktop and the terminal program keep their file.
    [[nodiscard]] static QString defaultFilePath();

    //! What is done about changes that others make to the file later.
    enum class Others
    {
        Followed,
        //! For a program that soon ends: on Linux it takes a watch some 15 ms to go, which is
        //! longer than all else that sdesk does to print a kept token.
        LeftAlone
    };

    //! Reads the file. Never writes to one that it could not read whole. Waits for a lock at most 2
    //! s: for programs that have nothing else to do meanwhile.
    void load(Others others = Others::Followed);
    //! The same for a thread that people wait for: it never waits for a lock. Where the file needs
    //! mending there is what its backup has, and the worker mends it and tells.
    void loadAtOnce();

    [[nodiscard]] QList<Profile> profiles() const; //!< in the person's order
    [[nodiscard]] std::optional<Profile> profile(const QUuid &id) const;
    [[nodiscard]] Preferences preferences() const;

    //! Adds or replaces by id; an empty id gets a new one. Names are cleaned to what Profile::name
    //! promises.
    QUuid save(Profile profile);
    //! The same, with sealed texts that belong to it in one write, kept by who has \a listingKey.
    QUuid save(Profile profile, const SealedTexts &sealed, const SecretBuffer &listingKey = {});
    void remove(const QUuid &id);
    void setPreferences(const Preferences &preferences);

    //! What the vault has put here. Whether it opens is the vault's to know.
    [[nodiscard]] SealedTexts sealedTexts(const QUuid &profile) const;
    [[nodiscard]] bool hasSealedTexts() const;
    [[nodiscard]] qsizetype sealedSize() const; //!< characters of all of them
    //! As it lies on the disk, for SealedList::from().
    [[nodiscard]] QByteArray sealedList() const;
    //! Whether \a text was kept here by who has the key of \a list, which is of sealedList(), and
    //! not replaced since.
    [[nodiscard]] bool isListed(const QString &text, const SealedList &list) const;
    [[nodiscard]] VaultValues vaultValues() const;
    //! Lays \a texts over those of \a profile; an empty one is removed. They are dropped if the
    //! vault's key turns out to be another by the time they are written, and if the profile is
    //! gone. They count as kept by who has \a listingKey.
    void setSealedTexts(const QUuid &profile, const SealedTexts &texts,
                        const SecretBuffer &listingKey = {});
    //! The same for one text, empty for none, that was made of the one that is there: where others
    //! have put another one there by the time it is written, \a remake makes it of that.
    void setSealedText(const QUuid &profile, const QString &text, SealedRemake remake,
                       const SecretBuffer &listingKey);
    //! What is not written yet is written as it is: a remake may hold a key.
    void dropRemakes();
    //! With \a listingKey they cannot be put back either.
    void removeSealedTexts(const QUuid &profile, const QStringList &names,
                           const SecretBuffer &listingKey = {});
    //! Takes from the list what is not kept any more: what was forgotten without the key, or where
    //! a write came to no end.
    void finishList(const SecretBuffer &listingKey);
    //! Dropped if the vault's key turns out to be another than it is now by the time it is written.
    void setVaultValues(const VaultValues &values);
    //! Changes VaultValues::leftover alone, on the same condition.
    void setLeftover(const QString &leftover);
    //! Takes every sealed text away and puts \a values in the place of the vault's.
    void emptyVault(const VaultValues &values = {});

    //! False as long as changes are under way or could not be written.
    [[nodiscard]] bool isSaved() const;
    //! Tries again what could not be written.
    void retry();

Q_SIGNALS:
    void profilesChanged();
    void preferencesChanged();
    void vaultValuesChanged();
    void sealedTextsChanged();
    //! Everything asked for so far is on the disk.
    void saved();
    void problemFound(const StorageProblem &problem);

private:
    class Private;
    std::unique_ptr<Private> d;
};
