#include "tests/support/memorykeykeeper.h"

#include <QPointer>

using namespace Qt::StringLiterals;
using Kind = VaultFault::Kind;

void MemoryKeyKeeper::later(const std::function<void()> &answer)
{
    m_due = std::make_unique<QObject>();
    if (!m_keychain.isHeld) {
        QMetaObject::invokeMethod(m_due.get(), answer, Qt::QueuedConnection);
        return;
    }
    m_keychain.heldAnswer = [due = QPointer<QObject>(m_due.get()), answer] {
        if (due)
            answer();
    };
}

void MemoryKeyKeeper::fetch(const FetchAnswer &answer)
{
    m_keychain.calls.append(u"fetch"_s);
    m_keychain.expected = m_expected;
    later([this, answer] {
        if (m_keychain.fetchFault)
            answer(Failure{*m_keychain.fetchFault});
        else if (const auto key = m_keychain.keys.constFind(m_keyId); key == m_keychain.keys.cend())
            answer(Failure{
                VaultFault{m_expected == Expected::Perhaps ? Kind::Missing : Kind::Lost, {}}});
        else if (key->id() != m_keyId)
            answer(Failure{VaultFault{Kind::OtherKey, {}}});
        else
            answer(*key);
    });
}

void MemoryKeyKeeper::keep(const MasterKey &key, const DoneAnswer &answer)
{
    m_keychain.calls.append(u"keep"_s);
    later([this, key, answer] {
        if (!m_keychain.keepFault)
            m_keychain.put(key);
        answer(m_keychain.keepFault ? Result<Done, VaultFault>(Failure{*m_keychain.keepFault})
                                    : Done{});
    });
}

void MemoryKeyKeeper::forget(const DoneAnswer &answer)
{
    m_keychain.calls.append(u"forget"_s);
    remove(answer);
}

void MemoryKeyKeeper::forgetUnasked(const DoneAnswer &answer)
{
    m_keychain.calls.append(u"forgetUnasked"_s);
    if (m_keychain.asksForPassword)
        later([answer] { answer(Failure{VaultFault{Kind::Locked, {}}}); });
    else
        remove(answer);
}

void MemoryKeyKeeper::remove(const DoneAnswer &answer)
{
    later([this, answer] {
        if (!m_keychain.forgetFault)
            m_keychain.keys.remove(m_keyId);
        answer(m_keychain.forgetFault ? Result<Done, VaultFault>(Failure{*m_keychain.forgetFault})
                                      : Done{});
    });
}
