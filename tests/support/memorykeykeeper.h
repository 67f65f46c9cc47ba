#pragma once

#include "core/storage/keykeeper.h"

#include <QHash>
#include <QObject>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <utility>

//! What stands behind MemoryKeyKeepers: a keychain that is open and obeys, unless told otherwise.
struct MemoryKeychain
{
    QHash<QString, MasterKey> keys; //!< by the name of their item
    std::optional<VaultFault> fetchFault;
    std::optional<VaultFault> keepFault;
    std::optional<VaultFault> forgetFault;
    KeychainKind kind = KeychainKind::Unknown;
    bool asksForPassword = false;                                //!< before it gives anything
    bool isHeld = false;                                         //!< answers when let go
    QStringList calls;                                           //!< what was asked, oldest first
    KeyKeeper::Expected expected = KeyKeeper::Expected::Perhaps; //!< as it was fetched last
    std::function<void()> heldAnswer;

    //! The name of the item, if there is one alone.
    [[nodiscard]] QString onlyId() const
    {
        return keys.size() == 1 ? keys.cbegin().key() : QString();
    }
    [[nodiscard]] bool isEmpty() const { return keys.isEmpty(); }
    void put(const MasterKey &key) { keys.insert(key.id(), key); }
    //! Lays another key under the name of the only one.
    void exchange() { keys.insert(onlyId(), MasterKey::random()); }

    void letGo()
    {
        isHeld = false;
        if (const auto answer = std::exchange(heldAnswer, {}))
            answer();
    }
};

//! A keeper for the tests of those who use one, with every answer at hand.
class MemoryKeyKeeper final : public QObject, public KeyKeeper
{
public:
    MemoryKeyKeeper(MemoryKeychain &keychain, const QString &keyId, Expected expected)
        : m_keychain(keychain)
        , m_keyId(keyId)
        , m_expected(expected)
    {}

    void fetch(const FetchAnswer &answer) override;
    void keep(const MasterKey &key, const DoneAnswer &answer) override;
    void forget(const DoneAnswer &answer) override;
    void forgetUnasked(const DoneAnswer &answer) override;
    [[nodiscard]] KeychainKind holder() const override { return m_keychain.kind; }

private:
    void remove(const DoneAnswer &answer);
    void later(const std::function<void()> &answer);

    MemoryKeychain &m_keychain;
    QString m_keyId;
    Expected m_expected;
    std::unique_ptr<QObject> m_due;
};
