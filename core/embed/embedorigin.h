#pragma once

#include "core/http/serveraddress.h"

//! Reads what a person typed as the origin of a page: scheme://host[:port] and nothing else, https,
//! or http on this machine. Gives it as a browser writes it in the Origin header. NotAnAddress for
//! what is none, a pattern among it; for an address that goes on after the port as well.
[[nodiscard]] Result<QString, ServerAddress::Problem> embedOrigin(QStringView text);
