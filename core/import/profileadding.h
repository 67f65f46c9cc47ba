#pragma once

#include "core/import/profileimport.h"

class ProfileStore;
class Vault;

//! Profiles out of files into the settings.
namespace profileadding {

//! Why one was not added.
struct Refusal
{
    enum class Why
    {
        BadAddress, //!< the refusal of what was found
        WasThere,   //!< the same cluster, user and Org under the same name
        NoRoom,     //!< the settings take no more profiles
        NotKept     //!< the vault does not take its secrets; nothing of it was added
    };

    Why why = Why::BadAddress;
    VaultFault fault{}; //!< of NotKept
};

//! Whether adding \a found would be refused as BadAddress, WasThere or NoRoom.
[[nodiscard]] std::optional<Refusal> refusal(const ProfileStore &store,
                                             const profileimport::Found &found);
//! Adds \a found with its secrets, which go through \a vault, in one write, and gives the profile
//! as added: its name has a number where another one has it already.
[[nodiscard]] Result<Profile, Refusal> add(ProfileStore &store, Vault &vault,
                                           const profileimport::Found &found);

} // namespace profileadding
