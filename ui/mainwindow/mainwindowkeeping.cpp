// The keeping half of MainWindow: what the vault offers to the form, and takes from it.
#include "core/storage/profilestore.h"
#include "ui/login/loginpanel.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/profileverbs.h"
#include "ui/mainwindow/statusstrip.h"
#include "ui/vault/secretkeeping.h"

#include <QAction>

void MainWindow::setVault(Vault &vault)
{
    m_keeping = new SecretKeeping(m_store, vault, m_sessions, *this);
    connect(m_keeping, &SecretKeeping::told, this, &MainWindow::showStatus);
    connect(m_keeping, &SecretKeeping::changed, this, &MainWindow::renderKeeping);
    connect(m_menus.secretsPlace, &QAction::triggered, m_keeping, &SecretKeeping::openPlaceSheet);
    m_verbs->saveBy([this](const Profile &changed) { m_keeping->save(changed); });
    setLockGate(m_keeping->lockGate());
    renderKeeping();
}

void MainWindow::renderKeeping()
{
    m_menus.secretsPlace->setVisible(m_keeping && m_demoUsers.isEmpty());
    if (!m_keeping)
        return;
    m_status->setSecretsPlace(tr("Secrets: %1").arg(m_keeping->placeText()));
    if (!m_login)
        return;
    const SecretKeeping::Kept kept = m_keeping->kept(m_current);
    m_login->setSecretsPlace(m_keeping->hasPlace() ? m_keeping->placeText()
                                                   : tr("you are asked where"));
    m_login->setKept(kept.password, kept.token);
}

void MainWindow::signInByKeptToken()
{
    if (const auto profile = m_store.profile(m_current); profile && m_keeping)
        m_keeping->signInByToken(*profile);
}
