// Replaces free() and realloc() of the whole program, Qt and the C library included, by ones that
// overwrite a block before they give it back: of what was handed to a line edit, a socket or a
// parser, copies are made and dropped where nobody can reach them. The functions that they stand
// before do the work: those of the C library, or of a heap that the person put before it
// (LD_PRELOAD). Of a heap that does not tell how large its blocks are, nothing is overwritten. Only
// glibc's own checking heap (libc_malloc_debug, when its checks are on) cannot be found behind this
// one: with it the program does not start.
//
// Only for glibc; elsewhere, and under the sanitizers, which bring a heap of their own, this file
// is empty. Linked into programs by naming the target `wiping_heap`.
//
// A price: what is overwritten is also the mark by which glibc knows a block that lies in a
// thread's cache of free ones already. A block that is freed twice is no longer found out there;
// the sanitizers find it.

#include <cstdlib>

#if defined(__GLIBC__) && !defined(DESK_HAS_SANITIZER)
#include "core/support/droppages.h"

#include <algorithm>
#include <atomic>
#include <cstring>

#include <dlfcn.h>
#include <malloc.h>
#include <unistd.h>

namespace {
//! The functions that those of this file stand before.
struct Heap
{
    void (*free)(void *) = nullptr;
    void *(*realloc)(void *, std::size_t) = nullptr;
    bool tellsSizes = false;
};
} // namespace

//! Whether both are of one library.
static bool areOfOneHeap(void *function, void *other)
{
    Dl_info one = {};
    Dl_info two = {};
    return dladdr(function, &one) != 0 && dladdr(other, &two) != 0 &&
           one.dli_fbase == two.dli_fbase;
}

static Heap foundHeap()
{
    void *free = dlsym(RTLD_NEXT, "free");
    void *realloc = dlsym(RTLD_NEXT, "realloc");
    void *usableSize = dlsym(RTLD_NEXT, "malloc_usable_size");
    void *malloc = dlsym(RTLD_NEXT, "malloc");
    Heap found;
    found.free = reinterpret_cast<void (*)(void *)>(free);
    found.realloc = reinterpret_cast<void *(*)(void *, std::size_t)>(realloc);
    // A size that another heap reads from a block is nonsense.
    found.tellsSizes = areOfOneHeap(usableSize, free) && areOfOneHeap(malloc, free);
    return found;
}

//! Without functions while this thread looks for them: the search may free a block itself, and that
//! one stays.
static Heap nextHeap()
{
    enum class Step
    {
        Unknown,
        Noting,
        Known
    };
    static constinit Heap heap;
    static constinit std::atomic<Step> step = Step::Unknown;
    static constinit thread_local bool isSearching = false;
    if (step.load(std::memory_order_acquire) == Step::Known)
        return heap;
    if (isSearching)
        return {};
    isSearching = true;
    const Heap found = foundHeap();
    isSearching = false;
    // Of threads that are here at once, one notes it; they have all found the same.
    if (Step unknown = Step::Unknown; step.compare_exchange_strong(unknown, Step::Noting)) {
        heap = found;
        step.store(Step::Known, std::memory_order_release);
    }
    return found;
}

static std::size_t pageSize()
{
    static const auto size = static_cast<std::size_t>(sysconf(_SC_PAGESIZE));
    return size;
}

static void wipeBlock(void *block)
{
    constexpr std::size_t large = 256 * 1024;
    const std::size_t size = malloc_usable_size(block);
    if (size >= large)
        dropPages(static_cast<char *>(block), size, pageSize());
    else
        explicit_bzero(block, size);
}

extern "C" void free(void *block) noexcept
{
    const Heap heap = nextHeap();
    if (!block || !heap.free)
        return;
    if (heap.tellsSizes)
        wipeBlock(block);
    heap.free(block);
}

//! Never in place when the block would move or be cut: the heap leaves what it had behind.
extern "C" void *realloc(void *block, std::size_t size) noexcept
{
    if (!block)
        return std::malloc(size);
    const Heap heap = nextHeap();
    if (!heap.realloc)
        return nullptr;
    if (!heap.tellsSizes)
        return heap.realloc(block, size);
    if (size == 0) {
        free(block);
        return nullptr;
    }
    const std::size_t before = malloc_usable_size(block);
    if (size <= before && size >= before / 2)
        return block;
    void *moved = std::malloc(size);
    if (!moved)
        return nullptr;
    std::memcpy(moved, block, std::min(size, before));
    free(block);
    return moved;
}
#endif
