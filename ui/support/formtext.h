#pragma once

#include "core/session/account.h"

#include <QString>

//! The name of a form of the API for people: "REST API 2.0"; "Automatic" for Auto.
[[nodiscard]] QString formName(Api::Form form);
