#include "core/session/tokencalls.h"

#include "core/session/orglookup.h"

using tokencalls::Order;
using TokenThen = std::function<void(ApiResult<Token>)>;

static void ask(ApiCalls &calls, const ApiDialect &dialect, const Order &order, TokenThen then)
{
    const bool isFromSession = order.wish.source == TokenWish::Source::FromSession;
    const bool isByKey = !isFromSession && order.credentials.isBySecretKey();
    const auto read = [wish = order.wish, isByKey](const ApiDialect &reader,
                                                   const HttpResponse &response) {
        ApiResult<Token> token = reader.readToken(response, wish);
        if (token)
            token.value().isBySecretKey = isByKey;
        return token;
    };
    const ApiResult<HttpRequest> request =
        isFromSession ? dialect.tokenFromSession(order.bearer.value_or(SecretBuffer()))
                      : dialect.token(order.wish, order.credentials);
    calls.ask(dialect, request, read, std::move(then));
}

TokenWish tokencalls::wishLike(const Token &token)
{
    TokenWish wish;
    if (token.orgId)
        wish.org = QString::number(*token.orgId);
    // Rounded, since a token that is renewed again and again must not live less each time.
    if (token.createdMs && token.expiresMs)
        wish.validitySeconds = static_cast<int>((*token.expiresMs - *token.createdMs + 500) / 1000);
    if (!token.objectId.isEmpty()) {
        wish.scope = TokenWish::Scope::Object;
        wish.objectId = token.objectId;
    }
    return wish;
}

static void askIn(const ApiResult<Org> &org, ApiCalls &calls, const ApiDialect &dialect,
                  const Order &order, const TokenThen &then)
{
    if (!org)
        return then(Failure{org.error()});
    Order inOrg = order;
    inOrg.wish.org = QString::number(org->id);
    ask(calls, dialect, inOrg, then);
}

static void resolve(ApiCalls &calls, const ApiDialect &dialect, const Order &order,
                    const std::optional<SecretBuffer> &bearer,
                    std::function<void(ApiResult<Org>)> then)
{
    orglookup::resolve(calls, dialect, order.wish.org, order.knownOrgs, bearer, std::move(then),
                       order.learnt);
}

static void tellHelper(const Order &order, Token helper, Token::Standing standing)
{
    helper.standing = standing;
    if (order.helpers.told)
        order.helpers.told(helper);
}

//! No proof is asked for: it would be dead in a minute all the same.
static void endHelper(const Token &helper, ApiCalls &calls, const ApiDialect &dialect,
                      const Order &order, const std::function<void()> &then)
{
    using Standing = Token::Standing;
    calls.ask(dialect, dialect.revoke(helper), &ApiDialect::readRevoke,
              [order, helper, then](const ApiResult<Done> &done) {
                  tellHelper(order, helper, done ? Standing::Revoked : Standing::RevokeUnconfirmed);
                  then();
              });
}

static void askByHelper(ApiCalls &calls, const ApiDialect &dialect, const Order &order,
                        const TokenThen &then)
{
    Order anywhere = order;
    anywhere.wish = {};
    anywhere.wish.validitySeconds = tokencalls::helperSeconds;
    ask(calls, dialect, anywhere, [&calls, &dialect, order, then](const ApiResult<Token> &made) {
        if (!made)
            return then(made);
        Token helper = *made;
        if (helper.owner.isEmpty())
            helper.owner = order.credentials.userName;
        const bool isOurs = !(order.helpers.isInUse && order.helpers.isInUse(helper));
        if (isOurs)
            tellHelper(order, helper, Token::Standing::Usable);
        resolve(calls, dialect, order, helper.value,
                [&calls, &dialect, order, then, helper, isOurs](const ApiResult<Org> &org) {
                    const auto goOn = [&calls, &dialect, order, then, org] {
                        askIn(org, calls, dialect, order, then);
                    };
                    if (isOurs)
                        endHelper(helper, calls, dialect, order, goOn);
                    else
                        goOn();
                });
    });
}

void tokencalls::fetch(ApiCalls &calls, const ApiDialect &dialect, const Order &order,
                       std::function<void(ApiResult<Token>)> then)
{
    const TokenWish &wish = order.wish;
    // A custom token takes a name as well. FACTS 3.
    const bool mustBeNumber =
        dialect.tokenOrgMustBeNumber() && wish.scope != TokenWish::Scope::Custom;
    if (!mustBeNumber || wish.org.isEmpty() || orglookup::idIn(wish.org))
        return ask(calls, dialect, order, std::move(then));

    const bool canHelp = wish.source == TokenWish::Source::Credentials;
    const bool isToBeAsked =
        !orglookup::isKnown(order.knownOrgs, wish.org) && dialect.orgs(SecretBuffer());
    if (isToBeAsked && canHelp && !order.bearer)
        return askByHelper(calls, dialect, order, then);
    resolve(calls, dialect, order, order.bearer,
            [&calls, &dialect, order, then, canHelp](const ApiResult<Org> &org) {
                const bool isOver = !org && org.error().kind == ApiError::Kind::SessionEnded &&
                                    !order.bearer->isEmpty();
                if (isOver && canHelp)
                    askByHelper(calls, dialect, order, then);
                else
                    askIn(org, calls, dialect, order, then);
            });
}

static void checkBy(const SecretBuffer &bearer, ApiCalls &calls, const ApiDialect &dialect,
                    const Token &token, std::function<void(ApiResult<TokenCheck>)> then)
{
    const auto read = [token, bearer](const ApiDialect &reader, const HttpResponse &response) {
        return reader.readCheck(response, token, bearer);
    };
    calls.ask(dialect, dialect.check(token, bearer), read, std::move(then));
}

// Session info that comes with nothing but the token shows that it is accepted; that nobody is
// authenticated, that it is not; anything else says nothing of it. FACTS 1 and 2.
static void checkByInfo(ApiCalls &calls, const ApiDialect &dialect, const Token &token,
                        std::function<void(ApiResult<TokenCheck>)> then)
{
    const auto read = [token](const ApiDialect &reader,
                              const HttpResponse &response) -> ApiResult<TokenCheck> {
        const ApiResult<SessionInfo> info = reader.readSessionInfo(response);
        if (!info && info.error().kind != ApiError::Kind::SessionEnded)
            return Failure{info.error()};
        return TokenCheck{.accepted = info.hasValue(),
                          .atMs = 0,
                          .expiresMs = token.expiresMs,
                          .orgId = token.orgId};
    };
    calls.ask(dialect, dialect.sessionInfo(token.value), read, std::move(then));
}

void tokencalls::check(ApiCalls &calls, const ApiDialect &dialect, const Token &token,
                       bool hasCookieSession, std::function<void(Checked)> then)
{
    if (!dialect.canCheckToken()) {
        checkByInfo(calls, dialect, token, [then](ApiResult<TokenCheck> result) {
            then({std::move(result), false});
        });
        return;
    }
    const auto byItself = [&calls, &dialect, token, then](bool sessionIsOver) {
        checkBy(token.value, calls, dialect, token,
                [then, sessionIsOver](ApiResult<TokenCheck> result) {
                    then({std::move(result), sessionIsOver});
                });
    };
    if (!hasCookieSession)
        return byItself(false);
    checkBy({}, calls, dialect, token, [then, byItself](const ApiResult<TokenCheck> &result) {
        if (!result && result.error().kind == ApiError::Kind::SessionEnded)
            byItself(true);
        else
            then({result, false});
    });
}

void tokencalls::revoke(ApiCalls &calls, const ApiDialect &dialect, const Token &token,
                        bool hasCookieSession, std::function<void(Revoked)> then)
{
    const auto prove = [&calls, &dialect, token, hasCookieSession, then](ApiResult<Done> result) {
        if (!result)
            return then({std::move(result), std::nullopt, false});
        check(calls, dialect, token, hasCookieSession, [then](const Checked &checked) {
            // A check that failed takes nothing away from what the server said.
            then({Done{}, checked.result ? std::optional(checked.result.value()) : std::nullopt,
                  checked.sessionIsOver});
        });
    };
    calls.ask(dialect, dialect.revoke(token), &ApiDialect::readRevoke, prove);
}
