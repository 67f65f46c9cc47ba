#include "core/http/connectionprobe.h"

#include "core/http/route.h"
#include "core/support/worker.h"

#include <QHostInfo>
#include <QSslCipher>
#include <QSslSocket>

#include <utility>

using namespace Qt::StringLiterals;

using Kind = ApiError::Kind;
using Part = ConnectionProbe::Step::Part;

static ApiError errorOf(Kind kind, const QString &detail)
{
    ApiError error;
    error.kind = kind;
    error.detail = detail;
    if (kind == Kind::Tls)
        error.tlsReason = ApiError::TlsReason::Other;
    return error;
}

static Kind kindOf(QAbstractSocket::SocketError error)
{
    switch (error) {
    case QAbstractSocket::HostNotFoundError:
        return Kind::HostNotFound;
    case QAbstractSocket::SocketTimeoutError:
        return Kind::Timeout;
    case QAbstractSocket::RemoteHostClosedError:
        return Kind::ConnectionLost;
    case QAbstractSocket::SslHandshakeFailedError:
    case QAbstractSocket::SslInternalError:
    case QAbstractSocket::SslInvalidUserDataError:
        return Kind::Tls;
    case QAbstractSocket::ProxyAuthenticationRequiredError:
    case QAbstractSocket::ProxyConnectionRefusedError:
    case QAbstractSocket::ProxyConnectionClosedError:
    case QAbstractSocket::ProxyConnectionTimeoutError:
    case QAbstractSocket::ProxyNotFoundError:
    case QAbstractSocket::ProxyProtocolError:
        return Kind::Proxy;
    default:
        return Kind::Unreachable;
    }
}

ConnectionProbe::ConnectionProbe(ConnectionSettings settings, QObject *parent)
    : QObject(parent)
    , m_settings(std::move(settings))
{
    m_limit.setSingleShot(true);
    connect(&m_limit, &QTimer::timeout, this, [this] { fail(errorOf(Kind::Timeout, {})); });
}

ConnectionProbe::~ConnectionProbe() = default;

void ConnectionProbe::start(std::function<void(const Step &)> told,
                            std::function<void(const std::optional<Fault> &)> then)
{
    m_told = std::move(told);
    m_then = std::move(then);
    m_limit.start(m_settings.deadlines.totalMs);
    runOnWorker(
        this, [settings = m_settings] { return Route::find(settings); },
        [this](const Route &route) { follow(route); });
}

bool ConnectionProbe::usesProxy() const
{
    return m_route->proxy.type() != QNetworkProxy::NoProxy;
}

void ConnectionProbe::follow(const Route &route)
{
    m_route = std::make_unique<Route>(route);
    m_clock.start();
    if (route.problem)
        fail(*route.problem);
    else
        lookUp();
}

// The name of a server behind a proxy is the proxy's to look up.
void ConnectionProbe::lookUp()
{
    const QString name = usesProxy() ? m_route->proxy.hostName() : m_route->host;
    QHostInfo::lookupHost(name, this, [this, name](const QHostInfo &info) {
        if (!m_then)
            return;
        if (info.error() != QHostInfo::NoError)
            return fail(errorOf(usesProxy() ? Kind::Proxy : Kind::HostNotFound, name));
        QStringList addresses;
        for (const QHostAddress &address : info.addresses())
            addresses += address.toString();
        tell(addresses.join(u", "_s));
        m_part = Part::Connection;
        if (usesProxy())
            connectToProxy();
        else
            connectToServer();
    });
}

void ConnectionProbe::watch(QTcpSocket &socket)
{
    connect(&socket, &QTcpSocket::errorOccurred, this,
            [this, &socket](QAbstractSocket::SocketError error) {
                const bool isAtProxy = m_part != Part::Tls && usesProxy();
                fail(errorOf(isAtProxy ? Kind::Proxy : kindOf(error), socket.errorString()));
            });
}

// A connection of its own, that goes no further: so that it is told apart whether the proxy is not
// there or does not lead on.
void ConnectionProbe::connectToProxy()
{
    m_toProxy = std::make_unique<QTcpSocket>();
    m_toProxy->setProxy(QNetworkProxy(QNetworkProxy::NoProxy));
    connect(m_toProxy.get(), &QTcpSocket::connected, this, [this] {
        m_toProxy->disconnect(this);
        tell(u"%1:%2"_s.arg(m_route->proxy.hostName()).arg(m_route->proxy.port()));
        m_part = Part::Proxy;
        connectToServer();
    });
    watch(*m_toProxy);
    m_toProxy->connectToHost(m_route->proxy.hostName(), m_route->proxy.port());
}

void ConnectionProbe::connectToServer()
{
    m_socket = std::make_unique<QSslSocket>();
    m_socket->setProxy(m_route->proxy);
    connect(m_socket.get(), &QSslSocket::connected, this, [this] {
        tell(u"%1:%2"_s.arg(m_route->host).arg(m_route->port));
        m_part = Part::Tls;
        if (m_route->tls)
            encrypt();
        else
            finish({});
    });
    watch(*m_socket);
    m_socket->connectToHost(m_route->host, m_route->port);
}

void ConnectionProbe::encrypt()
{
    m_socket->setSslConfiguration(m_route->tls->configuration());
    m_socket->setPeerVerifyName(m_route->host);
    connect(m_socket.get(), &QSslSocket::encrypted, this, [this] {
        tell(m_socket->sessionCipher().protocolString());
        finish({});
    });
    m_socket->startClientEncryption();
}

void ConnectionProbe::tell(const QString &detail)
{
    m_told({m_part, m_clock.restart(), detail});
}

void ConnectionProbe::fail(const ApiError &error)
{
    finish(Fault{m_part, error});
}

// The sockets are at work while they tell: they go later, with this.
void ConnectionProbe::finish(const std::optional<Fault> &fault)
{
    m_limit.stop();
    if (m_toProxy)
        m_toProxy->disconnect(this);
    if (m_socket)
        m_socket->disconnect(this);
    if (const auto then = std::exchange(m_then, {}))
        then(fault);
}
