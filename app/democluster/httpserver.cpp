#include "app/democluster/httpserver.h"

#include <QAbstractHttpServer>
#include <QHostAddress>
#include <QHttpServerRequest>
#include <QHttpServerResponder>
#include <QMetaEnum>
#include <QPointer>
#include <QSslServer>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
#include <QHttpHeaders>
#include <QHttpServerResponse>
#endif

#include <map>

namespace demo {

static Request toRequest(const QHttpServerRequest &source)
{
    const QMetaEnum methods = QMetaEnum::fromType<QHttpServerRequest::Method>();
    Request request{.method =
                        QByteArray(methods.valueToKey(static_cast<int>(source.method()))).toUpper(),
                    .path = source.url().path(),
                    .query = source.query(),
                    .headers = {},
                    .body = source.body(),
                    .fromLoopback = source.remoteAddress().isLoopback()};
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    const QHttpHeaders headers = source.headers();
    for (qsizetype i = 0; i < headers.size(); ++i)
        request.headers.emplaceBack(QByteArray(headers.nameAt(i).data(), headers.nameAt(i).size()),
                                    headers.valueAt(i).toByteArray());
    request.peerPort = source.remotePort();
#else
    const auto headers = source.headers();
    for (const auto &[name, value] : headers)
        request.headers.emplaceBack(name, value);
#endif
    return request;
}

static void send(QHttpServerResponder &responder, const Reply &reply)
{
    const auto status = static_cast<QHttpServerResponder::StatusCode>(reply.status);
    const bool mayHaveBody = reply.status != 204 && reply.status != 304;
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    QHttpServerResponse response(reply.contentType, reply.body, status);
    QHttpHeaders headers = response.headers();
    if (!mayHaveBody)
        headers.removeAll(QHttpHeaders::WellKnownHeader::ContentType);
    for (const auto &[name, value] : reply.headers)
        headers.append(QByteArrayView(name), QByteArrayView(value));
    response.setHeaders(std::move(headers));
    responder.sendResponse(response);
#else
    responder.writeStatusLine(status);
    for (const auto &[name, value] : reply.headers)
        responder.writeHeader(name, value);
    if (mayHaveBody) {
        responder.writeHeader("Content-Type", reply.contentType);
        responder.writeHeader("Content-Length", QByteArray::number(reply.body.size()));
    }
    responder.writeBody(mayHaveBody ? reply.body : QByteArray());
#endif
}

class HttpServer::Listener final : public QAbstractHttpServer
{
public:
    explicit Listener(Handler handler)
        : m_handler(std::move(handler))
    {}

    [[nodiscard]] bool start(std::unique_ptr<QTcpServer> server, quint16 port)
    {
        if (!server->listen(QHostAddress::LocalHost, port))
            return false;
        m_port = server->serverPort();
        bind(server.release());
        return true;
    }

    [[nodiscard]] quint16 port() const { return m_port; }

protected:
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    bool handleRequest(const QHttpServerRequest &source, QHttpServerResponder &responder) override
    {
        const auto sockets = findChildren<QTcpSocket *>();
        const auto socket =
            std::find_if(sockets.begin(), sockets.end(), [&](QTcpSocket *candidate) {
                return candidate->peerPort() == source.remotePort();
            });
        answer(toRequest(source), socket == sockets.end() ? nullptr : *socket,
               std::move(responder));
        return true;
    }

    void missingHandler(const QHttpServerRequest &, QHttpServerResponder &) override {}
#else
    bool handleRequest(const QHttpServerRequest &source, QTcpSocket *socket) override
    {
        Request request = toRequest(source);
        request.peerPort = socket->peerPort();
        answer(request, socket, makeResponder(source, socket));
        return true;
    }

    void missingHandler(const QHttpServerRequest &, QTcpSocket *) override {}
#endif

private:
    struct Pending
    {
        Reply reply;
        QPointer<QTcpSocket> socket;
        QHttpServerResponder responder;
    };

    void answer(const Request &request, QTcpSocket *socket, QHttpServerResponder responder)
    {
        Pending pending{m_handler(request), socket, std::move(responder)};
        if (pending.reply.delayMs <= 0)
            return finish(pending);
        const qint64 delayMs = pending.reply.delayMs;
        const quint64 number = m_nextNumber++;
        m_pending.try_emplace(number, std::move(pending));
        QTimer::singleShot(std::chrono::milliseconds(delayMs), this, [this, number] {
            auto waiting = m_pending.extract(number);
            finish(waiting.mapped());
        });
    }

    static void finish(Pending &pending)
    {
        // The client may have gone during the delay; 6.4's responder would then write to a dead
        // socket.
        if (!pending.socket || pending.socket->state() != QAbstractSocket::ConnectedState)
            return;
        if (pending.reply.drop)
            pending.socket->abort();
        else
            send(pending.responder, pending.reply);
    }

    Handler m_handler;
    std::map<quint64, Pending> m_pending;
    quint64 m_nextNumber = 0;
    quint16 m_port = 0;
};

HttpServer::HttpServer(Handler handler)
    : m_listener(std::make_unique<Listener>(std::move(handler)))
{}

HttpServer::~HttpServer() = default;

bool HttpServer::listen(quint16 port, const std::optional<QSslConfiguration> &tls)
{
    if (!tls)
        return m_listener->start(std::make_unique<QTcpServer>(), port);
    auto server = std::make_unique<QSslServer>();
    server->setSslConfiguration(*tls);
    return m_listener->start(std::move(server), port);
}

quint16 HttpServer::port() const
{
    return m_listener->port();
}

bool HttpServer::canSend(int status)
{
    return status >= 200 &&
           QMetaEnum::fromType<QHttpServerResponder::StatusCode>().valueToKey(status) != nullptr;
}

} // namespace demo
