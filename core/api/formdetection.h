#pragma once

#include "core/api/apidialect.h"

//! The anonymous questions that tell which form a server speaks, in the order of FACTS 5.18, as
//! pure steps: ask probe(step), hand the answer to verdict(step, …), go on with the next step while
//! it says nothing.
namespace formdetection {

//! How many questions there are.
inline constexpr int stepCount = 4;

[[nodiscard]] HttpRequest probe(int step);

//! The form found; nothing (ask the next); or an error that ends the search (a redirect, a web page
//! at the last step, v1 only).
[[nodiscard]] ApiResult<std::optional<Api::Form>> verdict(int step, const HttpResponse &response);

//! \a error is the one of v1 only, which no other form of the API mends.
[[nodiscard]] bool isV1Only(const ApiError &error);

} // namespace formdetection
