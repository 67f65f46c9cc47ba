#pragma once

#include "core/api/apierror.h"
#include "core/http/connectionsettings.h"
#include "core/http/httpmessage.h"
#include "core/support/result.h"

#include <QObject>
#include <QPointer>

#include <functional>
#include <memory>

class HttpExchange;
class NetworkSession;

//! Owns one call in flight. Destroying or overwriting it cancels silently: no callback, no late
//! change.
class [[nodiscard]] HttpCall final
{
public:
    HttpCall();
    explicit HttpCall(HttpExchange *exchange);
    HttpCall(HttpCall &&other) noexcept;
    HttpCall &operator=(HttpCall &&other) noexcept;
    ~HttpCall();
    Q_DISABLE_COPY(HttpCall)

    [[nodiscard]] bool isActive() const;
    void cancel();

private:
    QPointer<HttpExchange> m_exchange;
};

//! Sends one HttpRequest to one server and answers exactly once. All network rules live here: no
//! redirects, one click one request, idle and hard limits, a cap on every body, explicit TLS, proxy
//! and cookies. It knows no JSON and no state. Costs nothing until first used: the network stack is
//! loaded on demand.
class HttpClient final : public QObject
{
    Q_OBJECT

public:
    using Answer = Result<HttpResponse, ApiError>;
    using Callback = std::function<void(Answer)>;

    explicit HttpClient(ConnectionSettings settings, QObject *parent = nullptr);
    ~HttpClient() override;

    [[nodiscard]] const ConnectionSettings &settings() const;

    //! Sends \a request; \a callback is called once, later, from the event loop, unless the call is
    //! destroyed first. A GET is tried again at most twice on 429, 502, 503 and 504, within the
    //! hard deadline.
    HttpCall send(HttpRequest request, Callback callback);

    //! Opens up to \a connections connections (TLS included) ahead of need, without sending a
    //! request.
    void warmUp(int connections = 2);

    //! Drops cookies and open connections, and with them what they keep of secrets.
    void forgetSession();
    [[nodiscard]] bool hasSessionCookies() const;

    //! User name and password for the proxy, asked for separately; kept in memory only.
    void setProxyCredentials(const QString &user, const SecretBuffer &password);

Q_SIGNALS:
    //! One line per exchange for the activity view: nothing secret, no query, no body.
    void exchanged(const QString &method, const QString &path, int status, qint64 elapsedMs);

private:
    ConnectionSettings m_settings;
    std::unique_ptr<NetworkSession> m_session;
};
