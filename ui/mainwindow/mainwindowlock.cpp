// The locking half of MainWindow: what a lock takes away, and the way back.
#include "core/session/sessions.h"
#include "ui/lock/lockpanel.h"
#include "ui/lock/windowlock.h"
#include "ui/login/loginpanel.h"
#include "ui/mainwindow/embedhelper.h"
#include "ui/mainwindow/handout.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/sessionpage.h"
#include "ui/mainwindow/tokenlife.h"
#include "ui/widgets/confirmsheet.h"

#include <QApplication>
#include <QDialog>
#include <QStackedWidget>
#include <QToolTip>

#include <utility>

void MainWindow::setLockGate(LockGate gate)
{
    m_lock->setGate(std::move(gate));
}

void MainWindow::lock(LockState::Reason reason)
{
    m_lock->lock(reason);
}

bool MainWindow::isLocked() const
{
    return m_lock->isLocked();
}

void MainWindow::connectLock()
{
    connect(m_lock, &WindowLock::locked, this, [this] {
        m_life->setLocked(true);
        m_embed->stop(EmbedState::End::Locked);
        hideSecrets();
        showLockScreen();
    });
    connect(m_lock, &WindowLock::opened, this, &MainWindow::showDesk);
    // The lock screen covers the status line.
    connect(m_handout, &Handout::told, m_lock, &WindowLock::setNote);
}

void MainWindow::hideSecrets()
{
    m_handout->clear();
    m_sessions.interruptAll();
    while (QWidget *popup = QApplication::activePopupWidget()) {
        if (!popup->close())
            break;
    }
    QToolTip::hideText();
    const QList<QDialog *> sheets = findChildren<QDialog *>();
    for (QDialog *sheet : sheets) {
        if (sheet->isVisible())
            sheet->reject();
    }
    if (m_login)
        m_login->forgetPassword();
    if (m_session)
        m_session->forget();
}

void MainWindow::showLockScreen()
{
    if (!m_lockPanel) {
        m_lockPanel = new LockPanel;
        m_layers->addWidget(m_lockPanel);
        connect(m_lockPanel, &LockPanel::unlockRequested, m_lock, &WindowLock::unlock);
        connect(m_lockPanel, &LockPanel::giveUpRequested, this, &MainWindow::confirmGivingUp);
        connect(m_lock, &WindowLock::stateChanged, m_lockPanel, &LockPanel::render);
    }
    m_lockPanel->render(m_lock->state());
    m_layers->setCurrentWidget(m_lockPanel);
    m_lockPanel->start();
    renderActions();
}

void MainWindow::confirmGivingUp()
{
    auto *sheet = new ConfirmSheet(tr("Sign out and forget what is kept?"),
                                   tr("You are signed out everywhere, as by Sign out. Every kept "
                                      "password, secret key and token goes, for all profiles, and "
                                      "the key to them all. The profiles stay."),
                                   tr("Sign out and forget"), this);
    connect(sheet, &QDialog::accepted, m_lock, &WindowLock::giveUp);
    sheet->open();
}

void MainWindow::showDesk()
{
    m_layers->setCurrentIndex(0);
    m_life->setLocked(false);
    m_sessions.resumeAll();
    render();
    if (m_session && m_session->isVisible())
        m_session->focusMain();
    else if (m_login && m_login->isVisible())
        m_login->focusFirstEmptyField();
    showStatus(tr("Unlocked."));
}
