#include "app/desktop/appcontext.h"

#include "core/support/logging.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/support/deskstyle.h"
#include "ui/support/errortext.h"
#include "ui/support/icons.h"

#include <QApplication>
#include <QDialog>
#include <QMetaEnum>
#include <QPointer>
#include <QProcess>
#include <QThreadPool>

#include <algorithm>
#include <utility>

using namespace Qt::StringLiterals;

AppContext::AppContext(const LaunchOptions &options, const QString &settingsFile, DeskStyle &style,
                       TimeSource time, const VaultOptions &vault,
                       const CaptureGuard::Refuse &refuseCapture)
    : m_options(options)
    , m_style(style)
    , m_captureGuard(options.allowsCapture ? CaptureGuard::Refuse() : refuseCapture)
    , m_sessions(time)
    , m_idle(std::move(time))
{
    QString file = settingsFile;
    if (options.demo) {
        m_demoFolder = std::make_unique<QTemporaryDir>();
        file = m_demoFolder->filePath(u"profiles.conf"_s);
    }
    m_store = std::make_unique<ProfileStore>(file);
    m_vault = std::make_unique<Vault>(*m_store, vault);
    m_ledger = std::make_unique<Ledger>(file);
    m_noter = std::make_unique<SessionLedger>(*m_ledger);
    m_window = std::make_unique<MainWindow>(*m_store, m_sessions, m_clipboard);
    m_window->setVault(*m_vault);
    m_window->setLedger(*m_ledger);
    connect(m_window.get(), &MainWindow::demoRequested, this, &AppContext::startDemoProgram);
    connect(&m_idle, &IdleWatch::idle, this, [this] { m_window->lock(LockState::Reason::Idle); });
    connect(&m_screen, &ScreenLockWatch::left, m_window.get(), &MainWindow::lock);
    connect(m_window.get(), &MainWindow::noticeWanted, &m_notifier, &DesktopNotifier::tell);
    connect(&m_notifier, &DesktopNotifier::actionChosen, m_window.get(), &MainWindow::followNotice);
    connect(&m_notifier, &DesktopNotifier::untold, &m_tray, &TrayNotices::tell);
    connect(&m_tray, &TrayNotices::actionChosen, m_window.get(), &MainWindow::followNotice);
    connect(&m_screen, &ScreenLockWatch::woke, m_window.get(), &MainWindow::wakeUp);
    // After the first paint: a process to start, a name to look up or an icon to draw would hold it
    // up.
    connect(m_window.get(), &MainWindow::firstPainted, this, [this] {
        QGuiApplication::setWindowIcon(applicationIcon());
        openAskedFor();
        m_screen.start();
    });
    connect(m_store.get(), &ProfileStore::preferencesChanged, this, &AppContext::applyPreferences);
    keepLedger();
    m_store->loadAtOnce();
    applyPreferences();
    // Nothing of the demo gets into the person's keychain.
    if (options.demo)
        m_vault->choose(KeyPlace::SessionOnly);
}

AppContext::~AppContext()
{
    // Quitting does not sign out: a token that was handed to a script would die with the window.
    // What this machine holds of it is gone all the same. To end it at the cluster there are Revoke
    // and Sign out.
    m_clipboard.clear();
    // A demo's ledger would make its folder anew if it were written after that has gone.
    m_ledger.reset();
    if (m_demoFolder)
        QThreadPool::globalInstance()->waitForDone(LedgerFile::lockWaitMs);
}

void AppContext::keepLedger()
{
    const QPointer<Ledger> ledger = m_ledger.get(); // which goes before the sessions
    m_sessions.setMemory({.prepare =
                              [ledger] {
                                  if (ledger)
                                      ledger->refresh(); // sdesk may have added to it
                              },
                          .knows =
                              [ledger](const Token &token) {
                                  return ledger ? ledger->has(token.fingerprint()) : std::nullopt;
                              }});
    // The ledger as context: it goes before what tells it something.
    connect(&m_sessions, &Sessions::sessionStateChanged, m_ledger.get(),
            [this](const QUuid &profile, const SessionState &state) {
                if (const SessionService *service = m_sessions.existing(profile))
                    m_noter->follow(profile, state, service->serverClock().nowMs());
            });
    connect(&m_sessions, &Sessions::heldTokenRevoked, m_ledger.get(),
            [this](const QUuid &profile, const Token &token) {
                if (const SessionService *service = m_sessions.existing(profile))
                    m_noter->noteRevoke(profile, token, service->serverClock().nowMs());
            });
    connect(&m_sessions, &Sessions::tokenMadeAside, m_ledger.get(),
            [this](const QUuid &profile, const Token &token) {
                if (const SessionService *service = m_sessions.existing(profile))
                    m_noter->noteMadeAside(profile, token, service->serverClock().nowMs());
            });
    connect(m_window.get(), &MainWindow::tokenCopied, m_ledger.get(),
            [this](const QUuid &profile, const Token &token, handoff::Format format) {
                const SessionService *service = m_sessions.existing(profile);
                const auto name =
                    QMetaEnum::fromType<handoff::Format>().valueToKey(static_cast<int>(format));
                if (service)
                    m_noter->noteHandout(profile, token,
                                         LedgerEntry::Handout::copied + u' ' +
                                             QLatin1StringView(name),
                                         service->serverClock().nowMs());
            });
    connect(m_window.get(), &MainWindow::tokenHandedOut, m_ledger.get(),
            [this](const QUuid &profile, const Token &token, const QString &origin) {
                if (const SessionService *service = m_sessions.existing(profile))
                    m_noter->noteHandout(profile, token,
                                         LedgerEntry::Handout::embed + u' ' + origin,
                                         service->serverClock().nowMs());
            });
    connect(m_ledger.get(), &Ledger::problemFound, m_window.get(),
            [this](const StorageProblem &problem) {
                m_window->showStatus(
                    tr("The list of tokens is not written yet; it is tried again. %1")
                        .arg(errorText(problem).nextStep));
            });
}

void AppContext::applyPreferences()
{
    const Preferences preferences = m_store->preferences();
    m_clipboard.setDurationSeconds(preferences.clipboardSeconds);
    m_idle.setLimit(preferences.lockMinutes * qint64(60'000));
    switch (preferences.theme) {
    case Preferences::Theme::System:
        m_style.setScheme(DeskStyle::Scheme::System);
        break;
    case Preferences::Theme::Light:
        m_style.setScheme(DeskStyle::Scheme::Light);
        break;
    case Preferences::Theme::Dark:
        m_style.setScheme(DeskStyle::Scheme::Dark);
        break;
    }
}

void AppContext::warnOfOpenMemory()
{
    qCWarning(lcSession, "the system does not let the process be shut off from others");
    connect(m_window.get(), &MainWindow::firstPainted, this, [this] {
        m_window->showStatus(tr("The system did not let the program's memory be shut off: other "
                                "programs of yours may read what is typed and held in it."));
    });
}

void AppContext::warnOfSwappedMemory()
{
    qCWarning(lcSession, "the system does not let memory be locked");
    connect(m_window.get(), &MainWindow::firstPainted, this, [this] {
        m_window->showStatus(tr("The system lets no memory be locked (ulimit -l): what is held may "
                                "get into the swap file."));
    });
}

void AppContext::start()
{
    m_window->start();
    m_window->show();
}

void AppContext::openAskedFor()
{
    if (m_options.demo) {
        m_demo = std::make_unique<DemoChild>();
        connect(m_demo.get(), &DemoChild::ready, this, &AppContext::openDemo);
        connect(m_demo.get(), &DemoChild::failed, this, [this](const QString &reason) {
            m_window->showStatus(tr("The demo cluster does not run: %1").arg(reason));
        });
        m_window->setDemo({});
        m_window->showStatus(tr("Starting the demo cluster…"));
        m_demo->start();
        return;
    }
    openProfile(m_options);
}

void AppContext::openProfile(const LaunchOptions &options)
{
    if (options.server.isEmpty() && options.user.isEmpty())
        return;
    const QList<Profile> known = m_store->profiles();
    const auto match = std::ranges::find_if(known, [&options](const Profile &profile) {
        return (options.server.isEmpty() || profile.origin == options.server) &&
               (options.user.isEmpty() || profile.userName == options.user);
    });
    if (match != known.end() && !options.choosesForm) {
        m_window->showProfile(match->id);
        return;
    }
    Profile profile;
    profile.origin = options.server;
    profile.userName = options.user;
    if (options.choosesForm)
        profile.form = options.form;
    m_window->openDraft(profile);
}

void AppContext::openAlso(const LaunchOptions &options)
{
    m_window->setWindowState(m_window->windowState() & ~Qt::WindowMinimized);
    m_window->show();
    m_window->raise();
    m_window->activateWindow();
    // A sheet or a menu that is open speaks of the profile that is shown.
    if (QWidget *menu = QApplication::activePopupWidget())
        menu->close();
    if (const auto *sheet = qobject_cast<QDialog *>(QApplication::activeModalWidget())) {
        connect(
            sheet, &QDialog::finished, this, [this, options] { openAlso(options); },
            Qt::ConnectionType(Qt::QueuedConnection | Qt::SingleShotConnection));
        return;
    }
    openProfile(options);
}

void AppContext::openDemo(const QString &origin, const QList<std::pair<QString, QString>> &users)
{
    Profile profile;
    profile.name = tr("Demo cluster");
    profile.origin = origin;
    profile.colour = Profile::Colour::Steel;
    profile.form = m_options.form;
    profile.userName = m_options.user;
    m_window->setDemo(users);
    m_window->showProfile(m_store->save(profile));
    m_window->showStatus(tr("Demo cluster ready: sign in as one of its users."));
}

//! A program of its own, so that nothing of the demo gets into the person's profiles.
void AppContext::startDemoProgram()
{
    if (!QProcess::startDetached(QCoreApplication::applicationFilePath(), {u"--demo"_s}))
        m_window->showStatus(
            tr("The demo could not be started. Run session-desk --demo in a terminal."));
}
