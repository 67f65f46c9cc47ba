#pragma once

#include "core/api/apidialect.h"

//! What is refused before anything is sent, the same in every form. ApiError::detail names the
//! field as the sign-in form does.
namespace requestrules {

//! Valid UTF-16 without control characters: lone surrogates would be sent as U+FFFD, another name
//! than the one that was typed.
[[nodiscard]] bool isPlainText(const QString &text);

[[nodiscard]] ApiError invalid(const QString &field);
//! The form has no such thing; \a what names it.
[[nodiscard]] ApiError unsupported(const QString &what);

//! A user name without control characters, and exactly one of password and secret key, without NUL
//! and otherwise any text. The server's rule of precedence between the two contradicts itself, so
//! both are never sent. FACTS 5.7.
[[nodiscard]] std::optional<ApiError> check(const Credentials &credentials);
//! check(), and a password: no form signs in with a secret key.
[[nodiscard]] std::optional<ApiError> checkLogin(const SignInRequest &request);
//! A positive life; an object where the scope is one; what a custom token carries.
[[nodiscard]] std::optional<ApiError> check(const TokenWish &wish);
//! A value that may travel in a header and in a body.
[[nodiscard]] std::optional<ApiError> check(const Token &token);

//! The number in \a org.
[[nodiscard]] std::optional<qint64> orgNumber(const QString &org);

} // namespace requestrules
