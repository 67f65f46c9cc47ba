#pragma once

#include "core/support/secretbuffer.h"

#include <QByteArray>

#include <optional>

//! One call, as a value. The client adds the origin and the headers that every call carries.
struct HttpRequest
{
    enum class Method
    {
        Get,
        Post,
        Put
    };

    static constexpr qint64 smallReply = 64 * 1024;
    static constexpr qint64 largeReply = 16 * 1024 * 1024;

    Method method = Method::Get;
    QByteArray target{}; //!< path with query, for example /api/rest/2.0/auth/session/user
    QByteArray accept = "application/json";
    QByteArray contentType{};           //!< sent when not empty, with or without a body
    std::optional<SecretBuffer> body{}; //!< none: no body at all, which differs from an empty one
    SecretBuffer bearer{};              //!< empty: no Authorization header
    bool usesCookies = false;     //!< acts on the cookie session; never together with a bearer
    bool mayRepeat = true;        //!< false for a GET that changes something: sent once only
    qint64 replyCap = smallReply; //!< bytes
    //! How long the whole call may take, in milliseconds, where that is less than the deadline.
    std::optional<int> limitMs{};

    friend bool operator==(const HttpRequest &, const HttpRequest &) = default;
};

//! One whole, well-framed answer. Redirects, interim statuses and broken framing never get here.
struct HttpResponse
{
    int status = 0;
    QByteArray contentType{};             //!< media type only, lower case, no parameters
    QByteArray charset{};                 //!< lower case; empty where none was named
    QByteArray body{};                    //!< wiped by whoever parsed it
    std::optional<qint64> serverTimeMs{}; //!< from the Date header, milliseconds since epoch
    std::optional<int> retryAfterSeconds{};
    qint64 receivedElapsedMs = 0; //!< how long the exchange took
    bool setCookies = false;      //!< the answer carried Set-Cookie
};
