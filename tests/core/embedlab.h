#pragma once

#include "core/embed/embedendpoint.h"

#include <QTcpSocket>
#include <QTest>
#include <QUrl>

#include <memory>
#include <optional>

inline const QString embedPage = QStringLiteral("http://localhost:3000");

//! An endpoint on a clock of the test's own, with mints that wait for the test where it wants.
struct EmbedLab
{
    explicit EmbedLab(EmbedEndpoint::Limits limits = {})
        : endpoint(
              [this](const EmbedEndpoint::Then &then) {
                  ++mints;
                  if (holdsBack)
                      held.append(then);
                  else
                      then(next());
              },
              {.time = {.wallMs = [this] { return now; }, .elapsedMs = [this] { return now; }},
               .alarm = [this](std::optional<qint64> afterMs) { alarm = afterMs; },
               .limits = limits})
    {}

    ApiResult<Token> next()
    {
        if (fails) {
            ApiError error;
            error.kind = *fails;
            return Failure{error};
        }
        Token token;
        token.value =
            SecretBuffer::fromBytes("dG9rZW4=" + QByteArray::number(repeats ? 1 : ++made));
        return token;
    }

    void start(qint64 forMs = EmbedEndpoint::usualMs)
    {
        endpoint.start(
            {.origins = {embedPage, QStringLiteral("https://app.example")}, .forMs = forMs});
    }

    [[nodiscard]] QUrl url() const { return QUrl(endpoint.state().url.toText()); }
    [[nodiscard]] QByteArray path() const { return url().path().toLatin1(); }
    [[nodiscard]] QByteArray host() const
    {
        return "127.0.0.1:" + QByteArray::number(url().port());
    }

    [[nodiscard]] QByteArray request(const QByteArray &fields = "Origin: http://localhost:3000\r\n",
                                     const QByteArray &method = "GET") const
    {
        return method + ' ' + path() + " HTTP/1.1\r\nHost: " + host() + "\r\n" + fields + "\r\n";
    }

    [[nodiscard]] std::unique_ptr<QTcpSocket> send(const QByteArray &bytes) const
    {
        auto socket = std::make_unique<QTcpSocket>();
        socket->connectToHost(QStringLiteral("127.0.0.1"), static_cast<quint16>(url().port()));
        socket->write(bytes);
        return socket;
    }

    //! All that comes until the other side closes.
    [[nodiscard]] QByteArray answer(const QByteArray &bytes) const
    {
        const auto socket = send(bytes);
        const auto isOver = [&] { return socket->state() == QAbstractSocket::UnconnectedState; };
        return QTest::qWaitFor(isOver, 10'000) ? socket->readAll() : QByteArray("never closed");
    }

    qint64 now = 1'800'000'000'000;
    std::optional<qint64> alarm;
    int mints = 0;
    int made = 0;
    bool holdsBack = false;
    std::optional<ApiError::Kind> fails;
    bool repeats = false;
    QList<EmbedEndpoint::Then> held;
    EmbedEndpoint endpoint;
};
