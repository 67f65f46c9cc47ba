#include "ui/token/possible.h"

#include "core/session/orginforce.h"
#include "ui/token/tokentext.h"

Possible possibleWith(const SignedIn &state, qint64 nowMs)
{
    const bool isIdle = state.activity == SignedIn::Activity::Idle;
    const bool isUsable = state.token && tokentext::isUsable(state.token->condition(nowMs));
    Possible possible;
    possible.refresh = isIdle && !state.ended;
    possible.chooseOrg = possible.refresh && state.account.form != Api::Form::Beta2022;
    possible.getToken = isIdle;
    possible.checkToken = isIdle && state.token;
    possible.holdsToken = isUsable;
    possible.copyToken = isUsable && !isHeldBack(state);
    possible.revokeToken = isIdle && isUsable;
    possible.signIn = isIdle && state.ended;
    possible.signOut = state.activity != SignedIn::Activity::SigningOut;
    return possible;
}
