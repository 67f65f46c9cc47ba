#pragma once

#include <QTemporaryDir>
#include <QThreadPool>

//! A folder for what a program keeps, gone once the workers have written what they still had to:
//! one of them would make it anew.
class WrittenFolder final : public QTemporaryDir
{
public:
    WrittenFolder() = default;
    ~WrittenFolder() { QThreadPool::globalInstance()->waitForDone(); }
    Q_DISABLE_COPY_MOVE(WrittenFolder)
};
