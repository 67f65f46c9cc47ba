#pragma once

#include <string>

//! Which system call is to fail.
enum class FaultCall
{
    None,
    Write,
    ShortWrite,   //!< half is written, then the error comes
    GarbledWrite, //!< other bytes are written than were asked for, and no error comes
    Read,
    Sync,
    Rename,
    Link,
    Truncate,
    Open,
    Mode,
    MakeDirectory
};

//! As the error of a Fault: the program is killed where the call would begin.
inline constexpr int deskFaultDie = -1;

struct Fault
{
    FaultCall call;
    int nth; //!< the first is 1
    int error;
    std::string directory; //!< only what lies under this
};

// Found by name in the preloaded library; not there without it.
extern "C" {
[[gnu::visibility("default")]] void deskFaultArm(const Fault &fault);
[[gnu::visibility("default")]] int deskFaultHits();
//! Since arming: files that were renamed before the disk had all their bytes.
[[gnu::visibility("default")]] int deskFaultUnsynced();
}
