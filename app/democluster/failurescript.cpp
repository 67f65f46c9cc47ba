#include "app/democluster/failurescript.h"

#include "app/democluster/httpserver.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace demo {

static QByteArray bodyText(const QJsonValue &value)
{
    if (value.isString())
        return value.toString().toUtf8();
    if (value.isObject())
        return QJsonDocument(value.toObject()).toJson(QJsonDocument::Compact);
    return QJsonDocument(value.toArray()).toJson(QJsonDocument::Compact);
}

static std::optional<QString> problem(const QJsonObject &line, const ScriptedFailure &failure)
{
    static const QStringList known{
        u"operation"_s,    u"call"_s, u"status"_s,      u"refuse"_s,  u"code"_s,
        u"debug"_s,        u"body"_s, u"contentType"_s, u"headers"_s, u"delayMs"_s,
        u"advanceClock"_s, u"drop"_s, u"execute"_s};
    const QStringList keys = line.keys();
    for (const QString &key : keys) {
        if (!known.contains(key))
            return u"unknown field %1"_s.arg(key);
    }
    if (failure.operation.isEmpty())
        return u"a line without operation"_s;
    for (const int status : {failure.status, failure.refuse}) {
        if (status != 0 && !HttpServer::canSend(status))
            return u"status %1 cannot be sent"_s.arg(status);
    }
    return std::nullopt;
}

static ScriptedFailure readLine(const QJsonObject &line)
{
    ScriptedFailure failure{.operation = line.value(u"operation"_s).toString(),
                            .call = line.value(u"call"_s).toInt(),
                            .status = line.value(u"status"_s).toInt(),
                            .refuse = line.value(u"refuse"_s).toInt(),
                            .debug = line.value(u"debug"_s).toString(u"Scripted failure"_s),
                            .headers = {}};
    failure.code = line.value(u"code"_s).toInt(failure.code);
    failure.body = bodyText(line.value(u"body"_s));
    if (line.value(u"body"_s).isObject())
        failure.contentType = "application/json";
    if (const QString type = line.value(u"contentType"_s).toString(); !type.isEmpty())
        failure.contentType = type.toLatin1();
    const QJsonObject headers = line.value(u"headers"_s).toObject();
    for (auto header = headers.begin(); header != headers.end(); ++header)
        failure.headers.emplaceBack(header.key().toLatin1(), header.value().toString().toLatin1());
    failure.delayMs = line.value(u"delayMs"_s).toInt();
    failure.advanceClockMs = line.value(u"advanceClock"_s).toInteger() * 1000;
    failure.drop = line.value(u"drop"_s).toBool();
    failure.execute = line.value(u"execute"_s).toBool();
    return failure;
}

std::variant<FailureScript, QString> FailureScript::parse(const QByteArray &json)
{
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(json, &error);
    if (!document.isArray())
        return u"not a JSON list: %1"_s.arg(error.errorString());
    FailureScript script;
    const QJsonArray lines = document.array();
    for (const QJsonValue &line : lines) {
        const ScriptedFailure failure = readLine(line.toObject());
        if (const auto text = problem(line.toObject(), failure))
            return *text;
        script.m_failures.append(failure);
    }
    return script;
}

const ScriptedFailure *FailureScript::find(const QString &operation, int call) const
{
    const auto found =
        std::find_if(m_failures.begin(), m_failures.end(), [&](const ScriptedFailure &failure) {
            return (failure.operation == operation || failure.operation == "*"_L1) &&
                   (failure.call == 0 || failure.call == call);
        });
    return found == m_failures.end() ? nullptr : &*found;
}

} // namespace demo
