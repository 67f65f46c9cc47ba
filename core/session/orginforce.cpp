#include "core/session/orginforce.h"

#include "core/session/orglookup.h"

static bool tokenDecides(const SignedIn &state)
{
    return state.account.form == Api::Form::V2 && state.token && state.token->orgId;
}

std::optional<Org> orgInForce(const SignedIn &state)
{
    if (tokenDecides(state))
        return Org{*state.token->orgId, state.token->orgName};
    return state.info ? state.info->currentOrg : std::nullopt;
}

QString orgAskedFor(const SignedIn &state)
{
    return tokenDecides(state) && !state.tokenOrg.isEmpty() ? state.tokenOrg : state.account.org;
}

bool isInWrongOrg(const SignedIn &state)
{
    return orglookup::mismatch(state.orgs, orgAskedFor(state), orgInForce(state)).has_value();
}

bool isHeldBack(const SignedIn &state)
{
    return state.orgMismatch && !state.orgMismatch->isAccepted;
}
