#include "app/desktop/screencapture.h"

#include <windows.h>

// The window is left out; Windows 10 before 2004 only knows how to black it out.
static constexpr DWORD leftOut = 0x11;
static constexpr DWORD blackedOut = 0x01;

bool screencapture::canBeRefused()
{
    return true;
}

bool screencapture::refuse(std::uintptr_t window)
{
    const HWND handle = reinterpret_cast<HWND>(window);
    return ::SetWindowDisplayAffinity(handle, leftOut) != 0 ||
           ::SetWindowDisplayAffinity(handle, blackedOut) != 0;
}
