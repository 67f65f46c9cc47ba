#pragma once

#include "core/storage/passphrasekeeper.h"
#include "core/storage/sealedlist.h"
#include "core/storage/sealing.h"
#include "core/storage/vaultvalues.h"
#include "core/support/clock.h"

#include <QHash>
#include <QObject>
#include <QUuid>

#include <memory>
#include <optional>

class ProfileStore;
struct Profile;

//! What there is to say about the vault.
struct VaultStatus
{
    Q_GADGET

public:
    enum class State
    {
        NotChosen,
        Locked,
        Opening, //!< a place was chosen, or the key is being fetched
        Open,
        Failed //!< to open; the fault says why
    };
    Q_ENUM(State)

    State state = State::NotChosen;
    KeyPlace place = KeyPlace::None;
    std::optional<KeyPlace> moving = {}; //!< the place that the key is being taken to
    std::optional<VaultFault> fault = {};
    qint64 retryAfterMs = 0; //!< no passphrase is tried before that

    friend bool operator==(const VaultStatus &, const VaultStatus &) = default;
};

Q_DECLARE_METATYPE(VaultStatus)

//! A profile whose secrets do not open any more, because what they are bound to was changed by
//! somebody who has no key.
struct ChangedProfile
{
    QUuid id;
    QList<BoundTo> parts; //!< not empty

    friend bool operator==(const ChangedProfile &, const ChangedProfile &) = default;
};

//! A secret that could not come along when its profile was changed.
struct LeftOut
{
    SecretField field = SecretField::Password;
    VaultFault::Kind why = VaultFault::Kind::ChangedOutside;
    bool isForgotten = false; //!< nothing could ever have opened it again

    friend bool operator==(const LeftOut &, const LeftOut &) = default;
};

//! What a vault is built with. Tests put their own in.
struct VaultOptions
{
    //! Makes the keeper that stands for the keychain, for the key of that id. None: the system's
    //! keychain.
    std::function<std::unique_ptr<KeyKeeper>(const QString &keyId, KeyKeeper::Expected)> keychain =
        {};
    PassphraseCost cost = {};
    TimeSource time = TimeSource::system();
};

//! Keeps secrets of profiles sealed in the settings, and the key to them where the person chose.
//! Never in clear, and never somewhere else than chosen.
//!
//!   NotChosen --choose--> Opening --> Open, or NotChosen again with placeRefused()
//!   Locked, Failed --unlock--> Opening --> Open, or Failed
//!   Open --changePlace--> Open in the new place, or in the old one with placeRefused()
//!   any but NotChosen --lock--> Locked        any --startOver--> NotChosen
//!
//! A verb that is not legal in the present state is ignored. Nothing is opened before somebody asks
//! for it. No key is made while sealed secrets are there that it could not open. For this session
//! only there is nothing to unlock: it is open from the start, and locking loses the secrets.
//! Another program may change all this: then its choice holds here too. The settings note a key
//! that is to go from the keychain until it is gone: where the program ends before, the next start
//! or the next unlock sees to it, unless the keychain would ask somebody for a password.
class Vault final : public QObject
{
    Q_OBJECT

public:
    //! After wrong passphrases: 1 s, 2 s, 4 s and so on up to this, until one is right.
    static constexpr qint64 longestDelayMs = 60'000;

    explicit Vault(ProfileStore &store, const VaultOptions &options = {},
                   QObject *parent = nullptr);
    ~Vault() override;

    [[nodiscard]] const VaultStatus &status() const { return m_status; }
    //! Whether it is open, and by the key \a keyId: an id proves its key, and a place proves
    //! nothing, since anybody who may write the settings can name another.
    [[nodiscard]] bool isOpenBy(const QString &keyId) const
    {
        return m_key && m_key->id() == keyId;
    }

    //! \a passphrase is for KeyPlace::Passphrase. KeyNeeded while sealed secrets are there.
    void choose(KeyPlace place, const SecretBuffer &passphrase = {});
    void unlock(const SecretBuffer &passphrase = {});
    //! Forgets the key; what is under way is dropped.
    void lock();
    //! Takes the key to another place, or under another passphrase. The old place is cleared once
    //! the new one is proved and on the disk.
    void changePlace(KeyPlace place, const SecretBuffer &passphrase = {});
    //! Gives up every stored secret, so that a place can be chosen anew. The way out when the key
    //! is lost; never without the person's word.
    void startOver();

    [[nodiscard]] Result<Done, VaultFault> remember(const QUuid &profile, SecretField field,
                                                    const SecretBuffer &secret);
    //! What a secret that is stored becomes; empty for none, both. May be called more than once,
    //! and by another thread.
    using Change = std::function<SecretBuffer(const SecretBuffer &stored)>;
    //! Remembers what \a change makes of the secret that is stored, or forgets it. Where another
    //! program has stored another one by the time that this is written, it is made of that once
    //! more. A secret that does not open counts as none.
    [[nodiscard]] Result<Done, VaultFault> change(const QUuid &profile, SecretField field,
                                                  const Change &change);
    //! NotStored before NotOpen, so that the latter means: unlock, then ask again.
    [[nodiscard]] Result<SecretBuffer, VaultFault> recall(const QUuid &profile,
                                                          SecretField field) const;
    //! Adds \a profile, which gets an id, with \a secrets sealed for it, in one write. With a fault
    //! nothing is added.
    [[nodiscard]] Result<QUuid, VaultFault> add(Profile profile,
                                                const QMap<SecretField, SecretBuffer> &secrets);
    void forget(const QUuid &profile, SecretField field);
    //! Saves \a changed with its secrets sealed anew, in one write, if what they are bound to is
    //! different now: saved by the store alone, they would count as changed outside the program.
    //! One that does not open is left out, and costs the others nothing. NotOpen if the key is
    //! needed: nothing is saved then.
    [[nodiscard]] Result<QList<LeftOut>, VaultFault> reseal(const Profile &changed);
    //! The profiles of which recall() says ChangedOutside and knows why, in the person's order;
    //! none while there is no key.
    [[nodiscard]] QList<ChangedProfile> changedOutside() const;
    //! What is stored for \a profile; needs no key.
    [[nodiscard]] QList<SecretField> storedFields(const QUuid &profile) const;

Q_SIGNALS:
    void statusChanged(const VaultStatus &status);
    //! The vault is as it was before.
    void placeRefused(KeyPlace place, const VaultFault &fault);
    //! The key went to another place, but could not be removed from this one.
    void leftBehind(KeyPlace place, const VaultFault &fault);
    //! storedFields() of some profile may be different.
    void storedFieldsChanged();

private:
    using State = VaultStatus::State;

    //! Whether a removal may lead to a prompt of the keychain: only if somebody asked for it.
    enum class Prompts
    {
        None,
        Allowed
    };

    void set(const VaultStatus &status);
    void follow();
    void openSession();
    void dropKey();
    [[nodiscard]] std::unique_ptr<KeyKeeper> keychain(const QString &keyId,
                                                      KeyKeeper::Expected expected) const;

    void chooseKeychain();
    void putIntoKeychain(const MasterKey &key, const std::function<void(const MasterKey &)> &then);
    void choosePassphrase(const SecretBuffer &passphrase);
    void settle(KeyPlace place, const MasterKey &key, const WrappedKey &wrapped = {});
    void refuse(KeyPlace place, const VaultFault &fault);

    void take(const Result<MasterKey, VaultFault> &fetched);
    void noteHolder(KeychainKind holder);
    void unlockByPassphrase(const SecretBuffer &passphrase);

    void moveToPassphrase(const SecretBuffer &passphrase);
    void moveToSession();
    void moved(KeyPlace place, const WrappedKey &wrapped = {});
    void clearOldPlace();
    void stopClearing(const QString &keyId);
    void clearLeftover(Prompts prompts = Prompts::None);
    void removeFromKeychain(const QString &keyId, KeyKeeper::Expected expected, Prompts prompts,
                            const std::function<void(const VaultFault &)> &failed);
    void cleared(const QString &keyId, Prompts prompts);
    void removed(const QString &keyId, Prompts prompts);
    [[nodiscard]] bool isInKeychain(const QString &keyId) const;

    //! Of the store, by the key that is open.
    [[nodiscard]] const SealedList &list() const;
    [[nodiscard]] QList<BoundTo> changedParts(const Profile &owner) const;
    [[nodiscard]] bool isLiving(const QString &text) const;
    [[nodiscard]] Result<QString, VaultFault> resealed(const Profile &after,
                                                       SecretField field) const;
    [[nodiscard]] VaultFault notOpen() const;
    [[nodiscard]] bool hasRoomFor(qsizetype size) const;
    [[nodiscard]] SealedTexts texts(const QUuid &profile) const;
    void putTexts(const QUuid &profile, const SealedTexts &texts);
    void dropTextsOfNobody();

    ProfileStore &m_store;
    VaultOptions m_options;
    VaultStatus m_status;
    VaultValues m_followed; //!< what the status is by; without the leftover
    std::optional<MasterKey> m_key;
    mutable LastSealedList m_list;         //!< goes with the key
    std::unique_ptr<KeyKeeper> m_keeper;   //!< at work on a verb
    std::unique_ptr<KeyKeeper> m_clearing; //!< at work on an old place
    QString m_clearingId;                  //!< of the key that m_clearing is at
    std::optional<QString> m_leaving;      //!< id of the key to be removed from the keychain
    KeyKeeper::Expected m_leavingFrom = KeyKeeper::Expected::Perhaps;
    QString m_unwritten; //!< id of a key that the settings have not named on the disk yet
    QHash<QUuid, SealedTexts> m_sessionTexts; //!< sealed in memory, for this session only
    bool m_isSettling = false;                //!< the settings change by our own doing
    int m_wrongTries = 0;
    qint64 m_nextTryMs = 0; //!< on the clock's elapsedMs
};
