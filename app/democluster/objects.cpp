#include "app/democluster/objects.h"

#include "app/democluster/filler.h"

#include <QCryptographicHash>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace demo {

static constexpr qint64 createdMs = 1'700'000'000'000;
static constexpr qint64 accountEndsMs = 1'996'000'000'000;

static QJsonArray namedList(const QStringList &names, const QString &kind)
{
    QJsonArray list;
    for (const QString &name : names)
        list.append(QJsonObject{{u"id"_s, stableGuid(kind + name)}, {u"name"_s, name}});
    return list;
}

QJsonObject orgReference(const User &user, qint32 org)
{
    const Org *known = user.org(org);
    return {{u"id"_s, org}, {u"name"_s, known != nullptr ? known->name : QString()}};
}

static QJsonObject currentUserIdentity(const User &user)
{
    const QString administrator = stableGuid(u"user admin.demo"_s);
    return {{u"id"_s, user.id()},
            {u"name"_s, user.name},
            {u"display_name"_s, user.displayName},
            {u"visibility"_s, u"SHARABLE"_s},
            {u"author_id"_s, administrator},
            {u"modifier_id"_s, administrator},
            {u"owner_id"_s, user.id()},
            {u"parent_type"_s, u"USER"_s},
            {u"tenant_id"_s, stableGuid(u"tenant"_s)},
            {u"account_type"_s, user.accountType},
            {u"account_status"_s, u"ACTIVE"_s},
            {u"email"_s, user.email},
            {u"creation_time_in_millis"_s, createdMs},
            {u"first_login_time_in_millis"_s, createdMs + 3'600'000},
            {u"modification_time_in_millis"_s, createdMs + 86'400'000},
            // Seconds in a field named millis, as the published sample has it (FACTS 5.23).
            {u"expiration_time_in_millis"_s, accountEndsMs / 1000},
            {u"super_user"_s, user.administrator},
            {u"system_user"_s, false},
            {u"can_change_password"_s, !user.password.isEmpty()}};
}

static QJsonObject currentUserRest()
{
    const QJsonObject board{{u"id"_s, stableGuid(u"board"_s)}, {u"name"_s, u"Weekly sales"_s}};
    QJsonObject favourite = board;
    favourite.insert(u"type"_s, u"LIVEBOARD"_s);
    return {{u"complete_detail"_s, true},
            {u"deleted"_s, false},
            {u"deprecated"_s, false},
            {u"external"_s, false},
            {u"hidden"_s, false},
            {u"group_mask"_s, 4},
            {u"favorite_metadata"_s, QJsonArray{favourite}},
            {u"home_liveboard"_s, board},
            {u"incomplete_details"_s, QJsonObject{}},
            {u"is_first_login"_s, false},
            {u"notify_on_share"_s, true},
            {u"onboarding_experience_completed"_s, true},
            {u"show_onboarding_experience"_s, false},
            {u"welcome_email_sent"_s, false},
            {u"preferred_locale"_s, u"en-GB"_s},
            {u"use_browser_language"_s, false},
            {u"tags"_s, namedList({u"EMEA"_s}, u"tag "_s)},
            {u"extended_preferences"_s, QJsonObject{}},
            {u"user_parameters"_s, QJsonObject{}},
            {u"access_control_properties"_s, QJsonObject{}},
            {u"variable_values"_s, QJsonObject{}}};
}

QByteArray currentUser(const Caller &caller)
{
    const User &user = *caller.user;
    QJsonObject object = currentUserIdentity(user);
    const QJsonObject rest = currentUserRest();
    for (auto field = rest.begin(); field != rest.end(); ++field)
        object.insert(field.key(), field.value());

    const QJsonArray privileges = QJsonArray::fromStringList(user.privileges);
    QJsonArray orgs;
    QJsonObject privilegesByOrg;
    for (const Org &org : user.orgs) {
        orgs.append(orgReference(user, org.id));
        privilegesByOrg.insert(QString::number(org.id), privileges);
    }
    object.insert(u"current_org"_s, orgReference(user, caller.org()));
    object.insert(u"orgs"_s, orgs);
    object.insert(u"org_privileges"_s, privilegesByOrg);
    object.insert(u"privileges"_s, privileges);
    object.insert(u"user_groups"_s, namedList(user.groups, u"group "_s));
    object.insert(u"user_inherited_groups"_s, namedList(user.groups, u"group "_s));
    if (!user.large)
        object.insert(u"extended_properties"_s, QJsonObject{});
    return user.large ? withFiller(object, "extended_properties")
                      : QJsonDocument(object).toJson(QJsonDocument::Compact);
}

static QJsonObject configInfo()
{
    return {{u"isSaas"_s, true},
            {u"selfClusterId"_s, stableGuid(u"cluster"_s)},
            {u"selfClusterName"_s, u"demo-cluster"_s},
            {u"isPublicUser"_s, false},
            {u"emailValidation"_s, true},
            {u"maxFilterValues"_s, 10000},
            {u"apiPlaygroundConfig"_s, QJsonObject{{u"enabled"_s, true}}},
            {u"samlConfiguration"_s, QJsonObject{{u"enabled"_s, false}, {u"forceAuthn"_s, false}}},
            {u"ldapConfiguration"_s, QJsonObject{{u"enabled"_s, false},
                                                 {u"bindUsername"_s, u"demo-ldap"_s},
                                                 {u"bindPassword"_s, u"demo-ldap-password"_s}}},
            {u"mixpanelConfig"_s,
             QJsonObject{{u"production"_s, true}, {u"prodSdkKey"_s, u"demo-analytics-key"_s}}},
            {u"embedActionConfigList"_s, QJsonArray{}}};
}

static QJsonObject sessionInfoDefaults()
{
    const auto pattern = [](const QString &text) {
        return QJsonObject{{u"formatPattern"_s, text}};
    };
    return {{u"userCreatedTime"_s, createdMs},
            {u"userExpirationTime"_s, accountEndsMs},
            {u"firstLoginDate"_s, createdMs + 3'600'000},
            {u"isFirstLogin"_s, false},
            {u"isSystemUser"_s, false},
            {u"state"_s, u"ACTIVE"_s},
            {u"userGroupMask"_s, 4},
            {u"releaseVersion"_s, u"26.8.0.cl-14"_s},
            {u"apiVersion"_s, u"v1"_s},
            {u"license"_s, u"EAA"_s},
            {u"logicalModelVersion"_s, 486},
            {u"locale"_s, u"en_GB"_s},
            {u"timezone"_s, u"Europe/Madrid"_s},
            {u"dateFormat"_s, pattern(u"dd/MM/yyyy"_s)},
            {u"timeFormat"_s, pattern(u"HH:mm:ss"_s)},
            {u"dateTimeFormat"_s, pattern(u"dd/MM/yyyy HH:mm"_s)},
            {u"allUserGroupId"_s, stableGuid(u"group All"_s)},
            {u"allUserGroupDisplayName"_s, u"All Group"_s},
            {u"allUserGroupMemberUserCount"_s, 42},
            {u"csvTables"_s, QJsonArray{}},
            {u"onboardingActivity"_s, QJsonObject{{u"onboardingSeen"_s, true}}},
            {u"userPreferences"_s,
             QJsonObject{{u"notifyOnShare"_s, true}, {u"preferredLocale"_s, u"en-GB"_s}}},
            {u"clientState"_s, QJsonObject{{u"preferences"_s, QJsonObject{}}}},
            {u"configInfo"_s, configInfo()}};
}

QByteArray sessionInfo(const Caller &caller, const Request &request)
{
    const User &user = *caller.user;
    const qint64 expiresMs =
        caller.token != nullptr ? caller.token->expiresMs : caller.session->expiresMs;
    // Not a bearer token in a cookie session, but just as secret.
    const QByteArray authToken =
        caller.token != nullptr
            ? caller.token->value
            : QCryptographicHash::hash(caller.session->sessionId, QCryptographicHash::Sha256)
                  .toBase64();
    const QByteArray language = request.header("Accept-Language");

    QJsonObject object = sessionInfoDefaults();
    object.insert(u"userName"_s, user.name);
    object.insert(u"userDisplayName"_s, user.displayName);
    object.insert(u"userEmail"_s, user.email);
    object.insert(u"userGUID"_s, user.id());
    object.insert(u"userType"_s, user.accountType);
    object.insert(u"canChangePassword"_s, !user.password.isEmpty());
    object.insert(u"privileges"_s, QJsonArray::fromStringList(user.privileges));
    object.insert(u"userGroups"_s, namedList(user.groups, u"group "_s));
    object.insert(u"currentOrgId"_s, caller.org());
    object.insert(u"authToken"_s, QString::fromLatin1(authToken));
    object.insert(u"partialJSessionGUID"_s, stableGuid(QString::fromLatin1(authToken)).left(16));
    object.insert(u"expirationTime"_s, expiresMs / 1000);
    object.insert(u"acceptLanguage"_s, QString::fromUtf8(language));
    if (user.large)
        return withFiller(object, "userProperties");
    object.insert(u"userProperties"_s, QJsonObject{{u"mail"_s, user.email}});
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

QJsonObject systemInfo()
{
    const auto guid = [](const QString &text) { return QJsonValue(stableGuid(text)); };
    return {{u"id"_s, u"local"_s},
            {u"name"_s, u"demo-cluster"_s},
            {u"release_version"_s, u"26.8.0.cl-14"_s},
            {u"time_zone"_s, u"Europe/Madrid"_s},
            {u"locale"_s, u"en_GB"_s},
            {u"date_format"_s, u"dd/MM/yyyy"_s},
            {u"api_version"_s, u"v1"_s},
            {u"type"_s, u"SAAS"_s},
            {u"environment"_s, u"DEMO"_s},
            {u"license"_s, u"EAE"_s},
            {u"date_time_format"_s, u"dd/MM/yyyy HH:mm"_s},
            {u"time_format"_s, u"HH:mm:ss"_s},
            {u"system_user_id"_s, guid(u"user system"_s)},
            {u"super_user_id"_s, guid(u"user super"_s)},
            {u"tsadmin_user_id"_s, guid(u"user admin.demo"_s)},
            {u"admin_group_id"_s, guid(u"group Administrators"_s)},
            {u"all_user_group_id"_s, guid(u"group All"_s)},
            {u"accept_language"_s, u"en-GB"_s},
            {u"all_user_group_member_user_count"_s, 42},
            {u"logical_model_version"_s, 486}};
}

QJsonObject orgsList(const Caller &caller)
{
    QJsonArray orgs;
    for (const Org &org : caller.user->orgs) {
        orgs.append(
            QJsonObject{{u"orgId"_s, org.id},
                        {u"orgName"_s, org.name},
                        {u"description"_s, org.id == 0 ? u"Primary Org"_s : QString()},
                        {u"allUserGroupId"_s, stableGuid(u"all of "_s + org.name)},
                        {u"defaultAdminUserGroupId"_s, stableGuid(u"admins of "_s + org.name)},
                        {u"isActive"_s, true}});
    }
    return {{u"orgs"_s, orgs},
            {u"canAdministerAllOrgs"_s, caller.user->administrator},
            {u"currentOrgId"_s, caller.org()}};
}

} // namespace demo
