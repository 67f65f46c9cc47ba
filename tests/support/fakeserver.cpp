#include "tests/support/fakeserver.h"

#include <QDateTime>
#include <QLocale>
#include <QPointer>
#include <QSslConfiguration>
#include <QSslServer>
#include <QSslSocket>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTimer>

#include <algorithm>

#include <sys/socket.h>

using namespace Qt::StringLiterals;

QByteArray FakeRequest::path() const
{
    const qsizetype query = target.indexOf('?');
    return query < 0 ? target : target.first(query);
}

QByteArray FakeRequest::header(QByteArrayView name) const
{
    for (const auto &[key, value] : headers) {
        if (key.compare(name, Qt::CaseInsensitive) == 0)
            return value;
    }
    return {};
}

qsizetype FakeRequest::headerCount(QByteArrayView name) const
{
    return std::ranges::count_if(headers, [name](const auto &header) {
        return header.first.compare(name, Qt::CaseInsensitive) == 0;
    });
}

static QByteArray head(int status, const FakeReply::Headers &headers)
{
    QByteArray text = "HTTP/1.1 " + QByteArray::number(status) + " Status\r\nDate: " +
                      QLocale::c()
                          .toString(QDateTime::currentDateTimeUtc(), u"ddd, dd MMM yyyy hh:mm:ss"_s)
                          .toLatin1() +
                      " GMT\r\n";
    for (const auto &[name, value] : headers)
        text += name + ": " + value + "\r\n";
    return text + "\r\n";
}

FakeReply FakeReply::json(const QByteArray &body, int status, const Headers &extra)
{
    return http(status, body, "application/json", extra);
}

FakeReply FakeReply::http(int status, const QByteArray &body, const QByteArray &contentType,
                          const Headers &extra)
{
    const Headers headers{{"Content-Type", contentType},
                          {"Content-Length", QByteArray::number(body.size())}};
    return raw(head(status, headers + extra) + body);
}

FakeReply FakeReply::empty(int status, const Headers &extra)
{
    if (status == 204)
        return raw(head(status, extra));
    return raw(head(status, Headers{{"Content-Length", "0"}} + extra));
}

FakeReply FakeReply::raw(const QByteArray &bytes)
{
    return silence().then(bytes);
}

FakeReply FakeReply::then(const QByteArray &bytes, int afterMs) const
{
    return {steps + QList<Step>{{Step::Kind::Send, bytes, afterMs}}};
}

FakeReply FakeReply::thenRepeat(const QByteArray &bytes, int everyMs) const
{
    return {steps + QList<Step>{{Step::Kind::Repeat, bytes, everyMs}}};
}

FakeReply FakeReply::thenClose(int afterMs) const
{
    return {steps + QList<Step>{{Step::Kind::Close, {}, afterMs}}};
}

FakeReply FakeReply::thenReset(int afterMs) const
{
    return {steps + QList<Step>{{Step::Kind::Reset, {}, afterMs}}};
}

FakeReply FakeReply::delayed(int ms) const
{
    FakeReply later = *this;
    if (!later.steps.isEmpty())
        later.steps.first().afterMs += ms;
    return later;
}

FakeReply FakeReply::dripped(int everyMs) const
{
    FakeReply slow;
    for (const Step &step : steps) {
        if (step.kind != Step::Kind::Send) {
            slow.steps += step;
            continue;
        }
        for (qsizetype i = 0; i < step.bytes.size(); ++i)
            slow.steps += Step{Step::Kind::Send, step.bytes.mid(i, 1), everyMs};
    }
    return slow;
}

//! One accepted connection: reads requests, plays replies, one after the other.
class FakeConnection final : public QObject
{
public:
    FakeConnection(FakeServer *server, QTcpSocket *socket, int number)
        : QObject(server)
        , m_server(server)
        , m_socket(socket)
        , m_number(number)
    {
        socket->setParent(this);
        // What is on its way when a test ends, somebody has to read.
        socket->setSocketOption(QAbstractSocket::SendBufferSizeSocketOption, 64 * 1024);
        m_timer.setSingleShot(true);
        connect(&m_timer, &QTimer::timeout, this, &FakeConnection::play);
        connect(socket, &QTcpSocket::readyRead, this, &FakeConnection::read);
        connect(socket, &QTcpSocket::bytesWritten, this, &FakeConnection::refill);
        connect(socket, &QTcpSocket::disconnected, this, &QObject::deleteLater);
        read();
    }

    void close() { m_socket->disconnectFromHost(); }

private:
    void read()
    {
        m_input += m_socket->readAll();
        if (m_busy)
            return;
        const qsizetype end = m_input.indexOf("\r\n\r\n");
        if (end < 0)
            return;
        FakeRequest request = parsed(m_input.first(end));
        const qsizetype length = request.header("Content-Length").toLongLong();
        if (m_input.size() < end + 4 + length)
            return;
        request.body = m_input.mid(end + 4, length);
        m_input.remove(0, end + 4 + length);
        m_busy = true;
        m_server->m_requests += request;
        m_steps = m_server->replyFor(request).steps;
        m_silent = m_steps.isEmpty();
        schedule();
        Q_EMIT m_server->received(request);
    }

    [[nodiscard]] FakeRequest parsed(const QByteArray &head) const
    {
        FakeRequest request;
        request.connection = m_number;
        const QList<QByteArray> lines = head.split('\n');
        const QList<QByteArray> words = lines.first().trimmed().split(' ');
        request.method = words.value(0);
        request.target = words.value(1);
        for (qsizetype i = 1; i < lines.size(); ++i) {
            const qsizetype colon = lines[i].indexOf(':');
            request.headers +=
                {lines[i].first(qMax<qsizetype>(0, colon)), lines[i].mid(colon + 1).trimmed()};
        }
        return request;
    }

    void schedule()
    {
        if (!m_steps.isEmpty()) {
            m_timer.start(m_steps.first().afterMs);
        } else if (!m_silent) {
            m_busy = false;
            read();
        }
    }

    void play()
    {
        using Kind = FakeReply::Step::Kind;
        const FakeReply::Step step = m_steps.first();
        switch (step.kind) {
        case Kind::Send:
            m_socket->write(step.bytes);
            break;
        case Kind::Repeat:
            m_socket->write(step.bytes);
            if (step.afterMs > 0)
                m_timer.start(step.afterMs);
            return;
        case Kind::Close:
            m_socket->disconnectFromHost();
            return;
        case Kind::Reset:
            reset();
            return;
        }
        m_steps.removeFirst();
        schedule();
    }

    // An endless body goes out as fast as it is taken, yet never piles up here.
    void refill()
    {
        if (m_steps.isEmpty() || m_steps.first().kind != FakeReply::Step::Kind::Repeat ||
            m_steps.first().afterMs > 0 || m_timer.isActive())
            return;
        while (m_socket->isValid() && m_socket->bytesToWrite() < 256 * 1024)
            m_socket->write(m_steps.first().bytes);
    }

    void reset()
    {
        const linger now{1, 0};
        setsockopt(static_cast<int>(m_socket->socketDescriptor()), SOL_SOCKET, SO_LINGER, &now,
                   sizeof now);
        m_socket->abort();
    }

    FakeServer *m_server;
    QTcpSocket *m_socket;
    int m_number;
    QByteArray m_input;
    QList<FakeReply::Step> m_steps;
    QTimer m_timer;
    bool m_busy = false;
    bool m_silent = false;
};

FakeServer::FakeServer(QObject *parent)
    : QObject(parent)
{
    auto server = std::make_unique<QTcpServer>();
    connect(server.get(), &QTcpServer::newConnection, this, [this] {
        while (QTcpSocket *socket = m_server->nextPendingConnection())
            new FakeConnection(this, socket, ++m_connections);
    });
    listen(std::move(server));
}

FakeServer::FakeServer(const TlsIdentity &identity, QObject *parent)
    : QObject(parent)
    , m_usesTls(true)
{
    QSslConfiguration configuration;
    configuration.setLocalCertificateChain(identity.chain);
    configuration.setPrivateKey(identity.key);
    configuration.setPeerVerifyMode(QSslSocket::VerifyNone);
    configuration.setAllowedNextProtocols({"h2", "http/1.1"}); // who wants HTTP/2 fails here
    auto server = std::make_unique<QSslServer>();
    server->setSslConfiguration(configuration);
    connect(server.get(), &QSslServer::startedEncryptionHandshake, this,
            [this](QSslSocket *socket) { socket->setProperty("number", ++m_connections); });
    connect(server.get(), &QTcpServer::pendingConnectionAvailable, this, [this] {
        while (QTcpSocket *socket = m_server->nextPendingConnection())
            new FakeConnection(this, socket, socket->property("number").toInt());
    });
    listen(std::move(server));
}

FakeServer::~FakeServer()
{
    // The connections first: they belong to sockets of the server.
    qDeleteAll(findChildren<QObject *>(Qt::FindDirectChildrenOnly));
}

void FakeServer::listen(std::unique_ptr<QTcpServer> server)
{
    m_server = std::move(server);
    if (!m_server->listen(QHostAddress::LocalHost))
        qFatal("FakeServer cannot listen");
}

QString FakeServer::origin() const
{
    return m_usesTls ? u"https://localhost:%1"_s.arg(port()) : u"http://127.0.0.1:%1"_s.arg(port());
}

quint16 FakeServer::port() const
{
    return m_server->serverPort();
}

void FakeServer::next(const FakeReply &reply)
{
    m_next += reply;
}

void FakeServer::on(const QByteArray &path, const FakeReply &reply)
{
    m_paths.removeIf([&](const auto &known) { return known.first == path; });
    m_paths += {path, reply};
}

void FakeServer::setHandler(Handler handler)
{
    m_handler = std::move(handler);
}

QList<QByteArray> FakeServer::lines() const
{
    QList<QByteArray> lines;
    for (const FakeRequest &request : m_requests)
        lines += request.line();
    return lines;
}

int FakeServer::openConnectionCount() const
{
    return static_cast<int>(findChildren<QObject *>(Qt::FindDirectChildrenOnly).size());
}

void FakeServer::closeConnections()
{
    const auto connections = findChildren<QObject *>(Qt::FindDirectChildrenOnly);
    for (QObject *connection : connections) {
        if (auto *known = dynamic_cast<FakeConnection *>(connection))
            known->close();
    }
}

FakeReply FakeServer::replyFor(const FakeRequest &request)
{
    if (!m_next.isEmpty())
        return m_next.takeFirst();
    for (const auto &[path, reply] : m_paths) {
        if (path == request.path())
            return reply;
    }
    return m_handler ? m_handler(request) : FakeReply::json("{}", 404);
}
