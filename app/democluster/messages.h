#pragma once

#include <QByteArray>
#include <QList>
#include <QString>
#include <QUrlQuery>

#include <utility>

namespace demo {

using Header = std::pair<QByteArray, QByteArray>;

//! One HTTP request as it came in, whole.
struct Request
{
    QByteArray method; //!< in capitals, "GET"
    QString path;      //!< without the query
    QUrlQuery query;
    QList<Header> headers{};
    QByteArray body{};
    quint16 peerPort = 0; //!< tells connections apart
    bool fromLoopback = false;

    //! The value of the first header called \a name in any case, trimmed; empty when there is none.
    [[nodiscard]] QByteArray header(QByteArrayView name) const;
    //! The value of \a name in the Cookie header; empty when there is none.
    [[nodiscard]] QByteArray cookie(QByteArrayView name) const;
};

//! One HTTP reply; Content-Length is added by the server.
struct Reply
{
    int status = 200;
    QByteArray contentType{};
    QByteArray body{};
    QList<Header> headers{};
    qint64 delayMs = 0; //!< from the request to the reply
    bool drop = false;  //!< close the connection without a reply
};

} // namespace demo
