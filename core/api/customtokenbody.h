#pragma once

#include "core/api/apierror.h"
#include "core/api/jsonbody.h"
#include "core/session/customtoken.h"
#include "core/session/token.h"

#include <QJsonObject>

#include <optional>

//! What requests and replies of custom tokens have for themselves. FACTS 3, token/custom.
namespace customtokenbody {

//! What cannot be meant: a name or a value that is missing or has control characters, more than one
//! value for a parameter, variables that are not kept. ApiError::detail names the list.
[[nodiscard]] std::optional<ApiError> check(const CustomToken &custom);

//! Adds the members to \a body: persist_option always, a list only where it is not empty.
void append(JsonBody &body, const CustomToken &custom);

//! Takes from the AccessToken \a json whose \a token is and in which Org; that it is a custom one
//! is not in the answer.
void read(Token &token, const QJsonObject &json);

} // namespace customtokenbody
