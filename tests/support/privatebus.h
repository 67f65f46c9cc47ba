#pragma once

#include <QProcess>
#include <QString>

//! A D-Bus of a test's own, which ends with it.
class PrivateBus final
{
public:
    PrivateBus();
    ~PrivateBus();
    Q_DISABLE_COPY_MOVE(PrivateBus)

    //! Empty where there is no dbus-daemon.
    [[nodiscard]] QString address() const { return m_address; }

private:
    QProcess m_process;
    QString m_address;
};
