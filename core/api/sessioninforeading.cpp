#include "core/api/sessioninforeading.h"

#include "core/api/wiretime.h"

#include <QJsonArray>
#include <QSet>

using namespace Qt::StringLiterals;

namespace sessioninforeading {

static QString text(const QJsonObject &json, QLatin1StringView name)
{
    return json.value(name).toString();
}

static QStringList texts(const QJsonValue &value)
{
    QStringList result;
    const QJsonArray array = value.toArray();
    for (const QJsonValue &item : array) {
        if (item.isString())
            result.append(item.toString());
    }
    return result;
}

static std::optional<Org> orgOf(const QJsonValue &value, QLatin1StringView idName,
                                QLatin1StringView nameName)
{
    const QJsonObject json = value.toObject();
    const std::optional<qint64> id = wiretime::wholeNumber(json.value(idName));
    if (!id)
        return std::nullopt;
    return Org{*id, json.value(nameName).toString()};
}

static void appendNames(QStringList &names, QSet<QString> &seen, const QJsonValue &groups)
{
    const QJsonArray array = groups.toArray();
    for (const QJsonValue &group : array) {
        const QString name = group.toObject().value("name"_L1).toString();
        if (name.isEmpty() || seen.contains(name))
            continue;
        seen.insert(name);
        names.append(name);
    }
}

SessionInfo fromSession(const QJsonObject &json)
{
    SessionInfo info;
    info.userName = text(json, "userName"_L1);
    info.userId = text(json, "userGUID"_L1);
    info.displayName = text(json, "userDisplayName"_L1);
    info.email = text(json, "userEmail"_L1);
    info.privileges = texts(json.value("privileges"_L1));
    if (const auto id = wiretime::wholeNumber(json.value("currentOrgId"_L1)))
        info.currentOrg = Org{*id, QString()};
    info.accountType = text(json, "userType"_L1);
    info.accountState = text(json, "state"_L1);
    info.releaseVersion = text(json, "releaseVersion"_L1);
    info.locale = text(json, "locale"_L1);
    info.sessionExpiresMs = wiretime::instantMs(json.value("expirationTime"_L1));
    info.accountExpiresMs = wiretime::instantMs(json.value("userExpirationTime"_L1));
    info.json = json;
    return info;
}

SessionInfo fromUser(const QJsonObject &json)
{
    SessionInfo info;
    info.userName = text(json, "name"_L1);
    info.userId = text(json, "id"_L1);
    info.displayName = text(json, "display_name"_L1);
    info.email = text(json, "email"_L1);
    QSet<QString> seen;
    appendNames(info.groups, seen, json.value("user_groups"_L1));
    appendNames(info.groups, seen, json.value("user_inherited_groups"_L1));
    info.privileges = texts(json.value("privileges"_L1));
    const QJsonArray orgs = json.value("orgs"_L1).toArray();
    for (const QJsonValue &item : orgs) {
        if (const auto org = orgOf(item, "id"_L1, "name"_L1))
            info.orgs.append(*org);
    }
    info.currentOrg = orgOf(json.value("current_org"_L1), "id"_L1, "name"_L1);
    info.accountType = text(json, "account_type"_L1);
    info.accountState = text(json, "account_status"_L1);
    info.locale = text(json, "preferred_locale"_L1);
    // The account's own expiry, and in seconds on some servers despite its name.
    info.accountExpiresMs = wiretime::instantMs(json.value("expiration_time_in_millis"_L1));
    info.json = json;
    return info;
}

std::optional<QList<Org>> orgsOf(const QJsonObject &json)
{
    const QJsonValue list = json.value("orgs"_L1);
    if (!list.isArray())
        return std::nullopt;
    QList<Org> result;
    const QJsonArray array = list.toArray();
    for (const QJsonValue &item : array) {
        const auto org = orgOf(item, "orgId"_L1, "orgName"_L1);
        if (org && item.toObject().value("isActive"_L1).toBool(true))
            result.append(*org);
    }
    return result;
}

} // namespace sessioninforeading
