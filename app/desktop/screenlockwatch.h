#pragma once

#include "ui/lock/lockstate.h"

#include <QObject>
#include <QStringList>
#include <QVariantMap>

#include <memory>

//! Tells when the person left the screen: it was locked, somebody else has it, or the computer goes
//! to sleep, which it puts off until what left() is connected to has been done and shown. Asks
//! logind and the screen savers over D-Bus; all of it beside the window, so that a bus that is
//! missing, slow or deaf changes nothing but that nothing is told. Does nothing where there is no
//! D-Bus.
class ScreenLockWatch final : public QObject
{
    Q_OBJECT

public:
    explicit ScreenLockWatch(QObject *parent = nullptr);
    ~ScreenLockWatch() override;

    //! To be called once, after the first picture of the window.
    void start();

Q_SIGNALS:
    void left(LockState::Reason reason);
    //! The computer slept and is awake again: timers stood still meanwhile.
    void woke();
    //! What there is to listen to is listened to, as far as it goes; for tests.
    void listening(const QString &to);

private:
    void listenToScreenSavers();
    void listenToLogind();
    void holdSleep();
    void findSession();
    void listenToSession(const QString &path);

    QStringList m_connected; //!< names of our connections
    //! While it lives, logind waits with the sleep, for as long as its own limit lets it (5 s).
    std::shared_ptr<void> m_sleepHold;
    bool m_isFallingAsleep = false;

private Q_SLOTS:
    void screenSaverChanged(bool isActive);
    void sessionLocked();
    void sessionChanged(const QString &interface, const QVariantMap &changed,
                        const QStringList &invalidated);
    void sleepBegins(bool isBeginning);
};
