#include "core/session/renewalmeans.h"

#include "core/session/orginforce.h"
#include "core/session/tokenmeans.h"

using namespace Qt::StringLiterals;

using By = RenewalMeans::By;
using Obstacle = RenewalMeans::Obstacle;

static bool isOfOneObject(const Token &token)
{
    return !token.objectId.isEmpty() &&
           (token.scope.isEmpty() ||
            token.scope.compare("REPORT_BOOK_VIEW"_L1, Qt::CaseInsensitive) == 0);
}

static bool isInOrgOfSession(const SignedIn &state)
{
    const std::optional<qint64> org = state.token->orgId;
    return !org || (state.info && state.info->currentOrg && state.info->currentOrg->id == *org);
}

RenewalMeans renewalMeans(const SignedIn &state, bool hasKeptPassword)
{
    // One like it would be in the wrong Org too, and would look as if that had been asked for.
    if (!state.token || isHeldBack(state))
        return {By::Nothing, Obstacle::NoToken};
    if (!isFullAccess(*state.token) && !isOfOneObject(*state.token))
        return {By::Nothing, Obstacle::UnknownKind};
    if (hasKeptPassword)
        return {By::KeptPassword, Obstacle::None};
    if (state.token->isBySecretKey)
        return {By::Nothing, Obstacle::NoKeyKept};
    if (state.account.form != Api::Form::V2 || !state.hasCookieSession)
        return {By::Nothing, Obstacle::NothingKept};
    if (!isFullAccess(*state.token) || !isInOrgOfSession(state))
        return {By::Nothing, Obstacle::SessionGivesMore};
    return {By::Session, Obstacle::None};
}
