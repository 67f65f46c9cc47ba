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

void SettingsWatch::follow()
{
    QString nearest = m_directory;
    while (!QFileInfo(nearest).isDir() && QFileInfo(nearest).path() != nearest)
        nearest = QFileInfo(nearest).path();
    const QStringList watched = m_watcher.directories();
    if (watched == QStringList{nearest})
        return;
    if (!watched.isEmpty())
        m_watcher.removePaths(watched);
    m_watcher.addPath(nearest);
}
