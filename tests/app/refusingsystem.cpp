// What a person may put before the C library's (LD_PRELOAD): the two calls by which a process is
// shut off from others fail, as under a sandbox that forbids them.

#include <cerrno>

extern "C" __attribute__((visibility("default"))) int setrlimit64(int, const void *) noexcept
{
    errno = EPERM;
    return -1;
}

extern "C" __attribute__((visibility("default"))) int setrlimit(int, const void *) noexcept
{
    errno = EPERM;
    return -1;
}

extern "C" __attribute__((visibility("default"))) int prctl(int, ...) noexcept
{
    errno = EPERM;
    return -1;
}
