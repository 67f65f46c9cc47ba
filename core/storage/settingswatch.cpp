#include "core/storage/settingswatch.h"

#include <QFileInfo>

static constexpr int calmMs = 50;

SettingsWatch::SettingsWatch(const QString &filePath, QObject *parent)
    : QObject(parent)
    , m_directory(QFileInfo(filePath).absolutePath())
{
    m_calm.setSingleShot(true);
    m_calm.setInterval(calmMs);
    connect(&m_watcher, &QFileSystemWatcher::directoryChanged, this, [this] {
        if (!m_calm.isActive())
            m_calm.start();
    });
    connect(&m_calm, &QTimer::timeout, this, [this] {
        follow();
        Q_EMIT stirred();
    });
    follow();
}

static QString nearestExisting(QString directory)
{
    while (!QFileInfo(directory).isDir() && QFileInfo(directory).path() != directory)
        directory = QFileInfo(directory).path();
    return directory;
}

void SettingsWatch::follow()
{
    // What is made between the look and the watch is told by nobody: look again once watching.
    for (QString nearest = nearestExisting(m_directory);
         m_watcher.directories() != QStringList{nearest}; nearest = nearestExisting(m_directory)) {
        if (const QStringList watched = m_watcher.directories(); !watched.isEmpty())
            m_watcher.removePaths(watched);
        if (!m_watcher.addPath(nearest))
            return;
    }
}
