#pragma once

#include "core/session/account.h"
#include "ui/support/errortext.h"

//! What is said of a failed call in a terminal: errorText(), but for next steps that only the
//! window has. \a word is the profile as a shell takes it, \a form the one that it names.
[[nodiscard]] ErrorText failureText(const ApiError &error, const QString &word, Api::Form form);
