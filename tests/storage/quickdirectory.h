#pragma once

#include <QDir>
#include <QFileInfo>
#include <QString>

//! Where tests that write hundreds of times put their QTemporaryDir: in memory if the system has
//! such a place, because none of them is about the speed of the disk.
inline QString quickDirectory()
{
    const QFileInfo memory(QLatin1StringView("/dev/shm"));
    const QString top =
        memory.isDir() && memory.isWritable() ? memory.filePath() : QDir::tempPath();
    return top + QLatin1StringView("/session-desk-XXXXXX");
}
