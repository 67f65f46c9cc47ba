#pragma once

#include "app/desktop/captureguard.h"
#include "app/desktop/demochild.h"
#include "app/desktop/desktopnotifier.h"
#include "app/desktop/launchoptions.h"
#include "app/desktop/screenlockwatch.h"
#include "app/desktop/traynotices.h"
#include "core/session/sessionledger.h"
#include "core/session/sessions.h"
#include "core/storage/profilestore.h"
#include "core/storage/vault.h"
#include "ui/support/idlewatch.h"
#include "ui/support/secretclipboard.h"

#include <QTemporaryDir>

#include <memory>

class DeskStyle;
class MainWindow;

//! Builds and owns the program: the only place that names its parts together. Members stand in the
//! order of their making.
class AppContext final : public QObject
{
    Q_OBJECT

public:
    //! \a settingsFile: where profiles are kept; a demo keeps its own in a folder that goes with
    //! it. \a time is what idleness and the lives of tokens are measured by, \a refuseCapture what
    //! the platform has against pictures of windows.
    AppContext(const LaunchOptions &options, const QString &settingsFile, DeskStyle &style,
               TimeSource time = TimeSource::system(), const VaultOptions &vault = {},
               const CaptureGuard::Refuse &refuseCapture = CaptureGuard::ofPlatform());
    ~AppContext() override;

    [[nodiscard]] MainWindow &window() { return *m_window; }
    //! Says once the window is there, and in the log, that the system lets other programs look into
    //! this one. Before start().
    void warnOfOpenMemory();
    //! To be called before start() where the system lets no memory be locked against swap.
    void warnOfSwappedMemory();
    //! Shows the window, then does what may wait: the demo child, the profile asked for.
    void start();
    //! Brings the window to the front and opens what \a options ask for: they are those of a
    //! desktop that was started later. An open sheet is finished first.
    void openAlso(const LaunchOptions &options);

private:
    void openAskedFor();
    void openProfile(const LaunchOptions &options);
    void openDemo(const QString &origin, const QList<std::pair<QString, QString>> &users);
    void startDemoProgram();
    void applyPreferences();
    void keepLedger();

    const LaunchOptions m_options;
    DeskStyle &m_style;
    CaptureGuard m_captureGuard;
    std::unique_ptr<QTemporaryDir> m_demoFolder;
    std::unique_ptr<DemoChild> m_demo;
    std::unique_ptr<ProfileStore> m_store;
    std::unique_ptr<Vault> m_vault;
    std::unique_ptr<Ledger> m_ledger;
    std::unique_ptr<SessionLedger> m_noter;
    Sessions m_sessions;
    SecretClipboard m_clipboard;
    IdleWatch m_idle;
    ScreenLockWatch m_screen;
    DesktopNotifier m_notifier;
    TrayNotices m_tray;
    std::unique_ptr<MainWindow> m_window;
};
