#pragma once

#include "core/support/result.h"
#include "core/support/secretbuffer.h"

#include <QString>

#include <optional>

//! A token in a text that somebody copied: the way back of handoff::text(). Pure.
namespace handoff {

//! What a pasted text says. All but the token is hearsay until the server has been asked.
struct PastedToken
{
    SecretBuffer token;
    QString origin; //!< as ServerAddress gives it; empty where the text names no server
    QString user;   //!< empty where it names nobody
    //! The user name was read out of a classic token itself. FACTS 5.14.
    bool isUserFromToken = false;
    std::optional<qint64> expiresMs; //!< milliseconds since epoch

    friend bool operator==(const PastedToken &, const PastedToken &) = default;
};

enum class PasteProblem
{
    Empty,
    TooLong, //!< more than mostPastedBytes
    NoToken,
    SeveralTokens,  //!< different ones, and nothing says which is meant
    SeveralServers, //!< likewise
};

inline constexpr qsizetype mostPastedBytes = 64 * 1024;

//! Reads a token alone, "Bearer …", a header, a call of curl, wget or HTTPie, the JSON of any token
//! reply and of Session Desk's own, the environments of Postman and Bruno, and assignments of every
//! shell and of .env files. Shells are read only as far as tokens and addresses need it.
[[nodiscard]] Result<PastedToken, PasteProblem> readPasted(const SecretBuffer &text);

} // namespace handoff
