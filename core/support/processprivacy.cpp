#include "core/support/processprivacy.h"

#if defined(__unix__) || defined(__APPLE__)
#include <sys/mman.h>
#include <sys/resource.h>
#endif
#ifdef __linux__
#include <sys/prctl.h>
#endif

#if defined(__unix__) || defined(__APPLE__)
// The hard limit stays: what was given up there could not be given back to another program.
static bool setCoreSizeLimit(rlim_t size)
{
    rlimit limit{};
    if (::getrlimit(RLIMIT_CORE, &limit) != 0)
        return false;
    limit.rlim_cur = size;
    return ::setrlimit(RLIMIT_CORE, &limit) == 0;
}
#endif

processprivacy::Protection processprivacy::protect()
{
    Protection protection;
#if defined(__unix__) || defined(__APPLE__)
    rlimit before{};
    if (::getrlimit(RLIMIT_CORE, &before) == 0)
        protection.coreSizeLimit = before.rlim_cur;
    protection.isWhole = setCoreSizeLimit(0);
#endif
#if defined(__linux__) && !defined(DESK_HAS_SANITIZER)
    // Also against a handler that cores are piped to, which does not look at the limit, and for
    // what sets the limit up again from outside.
    protection.isWhole = ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && protection.isWhole;
#endif
    return protection;
}

bool processprivacy::canLockMemory()
{
#if defined(__unix__) || defined(__APPLE__)
    static char probe = 0; // stands for its page
    return ::mlock(&probe, sizeof probe) == 0 && ::munlock(&probe, sizeof probe) == 0;
#else
    return true;
#endif
}

void processprivacy::giveBack(const Protection &protection)
{
#if defined(__unix__) || defined(__APPLE__)
    setCoreSizeLimit(static_cast<rlim_t>(protection.coreSizeLimit));
#else
    static_cast<void>(protection);
#endif
}
