#include "core/api/requestrules.h"

#include "core/api/customtokenbody.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace requestrules {

static ApiError refusal(ApiError::Kind kind, const QString &detail)
{
    ApiError error;
    error.kind = kind;
    error.detail = detail;
    return error;
}

ApiError invalid(const QString &field)
{
    return refusal(ApiError::Kind::InvalidInput, field);
}

ApiError unsupported(const QString &what)
{
    return refusal(ApiError::Kind::Unsupported, what);
}

bool isPlainText(const QString &text)
{
    const auto isControl = [](QChar c) { return c.category() == QChar::Other_Control; };
    return QStringView(text).isValidUtf16() && std::none_of(text.begin(), text.end(), isControl);
}

static bool isSendable(const SecretBuffer &secret)
{
    return !secret.view().contains('\0') && secret.view().isValidUtf8();
}

std::optional<ApiError> check(const Credentials &credentials)
{
    if (credentials.userName.isEmpty() || !isPlainText(credentials.userName))
        return invalid(u"User name"_s);
    const bool hasPassword = !credentials.password.isEmpty();
    const bool hasKey = !credentials.secretKey.isEmpty();
    if (hasPassword && hasKey)
        return invalid(u"Password and secret key"_s);
    if (credentials.isBySecretKey() ? !hasKey : !hasPassword)
        return invalid(credentials.isBySecretKey() ? u"Secret key"_s : u"Password"_s);
    if (!isSendable(credentials.password))
        return invalid(u"Password"_s);
    if (!isSendable(credentials.secretKey))
        return invalid(u"Secret key"_s);
    return std::nullopt;
}

std::optional<ApiError> checkLogin(const SignInRequest &request)
{
    if (auto error = check(request.credentials))
        return error;
    if (!request.credentials.secretKey.isEmpty())
        return unsupported(u"Secret key"_s);
    if (!isPlainText(request.org))
        return invalid(u"Organization"_s);
    return std::nullopt;
}

std::optional<ApiError> check(const TokenWish &wish)
{
    if (wish.validitySeconds <= 0)
        return invalid(u"Token validity"_s);
    if (!isPlainText(wish.org))
        return invalid(u"Organization"_s);
    const bool needsObject = wish.scope == TokenWish::Scope::Object;
    if (!isPlainText(wish.objectId) || (needsObject && wish.objectId.isEmpty()))
        return invalid(u"Object"_s);
    return wish.scope == TokenWish::Scope::Custom ? customtokenbody::check(wish.custom)
                                                  : std::nullopt;
}

std::optional<ApiError> check(const Token &token)
{
    if (!Token::isWellFormed(token.value.view()))
        return invalid(u"Token"_s);
    return std::nullopt;
}

std::optional<qint64> orgNumber(const QString &org)
{
    bool isNumber = false;
    const qint64 number = org.trimmed().toLongLong(&isNumber);
    return isNumber ? std::optional(number) : std::nullopt;
}

} // namespace requestrules
