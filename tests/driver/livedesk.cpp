#include "tests/driver/livedesk.h"

#include "core/storage/profilestore.h"
#include "tests/support/writtenfolder.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/support/deskstyle.h"

#include <QApplication>

#include <utility>

using namespace Qt::StringLiterals;

LiveDesk::LiveDesk(const LaunchOptions &options, const QString &pictureFolder)
    : LiveDesk(options, pictureFolder, QList<Profile>())
{}

LiveDesk::LiveDesk(const LaunchOptions &options, const QString &pictureFolder,
                   const QList<Profile> &profiles, const Preferences &preferences, TimeSource time)
    : m_home(std::make_shared<WrittenFolder>())
    , m_context(options, kept(profiles, preferences), *dress(*qApp), std::move(time))
    , m_driver(m_context.window(), pictureFolder)
{
    m_context.start();
}

LiveDesk::LiveDesk(std::shared_ptr<QTemporaryDir> home, const QString &pictureFolder)
    : m_home(std::move(home))
    , m_context({}, settingsFile(), *dress(*qApp), TimeSource::system())
    , m_driver(m_context.window(), pictureFolder)
{
    m_context.start();
}

// The settings file; the store writes it whole when it goes.
QString LiveDesk::kept(const QList<Profile> &profiles, const Preferences &preferences)
{
    if (profiles.isEmpty() && preferences == Preferences{})
        return settingsFile();
    ProfileStore store(settingsFile());
    store.load();
    for (const Profile &profile : profiles)
        store.save(profile);
    store.setPreferences(preferences);
    return settingsFile();
}

QString LiveDesk::settingsFile() const
{
    return m_home->filePath(u"profiles.conf"_s);
}
