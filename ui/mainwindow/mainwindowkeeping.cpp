// The keeping half of MainWindow: what the vault offers to the form and takes from it, and tokens
// that come from elsewhere.
#include "core/storage/profilestore.h"
#include "ui/importing/profiletransfer.h"
#include "ui/lock/windowlock.h"
#include "ui/login/loginpanel.h"
#include "ui/login/tokensheet.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/profileverbs.h"
#include "ui/mainwindow/sessionpage.h"
#include "ui/mainwindow/statusstrip.h"
#include "ui/mainwindow/tokensecrets.h"
#include "ui/token/tokenpanel.h"
#include "ui/vault/secretkeeping.h"
#include "ui/widgets/banner.h"

#include <QAction>
#include <QBoxLayout>
#include <QDesktopServices>

void MainWindow::setVault(Vault &vault)
{
    m_keeping = new SecretKeeping(m_store, vault, m_sessions, *this);
    connect(m_keeping, &SecretKeeping::told, this, &MainWindow::showStatus);
    connect(m_keeping, &SecretKeeping::changedOutsideFound, this, &MainWindow::showWhatWasChanged);
    connect(m_keeping, &SecretKeeping::changed, this, &MainWindow::renderKeeping);
    connect(m_menus.secretsPlace, &QAction::triggered, m_keeping, &SecretKeeping::openPlaceSheet);
    m_transfer = new ProfileTransfer(m_store, vault, *m_keeping, *this);
    connect(m_transfer, &ProfileTransfer::told, this, &MainWindow::showStatus);
    connect(m_transfer, &ProfileTransfer::added, this, &MainWindow::showProfile);
    connect(m_menus.importProfiles, &QAction::triggered, m_transfer, &ProfileTransfer::openImport);
    connect(m_menus.exportProfiles, &QAction::triggered, m_transfer, &ProfileTransfer::openExport);
    m_verbs->saveBy([this](const Profile &changed) { m_keeping->save(changed); });
    m_verbs->signOutBy([this](const QUuid &id) { m_keeping->signOut(id); });
    setLockGate(m_keeping->lockGate());
    connect(m_keeping, &SecretKeeping::changed, m_lock, &WindowLock::followKey);
    m_secrets->setKeeping(*m_keeping);
    renderKeeping();
}

void MainWindow::showWhatWasChanged(const ErrorText &text)
{
    if (!m_changedOutside) {
        m_changedOutside = new Banner(tr("Changed outside the program"));
        m_main->insertWidget(0, m_changedOutside);
        connect(m_changedOutside, &Banner::actionRequested, m_changedOutside, &Banner::dismiss);
    }
    m_changedOutside->present(Banner::Kind::Warning, text.what, text.nextStep);
    m_changedOutside->offerAction(tr("Understood"));
}

void MainWindow::renderKeeping()
{
    m_menus.secretsPlace->setVisible(m_keeping && m_demoUsers.isEmpty());
    if (!m_keeping)
        return;
    m_status->setSecretsPlace(tr("Secrets: %1").arg(m_keeping->placeText()));
    if (m_session)
        m_session->token().renderSecrets(m_secrets->of(m_current));
    if (!m_login)
        return;
    const SecretKeeping::Kept kept = m_keeping->kept(m_current);
    m_login->setSecretsPlace(m_keeping->hasPlace() ? m_keeping->placeText()
                                                   : tr("you are asked where"));
    m_login->setKept(kept.password, kept.secretKey, kept.token);
}

void MainWindow::signInByKeptToken()
{
    if (const auto profile = m_store.profile(m_current); profile && m_keeping)
        m_keeping->signInByToken(*profile);
}

void MainWindow::signOut()
{
    if (m_keeping)
        m_keeping->signOut(m_current);
    else
        currentService()->signOut();
}

void MainWindow::openTokenSheet(const Profile &profile)
{
    auto *sheet = new TokenSheet(profile.origin, this);
    connect(sheet, &TokenSheet::browserRequested, this, [this](const QUrl &page) {
        showStatus(QDesktopServices::openUrl(page)
                       ? tr("The token page was opened in your browser.")
                       : tr("No browser could be started. Open %1 by hand.").arg(page.toString()));
    });
    connect(sheet, &TokenSheet::chosen, this,
            [this, profile](const QString &origin, const handoff::PastedToken &found) {
                signInByPasted(profile, origin, found);
            });
    sheet->open();
}

void MainWindow::signInByPasted(const Profile &shown, const QString &origin,
                                const handoff::PastedToken &found)
{
    Profile target = shown;
    const auto stored = m_store.profile(shown.id);
    const QString meant = stored ? stored->origin : shown.origin;
    if (!meant.isEmpty() && origin != meant) {
        // Another server's token must not change what this profile is for.
        Profile fresh;
        fresh.origin = origin;
        openDraft(fresh);
        target = *m_draft;
    }
    target.origin = origin;
    if (target.userName.isEmpty())
        target.userName = found.user;
    SignInRequest request;
    request.credentials.userName = target.userName;
    request.org = target.org;
    request.held = Token{};
    request.held->value = found.token;
    request.held->expiresMs = found.expiresMs;
    signIn(target, request);
}
