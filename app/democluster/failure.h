#pragma once

#include "app/democluster/messages.h"

#include <QByteArray>
#include <QJsonArray>
#include <QJsonObject>
#include <QString>

#include <variant>

namespace demo {

//! Why a call is refused, before a form puts it in its own words (FACTS 5.11 for the codes).
struct Failure
{
    int status = 500;
    int code = 10038;
    QString debug;

    [[nodiscard]] static Failure badRequest(const QString &debug) { return {400, 10002, debug}; }
    [[nodiscard]] static Failure notAuthenticated(const QString &debug)
    {
        return {401, 10097, debug};
    }
    [[nodiscard]] static Failure forbidden(const QString &debug) { return {403, 10023, debug}; }
    [[nodiscard]] static Failure wrongMethod()
    {
        return {405, 10002, QStringLiteral("Method not allowed")};
    }
    [[nodiscard]] static Failure wrongContentType()
    {
        return {415, 10002, QStringLiteral("Unsupported media type")};
    }
};

//! What an operation ends with.
using Outcome = std::variant<Reply, Failure>;

enum class ErrorShape
{
    Live, //!< one level deeper, debug a JSON array in a string (FACTS 6.9 b)
    Spec  //!< as published (FACTS 6.9 a)
};

//! HTTP 500 whatever happened, the real status deep inside (FACTS 6.8). \a operation as the gateway
//! names it, "restapiV2__login".
[[nodiscard]] Reply betaError(const Failure &failure, const QString &operation);
[[nodiscard]] Reply currentError(const Failure &failure, ErrorShape shape);
//! Flat (FACTS 6.9 c).
[[nodiscard]] Reply v1Error(const Failure &failure);
//! The web page that a server shows for a path it does not know.
[[nodiscard]] Reply webPage(int status, const QByteArray &title);

[[nodiscard]] Reply jsonReply(const QJsonObject &object);
[[nodiscard]] Reply jsonReply(const QJsonArray &array);
//! \a json is JSON already.
[[nodiscard]] Reply jsonBytes(const QByteArray &json);
//! 204, nothing else.
[[nodiscard]] Reply emptyReply();

} // namespace demo
