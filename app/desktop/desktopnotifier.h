#pragma once

#include "ui/support/desktopnotice.h"

#include <QHash>
#include <QObject>
#include <QStringList>

//! Tells notices on the desktop by org.freedesktop.Notifications over D-Bus, beside the window: a
//! bus that is missing, slow or deaf changes nothing but that nothing is told. A notice takes the
//! place of the one before of the same profile.
class DesktopNotifier final : public QObject
{
    Q_OBJECT

public:
    explicit DesktopNotifier(QObject *parent = nullptr);
    ~DesktopNotifier() override;

    void tell(const DesktopNotice &notice);

Q_SIGNALS:
    //! What a notice about \a profile offered was chosen.
    void actionChosen(const QUuid &profile);
    //! The program was built without D-Bus, or nobody on the bus took \a notice: it is for whatever
    //! else the system has. Not where the bus is missing or deaf, since Qt would wait for it.
    void untold(const DesktopNotice &notice);

private:
    void connectToBus();
    void send(const DesktopNotice &notice);

    bool m_isConnecting = false;
    bool m_isConnected = false;
    QList<DesktopNotice> m_waiting; //!< for the bus
    QHash<QUuid, uint> m_shown;     //!< what the desktop calls the notice of a profile

private Q_SLOTS:
    void actionInvoked(uint notice, const QString &action);
};
