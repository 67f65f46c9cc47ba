#include "core/session/orginforce.h"

#include "core/session/orglookup.h"

std::optional<Org> orgInForce(const SignedIn &state)
{
    if (state.account.form == Api::Form::V2 && state.token && state.token->orgId)
        return Org{*state.token->orgId, state.token->orgName};
    return state.info ? state.info->currentOrg : std::nullopt;
}

bool isInWrongOrg(const SignedIn &state)
{
    return orglookup::mismatch(state.orgs, state.account.org, orgInForce(state)).has_value();
}
