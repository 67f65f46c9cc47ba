#include "app/desktop/appcontext.h"

#include "app/desktop/demochild.h"
#include "core/session/sessions.h"
#include "core/storage/profilestore.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/support/deskstyle.h"
#include "ui/support/icons.h"
#include "ui/support/secretclipboard.h"

#include <QApplication>
#include <QProcess>
#include <QTimer>

#include <algorithm>

using namespace Qt::StringLiterals;

AppContext::AppContext(const Options &options, DeskStyle &style)
    : m_options(options)
    , m_style(style)
    , m_demoFolder(options.demo ? std::make_unique<QTemporaryDir>() : nullptr)
    , m_store(std::make_unique<ProfileStore>(settingsPath()))
    , m_sessions(std::make_unique<Sessions>())
    , m_clipboard(std::make_unique<SecretClipboard>())
    , m_window(std::make_unique<MainWindow>(*m_store, *m_sessions, *m_clipboard))
{
    connect(m_store.get(), &ProfileStore::preferencesChanged, this, &AppContext::applyPreferences);
    connect(m_window.get(), &MainWindow::demoRequested, this, &AppContext::openDemoElsewhere);
}

AppContext::~AppContext() = default;

QString AppContext::settingsPath() const
{
    return m_demoFolder ? m_demoFolder->filePath(u"session-desk.ini"_s)
                        : ProfileStore::defaultFilePath();
}

void AppContext::start()
{
    m_store->load();
    applyPreferences();
    m_window->start();
    openWanted();
    m_window->show();
    if (m_options.demo)
        startDemo();
    // Drawing the icon takes longer than the rest of the window; the first picture need not wait.
    QTimer::singleShot(0, this, [] { QApplication::setWindowIcon(applicationIcon()); });
}

void AppContext::quit()
{
    m_window->close();
    QApplication::quit();
}

void AppContext::applyPreferences()
{
    const Preferences preferences = m_store->preferences();
    m_clipboard->setDurationSeconds(preferences.clipboardSeconds);
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

void AppContext::openWanted()
{
    if (m_options.isPlain())
        return;
    const QList<Profile> profiles = m_store->profiles();
    const auto fits = [this](const Profile &profile) {
        return profile.origin == m_options.origin &&
               (m_options.userName.isEmpty() || profile.userName == m_options.userName) &&
               (m_options.form == Api::Form::Auto || profile.form == m_options.form);
    };
    const auto known = std::find_if(profiles.begin(), profiles.end(), fits);
    if (known != profiles.end()) {
        m_window->showProfile(known->id);
        return;
    }
    Profile wanted;
    wanted.origin = m_options.origin;
    wanted.userName = m_options.userName;
    wanted.form = m_options.form;
    m_window->openDraft(wanted);
}

void AppContext::startDemo()
{
    m_demo = std::make_unique<DemoChild>();
    connect(m_demo.get(), &DemoChild::ready, this,
            [this](const QString &origin, const QList<std::pair<QString, QString>> &users) {
                Profile profile;
                profile.name = tr("Demo cluster");
                profile.origin = origin;
                profile.colour = Profile::Colour::Steel;
                m_window->setDemo(users);
                m_window->showProfile(m_store->save(profile));
                m_window->showStatus(tr("Demo cluster ready: sign in as one of its users."));
            });
    connect(m_demo.get(), &DemoChild::failed, m_window.get(), &MainWindow::showStatus);
    m_window->setDemo({});
    m_window->showStatus(tr("Starting the demo cluster…"));
    m_demo->start();
}

void AppContext::openDemoElsewhere()
{
    // A program of its own, so that not a trace of the demo gets among the person's profiles.
    const bool isStarted =
        QProcess::startDetached(QApplication::applicationFilePath(), {u"--demo"_s});
    m_window->showStatus(isStarted ? tr("The demo opens in a window of its own.")
                                   : tr("The demo could not be started."));
}
