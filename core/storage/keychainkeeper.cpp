#include "core/storage/keychainkeeper.h"

#include "core/storage/keychaindesk.h"

#include <QTimer>

using Kind = VaultFault::Kind;
using KeychainDesk::Reply;
using KeychainDesk::Verb;

static VaultFault faultOf(const Reply &reply, KeyKeeper::Expected expected)
{
    const bool isKnown = expected == KeyKeeper::Expected::There;
    switch (reply.outcome) {
    case Reply::Outcome::NotThere:
        return {isKnown ? Kind::Lost : Kind::Missing, {}};
    case Reply::Outcome::PerhapsLocked:
        return {isKnown ? Kind::Locked : Kind::Missing, reply.detail};
    case Reply::Outcome::Locked:
        return {Kind::Locked, reply.detail};
    case Reply::Outcome::Denied:
        return {Kind::Denied, reply.detail};
    case Reply::Outcome::Absent:
        return {Kind::Absent, reply.detail};
    case Reply::Outcome::Done:
    case Reply::Outcome::Failed:
        break;
    }
    return {Kind::Failed, reply.detail};
}

QString KeychainKeeper::itemKey(const QString &keyId)
{
    return QLatin1StringView("masterkey/v1/") + keyId;
}

KeychainKeeper::KeychainKeeper(const QString &keyId, Expected expected, int silentAfterMs)
    : m_keyId(keyId)
    , m_expected(expected)
    , m_silentAfterMs(silentAfterMs)
{}

KeychainKeeper::~KeychainKeeper() = default;

void KeychainKeeper::begin(const std::function<void(const VaultFault &)> &fail)
{
    m_due = std::make_unique<QObject>();
    QTimer::singleShot(m_silentAfterMs, Qt::PreciseTimer, m_due.get(), [this, fail] {
        const auto ended = std::move(m_due);
        fail({Kind::Silent, {}});
    });
}

void KeychainKeeper::ask(Verb verb, const SecretBuffer &item, const Next &next)
{
    KeychainDesk::ask(m_due.get(), {verb, service, itemKey(m_keyId), item}, next);
}

Result<MasterKey, VaultFault> KeychainKeeper::keyIn(const Reply &reply) const
{
    if (reply.outcome != Reply::Outcome::Done)
        return Failure{faultOf(reply, m_expected)};
    auto key = MasterKey::fromItem(reply.item.view());
    if (key && key->id() != m_keyId)
        return Failure{VaultFault{Kind::OtherKey, {}}};
    return key;
}

void KeychainKeeper::fetch(const FetchAnswer &answer)
{
    begin([answer](const VaultFault &fault) { answer(Failure{fault}); });
    ask(Verb::Read, {}, [this, answer](const Reply &reply) {
        close();
        answer(keyIn(reply));
    });
}

void KeychainKeeper::keep(const MasterKey &key, const DoneAnswer &answer)
{
    begin([answer](const VaultFault &fault) { answer(Failure{fault}); });
    const SecretBuffer item = key.toItem();
    ask(Verb::Write, item, [this, item, answer](const Reply &written) {
        if (written.outcome != Reply::Outcome::Done) {
            close();
            answer(Failure{faultOf(written, Expected::Perhaps)});
            return;
        }
        // A back end may call a write a success that was none.
        ask(Verb::Read, {}, [this, item, answer](const Reply &read) {
            close();
            if (read.outcome != Reply::Outcome::Done)
                answer(Failure{faultOf(read, Expected::There)});
            else if (read.item == item)
                answer(Done{});
            else
                answer(Failure{VaultFault{Kind::Altered, {}}});
        });
    });
}

void KeychainKeeper::forget(const DoneAnswer &answer)
{
    begin([answer](const VaultFault &fault) { answer(Failure{fault}); });
    ask(Verb::Remove, {}, [this, answer](const Reply &) {
        // What counts is whether it is gone, not what the removal says.
        ask(Verb::Read, {}, [this, answer](const Reply &read) {
            close();
            if (read.outcome == Reply::Outcome::NotThere)
                answer(Done{});
            else if (read.outcome == Reply::Outcome::Done)
                answer(Failure{VaultFault{Kind::Denied, {}}});
            else
                answer(Failure{faultOf(read, Expected::There)});
        });
    });
}
