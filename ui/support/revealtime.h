#pragma once

//! How long a secret that was revealed can be read before it masks itself, in milliseconds; the
//! same wherever one is shown.
inline constexpr int revealMs = 30'000;
