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
    Secret,
};

struct Known
{
    QLatin1StringView key;
    Field field;
};

// As the tools spell them, without what they put in front and in small letters: PEERS section 0,
// the configurations of cs_tools and ts-cli, the environments that the window copies.
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
};

static constexpr std::array prefixes{"cs_tools_thoughtspot__"_L1, "thoughtspot_rest_"_L1,
                                     "thoughtspot_"_L1, "ts_"_L1};

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

Found profileOf(const Entry &entry, const QString &name)
{
    Found found;
    Profile &profile = found.profile;
    for (const Pair &pair : entry) {
        const QString &key = pair.key;
        const QString &value = pair.value;
        const auto field = fieldOf(key);
        const auto take = [&](QString &into) {
            if (into.isEmpty())
                into = value;
            else if (into != value)
                found.skipped.append(key); // it is said twice, and differently
        };
        if (!field)
            found.skipped.append(key);
        else if (*field == Field::Server)
            take(profile.origin);
        else if (*field == Field::User)
            take(profile.userName);
        else if (*field == Field::Org)
            take(profile.org);
        else if (*field == Field::Name)
            take(profile.name);
        else if (!value.isEmpty())
            found.secrets.append(key);
    }
    settleAddress(found);
    profile.name = Profile::cleanName(profile.name.isEmpty() ? name : profile.name, profile.origin);
    return found;
}

} // namespace profileimport
