#include "app/desktop/screencapture.h"

#include <objc/message.h>
#include <objc/runtime.h>

// NSWindowSharingNone of AppKit, whose headers only Objective-C can read.
static constexpr unsigned long sharingNone = 0;

bool screencapture::canBeRefused()
{
    return true;
}

bool screencapture::refuse(std::uintptr_t window)
{
    const auto windowOf = reinterpret_cast<id (*)(id, SEL)>(objc_msgSend);
    const auto setSharing = reinterpret_cast<void (*)(id, SEL, unsigned long)>(objc_msgSend);
    const auto view = reinterpret_cast<id>(window);
    const id frame = windowOf(view, sel_registerName("window"));
    if (!frame)
        return false;
    setSharing(frame, sel_registerName("setSharingType:"), sharingNone);
    return true;
}
