#pragma once

#include "core/api/apidialect.h"

#include <QByteArray>

//! Requests, results and errors as lines of text, so that a table can hold them and a failure shows
//! them; and replies as a server would send them.
namespace apitexts {

//! Method and target, then one line for each header-like member that is set, an empty line and the
//! body. "no body" tells none from an empty one.
[[nodiscard]] QByteArray line(const HttpRequest &request);
[[nodiscard]] QByteArray line(const ApiResult<HttpRequest> &request);

//! "Kind status=401 code=10097 incident=… retry=… | message | detail", what is empty left out.
[[nodiscard]] QByteArray line(const ApiError &error);

//! "ok", or the error.
template<typename T> [[nodiscard]] QByteArray outcome(const ApiResult<T> &result)
{
    return result ? QByteArray("ok") : line(result.error());
}

[[nodiscard]] HttpResponse json(int status, const QByteArray &body);
[[nodiscard]] HttpResponse page(int status, const QByteArray &body);
[[nodiscard]] HttpResponse empty(int status);

//! The file tests/core/samples/\a name.
[[nodiscard]] QByteArray sample(const char *name);

} // namespace apitexts
