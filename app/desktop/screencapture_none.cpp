#include "app/desktop/screencapture.h"

bool screencapture::canBeRefused()
{
    return false;
}

bool screencapture::refuse(std::uintptr_t)
{
    return false;
}
