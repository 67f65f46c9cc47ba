#pragma once

#include "core/session/sessionstate.h"
#include "core/storage/profile.h"
#include "core/support/clock.h"
#include "ui/profiles/profilesummary.h"

#include <QAbstractListModel>
#include <QHash>
#include <QTimer>

//! The profiles as a list, with what each one's session says. The words for time left are kept up
//! to date by one timer, which runs only while ticking is asked for.
class ProfileModel final : public QAbstractListModel
{
    Q_OBJECT

public:
    enum Role
    {
        IdRole = Qt::UserRole + 1, //!< QUuid
        HostRole                   //!< host[:port]
    };

    explicit ProfileModel(QObject *parent = nullptr);

    void setProfiles(const QList<Profile> &profiles);
    //! \a clock is the server's, as of now.
    void setState(const QUuid &id, const SessionState &state, const ServerClock &clock);
    //! Whether anybody looks.
    void setTicking(bool isTicking);
    [[nodiscard]] bool hasBusyRow() const;

    [[nodiscard]] const Profile &profileAt(int row) const { return m_profiles[row]; }
    [[nodiscard]] ProfileSummary summaryAt(int row) const;
    [[nodiscard]] QModelIndex indexOf(const QUuid &id) const;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;

Q_SIGNALS:
    void busyChanged();

private:
    struct Entry
    {
        SessionState state;
        ServerClock clock;
    };

    void scheduleTick();
    void tick();

    QList<Profile> m_profiles;
    QHash<QUuid, Entry> m_entries;
    QTimer m_timer;
    bool m_isTicking = false;
};
