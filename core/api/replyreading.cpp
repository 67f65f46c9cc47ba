#include "core/api/replyreading.h"

#include "core/api/strictjson.h"

using namespace Qt::StringLiterals;

namespace replyreading {

using errorreading::Context;

ApiError badReply(const HttpResponse &response, const QString &detail)
{
    ApiError error;
    error.kind = ApiError::Kind::BadReply;
    error.httpStatus = response.status;
    error.detail = detail;
    return error;
}

static ApiError notJson(const HttpResponse &response, Context context)
{
    if (errorreading::isWebPage(response))
        return errorreading::read(response, context);
    const QString type = QString::fromLatin1(response.contentType.left(80)).simplified();
    const QString charset = QString::fromLatin1(response.charset.left(40)).simplified();
    if (type.isEmpty())
        return badReply(response, u"no content type"_s);
    return badReply(response, charset.isEmpty() ? u"content type "_s + type
                                                : u"content type %1, %2"_s.arg(type, charset));
}

ApiResult<QJsonObject> object(const HttpResponse &response, Context context)
{
    if (response.status == 204)
        return Failure{badReply(response, u"an answer without content"_s)};
    if (response.status != 200)
        return Failure{errorreading::read(response, context)};
    if (!strictjson::isJson(response))
        return Failure{notJson(response, context)};
    auto parsed = strictjson::object(response.body);
    if (!parsed) {
        ApiError error = badReply(response, strictjson::words(parsed.error()));
        if (parsed.error() == strictjson::Problem::TooManyValues)
            error.kind = ApiError::Kind::TooLarge;
        return Failure{error};
    }
    return std::move(parsed).value();
}

ApiResult<Done> done(const HttpResponse &response, Context context)
{
    if (response.status == 204)
        return Done{};
    if (response.status != 200)
        return Failure{errorreading::read(response, context)};
    if (response.body.trimmed().isEmpty())
        return Done{};
    if (!strictjson::isJson(response))
        return Failure{notJson(response, context)};
    const auto answer = strictjson::boolean(response.body);
    if (!answer)
        return Failure{badReply(response, strictjson::words(answer.error()))};
    if (!*answer)
        return Failure{badReply(response, u"the server answered false"_s)};
    return Done{};
}

ApiResult<SecretBuffer> token(const HttpResponse &response, const QJsonObject &json)
{
    const QJsonValue value = json.value("token"_L1);
    if (!value.isString() || value.toString().isEmpty())
        return Failure{badReply(response, u"no token in the answer"_s)};
    SecretBuffer result = SecretBuffer::fromText(value.toString());
    if (!Token::isWellFormed(result.view()))
        return Failure{badReply(response, u"a token with characters that no token has"_s)};
    return result;
}

ApiError missingOperation(ApiError error)
{
    if (error.kind == ApiError::Kind::WrongApiForm)
        error.kind = ApiError::Kind::NotOffered;
    return error;
}

} // namespace replyreading
