#pragma once

#include "core/session/apicalls.h"

#include <functional>

//! Orgs as people name them: by id or by name, where the API often takes the id only. FACTS 3, 5.8.
namespace orglookup {

//! The Org that \a text means: an id, a name, a name in other letter case, in this order.
[[nodiscard]] std::optional<Org> find(const QList<Org> &orgs, const QString &text);
//! \a text as an id, if it is one.
[[nodiscard]] std::optional<qint64> idIn(const QString &text);
//! \a known and those of \a more that it lacks; names fill in where they were missing.
[[nodiscard]] QList<Org> merged(QList<Org> known, const QList<Org> &more);

//! \a text needs no question to the server: it is an id, or \a known has it.
[[nodiscard]] bool isKnown(const QList<Org> &known, const QString &text);
//! What \a text means: found in \a known (and told at once), or else asked of the server with \a
//! bearer: empty for the cookie session, none where neither is there to ask with. OrgNotAllowed
//! when the list lacks it: the detail names those that there are. \a learnt is told of the Orgs
//! where the server lists them.
void resolve(ApiCalls &calls, const ApiDialect &dialect, const QString &text,
             const QList<Org> &known, const std::optional<SecretBuffer> &bearer,
             std::function<void(ApiResult<Org>)> then,
             const std::function<void(const QList<Org> &)> &learnt = {});

//! Of two names of Orgs.
[[nodiscard]] bool isSameName(const QString &name, const QString &other);
enum class Match
{
    Same,
    Other,
    Unknown //!< too little is known of one of them
};
//! Whether what \a asked means, an id or a name, is the Org of \a id, if it is known, and \a name,
//! empty if it is not; \a known helps with both.
[[nodiscard]] Match match(const QList<Org> &known, const QString &asked, std::optional<qint64> id,
                          const QString &name);
//! OrgNotAllowed when \a inForce is surely not what \a asked means: nobody is ever silently in the
//! wrong Org. Nothing where it cannot be told.
[[nodiscard]] std::optional<ApiError> mismatch(const QList<Org> &known, const QString &asked,
                                               const std::optional<Org> &inForce);

} // namespace orglookup
