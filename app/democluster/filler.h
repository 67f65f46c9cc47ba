#pragma once

#include <QByteArray>
#include <QJsonObject>

namespace demo {

//! \a object as JSON with one more field \a name that brings it to 10 MB. The megabytes are made
//! when they are first asked for and kept.
[[nodiscard]] QByteArray withFiller(const QJsonObject &object, QByteArrayView name);

} // namespace demo
