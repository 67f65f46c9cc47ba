#include "core/session/orginforce.h"
#include "core/session/orglookup.h"
#include "core/session/outcomes.h"
#include "core/session/renewalrule.h"
#include "core/session/sessionservice.h"
#include "core/session/tokencalls.h"
#include "core/session/tokenmeans.h"

#include <QPointer>

#include <utility>

// The verbs of a session that stands; sign-in is in sessionservice.cpp, sign-out in
// sessionsignout.cpp. Each asks first and tells last, since telling may call the next verb or end
// the service.

using namespace Qt::StringLiterals;
using outcomes::By;

static Failure<ApiError> refusal(ApiError::Kind kind, const QString &detail)
{
    ApiError error;
    error.kind = kind;
    error.detail = detail;
    return {error};
}

void SessionService::begin(Activity activity)
{
    SignedIn busy = current();
    busy.activity = activity;
    busy.lastError.reset();
    setState(std::move(busy));
}

SecretBuffer SessionService::usableBearer(const SignedIn &state) const
{
    const std::optional<Token> &token = state.token;
    const bool mayBeAccepted = token && (token->standing == Token::Standing::Usable ||
                                         token->standing == Token::Standing::RevokeUnconfirmed);
    return mayBeAccepted && token->remainingMs(m_clock.nowMs()) != 0 ? token->value
                                                                     : SecretBuffer();
}

// The cookie session where there is one, the bearer where there is not.
SecretBuffer SessionService::bearerWithoutSession(const SignedIn &state) const
{
    return state.hasCookieSession ? SecretBuffer() : usableBearer(state);
}

bool SessionService::canAskAsSession(const SignedIn &state) const
{
    return state.hasCookieSession || (!state.ended && !usableBearer(state).isEmpty());
}

void SessionService::refreshInfo()
{
    if (!isLegal(idle(), "refreshInfo"))
        return;
    fetchInfo({});
    begin(Activity::RefreshingInfo);
}

void SessionService::fetchInfo(const QString &askedOrg)
{
    const SecretBuffer bearer =
        m_dialect->infoNeedsBearer() ? usableBearer(current()) : bearerWithoutSession(current());
    const By by = bearer.isEmpty() ? By::CookieSession : By::Bearer;
    m_calls->ask(*m_dialect, m_dialect->sessionInfo(bearer), &ApiDialect::readSessionInfo,
                 [this, by, askedOrg](ApiResult<SessionInfo> info) {
                     setState(outcomes::refreshed(current(), std::move(info), by, m_clock.nowMs(),
                                                  askedOrg));
                 });
}

static By tokenBy(const SignedIn &state, const TokenWish &wish)
{
    if (wish.source != TokenWish::Source::FromSession)
        return By::Credentials;
    return state.hasCookieSession ? By::CookieSession : By::Bearer;
}

void SessionService::getToken(const TokenWish &wish, const Credentials &credentials)
{
    if (!isLegal(idle(), "getToken"))
        return;
    fetchToken(wish, credentials);
    begin(Activity::GettingToken);
}

tokencalls::Order SessionService::orderFor(const TokenWish &wish, const Credentials &credentials)
{
    prepareMemory();
    const SignedIn &in = current();
    tokencalls::Order order{.wish = wish,
                            .credentials = credentials,
                            .knownOrgs = in.orgs,
                            .bearer = canAskAsSession(in) ? std::optional(bearerWithoutSession(in))
                                                          : std::nullopt,
                            .helpers = helpers()};
    if (order.wish.org.isEmpty())
        order.wish.org = in.account.org;
    if (order.credentials.userName.isEmpty())
        order.credentials.userName = in.account.userName;
    return order;
}

tokencalls::Helpers SessionService::helpers()
{
    return {.told = [this](const Token &helper) { Q_EMIT tokenMadeAside(helper); },
            .isInUse = [this](const Token &helper) { return mayBeInUse(helper); }};
}

void SessionService::prepareMemory() const
{
    if (m_memory.prepare)
        m_memory.prepare();
}

std::optional<bool> SessionService::knows(const Token &token) const
{
    if (m_held.find(token.fingerprint(), m_clock.nowMs()))
        return true;
    return m_memory.knows ? m_memory.knows(token) : false;
}

//! A helper that is spared in doubt may be a new one: then nobody else tells of it.
bool SessionService::mayBeInUse(const Token &helper)
{
    const std::optional<bool> isKnown = knows(helper);
    if (!isKnown)
        Q_EMIT tokenMadeAside(helper);
    return isKnown.value_or(true);
}

void SessionService::fetchToken(const TokenWish &wish, const Credentials &credentials)
{
    const SignedIn &in = current();
    const tokencalls::Order order = orderFor(wish, credentials);
    const bool fromSession = wish.source == TokenWish::Source::FromSession;
    const By by = tokenBy(in, wish);
    const auto got = [this, by, org = order.wish.org](ApiResult<Token> token) {
        takeOver(std::move(token), org, by);
    };
    if (!fromSession || canAskAsSession(in)) {
        tokencalls::fetch(*m_calls, *m_dialect, order, got);
        return;
    }
    const auto read = [](const ApiDialect &dialect, const HttpResponse &response) {
        return dialect.readToken(response, {});
    };
    m_calls->ask(*m_dialect, refusal(ApiError::Kind::InvalidInput, u"Password"_s), read, got);
}

// Where the token call does not say which Organization it is good for, the info by it does.
void SessionService::takeOver(ApiResult<Token> token, const QString &askedOrg, By by)
{
    const bool isToldByInfo =
        token && current().activity == Activity::SwitchingOrg && m_dialect->canSwitchOrg();
    if (!isToldByInfo)
        return setState(outcomes::gotToken(current(), std::move(token), askedOrg, by));
    m_calls->ask(*m_dialect, m_dialect->sessionInfo(token->value), &ApiDialect::readSessionInfo,
                 [this, token = *token, askedOrg, by](ApiResult<SessionInfo> info) {
                     SignedIn next = outcomes::gotToken(current(), token, askedOrg, by);
                     setState(outcomes::refreshed(std::move(next), std::move(info), By::Bearer,
                                                  m_clock.nowMs(), askedOrg));
                 });
}

bool SessionService::mintAside(const TokenWish &wish, const Credentials &credentials,
                               std::function<void(const ApiResult<Token> &)> then)
{
    const auto *in = std::get_if<SignedIn>(&m_state);
    const bool isSound =
        in && !in->ended && in->activity != Activity::SigningOut && !isHeldBack(*in);
    const bool fromSession = wish.source == TokenWish::Source::FromSession;
    if (!isLegal(isSound && (!fromSession || canAskAsSession(*in)), "mintAside"))
        return false;
    const tokencalls::Order order = orderFor(wish, credentials);
    // The session's dialect may be another by the time of the answer.
    const std::shared_ptr<ApiDialect> dialect = dialectFor(m_form);
    tokencalls::fetch(*m_aside, *dialect, order,
                      [this, dialect, then, org = order.wish.org,
                       by = tokenBy(*in, wish)](ApiResult<Token> token) {
                          const QPointer<SessionService> alive(this);
                          const ApiResult<Token> kept = keepAside(std::move(token), org, by);
                          if (alive)
                              then(kept);
                      });
    return true;
}

ApiResult<Token> SessionService::keepAside(ApiResult<Token> token, const QString &askedOrg, By by)
{
    if (!token)
        return token;
    if (m_held.find(token->fingerprint(), m_clock.nowMs()))
        return Failure{renewalrule::noOtherToken()};
    const bool wasGivenBefore = knows(*token).value_or(false); // before it is noted as made
    // As if it were to be in use: names are filled in, and the Org is compared.
    const SignedIn as = outcomes::gotToken(current(), std::move(token), askedOrg, by);
    m_held.addAside({*as.token, askedOrg}, m_clock.nowMs());
    const QPointer<SessionService> alive(this);
    Q_EMIT tokenMadeAside(*as.token);
    if (!as.orgMismatch)
        return *as.token;
    if (alive && !wasGivenBefore)
        revokeAside(*as.token);
    return refusal(ApiError::Kind::OrgNotAllowed, as.orgMismatch->got.name);
}

void SessionService::checkToken()
{
    const SignedIn *in = idle();
    if (!isLegal(in && in->token, "checkToken"))
        return;
    tokencalls::check(*m_calls, *m_dialect, *in->token, in->hasCookieSession,
                      [this](const tokencalls::Checked &checked) {
                          setState(outcomes::checked(current(), checked, m_clock.nowMs()));
                      });
    begin(Activity::CheckingToken);
}

void SessionService::acceptOrg()
{
    const auto *in = std::get_if<SignedIn>(&m_state);
    if (!isLegal(in && isHeldBack(*in), "acceptOrg"))
        return;
    SignedIn accepted = *in;
    accepted.orgMismatch->isAccepted = true;
    setState(std::move(accepted));
}

// A token like the one there is, in another Org.
static TokenWish wishIn(const Org &org, const std::optional<Token> &token)
{
    TokenWish wish = token ? tokencalls::wishLike(*token) : TokenWish{};
    wish.org = QString::number(org.id);
    return wish;
}

void SessionService::switchOrg(const Org &org, const Credentials &credentials)
{
    if (!isLegal(idle(), "switchOrg"))
        return;
    if (!changesOrgByToken(current()))
        moveSession(org);
    else if (current().token && current().token->isCustom())
        refuseSwitch();
    else
        fetchToken(wishIn(org, current().token), credentials);
    begin(Activity::SwitchingOrg);
}

// What it carries is not known any more, and a full one in its place would open more.
void SessionService::refuseSwitch()
{
    m_calls->answerLater([this, error = refusal(ApiError::Kind::CustomTokenHeld, {}).error] {
        setState(outcomes::failed(current(), error, By::Credentials));
    });
}

void SessionService::moveSession(const Org &org)
{
    m_calls->ask(*m_dialect, m_dialect->switchOrg(org), &ApiDialect::readSwitchOrg,
                 [this, org](ApiResult<Done> done) {
                     if (!done)
                         return setState(
                             outcomes::failed(current(), done.error(), By::CookieSession));
                     fetchInfo(QString::number(org.id));
                 });
}

void SessionService::revokeToken()
{
    const SignedIn *in = idle();
    const bool canBeRevoked = in && in->token && in->token->standing != Token::Standing::Revoked;
    if (!isLegal(canBeRevoked, "revokeToken"))
        return;
    tokencalls::revoke(*m_calls, *m_dialect, *in->token, in->hasCookieSession,
                       [this](const tokencalls::Revoked &revoked) {
                           const SignedIn after =
                               outcomes::revoked(current(), revoked, m_clock.nowMs());
                           const QPointer<SessionService> alive(this);
                           setState(after);
                           if (alive)
                               tellRevoked(after);
                       });
    begin(Activity::RevokingToken);
}

void SessionService::tellRevoked(const SignedIn &after)
{
    Q_EMIT heldTokenRevoked(*after.token, after.lastError);
}

bool SessionService::revokeHeld(const QString &fingerprint)
{
    const auto *in = std::get_if<SignedIn>(&m_state);
    const HeldToken *held = m_held.find(fingerprint, m_clock.nowMs());
    if (!in || in->activity == Activity::SigningOut || !held)
        return false;
    if (in->token && in->token->value == held->token.value) {
        const bool canBegin = in->activity == Activity::Idle;
        revokeToken();
        return canBegin;
    }
    revokeAside(held->token);
    return true;
}

// It goes on whatever becomes of the session, so it has a dialect of its own.
void SessionService::revokeAside(const Token &token)
{
    const std::shared_ptr<ApiDialect> dialect = dialectFor(m_form);
    tokencalls::revoke(*m_revokes, *dialect, token, false,
                       [this, token, dialect](const tokencalls::Revoked &revoked) {
                           const SignedIn after =
                               outcomes::revokedAside(token, revoked, m_clock.nowMs());
                           m_held.update(*after.token, m_clock.nowMs());
                           tellRevoked(after);
                       });
}

bool SessionService::useHeld(const QString &fingerprint)
{
    const SignedIn *in = idle();
    const HeldToken *held = m_held.find(fingerprint, m_clock.nowMs());
    const bool canUse =
        in && !in->ended && held && !(in->token && in->token->value == held->token.value);
    if (!isLegal(canUse, "useHeld"))
        return false;
    SignedIn next = *in;
    // There another Organization is another token; elsewhere it is the session that has one.
    if (!m_dialect->canSwitchOrg() && m_dialect->canChooseOrg())
        next.activity = Activity::SwitchingOrg;
    next.lastError.reset();
    const HeldToken used = *held;
    setState(outcomes::gotToken(std::move(next), used.token, used.askedOrg, By::Credentials));
    return true;
}
