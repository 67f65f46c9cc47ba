#pragma once

#include "core/storage/profile.h"

#include <QJsonObject>

//! What other programs are told of \a profile. Holds no secret.
[[nodiscard]] QJsonObject jsonOf(const Profile &profile);
