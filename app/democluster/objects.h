#pragma once

#include "app/democluster/cluster.h"

#include <QJsonObject>

namespace demo {

//! The user object of 2.0 (FACTS 6.6), serialised; 10 MB for the large user.
[[nodiscard]] QByteArray currentUser(const Caller &caller);
//! The session object of v1 and the betas (FACTS 6.5), serialised; 10 MB for the large user.
[[nodiscard]] QByteArray sessionInfo(const Caller &caller, const Request &request);
//! FACTS 6.7, `GET system`.
[[nodiscard]] QJsonObject systemInfo();
//! {id, name}
[[nodiscard]] QJsonObject orgReference(const User &user, qint32 org);
//! FACTS 6.5, v1 `session/orgs`.
[[nodiscard]] QJsonObject orgsList(const Caller &caller);

} // namespace demo
