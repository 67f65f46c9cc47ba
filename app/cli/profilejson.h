#pragma once

#include "core/session/token.h"
#include "core/storage/profile.h"

#include <QJsonObject>

//! What other programs are told of \a profile. Holds no secret.
[[nodiscard]] QJsonObject jsonOf(const Profile &profile);
//! The same of \a token, by its fingerprint.
[[nodiscard]] QJsonObject jsonOf(const Token &token);
