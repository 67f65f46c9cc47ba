#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>

#include <sys/mman.h>

//! Makes \a size bytes at \a block zero and touches nothing beside them. Whole pages go back to the
//! system: writing to pages that were reserved and never touched would only bring them to life.
//! \a page is the size of a page here, in bytes; one that is less than that takes bytes of others
//! along.
inline void dropPages(char *block, std::size_t size, std::size_t page)
{
    const auto begin = reinterpret_cast<std::uintptr_t>(block);
    const std::uintptr_t first = (begin + page - 1) / page * page;
    const std::uintptr_t last = (begin + size) / page * page;
    if (last <= first) {
        explicit_bzero(block, size);
        return;
    }
    explicit_bzero(block, first - begin);
    explicit_bzero(block + (last - begin), begin + size - last);
    if (madvise(block + (first - begin), last - first, MADV_DONTNEED) != 0)
        explicit_bzero(block, size);
}
