#pragma once

#include <QByteArray>
#include <QJsonObject>
#include <QList>
#include <QNetworkAccessManager>
#include <QUrl>

#include <utility>

class DemoCluster;

//! What a plain client gets to see of a reply.
struct PlainAnswer
{
    int status = 0; //!< 0: no answer came
    QByteArray body{};
    QByteArray contentType{};
    QByteArray date{};
    QList<QByteArray> setCookies{};

    [[nodiscard]] QJsonObject json() const;
    //! The status that a beta hides in its body, 0 when there is none (FACTS 6.8).
    [[nodiscard]] int upstreamStatus() const;
    //! The text at "token".
    [[nodiscard]] QString token() const;
};

//! Sends requests to a demo cluster as they are written, with nothing of ours but the headers that
//! are asked for. Each call waits for its reply. Cookies are kept and sent back.
class PlainClient final
{
public:
    using Headers = QList<std::pair<QByteArray, QByteArray>>;

    explicit PlainClient(const DemoCluster &cluster);

    PlainAnswer send(const QByteArray &method, const QString &path, const Headers &headers = {},
                     const QByteArray &body = {});
    PlainAnswer get(const QString &path, const Headers &headers = {});
    //! POST with a JSON body.
    PlainAnswer post(const QString &path, const QJsonObject &body, Headers headers = {});
    //! Drops the cookies.
    void forget();
    //! Trusts the certificate in \a fileName and no other.
    void trust(const QString &fileName);

    [[nodiscard]] static Headers bearer(const QString &token);
    //! What a call with a session cookie needs beside the cookie.
    [[nodiscard]] static Headers requestedBy();

private:
    QUrl m_origin;
    QNetworkAccessManager m_network;
    QString m_authorityFile;
};
