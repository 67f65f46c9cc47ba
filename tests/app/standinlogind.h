#pragma once

#include "ui/lock/lockstate.h"

#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusUnixFileDescriptor>
#include <QList>
#include <QObject>
#include <QStringList>

#include <optional>

//! What logind answers on a private bus, for the time that it lives.
class StandInLogind final : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.login1.Manager")

public:
    //! The session that it knows, and one of somebody else.
    static constexpr QLatin1StringView sessionPath{"/org/freedesktop/login1/session/_37"};
    static constexpr QLatin1StringView otherPath{"/org/freedesktop/login1/session/_38"};

    //! On the connection of this name.
    explicit StandInLogind(const QString &connection);
    ~StandInLogind() override;

    [[nodiscard]] bool isThere() const { return m_isThere; }
    //! Whether whoever wanted to put the sleep off has let go of what it was given.
    [[nodiscard]] bool maySleep() const;

    QStringList asked;
    QList<QStringList> holds;
    int held = -1; //!< the end of the latest pipe that stays here

public Q_SLOTS:
    QDBusObjectPath GetSession(const QString &id);
    QDBusObjectPath GetSessionByPID(uint id);
    QDBusUnixFileDescriptor Inhibit(const QString &what, const QString &who, const QString &why,
                                    const QString &mode);

private:
    const QString m_connection;
    bool m_isThere = false;
};

//! A message on the bus, and what it is to be taken for; nothing: the person is still there.
struct LeavingSign
{
    const char *name = nullptr;
    QDBusMessage message = {};
    std::optional<LockState::Reason> reason = {};
};

[[nodiscard]] QList<LeavingSign> leavingSigns();
[[nodiscard]] QList<LeavingSign> otherSigns();
[[nodiscard]] QDBusMessage prepareForSleep(bool isBeginning);
