#pragma once

#include <QByteArray>
#include <QList>
#include <QObject>
#include <QPair>
#include <QSslCertificate>
#include <QSslKey>

#include <functional>
#include <memory>

class QTcpServer;

//! One request as it arrived, byte for byte.
struct FakeRequest
{
    QByteArray method;
    QByteArray target; //!< path with query
    QList<QPair<QByteArray, QByteArray>> headers;
    QByteArray body;
    int connection = 0; //!< 1 for the first connection the server saw

    [[nodiscard]] QByteArray path() const;
    //! The value of a header, whatever the case of its name; null where it was not sent.
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
    [[nodiscard]] qsizetype headerCount(QByteArrayView name) const;
    //! "POST /api/rest/2.0/auth/session/login", for comparing whole lists.
    [[nodiscard]] QByteArray line() const { return method + ' ' + target; }
};

//! What the server does with one request, step by step.
struct FakeReply
{
    struct Step
    {
        enum class Kind
        {
            Send,
            Repeat, //!< for ever, as fast as it is taken (or every afterMs), until the client goes
            Close,
            Reset
        };
        Kind kind = Kind::Send;
        QByteArray bytes;
        int afterMs = 0;
    };
    using Headers = QList<QPair<QByteArray, QByteArray>>;

    QList<Step> steps; //!< none: silence

    [[nodiscard]] static FakeReply json(const QByteArray &body, int status = 200,
                                        const Headers &extra = {});
    //! A well-formed answer with Content-Length and a Date header.
    [[nodiscard]] static FakeReply http(int status, const QByteArray &body,
                                        const QByteArray &contentType, const Headers &extra = {});
    //! A well-formed answer without a body or a content type.
    [[nodiscard]] static FakeReply empty(int status = 204, const Headers &extra = {});
    //! Exactly these bytes.
    [[nodiscard]] static FakeReply raw(const QByteArray &bytes);
    //! Nothing at all, the connection stays open.
    [[nodiscard]] static FakeReply silence() { return {}; }
    [[nodiscard]] static FakeReply close() { return silence().thenClose(); }
    [[nodiscard]] static FakeReply reset() { return silence().thenReset(); }

    [[nodiscard]] FakeReply then(const QByteArray &bytes, int afterMs = 0) const;
    [[nodiscard]] FakeReply thenRepeat(const QByteArray &bytes, int everyMs = 0) const;
    [[nodiscard]] FakeReply thenClose(int afterMs = 0) const;
    [[nodiscard]] FakeReply thenReset(int afterMs = 0) const;
    //! The same answer, later.
    [[nodiscard]] FakeReply delayed(int ms) const;
    //! The same bytes, one by one.
    [[nodiscard]] FakeReply dripped(int everyMs) const;
};

//! What a TLS server shows.
struct TlsIdentity
{
    QList<QSslCertificate> chain; //!< leaf first
    QSslKey key;
};

//! A scripted HTTP server on 127.0.0.1 with a port of its own, plain or with TLS. It keeps every
//! request it received, so that a test can compare exactly what was on the wire. Which reply: the
//! next() queue, then on() for the path, then the handler, then 404.
class FakeServer final : public QObject
{
    Q_OBJECT

public:
    using Handler = std::function<FakeReply(const FakeRequest &)>;

    explicit FakeServer(QObject *parent = nullptr);
    explicit FakeServer(const TlsIdentity &identity, QObject *parent = nullptr);
    ~FakeServer() override;

    //! http://127.0.0.1:PORT, or https://localhost:PORT with TLS.
    [[nodiscard]] QString origin() const;
    [[nodiscard]] quint16 port() const;

    //! Answers the next request, whatever it is, once. Several queue up.
    void next(const FakeReply &reply);
    //! Answers every request for \a path (without query).
    void on(const QByteArray &path, const FakeReply &reply);
    void setHandler(Handler handler);

    [[nodiscard]] const QList<FakeRequest> &requests() const { return m_requests; }
    //! FakeRequest::line() of each.
    [[nodiscard]] QList<QByteArray> lines() const;
    void forgetRequests() { m_requests.clear(); }

    //! Connections accepted so far, failed TLS handshakes included.
    [[nodiscard]] int connectionCount() const { return m_connections; }
    [[nodiscard]] int openConnectionCount() const;
    //! Closes every open connection, as a server does with idle ones.
    void closeConnections();

Q_SIGNALS:
    void received(const FakeRequest &request);

private:
    friend class FakeConnection;
    void listen(std::unique_ptr<QTcpServer> server);
    [[nodiscard]] FakeReply replyFor(const FakeRequest &request);

    std::unique_ptr<QTcpServer> m_server;
    bool m_usesTls = false;
    QList<FakeReply> m_next;
    QList<QPair<QByteArray, FakeReply>> m_paths;
    Handler m_handler;
    QList<FakeRequest> m_requests;
    int m_connections = 0;
};
