#pragma once

#include <string>

// What would be on the disk if the power went at some moment: the model of a file system that loses
// everything that it was not told to keep. Of a file there is what it held when it was last waited
// for; of a directory the names that it had when it was last waited for ("late"), or those that it
// has by now ("early"), as a file system may write names before the bytes. Found by name in the
// preloaded library.
extern "C" {
//! Begins anew with what lies in \a directory, all of which counts as safe.
[[gnu::visibility("default")]] void deskPowerWatch(const char *directory);
//! Ends the watch; how many moments there were, each as two folders.
[[gnu::visibility("default")]] int deskPowerMoments();
//! Writes what is left after moment \a number, from 0 on, into the empty folder \a target.
[[gnu::visibility("default")]] bool deskPowerLeft(int number, bool isEarly, const char *target);
}

//! For the calls that are watched, after they have been made.
namespace powercuts {
void opened(int descriptor, int flags);
void waitedFor(int descriptor);
void changed(); //!< a write, a new name
} // namespace powercuts
