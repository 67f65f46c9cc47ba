#include "ui/profiles/profilemodel.h"

#include "core/http/serveraddress.h"
#include "ui/support/uitext.h"

using namespace Qt::StringLiterals;

ProfileModel::ProfileModel(QObject *parent)
    : QAbstractListModel(parent)
{
    m_timer.setSingleShot(true);
    connect(&m_timer, &QTimer::timeout, this, &ProfileModel::tick);
}

void ProfileModel::setProfiles(const QList<Profile> &profiles)
{
    const auto sameIds = [&] {
        return std::equal(profiles.begin(), profiles.end(), m_profiles.begin(), m_profiles.end(),
                          [](const Profile &a, const Profile &b) { return a.id == b.id; });
    };
    if (sameIds()) {
        // A reset would lose the selection, the scroll position and a menu that is open.
        m_profiles = profiles;
        if (!m_profiles.isEmpty())
            Q_EMIT dataChanged(index(0), index(rowCount() - 1));
        return;
    }
    beginResetModel();
    m_profiles = profiles;
    m_entries.removeIf([&](const auto &entry) {
        return std::none_of(profiles.begin(), profiles.end(),
                            [&](const Profile &profile) { return profile.id == entry.key(); });
    });
    endResetModel();
    scheduleTick();
}

void ProfileModel::setState(const QUuid &id, const SessionState &state, const ServerClock &clock)
{
    m_entries.insert(id, {state, clock});
    const QModelIndex row = indexOf(id);
    if (row.isValid())
        Q_EMIT dataChanged(row, row);
    Q_EMIT busyChanged();
    scheduleTick();
}

void ProfileModel::setTicking(bool isTicking)
{
    m_isTicking = isTicking;
    if (isTicking)
        tick();
    else
        m_timer.stop();
}

bool ProfileModel::hasBusyRow() const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (summaryAt(row).isBusy)
            return true;
    }
    return false;
}

ProfileSummary ProfileModel::summaryAt(int row) const
{
    const auto entry = m_entries.constFind(m_profiles[row].id);
    if (entry == m_entries.constEnd())
        return summaryOf(SignedOut{}, 0);
    return summaryOf(entry->state, entry->clock.nowMs());
}

QModelIndex ProfileModel::indexOf(const QUuid &id) const
{
    for (int row = 0; row < rowCount(); ++row) {
        if (m_profiles[row].id == id)
            return index(row);
    }
    return {};
}

int ProfileModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_profiles.size());
}

static QString hostOf(const Profile &profile)
{
    const auto address = ServerAddress::parse(profile.origin);
    return address ? address->host : profile.origin;
}

QVariant ProfileModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid() || index.row() >= rowCount())
        return {};
    const Profile &profile = m_profiles[index.row()];
    switch (role) {
    case Qt::DisplayRole:
        return shown(profile.name, Profile::longestName);
    case HostRole:
        return hostOf(profile);
    case IdRole:
        return profile.id;
    case Qt::AccessibleTextRole:
        return u"%1, %2, %3"_s.arg(shown(profile.name, Profile::longestName), hostOf(profile),
                                   summaryAt(index.row()).spoken);
    case Qt::ToolTipRole:
        return toolTipText(u"%1\n%2\n%3"_s.arg(shown(profile.name, Profile::longestName),
                                               hostOf(profile), summaryAt(index.row()).spoken));
    default:
        return {};
    }
}

void ProfileModel::scheduleTick()
{
    if (!m_isTicking)
        return;
    int next = 0;
    for (int row = 0; row < rowCount(); ++row) {
        const int wish = summaryAt(row).nextTickMs;
        if (wish > 0 && (next == 0 || wish < next))
            next = wish;
    }
    if (next > 0)
        m_timer.start(next);
    else
        m_timer.stop();
}

void ProfileModel::tick()
{
    if (rowCount() > 0)
        Q_EMIT dataChanged(index(0), index(rowCount() - 1));
    scheduleTick();
}
