#include "app/desktop/fontwarmup.h"

#if defined(Q_OS_UNIX) && !defined(Q_OS_MACOS)
#include <dlfcn.h>

FontWarmUp::FontWarmUp()
{
    // Qt links fontconfig; it is looked up rather than linked, as nothing else of it is used here.
    using Initialize = int (*)();
    const auto initialize = reinterpret_cast<Initialize>(dlsym(RTLD_DEFAULT, "FcInit"));
    if (initialize)
        m_thread = std::thread([initialize] { initialize(); });
}
#else
FontWarmUp::FontWarmUp() = default;
#endif

FontWarmUp::~FontWarmUp()
{
    if (m_thread.joinable())
        m_thread.join();
}
