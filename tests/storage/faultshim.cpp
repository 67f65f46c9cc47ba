// Preloaded into the actor: makes the n-th call of one kind fail that touches one directory, or
// makes waiting for the disk slow. The system calls go by the names that Qt and the C++ library
// use on Linux with glibc.

#include "tests/storage/faultshim.h"
#include "tests/storage/powercuts.h"

#include <atomic>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <dlfcn.h>
#include <fcntl.h>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <sys/types.h>
#include <unistd.h>

static std::mutex guard;
static Fault armed = {FaultCall::None, 0, 0, ""};
static int seen = 0;
static int hits = 0;
static std::atomic<bool> wasSlow = false; // the first wait for the disk alone
static std::set<std::string> dirty;       // written to, but not waited for
static int unsynced = 0;

template<typename Function> static Function real(const char *name)
{
    return reinterpret_cast<Function>(::dlsym(RTLD_NEXT, name));
}

static std::string pathOf(int descriptor)
{
    char link[64];
    std::snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    char target[PATH_MAX];
    const ssize_t size = ::readlink(link, target, sizeof target);
    return size < 0 ? std::string() : std::string(target, static_cast<size_t>(size));
}

// The error to give, or 0 to go on.
static int faultFor(FaultCall call, const std::string &path)
{
    const std::lock_guard<std::mutex> lock(guard);
    if (armed.call != call || path.rfind(armed.directory, 0) != 0 || ++seen != armed.nth)
        return 0;
    ++hits;
    if (armed.error == deskFaultDie)
        ::raise(SIGKILL);
    return armed.error;
}

void deskFaultArm(const Fault &fault)
{
    const std::lock_guard<std::mutex> lock(guard);
    armed = fault;
    seen = 0;
    hits = 0;
    dirty.clear();
    unsynced = 0;
}

int deskFaultUnsynced()
{
    const std::lock_guard<std::mutex> lock(guard);
    return unsynced;
}

static void noteWrite(const std::string &path)
{
    const std::lock_guard<std::mutex> lock(guard);
    if (path.rfind(armed.directory, 0) == 0)
        dirty.insert(path);
}

static void noteSync(const std::string &path)
{
    const std::lock_guard<std::mutex> lock(guard);
    dirty.erase(path);
}

static void noteRename(const char *from)
{
    const std::lock_guard<std::mutex> lock(guard);
    unsynced += static_cast<int>(dirty.erase(from));
}

int deskFaultHits()
{
    const std::lock_guard<std::mutex> lock(guard);
    return hits;
}

extern "C" {

ssize_t write(int descriptor, const void *bytes, size_t size)
{
    const auto go = real<ssize_t (*)(int, const void *, size_t)>("write");
    const bool isAimedAt = armed.call == FaultCall::Write || armed.call == FaultCall::ShortWrite ||
                           armed.call == FaultCall::GarbledWrite;
    const int error = isAimedAt ? faultFor(armed.call, pathOf(descriptor)) : 0;
    if (armed.call != FaultCall::None)
        noteWrite(pathOf(descriptor));
    if (error == 0) {
        const ssize_t written = go(descriptor, bytes, size);
        powercuts::changed();
        return written;
    }
    if (armed.call == FaultCall::ShortWrite && size > 1) {
        // Half of it gets through, and the next one tells why there was no more.
        const std::lock_guard<std::mutex> lock(guard);
        armed.call = FaultCall::Write;
        armed.nth = 1;
        seen = 0;
        return go(descriptor, bytes, size / 2);
    }
    if (armed.call == FaultCall::GarbledWrite && size > 0) {
        std::string garbled(static_cast<const char *>(bytes), size);
        garbled[size / 2] = static_cast<char>(garbled[size / 2] ^ 1);
        return go(descriptor, garbled.data(), size);
    }
    errno = error;
    return -1;
}

ssize_t read(int descriptor, void *bytes, size_t size)
{
    if (armed.call == FaultCall::Read) {
        if (const int error = faultFor(FaultCall::Read, pathOf(descriptor))) {
            errno = error;
            return -1;
        }
    }
    return real<ssize_t (*)(int, void *, size_t)>("read")(descriptor, bytes, size);
}

int fsync(int descriptor)
{
    if (const char *wait = std::getenv("DESK_SLOW_FSYNC_MS"); wait && !wasSlow.exchange(true)) {
        const long ms = std::atol(wait);
        const timespec pause = {ms / 1000, ms % 1000 * 1'000'000};
        ::nanosleep(&pause, nullptr);
    }
    if (const int error = faultFor(FaultCall::Sync, pathOf(descriptor))) {
        errno = error;
        return -1;
    }
    noteSync(pathOf(descriptor));
    const int result = real<int (*)(int)>("fsync")(descriptor);
    powercuts::waitedFor(descriptor);
    return result;
}

int rename(const char *from, const char *to)
{
    if (const int error = faultFor(FaultCall::Rename, to)) {
        errno = error;
        return -1;
    }
    noteRename(from);
    const int result = real<int (*)(const char *, const char *)>("rename")(from, to);
    powercuts::changed();
    return result;
}

int renameat2(int fromDirectory, const char *from, int toDirectory, const char *to,
              unsigned int flags)
{
    if (const int error = faultFor(FaultCall::Rename, to)) {
        errno = error;
        return -1;
    }
    const int result = real<int (*)(int, const char *, int, const char *, unsigned int)>(
        "renameat2")(fromDirectory, from, toDirectory, to, flags);
    powercuts::changed();
    return result;
}

// How QSaveFile puts a file that had no name so far into its directory.
int linkat(int fromDirectory, const char *from, int toDirectory, const char *to, int flags)
{
    if (const int error = faultFor(FaultCall::Link, to)) {
        errno = error;
        return -1;
    }
    constexpr std::string_view byDescriptor = "/proc/self/fd/";
    if (armed.call != FaultCall::None &&
        std::string_view(from).substr(0, byDescriptor.size()) == byDescriptor)
        noteRename(pathOf(std::atoi(from + byDescriptor.size())).c_str());
    const int result = real<int (*)(int, const char *, int, const char *, int)>("linkat")(
        fromDirectory, from, toDirectory, to, flags);
    powercuts::changed();
    return result;
}

int ftruncate64(int descriptor, off64_t size)
{
    if (const int error = faultFor(FaultCall::Truncate, pathOf(descriptor))) {
        errno = error;
        return -1;
    }
    return real<int (*)(int, off64_t)>("ftruncate64")(descriptor, size);
}

int fchmod(int descriptor, mode_t mode)
{
    if (const int error = faultFor(FaultCall::Mode, pathOf(descriptor))) {
        errno = error;
        return -1;
    }
    return real<int (*)(int, mode_t)>("fchmod")(descriptor, mode);
}

int chmod(const char *path, mode_t mode)
{
    if (const int error = faultFor(FaultCall::Mode, path)) {
        errno = error;
        return -1;
    }
    return real<int (*)(const char *, mode_t)>("chmod")(path, mode);
}

int mkdir(const char *path, mode_t mode)
{
    if (const int error = faultFor(FaultCall::MakeDirectory, path)) {
        errno = error;
        return -1;
    }
    return real<int (*)(const char *, mode_t)>("mkdir")(path, mode);
}

static int openOr(const char *name, const char *path, int flags, mode_t mode)
{
    if (const int error = faultFor(FaultCall::Open, path)) {
        errno = error;
        return -1;
    }
    const int result = real<int (*)(const char *, int, ...)>(name)(path, flags, mode);
    powercuts::opened(result, flags);
    return result;
}

int open64(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const auto mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : mode_t(0);
    va_end(arguments);
    return openOr("open64", path, flags, mode);
}

int open(const char *path, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    const auto mode = (flags & (O_CREAT | O_TMPFILE)) != 0 ? va_arg(arguments, mode_t) : mode_t(0);
    va_end(arguments);
    return openOr("open", path, flags, mode);
}
}
