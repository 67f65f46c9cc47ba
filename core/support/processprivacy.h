#pragma once

#include <cstdint>

//! Keeps what the process holds in memory from others on the same machine. First thing in main().
namespace processprivacy {

struct Protection
{
    bool isWhole = true;             //!< false: the system refused a part of it
    std::uint64_t coreSizeLimit = 0; //!< as it was before, for giveBack()
};

//! No core dumps, and no reading or tracing by other programs of the same user (on Linux; the
//! superuser still can; a build with a sanitizer, which looks into its own process, lets them).
//! Elsewhere nothing happens.
[[nodiscard]] Protection protect();

//! Whether the system lets secrets be locked against swap, as SecretBuffer tries to: not where the
//! limit on locked memory is 0, and where there is no such call.
[[nodiscard]] bool canLockMemory();

//! For a program that is to take the place of this one: its cores are its own affair.
void giveBack(const Protection &protection);

} // namespace processprivacy
