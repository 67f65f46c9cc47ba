#include "core/support/processprivacy.h"

#if defined(__unix__) || defined(__APPLE__)
#include <sys/resource.h>
#endif
#ifdef __linux__
#include <sys/prctl.h>
#endif

bool processprivacy::protect()
{
    bool isWhole = true;
#if defined(__unix__) || defined(__APPLE__)
    const rlimit none{0, 0};
    isWhole = ::setrlimit(RLIMIT_CORE, &none) == 0;
#endif
#if defined(__linux__) && !defined(DESK_HAS_SANITIZER)
    // Also against a handler that cores are piped to, which does not look at the limit.
    isWhole = ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && isWhole;
#endif
    return isWhole;
}
