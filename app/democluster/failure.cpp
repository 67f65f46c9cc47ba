#include "app/democluster/failure.h"

#include <QJsonDocument>
#include <QUuid>

using namespace Qt::StringLiterals;

namespace demo {

Reply jsonBytes(const QByteArray &json)
{
    return {.status = 200,
            .contentType = "application/json;charset=UTF-8",
            .body = json,
            .headers = {}};
}

static Reply jsonReply(int status, const QJsonObject &object)
{
    Reply reply = jsonReply(object);
    reply.status = status;
    return reply;
}

//! The server's words as live servers wrap them: a JSON array inside a string.
static QString asArrayText(const QString &debug)
{
    const QJsonArray lines{debug, QString()};
    return QString::fromUtf8(QJsonDocument(lines).toJson(QJsonDocument::Compact));
}

static QJsonObject details(const Failure &failure, const QString &debug, const QString &trace)
{
    const QString incident = QUuid::createUuid().toString(QUuid::WithoutBraces);
    return {{u"code"_s, failure.code},
            {u"incident_id_guid"_s, incident},
            {u"trace_id_guid"_s, trace.isEmpty() ? incident : trace},
            {u"debug"_s, debug}};
}

Reply betaError(const Failure &failure, const QString &operation)
{
    const QJsonObject upstream{{u"data"_s, details(failure, failure.debug, {})},
                               {u"status"_s, failure.status}};
    const QJsonObject exception{
        {u"service"_s, u"CALLOSUM"_s},
        {u"upstreamResponse"_s, upstream},
        {u"stacktrace"_s, QJsonArray{u"Request failed with status code %1"_s.arg(failure.status)}}};
    const QJsonObject errors{{u"message"_s, u"Request failed with status code 500"_s},
                             {u"locations"_s, QJsonObject{{u"line"_s, 2}, {u"column"_s, 3}}},
                             {u"path"_s, QJsonArray{operation}},
                             {u"extension"_s, QJsonObject{{u"service"_s, u"CALLOSUM"_s},
                                                          {u"code"_s, u"UPSTREAM_FAILURE"_s},
                                                          {u"exception"_s, exception}}}};
    return jsonReply(500, {{u"error"_s, QJsonObject{{u"errors"_s, errors}}}});
}

Reply currentError(const Failure &failure, ErrorShape shape)
{
    const QJsonObject message =
        shape == ErrorShape::Spec
            ? details(failure, failure.debug, {})
            : QJsonObject{{u"debug"_s,
                           details(failure, asArrayText(failure.debug), u"tracing-disabled"_s)}};
    return jsonReply(failure.status, {{u"error"_s, QJsonObject{{u"message"_s, message}}}});
}

Reply v1Error(const Failure &failure)
{
    return jsonReply(failure.status, details(failure, asArrayText(failure.debug), {}));
}

Reply webPage(int status, const QByteArray &title)
{
    return {.status = status,
            .contentType = "text/html; charset=utf-8",
            .body = "<!DOCTYPE html><html><head><title>" + title + "</title></head><body><h1>" +
                    title + "</h1><div id=\"app\"></div></body></html>",
            .headers = {}};
}

Reply jsonReply(const QJsonObject &object)
{
    return jsonBytes(QJsonDocument(object).toJson(QJsonDocument::Compact));
}

Reply jsonReply(const QJsonArray &array)
{
    return jsonBytes(QJsonDocument(array).toJson(QJsonDocument::Compact));
}

Reply emptyReply()
{
    return {.status = 204, .contentType = {}, .body = {}, .headers = {}};
}

} // namespace demo
