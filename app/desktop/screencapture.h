#pragma once

#include <cstdint>

//! What the platform has against pictures of a window: Windows and macOS leave it out of what
//! other programs record or share of the screen. X11 offers nothing, and under Wayland it is the
//! compositor that asks.
namespace screencapture {

//! Whether there is anything to ask for here.
[[nodiscard]] bool canBeRefused();
//! Asks for it, for the shown top-level window whose native handle (QWidget::winId()) this is.
//! False: the system did not agree.
[[nodiscard]] bool refuse(std::uintptr_t window);

} // namespace screencapture
