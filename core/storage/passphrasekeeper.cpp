#include "core/storage/passphrasekeeper.h"

#include "core/storage/sealing.h"
#include "core/support/worker.h"

#include <sodium.h>

#include <utility>

using Kind = VaultFault::Kind;

static_assert(PassphraseKeeper::saltSize == crypto_pwhash_SALTBYTES);

static VaultFault fault(Kind kind)
{
    return {kind, {}};
}

// Everything that the derived key depends on, so that none of it can be exchanged.
static QByteArray bindingOf(const WrappedKey &wrapped)
{
    return Sealing::joined({"session-desk master key 1", wrapped.salt,
                            QByteArray::number(wrapped.passes),
                            QByteArray::number(wrapped.memoryBytes)});
}

static bool isSound(const WrappedKey &wrapped)
{
    return wrapped.salt.size() == PassphraseKeeper::saltSize && wrapped.passes >= 1 &&
           wrapped.passes <= PassphraseKeeper::mostPasses &&
           wrapped.memoryBytes >= qint64(crypto_pwhash_MEMLIMIT_MIN) &&
           wrapped.memoryBytes <= PassphraseKeeper::mostMemoryBytes;
}

static Result<SecretBuffer, VaultFault> derivedKey(const SecretBuffer &passphrase,
                                                   const WrappedKey &wrapped)
{
    if (!isSound(wrapped))
        return Failure{fault(Kind::BadParameters)};
    SecretWriter writer;
    auto *key = reinterpret_cast<unsigned char *>(writer.extend(Sealing::keySize));
    // The library takes no null, and an empty passphrase has no bytes to point at.
    const char *words = passphrase.isEmpty() ? "" : passphrase.view().data();
    const int result =
        crypto_pwhash(key, static_cast<unsigned long long>(Sealing::keySize), words,
                      static_cast<unsigned long long>(passphrase.size()),
                      reinterpret_cast<const unsigned char *>(wrapped.salt.constData()),
                      static_cast<unsigned long long>(wrapped.passes),
                      static_cast<size_t>(wrapped.memoryBytes), crypto_pwhash_ALG_ARGON2ID13);
    // With sound parameters memory is all that can be missing.
    if (result != 0)
        return Failure{fault(Kind::OutOfMemory)};
    return writer.take();
}

static Result<MasterKey, VaultFault> opened(const SecretBuffer &passphrase,
                                            const WrappedKey &wrapped)
{
    const auto key = derivedKey(passphrase, wrapped);
    if (!key)
        return Failure{key.error()};
    const auto item = Sealing::open(*key, bindingOf(wrapped), wrapped.text);
    if (item)
        return MasterKey::fromItem(item->view());
    return Failure{item.error().kind == Kind::ChangedOutside ? fault(Kind::WrongPassphrase)
                                                             : item.error()};
}

static Result<WrappedKey, VaultFault> wrappedBy(const SecretBuffer &passphrase,
                                                const MasterKey &master, const PassphraseCost &cost)
{
    if (passphrase.isEmpty())
        return Failure{fault(Kind::WrongPassphrase)};
    WrappedKey wrapped{{},
                       QByteArray(PassphraseKeeper::saltSize, Qt::Uninitialized),
                       cost.passes,
                       cost.memoryBytes};
    randombytes_buf(wrapped.salt.data(), static_cast<size_t>(wrapped.salt.size()));
    const auto key = derivedKey(passphrase, wrapped);
    if (!key)
        return Failure{key.error()};
    const SecretBuffer item = master.toItem();
    const auto text = Sealing::seal(*key, bindingOf(wrapped), item);
    if (!text)
        return Failure{text.error()};
    wrapped.text = *text;
    const auto again = Sealing::open(*key, bindingOf(wrapped), wrapped.text);
    if (!again || !(*again == item))
        return Failure{fault(Kind::Altered)};
    return wrapped;
}

PassphraseKeeper::PassphraseKeeper(const SecretBuffer &passphrase, const WrappedKey &wrapped,
                                   PassphraseCost cost)
    : m_passphrase(passphrase)
    , m_wrapped(wrapped)
    , m_cost(cost)
{}

PassphraseKeeper::~PassphraseKeeper() = default;

void PassphraseKeeper::drop()
{
    m_due = std::make_unique<QObject>();
}

void PassphraseKeeper::fetch(const FetchAnswer &answer)
{
    drop();
    runOnWorker(
        m_due.get(),
        [passphrase = m_passphrase, wrapped = m_wrapped] {
            return wrapped.text.isEmpty() ? Failure{fault(Kind::Missing)}
                                          : opened(passphrase, wrapped);
        },
        [answer](const Result<MasterKey, VaultFault> &result) { answer(result); });
}

void PassphraseKeeper::keep(const MasterKey &key, const DoneAnswer &answer)
{
    drop();
    runOnWorker(
        m_due.get(),
        [passphrase = m_passphrase, key, cost = m_cost] {
            return wrappedBy(passphrase, key, cost);
        },
        [this, answer](const Result<WrappedKey, VaultFault> &result) {
            if (result)
                m_wrapped = *result;
            answer(result ? Result<Done, VaultFault>(Done{}) : Failure{result.error()});
        });
}

void PassphraseKeeper::forget(const DoneAnswer &answer)
{
    drop();
    m_wrapped = {};
    QMetaObject::invokeMethod(
        m_due.get(), [answer] { answer(Done{}); }, Qt::QueuedConnection);
}
