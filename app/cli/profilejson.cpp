#include "app/cli/profilejson.h"

#include "app/cli/spelling.h"

using namespace Qt::StringLiterals;

QJsonObject jsonOf(const Profile &profile)
{
    return {{u"name"_s, profile.name},
            {u"id"_s, profile.id.toString(QUuid::WithoutBraces)},
            {u"server"_s, profile.origin},
            {u"user"_s, profile.userName},
            {u"org"_s, profile.org},
            {u"api"_s, spelling::of(profile.form)},
            {u"method"_s, spelling::of(profile.method)}};
}

QJsonObject jsonOf(const Token &token)
{
    QJsonObject object{{u"fingerprint"_s, token.fingerprint()}, {u"owner"_s, token.owner}};
    // For programs, which have this machine's clock.
    if (const auto expiresMs = token.byLocalClock().expiresMs)
        object.insert(u"expiration"_s, spelling::moment(*expiresMs));
    if (token.orgId)
        object.insert(u"orgId"_s, *token.orgId);
    if (!token.orgName.isEmpty())
        object.insert(u"orgName"_s, token.orgName);
    return object;
}
