#pragma once

#include <dlfcn.h>

//! What the preloaded library (faultshim.h, powercuts.h) has under \a name; null without it.
template<typename Function> [[nodiscard]] Function preloaded(const char *name)
{
    return reinterpret_cast<Function>(::dlsym(RTLD_DEFAULT, name));
}
