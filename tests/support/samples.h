#pragma once

#include <QByteArray>

//! Values that tests share. None of them is a secret of anybody.
namespace samples {
inline const QByteArray password = "not-a-real-password";
} // namespace samples
