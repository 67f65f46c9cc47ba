#pragma once

#include "core/support/result.h"

#include <QString>
#include <QStringView>

//! A server as the program uses it: an origin and nothing else. FACTS 5.19.
struct ServerAddress
{
    QString
        origin; //!< scheme://host[:port], lower case, ACE form, no default port, no trailing slash
    QString host;                 //!< host[:port] for people; ACE form where it is not ASCII
    bool isLoopback = false;      //!< 127.0.0.0/8, ::1 or localhost in any spelling
    bool isInternational = false; //!< the name was not ASCII: show origin, look-alikes are possible
    bool wasShortened = false;    //!< a path, query or fragment was dropped: to be said

    //! Why a text is not a server's address.
    enum class Problem
    {
        Empty,
        NotAnAddress,
        UserInfo,
        UnknownScheme,
        InsecureScheme,
        BadPort,
        BadHost
    };

    //! Reads what a person typed or pasted: a bare host, an origin, or a whole page address. https
    //! is assumed; http is accepted for loopback only. Userinfo, other schemes and broken hosts are
    //! refused.
    [[nodiscard]] static Result<ServerAddress, Problem> parse(QStringView text);

    friend bool operator==(const ServerAddress &, const ServerAddress &) = default;
};
