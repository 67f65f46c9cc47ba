#pragma once

#include "app/desktop/options.h"

#include <QObject>
#include <QTemporaryDir>

#include <memory>

class DemoChild;
class DeskStyle;
class MainWindow;
class ProfileStore;
class SecretClipboard;
class Sessions;

//! Builds and owns everything that lives as long as the program, and is the only place that knows
//! all of it.
class AppContext final : public QObject
{
    Q_OBJECT

public:
    //! \a style is the application's.
    AppContext(const Options &options, DeskStyle &style);
    ~AppContext() override;

    void start();
    [[nodiscard]] MainWindow &window() { return *m_window; }
    //! Ends the program in order. Sessions and tokens at the clusters stay as they are: somebody
    //! may have handed a token to a tool that still needs it, and signing out is a verb of its own.
    //! All that is kept of them here is gone.
    void quit();

private:
    [[nodiscard]] QString settingsPath() const;
    void applyPreferences();
    void openWanted();
    void startDemo();
    void openDemoElsewhere();

    Options m_options;
    DeskStyle &m_style;
    std::unique_ptr<QTemporaryDir> m_demoFolder; // the demo never touches the person's own settings
    std::unique_ptr<ProfileStore> m_store;
    std::unique_ptr<Sessions> m_sessions;
    std::unique_ptr<SecretClipboard> m_clipboard;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<DemoChild> m_demo;
};
