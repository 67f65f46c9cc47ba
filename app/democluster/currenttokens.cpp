#include "app/democluster/currentoperations.h"
#include "app/democluster/customvalues.h"
#include "app/democluster/objects.h"

#include <QJsonArray>
#include <QJsonObject>

using namespace Qt::StringLiterals;

namespace demo {

static constexpr qint32 defaultSeconds = 300;
static constexpr qint32 daySeconds = 86'400;

static QJsonObject times(const Token &token)
{
    return {{u"creation_time_in_millis"_s, token.createdMs},
            {u"expiration_time_in_millis"_s, token.expiresMs}};
}

static QJsonObject scope(const Token &token)
{
    return {
        {u"access_type"_s, token.accessType},
        {u"org_id"_s, token.org},
        {u"metadata_id"_s, token.objectId.isEmpty() ? QJsonValue() : QJsonValue(token.objectId)}};
}

static QJsonObject tokenObject(const Token &token, const User &user)
{
    QJsonObject object = times(token);
    object.insert(u"token"_s, QString::fromLatin1(token.value));
    object.insert(u"valid_for_user_id"_s, user.id());
    object.insert(u"valid_for_username"_s, user.name);
    return object;
}

Outcome Current::sessionToken(const Call &call) const
{
    const Token &token = m_cluster.mint(
        Token{.owner = call.caller.user->name, .org = call.caller.org()}, daySeconds);
    return jsonReply(tokenObject(token, *call.caller.user));
}

//! What full, object and custom tokens are asked for with.
struct Wanted
{
    QString name;
    QString password;
    QString secretKey;
    qint32 seconds = defaultSeconds;
};

static Wanted readWanted(FieldReader &fields)
{
    Wanted wanted{.name = fields.text("username"_L1, FieldReader::Need::Required),
                  .password = fields.text("password"_L1),
                  .secretKey = fields.text("secret_key"_L1),
                  .seconds = fields.integer("validity_time_in_sec"_L1).value_or(defaultSeconds)};
    if (wanted.seconds <= 0)
        fields.fail(Failure::badRequest(u"Parameter validity_time_in_sec must be above 0"_s));
    for (const QLatin1StringView unused : {"email"_L1, "display_name"_L1})
        static_cast<void>(fields.text(unused));
    return wanted;
}

Outcome Current::token(const Call &call, Kind kind) const
{
    FieldReader &fields = call.fields;
    const Wanted wanted = readWanted(fields);
    const std::optional<qint32> orgId = fields.integer("org_id"_L1);
    const QString objectId = kind == Kind::Object ? fields.text("object_id"_L1) : QString();
    static_cast<void>(fields.texts("group_identifiers"_L1));
    fields.ignore("user_parameters"_L1);
    if (fields.flag("auto_create"_L1, false) && wanted.secretKey.isEmpty())
        fields.fail(Failure::badRequest(u"Parameter auto_create needs a secret key"_s));
    if (fields.failure())
        return *fields.failure();

    const auto checked = m_cluster.checkCredentials(wanted.name, wanted.password, wanted.secretKey);
    if (const auto *failure = std::get_if<Failure>(&checked))
        return *failure;
    const User &user = *std::get<User *>(checked);
    const qint32 usualOrg = wanted.secretKey.isEmpty() ? user.lastOrg : 0;
    const auto org = m_cluster.checkOrg(user, orgId.value_or(usualOrg));
    if (const auto *failure = std::get_if<Failure>(&org))
        return *failure;

    const Token &token =
        m_cluster.mint(Token{.owner = user.name,
                             .org = std::get<qint32>(org),
                             .accessType = kind == Kind::Object ? u"REPORT_BOOK_VIEW"_s : u"FULL"_s,
                             .objectId = objectId},
                       wanted.seconds);
    QJsonObject object = tokenObject(token, user);
    object.insert(u"scope"_s, scope(token));
    return jsonReply(object);
}

Outcome Current::customToken(const Call &call) const
{
    FieldReader &fields = call.fields;
    const Wanted wanted = readWanted(fields);
    const QString orgName = fields.text("org_identifier"_L1);
    checkCustomValues(fields, !wanted.secretKey.isEmpty());
    if (fields.failure())
        return *fields.failure();

    const auto checked = m_cluster.checkCredentials(wanted.name, wanted.password, wanted.secretKey);
    if (const auto *failure = std::get_if<Failure>(&checked))
        return *failure;
    const User &user = *std::get<User *>(checked);
    const auto org = orgName.isEmpty() ? m_cluster.checkOrg(user, user.lastOrg)
                                       : m_cluster.checkOrg(user, orgName);
    if (const auto *failure = std::get_if<Failure>(&org))
        return *failure;

    const Token &token =
        m_cluster.mint(Token{.owner = user.name, .org = std::get<qint32>(org)}, wanted.seconds);
    QJsonObject object = times(token);
    object.insert(u"id"_s, stableGuid(QString::fromLatin1(token.value)));
    object.insert(u"token"_s, QString::fromLatin1(token.value));
    object.insert(u"org"_s, orgReference(user, token.org));
    object.insert(u"user"_s, QJsonObject{{u"id"_s, user.id()}, {u"name"_s, user.name}});
    return jsonReply(object);
}

Outcome Current::revoke(const Call &call) const
{
    const QString name = call.fields.text("user_identifier"_L1);
    const QByteArray value = call.fields.text("token"_L1).toLatin1();
    if (name.isEmpty() && value.isEmpty())
        call.fields.fail(Failure::badRequest(u"user_identifier or token is required"_s));
    if (call.fields.failure())
        return *call.fields.failure();

    Token *token = m_cluster.findToken(value);
    const User *user = name.isEmpty() ? nullptr : m_cluster.findUser(name);
    if (!name.isEmpty() && user == nullptr)
        return Failure::badRequest(u"User %1 is not known"_s.arg(name));
    if (!value.isEmpty() && (token == nullptr || (user != nullptr && token->owner != user->name)))
        return Failure::badRequest(u"Token is not valid"_s);
    const QString owner = token != nullptr ? token->owner : user->name;
    if (owner != call.caller.user->name && !call.caller.user->administrator)
        return Failure::forbidden(
            u"ADMINISTRATION is needed to revoke the token of %1"_s.arg(owner));

    if (token != nullptr)
        m_cluster.revoke(*token);
    else
        m_cluster.revokeAll(owner);
    return endSession(call);
}

Outcome Current::validate(const Call &call) const
{
    const QString value = call.fields.text("token"_L1, FieldReader::Need::Required);
    if (call.fields.failure())
        return *call.fields.failure();
    const Token *token = m_cluster.findToken(value.toLatin1());
    if (token == nullptr || token->revoked)
        return Failure::badRequest(u"Token is not valid"_s);
    if (!m_cluster.isAlive(*token))
        return Failure::badRequest(u"Token has expired"_s);

    const User &owner = *m_cluster.findUser(token->owner);
    QJsonObject allowed = scope(*token);
    allowed.insert(u"org_scope"_s, u"SPECIFIC_ORGS"_s);
    allowed.insert(u"org_ids"_s, QJsonArray{orgReference(owner, token->org)});
    QJsonObject object = times(*token);
    object.insert(u"scope"_s, allowed);
    object.insert(u"valid_for_user_id"_s, owner.id());
    object.insert(u"token_type"_s, u"BEARER"_s);
    return jsonReply(object);
}

} // namespace demo
