// The rendering half of MainWindow: the page, the menus and the words for the state that there is.
#include "core/session/sessions.h"
#include "core/storage/profilestore.h"
#include "ui/login/loginpanel.h"
#include "ui/mainwindow/handout.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/mainwindow/profileverbs.h"
#include "ui/mainwindow/sessionheader.h"
#include "ui/mainwindow/sessionpage.h"
#include "ui/mainwindow/statusstrip.h"
#include "ui/mainwindow/tokenlife.h"
#include "ui/mainwindow/tokensecrets.h"
#include "ui/profiles/profilelist.h"
#include "ui/profiles/startpage.h"
#include "ui/support/statustext.h"
#include "ui/support/uitext.h"
#include "ui/token/tokenpanel.h"
#include "ui/vault/secretkeeping.h"

#include <QDateTime>
#include <QStackedWidget>

using namespace Qt::StringLiterals;

void MainWindow::render()
{
    if (!m_isPainted)
        return;
    if (isLocked())
        return renderActions();
    const auto profile = currentProfile();
    const SessionService *service = currentService();
    if (!profile) {
        m_pages->setCurrentWidget(&startPage());
    } else if (const SignedIn *session = currentSession(); session && !m_signingInAgain) {
        const bool isNew = m_pages->currentWidget() != m_session;
        const bool hadFocus = m_pages->isAncestorOf(focusWidget());
        sessionPage().render(*profile, *session, service->serverClock(), m_life->view(m_current));
        m_session->token().renderSecrets(m_secrets->of(m_current));
        m_pages->setCurrentWidget(m_session);
        if (isNew && hadFocus)
            m_session->focusMain();
    } else {
        if (m_session)
            m_session->forget();
        loginPanel().offerWayBack(session);
        loginPanel().render(session   ? *m_signingInAgain
                            : service ? service->state()
                                      : SessionState());
        m_pages->setCurrentWidget(m_login);
    }
    renderWho();
    renderActions();
}

void MainWindow::renderWho()
{
    const SignedIn *session = currentSession();
    m_status->setWho(
        session
            ? tr("Signed in %1 as %2")
                  .arg(QDateTime::fromMSecsSinceEpoch(session->signedInMs).toString(u"HH:mm:ss"_s),
                       shown(session->account.userName, 64))
            : QString());
}

void MainWindow::renderActions()
{
    if (isLocked())
        return m_menus.enable({.isLocked = true});
    const SessionService *service = currentService();
    const SignedIn *session = currentSession();
    const bool isSigningIn = service && std::holds_alternative<SigningIn>(service->state());
    Menus::Situation now;
    now.hasProfile = !m_draft && currentProfile();
    now.isSignedOut = !session && !isSigningIn;
    now.isBusy = isSigningIn || (session && session->activity != SignedIn::Activity::Idle);
    now.isSessionShown = session && !m_signingInAgain;
    if (session)
        now.possible = possibleWith(*session, service->serverClock().nowMs());
    // Before the form nothing can be asked of the page that is not shown.
    if (session && m_signingInAgain)
        now.possible = {.signIn = now.possible.signIn, .signOut = now.possible.signOut};
    now.possible.chooseOrg &= m_session && m_session->header().canChooseOrg();
    m_menus.enable(now);
}

void MainWindow::renderProfiles()
{
    const QList<Profile> profiles = m_store.profiles();
    m_column->setProfiles(profiles);
    if (!currentProfile()) {
        const QUuid last = m_store.preferences().lastProfile;
        m_current = m_store.profile(last) ? last
                    : profiles.isEmpty()  ? QUuid()
                                          : profiles.first().id;
        if (m_isPainted)
            showProfile(m_current);
    }
    m_column->select(m_current);
}

void MainWindow::renderState(const QUuid &id, const SessionState &state)
{
    const SessionService *service = m_sessions.existing(id);
    if (!service)
        return;
    const SessionState before = m_lastStates.value(id);
    m_lastStates.insert(id, state);
    m_column->setState(id, state, service->serverClock());
    const QString outcome = statusText(before, state, service->serverClock().nowMs());
    const auto profile = m_store.profile(id);
    if (id == m_current)
        showStatus(outcome);
    else if (profile && !outcome.isEmpty())
        showStatus(tr("%1: %2").arg(shown(profile->name, Profile::longestName), outcome));
    if (const auto *session = std::get_if<SignedIn>(&state))
        m_verbs->rememberSession(id, *session);
    if (m_keeping)
        m_keeping->noteState(id, state);
    m_secrets->noteState(id, state);
    m_life->follow(id, state);
    m_handout->followSession(id, before, state);
    if (id != m_current)
        return;
    followSignInAgain(before, state);
    render();
}

void MainWindow::followSignInAgain(const SessionState &before, const SessionState &state)
{
    const auto *session = std::get_if<SignedIn>(&state);
    if (std::holds_alternative<SigningIn>(state) || !m_signingInAgain)
        return;
    // Signed in anew, or out: the form has done its work.
    if (!session || !session->ended)
        m_signingInAgain.reset();
    else if (std::holds_alternative<SigningIn>(before))
        m_signingInAgain->reason = session->lastError;
}
