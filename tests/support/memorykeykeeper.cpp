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
    later([this, answer] {
        if (m_keychain.fetchFault)
            answer(Failure{*m_keychain.fetchFault});
        else if (!m_keychain.key)
            answer(Failure{VaultFault{m_knownId.isEmpty() ? Kind::Missing : Kind::Lost, {}}});
        else if (!m_knownId.isEmpty() && m_keychain.key->id() != m_knownId)
            answer(Failure{VaultFault{Kind::OtherKey, {}}});
        else
            answer(*m_keychain.key);
    });
}

void MemoryKeyKeeper::keep(const MasterKey &key, const DoneAnswer &answer)
{
    m_keychain.calls.append(u"keep"_s);
    later([this, key, answer] {
        if (!m_keychain.keepFault)
            m_keychain.key = key;
        answer(m_keychain.keepFault ? Result<Done, VaultFault>(Failure{*m_keychain.keepFault})
                                    : Done{});
    });
}

void MemoryKeyKeeper::forget(const DoneAnswer &answer)
{
    m_keychain.calls.append(u"forget"_s);
    later([this, answer] {
        if (!m_keychain.forgetFault)
            m_keychain.key.reset();
        answer(m_keychain.forgetFault ? Result<Done, VaultFault>(Failure{*m_keychain.forgetFault})
                                      : Done{});
    });
}
