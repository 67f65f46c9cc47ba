#include "app/democluster/form.h"
#include "app/democluster/objects.h"

using namespace Qt::StringLiterals;

namespace demo {

enum class BetaVersion
{
    First,
    Later
};

//! The operations of both betas; copied into the form's functions, so it only refers.
class Beta final
{
public:
    Beta(Cluster &cluster, BetaVersion version, bool secureCookies)
        : m_cluster(cluster)
        , m_version(version)
        , m_secureCookies(secureCookies)
    {}

    [[nodiscard]] static Outcome info(const Call &call);
    [[nodiscard]] Outcome login(const Call &call) const;
    [[nodiscard]] Outcome logout(const Call &call) const;
    [[nodiscard]] Outcome getToken(const Call &call) const;
    [[nodiscard]] Outcome revokeToken(const Call &call) const;
    [[nodiscard]] Outcome switchOrg(const Call &call) const;

private:
    [[nodiscard]] bool isLater() const { return m_version == BetaVersion::Later; }
    [[nodiscard]] bool readRememberMe(FieldReader &fields) const;
    [[nodiscard]] Outcome openSession(User &user, qint32 org, bool remembered) const;

    Cluster &m_cluster;
    BetaVersion m_version;
    bool m_secureCookies;
};

//! The bare literal: FACTS 1, boolean responses.
static Reply yes()
{
    return jsonBytes("true");
}

Outcome Beta::info(const Call &call)
{
    return jsonBytes(sessionInfo(call.caller, call.request));
}

bool Beta::readRememberMe(FieldReader &fields) const
{
    // 1.9.0 made it an enumeration of texts, 1.13.1 a boolean again (FACTS 2).
    const QJsonValue value = fields.peek("rememberMe"_L1);
    if (!isLater() || !value.isString())
        return fields.flag("rememberMe"_L1, false);
    const QString text = fields.text("rememberMe"_L1);
    if (text != u"true"_s && text != u"false"_s)
        fields.fail(Failure::badRequest(u"Parameter rememberMe must be true or false"_s));
    return text == u"true"_s;
}

Outcome Beta::openSession(User &user, qint32 org, bool remembered) const
{
    const Session &session = m_cluster.openSession(user, org, remembered);
    Reply reply = jsonReply(QJsonObject{{u"userName"_s, user.name},
                                        {u"token"_s, QString()},
                                        {u"tokenCreatedTime"_s, u"-1"_s},
                                        {u"tokenExpiryDuration"_s, u"-1"_s},
                                        {u"tokenType"_s, u"Cookie"_s}});
    reply.headers = sessionCookies(session, m_secureCookies);
    return reply;
}

Outcome Beta::login(const Call &call) const
{
    const auto need = isLater() ? FieldReader::Need::Optional : FieldReader::Need::Required;
    const QString name = call.fields.text("userName"_L1, need);
    const QString password = call.fields.text("password"_L1, need);
    const bool remembered = readRememberMe(call.fields);
    if (name.isEmpty() != password.isEmpty())
        call.fields.fail(Failure::badRequest(u"userName and password go together"_s));
    if (call.fields.failure())
        return *call.fields.failure();

    // Credentials in the body win over the header (FACTS 2).
    if (!name.isEmpty()) {
        const auto checked = m_cluster.checkPassword(name, password);
        if (const auto *failure = std::get_if<Failure>(&checked))
            return *failure;
        User &user = *std::get<User *>(checked);
        return openSession(user, user.lastOrg, remembered);
    }
    const auto identified = m_cluster.identify(call.request);
    if (const auto *failure = std::get_if<Failure>(&identified))
        return *failure;
    const Caller &caller = std::get<Caller>(identified);
    if (caller.token == nullptr)
        return Failure::notAuthenticated(u"Credentials were not accepted"_s);
    return openSession(*caller.user, caller.token->org, remembered);
}

Outcome Beta::logout(const Call &call) const
{
    // Declared without authentication: with a dead credential or none there is nothing to end.
    const auto identified = m_cluster.identify(call.request);
    const auto *caller = std::get_if<Caller>(&identified);
    Reply reply = yes();
    if (caller == nullptr)
        return reply;
    if (caller->token != nullptr)
        m_cluster.revoke(*caller->token);
    if (caller->session != nullptr) {
        caller->session->ended = true;
        reply.headers = expiredCookies();
    }
    return reply;
}

Outcome Beta::getToken(const Call &call) const
{
    constexpr qint32 daySeconds = 86'400;
    FieldReader &fields = call.fields;
    const QString name = fields.text("userName"_L1, FieldReader::Need::Required);
    const QString password = fields.text("password"_L1, isLater() ? FieldReader::Need::Optional
                                                                  : FieldReader::Need::Required);
    const qint32 seconds = fields.secondsAsText("tokenExpiryDuration"_L1).value_or(daySeconds);
    const QString secretKey = isLater() ? fields.text("secretKey"_L1) : QString();
    const QString access = isLater() ? fields.text("accessLevel"_L1) : QString();
    const QString objectId = isLater() ? fields.text("tsObjectId"_L1) : QString();
    const QString orgId = isLater() ? fields.text("orgId"_L1) : QString();
    if (!access.isEmpty() && access != u"FULL"_s && access != u"REPORT_BOOK_VIEW"_s)
        fields.fail(Failure::badRequest(u"Parameter accessLevel is not one of the known"_s));
    if (access == u"REPORT_BOOK_VIEW"_s && objectId.isEmpty())
        fields.fail(Failure::badRequest(u"Parameter tsObjectId is required"_s));
    if (fields.failure())
        return *fields.failure();

    const auto checked = m_cluster.checkCredentials(name, password, secretKey);
    if (const auto *failure = std::get_if<Failure>(&checked))
        return *failure;
    const User &user = *std::get<User *>(checked);
    const auto org =
        orgId.isEmpty() ? m_cluster.checkOrg(user, user.lastOrg) : m_cluster.checkOrg(user, orgId);
    if (const auto *failure = std::get_if<Failure>(&org))
        return *failure;

    const Token &token = m_cluster.mint(Token{.owner = user.name,
                                              .org = std::get<qint32>(org),
                                              .accessType = access.isEmpty() ? u"FULL"_s : access,
                                              .objectId = objectId},
                                        seconds);
    return jsonReply(QJsonObject{{u"userName"_s, user.name},
                                 {u"token"_s, QString::fromLatin1(token.value)},
                                 {u"tokenCreatedTime"_s, QString::number(token.createdMs)},
                                 {u"tokenExpiryDuration"_s, QString::number(token.expiresMs)},
                                 {u"tokenType"_s, u"Bearer"_s}});
}

Outcome Beta::revokeToken(const Call &call) const
{
    if (call.caller.token == nullptr)
        return Failure::notAuthenticated(u"A bearer token is required"_s);
    m_cluster.revoke(*call.caller.token);
    return yes();
}

Outcome Beta::switchOrg(const Call &call) const
{
    const QString id = call.fields.text("id"_L1, FieldReader::Need::Required);
    if (call.fields.failure())
        return *call.fields.failure();
    if (call.caller.session == nullptr)
        return Failure::badRequest(u"Switching the Org needs a session cookie"_s);
    const auto org = m_cluster.checkOrg(*call.caller.user, id);
    if (const auto *failure = std::get_if<Failure>(&org))
        return *failure;
    call.caller.session->org = std::get<qint32>(org);
    call.caller.user->lastOrg = std::get<qint32>(org);
    return yes();
}

static Form betaForm(const QString &name, const QString &base, const Beta &api)
{
    const auto bind = [api](Outcome (Beta::*operation)(const Call &) const) {
        return [api, operation](const Call &call) { return (api.*operation)(call); };
    };
    using enum BodyRule;
    using enum Access;
    return {
        name,
        {{"GET", base, name + u"/info"_s, None, SignedIn, &Beta::info},
         {"POST", base + u"/login"_s, name + u"/login"_s, Json, Open, bind(&Beta::login)},
         {"POST", base + u"/logout"_s, name + u"/logout"_s, None, Open, bind(&Beta::logout)},
         {"POST", base + u"/gettoken"_s, name + u"/gettoken"_s, Json, Open, bind(&Beta::getToken)},
         {"POST", base + u"/revoketoken"_s, name + u"/revoketoken"_s, None, SignedIn,
          bind(&Beta::revokeToken)}},
        [](const Failure &failure, const QString &operation) {
            return betaError(failure, u"restapiV2__"_s + operation.section(u'/', 1));
        }};
}

Form firstBetaForm(Cluster &cluster, bool secureCookies)
{
    return betaForm(u"beta-2022"_s, u"/api/rest/v2/session"_s,
                    Beta(cluster, BetaVersion::First, secureCookies));
}

Form laterBetaForm(Cluster &cluster, bool secureCookies)
{
    const Beta api(cluster, BetaVersion::Later, secureCookies);
    const QString base = u"/tspublic/rest/v2/session"_s;
    Form form = betaForm(u"beta"_s, base, api);
    form.operations.append({"PUT", base + u"/org"_s, u"beta/org"_s, BodyRule::Json,
                            Access::SignedIn,
                            [api](const Call &call) { return api.switchOrg(call); }});
    return form;
}

} // namespace demo
