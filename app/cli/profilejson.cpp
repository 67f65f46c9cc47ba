#include "app/cli/profilejson.h"

#include "app/cli/spelling.h"

using namespace Qt::StringLiterals;

QJsonObject jsonOf(const Profile &profile)
{
    return {{u"name"_s, profile.name},     {u"id"_s, profile.id.toString(QUuid::WithoutBraces)},
            {u"server"_s, profile.origin}, {u"user"_s, profile.userName},
            {u"org"_s, profile.org},       {u"api"_s, spelling::of(profile.form)}};
}
