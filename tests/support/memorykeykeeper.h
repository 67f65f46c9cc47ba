#pragma once

#include "core/storage/keykeeper.h"

#include <QObject>
#include <QStringList>

#include <functional>
#include <memory>
#include <optional>
#include <utility>

//! What stands behind MemoryKeyKeepers: a keychain that is open and obeys, unless told otherwise.
struct MemoryKeychain
{
    std::optional<MasterKey> key;
    std::optional<VaultFault> fetchFault;
    std::optional<VaultFault> keepFault;
    std::optional<VaultFault> forgetFault;
    bool isHeld = false; //!< answers when let go
    QStringList calls;   //!< what was asked, oldest first
    std::function<void()> heldAnswer;

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
    MemoryKeyKeeper(MemoryKeychain &keychain, const QString &knownId)
        : m_keychain(keychain)
        , m_knownId(knownId)
    {}

    void fetch(const FetchAnswer &answer) override;
    void keep(const MasterKey &key, const DoneAnswer &answer) override;
    void forget(const DoneAnswer &answer) override;

private:
    void later(const std::function<void()> &answer);

    MemoryKeychain &m_keychain;
    QString m_knownId;
    std::unique_ptr<QObject> m_due;
};
