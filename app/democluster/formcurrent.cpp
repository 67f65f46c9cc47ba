#include "app/democluster/currentoperations.h"
#include "app/democluster/objects.h"

#include <QJsonArray>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace demo {

Reply Current::success() const
{
    Reply reply = emptyReply();
    if (m_cluster.has(Quirk::SuccessIs200))
        reply.status = 200;
    return reply;
}

Reply Current::endSession(const Call &call) const
{
    Reply reply = success();
    if (call.caller.session != nullptr) {
        call.caller.session->ended = true;
        reply.headers = expiredCookies();
    }
    return reply;
}

std::variant<Caller, Failure> Current::whoLogsIn(const Call &call, const QString &name,
                                                 const QString &password) const
{
    if (name.isEmpty() && password.isEmpty()) {
        const auto caller = m_cluster.identify(call.request);
        if (const auto *known = std::get_if<Caller>(&caller);
            known != nullptr && known->token == nullptr)
            return Failure::notAuthenticated(u"Credentials were not accepted"_s);
        return caller;
    }
    if (name.isEmpty() || password.isEmpty())
        return Failure::badRequest(u"Parameters username and password are required"_s);
    auto user = m_cluster.checkPassword(name, password);
    if (const auto *failure = std::get_if<Failure>(&user))
        return *failure;
    return Caller{.user = std::get<User *>(user)};
}

Outcome Current::login(const Call &call) const
{
    const QString name = call.fields.text("username"_L1);
    const QString password = call.fields.text("password"_L1);
    const QString orgName = call.fields.text("org_identifier"_L1);
    const bool remembered = call.fields.flag("remember_me"_L1, false);
    if (call.fields.failure())
        return *call.fields.failure();

    const auto caller = whoLogsIn(call, name, password);
    if (const auto *failure = std::get_if<Failure>(&caller))
        return *failure;
    User &user = *std::get<Caller>(caller).user;
    const auto org = orgName.isEmpty() ? m_cluster.checkOrg(user, user.lastOrg)
                                       : m_cluster.checkOrg(user, orgName);
    if (const auto *failure = std::get_if<Failure>(&org))
        return *failure;

    Reply reply = success();
    if (m_cluster.has(Quirk::LoginWithoutCookie))
        return reply;
    const Session &session = m_cluster.openSession(user, std::get<qint32>(org), remembered);
    reply.headers = sessionCookies(session, m_secureCookies);
    return reply;
}

Outcome Current::logout(const Call &call) const
{
    return endSession(call);
}

Outcome Current::searchOrgs(const Call &call) const
{
    for (const QLatin1StringView unused : {"org_identifier"_L1, "description"_L1, "visibility"_L1,
                                           "status"_L1, "user_identifiers"_L1})
        call.fields.ignore(unused);
    if (!call.caller.user->administrator)
        return Failure::forbidden(u"ADMINISTRATION is needed"_s);
    QJsonArray orgs;
    QSet<qint32> seen;
    for (const User &user : m_cluster.users()) {
        for (const Org &org : user.orgs) {
            if (seen.contains(org.id))
                continue;
            seen.insert(org.id);
            orgs.append(QJsonObject{{u"id"_s, org.id},
                                    {u"name"_s, org.name},
                                    {u"status"_s, u"ACTIVE"_s},
                                    {u"description"_s, QString()},
                                    {u"visibility"_s, u"SHOW"_s}});
        }
    }
    return jsonReply(orgs);
}

Outcome Current::user(const Call &call)
{
    return jsonBytes(currentUser(call.caller));
}

Outcome Current::system(const Call &call)
{
    if (!call.caller.user->administrator)
        return Failure::forbidden(u"ADMINISTRATION is needed"_s);
    return jsonReply(systemInfo());
}

Form currentForm(Cluster &cluster, bool secureCookies, ErrorShape shape)
{
    const Current api(cluster, secureCookies);
    const auto bind = [api](Outcome (Current::*operation)(const Call &) const) {
        return [api, operation](const Call &call) { return (api.*operation)(call); };
    };
    const auto token = [api](Current::Kind kind) {
        return [api, kind](const Call &call) { return api.token(call, kind); };
    };
    const QString auth = u"/api/rest/2.0/auth"_s;
    const QString rest = u"/api/rest/2.0"_s;
    using enum BodyRule;
    using enum Access;
    Form form{
        u"2.0"_s,
        {{"POST", auth + u"/session/login"_s, u"2.0/login"_s, Json, Open, bind(&Current::login)},
         {"POST", auth + u"/session/logout"_s, u"2.0/logout"_s, None, SignedIn,
          bind(&Current::logout)},
         {"GET", auth + u"/session/user"_s, u"2.0/sessionUser"_s, None, SignedIn, Current::user},
         {"GET", auth + u"/session/token"_s, u"2.0/sessionToken"_s, None, SignedIn,
          bind(&Current::sessionToken)},
         {"POST", auth + u"/token/full"_s, u"2.0/tokenFull"_s, Json, Open,
          token(Current::Kind::Full)},
         {"POST", auth + u"/token/object"_s, u"2.0/tokenObject"_s, Json, Open,
          token(Current::Kind::Object)},
         {"POST", auth + u"/token/custom"_s, u"2.0/tokenCustom"_s, Json, Open,
          bind(&Current::customToken)},
         {"POST", auth + u"/token/revoke"_s, u"2.0/tokenRevoke"_s, Json, SignedIn,
          bind(&Current::revoke)},
         {"POST", auth + u"/token/validate"_s, u"2.0/tokenValidate"_s, Json, SignedIn,
          bind(&Current::validate)},
         {"GET", rest + u"/system"_s, u"2.0/system"_s, None, SignedIn, Current::system},
         {"POST", rest + u"/orgs/search"_s, u"2.0/orgsSearch"_s, Json, SignedIn,
          bind(&Current::searchOrgs)}},
        [shape](const Failure &failure, const QString &) { return currentError(failure, shape); }};
    if (cluster.has(Quirk::NoCustomTokens))
        form.operations.removeIf(
            [](const Operation &operation) { return operation.name == "2.0/tokenCustom"_L1; });
    return form;
}

} // namespace demo
