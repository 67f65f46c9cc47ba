#include "core/storage/keptsecret.h"

bool keptsecret::isRefused(SecretField field, const ApiError &error)
{
    return error.kind == (field == SecretField::Token ? ApiError::Kind::SessionEnded
                                                      : ApiError::Kind::BadCredentials);
}
