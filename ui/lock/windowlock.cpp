#include "ui/lock/windowlock.h"

#include <QPointer>

#include <algorithm>
#include <utility>

WindowLock::WindowLock(TimeSource time, QObject *parent)
    : QObject(parent)
    , m_time(std::move(time))
{
    m_tick.setSingleShot(true);
    connect(&m_tick, &QTimer::timeout, this, &WindowLock::tick);
}

void WindowLock::setGate(LockGate gate)
{
    m_gate = std::move(gate);
}

void WindowLock::lock(LockState::Reason reason)
{
    ++m_lockCount;
    forgetKey();
    if (std::exchange(m_isLocked, true)) {
        m_state.isOpening = false;
        return tick();
    }
    m_state = LockState{};
    m_state.reason = reason;
    if (m_gate.begin)
        m_gate.begin();
    m_state.key = key();
    Q_EMIT locked();
    tick();
}

LockState::Key WindowLock::key() const
{
    return m_gate.key ? m_gate.key() : LockState::Key::NotNeeded;
}

void WindowLock::forgetKey()
{
    if (m_gate.forgetKey)
        m_gate.forgetKey();
}

void WindowLock::unlock(const SecretBuffer &passphrase)
{
    const bool isMissing = m_state.key == LockState::Key::Passphrase && passphrase.isEmpty();
    if (!m_isLocked || m_state.isOpening || isMissing || waitSeconds() > 0)
        return;
    if (!m_gate.open || m_state.key == LockState::Key::NotNeeded)
        return answered({});
    begin();
    m_gate.open(passphrase, answer());
}

void WindowLock::giveUp()
{
    if (!m_isLocked || m_state.isOpening || !m_state.canGiveUp || !m_gate.giveUp)
        return;
    begin();
    m_gate.giveUp(answer());
}

void WindowLock::begin()
{
    m_state.isOpening = true;
    m_state.trouble = LockState::Trouble::None;
    m_state.error = {};
    m_state.canGiveUp = false;
    tick();
}

LockGate::Then WindowLock::answer()
{
    const QPointer<WindowLock> alive(this);
    return [alive, count = m_lockCount](const LockGate::Reply &reply) {
        if (alive && alive->m_lockCount == count)
            alive->answered(reply);
        else if (alive && alive->m_isLocked)
            alive->forgetKey(); // locked again meanwhile
    };
}

void WindowLock::answered(const LockGate::Reply &reply)
{
    m_state.isOpening = false;
    m_state.error = reply.error;
    m_state.canGiveUp = reply.canGiveUp;
    m_mayTryAtMs = m_time.elapsedMs() + reply.retryAfterMs;
    switch (reply.answer) {
    case LockGate::Answer::Opened:
        m_isLocked = false;
        m_tick.stop();
        Q_EMIT opened();
        return;
    case LockGate::Answer::WrongPassphrase:
        m_state.trouble = LockState::Trouble::WrongPassphrase;
        break;
    case LockGate::Answer::KeyUnavailable:
        m_state.trouble = LockState::Trouble::KeyUnavailable;
        break;
    }
    tick();
}

void WindowLock::setNote(const QString &note)
{
    if (!m_isLocked)
        return;
    m_state.note = note;
    tick();
}

void WindowLock::followKey()
{
    if (m_isLocked && std::exchange(m_state.key, key()) != m_state.key)
        tick();
}

int WindowLock::waitSeconds() const
{
    const qint64 left = m_mayTryAtMs - m_time.elapsedMs();
    return left > 0 ? static_cast<int>((left + 999) / 1000) : 0;
}

void WindowLock::tick()
{
    m_state.waitSeconds = waitSeconds();
    if (m_state.waitSeconds > 0) {
        const qint64 nextAt = m_mayTryAtMs - (m_state.waitSeconds - 1) * qint64(1000);
        m_tick.start(static_cast<int>(std::max<qint64>(1, nextAt - m_time.elapsedMs())));
    }
    Q_EMIT stateChanged(m_state);
}
