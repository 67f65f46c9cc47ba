// The wiring half of MainWindow: which intent leads to which verb.
#include "core/session/orginforce.h"
#include "core/session/sessions.h"
#include "core/storage/profilestore.h"
#include "ui/login/loginpanel.h"
#include "ui/mainwindow/handout.h"
#include "ui/mainwindow/helpsheets.h"
#include "ui/mainwindow/ledgerview.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/profileverbs.h"
#include "ui/mainwindow/sessionheader.h"
#include "ui/mainwindow/sessionpage.h"
#include "ui/mainwindow/statusstrip.h"
#include "ui/mainwindow/tokenlife.h"
#include "ui/profiles/profilelist.h"
#include "ui/profiles/startpage.h"
#include "ui/session/sessionpanel.h"
#include "ui/token/tokenpanel.h"
#include "ui/vault/secretkeeping.h"

#include <QActionGroup>
#include <QMenuBar>
#include <QStackedWidget>

void MainWindow::connectMenus()
{
    const auto on = [this](const QAction *action, auto &&verb) {
        connect(action, &QAction::triggered, this, std::forward<decltype(verb)>(verb));
    };
    on(m_menus.addProfile, [this] { openDraft({}); });
    on(m_menus.editProfile, [this] { m_verbs->edit(m_current); });
    on(m_menus.duplicateProfile, [this] { m_verbs->duplicate(m_current); });
    on(m_menus.removeProfile, [this] { m_verbs->remove(m_current); });
    on(m_menus.lock, [this] { lock(LockState::Reason::ByHand); });
    on(m_menus.quit, [this] { close(); });
    on(m_menus.signIn, [this] { signInAgain(); });
    on(m_menus.refresh, [this] { currentService()->refreshInfo(); });
    on(m_menus.searchSession, [this] { sessionPage().session().focusSearch(); });
    on(m_menus.chooseOrg, [this] { sessionPage().header().openOrgs(); });
    on(m_menus.cancel, [this] { currentService()->cancel(); });
    on(m_menus.signOut, [this] { signOut(); });
    on(m_menus.copyToken, [this] { sessionPage().token().copy(handoff::Format::Token); });
    on(m_menus.copyHeader,
       [this] { sessionPage().token().copy(handoff::Format::AuthorizationHeader); });
    on(m_menus.copyCurl, [this] { sessionPage().token().copy(handoff::Format::CurlLine); });
    on(m_menus.copyAs, [this] { openCopySheet(); });
    on(m_menus.getToken, [this] { sessionPage().token().askForNewToken(); });
    on(m_menus.checkToken, [this] { currentService()->checkToken(); });
    on(m_menus.revokeToken, [this] { sessionPage().token().confirmRevoke(); });
    on(m_menus.listTokens, [this] {
        if (m_ledger)
            m_ledger->open(m_current);
    });
    on(m_menus.clearClipboard, [this] { m_handout->clear(); });
    on(m_menus.goToProfiles, [this] { m_column->focusList(); });
    on(m_menus.searchProfiles, [this] { m_column->focusSearch(); });
    on(m_menus.nextProfile, [this] { m_column->step(1); });
    on(m_menus.previousProfile, [this] { m_column->step(-1); });
    on(m_menus.collapseColumn, [this] { collapseColumn(); });
    on(m_menus.shortcuts, [this] { helpsheets::openShortcuts(*menuBar(), this); });
    on(m_menus.about, [this] { helpsheets::openAbout(this); });
    connect(m_menus.lockAfter, &QActionGroup::triggered, this, [this](const QAction *action) {
        Preferences preferences = m_store.preferences();
        preferences.lockMinutes = action->data().toInt();
        m_store.setPreferences(preferences);
    });
    connect(m_menus.clearAfter, &QActionGroup::triggered, this, [this](const QAction *action) {
        Preferences preferences = m_store.preferences();
        preferences.clipboardSeconds = action->data().toInt();
        m_store.setPreferences(preferences);
    });
    connect(m_menus.themes, &QActionGroup::triggered, this, [this](const QAction *action) {
        Preferences preferences = m_store.preferences();
        preferences.theme = static_cast<Preferences::Theme>(action->data().toInt());
        m_store.setPreferences(preferences);
    });
}

void MainWindow::connectProfiles()
{
    connect(&m_store, &ProfileStore::profilesChanged, this, [this] {
        m_verbs->signOutRemoved(m_lastStates.keys());
        renderProfiles();
        if (const auto profile = m_store.profile(m_current); profile && m_login)
            m_login->followProfile(*profile);
        render();
    });
    connect(&m_store, &ProfileStore::problemFound, this, &MainWindow::showProblem);
    connect(m_column, &ProfileList::profileSelected, this, &MainWindow::showProfile);
    connect(m_column, &ProfileList::addRequested, this, [this] { openDraft({}); });
    connect(m_verbs, &ProfileVerbs::told, this, &MainWindow::showStatus);
    connect(m_verbs, &ProfileVerbs::duplicated, this, &MainWindow::showProfile);
}

void MainWindow::connectSessions()
{
    connect(&m_sessions, &Sessions::sessionStateChanged, this, &MainWindow::renderState);
    connect(&m_sessions, &Sessions::formFound, this,
            [this](const QUuid &id, const QString &origin, Api::Form form) {
                m_verbs->rememberForm(id, origin, form);
                if (id == m_current)
                    loginPanel().renderForm(origin, form);
            });
    connect(&m_sessions, &Sessions::connectionTested, this,
            [this](const QUuid &id, const ConnectionReport &report) {
                if (id == m_current)
                    loginPanel().renderConnection(report);
            });
}

void MainWindow::connectClipboard()
{
    connect(m_status, &StatusStrip::clearClipboardRequested, m_handout, &Handout::clear);
    connect(&m_sessions, &Sessions::heldTokenRevoked, m_handout,
            [this](const QUuid &profile, const Token &token) {
                if (token.standing == Token::Standing::Revoked)
                    m_handout->dropTokens(profile, {token.fingerprint()});
            });
    connect(m_handout, &Handout::told, this, &MainWindow::showStatus);
    connect(m_handout, &Handout::tokenCopied, this, &MainWindow::tokenCopied);
    connect(m_handout, &Handout::countdown, this, [this](const QString &what, int seconds) {
        m_status->setCountdown(what, seconds);
        m_menus.clearClipboard->setEnabled(seconds > 0);
    });
    m_menus.clearClipboard->setEnabled(false);
}

LoginPanel &MainWindow::loginPanel()
{
    if (m_login)
        return *m_login;
    m_login = new LoginPanel;
    m_pages->addWidget(m_login);
    m_login->setDemoUsers(m_demoUsers);
    renderKeeping();
    connect(m_login, &LoginPanel::keptTokenRequested, this, &MainWindow::signInByKeptToken);
    connect(m_login, &LoginPanel::tokenSheetRequested, this, &MainWindow::openTokenSheet);
    connect(m_login, &LoginPanel::signInRequested, this, &MainWindow::signIn);
    connect(m_login, &LoginPanel::testConnectionRequested, this,
            [this](const Profile &profile) { m_sessions.service(profile).testConnection(); });
    connect(m_login, &LoginPanel::serverEntered, this,
            [this](const Profile &profile) { m_sessions.service(profile).prepare(); });
    connect(m_login, &LoginPanel::cancelRequested, this, [this] {
        if (SessionService *service = currentService())
            service->cancel();
    });
    connect(m_login, &LoginPanel::wayBackRequested, this, [this] {
        m_signingInAgain.reset();
        render();
    });
    connect(m_login, &LoginPanel::statusChanged, this, &MainWindow::showStatus);
    return *m_login;
}

SessionPage &MainWindow::sessionPage()
{
    if (m_session)
        return *m_session;
    m_session = new SessionPage;
    m_pages->addWidget(m_session);
    m_session->header().setDemo(!m_demoUsers.isEmpty());
    connect(m_session, &SessionPage::signInAgainRequested, this, &MainWindow::signInAgain);
    connect(m_session, &SessionPage::renewRequested, this, [this] { m_life->renew(m_current); });
    connect(m_session, &SessionPage::acceptOrgRequested, this, [this] {
        if (SessionService *service = currentService())
            service->acceptOrg();
    });
    connect(&m_session->header(), &SessionHeader::orgChosen, this, &MainWindow::chooseOrg);
    connect(&m_session->header(), &SessionHeader::signOutRequested, this, &MainWindow::signOut);
    const TokenPanel *token = &m_session->token();
    connect(token, &TokenPanel::copyRequested, this, &MainWindow::copyToken);
    connect(token, &TokenPanel::copyAsRequested, this, &MainWindow::openCopySheet);
    connect(token, &TokenPanel::getTokenRequested, this, &MainWindow::getToken);
    connect(token, &TokenPanel::checkTokenRequested, this,
            [this] { currentService()->checkToken(); });
    connect(token, &TokenPanel::revokeTokenRequested, this,
            [this] { currentService()->revokeToken(); });
    connect(token, &TokenPanel::cancelRequested, this, [this] { currentService()->cancel(); });
    connect(
        token, &TokenPanel::keepAliveChosen, this,
        [this](RenewalPolicy::Mode mode, qint64 forMs) { m_life->choose(m_current, mode, forMs); });
    connect(token, &TokenPanel::usabilityChanged, this, &MainWindow::renderActions);
    const SessionPanel *session = &m_session->session();
    connect(session, &SessionPanel::refreshRequested, this,
            [this] { currentService()->refreshInfo(); });
    // The beta's session info holds a token, too.
    const auto isBlocked = [this](bool isSecret) {
        const SignedIn *shown = currentSession();
        if (!isSecret || !shown || !isHeldBack(*shown))
            return false;
        showStatus(tr("Not copied: this is not the Organization that was asked for."));
        return true;
    };
    connect(session, &SessionPanel::copyTextRequested, this,
            [this, isBlocked](const QString &text, bool isSecret) {
                if (!isBlocked(isSecret))
                    m_handout->copyValue(m_current, text, isSecret);
            });
    connect(session, &SessionPanel::copyLongTextRequested, this,
            [this, isBlocked](const std::function<QString()> &make, bool isSecret) {
                if (!isBlocked(isSecret))
                    m_handout->copyLongText(m_current, make, isSecret);
            });
    return *m_session;
}

StartPage &MainWindow::startPage()
{
    if (m_start)
        return *m_start;
    m_start = new StartPage;
    m_pages->addWidget(m_start);
    connect(m_start, &StartPage::addRequested, this, [this] { openDraft({}); });
    connect(m_start, &StartPage::demoRequested, this, &MainWindow::demoRequested);
    return *m_start;
}

void MainWindow::setLedger(Ledger &ledger)
{
    m_ledger = new LedgerView(ledger, m_sessions, m_store, *this);
    connect(m_ledger, &LedgerView::revokeBegun, m_handout, &Handout::dropTokens);
}

void MainWindow::signIn(const Profile &profile, const SignInRequest &request)
{
    m_draft.reset();
    m_current = profile.id;
    if (m_keeping)
        m_keeping->forgetStrangers(profile);
    const Profile kept = m_verbs->keep(profile);
    m_column->select(m_current);
    if (m_keeping)
        m_keeping->signIn(kept, request);
    else
        m_sessions.service(kept).signIn(request);
}

void MainWindow::signInAgain()
{
    const auto profile = currentProfile();
    if (!profile)
        return openDraft({});
    if (currentSession())
        m_signingInAgain = SignedOut{};
    render();
    loginPanel().focusFirstEmptyField();
}
