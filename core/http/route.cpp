#include "core/http/route.h"

#include "core/http/serveraddress.h"

#include <QUrl>

using namespace Qt::StringLiterals;

//! Every connection that may use a proxy is a TLS one, so it has to be a tunnel.
static QNetworkProxy systemProxy(const QUrl &url)
{
    QNetworkProxy proxy =
        QNetworkProxyFactory::systemProxyForQuery(QNetworkProxyQuery(url)).value(0);
    if (proxy.type() == QNetworkProxy::HttpCachingProxy)
        proxy.setType(QNetworkProxy::HttpProxy);
    const bool isUsable =
        proxy.type() == QNetworkProxy::HttpProxy || proxy.type() == QNetworkProxy::Socks5Proxy;
    return isUsable ? proxy : QNetworkProxy(QNetworkProxy::NoProxy);
}

static Result<QNetworkProxy, ApiError> proxyFor(const ProxySettings &settings, const QUrl &url)
{
    switch (settings.mode) {
    case ProxySettings::Mode::None:
        break;
    case ProxySettings::Mode::System:
        return systemProxy(url);
    case ProxySettings::Mode::Manual:
        if (settings.host.isEmpty() || settings.port < 1 || settings.port > 65535)
            return Failure{ApiError{.kind = ApiError::Kind::InvalidInput, .detail = u"proxy"_s}};
        return QNetworkProxy(settings.isSocks ? QNetworkProxy::Socks5Proxy
                                              : QNetworkProxy::HttpProxy,
                             settings.host, static_cast<quint16>(settings.port));
    }
    return QNetworkProxy(QNetworkProxy::NoProxy);
}

bool Route::isQuick(const ConnectionSettings &settings)
{
    return settings.origin.startsWith("http:"_L1);
}

Route Route::find(const ConnectionSettings &settings)
{
    Route route;
    const auto address = ServerAddress::parse(settings.origin);
    if (!address) {
        const bool isInsecure = address.error() == ServerAddress::Problem::InsecureScheme;
        route.problem = ApiError{.kind = isInsecure ? ApiError::Kind::InsecureAddress
                                                    : ApiError::Kind::InvalidInput,
                                 .detail = u"origin"_s};
        return route;
    }
    const QUrl url(address->origin, QUrl::StrictMode);
    const bool isPlain = url.scheme() == "http"_L1;
    route.host = url.host(QUrl::EncodeUnicode);
    route.port = static_cast<quint16>(url.port(isPlain ? 80 : 443));
    route.hostField = url.authority(QUrl::FullyEncoded).toLatin1();
    if (isPlain)
        return route;
    if (!address->isLoopback) {
        auto proxy = proxyFor(settings.proxy, url);
        if (!proxy) {
            route.problem = std::move(proxy).error();
            return route;
        }
        route.proxy = std::move(proxy).value();
    }
    auto policy = TlsPolicy::load(settings);
    if (policy)
        route.tls = std::move(policy).value();
    else
        route.problem = std::move(policy).error();
    return route;
}
