#pragma once

#include "core/support/result.h"

#include <QByteArray>
#include <QJsonObject>
#include <QString>

struct HttpResponse;

//! Reads the JSON of a reply the way a sign-in needs it: nothing that two readers could understand
//! differently gets through. Pure and safe on any thread; one pass over the bytes before Qt's
//! parser, so that hostile nesting costs next to nothing. RELIABILITY J1-J9 in short: UTF-8 only,
//! nothing after the value, depth at most 64, a million values, no repeated names on the first two
//! levels.
namespace strictjson {

enum class Problem
{
    NotUtf8,
    TooDeep,
    TooManyValues,
    NotJson, //!< broken, cut off, or with something behind it
    RepeatedName,
    NotAnObject,
    NotABoolean,
};

inline constexpr int greatestDepth = 64;
//! Two bytes can be one more value, and each costs a hundred once it is shown.
inline constexpr qsizetype mostValues = 1'000'000;

//! The whole of \a body as one object. One byte order mark in front is ignored, as RFC 8259 allows.
[[nodiscard]] Result<QJsonObject, Problem> object(const QByteArray &body);

//! The bare `true` or `false` that the beta forms answer, in any case, blanks around it ignored.
//! FACTS 1.
[[nodiscard]] Result<bool, Problem> boolean(const QByteArray &body);

//! \a response calls itself JSON: application/json or anything +json, in UTF-8.
[[nodiscard]] bool isJson(const HttpResponse &response);

//! Technical words for ApiError::detail.
[[nodiscard]] QString words(Problem problem);

} // namespace strictjson
