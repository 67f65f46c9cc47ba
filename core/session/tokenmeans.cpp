#include "core/session/tokenmeans.h"

#include "core/api/apidialect.h"

using namespace Qt::StringLiterals;

bool isFullAccess(const Token &token)
{
    return token.objectId.isEmpty() &&
           (token.scope.isEmpty() || token.scope.compare("FULL"_L1, Qt::CaseInsensitive) == 0);
}

bool changesOrgByToken(const SignedIn &state)
{
    const auto dialect = dialectFor(state.account.form);
    const bool canMove = dialect && dialect->canSwitchOrg() && state.hasCookieSession;
    return dialect && dialect->canChooseOrg() && !canMove;
}

// The session of a restricted token may be no more than that token is.
static bool canSpeakForSession(const std::optional<Token> &token, qint64 nowMs)
{
    using Condition = Token::Condition;
    if (!token || !isFullAccess(*token))
        return false;
    const Condition condition = token->condition(nowMs);
    return condition == Condition::Valid || condition == Condition::ExpiringSoon ||
           condition == Condition::LifeUnknown;
}

TokenMeans tokenMeans(const SignedIn &state, const ProfileSecrets &profile, qint64 nowMs)
{
    const auto dialect = dialectFor(state.account.form);
    const bool takesKey = dialect && dialect->canUseSecretKey();
    const bool isByKey = state.token && state.token->isBySecretKey;
    TokenMeans means;
    means.mayChooseMethod = takesKey && !isByKey && !state.hasCookieSession;
    if (isByKey || (means.mayChooseMethod && profile.method == SignInMethod::SecretKey))
        means.method = SignInMethod::SecretKey;
    means.hasKeptPassword = profile.hasPassword;
    means.hasKeptSecretKey = takesKey && profile.hasSecretKey;
    means.isSessionByToken = !state.hasCookieSession;
    means.mayUseSession = dialect && dialect->canTokenFromSession() && !state.ended &&
                          (state.hasCookieSession || canSpeakForSession(state.token, nowMs));
    return means;
}
