#include "app/democluster/gateway.h"

#include <QDateTime>
#include <QJsonDocument>
#include <QLocale>
#include <QTimeZone>
#include <QUrl>

using namespace Qt::StringLiterals;

namespace demo {

static QByteArray httpDate(qint64 milliseconds)
{
    const QDateTime moment = QDateTime::fromMSecsSinceEpoch(milliseconds, QTimeZone::utc());
    return QLocale::c().toString(moment, u"ddd, dd MMM yyyy HH:mm:ss 'GMT'"_s).toLatin1();
}

static std::variant<QJsonObject, Failure> readBody(const Request &request, BodyRule rule)
{
    if (rule == BodyRule::None) {
        if (!request.body.isEmpty())
            return Failure::badRequest(u"This call takes no body"_s);
        return QJsonObject();
    }
    const QByteArray type =
        request.header("Content-Type").split(';').constFirst().trimmed().toLower();
    if (rule == BodyRule::UrlEncoded) {
        if (type != "application/x-www-form-urlencoded")
            return Failure::wrongContentType();
        QJsonObject fields;
        QString text = QString::fromUtf8(request.body);
        const auto items = QUrlQuery(text.replace(u'+', u"%20"_s)).queryItems(QUrl::FullyDecoded);
        for (const auto &[name, value] : items)
            fields.insert(name, value);
        return fields;
    }
    if (type != "application/json")
        return Failure::wrongContentType();
    QJsonParseError error;
    const QJsonDocument document = QJsonDocument::fromJson(request.body, &error);
    if (!document.isObject())
        return Failure::badRequest(u"The body is not a JSON object: %1"_s.arg(error.errorString()));
    return document.object();
}

Gateway::Gateway(Cluster &cluster, Observer &observer, QList<Form> forms, Settings settings)
    : m_cluster(cluster)
    , m_observer(observer)
    , m_forms(std::move(forms))
    , m_settings(std::move(settings))
{}

Reply Gateway::handle(const Request &request)
{
    if (isStateRequest(request))
        return jsonReply(m_observer.state());
    const Target target = find(request);
    const QString name = target.operation != nullptr ? target.operation->name
                         : target.form != nullptr    ? u"wrong method"_s
                                                     : u"unknown path"_s;
    const int call = m_observer.count(name);
    QJsonObject description = m_observer.describe(request);
    const ScriptedFailure *failure = m_settings.script.find(name, call);
    Reply reply = failure != nullptr ? answerScripted(request, target, name, *failure)
                                     : answer(request, target, name);
    reply.headers.prepend({"Date", httpDate(m_cluster.nowMs())});
    reply.delayMs += 2 * m_settings.latencyMs;
    m_observer.keep(std::move(description), name, reply);
    return reply;
}

bool Gateway::isStateRequest(const Request &request) const
{
    // A web page that makes a browser ask under another name must not get the state.
    const QUrl host(u"http://"_s + QString::fromLatin1(request.header("Host")));
    static const QStringList loopbackNames{u"localhost"_s, u"127.0.0.1"_s, u"::1"_s};
    return m_settings.showState && request.method == "GET" && request.path == "/__demo/state"_L1 &&
           request.fromLoopback && loopbackNames.contains(host.host());
}

Gateway::Target Gateway::find(const Request &request) const
{
    Target target;
    for (const Form &form : m_forms) {
        for (const Operation &operation : form.operations) {
            if (operation.path != request.path)
                continue;
            target.form = &form;
            if (operation.method == request.method)
                return {&form, &operation};
        }
    }
    return target;
}

Reply Gateway::refuse(const Target &target, const Request &request, const QString &name,
                      const Failure &failure) const
{
    if (target.form != nullptr)
        return target.form->refuse(failure, name);
    return request.path.startsWith("/api/"_L1) ? currentError(failure, ErrorShape::Live)
                                               : webPage(failure.status, "Page not found");
}

Reply Gateway::answer(const Request &request, const Target &target, const QString &name)
{
    if (target.form == nullptr)
        return refuse(target, request, name, {404, 10002, u"No such resource"_s});
    if (target.operation == nullptr)
        return refuse(target, request, name, Failure::wrongMethod());
    Outcome outcome = run(request, *target.operation);
    if (const auto *failure = std::get_if<Failure>(&outcome))
        return refuse(target, request, name, *failure);
    return std::get<Reply>(std::move(outcome));
}

Reply Gateway::answerScripted(const Request &request, const Target &target, const QString &name,
                              const ScriptedFailure &failure)
{
    m_cluster.advanceClock(failure.advanceClockMs);
    const bool replaces = failure.status != 0 || failure.refuse != 0 || failure.drop;
    Reply reply;
    if (!replaces || failure.execute)
        reply = answer(request, target, name);
    if (failure.refuse != 0)
        reply = refuse(target, request, name, {failure.refuse, failure.code, failure.debug});
    if (failure.status != 0)
        reply = {.status = failure.status,
                 .contentType = failure.contentType,
                 .body = failure.body,
                 .headers = {}};
    reply.headers.append(failure.headers);
    reply.drop = failure.drop;
    reply.delayMs = failure.delayMs;
    return reply;
}

Outcome Gateway::run(const Request &request, const Operation &operation)
{
    if (request.header("User-Agent").isEmpty())
        return Failure::badRequest(u"User-Agent is required"_s);
    Caller caller;
    if (operation.access == Access::SignedIn) {
        const auto identified = m_cluster.identify(request);
        if (const auto *failure = std::get_if<Failure>(&identified))
            return *failure;
        caller = std::get<Caller>(identified);
        if (caller.user == nullptr)
            return Failure::notAuthenticated(u"User is not authenticated"_s);
    }
    const auto body = readBody(request, operation.body);
    if (const auto *failure = std::get_if<Failure>(&body))
        return *failure;
    FieldReader fields(std::get<QJsonObject>(body));
    Outcome outcome = operation.run({request, fields, caller});
    m_observer.countUnknownFields(operation.name, fields.unknownFields());
    return outcome;
}

} // namespace demo
