#include "app/democluster/users.h"

#include <QUuid>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace demo {

QString stableGuid(const QString &text)
{
    static const QUuid space(u"5d0c7a52-9a3e-4b0e-8a55-2f3f6f1d7c11"_s);
    return QUuid::createUuidV5(space, text).toString(QUuid::WithoutBraces);
}

QString User::id() const
{
    return stableGuid(u"user "_s + name);
}

const Org *User::org(qint32 orgId) const
{
    const auto found =
        std::find_if(orgs.begin(), orgs.end(), [&](const Org &org) { return org.id == orgId; });
    return found == orgs.end() ? nullptr : &*found;
}

static User person(const QString &name, const QString &displayName, const QString &password,
                   const QString &story)
{
    User user;
    user.name = name;
    user.displayName = displayName;
    user.email = name + u"@example.com"_s;
    user.password = password;
    user.story = story;
    user.groups = {u"Analysts"_s};
    user.privileges = {u"AUTHORING"_s, u"DATADOWNLOADING"_s, u"DEVELOPER"_s};
    user.orgs = {{0, u"Primary"_s}};
    return user;
}

static User administrator()
{
    User user = person(u"admin.demo"_s, u"Alex Admin"_s, u"demo-admin-1"_s, u"administrator"_s);
    user.administrator = true;
    user.groups = {u"Administrators"_s};
    user.privileges = {u"ADMINISTRATION"_s, u"AUTHORING"_s, u"DEVELOPER"_s};
    return user;
}

static User largeUser()
{
    User user = person(u"bea.big"_s, u"Bea Big"_s, u"demo-bea-1"_s,
                       u"500 groups and a session object of 10 MB"_s);
    user.large = true;
    user.groups.clear();
    for (int i = 1; i <= 500; ++i)
        user.groups.append(u"Regional sales team %1"_s.arg(i, 3, 10, QChar(u'0')));
    return user;
}

QList<User> sampleUsers()
{
    User maria =
        person(u"maria.lopez"_s, u"Maria Lopez"_s, u"demo-maria-1"_s, u"analyst with two Orgs"_s);
    maria.orgs.append({1042377815, u"retail-emea"_s});

    User nina = person(u"nina.mfa"_s, u"Nina Novak"_s, u"demo-nina-1"_s,
                       u"multi-factor authentication is on"_s);
    nina.multiFactor = true;

    User luis = person(u"luis.locked"_s, u"Luis Lang"_s, u"demo-luis-1"_s, u"account is locked"_s);
    luis.locked = true;

    User sam = person(u"sam.saml"_s, u"Sam Santos"_s, {}, u"SAML user without a password"_s);
    sam.accountType = u"SAML_USER"_s;

    return {administrator(), maria, nina, luis, sam, largeUser()};
}

QString sampleSecretKey()
{
    return u"de300000-5ec2-4e70-8000-de30c1057e42"_s;
}

} // namespace demo
