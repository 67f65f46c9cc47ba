#include "core/import/entries.h"

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace profileimport {

enum class Field
{
    Server,
    User,
    Org,
    Name,
    Method,
    Secret,
};

struct Known
{
    QLatin1StringView key;
    Field field;
};

// As the tools spell them, without what they put in front and in small letters: PEERS section 0,
// the configurations of cs_tools, ts-cli and the admin toolkit, the environments that the window
// copies.
static constexpr std::array known{
    Known{"url"_L1, Field::Server},          Known{"host"_L1, Field::Server},
    Known{"server"_L1, Field::Server},       Known{"base_url"_L1, Field::Server},
    Known{"baseurl"_L1, Field::Server},      Known{"origin"_L1, Field::Server},
    Known{"username"_L1, Field::User},       Known{"user"_L1, Field::User},
    Known{"user_name"_L1, Field::User},      Known{"org"_L1, Field::Org},
    Known{"org_id"_L1, Field::Org},          Known{"default_org"_L1, Field::Org},
    Known{"org_identifier"_L1, Field::Org},  Known{"name"_L1, Field::Name},
    Known{"profile"_L1, Field::Name},        Known{"password"_L1, Field::Secret},
    Known{"secret_key"_L1, Field::Secret},   Known{"secretkey"_L1, Field::Secret},
    Known{"token"_L1, Field::Secret},        Known{"auth_token"_L1, Field::Secret},
    Known{"bearer_token"_L1, Field::Secret}, Known{"access_token"_L1, Field::Secret},
    Known{"credential"_L1, Field::Secret},   Known{"auth_type"_L1, Field::Method},
};

static constexpr std::array prefixes{"cs_tools_thoughtspot__"_L1, "thoughtspot_rest_"_L1,
                                     "thoughtspot_"_L1, "ts_admin_"_L1, "ts_"_L1};

static std::optional<Field> fieldOf(const QString &key)
{
    QString bare = key.toLower();
    for (const QLatin1StringView prefix : prefixes) {
        if (bare.startsWith(prefix)) {
            bare.remove(0, prefix.size());
            break;
        }
    }
    const auto row = std::ranges::find(known, bare, &Known::key);
    return row == known.end() ? std::nullopt : std::optional(row->field);
}

void settleAddress(Found &found)
{
    const auto address = ServerAddress::parse(found.profile.origin);
    if (address)
        found.profile.origin = address->origin;
    else
        found.refusal = address.error();
}

//! What the admin toolkit calls the ways to sign in. A bearer token is one that a profile does not
//! choose.
static bool takeMethod(const QString &word, SignInMethod &method)
{
    const bool isKey = word == "trusted"_L1 || word == "secret_key"_L1;
    if (!isKey && word != "basic"_L1 && word != "password"_L1)
        return false;
    method = isKey ? SignInMethod::SecretKey : SignInMethod::Password;
    return true;
}

//! False where it is said already, and differently.
static bool takeText(const QString &value, QString &into)
{
    if (!into.isEmpty())
        return into == value;
    into = value;
    return true;
}

static bool take(Field field, const QString &value, Profile &profile)
{
    switch (field) {
    case Field::Server:
        return takeText(value, profile.origin);
    case Field::User:
        return takeText(value, profile.userName);
    case Field::Org:
        return takeText(value, profile.org);
    case Field::Name:
        return takeText(value, profile.name);
    case Field::Method:
        return takeMethod(value, profile.method);
    case Field::Secret:
        break;
    }
    return false;
}

Found profileOf(const Entry &entry, const QString &name)
{
    Found found;
    Profile &profile = found.profile;
    for (const Pair &pair : entry) {
        const auto field = fieldOf(pair.key);
        if (field == Field::Secret && (!pair.value.isEmpty() || !pair.isText))
            found.secrets.append(pair.key);
        else if (field != Field::Secret &&
                 (!field || !pair.isText || !take(*field, pair.value, profile)))
            found.skipped.append(pair.key);
    }
    settleAddress(found);
    profile.name = Profile::cleanName(profile.name.isEmpty() ? name : profile.name, profile.origin);
    return found;
}

bool isGroup(const QString &key)
{
    return key == "profiles"_L1 || key == "clusters"_L1;
}

void append(Outcome &outcome, const Entry &entry, const QString &name)
{
    if (outcome.found.size() < mostProfiles)
        outcome.found.append(profileOf(entry, name));
    else
        ++outcome.notLookedAt;
}

void skip(Outcome &outcome, const QStringList &keys)
{
    if (!outcome.found.isEmpty())
        outcome.found.first().skipped.append(keys);
}

} // namespace profileimport
