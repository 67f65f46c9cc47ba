// Replaces free() and realloc() of the whole program, Qt and the C library included, by ones that
// overwrite a block before they give it back: of what was handed to a line edit, a socket or a
// parser, copies are made and dropped where nobody can reach them. Only for glibc, whose own
// functions do the work; elsewhere, and under the sanitizers, which bring a heap of their own, this
// file is empty. Linked into programs by naming the target `wiping_heap`.

#include <cstdlib>

#if defined(__GLIBC__) && !defined(DESK_HAS_SANITIZER)
#include "core/support/droppages.h"

#include <algorithm>
#include <cstring>

#include <malloc.h>
#include <unistd.h>

extern "C" void __libc_free(void *block);

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
    if (block)
        wipeBlock(block);
    __libc_free(block);
}

//! Never in place when the block would move or be cut: the C library leaves what it had behind.
extern "C" void *realloc(void *block, std::size_t size) noexcept
{
    if (!block)
        return std::malloc(size);
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
