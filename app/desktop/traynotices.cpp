#include "app/desktop/traynotices.h"

#include "ui/support/icons.h"

#include <QSystemTrayIcon>

TrayNotices::TrayNotices(QObject *parent)
    : QObject(parent)
{
    m_end.setSingleShot(true);
    connect(&m_end, &QTimer::timeout, this, [this] { m_icon->hide(); });
}

TrayNotices::~TrayNotices() = default;

void TrayNotices::tell(const DesktopNotice &notice)
{
    if (!QSystemTrayIcon::isSystemTrayAvailable() || !QSystemTrayIcon::supportsMessages())
        return;
    if (!m_icon) {
        m_icon = std::make_unique<QSystemTrayIcon>(applicationIcon());
        connect(m_icon.get(), &QSystemTrayIcon::messageClicked, this, [this] {
            m_end.start(0); // later: what was clicked goes with the icon
            Q_EMIT actionChosen(m_profile);
        });
    }
    m_profile = notice.profile;
    m_icon->show();
    m_icon->showMessage(notice.title, notice.body, m_icon->icon(), shownMs);
    m_end.start(shownMs);
}
