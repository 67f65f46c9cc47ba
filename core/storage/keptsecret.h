#pragma once

#include "core/api/apierror.h"
#include "core/storage/sealing.h"

//! Rules for secrets that are kept, the same for every program that uses them.
namespace keptsecret {

//! \a error means that the server does not take the kept secret of \a field: it is forgotten, and
//! not tried a second time, since servers lock accounts.
[[nodiscard]] bool isRefused(SecretField field, const ApiError &error);

} // namespace keptsecret
