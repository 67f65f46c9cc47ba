#include "core/api/v2dialect.h"

#include "core/api/customtokenbody.h"
#include "core/api/jsonbody.h"
#include "core/api/replyreading.h"
#include "core/api/requestrules.h"
#include "core/api/sessioninforeading.h"
#include "core/api/v1orgs.h"
#include "core/api/wiretime.h"

#include <QJsonArray>

using namespace Qt::StringLiterals;
using errorreading::Context;
using Method = HttpRequest::Method;

static constexpr auto createdKey = "creation_time_in_millis"_L1;
static constexpr auto expiresKey = "expiration_time_in_millis"_L1;
static constexpr auto scopeKey = "scope"_L1;

static HttpRequest get(QByteArrayView operation)
{
    HttpRequest request;
    request.target = "/api/rest/2.0/auth/"_ba;
    request.target.append(operation);
    return request;
}

static HttpRequest post(QByteArrayView operation, JsonBody &body)
{
    HttpRequest request = get(operation);
    request.method = Method::Post;
    request.contentType = "application/json"_ba;
    request.body = body.take();
    return request;
}

ApiResult<HttpRequest> V2Dialect::login(const SignInRequest &request) const
{
    if (auto error = requestrules::checkLogin(request))
        return Failure{*error};
    JsonBody body;
    body.text("username"_L1, request.credentials.userName)
        .secret("password"_L1, request.credentials.password);
    if (!request.org.isEmpty())
        body.text("org_identifier"_L1, request.org);
    body.flag("remember_me"_L1, request.rememberMe);
    HttpRequest result = post("session/login", body);
    result.usesCookies = true;
    return result;
}

// 204 without a body, 200 before 9.5, with whatever body.
static ApiResult<Done> readDone(const HttpResponse &response, Context context)
{
    auto result = replyreading::done(response, context);
    if (result || response.status != 200)
        return result;
    const auto json = replyreading::object(response, context);
    if (!json || json->contains("error"_L1) || json->contains("errors"_L1))
        return result;
    return Done{};
}

ApiResult<LoginReply> V2Dialect::readLogin(const HttpResponse &response) const
{
    if (const auto done = readDone(response, Context::Login); !done)
        return Failure{done.error()};
    return LoginReply{};
}

HttpRequest V2Dialect::sessionInfo(const SecretBuffer &bearer) const
{
    HttpRequest result = get("session/user");
    result.bearer = bearer;
    result.usesCookies = bearer.isEmpty();
    result.replyCap = HttpRequest::largeReply;
    return result;
}

ApiResult<SessionInfo> V2Dialect::readSessionInfo(const HttpResponse &response) const
{
    const auto json = replyreading::object(response, Context::SignedIn);
    if (!json)
        return Failure{json.error()};
    SessionInfo info = sessioninforeading::fromUser(*json);
    if (info.userName.isEmpty())
        return Failure{replyreading::badReply(response, u"no user in the session info"_s)};
    info.fetchedMs = response.serverTimeMs.value_or(0);
    return info;
}

static QByteArrayView tokenOperation(TokenWish::Scope scope)
{
    switch (scope) {
    case TokenWish::Scope::Full:
        return "token/full";
    case TokenWish::Scope::Object:
        return "token/object";
    case TokenWish::Scope::Custom:
        return "token/custom";
    }
    Q_UNREACHABLE();
}

ApiResult<HttpRequest> V2Dialect::token(const TokenWish &wish, const Credentials &credentials) const
{
    if (auto error = requestrules::check(credentials))
        return Failure{*error};
    if (auto error = requestrules::check(wish))
        return Failure{*error};
    const bool isCustom = wish.scope == TokenWish::Scope::Custom;
    const std::optional<qint64> org = requestrules::orgNumber(wish.org);
    if (!wish.org.isEmpty() && !org && !isCustom)
        return Failure{requestrules::invalid(u"Organization"_s)};

    JsonBody body;
    body.text("username"_L1, credentials.userName);
    if (credentials.secretKey.isEmpty())
        body.secret("password"_L1, credentials.password);
    else
        body.secret("secret_key"_L1, credentials.secretKey);
    if (wish.scope == TokenWish::Scope::Object)
        body.text("object_id"_L1, wish.objectId);
    body.number("validity_time_in_sec"_L1, wish.validitySeconds);
    // An integer but for custom tokens: as org_identifier it would be ignored elsewhere, and the
    // token be good for another Org.
    if (isCustom && !wish.org.isEmpty())
        body.text("org_identifier"_L1, wish.org);
    else if (org)
        body.number("org_id"_L1, *org);
    if (isCustom)
        customtokenbody::append(body, wish.custom);
    // True would create users, or change the one that is there. A custom token's default is true.
    body.flag("auto_create"_L1, false);
    return post(tokenOperation(wish.scope), body);
}

ApiResult<HttpRequest> V2Dialect::tokenFromSession(const SecretBuffer &bearer) const
{
    HttpRequest result = get("session/token");
    result.bearer = bearer;
    result.usesCookies = bearer.isEmpty();
    result.mayRepeat = false; // every call makes one more token
    return result;
}

static std::optional<qint64> orgOf(const QJsonObject &scope)
{
    const auto org = wiretime::wholeNumber(scope.value("org_id"_L1));
    return org ? org : wiretime::wholeNumber(scope.value("organisation_id"_L1));
}

// Newer servers name the Orgs of a token beside its id.
static QString orgNameOf(const QJsonObject &scope, std::optional<qint64> org)
{
    const QJsonArray orgs = scope.value("org_ids"_L1).toArray();
    for (const QJsonValue &item : orgs) {
        const QJsonObject json = item.toObject();
        if (org && wiretime::wholeNumber(json.value("id"_L1)) == org)
            return json.value("name"_L1).toString();
    }
    return {};
}

static void readScope(Token &token, const QJsonObject &json)
{
    const QJsonObject scope = json.value(scopeKey).toObject();
    token.owner = json.value("valid_for_username"_L1).toString();
    const QJsonValue ownerId = json.value("valid_for_user_id"_L1);
    token.ownerId =
        ownerId.isString() ? ownerId.toString() : json.value("valid_for_userid"_L1).toString();
    token.orgId = orgOf(scope);
    token.orgName = orgNameOf(scope, token.orgId);
    token.scope = scope.value("access_type"_L1).toString();
    token.objectId = scope.value("metadata_id"_L1).toString();
}

ApiResult<Token> V2Dialect::readToken(const HttpResponse &response, const TokenWish &wish) const
{
    const bool isFromSession = wish.source == TokenWish::Source::FromSession;
    const auto json =
        replyreading::object(response, isFromSession ? Context::SignedIn : Context::Token);
    const bool isCustom = !isFromSession && wish.scope == TokenWish::Scope::Custom;
    if (!json) { // both came later than the form
        const bool isLater = isFromSession || isCustom;
        return Failure{isLater ? replyreading::missingOperation(json.error()) : json.error()};
    }
    auto value = replyreading::token(response, *json);
    if (!value)
        return Failure{value.error()};
    Token token;
    token.value = *value;
    if (isCustom)
        customtokenbody::read(token, *json);
    else
        readScope(token, *json);
    token.createdMs = wiretime::instantMs(json->value(createdKey));
    token.expiresMs = wiretime::expiryMs(json->value(expiresKey), token.createdMs);
    return token;
}

ApiResult<HttpRequest> V2Dialect::revoke(const Token &token) const
{
    if (auto error = requestrules::check(token))
        return Failure{*error};
    JsonBody body;
    const QString &user = token.ownerId.isEmpty() ? token.owner : token.ownerId;
    if (!user.isEmpty())
        body.text("user_identifier"_L1, user);
    body.secret("token"_L1, token.value);
    HttpRequest result = post("token/revoke", body);
    result.bearer = token.value;
    return result;
}

ApiResult<Done> V2Dialect::readRevoke(const HttpResponse &response) const
{
    return readDone(response, Context::SignedIn);
}

ApiResult<HttpRequest> V2Dialect::check(const Token &token, const SecretBuffer &bearer) const
{
    if (auto error = requestrules::check(token))
        return Failure{*error};
    JsonBody body;
    body.secret("token"_L1, token.value);
    HttpRequest result = post("token/validate", body);
    result.bearer = bearer;
    result.usesCookies = bearer.isEmpty();
    return result;
}

ApiResult<TokenCheck> V2Dialect::readCheck(const HttpResponse &response, const Token &token,
                                           const SecretBuffer &bearer) const
{
    TokenCheck result;
    result.atMs = response.serverTimeMs.value_or(0);
    const auto json = replyreading::object(response, Context::SignedIn);
    if (!json) {
        // Malformed, expired and revoked tokens are all "invalid parameter"; a dead token that asks
        // about itself does not even get that far.
        constexpr int invalidParameter = 10002;
        const ApiError &error = json.error();
        const bool isRefused = error.httpStatus == 400 && error.code == invalidParameter;
        const bool askedItself = !bearer.isEmpty() && bearer == token.value;
        const bool isDead = askedItself && error.kind == ApiError::Kind::SessionEnded;
        if (isRefused || isDead)
            return result;
        return Failure{replyreading::missingOperation(error)};
    }
    result.expiresMs = wiretime::instantMs(json->value(expiresKey));
    if (!json->value(scopeKey).isObject() && !result.expiresMs)
        return Failure{replyreading::badReply(response, u"no token in the answer"_s)};
    result.accepted = true;
    result.orgId = orgOf(json->value(scopeKey).toObject());
    return result;
}

ApiResult<HttpRequest> V2Dialect::switchOrg(const Org & /*org*/) const
{
    return Failure{requestrules::unsupported(u"Organization"_s)};
}

ApiResult<Done> V2Dialect::readSwitchOrg(const HttpResponse & /*response*/) const
{
    return Failure{requestrules::unsupported(u"Organization"_s)};
}

std::optional<HttpRequest> V2Dialect::orgs(const SecretBuffer &bearer) const
{
    return v1orgs::request(bearer);
}

ApiResult<QList<Org>> V2Dialect::readOrgs(const HttpResponse &response) const
{
    return v1orgs::read(response);
}

HttpRequest V2Dialect::logout() const
{
    // No body at all: the published contract has none, and a strict server refuses even {}.
    HttpRequest result = get("session/logout");
    result.method = Method::Post;
    result.usesCookies = true;
    return result;
}

ApiResult<Done> V2Dialect::readLogout(const HttpResponse &response) const
{
    return readDone(response, Context::SignedIn);
}
