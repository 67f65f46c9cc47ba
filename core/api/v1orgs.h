#pragma once

#include "core/api/apidialect.h"

//! v1 session/orgs, the one list of Orgs that every user may read, whichever newer form is spoken.
//! FACTS 4.
namespace v1orgs {

//! With \a bearer empty the cookie session asks.
[[nodiscard]] HttpRequest request(const SecretBuffer &bearer);
//! Unsupported where the server has no such list.
[[nodiscard]] ApiResult<QList<Org>> read(const HttpResponse &response);

} // namespace v1orgs
