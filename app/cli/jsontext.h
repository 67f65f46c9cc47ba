#pragma once

#include <QJsonDocument>
#include <QString>

//! JSON as it may be shown in a terminal, too.
namespace jsontext {

//! \a json with every character of control or of unseen formatting escaped: Qt leaves some of them
//! as they are. The values stay the same.
[[nodiscard]] QString of(const QJsonDocument &json,
                         QJsonDocument::JsonFormat format = QJsonDocument::Indented);

} // namespace jsontext
