#include "core/api/betadialect.h"

#include "core/api/jsonbody.h"
#include "core/api/replyreading.h"
#include "core/api/requestrules.h"
#include "core/api/sessioninforeading.h"
#include "core/api/v1orgs.h"
#include "core/api/wiretime.h"

using namespace Qt::StringLiterals;
using errorreading::Context;
using Method = HttpRequest::Method;

static constexpr auto userNameKey = "userName"_L1;
static constexpr auto passwordKey = "password"_L1;
static constexpr auto secretKeyKey = "secretKey"_L1;
static constexpr auto rememberMeKey = "rememberMe"_L1;
static constexpr auto accessLevelKey = "accessLevel"_L1;
static constexpr auto objectKey = "tsObjectId"_L1;
static constexpr auto expiryKey = "tokenExpiryDuration"_L1;
static constexpr auto createdKey = "tokenCreatedTime"_L1;
static constexpr auto orgKey = "orgId"_L1;

static const QByteArray jsonType = "application/json"_ba;

BetaDialect::BetaDialect(Edition edition)
    : m_edition(edition)
{}

Api::Form BetaDialect::form() const
{
    return isLater() ? Api::Form::Beta : Api::Form::Beta2022;
}

bool BetaDialect::canCheckToken() const
{
    return false;
}

bool BetaDialect::canSwitchOrg() const
{
    return isLater();
}

bool BetaDialect::canScopeToken() const
{
    return isLater();
}

bool BetaDialect::canUseSecretKey() const
{
    return isLater();
}

bool BetaDialect::canChooseOrg() const
{
    return isLater();
}

bool BetaDialect::canTokenFromSession() const
{
    return false;
}

bool BetaDialect::infoNeedsBearer() const
{
    return !isLater();
}

bool BetaDialect::tokenOrgMustBeNumber() const
{
    return isLater();
}

// The server wants the content type on every call, with or without a body, and is asked for JSON
// only where the published SDK does so.
HttpRequest BetaDialect::call(Method method, QByteArrayView operation) const
{
    HttpRequest request;
    request.method = method;
    request.target = isLater() ? "/tspublic/rest/v2/session"_ba : "/api/rest/v2/session"_ba;
    request.target.append(operation);
    request.accept.clear();
    request.contentType = jsonType;
    return request;
}

ApiResult<HttpRequest> BetaDialect::login(const SignInRequest &request) const
{
    if (auto error = requestrules::checkLogin(request))
        return Failure{*error};
    if (!request.org.isEmpty() && !canChooseOrg())
        return Failure{requestrules::unsupported(u"Organization"_s)};
    HttpRequest result = call(Method::Post, "/login");
    result.accept = jsonType;
    result.usesCookies = true;
    JsonBody body;
    body.text(userNameKey, request.credentials.userName)
        .secret(passwordKey, request.credentials.password);
    // A boolean at first, one of the texts "true" and "false" from 1.9.0 on.
    if (isLater())
        body.text(rememberMeKey, request.rememberMe ? u"true" : u"false");
    else
        body.flag(rememberMeKey, request.rememberMe);
    result.body = body.take();
    return result;
}

ApiResult<LoginReply> BetaDialect::readLogin(const HttpResponse &response) const
{
    const auto json = replyreading::object(response, Context::Login);
    if (!json)
        return Failure{json.error()};
    return LoginReply{json->value(userNameKey).toString()};
}

HttpRequest BetaDialect::sessionInfo(const SecretBuffer &bearer) const
{
    HttpRequest result = call(Method::Get, {});
    if (isLater())
        result.accept = jsonType;
    result.bearer = bearer;
    result.usesCookies = bearer.isEmpty();
    result.replyCap = HttpRequest::largeReply;
    return result;
}

ApiResult<SessionInfo> BetaDialect::readSessionInfo(const HttpResponse &response) const
{
    const auto json = replyreading::object(response, Context::SignedIn);
    if (!json)
        return Failure{json.error()};
    SessionInfo info = sessioninforeading::fromSession(*json);
    if (info.userName.isEmpty() && info.userId.isEmpty())
        return Failure{replyreading::badReply(response, u"no user in the session info"_s)};
    info.fetchedMs = response.serverTimeMs.value_or(0);
    return info;
}

std::optional<ApiError> BetaDialect::refusal(const TokenWish &wish,
                                             const Credentials &credentials) const
{
    if (wish.scope == TokenWish::Scope::Custom)
        return requestrules::unsupported(u"Custom token"_s);
    if (auto error = requestrules::check(credentials))
        return error;
    if (auto error = requestrules::check(wish))
        return error;
    if (isLater()) {
        const bool isOrg = wish.org.isEmpty() || requestrules::orgNumber(wish.org);
        return isOrg ? std::nullopt : std::optional(requestrules::invalid(u"Organization"_s));
    }
    if (!credentials.secretKey.isEmpty())
        return requestrules::unsupported(u"Secret key"_s);
    if (wish.scope == TokenWish::Scope::Object)
        return requestrules::unsupported(u"Object"_s);
    if (!wish.org.isEmpty())
        return requestrules::unsupported(u"Organization"_s);
    return std::nullopt;
}

ApiResult<HttpRequest> BetaDialect::token(const TokenWish &wish,
                                          const Credentials &credentials) const
{
    if (auto error = refusal(wish, credentials))
        return Failure{*error};
    HttpRequest result = call(Method::Post, "/gettoken");
    result.accept = jsonType;
    JsonBody body;
    body.text(userNameKey, credentials.userName);
    if (credentials.secretKey.isEmpty())
        body.secret(passwordKey, credentials.password);
    else
        body.secret(secretKeyKey, credentials.secretKey);
    const bool isScoped = wish.scope == TokenWish::Scope::Object;
    if (isLater())
        body.text(accessLevelKey, isScoped ? u"REPORT_BOOK_VIEW" : u"FULL");
    if (isScoped)
        body.text(objectKey, wish.objectId);
    body.text(expiryKey, QString::number(wish.validitySeconds));
    if (const auto org = requestrules::orgNumber(wish.org))
        body.text(orgKey, QString::number(*org));
    result.body = body.take();
    return result;
}

ApiResult<HttpRequest> BetaDialect::tokenFromSession(const SecretBuffer & /*bearer*/) const
{
    return Failure{requestrules::unsupported(u"Token from the session"_s)};
}

ApiResult<Token> BetaDialect::readToken(const HttpResponse &response, const TokenWish &wish) const
{
    const auto json = replyreading::object(response, Context::Token);
    if (!json)
        return Failure{json.error()};
    auto value = replyreading::token(response, *json);
    if (!value)
        return Failure{value.error()};
    Token token;
    token.value = *value;
    token.owner = json->value(userNameKey).toString();
    if (isLater()) {
        const bool isScoped = wish.scope == TokenWish::Scope::Object;
        token.orgId = requestrules::orgNumber(wish.org);
        token.scope = isScoped ? u"REPORT_BOOK_VIEW"_s : u"FULL"_s;
        token.objectId = isScoped ? wish.objectId : QString();
    }
    token.createdMs = wiretime::instantMs(json->value(createdKey));
    // Called a duration, sent as the very instant of the expiry. FACTS 1.
    token.expiresMs = wiretime::expiryMs(json->value(expiryKey),
                                         token.createdMs ? token.createdMs : response.serverTimeMs);
    return token;
}

ApiResult<HttpRequest> BetaDialect::revoke(const Token &token) const
{
    if (auto error = requestrules::check(token))
        return Failure{*error};
    HttpRequest result = call(Method::Post, "/revoketoken");
    result.bearer = token.value;
    return result;
}

ApiResult<Done> BetaDialect::readRevoke(const HttpResponse &response) const
{
    return replyreading::done(response, Context::SignedIn);
}

ApiResult<HttpRequest> BetaDialect::check(const Token & /*token*/,
                                          const SecretBuffer & /*bearer*/) const
{
    return Failure{requestrules::unsupported(u"Token check"_s)};
}

ApiResult<TokenCheck> BetaDialect::readCheck(const HttpResponse & /*response*/,
                                             const Token & /*token*/,
                                             const SecretBuffer & /*bearer*/) const
{
    return Failure{requestrules::unsupported(u"Token check"_s)};
}

ApiResult<HttpRequest> BetaDialect::switchOrg(const Org &org) const
{
    if (!canSwitchOrg())
        return Failure{requestrules::unsupported(u"Organization"_s)};
    HttpRequest result = call(Method::Put, "/org");
    result.usesCookies = true;
    result.body = JsonBody().text("id"_L1, QString::number(org.id)).take();
    return result;
}

ApiResult<Done> BetaDialect::readSwitchOrg(const HttpResponse &response) const
{
    auto result = replyreading::done(response, Context::SignedIn);
    if (!result)
        return Failure{replyreading::missingOperation(result.error())};
    return result;
}

std::optional<HttpRequest> BetaDialect::orgs(const SecretBuffer &bearer) const
{
    return isLater() ? std::optional(v1orgs::request(bearer)) : std::nullopt;
}

ApiResult<QList<Org>> BetaDialect::readOrgs(const HttpResponse &response) const
{
    return v1orgs::read(response);
}

HttpRequest BetaDialect::logout() const
{
    HttpRequest result = call(Method::Post, "/logout");
    result.usesCookies = true;
    return result;
}

ApiResult<Done> BetaDialect::readLogout(const HttpResponse &response) const
{
    return replyreading::done(response, Context::SignedIn);
}
