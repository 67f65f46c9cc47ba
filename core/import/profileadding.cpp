#include "core/import/profileadding.h"

#include "core/storage/profilestore.h"
#include "core/storage/storedstate.h"
#include "core/storage/vault.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace profileadding {

using profileimport::Found;
using Why = Refusal::Why;

static bool isKnown(const QList<Profile> &all, const Profile &profile)
{
    return std::ranges::any_of(all, [&](const Profile &other) {
        return other.name == profile.name && other.origin == profile.origin &&
               other.userName == profile.userName && other.org == profile.org;
    });
}

static QString freeName(const QList<Profile> &all, const Profile &profile)
{
    constexpr qsizetype roomForNumber = 6;
    QString name = profile.name;
    for (int number = 2; std::ranges::find(all, name, &Profile::name) != all.end(); ++number)
        name = u"%1 %2"_s.arg(profile.name.left(Profile::longestName - roomForNumber)).arg(number);
    return name;
}

std::optional<Refusal> refusal(const ProfileStore &store, const Found &found)
{
    if (found.refusal)
        return Refusal{Why::BadAddress, {}};
    const QList<Profile> all = store.profiles();
    if (isKnown(all, found.profile))
        return Refusal{Why::WasThere, {}};
    if (all.size() >= StoredState::mostProfiles)
        return Refusal{Why::NoRoom, {}};
    return std::nullopt;
}

Result<Profile, Refusal> add(ProfileStore &store, Vault &vault, const Found &found)
{
    if (const auto refused = refusal(store, found))
        return Failure{*refused};
    Profile profile = found.profile;
    profile.name = freeName(store.profiles(), profile);
    if (found.kept.isEmpty()) {
        profile.id = store.save(profile);
        return profile;
    }
    const auto id = vault.add(profile, found.kept);
    if (!id)
        return Failure{Refusal{Why::NotKept, id.error()}};
    profile.id = *id;
    return profile;
}

} // namespace profileadding
