#pragma once

#include <QString>

#include <optional>

namespace prooftext {

//! What is said of a token that the cluster says it revoked, where the question whether it did was
//! not answered: "That could not be checked: the token may work until 15:03." \a endsMs is when it
//! ends by itself, where known; both times are the server's.
[[nodiscard]] QString unproved(std::optional<qint64> endsMs, qint64 nowMs);

} // namespace prooftext
