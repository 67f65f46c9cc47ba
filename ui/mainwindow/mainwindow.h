#pragma once

#include "core/handoff/handoff.h"
#include "core/handoff/pastedtoken.h"
#include "core/session/sessionservice.h"
#include "core/storage/profile.h"
#include "ui/lock/lockgate.h"
#include "ui/mainwindow/menus.h"
#include "ui/support/desktopnotice.h"

#include <QHash>
#include <QMainWindow>

#include <memory>
#include <optional>

class Banner;
class EmbedHelper;
class Handout;
class LockPanel;
class Ledger;
class LedgerView;
class LoginPanel;
class ProfileList;
class ProfileStore;
class ProfileTransfer;
class ProfileVerbs;
class SecretKeeping;
class QBoxLayout;
class QSplitter;
class QStackedWidget;
class SecretClipboard;
class SessionPage;
class Sessions;
class StartPage;
class StatusStrip;
class TokenLife;
class TokenSecrets;
class Vault;
class WindowLock;
struct ErrorText;
struct ExpiryWarning;
struct StorageProblem;

//! The window: chooses the page for the state of the chosen profile and connects intents to verbs.
//! Pages are built when first needed.
class MainWindow final : public QMainWindow
{
    Q_OBJECT

public:
    static constexpr int compactBelow = 900; //!< px of width, where the column shows tiles only

    MainWindow(ProfileStore &store, Sessions &sessions, SecretClipboard &clipboard,
               QWidget *parent = nullptr);
    ~MainWindow() override;

    //! Shows the profile used last, or the way to a first one. To be called once, before show().
    void start();
    //! Chooses the profile \a id.
    void showProfile(const QUuid &id);
    //! Opens the sign-in form for a profile that is kept only once somebody signs in with it.
    void openDraft(const Profile &profile);
    //! Says DEMO wherever one looks and offers \a users (name and password) in the sign-in form.
    void setDemo(const QList<std::pair<QString, QString>> &users);
    void showStatus(const QString &text);

    //! Lets profiles keep secrets in \a vault, which outlives the window; and unlocking needs what
    //! opens it.
    void setVault(Vault &vault);
    //! Lets the tokens in \a ledger be seen and revoked; it may go before the window.
    void setLedger(Ledger &ledger);
    //! What unlocking takes; without one, a click.
    void setLockGate(LockGate gate);
    //! Puts the lock screen over everything and wipes what is shown and copied (WindowLock tells
    //! what stays).
    void lock(LockState::Reason reason);
    [[nodiscard]] bool isLocked() const;

    //! The computer slept: looks at once which tokens and sessions are due or about to end.
    void wakeUp();
    //! Does what a notice about \a profile offers.
    void followNotice(const QUuid &profile);

Q_SIGNALS:
    //! The embed helper gave \a token to the page of \a origin.
    void tokenHandedOut(const QUuid &profile, const Token &token, const QString &origin);
    //! The first picture is on the screen: what takes longer may begin.
    void firstPainted();
    //! The demo cluster is wanted, from the empty start page.
    void demoRequested();
    //! To be told on the desktop, outside the window.
    void noticeWanted(const DesktopNotice &notice);
    //! A token was handed out by the clipboard.
    void tokenCopied(const QUuid &profile, const Token &token, handoff::Format format);

protected:
    void paintEvent(QPaintEvent *event) override;
    void resizeEvent(QResizeEvent *event) override;
    void closeEvent(QCloseEvent *event) override;

private:
    void buildFrame();
    void connectMenus();
    void connectProfiles();
    void connectSessions();
    void connectClipboard();
    void connectLock();
    void connectLife();
    void connectEmbed();
    void renderEmbed();
    void tellOfEnd(const QUuid &id, const ExpiryWarning &warning);
    [[nodiscard]] LoginPanel &loginPanel();
    [[nodiscard]] SessionPage &sessionPage();
    [[nodiscard]] StartPage &startPage();

    [[nodiscard]] std::optional<Profile> currentProfile() const;
    [[nodiscard]] SessionService *currentService() const;
    [[nodiscard]] const SignedIn *currentSession() const;
    void render();
    void openFirstPage();
    void renderWho();
    void renderActions();
    void renderProfiles();
    void followSignInAgain(const SessionState &before, const SessionState &state);
    void renderState(const QUuid &id, const SessionState &state);
    void collapseColumn();
    void hideSecrets();
    void showLockScreen();
    void confirmGivingUp();
    void showDesk();
    void renderKeeping();
    void signInByKeptToken();
    void signOut();
    void openTokenSheet(const Profile &profile);
    void signInByPasted(const Profile &shown, const QString &origin,
                        const handoff::PastedToken &found);
    void showProblem(const StorageProblem &problem);
    void showWhatWasChanged(const ErrorText &text);

    void signIn(const Profile &profile, const SignInRequest &request);
    void signInAgain();
    void chooseOrg(const Org &org);
    void askForOrgToken(const Org &org, const SignedIn &session);
    void getToken(const TokenWish &wish, const Credentials &credentials);
    void copyToken(handoff::Format format);
    void openCopySheet();

    ProfileStore &m_store;
    Sessions &m_sessions;
    ProfileVerbs *m_verbs;
    Handout *m_handout;
    Menus m_menus;
    WindowLock *m_lock;
    std::unique_ptr<TokenSecrets> m_secrets;
    TokenLife *m_life;
    EmbedHelper *m_embed;
    SecretKeeping *m_keeping = nullptr;    //!< none without a vault
    ProfileTransfer *m_transfer = nullptr; //!< none without a vault
    LedgerView *m_ledger = nullptr;        //!< none without a ledger

    QStackedWidget *m_layers; //!< the desk, and the lock screen over it
    QSplitter *m_splitter;
    ProfileList *m_column;
    QBoxLayout *m_main;
    QStackedWidget *m_pages;
    StatusStrip *m_status;
    Banner *m_problem = nullptr;
    bool m_isUnsaved = false; //!< is what m_problem says
    Banner *m_embedLine = nullptr;
    Banner *m_changedOutside = nullptr;
    LoginPanel *m_login = nullptr;
    SessionPage *m_session = nullptr;
    StartPage *m_start = nullptr;
    LockPanel *m_lockPanel = nullptr;

    QUuid m_current;
    std::optional<Profile> m_draft;
    QHash<QUuid, SessionState> m_lastStates; //!< to tell what came to an end
    QList<std::pair<QString, QString>> m_demoUsers;
    int m_columnWidth = 272; //!< px, while it is not collapsed
    //! The form stands before an ended session, with what came of the last try.
    std::optional<SignedOut> m_signingInAgain;
    bool m_isPainted = false; //!< nothing but the frame until then
};
