#pragma once

#include <QtGlobal>

#include <thread>

//! Reads the system's font configuration on a thread of its own while the application object
//! connects to the display: the first text of the window needs both, and they do not need each
//! other. Does nothing where fonts come from elsewhere.
class FontWarmUp final
{
public:
    FontWarmUp();
    ~FontWarmUp();
    Q_DISABLE_COPY_MOVE(FontWarmUp)

private:
    std::thread m_thread;
};
