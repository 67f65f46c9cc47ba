#include "core/session/outcomes.h"

#include "core/session/orginforce.h"
#include "core/session/orglookup.h"

using namespace Qt::StringLiterals;
using Standing = Token::Standing;

static ApiError errorOf(ApiError::Kind kind, const QString &detail = {})
{
    ApiError error;
    error.kind = kind;
    error.detail = detail;
    return error;
}

static SignedIn idle(SignedIn state)
{
    state.activity = SignedIn::Activity::Idle;
    return state;
}

static void setInfo(SignedIn &state, SessionInfo info, qint64 nowMs)
{
    if (info.fetchedMs == 0)
        info.fetchedMs = nowMs;
    state.orgs = orglookup::merged(state.orgs, info.orgs);
    if (info.currentOrg)
        state.orgs = orglookup::merged(state.orgs, {*info.currentOrg});
    state.info = std::move(info);
    state.infoIsStale = false;
}

// Fills in what another part of the session knows.
static void completeNames(SignedIn &state)
{
    const auto nameOf = [&](qint64 id) {
        for (const Org &org : state.orgs) {
            if (org.id == id)
                return org.name;
        }
        return QString();
    };
    if (state.token && state.token->owner.isEmpty())
        state.token->owner = state.account.userName;
    if (state.token && state.token->orgId && state.token->orgName.isEmpty())
        state.token->orgName = nameOf(*state.token->orgId);
    if (state.info && state.info->currentOrg && state.info->currentOrg->name.isEmpty())
        state.info->currentOrg->name = nameOf(state.info->currentOrg->id);
}

// Accepted is one mismatch of one token, not those to come.
static SignedIn compared(SignedIn state)
{
    if (!isInWrongOrg(state)) {
        state.orgMismatch.reset();
        return state;
    }
    const QString asked = orgAskedFor(state);
    const std::optional<Org> inForce = orgInForce(state);
    const bool isKnown = state.orgMismatch && state.orgMismatch->asked == asked &&
                         state.orgMismatch->got.id == inForce->id;
    const bool isAccepted = isKnown && state.orgMismatch->isAccepted;
    state.orgMismatch = OrgMismatch{asked, *inForce, isAccepted};
    return state;
}

static void noteSessionOrg(SignedIn &state, const QString &asked)
{
    if (!state.lastError && state.info)
        state.lastError = orglookup::mismatch(state.orgs, asked, state.info->currentOrg);
}

static void noteTokenOrg(SignedIn &state, const QString &asked)
{
    if (!state.lastError && state.token && state.token->orgId) {
        const Org org{*state.token->orgId, state.token->orgName};
        state.lastError = orglookup::mismatch(state.orgs, asked, org);
    }
}

static void noteCheck(SignedIn &state, TokenCheck check, qint64 nowMs)
{
    if (check.atMs == 0)
        check.atMs = nowMs;
    if (check.accepted && check.expiresMs)
        state.token->expiresMs = check.expiresMs;
    if (!state.token->orgId)
        state.token->orgId = check.orgId;
    state.token->lastCheck = check;
}

SignedIn outcomes::signedIn(const Account &account, SignInOutcome outcome, qint64 nowMs)
{
    SignedIn state;
    state.account = account;
    if (!outcome.userName.isEmpty())
        state.account.userName = outcome.userName;
    state.hasCookieSession = outcome.hasCookieSession;
    state.signedInMs = nowMs;
    if (outcome.token && *outcome.token)
        state.token = std::move(*outcome.token).value();
    if (state.token && outcome.check)
        noteCheck(state, *outcome.check, nowMs);
    if (outcome.info) {
        const By by = outcome.infoByBearer ? By::Bearer : By::CookieSession;
        state = refreshed(std::move(state), std::move(*outcome.info), by, nowMs);
    }
    if (outcome.token && !*outcome.token && !state.lastError)
        state.lastError = outcome.token->error();
    if (!state.lastError)
        state.lastError = outcome.orgError;
    completeNames(state);
    noteTokenOrg(state, account.org);
    noteSessionOrg(state, account.org);
    return compared(std::move(state));
}

SignedIn outcomes::failed(SignedIn state, const ApiError &error, By by)
{
    state.lastError = error;
    if (error.kind != ApiError::Kind::SessionEnded || by == By::Credentials)
        return idle(std::move(state));
    state.ended = true;
    state.infoIsStale = true;
    if (by == By::CookieSession)
        state.hasCookieSession = false;
    else if (state.token && state.token->standing != Standing::Revoked)
        state.token->standing = Standing::Refused;
    return idle(std::move(state));
}

SignedIn outcomes::refreshed(SignedIn state, ApiResult<SessionInfo> info, By by, qint64 nowMs,
                             const QString &askedOrg)
{
    if (!info) {
        state.infoIsStale = true;
        return failed(std::move(state), info.error(), by);
    }
    setInfo(state, std::move(info).value(), nowMs);
    state.ended = false;
    completeNames(state);
    if (!askedOrg.isEmpty()) {
        state.account.org = askedOrg;
        noteSessionOrg(state, askedOrg);
    }
    return idle(compared(std::move(state)));
}

SignedIn outcomes::gotToken(SignedIn state, ApiResult<Token> token, const QString &askedOrg, By by)
{
    if (!token)
        return failed(std::move(state), token.error(), by);
    if (state.activity == SignedIn::Activity::SwitchingOrg)
        state.account.org = askedOrg;
    // What a token gives goes back to who gave that one.
    if (by == By::Bearer)
        token.value().isBySecretKey = state.token && state.token->isBySecretKey;
    state.isSameToken = state.token && state.token->value == token->value;
    state.token = std::move(token).value();
    state.tokenOrg = askedOrg;
    state.orgMismatch.reset();
    completeNames(state);
    noteTokenOrg(state, askedOrg);
    return idle(compared(std::move(state)));
}

static void noteSessionIsOver(SignedIn &state)
{
    state.hasCookieSession = false;
    state.ended = true;
    state.infoIsStale = true;
}

SignedIn outcomes::checked(SignedIn state, const tokencalls::Checked &checked, qint64 nowMs)
{
    if (checked.sessionIsOver)
        noteSessionIsOver(state);
    if (!checked.result)
        return failed(std::move(state), checked.result.error(), By::CookieSession);
    noteCheck(state, checked.result.value(), nowMs);
    Standing &standing = state.token->standing;
    if (standing != Standing::Revoked)
        standing = checked.result->accepted ? Standing::Usable : Standing::Refused;
    return idle(compared(std::move(state)));
}

SignedIn outcomes::revoked(SignedIn state, const tokencalls::Revoked &revoked, qint64 nowMs)
{
    if (!revoked.result) {
        const ApiError &error = revoked.result.error();
        // Once it was sent, it is open what the server did.
        if (error.kind != ApiError::Kind::InvalidInput && !error.isUnsent)
            state.token->standing = Standing::RevokeUnconfirmed;
        return failed(std::move(state), error, By::Bearer);
    }
    if (revoked.sessionIsOver)
        noteSessionIsOver(state);
    state.token->standing = Standing::Revoked;
    state.token->lastCheck.reset(); // what was true before the revoke proves nothing now
    if (revoked.check)
        noteCheck(state, *revoked.check, nowMs);
    if (revoked.check && revoked.check->accepted) {
        state.token->standing = Standing::RevokeUnconfirmed;
        state.lastError = errorOf(ApiError::Kind::BadReply, u"still accepted after the revoke"_s);
    }
    return idle(std::move(state));
}

SignedIn outcomes::revokedAside(const Token &token, const tokencalls::Revoked &revoked,
                                qint64 nowMs)
{
    SignedIn alone;
    alone.token = token;
    return outcomes::revoked(std::move(alone), revoked, nowMs);
}

static KeptEnd::End endOf(const Token &token)
{
    using End = KeptEnd::End;
    switch (token.standing) {
    case Standing::Usable:
        return End::NotConfirmed; // nothing was sent
    case Standing::Revoked:
        return token.lastCheck ? End::Revoked : End::RevokedUnproved;
    case Standing::RevokeUnconfirmed:
        return token.lastCheck && token.lastCheck->accepted ? End::StillAccepted
                                                            : End::NotConfirmed;
    case Standing::Refused:
        return End::WasDead;
    }
    Q_UNREACHABLE();
}

KeptEnd outcomes::keptEnd(const Token &token, const QList<Org> &known)
{
    KeptEnd kept;
    kept.org = {token.orgId.value_or(0), token.orgName};
    kept.isOrgKnown = token.orgId || !token.orgName.isEmpty();
    if (token.orgId && token.orgName.isEmpty())
        kept.org = orglookup::find(known, QString::number(*token.orgId)).value_or(kept.org);
    kept.end = endOf(token);
    kept.expiresMs = token.expiresMs;
    return kept;
}

SignOutReport outcomes::proved(SignOutReport report, const Token &token,
                               const ApiResult<TokenCheck> &check)
{
    using Proof = SignOutReport::Proof;
    if (!check) {
        report.proof = Proof::Failed;
        report.proofError = check.error();
        report.tokenDiesMs = token.expiresMs;
    } else if (check->accepted) {
        report.proof = Proof::StillAccepted;
        report.tokenDiesMs = check->expiresMs ? check->expiresMs : token.expiresMs;
    } else {
        report.proof = Proof::NotAccepted;
    }
    return report;
}

SignedIn outcomes::cancelled(SignedIn state)
{
    using Activity = SignedIn::Activity;
    if (state.activity == Activity::RevokingToken && state.token)
        state.token->standing = Standing::RevokeUnconfirmed;
    if (state.activity == Activity::SwitchingOrg)
        state.infoIsStale = true;
    return idle(std::move(state));
}

SignedIn outcomes::withOrgs(SignedIn state, const QList<Org> &orgs)
{
    state.orgs = orglookup::merged(state.orgs, orgs);
    completeNames(state);
    if (state.activity == SignedIn::Activity::Idle) {
        if (!state.lastError)
            state.lastError =
                orglookup::mismatch(state.orgs, orgAskedFor(state), orgInForce(state));
    }
    return compared(std::move(state));
}
