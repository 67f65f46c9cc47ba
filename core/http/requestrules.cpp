#include "core/http/requestrules.h"

#include <QNetworkRequest>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;

static bool isFieldValue(QByteArrayView value)
{
    return std::ranges::all_of(
        value, [](char c) { return static_cast<unsigned char>(c) >= 0x20 && c != 0x7F; });
}

static bool isTarget(QByteArrayView target)
{
    return target.startsWith('/') && !target.startsWith("//") &&
           std::ranges::all_of(target, [](char c) { return c > 0x20 && c < 0x7F && c != '#'; });
}

static bool isBearer(QByteArrayView token)
{
    constexpr qsizetype longest = 16 * 1024;
    return token.size() <= longest && std::ranges::all_of(token, [](char c) {
               return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                      QByteArrayView("._~+/=-").contains(c);
           });
}

std::optional<ApiError> requestrules::objection(const HttpRequest &request,
                                                const QByteArray &acceptLanguage)
{
    const auto refused = [](const QString &field) {
        return ApiError{.kind = ApiError::Kind::InvalidInput, .detail = field};
    };
    if (!isTarget(request.target))
        return refused(u"target"_s);
    if (!isFieldValue(request.accept))
        return refused(u"accept"_s);
    if (!isFieldValue(request.contentType))
        return refused(u"contentType"_s);
    if (!isFieldValue(acceptLanguage))
        return refused(u"acceptLanguage"_s);
    if (!isBearer(request.bearer.view()))
        return refused(u"bearer"_s);
    // Which of the two would count is not documented for every call. FACTS 5.2.
    if (request.usesCookies && !request.bearer.isEmpty())
        return refused(u"usesCookies"_s);
    if (request.body && request.method == HttpRequest::Method::Get)
        return refused(u"body"_s);
    return std::nullopt;
}

QNetworkRequest requestrules::toNetwork(const HttpRequest &request,
                                        const ConnectionSettings &settings,
                                        const QByteArray &cookies)
{
    QNetworkRequest network(
        QUrl(settings.origin + QString::fromLatin1(request.target), QUrl::StrictMode));
    network.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    network.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
    network.setAttribute(QNetworkRequest::HttpPipeliningAllowedAttribute, false);
    network.setAttribute(QNetworkRequest::CacheLoadControlAttribute,
                         QNetworkRequest::AlwaysNetwork);
    network.setAttribute(QNetworkRequest::CacheSaveControlAttribute, false);
    network.setAttribute(QNetworkRequest::CookieLoadControlAttribute, QNetworkRequest::Manual);
    network.setAttribute(QNetworkRequest::CookieSaveControlAttribute, QNetworkRequest::Manual);
    network.setAttribute(QNetworkRequest::AuthenticationReuseAttribute, QNetworkRequest::Manual);
    network.setAttribute(QNetworkRequest::AutoDeleteReplyOnFinishAttribute, false);
    network.setAttribute(QNetworkRequest::DoNotBufferUploadDataAttribute, true);

    network.setRawHeader("User-Agent", "SessionDesk/" DESK_VERSION);
    network.setRawHeader("X-Requested-By", "SessionDesk");
    network.setRawHeader("Accept", request.accept);
    network.setRawHeader("Accept-Encoding", "identity"); // nothing is ever decompressed
    network.setRawHeader("Accept-Language", settings.acceptLanguage);
    network.setRawHeader("Content-Length",
                         QByteArray::number(request.body ? request.body->size() : 0));
    if (!request.contentType.isEmpty())
        network.setRawHeader("Content-Type", request.contentType);
    if (!cookies.isEmpty())
        network.setRawHeader("Cookie", cookies);
    if (!request.bearer.isEmpty())
        network.setRawHeader("Authorization", "Bearer " + request.bearer.view().toByteArray());
    return network;
}

QByteArray requestrules::methodName(HttpRequest::Method method)
{
    switch (method) {
    case HttpRequest::Method::Get:
        return "GET"_ba;
    case HttpRequest::Method::Post:
        return "POST"_ba;
    case HttpRequest::Method::Put:
        return "PUT"_ba;
    }
    Q_UNREACHABLE();
}

QByteArray requestrules::path(const QByteArray &target)
{
    const qsizetype query = target.indexOf('?');
    return query < 0 ? target : target.first(query);
}

OneTimeBody::OneTimeBody(SecretBuffer bytes, QObject *parent)
    : QIODevice(parent)
    , m_bytes(std::move(bytes))
{
    open(QIODevice::ReadOnly | QIODevice::Unbuffered); // no second copy of it
}

qint64 OneTimeBody::bytesAvailable() const
{
    return m_bytes.size() - m_read;
}

qint64 OneTimeBody::readData(char *data, qint64 most)
{
    const qint64 count = std::min(most, m_bytes.size() - m_read);
    if (count == 0)
        return most > 0 ? -1 : 0;
    std::copy_n(m_bytes.view().data() + m_read, count, data);
    m_read += count;
    return count;
}
