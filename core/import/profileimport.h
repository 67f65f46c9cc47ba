#pragma once

#include "core/http/serveraddress.h"
#include "core/storage/profile.h"
#include "core/storage/sealing.h"
#include "core/support/result.h"

#include <QByteArray>
#include <QList>
#include <QMap>
#include <QStringList>

#include <optional>

//! Profiles out of the files of other tools, and out of our own export. Pure. A secret that lies in
//! such a file is never handed on: only the name that it has there.
namespace profileimport {

//! What a file was taken for.
enum class Format
{
    Own,         //!< what profileexport writes
    Sealed,      //!< what sealedprofiles writes
    Json,        //!< ts-cli's profiles in its three shapes, and whatever names its fields alike
    Postman,     //!< an environment
    Toml,        //!< a configuration of cs_tools, of either generation, or of the admin toolkit
    Bruno,       //!< an environment
    Environment, //!< lines of a .env file, or that set variables in a shell
};

enum class Problem
{
    TooLarge, //!< more than longestFile bytes
    NotText,  //!< not UTF-8, or with a NUL in it
    Unknown,  //!< none of the formats
    Broken,   //!< of the format, but not to be read at the line
    Newer,    //!< our own, by a later program
    // of a sealed one, see sealedprofiles
    Sealed, //!< it is one: it takes a passphrase
    ShortPassphrase,
    NotOpened,
    Costly,
    NoMemory,
};

struct Fault
{
    Problem problem = Problem::Unknown;
    int line = 0; //!< from 1; 0: it is the file as a whole

    friend bool operator==(const Fault &, const Fault &) = default;
};

//! One profile of the file, as far as it can be one.
struct Found
{
    Profile profile{};     //!< without an id; the user's name may be empty
    QStringList secrets{}; //!< names of the fields that hold one, left out
    QStringList skipped{}; //!< names of the fields that mean nothing here, or whose value does not
    QMap<SecretField, SecretBuffer> kept{}; //!< secrets that came sealed
    //! Why it is no profile: what is wrong with the server's address.
    std::optional<ServerAddress::Problem> refusal{};
};

struct Outcome
{
    Format format = Format::Own;
    QList<Found> found{};
    qsizetype notLookedAt = 0; //!< how many more there are, beyond mostProfiles
};

inline constexpr qsizetype longestFile = 2 * 1024 * 1024;
inline constexpr qsizetype mostProfiles = 1000; //!< as many as the settings take

//! Reads \a file. \a name is for a profile that has none there, such as the file's own.
[[nodiscard]] Result<Outcome, Fault> read(const QByteArray &file, const QString &name);

} // namespace profileimport
