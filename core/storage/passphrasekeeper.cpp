#include "core/storage/passphrasekeeper.h"

#include "core/storage/passphrasekey.h"
#include "core/storage/sealing.h"
#include "core/support/stragglers.h"
#include "core/support/worker.h"

#include <utility>

using Kind = VaultFault::Kind;

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

static Result<MasterKey, VaultFault> opened(const SecretBuffer &passphrase,
                                            const WrappedKey &wrapped)
{
    const auto key = PassphraseKey::derived(passphrase, wrapped);
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
    WrappedKey wrapped = PassphraseKey::parameters(cost.passes, cost.memoryBytes);
    const auto key = PassphraseKey::derived(passphrase, wrapped);
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
        [answer](const Result<MasterKey, VaultFault> &result) { answer(result); },
        stragglers::pool());
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
        },
        stragglers::pool());
}

void PassphraseKeeper::forget(const DoneAnswer &answer)
{
    drop();
    m_wrapped = {};
    QMetaObject::invokeMethod(
        m_due.get(), [answer] { answer(Done{}); }, Qt::QueuedConnection);
}
