#pragma once

#include "app/desktop/appcontext.h"
#include "tests/driver/windowdriver.h"

#include <QTemporaryDir>

#include <memory>

//! The real program inside a test: the same composition as main(), on settings of its own.
class LiveDesk final
{
public:
    explicit LiveDesk(const LaunchOptions &options, const QString &pictureFolder = {});
    //! With \a profiles and \a preferences as if kept from the last time; \a time is what idleness
    //! and the lives of tokens are measured by.
    LiveDesk(const LaunchOptions &options, const QString &pictureFolder,
             const QList<Profile> &profiles, const Preferences &preferences = {},
             TimeSource time = TimeSource::system());

    //! Started again on the \a home of a desk that is gone.
    LiveDesk(std::shared_ptr<QTemporaryDir> home, const QString &pictureFolder);

    [[nodiscard]] std::shared_ptr<QTemporaryDir> home() const { return m_home; }
    [[nodiscard]] WindowDriver &window() { return m_driver; }
    [[nodiscard]] AppContext &context() { return m_context; }
    [[nodiscard]] MainWindow &mainWindow() { return m_context.window(); }
    //! Where this desk keeps its profiles; nothing for a demo.
    [[nodiscard]] QString settingsFile() const;

private:
    [[nodiscard]] QString kept(const QList<Profile> &profiles, const Preferences &preferences);

    std::shared_ptr<QTemporaryDir> m_home; // before the context, which keeps its settings there
    AppContext m_context;
    WindowDriver m_driver;
};
