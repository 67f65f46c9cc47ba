#pragma once

#include "core/storage/keychainsight.h"
#include "core/storage/masterkey.h"

#include <QtGlobal>

#include <functional>

//! One place that can keep the master key. Each verb answers exactly once, never before it returns;
//! another verb or the end of the keeper drops the answer that is still due, silently. What a
//! dropped verb brings later is wiped.
class KeyKeeper
{
public:
    //! Whether the key is known to be kept there, and by which kind of keychain, if that was noted.
    enum class Expected
    {
        Perhaps,
        There,
        InSecretService,
        InWallet
    };

    //! For a key that is known to be kept by a keychain of that kind.
    [[nodiscard]] static Expected expectedIn(KeychainKind kind)
    {
        switch (kind) {
        case KeychainKind::SecretService:
            return Expected::InSecretService;
        case KeychainKind::Wallet:
            return Expected::InWallet;
        case KeychainKind::Unknown:
            break;
        }
        return Expected::There;
    }

    using FetchAnswer = std::function<void(const Result<MasterKey, VaultFault> &)>;
    using DoneAnswer = std::function<void(const Result<Done, VaultFault> &)>;

    KeyKeeper() = default;
    virtual ~KeyKeeper() = default;
    Q_DISABLE_COPY_MOVE(KeyKeeper)

    //! Missing if there is none and need not be one.
    virtual void fetch(const FetchAnswer &answer) = 0;
    //! Done only once the key was read back from where it is kept and found the same.
    virtual void keep(const MasterKey &key, const DoneAnswer &answer) = 0;
    //! Done only once it is certain that the key is not there any more.
    virtual void forget(const DoneAnswer &answer) = 0;
    //! forget(), unless somebody would be asked for a password: Locked then, and nothing was done.
    virtual void forgetUnasked(const DoneAnswer &answer) { forget(answer); }
    //! The kind of keychain that had the key when it was fetched or kept last.
    [[nodiscard]] virtual KeychainKind holder() const { return KeychainKind::Unknown; }
};
