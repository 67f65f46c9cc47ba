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
            Name,       //!< not where a proxy looks it up
            Connection, //!< to the server, or through the proxy
            Tls         //!< not with plain http
        };

        Part part = Part::Name;
        qint64 elapsedMs = 0;
        QString detail{}; //!< addresses, "host:port", protocol
    };

    explicit ConnectionProbe(ConnectionSettings settings, QObject *parent = nullptr);
    ~ConnectionProbe() override;

    //! Calls \a told for every step taken and then \a then, later, with what stood in the way. With
    //! Kind::Tls the reason is not worked out: a call of HttpClient tells it.
    void start(std::function<void(const Step &)> told,
               std::function<void(const std::optional<ApiError> &)> then);

private:
    void follow(const Route &route);
    void lookUp();
    void connectToServer();
    void encrypt();
    void tell(Step::Part part, const QString &detail);
    void finish(const std::optional<ApiError> &error);

    const ConnectionSettings m_settings;
    std::unique_ptr<Route> m_route;
    std::unique_ptr<QSslSocket> m_socket;
    std::function<void(const Step &)> m_told;
    std::function<void(const std::optional<ApiError> &)> m_then;
    QElapsedTimer m_clock;
    QTimer m_limit;
};
