#pragma once

#include "core/api/apierror.h"
#include "core/http/connectionsettings.h"

#include <QElapsedTimer>
#include <QObject>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>

class QSslSocket;
class QTcpSocket;
struct Route;

//! How far one gets on the way to a server, step by step, for people who look for a fault. Sends no
//! request. Destroying it cancels silently.
class ConnectionProbe final : public QObject
{
public:
    //! A step that was taken.
    struct Step
    {
        enum class Part
        {
            Name,       //!< of the server, or of the proxy that leads to it
            Connection, //!< to the server, or to the proxy
            Proxy,      //!< through the proxy to the server; not without one
            Tls         //!< not with plain http
        };

        Part part = Part::Name;
        qint64 elapsedMs = 0;
        QString detail{}; //!< addresses, "host:port", protocol
    };

    //! A step that could not be taken.
    struct Fault
    {
        Step::Part part = Step::Part::Name;
        ApiError error;
    };

    explicit ConnectionProbe(ConnectionSettings settings, QObject *parent = nullptr);
    ~ConnectionProbe() override;

    //! Calls \a told for every step taken and then \a then, later, with what stood in the way. With
    //! Kind::Tls the reason is not worked out: a call of HttpClient tells it.
    void start(std::function<void(const Step &)> told,
               std::function<void(const std::optional<Fault> &)> then);

private:
    void follow(const Route &route);
    void lookUp();
    void connectToProxy();
    void connectToServer();
    void encrypt();
    void watch(QTcpSocket &socket);
    void tell(const QString &detail);
    void fail(const ApiError &error);
    void finish(const std::optional<Fault> &fault);
    [[nodiscard]] bool usesProxy() const;

    const ConnectionSettings m_settings;
    std::unique_ptr<Route> m_route;
    std::unique_ptr<QTcpSocket> m_toProxy;
    std::unique_ptr<QSslSocket> m_socket;
    Step::Part m_part = Step::Part::Name; //!< under way
    std::function<void(const Step &)> m_told;
    std::function<void(const std::optional<Fault> &)> m_then;
    QElapsedTimer m_clock;
    QTimer m_limit;
};
