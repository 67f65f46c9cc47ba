#include "core/storage/keychainkeeper.h"

#include "core/storage/keychaindesk.h"

#include <QTimer>

using namespace Qt::StringLiterals;
using Kind = VaultFault::Kind;
using KeychainDesk::Reply;
using KeychainDesk::Verb;

using Expected = KeyKeeper::Expected;

// QtKeychain takes another keychain when the one that has the key does not run or is slow to start,
// and then finds nothing.
static bool isElsewhere(const KeychainSight &sight, Expected expected)
{
    using Item = KeychainSight::Item;
    const bool isAskedInVain =
        sight.inSecretService == Item::Absent || sight.inSecretService == Item::Open;
    switch (expected) {
    case Expected::Perhaps:
        return false;
    case Expected::There:
        return isAskedInVain || sight.holder() == KeychainKind::Wallet;
    case Expected::InSecretService:
        return isAskedInVain;
    case Expected::InWallet:
        break;
    }
    return sight.inWallet != Item::NotThere;
}

static bool isAnySilent(const KeychainSight &sight)
{
    using Item = KeychainSight::Item;
    return sight.inSecretService == Item::Silent || sight.inWallet == Item::Silent;
}

// What is lost may be given up, so Lost has to be certain.
static Kind kindOf(const Reply &reply, Expected expected)
{
    using Outcome = Reply::Outcome;
    const bool isKnown = expected != Expected::Perhaps;
    const KeychainSight sight = reply.sight.value_or(KeychainSight{});
    const bool mayBeElsewhere = reply.sight && isElsewhere(sight, expected);
    switch (reply.outcome) {
    case Outcome::NotThere:
        return mayBeElsewhere       ? Kind::Elsewhere
               : !isKnown           ? Kind::Missing
               : isAnySilent(sight) ? Kind::Silent
                                    : Kind::Lost;
    case Outcome::PerhapsLocked:
        return mayBeElsewhere ? Kind::Elsewhere : isKnown ? Kind::Locked : Kind::Missing;
    case Outcome::Locked:
        // Unless it is the wrong one that is locked.
        return mayBeElsewhere && expected == Expected::InWallet &&
                       sight.inWallet != KeychainSight::Item::Locked
                   ? Kind::Elsewhere
                   : Kind::Locked;
    case Outcome::Denied:
        return Kind::Denied;
    case Outcome::Absent:
        return Kind::Absent;
    case Outcome::Failed:
        return mayBeElsewhere && expected == Expected::InSecretService ? Kind::Elsewhere
                                                                       : Kind::Failed;
    case Outcome::Done:
        break;
    }
    return Kind::Failed;
}

// In another keychain than the one that was asked.
static bool isStill(const Reply &reply, Expected expected)
{
    const KeychainSight sight = reply.sight.value_or(KeychainSight{});
    return sight.holder() != KeychainKind::Unknown ||
           (expected == Expected::InWallet && sight.inWallet != KeychainSight::Item::NotThere) ||
           (expected == Expected::InSecretService &&
            sight.inSecretService != KeychainSight::Item::NotThere);
}

static Expected knownIn(Expected expected)
{
    return expected == Expected::Perhaps ? Expected::There : expected;
}

static VaultFault faultOf(const Reply &reply, Expected expected)
{
    const Kind kind = kindOf(reply, expected);
    if (kind == Kind::Elsewhere) { // by the names that people know
        return {kind, expected == Expected::InWallet          ? u"KWallet"_s
                      : expected == Expected::InSecretService ? u"Secret Service"_s
                                                              : QString()};
    }
    // Of another keychain than the one that is silent.
    const bool isUntold = kind == Kind::Lost || kind == Kind::Missing || kind == Kind::Silent;
    return {kind, isUntold ? QString() : reply.detail};
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

void KeychainKeeper::begin(const Fail &fail)
{
    m_due = std::make_unique<QObject>();
    m_fail = fail;
}

void KeychainKeeper::ask(Verb verb, const SecretBuffer &item, const Next &next)
{
    const int turn = ++m_turn;
    const auto after = [this, turn](int ms, void (KeychainKeeper::*then)()) {
        QTimer::singleShot(ms, Qt::PreciseTimer, m_due.get(), [this, turn, then] {
            if (turn == m_turn)
                (this->*then)();
        });
    };
    m_isAsking = false;
    after(m_silentAfterMs - m_silentAfterMs / 4, &KeychainKeeper::haveLook);
    after(m_silentAfterMs, &KeychainKeeper::giveUp);
    KeychainDesk::ask(m_due.get(), {verb, service, itemKey(m_keyId), item}, next);
}

// In time for giving up. A deaf keychain says nothing to this either.
void KeychainKeeper::haveLook()
{
    KeychainDesk::ask(
        m_due.get(), {Verb::Look, service, itemKey(m_keyId)},
        [this](const Reply &look) { m_isAsking = look.sight && look.sight->mayBeAsking(); });
}

void KeychainKeeper::giveUp()
{
    const auto ended = std::move(m_due);
    m_fail({m_isAsking ? Kind::Asking : Kind::Silent, {}});
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
        m_holder = reply.sight.value_or(KeychainSight{}).holder();
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
            m_holder = read.sight.value_or(KeychainSight{}).holder();
            if (read.outcome == Reply::Outcome::NotThere)
                answer(Failure{VaultFault{Kind::Failed, read.detail}});
            else if (read.outcome != Reply::Outcome::Done)
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
    // A removal passes over what is locked. Looking whether it is gone leads to the prompt then,
    // and what was unlocked by that can be removed.
    removeAndProve(2, answer);
}

void KeychainKeeper::forgetUnasked(const DoneAnswer &answer)
{
    begin([answer](const VaultFault &fault) { answer(Failure{fault}); });
    ask(Verb::Look, {}, [this, answer](const Reply &look) {
        const bool isAnswered = look.outcome == Reply::Outcome::Done;
        if (isAnswered && (!look.sight || look.sight->isOpen()))
            return removeAndProve(1, answer);
        close();
        if (isAnswered && look.sight->isGone())
            answer(Done{});
        else
            answer(Failure{isAnswered ? VaultFault{Kind::Locked, {}}
                                      : faultOf(look, Expected::Perhaps)});
    });
}

void KeychainKeeper::removeAndProve(int tries, const DoneAnswer &answer)
{
    ask(Verb::Remove, {}, [this, tries, answer](const Reply &) {
        // What counts is whether it is gone, not what the removal says.
        ask(Verb::Read, {}, [this, tries, answer](const Reply &read) {
            const bool isThere = read.outcome == Reply::Outcome::Done;
            if (isThere && tries > 1)
                return removeAndProve(tries - 1, answer);
            close();
            if (read.outcome == Reply::Outcome::NotThere && !isStill(read, m_expected))
                answer(Done{});
            else if (isThere)
                answer(Failure{VaultFault{Kind::Denied, {}}});
            else
                answer(Failure{faultOf(read, knownIn(m_expected))});
        });
    });
}
