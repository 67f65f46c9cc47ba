#pragma once

#include "core/http/httpmessage.h"
#include "core/http/route.h"
#include "core/support/result.h"

#include <QSslError>

class QNetworkReply;

//! What a reply means at the level of HTTP. Qt calls much of what is broken a success, so the frame
//! is judged here. Pure functions.
namespace replyreader {

//! 4xx and 5xx keep this much of their body; their status is what counts.
inline constexpr qint64 errorBodyKept = 64 * 1024;

//! The finished \a reply came in full, whatever its status: Qt counts many of them as errors.
[[nodiscard]] bool isAnswer(const QNetworkReply &reply, const Route &route);

//! What is wrong with the head of \a reply, before its body is read; none: go on.
[[nodiscard]] std::optional<ApiError> headFault(const QNetworkReply &reply, qint64 cap);

//! The finished \a reply, whose body is \a body, as a value. \a isCut: the rest of it was given up.
[[nodiscard]] Result<HttpResponse, ApiError> read(const QNetworkReply &reply,
                                                  const QByteArray &body, bool isCut);

//! Why no whole answer came.
[[nodiscard]] ApiError transportError(const QNetworkReply &reply, const Route &route,
                                      const QList<QSslError> &tlsErrors);

//! No other request may use the connection of \a reply: its frame could be read in two ways.
[[nodiscard]] bool isAmbiguous(const QNetworkReply &reply);

//! "Sun, 06 Nov 1994 08:49:37 GMT" as milliseconds since epoch.
[[nodiscard]] std::optional<qint64> httpDateMs(const QByteArray &text);

} // namespace replyreader
