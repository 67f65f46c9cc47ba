#pragma once

//! Keeps what the process holds in memory from others on the same machine. First thing in main().
namespace processprivacy {

//! No core dumps, and no reading or tracing by other programs of the same user (on Linux; the
//! superuser still can; a build with a sanitizer, which looks into its own process, lets them).
//! Elsewhere nothing happens. False: the system refused a part of it.
bool protect();

} // namespace processprivacy
