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
    connect(&m_limit, &QTimer::timeout, this, [this] { finish(errorOf(Kind::Timeout, {})); });
}

ConnectionProbe::~ConnectionProbe() = default;

void ConnectionProbe::start(std::function<void(const Step &)> told,
                            std::function<void(const std::optional<ApiError> &)> then)
{
    m_told = std::move(told);
    m_then = std::move(then);
    m_limit.start(m_settings.deadlines.totalMs);
    runOnWorker(
        this, [settings = m_settings] { return Route::find(settings); },
        [this](const Route &route) { follow(route); });
}

void ConnectionProbe::follow(const Route &route)
{
    m_route = std::make_unique<Route>(route);
    m_clock.start();
    if (route.problem)
        finish(route.problem);
    else if (route.proxy.type() == QNetworkProxy::NoProxy)
        lookUp();
    else
        connectToServer();
}

void ConnectionProbe::lookUp()
{
    QHostInfo::lookupHost(m_route->host, this, [this](const QHostInfo &info) {
        if (!m_then)
            return;
        if (info.error() != QHostInfo::NoError)
            return finish(errorOf(Kind::HostNotFound, m_route->host));
        QStringList addresses;
        for (const QHostAddress &address : info.addresses())
            addresses += address.toString();
        tell(Part::Name, addresses.join(u", "_s));
        connectToServer();
    });
}

void ConnectionProbe::connectToServer()
{
    m_socket = std::make_unique<QSslSocket>();
    m_socket->setProxy(m_route->proxy);
    connect(m_socket.get(), &QSslSocket::connected, this, [this] {
        tell(Part::Connection, u"%1:%2"_s.arg(m_route->host).arg(m_route->port));
        if (m_route->tls)
            encrypt();
        else
            finish({});
    });
    connect(m_socket.get(), &QSslSocket::errorOccurred, this,
            [this](QAbstractSocket::SocketError error) {
                finish(errorOf(kindOf(error), m_socket->errorString()));
            });
    m_socket->connectToHost(m_route->host, m_route->port);
}

void ConnectionProbe::encrypt()
{
    m_socket->setSslConfiguration(m_route->tls->configuration());
    m_socket->setPeerVerifyName(m_route->host);
    connect(m_socket.get(), &QSslSocket::encrypted, this, [this] {
        tell(Part::Tls, m_socket->sessionCipher().protocolString());
        finish({});
    });
    m_socket->startClientEncryption();
}

void ConnectionProbe::tell(Step::Part part, const QString &detail)
{
    m_told({part, m_clock.restart(), detail});
}

// The socket is at work while it tells: it goes later, with this.
void ConnectionProbe::finish(const std::optional<ApiError> &error)
{
    m_limit.stop();
    if (m_socket)
        m_socket->disconnect(this);
    if (const auto then = std::exchange(m_then, {}))
        then(error);
}
