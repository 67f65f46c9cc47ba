#pragma once

#include "core/storage/keykeeper.h"

#include <QObject>

#include <memory>

namespace KeychainDesk {
enum class Verb;
struct Reply;
} // namespace KeychainDesk

//! A key as an item of the operating system's keychain, in which every program of the same user can
//! see it once it is open. The item goes by the id of its key: whoever keeps another one there, for
//! other settings or in the same moment, overwrites nothing. Nothing else is put there, and nothing
//! is ever read from or written to a plain file instead.
class KeychainKeeper final : public QObject, public KeyKeeper
{
    Q_OBJECT

public:
    //! With each thing that is asked of the keychain: its silence is to be told within ten seconds.
    static constexpr int patienceMs = 9'500;
    //! No settings file has this name: where there is one, QtKeychain would read from it.
    static constexpr QLatin1StringView service{"io.session-desk.vault"};
    //! The name of the item that has the key of \a keyId.
    [[nodiscard]] static QString itemKey(const QString &keyId);

    //! For the key of \a keyId. After \a silentAfterMs without an answer the keychain is called
    //! Silent, or Asking if it seems to wait for somebody's password; the next try finds it open
    //! once that was given.
    KeychainKeeper(const QString &keyId, Expected expected, int silentAfterMs = patienceMs);
    ~KeychainKeeper() override;

    //! Locked, too, if the key is known to exist and is not to be seen in what is open.
    void fetch(const FetchAnswer &answer) override;
    void keep(const MasterKey &key, const DoneAnswer &answer) override;
    void forget(const DoneAnswer &answer) override;
    void forgetUnasked(const DoneAnswer &answer) override;
    [[nodiscard]] KeychainKind holder() const override { return m_holder; }

private:
    using Next = std::function<void(const KeychainDesk::Reply &)>;
    using Fail = std::function<void(const VaultFault &)>;

    void begin(const Fail &fail);
    void ask(KeychainDesk::Verb verb, const SecretBuffer &item, const Next &next);
    void haveLook();
    void giveUp();
    void removeAndProve(int tries, const DoneAnswer &answer);
    [[nodiscard]] Result<MasterKey, VaultFault> keyIn(const KeychainDesk::Reply &reply) const;
    //! Drops what is due, so that nothing comes after the answer that is about to be given.
    void close() { m_due.reset(); }

    QString m_keyId;
    Expected m_expected;
    int m_silentAfterMs;
    std::unique_ptr<QObject> m_due; //!< lives as long as an answer is due
    Fail m_fail;                    //!< what it is then to be answered with
    int m_turn = 0;                 //!< counts what the keychain was asked
    bool m_isAsking = false;        //!< somebody for a password, it seems
    KeychainKind m_holder = KeychainKind::Unknown;
};
