#pragma once

#include "core/support/clock.h"
#include "ui/lock/lockgate.h"

#include <QObject>
#include <QTimer>

//! Whether the window is locked and what it takes to open it. After a wrong passphrase no other is
//! tried for as long as the gate says, also across locks.
//!
//! What a lock does to secrets: the key is forgotten; what is shown and copied is wiped; calls in
//! flight are dropped. A session stays signed in, its token in guarded memory only: it is not
//! stored, so that wiping it would throw it away without ending it at the cluster. Sign out for
//! that.
class WindowLock final : public QObject
{
    Q_OBJECT

public:
    explicit WindowLock(TimeSource time = TimeSource::system(), QObject *parent = nullptr);

    void setGate(LockGate gate);
    [[nodiscard]] bool isLocked() const { return m_isLocked; }
    [[nodiscard]] const LockState &state() const { return m_state; }

    //! Locked already: only a try to open that is under way comes to nothing.
    void lock(LockState::Reason reason);
    //! Tries to open. Not while a try is under way, or has to wait.
    void unlock(const SecretBuffer &passphrase);
    //! Opens without the key, once nobody is signed in and nothing is kept any more. Only where the
    //! state offers it, and with the person's word.
    void giveUp();
    //! One sentence for the lock screen, without secrets and names; gone with the next lock.
    //! Ignored while nothing is locked.
    void setNote(const QString &note);
    //! The key may be in another place now.
    void followKey();

Q_SIGNALS:
    void locked();
    void opened();
    //! While it is locked.
    void stateChanged(const LockState &state);

private:
    void forgetKey();
    [[nodiscard]] LockState::Key key() const;
    void begin();
    [[nodiscard]] LockGate::Then answer();
    void answered(const LockGate::Reply &reply);
    void tick();
    [[nodiscard]] int waitSeconds() const;

    const TimeSource m_time;
    LockGate m_gate;
    LockState m_state;
    QTimer m_tick;
    bool m_isLocked = false;
    int m_lockCount = 0; // a late answer to a try from before the last lock is nobody's
    qint64 m_mayTryAtMs = 0;
};
