#include "tests/driver/livedesk.h"

#include "ui/mainwindow/mainwindow.h"
#include "ui/support/deskstyle.h"

#include <QApplication>

using namespace Qt::StringLiterals;

LiveDesk::LiveDesk(const LaunchOptions &options, const QString &pictureFolder)
    : m_context(options, settingsFile(), *dress(*qApp))
    , m_driver(m_context.window(), pictureFolder)
{
    m_context.start();
}

QString LiveDesk::settingsFile() const
{
    return m_home.filePath(u"profiles.conf"_s);
}
