#pragma once

#include "core/storage/keykeeper.h"
#include "core/storage/vaultvalues.h"

#include <QObject>

#include <memory>

//! What the derivation of a key from a passphrase costs whoever tries.
struct PassphraseCost
{
    qint64 passes = 3;
    qint64 memoryBytes = 256 * 1024 * 1024;
};

//! The key sealed by one that Argon2id derives from a passphrase, on a worker thread. Where the
//! wrapped key is stored is the caller's business: it is given to the constructor and, after
//! keep(), asked for by wrapped().
class PassphraseKeeper final : public QObject, public KeyKeeper
{
    Q_OBJECT

public:
    static constexpr qint64 mostPasses = 10;
    static constexpr qint64 mostMemoryBytes = 1024 * 1024 * 1024;
    static constexpr qsizetype saltSize = 16;

    PassphraseKeeper(const SecretBuffer &passphrase, const WrappedKey &wrapped,
                     PassphraseCost cost = {});
    ~PassphraseKeeper() override;

    [[nodiscard]] const WrappedKey &wrapped() const { return m_wrapped; }

    //! WrongPassphrase, BadParameters (which are never tried), OutOfMemory.
    void fetch(const FetchAnswer &answer) override;
    //! OutOfMemory rather than a cheaper derivation. An empty passphrase is refused as wrong.
    void keep(const MasterKey &key, const DoneAnswer &answer) override;
    void forget(const DoneAnswer &answer) override;

private:
    void drop();

    SecretBuffer m_passphrase;
    WrappedKey m_wrapped;
    PassphraseCost m_cost;
    std::unique_ptr<QObject> m_due; //!< lives as long as an answer is due
};
