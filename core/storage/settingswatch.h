#pragma once

#include <QFileSystemWatcher>
#include <QObject>
#include <QTimer>

//! Notices that something may have happened to a file, also to one that is replaced or not there
//! yet, by watching its directory.
class SettingsWatch final : public QObject
{
    Q_OBJECT

public:
    explicit SettingsWatch(const QString &filePath, QObject *parent = nullptr);

    //! Watches the directory of the file, or the nearest parent that exists.
    void follow();

Q_SIGNALS:
    //! At most one for a burst of changes. The file itself may be as it was.
    void stirred();

private:
    QString m_directory;
    QFileSystemWatcher m_watcher;
    QTimer m_calm;
};
