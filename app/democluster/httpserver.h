#pragma once

#include "app/democluster/messages.h"

#include <QObject>
#include <QSslConfiguration>

#include <functional>
#include <memory>
#include <optional>

namespace demo {

//! QtHttpServer reduced to a function from Request to Reply, bound to 127.0.0.1. The only file that
//! knows QtHttpServer, whose API differs between Qt 6.4 and 6.8.
class HttpServer final : public QObject
{
    Q_OBJECT

public:
    using Handler = std::function<Reply(const Request &)>;

    explicit HttpServer(Handler handler);
    ~HttpServer() override;

    //! Listens on \a port (0 = any free one), with TLS when \a tls is given. False when the port is
    //! taken.
    [[nodiscard]] bool listen(quint16 port, const std::optional<QSslConfiguration> &tls);
    //! The port it listens on; 0 before listen().
    [[nodiscard]] quint16 port() const;
    //! True when \a status can be sent.
    [[nodiscard]] static bool canSend(int status);

private:
    class Listener;
    std::unique_ptr<Listener> m_listener;
};

} // namespace demo
