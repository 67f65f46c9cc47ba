#pragma once

#include "core/http/route.h"
#include "core/support/clock.h"
#include "core/support/secretbuffer.h"

#include <QList>
#include <QObject>
#include <QSslError>
#include <QTimer>

#include <functional>
#include <memory>
#include <optional>
#include <vector>

class QAuthenticator;
class QNetworkAccessManager;
class QNetworkCookieJar;
class QNetworkReply;

//! User name and password for a proxy that asks.
struct ProxyCredentials
{
    QString user;
    SecretBuffer password;
};

//! What one profile keeps between its calls: the route, Qt's access manager with its open
//! connections, and the cookies. All in memory, made at first need.
class NetworkSession final : public QObject
{
    Q_OBJECT

public:
    explicit NetworkSession(const ConnectionSettings &settings);
    ~NetworkSession() override;

    //! Calls \a then, at once or later, when the route is known, unless \a context is gone. It is
    //! worked out anew when it was no good, when nothing was sent for a while, and when in doubt.
    void prepare(QObject *context, const std::function<void(const Route &)> &then);
    [[nodiscard]] const Route &route() const { return *m_route; }

    //! The manager for one call. With a pinned key each call has its own: a connection that Qt
    //! opened for another one may never have been shown to us. Only after prepare().
    [[nodiscard]] QNetworkAccessManager &managerForCall();
    //! A call that had a body or a token was answered. What was written last stays with a
    //! connection as long as it is open (Qt keeps the buffer, with the clear text under TLS): a
    //! little later, when what belongs together is over, others take the place of the present ones.
    void noteSecretSent();
    //! No call that begins from now on uses the present connections.
    void retireConnections();
    //! The next call works the route out anew: a CA file is mended, a system's proxy changes.
    void doubtRoute() { m_isRouteDoubted = true; }
    //! Opens \a count connections ahead of need.
    void warmUp(int count);

    //! The Cookie header for a call to \a path that acts on the cookie session; empty: none.
    [[nodiscard]] QByteArray cookies(const QByteArray &path) const;
    //! Takes over a Set-Cookie field of an answer to a call that began in \a era.
    void setCookies(const QByteArray &field, int era);
    [[nodiscard]] bool hasCookies() const { return !cookies("/").isEmpty(); }

    //! What the last failed handshake was about: Qt tells only one of the calls that it fails.
    [[nodiscard]] const QList<QSslError> &tlsErrors() const { return m_tlsErrors; }

    //! Changes with every forget(): what began before belongs to nobody any more.
    [[nodiscard]] int era() const { return m_era; }
    void forget();
    void setProxyCredentials(const ProxyCredentials &credentials);

Q_SIGNALS:
    void prepared();

private:
    [[nodiscard]] bool isRouteGood() const;
    void takeRoute(Route route);
    [[nodiscard]] std::unique_ptr<QNetworkAccessManager> makeManager();
    void checkKey(QNetworkReply &reply);
    void answerProxy(QAuthenticator *authenticator);
    void sweep();

    const ConnectionSettings m_settings;
    const TimeSource m_time = TimeSource::system();
    std::optional<Route> m_route;
    qint64 m_routeFoundMs = 0;
    bool m_isPreparing = false;
    bool m_isRouteDoubted = false;
    ProxyCredentials m_proxyCredentials;
    bool m_proxyAnswered = false;
    std::unique_ptr<QNetworkAccessManager> m_manager;
    std::vector<std::unique_ptr<QNetworkAccessManager>> m_retired; //!< until their calls have ended
    qint64 m_lastUseMs = 0;
    QTimer m_renewal;
    std::unique_ptr<QNetworkCookieJar> m_jar;
    QList<QSslError> m_tlsErrors;
    int m_era = 0;
};
