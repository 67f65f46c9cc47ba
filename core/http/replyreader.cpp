#include "core/http/replyreader.h"

#include <QDateTime>
#include <QLocale>
#include <QNetworkReply>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;
using Kind = ApiError::Kind;

std::optional<qint64> replyreader::httpDateMs(const QByteArray &text)
{
    if (!text.endsWith(" GMT"))
        return std::nullopt;
    const QString wanted = QString::fromLatin1(text.chopped(4));
    const QLocale c = QLocale::c();
    const QDate date =
        c.toDate(wanted.first(std::min<qsizetype>(16, wanted.size())), u"ddd, dd MMM yyyy"_s);
    const QTime time = c.toTime(wanted.mid(17), u"hh:mm:ss"_s);
    if (!date.isValid() || !time.isValid())
        return std::nullopt;
    static const qint64 epoch = QDate(1970, 1, 1).toJulianDay();
    return (date.toJulianDay() - epoch) * 86'400'000 + time.msecsSinceStartOfDay();
}

//! "Application/JSON; charset=UTF-8" in its two parts. Two such fields, which Qt joins by a comma,
//! are as good as none: who can tell which one the body is.
static void readContentType(const QByteArray &field, HttpResponse &response)
{
    if (field.contains(','))
        return;
    const QList<QByteArray> parts = field.toLower().split(';');
    response.contentType = parts.first().trimmed();
    for (const QByteArray &part : parts) {
        QByteArray parameter = part.trimmed();
        if (!parameter.startsWith("charset="))
            continue;
        parameter.remove(0, 8);
        response.charset = parameter.replace('"', "").trimmed();
    }
}

static std::optional<int> retryAfter(const QByteArray &text, const std::optional<qint64> &serverMs)
{
    constexpr qint64 longest = 1'000'000'000;
    const bool isNumber = !text.isEmpty() && text.size() <= 9 &&
                          std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
    if (isNumber)
        return text.toInt();
    const auto until = replyreader::httpDateMs(text);
    if (!until)
        return std::nullopt;
    const qint64 now = serverMs.value_or(QDateTime::currentMSecsSinceEpoch());
    return static_cast<int>(std::clamp<qint64>((*until - now + 999) / 1000, 0, longest));
}

//! Where a redirect points to, without anything that could be secret or long.
static QString targetOrigin(const QNetworkReply &reply)
{
    const QUrl target =
        reply.url().resolved(QUrl::fromEncoded(reply.rawHeader("Location"), QUrl::StrictMode));
    if (!reply.hasRawHeader("Location") || !target.isValid())
        return {};
    if (target.host().isEmpty())
        return target.scheme().left(32) + u':';
    return target
        .toString(QUrl::RemoveUserInfo | QUrl::RemovePath | QUrl::RemoveQuery |
                  QUrl::RemoveFragment | QUrl::FullyEncoded)
        .left(300);
}

static int statusOf(const QNetworkReply &reply)
{
    return reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
}

//! Qt takes any text for a length.
static std::optional<qint64> lengthOf(const QNetworkReply &reply)
{
    const QByteArray digits = reply.rawHeader("Content-Length");
    const bool isNumber = !digits.isEmpty() && digits.size() <= 15 &&
                          std::ranges::all_of(digits, [](char c) { return c >= '0' && c <= '9'; });
    return isNumber ? std::optional(digits.toLongLong()) : std::nullopt;
}

static ApiError badReply(const QNetworkReply &reply, const QString &detail)
{
    return {.kind = Kind::BadReply, .httpStatus = statusOf(reply), .detail = detail};
}

std::optional<ApiError> replyreader::headFault(const QNetworkReply &reply, qint64 cap)
{
    const int status = statusOf(reply);
    const auto length = lengthOf(reply);
    const bool isChunked = reply.hasRawHeader("Transfer-Encoding");
    if (status < 100 || status > 599)
        return badReply(reply, u"a status that is not valid"_s);
    if (status < 200 || status == 304)
        return badReply(reply, u"an interim or conditional answer that was not asked for"_s);
    if (status >= 300 && status < 400)
        return ApiError{
            .kind = Kind::Redirected, .httpStatus = status, .detail = targetOrigin(reply)};
    if (reply.hasRawHeader("Content-Length") && !length)
        return badReply(reply, u"a Content-Length that is not valid"_s);
    if ((status == 204 || status == 205) && (isChunked || length.value_or(0) > 0))
        return badReply(reply, u"a body where there must be none"_s);
    if (isChunked && reply.rawHeader("Transfer-Encoding").toLower() != "chunked")
        return badReply(reply, u"a Transfer-Encoding that was not asked for"_s);
    const QByteArray coding = reply.rawHeader("Content-Encoding").toLower();
    if (!coding.isEmpty() && coding != "identity")
        return badReply(reply, u"a Content-Encoding that was not asked for"_s);
    if (status < 400 && length.value_or(0) > cap)
        return ApiError{
            .kind = Kind::TooLarge, .httpStatus = status, .detail = u"%1 bytes"_s.arg(*length)};
    return std::nullopt;
}

bool replyreader::isAmbiguous(const QNetworkReply &reply)
{
    return reply.hasRawHeader("Transfer-Encoding") && reply.hasRawHeader("Content-Length");
}

Result<HttpResponse, ApiError> replyreader::read(const QNetworkReply &reply, const QByteArray &body,
                                                 bool isCut)
{
    const int status = statusOf(reply);
    const bool isChunked = reply.hasRawHeader("Transfer-Encoding");
    // A chunk size that is none reads as the end of the body, and as a success, to Qt.
    if (isChunked && body.isEmpty() && status < 300)
        return Failure{badReply(reply, u"chunks without content"_s)};
    const auto length = lengthOf(reply);
    if (length && !isChunked && !isCut && *length != body.size())
        return Failure{badReply(reply, u"%1 bytes instead of %2"_s.arg(body.size()).arg(*length))};

    HttpResponse response;
    response.status = status;
    response.body = body;
    readContentType(reply.rawHeader("Content-Type"), response);
    response.serverTimeMs = httpDateMs(reply.rawHeader("Date"));
    response.retryAfterSeconds = retryAfter(reply.rawHeader("Retry-After"), response.serverTimeMs);
    response.setCookies = reply.hasRawHeader("Set-Cookie");
    return response;
}

bool replyreader::isAnswer(const QNetworkReply &reply, const Route &route)
{
    switch (reply.error()) {
    case QNetworkReply::NoError:
    case QNetworkReply::ProtocolInvalidOperationError: // 400
        return true;
    case QNetworkReply::ContentReSendError:
    case QNetworkReply::RemoteHostClosedError:
        // Without a length the end of the connection is the end of the body. Qt 6.4 gets there by
        // wanting to send again what cannot be read again.
        return statusOf(reply) > 0 && !reply.hasRawHeader("Content-Length") &&
               !reply.hasRawHeader("Transfer-Encoding");
    case QNetworkReply::ProtocolUnknownError:
    case QNetworkReply::ProtocolFailure:
        return false;
    case QNetworkReply::ProxyAuthenticationRequiredError:
        // A 407 without a proxy is an answer like any other.
        return statusOf(reply) == 407 && route.proxy.type() == QNetworkProxy::NoProxy;
    default:
        return reply.error() >= QNetworkReply::ContentAccessDenied;
    }
}

ApiError replyreader::transportError(const QNetworkReply &reply, const Route &route,
                                     const QList<QSslError> &tlsErrors)
{
    ApiError error{
        .kind = Kind::ConnectionLost, .httpStatus = statusOf(reply), .detail = reply.errorString()};
    const bool isProxied = route.proxy.type() != QNetworkProxy::NoProxy;
    // After a TLS 1.3 handshake the server may still refuse us; Qt only has the library's text.
    if (error.detail.contains("SSL routines"_L1))
        return TlsPolicy::handshakeError(reply, tlsErrors, route.host);
    if (error.httpStatus > 0) {
        error.detail = u"the answer was cut off"_s;
        return error;
    }
    switch (reply.error()) {
    case QNetworkReply::SslHandshakeFailedError:
        return TlsPolicy::handshakeError(reply, tlsErrors, route.host);
    case QNetworkReply::HostNotFoundError:
        error.kind = isProxied ? Kind::Proxy : Kind::HostNotFound;
        break;
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError:
    case QNetworkReply::UnknownNetworkError:
        error.kind = isProxied ? Kind::Proxy : Kind::Unreachable;
        break;
    case QNetworkReply::TimeoutError:
        error.kind = Kind::Timeout;
        break;
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::UnknownProxyError:
        error.kind = Kind::Proxy;
        break;
    case QNetworkReply::ProxyAuthenticationRequiredError:
        error.kind = Kind::Proxy;
        error.httpStatus = 407;
        break;
    case QNetworkReply::ProtocolFailure:
    case QNetworkReply::ProtocolUnknownError:
        error.kind = Kind::BadReply;
        break;
    default:
        error.detail = u"closed, or did not answer in HTTP"_s;
    }
    return error;
}
