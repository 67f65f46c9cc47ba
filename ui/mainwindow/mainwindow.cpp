#include "ui/mainwindow/mainwindow.h"

#include "core/session/sessions.h"
#include "core/storage/profilestore.h"
#include "ui/lock/windowlock.h"
#include "ui/login/loginpanel.h"
#include "ui/mainwindow/embedhelper.h"
#include "ui/mainwindow/handout.h"
#include "ui/mainwindow/profileverbs.h"
#include "ui/mainwindow/sessionheader.h"
#include "ui/mainwindow/sessionpage.h"
#include "ui/mainwindow/statusstrip.h"
#include "ui/mainwindow/tokenlife.h"
#include "ui/mainwindow/tokensecrets.h"
#include "ui/profiles/profilelist.h"
#include "ui/profiles/startpage.h"
#include "ui/support/errortext.h"
#include "ui/token/tokenpanel.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/pill.h"
#include "ui/widgets/plainlabel.h"

#include <QActionGroup>
#include <QCloseEvent>
#include <QMenuBar>
#include <QSplitter>
#include <QStackedWidget>
#include <QTimer>
#include <QVBoxLayout>

#include <utility>

using namespace Qt::StringLiterals;

static constexpr QSize smallestWindow(760, 520);
static constexpr QSize firstWindow(1120, 740);
static constexpr int narrowestColumn = 200;
static constexpr int widestColumn = 420;
static constexpr int longestWaitForPaintMs = 3000;

MainWindow::MainWindow(ProfileStore &store, Sessions &sessions, SecretClipboard &clipboard,
                       QWidget *parent)
    : QMainWindow(parent)
    , m_store(store)
    , m_sessions(sessions)
    , m_verbs(new ProfileVerbs(store, sessions, *this))
    , m_handout(new Handout(clipboard, this))
    , m_menus(Menus::build(*menuBar()))
    , m_lock(new WindowLock(TimeSource::system(), this))
    , m_secrets(std::make_unique<TokenSecrets>(store, sessions))
    , m_life(new TokenLife(store, sessions, *m_secrets, this))
    , m_embed(new EmbedHelper(store, sessions, *m_secrets, *this))
    , m_layers(new QStackedWidget)
    , m_splitter(new QSplitter)
    , m_column(new ProfileList)
    , m_main(new QVBoxLayout)
    , m_pages(new QStackedWidget)
    , m_status(new StatusStrip)
{
    setObjectName(u"mainWindow"_s);
    setWindowTitle(tr("Session Desk"));
    setMinimumSize(smallestWindow);
    buildFrame();
    connectMenus();
    connectProfiles();
    connectSessions();
    connectClipboard();
    connectLock();
    connectLife();
    connectEmbed();
}

MainWindow::~MainWindow()
{
    // A field that loses the focus while the widgets go has something to say once more, and would
    // say it to a window that is none any more.
    const QList<QObject *> parts = findChildren<QObject *>();
    for (QObject *part : parts)
        disconnect(part, nullptr, this, nullptr);
}

void MainWindow::buildFrame()
{
    auto *corner = new PlainLabel(tr("Session Desk"), TextRole::Body, Ink::Faint);
    corner->setContentsMargins(0, 0, Theme::space4, 0);
    corner->setFixedHeight(menuBar()->sizeHint().height() - 2);
    menuBar()->setCornerWidget(corner);

    auto *main = new QWidget;
    main->setLayout(m_main);
    m_main->setContentsMargins(0, 0, 0, 0);
    m_main->setSpacing(0);
    m_main->addWidget(m_pages, 1);

    m_splitter->setObjectName(u"splitter"_s);
    m_splitter->setChildrenCollapsible(false);
    m_splitter->addWidget(m_column);
    m_splitter->addWidget(main);
    m_splitter->setStretchFactor(1, 1);

    auto *central = new QWidget;
    auto *layout = new QVBoxLayout(central);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addWidget(m_splitter, 1);
    layout->addWidget(m_status);
    m_layers->addWidget(central);
    setCentralWidget(m_layers);
    m_status->setSecretsPlace(tr("Secrets: this session only"));
    m_status->setOutcome(tr("Not signed in"));
    m_column->setRowActions(m_menus.ofProfile());
}

void MainWindow::start()
{
    const Preferences preferences = m_store.preferences();
    m_columnWidth = qBound(narrowestColumn, preferences.columnWidth, widestColumn);
    resize(firstWindow);
    if (!preferences.windowGeometry.isEmpty())
        restoreGeometry(preferences.windowGeometry);
    for (QAction *action : m_menus.themes->actions())
        action->setChecked(action->data().toInt() == static_cast<int>(preferences.theme));
    for (QAction *action : m_menus.lockAfter->actions())
        action->setChecked(action->data().toInt() == preferences.lockMinutes);
    for (QAction *action : m_menus.clearAfter->actions())
        action->setChecked(action->data().toInt() == preferences.clipboardSeconds);
    renderProfiles();
    collapseColumn();
    // A window that is never painted, behind others or on another desktop, is complete all the
    // same.
    QTimer::singleShot(longestWaitForPaintMs, this, &MainWindow::openFirstPage);
}

void MainWindow::paintEvent(QPaintEvent *event)
{
    QMainWindow::paintEvent(event);
    if (!m_isPainted)
        QMetaObject::invokeMethod(this, &MainWindow::openFirstPage, Qt::QueuedConnection);
}

//! The page costs more than the frame: it comes right after the first picture of the window.
void MainWindow::openFirstPage()
{
    if (std::exchange(m_isPainted, true))
        return;
    showProfile(m_current);
    if (m_login)
        m_login->focusFirstEmptyField();
    else if (m_start)
        m_start->setFocus();
    Q_EMIT firstPainted();
}

void MainWindow::openDraft(const Profile &profile)
{
    openFirstPage();
    if (m_draft)
        m_sessions.remove(m_draft->id);
    m_draft = profile;
    if (m_draft->id.isNull())
        m_draft->id = QUuid::createUuid();
    m_draft->tokenValiditySeconds = m_store.preferences().tokenValiditySeconds;
    showProfile(m_draft->id);
    if (!isLocked())
        loginPanel().focusFirstEmptyField();
}

void MainWindow::setDemo(const QList<std::pair<QString, QString>> &users)
{
    m_demoUsers = users;
    renderKeeping();
    delete menuBar()->cornerWidget();
    setWindowTitle(tr("DEMO – Session Desk"));
    auto *mark = new Pill(tr("DEMO"), Tone::Warning);
    mark->setAccessibleName(tr("This is the demo"));
    auto *corner = new QWidget;
    corner->setFixedHeight(menuBar()->sizeHint().height() - 2);
    auto *layout = new QHBoxLayout(corner);
    layout->setContentsMargins(0, 0, Theme::space4, 0);
    layout->addWidget(mark);
    menuBar()->setCornerWidget(corner);
    corner->show();
    if (m_login)
        m_login->setDemoUsers(users);
    if (m_session)
        m_session->header().setDemo(true);
}

void MainWindow::showStatus(const QString &text)
{
    m_status->setOutcome(text);
}

std::optional<Profile> MainWindow::currentProfile() const
{
    if (m_draft && m_draft->id == m_current)
        return m_draft;
    return m_store.profile(m_current);
}

SessionService *MainWindow::currentService() const
{
    return m_sessions.existing(m_current);
}

const SignedIn *MainWindow::currentSession() const
{
    const SessionService *service = currentService();
    return service ? std::get_if<SignedIn>(&service->state()) : nullptr;
}

void MainWindow::showProfile(const QUuid &id)
{
    if (m_draft && m_draft->id != id) {
        m_sessions.remove(m_draft->id);
        m_draft.reset();
    }
    m_current = id;
    m_embed->followProfile(id);
    m_signingInAgain.reset();
    m_column->select(id);
    if (m_session)
        m_session->token().mask();
    const auto profile = currentProfile();
    if (profile && m_isPainted) {
        loginPanel().setProfile(*profile);
        renderKeeping();
        if (!m_draft && m_store.preferences().lastProfile != id) {
            Preferences preferences = m_store.preferences();
            preferences.lastProfile = id;
            m_store.setPreferences(preferences);
        }
    }
    render();
}

void MainWindow::collapseColumn()
{
    const bool isCompact = width() < compactBelow || m_menus.collapseColumn->isChecked();
    const bool isFirst = m_splitter->sizes().value(0) == 0;
    if (isCompact == m_column->isCompact() && !isFirst)
        return;
    if (isCompact && !isFirst)
        m_columnWidth = m_splitter->sizes().value(0);
    m_column->setCompact(isCompact);
    m_column->setMinimumWidth(isCompact ? ProfileList::compactWidth : narrowestColumn);
    m_column->setMaximumWidth(isCompact ? ProfileList::compactWidth : widestColumn);
    const int column = isCompact ? ProfileList::compactWidth : m_columnWidth;
    m_splitter->setSizes({column, width() - column});
}

void MainWindow::showProblem(const StorageProblem &problem)
{
    const ErrorText text = errorText(problem);
    if (!m_problem) {
        m_problem = new Banner(tr("Settings problem"));
        m_main->insertWidget(0, m_problem);
        // What was lost or mended is still to be read.
        connect(&m_store, &ProfileStore::saved, m_problem, [this] {
            if (m_isUnsaved)
                m_problem->dismiss();
        });
        connect(m_problem, &Banner::actionRequested, this, [this] {
            m_problem->dismiss();
            m_store.retry();
        });
    }
    m_problem->present(Banner::Kind::Warning, text.what, text.nextStep, text.details);
    const bool canRetry = problem.kind == StorageProblem::Kind::NotWritable ||
                          problem.kind == StorageProblem::Kind::DiskFull ||
                          problem.kind == StorageProblem::Kind::Locked;
    m_isUnsaved = canRetry || problem.kind == StorageProblem::Kind::NotConverted;
    m_problem->offerAction(canRetry ? tr("Try again") : tr("Understood"));
    showStatus(text.what);
}

void MainWindow::resizeEvent(QResizeEvent *event)
{
    QMainWindow::resizeEvent(event);
    collapseColumn();
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    Preferences preferences = m_store.preferences();
    preferences.windowGeometry = saveGeometry();
    preferences.columnWidth = m_column->isCompact() ? m_columnWidth : m_splitter->sizes().value(0);
    m_store.setPreferences(preferences);
    event->accept();
}
