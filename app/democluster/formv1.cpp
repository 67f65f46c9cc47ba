#include "app/democluster/form.h"
#include "app/democluster/objects.h"

#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace demo {

static Outcome login(Cluster &cluster, bool secureCookies, const Call &call)
{
    const QString name = call.fields.text("username"_L1, FieldReader::Need::Required);
    const QString password = call.fields.text("password"_L1, FieldReader::Need::Required);
    const bool remembered = call.fields.text("rememberme"_L1) == u"true"_s;
    const QString orgId = call.fields.text("orgid"_L1);
    if (call.request.header("X-Requested-By").isEmpty())
        call.fields.fail(Failure::forbidden(u"X-Requested-By is required"_s));
    if (call.fields.failure())
        return *call.fields.failure();

    const auto checked = cluster.checkPassword(name, password);
    if (const auto *failure = std::get_if<Failure>(&checked))
        return *failure;
    User &user = *std::get<User *>(checked);
    const auto org =
        orgId.isEmpty() ? cluster.checkOrg(user, user.lastOrg) : cluster.checkOrg(user, orgId);
    if (const auto *failure = std::get_if<Failure>(&org))
        return *failure;
    Reply reply = emptyReply();
    reply.headers =
        sessionCookies(cluster.openSession(user, std::get<qint32>(org), remembered), secureCookies);
    return reply;
}

static Outcome logout(const Call &call)
{
    if (call.caller.session != nullptr)
        call.caller.session->ended = true;
    Reply reply = emptyReply();
    reply.headers = expiredCookies();
    return reply;
}

static Outcome info(const Call &call)
{
    return jsonBytes(sessionInfo(call.caller, call.request));
}

static Outcome isActive(const Call &)
{
    return emptyReply();
}

static Outcome orgs(const Call &call)
{
    return jsonReply(orgsList(call.caller));
}

static Outcome switchOrg(Cluster &cluster, const Call &call)
{
    const QString id = call.fields.text("orgid"_L1, FieldReader::Need::Required);
    bool isNumber = false;
    const int orgId = id.toInt(&isNumber);
    if (!isNumber)
        call.fields.fail(Failure::badRequest(u"Parameter orgid must be a number"_s));
    // A token's Org is fixed when it is issued.
    if (call.caller.session == nullptr)
        call.fields.fail(Failure::badRequest(u"Switching the Org needs a session cookie"_s));
    if (call.fields.failure())
        return *call.fields.failure();
    const auto org = cluster.checkOrg(*call.caller.user, orgId);
    if (const auto *failure = std::get_if<Failure>(&org))
        return *failure;
    call.caller.session->org = std::get<qint32>(org);
    call.caller.user->lastOrg = std::get<qint32>(org);
    return emptyReply();
}

static Outcome preauthInfo(const Call &call)
{
    return jsonBytes("{\"info\":" + sessionInfo(call.caller, call.request) + "}");
}

Form v1Form(Cluster &cluster, bool secureCookies)
{
    const auto logIn = [&cluster, secureCookies](const Call &call) {
        return login(cluster, secureCookies, call);
    };
    const auto changeOrg = [&cluster](const Call &call) { return switchOrg(cluster, call); };
    using enum BodyRule;
    using enum Access;
    Form form{
        u"v1"_s, {}, [](const Failure &failure, const QString &) { return v1Error(failure); }};
    // The web pages use the short path, the published one has /tspublic/v1 in it.
    for (const QString &base : {u"/callosum/v1/tspublic/v1/session"_s, u"/callosum/v1/session"_s}) {
        form.operations.append({
            {"POST", base + u"/login"_s, u"v1/login"_s, UrlEncoded, Open, logIn},
            {"POST", base + u"/logout"_s, u"v1/logout"_s, None, SignedIn, logout},
            {"GET", base + u"/info"_s, u"v1/info"_s, None, SignedIn, info},
            {"GET", base + u"/isactive"_s, u"v1/isActive"_s, None, SignedIn, isActive},
            {"GET", base + u"/orgs"_s, u"v1/orgs"_s, None, SignedIn, orgs},
            {"PUT", base + u"/orgs"_s, u"v1/switchOrg"_s, UrlEncoded, SignedIn, changeOrg},
        });
    }
    form.operations.append(
        {"GET", u"/prism/preauth/info"_s, u"v1/preauthInfo"_s, None, SignedIn, preauthInfo});
    return form;
}

} // namespace demo
