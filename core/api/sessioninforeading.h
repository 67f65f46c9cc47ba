#pragma once

#include "core/session/sessioninfo.h"

#include <QJsonObject>

//! Picks the highlights out of a server's session object. A field of an unexpected type counts as
//! not given; the object itself is kept as it came.
namespace sessioninforeading {

//! The beta forms' and v1's session object. FACTS 6.5, 5.23.
[[nodiscard]] SessionInfo fromSession(const QJsonObject &json);
//! The 2.0 user object. FACTS 6.6.
[[nodiscard]] SessionInfo fromUser(const QJsonObject &json);
//! The list of v1 session/orgs, without those that are switched off; none where \a json is not
//! such a list. FACTS 4.
[[nodiscard]] std::optional<QList<Org>> orgsOf(const QJsonObject &json);

} // namespace sessioninforeading
