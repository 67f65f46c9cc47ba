#pragma once

#include "core/embed/embedendpoint.h"

//! What is said of the embed helper.
namespace embedtext {

//! Why the last one that asked got no token, with the page that it was, as part of a sentence.
[[nodiscard]] QString refusal(const EmbedState &state);
//! Why the helper does not run any more: one sentence. Empty where it was stopped by hand, or never
//! ran.
[[nodiscard]] QString end(const EmbedState &state);
//! What to do about \ref end(): one sentence, or nothing.
[[nodiscard]] QString nextStep(const EmbedState &state);
//! "3 tokens, last to http://localhost:3000 at 14:02".
[[nodiscard]] QString handedOut(const EmbedState &state, qint64 nowMs);
//! "2, last at 14:03: https://x.example is not on the list".
[[nodiscard]] QString refused(const EmbedState &state, qint64 nowMs);

//! How long tokens should live for the ways in which pages embed.
[[nodiscard]] QString validityAdvice();

} // namespace embedtext
