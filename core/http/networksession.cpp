#include "core/http/networksession.h"

#include "core/support/worker.h"

#include <QAuthenticator>
#include <QNetworkAccessManager>
#include <QNetworkCookie>
#include <QNetworkCookieJar>
#include <QNetworkReply>
#include <QUrl>

#include <utility>

using namespace Qt::StringLiterals;

// Servers and balancers close idle connections after a minute or more: ours goes before theirs, or
// a request would be lost on a connection that is only just being closed.
static constexpr qint64 idleLimitMs = 50'000;

// Longer than a sign-in takes between its calls, which share their connections.
static constexpr int renewalMs = 3'000;

NetworkSession::NetworkSession(const ConnectionSettings &settings)
    : m_settings(settings)
    , m_jar(std::make_unique<QNetworkCookieJar>())
{
    m_renewal.setSingleShot(true);
    m_renewal.setInterval(renewalMs);
    connect(&m_renewal, &QTimer::timeout, this, [this] {
        retireConnections();
        warmUp(1);
    });
}

NetworkSession::~NetworkSession() = default;

void NetworkSession::prepare(QObject *context, const std::function<void(const Route &)> &then)
{
    if (!m_isPreparing && isRouteGood())
        return then(*m_route);
    if (!m_isPreparing)
        m_isRouteDoubted = false;
    if (Route::isQuick(m_settings)) {
        takeRoute(Route::find(m_settings));
        return then(*m_route);
    }
    connect(
        this, &NetworkSession::prepared, context, [this, then] { then(*m_route); },
        Qt::SingleShotConnection);
    if (std::exchange(m_isPreparing, true))
        return;
    runOnWorker(
        this, [settings = m_settings] { return Route::find(settings); },
        [this](Route route) {
            m_isPreparing = false;
            takeRoute(std::move(route));
            Q_EMIT prepared();
        });
}

bool NetworkSession::isRouteGood() const
{
    const bool isStale = m_time.elapsedMs() - qMax(m_lastUseMs, m_routeFoundMs) > idleLimitMs;
    return m_route && !m_route->problem && !m_isRouteDoubted && !isStale;
}

void NetworkSession::takeRoute(Route route)
{
    retireConnections(); // they hold on to proxy and authorities
    m_route = std::move(route);
    m_routeFoundMs = m_time.elapsedMs();
}

std::unique_ptr<QNetworkAccessManager> NetworkSession::makeManager()
{
    auto manager = std::make_unique<QNetworkAccessManager>();
    manager->setProxy(m_route->proxy); // always one, so that Qt never asks for the system's itself
    manager->setAutoDeleteReplies(true);
    connect(manager.get(), &QNetworkAccessManager::sslErrors, this,
            [this](QNetworkReply *, const QList<QSslError> &errors) { m_tlsErrors = errors; });
    connect(manager.get(), &QNetworkAccessManager::proxyAuthenticationRequired, this,
            [this](const QNetworkProxy &, QAuthenticator *asked) { answerProxy(asked); });
    return manager;
}

QNetworkAccessManager &NetworkSession::managerForCall()
{
    // CLOCK_BOOTTIME counts while the machine sleeps, the timers of the connections do not.
    const qint64 now = m_time.elapsedMs();
    const bool isStale = now - std::exchange(m_lastUseMs, now) > idleLimitMs;
    if (m_manager && (isStale || !m_settings.pinnedKeySha256.isEmpty()))
        retireConnections();
    if (!m_manager)
        m_manager = makeManager();
    return *m_manager;
}

void NetworkSession::noteSecretSent()
{
    if (m_manager)
        m_renewal.start();
}

void NetworkSession::retireConnections()
{
    m_renewal.stop();
    if (!m_manager)
        return;
    m_retired.push_back(std::move(m_manager));
    // Later: this may run in a slot of one of its replies.
    QMetaObject::invokeMethod(this, &NetworkSession::sweep, Qt::QueuedConnection);
}

void NetworkSession::sweep()
{
    std::erase_if(m_retired, [this](const std::unique_ptr<QNetworkAccessManager> &manager) {
        const auto *busy =
            manager->findChild<QNetworkReply *>(QString(), Qt::FindDirectChildrenOnly);
        if (busy)
            connect(busy, &QObject::destroyed, this, &NetworkSession::sweep,
                    Qt::ConnectionType(Qt::QueuedConnection | Qt::UniqueConnection));
        return !busy;
    });
}

void NetworkSession::warmUp(int count)
{
    prepare(this, [this, count](const Route &route) {
        if (route.problem || !m_settings.pinnedKeySha256.isEmpty())
            return;
        // What connectToHost() does, which for plain http would open HTTP/2 connections that no
        // call of ours then uses.
        QUrl url(m_settings.origin);
        url.setScheme(u"preconnect-"_s + url.scheme());
        QNetworkRequest request(url);
        request.setAttribute(QNetworkRequest::Http2AllowedAttribute, false);
        if (route.tls)
            request.setSslConfiguration(route.tls->configuration());
        QNetworkAccessManager &manager = managerForCall();
        for (int i = 0; i < count; ++i) {
            QNetworkReply *reply = manager.get(request);
            for (const auto told : {&QNetworkReply::encrypted, &QNetworkReply::finished})
                connect(reply, told, this, [this, reply] { checkKey(*reply); });
        }
    });
}

// A call that uses the connection later is not told again what certificate it has, and what Qt
// keeps of an aborted connection differs: none of them is used.
void NetworkSession::checkKey(QNetworkReply &reply)
{
    const bool isOpen = m_route && m_route->tls && reply.error() == QNetworkReply::NoError;
    if (!isOpen || !m_route->tls->objection(reply, m_route->host))
        return;
    if (reply.manager() == m_manager.get())
        retireConnections();
    reply.abort();
}

void NetworkSession::answerProxy(QAuthenticator *authenticator)
{
    // Asked again means refused; the same answer would only count as another attempt. And a server
    // that plays the proxy gets nothing.
    const bool isProxied = m_route && m_route->proxy.type() != QNetworkProxy::NoProxy;
    if (!isProxied || m_proxyCredentials.user.isEmpty() || std::exchange(m_proxyAnswered, true))
        return;
    authenticator->setUser(m_proxyCredentials.user);
    authenticator->setPassword(m_proxyCredentials.password.toText());
}

//! Plain http is for this machine only, where a cookie marked as secure is as safe as with TLS.
static QUrl cookieUrl(const Route &route)
{
    QUrl url;
    url.setScheme(u"https"_s);
    url.setHost(route.host);
    url.setPath(u"/"_s);
    return url;
}

QByteArray NetworkSession::cookies(const QByteArray &path) const
{
    QByteArray field;
    if (!m_route)
        return field;
    QUrl url = cookieUrl(*m_route);
    url.setPath(QString::fromLatin1(path));
    for (const QNetworkCookie &cookie : m_jar->cookiesForUrl(url)) {
        if (!field.isEmpty())
            field += "; ";
        field += cookie.toRawForm(QNetworkCookie::NameAndValueOnly);
    }
    return field;
}

void NetworkSession::setCookies(const QByteArray &field, int era)
{
    if (era == m_era && m_route)
        m_jar->setCookiesFromUrl(QNetworkCookie::parseCookies(field), cookieUrl(*m_route));
}

void NetworkSession::forget()
{
    ++m_era;
    m_jar = std::make_unique<QNetworkCookieJar>();
    m_tlsErrors.clear();
    doubtRoute();
    retireConnections();
}

void NetworkSession::setProxyCredentials(const ProxyCredentials &credentials)
{
    m_proxyCredentials = credentials;
    m_proxyAnswered = false;
    retireConnections();
}
