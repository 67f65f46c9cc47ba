#include "tests/storage/powercuts.h"

#include <atomic>
#include <cerrno>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <vector>

#include <fcntl.h>
#include <sys/stat.h>

using Names = std::map<std::string, ino_t>;
using Folder = std::map<std::string, std::string>;

struct Moment
{
    Folder late;
    Folder early;
};

static std::mutex guard;
static std::atomic<bool> isWatching = false;
static thread_local bool isOurOwn = false; // calls that are made here are not watched
static std::string watched;
static Names safeNames;
static std::map<ino_t, std::string> safeBytes;
static std::vector<Moment> moments;

namespace {
class OwnCalls final
{
public:
    OwnCalls()
        : m_lock(guard)
    {
        isOurOwn = true;
    }
    ~OwnCalls()
    {
        isOurOwn = false;
        errno = m_error;
    }
    OwnCalls(const OwnCalls &) = delete;
    OwnCalls &operator=(const OwnCalls &) = delete;

private:
    int m_error = errno; // is for whoever made the call that is watched
    std::lock_guard<std::mutex> m_lock;
};
} // namespace

static std::string bytesOf(const std::string &path)
{
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

static Names namesNow()
{
    Names names;
    std::error_code error;
    for (const auto &entry : std::filesystem::directory_iterator(watched, error)) {
        struct stat status = {};
        if (::stat(entry.path().c_str(), &status) == 0 && S_ISREG(status.st_mode))
            names[entry.path().filename()] = status.st_ino;
    }
    return names;
}

static Folder folderOf(const Names &names)
{
    Folder folder;
    for (const auto &[name, file] : names)
        folder[name] = safeBytes[file];
    return folder;
}

static void noteMoment()
{
    moments.push_back({folderOf(safeNames), folderOf(namesNow())});
}

void deskPowerWatch(const char *directory)
{
    const OwnCalls calls;
    watched = directory;
    safeBytes.clear();
    moments.clear();
    safeNames = namesNow();
    for (const auto &[name, file] : safeNames)
        safeBytes[file] = bytesOf(watched + '/' + name);
    noteMoment();
    isWatching = true;
}

int deskPowerMoments()
{
    isWatching = false;
    return static_cast<int>(moments.size());
}

bool deskPowerLeft(int number, bool isEarly, const char *target)
{
    const OwnCalls calls;
    const Moment &moment = moments.at(static_cast<std::size_t>(number));
    bool isWhole = true;
    for (const auto &[name, bytes] : isEarly ? moment.early : moment.late) {
        std::ofstream file(std::string(target) + '/' + name, std::ios::binary);
        file << bytes;
        isWhole = isWhole && file.flush().good();
    }
    return isWhole;
}

void powercuts::opened(int descriptor, int flags)
{
    struct stat status = {};
    if (!isWatching || isOurOwn || (flags & (O_CREAT | O_TMPFILE)) == 0 || descriptor < 0 ||
        ::fstat(descriptor, &status) != 0 || status.st_size != 0)
        return;
    const OwnCalls calls;
    // A new file may have the number of one that is gone.
    if ((flags & O_EXCL) != 0 || (flags & O_TMPFILE) == O_TMPFILE)
        safeBytes.erase(status.st_ino);
    noteMoment();
}

void powercuts::waitedFor(int descriptor)
{
    struct stat status = {};
    if (!isWatching || isOurOwn || ::fstat(descriptor, &status) != 0)
        return;
    const OwnCalls calls;
    if (S_ISDIR(status.st_mode))
        safeNames = namesNow();
    else
        safeBytes[status.st_ino] = bytesOf("/proc/self/fd/" + std::to_string(descriptor));
    noteMoment();
}

void powercuts::changed()
{
    if (!isWatching || isOurOwn)
        return;
    const OwnCalls calls;
    noteMoment();
}
