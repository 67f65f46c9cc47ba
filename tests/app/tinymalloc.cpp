// A heap that a person may put before the C library's (LD_PRELOAD): it counts upwards and never
// gives a byte out twice. What is freed must be its own; what session-desk frees must be
// overwritten too. Else the process ends with a word about it. With TINY_MALLOC_IS_SIZELESS it does
// not tell how large a block is, so that nobody can overwrite it.

#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <cstring>

#include <sys/mman.h>
#include <unistd.h>

namespace {
struct Head
{
    std::size_t size;
    std::size_t mark;
};
} // namespace

static constexpr std::size_t ownMark = 0x74696e79;
static constexpr std::size_t arenaSize = std::size_t(1) << 30; // only what is used is there
static std::uintptr_t nextFree = 0;
static std::uintptr_t arenaEnd = 0;

[[noreturn]] static void end(const char *why)
{
    static_cast<void>(!write(STDERR_FILENO, why, std::strlen(why)));
    _exit(99);
}

static bool hasArena()
{
    if (__atomic_load_n(&arenaEnd, __ATOMIC_ACQUIRE) != 0)
        return true;
    // The first block is asked for before there is a second thread.
    void *arena = mmap(nullptr, arenaSize, PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (arena == MAP_FAILED)
        return false;
    nextFree = reinterpret_cast<std::uintptr_t>(arena);
    __atomic_store_n(&arenaEnd, nextFree + arenaSize, __ATOMIC_RELEASE);
    return true;
}

static void *blockOf(std::size_t alignment, std::size_t size)
{
    const std::size_t room = (size + 15) / 16 * 16 + sizeof(Head) + alignment;
    if (size > arenaSize || !hasArena())
        return nullptr;
    const std::uintptr_t from = __atomic_fetch_add(&nextFree, room, __ATOMIC_RELAXED);
    if (from + room > arenaEnd)
        return nullptr;
    const std::uintptr_t block = (from + sizeof(Head) + alignment - 1) / alignment * alignment;
    auto *head = reinterpret_cast<Head *>(block - sizeof(Head));
    *head = {size, ownMark};
    return reinterpret_cast<void *>(block);
}

static Head &headOf(void *block)
{
    Head &head = static_cast<Head *>(block)[-1];
    if (head.mark != ownMark)
        end("not a block of this heap\n");
    return head;
}

extern "C" {

void *malloc(std::size_t size) noexcept
{
    return blockOf(16, size);
}

// The pages are new, and so are zero.
void *calloc(std::size_t count, std::size_t size) noexcept
{
    return size != 0 && count > arenaSize / size ? nullptr : blockOf(16, count * size);
}

void *memalign(std::size_t alignment, std::size_t size) noexcept
{
    return blockOf(alignment < 16 ? 16 : alignment, size);
}

void *aligned_alloc(std::size_t alignment, std::size_t size) noexcept
{
    return memalign(alignment, size);
}

int posix_memalign(void **block, std::size_t alignment, std::size_t size) noexcept
{
    *block = memalign(alignment, size);
    return *block ? 0 : ENOMEM;
}

void free(void *block) noexcept
{
    if (!block)
        return;
    Head &head = headOf(block);
#ifndef TINY_MALLOC_IS_SIZELESS
    static const bool mustBeZero = std::strcmp(program_invocation_short_name, "session-desk") == 0;
    for (std::size_t i = 0; mustBeZero && i < head.size; ++i) {
        if (static_cast<const char *>(block)[i] != 0)
            end("freed as it was\n");
    }
#endif
    head.mark = 0;
}

void *realloc(void *block, std::size_t size) noexcept
{
    void *moved = blockOf(16, size);
    if (!block || !moved)
        return moved;
    const std::size_t before = headOf(block).size;
    std::memcpy(moved, block, before < size ? before : size);
    headOf(block).mark = 0;
    return moved;
}

#ifndef TINY_MALLOC_IS_SIZELESS
std::size_t malloc_usable_size(void *block) noexcept
{
    return block ? headOf(block).size : 0;
}
#endif

} // extern "C"
