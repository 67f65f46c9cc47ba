#pragma once

#include "core/session/sessionstate.h"
#include "core/storage/profile.h"
#include "core/storage/vault.h"
#include "ui/lock/lockgate.h"
#include "ui/support/errortext.h"

#include <QHash>
#include <QList>
#include <QObject>
#include <QPointer>
#include <QSet>
#include <QTimer>
#include <QUuid>

#include <functional>
#include <optional>
#include <utility>

class PlaceSheet;
class ProfileStore;
class Sessions;
class UnlockSheet;

//! Stands between the window and the vault: puts kept secrets into sign-ins, keeps what profiles
//! ask to have kept, and asks the person where and by what, never before it is needed.
class SecretKeeping final : public QObject
{
    Q_OBJECT

public:
    //! What is kept for a profile, ready to be used for it.
    struct Kept
    {
        bool password = false;
        bool secretKey = false;
        bool token = false;

        friend bool operator==(const Kept &, const Kept &) = default;
    };

    //! All of them outlive it. Sheets open over \a window.
    SecretKeeping(ProfileStore &store, Vault &vault, Sessions &sessions, QWidget &window);

    [[nodiscard]] Kept kept(const QUuid &profile) const;
    //! The kept password or secret key, as far as it is to be had without asking anybody; else
    //! empty.
    [[nodiscard]] SecretBuffer secret(const QUuid &profile, SecretField field) const;
    //! Whether secret() would give one.
    [[nodiscard]] bool hasSecret(const QUuid &profile, SecretField field) const;
    //! The server has refused what is kept: it is not tried again.
    void forgetRefused(const QUuid &profile, SecretField field);
    [[nodiscard]] QString placeText() const;
    //! Somebody has chosen one.
    [[nodiscard]] bool hasPlace() const;
    //! For WindowLock: what a lock forgets, and what opens it again.
    [[nodiscard]] LockGate lockGate();

    //! Signs in to \a profile, which is stored. Without the secret of its method in \a request it
    //! is the kept one, which may have to be unlocked first; nothing is sent if it is not to be
    //! had.
    void signIn(const Profile &profile, const SignInRequest &request);
    //! Signs in by the kept token.
    void signInByToken(const Profile &profile);
    //! Signs out of \a profile. What is kept of other tokens for it ends with the one in use, as
    //! far as it is to be had without asking anybody.
    void signOut(const QUuid &profile);
    //! Saves \a changed; what is kept for it stays usable, for which it may have to be unlocked.
    //! told() says whether it was saved.
    void save(const Profile &changed);
    //! To be told before \a coming is stored: what is kept for another server or user is of no use
    //! to it, and is forgotten.
    void forgetStrangers(const Profile &coming);
    //! To be told of every state of every session.
    void noteState(const QUuid &profile, const SessionState &state);
    void openPlaceSheet();
    //! Calls \a then once secrets can be kept and recalled, for which the person may be asked
    //! where, or by what; told() says \a inVain if they give up, and \a gaveUp is called.
    void whenUnlocked(const std::function<void()> &then, const QString &inVain,
                      const std::function<void()> &gaveUp = {});

Q_SIGNALS:
    void told(const QString &outcome);
    //! What is kept for some profiles does not open any more; said once for each opening.
    void changedOutsideFound(const ErrorText &text);
    //! kept() or placeText() may say something else now.
    void changed();

private:
    //! Something that waits for the vault, and what is said if it waits in vain.
    struct Waiting
    {
        std::function<void()> then;
        QString inVain = {};
        QUuid signsIn = {}; //!< the profile, if it is a sign-in
        std::function<void()> gaveUp = {};
    };

    //! A secret to be kept once it is accepted, for the profile that it was typed for.
    struct Typed
    {
        Profile profile;
        SecretField field = SecretField::Password;
        SecretBuffer secret;
    };

    //! A token as it was kept last, without its value, which would outlive the session.
    struct KeptLast
    {
        [[nodiscard]] static KeptLast of(const Token &token);

        QString fingerprint;
        std::optional<qint64> expiresMs;
        std::optional<qint64> orgId;
        QString orgName;

        friend bool operator==(const KeptLast &, const KeptLast &) = default;
    };

    //! What opens the locked window, as it was when the lock began.
    struct GateKey
    {
        QString id;
        KeyPlace place = KeyPlace::None;
    };

    void whenOpen(const Waiting &waiting);
    //! A sign-in takes the place of one for the same profile that waits.
    void dropWaitingSignIn(const QUuid &profile);
    void giveUpWaiting();
    void showThatItOpens();
    void openUnlockSheet();
    void followVault(const VaultStatus &told);
    void answerGate(const VaultStatus &status);
    [[nodiscard]] bool leadsToKey(const GateKey &key) const;
    void signOutAndForget(const LockGate::Then &then);
    [[nodiscard]] bool isAnybodySignedIn() const;
    void forgetOnceSignedOut();
    void tellWhatWasChanged();
    void choosePlace(KeyPlace place, const SecretBuffer &passphrase);
    void confirmForgettingAll();
    void tell(const VaultFault &fault);

    void refused(const QUuid &profile, SecretField field, const VaultFault &fault);
    void send(const Profile &profile, const SignInRequest &request);
    [[nodiscard]] bool isAsBefore(const Profile &asked);
    void keep(const Profile &profile, const std::function<Result<Done, VaultFault>()> &remember);
    void keepToken(const Profile &profile, const Token &token);
    void forgetToken(const QUuid &profile, const QString &fingerprint);
    void forgetTokens(const QUuid &profile);
    void forgetAllOf(const QUuid &profile);
    void signInFailed(const QUuid &profile, const ApiError &reason);

    ProfileStore &m_store;
    Vault &m_vault;
    Sessions &m_sessions;
    QWidget &m_window;
    QPointer<PlaceSheet> m_placeSheet;
    QPointer<UnlockSheet> m_unlockSheet;
    QList<Waiting> m_waiting;         //!< for the vault to open
    bool m_isOpen = false;            //!< the vault, when it was heard of last
    QTimer m_patience;                //!< before it is said that the vault is opening
    std::optional<GateKey> m_gateKey; //!< none where a click opens the window
    LockGate::Then m_gateThen;
    LockGate::Then m_gaveUp; //!< waits for the sign-outs
    QSet<QUuid> m_signedIn;  //!< profiles, as their sessions told last
    QHash<QUuid, Typed> m_typed;
    QHash<QUuid, KeptLast> m_keptLast;           //!< so that they are not kept again
    QList<std::pair<QUuid, QString>> m_toForget; //!< tokens by fingerprint, once the vault is open
    QHash<QUuid, SecretField> m_used; //!< kept secrets that a sign-in under way was made with
    QSet<QUuid> m_strangers; //!< profiles in which a token that was made elsewhere signed in
};
