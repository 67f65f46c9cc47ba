#include "tests/core/apitexts.h"

#include <QFile>
#include <QMetaEnum>
#include <QTest>

using namespace Qt::StringLiterals;

namespace apitexts {

static QByteArray nameOf(HttpRequest::Method method)
{
    switch (method) {
    case HttpRequest::Method::Get:
        return "GET";
    case HttpRequest::Method::Post:
        return "POST";
    case HttpRequest::Method::Put:
        return "PUT";
    }
    return {};
}

QByteArray line(const HttpRequest &request)
{
    QByteArray text = nameOf(request.method) + ' ' + request.target + '\n';
    if (!request.accept.isEmpty())
        text += "Accept: " + request.accept + '\n';
    if (!request.contentType.isEmpty())
        text += "Content-Type: " + request.contentType + '\n';
    if (!request.bearer.isEmpty())
        text += "Bearer " + request.bearer.view().toByteArray() + '\n';
    if (request.usesCookies)
        text += "cookies\n";
    if (request.method == HttpRequest::Method::Get && !request.mayRepeat)
        text += "once\n";
    text += "at most " + QByteArray::number(request.replyCap) + '\n';
    text += '\n';
    text += request.body ? request.body->view().toByteArray() : "no body"_ba;
    return text;
}

QByteArray line(const ApiResult<HttpRequest> &request)
{
    return request ? line(*request) : line(request.error());
}

QByteArray line(const ApiError &error)
{
    QByteArray text =
        QMetaEnum::fromType<ApiError::Kind>().valueToKey(static_cast<int>(error.kind));
    if (error.httpStatus != 0)
        text += " status=" + QByteArray::number(error.httpStatus);
    if (error.code)
        text += " code=" + QByteArray::number(*error.code);
    if (!error.incidentId.isEmpty())
        text += " incident=" + error.incidentId.toUtf8();
    if (error.retryAfterSeconds)
        text += " retry=" + QByteArray::number(*error.retryAfterSeconds);
    if (!error.serverMessage.isEmpty())
        text += " | " + error.serverMessage.toUtf8();
    if (!error.detail.isEmpty())
        text += " [" + error.detail.toUtf8() + ']';
    return text;
}

HttpResponse json(int status, const QByteArray &body)
{
    HttpResponse response;
    response.status = status;
    response.contentType = "application/json";
    response.body = body;
    return response;
}

HttpResponse page(int status, const QByteArray &body)
{
    HttpResponse response = json(status, body);
    response.contentType = "text/html";
    return response;
}

HttpResponse empty(int status)
{
    HttpResponse response;
    response.status = status;
    return response;
}

QByteArray sample(const char *name)
{
    QFile file(QFINDTESTDATA("samples/"_L1 + QLatin1StringView(name)));
    if (!file.open(QIODevice::ReadOnly))
        qFatal("No sample %s", name);
    return file.readAll();
}

} // namespace apitexts
