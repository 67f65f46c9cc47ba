#pragma once

#include "core/api/apidialect.h"
#include "core/api/errorreading.h"

#include <QJsonObject>

//! The strict half of reading: nothing is taken for a success but the exact status, a JSON type,
//! strict JSON and the fields that must be there. DESIGN 5.
namespace replyreading {

//! The object of a 200 reply, or the typed error that the reply is.
[[nodiscard]] ApiResult<QJsonObject> object(const HttpResponse &response,
                                            errorreading::Context context);

//! Success of a verb that gives nothing back: 204, or 200 with an empty body or a bare true; the
//! beta forms say true, 2.0 says 204 (200 before 9.5). FACTS 1, 3.
[[nodiscard]] ApiResult<Done> done(const HttpResponse &response, errorreading::Context context);

//! The member `token` of \a json, which must be there and be made of nothing but what a header may
//! carry.
[[nodiscard]] ApiResult<SecretBuffer> token(const HttpResponse &response, const QJsonObject &json);

//! A success that is none: \a detail says what is wrong with it.
[[nodiscard]] ApiError badReply(const HttpResponse &response, const QString &detail);

//! Turns "not found" into NotOffered, for operations that came later than their form did: there it
//! is the operation that is missing, not the form.
[[nodiscard]] ApiError missingOperation(ApiError error);

} // namespace replyreading
