// The half of MainWindow that deals with the lives of tokens: what keeps them, what warns of their
// end.
#include "core/session/sessions.h"
#include "core/storage/profilestore.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/sessionpage.h"
#include "ui/mainwindow/tokenlife.h"
#include "ui/support/uitext.h"
#include "ui/token/lifetext.h"
#include "ui/token/tokenpanel.h"

#include <QApplication>

void MainWindow::connectLife()
{
    connect(m_life, &TokenLife::changed, this, [this](const QUuid &id) {
        if (id == m_current)
            render();
    });
    connect(m_life, &TokenLife::warned, this, &MainWindow::tellOfEnd);
}

//! Nothing of a locked window is told outside it but that something ends.
void MainWindow::tellOfEnd(const QUuid &id, const ExpiryWarning &warning)
{
    const SessionService *service = m_sessions.existing(id);
    if (!service)
        return;
    const QString what = lifetext::warning(warning, service->serverClock().nowMs());
    QApplication::alert(this);
    if (isLocked()) {
        Q_EMIT noticeWanted({id, tr("Session Desk"), what, {}});
        return;
    }
    const auto profile = m_store.profile(id);
    const QString name = profile ? shown(profile->name, Profile::longestName) : QString();
    showStatus(id == m_current || name.isEmpty() ? what : tr("%1: %2").arg(name, what));
    Q_EMIT noticeWanted({id, name, what, lifetext::actionFor(m_life->view(id))});
}

void MainWindow::wakeUp()
{
    m_life->check();
    render();
}

void MainWindow::followNotice(const QUuid &id)
{
    if (isLocked() || !m_sessions.existing(id))
        return;
    if (m_life->view(id).canActAtOnce())
        return m_life->renew(id);
    showProfile(id);
    setWindowState(windowState() & ~Qt::WindowMinimized);
    raise();
    activateWindow();
    if (m_session && m_session->isVisible())
        m_session->token().askForNewToken();
}
