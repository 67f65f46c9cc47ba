#pragma once

#include "core/api/apidialect.h"
#include "core/http/connectionsettings.h"

#include <QList>

#include <utility>

//! A request as it goes out, for showing: what is secret in it is a mask. Built by the very
//! functions that build what is sent.
struct RequestPreview
{
    //! Stands for a secret, and for a length that would tell the secret's.
    static constexpr QByteArrayView mask{"\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2"
                                         "\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2\xE2\x80\xA2"};

    QByteArray method{};
    QString url{};
    //! In the order in which they are set; Host and Connection are the network's own.
    QList<std::pair<QByteArray, QByteArray>> headers{};
    QByteArray body{}; //!< UTF-8; empty: none

    friend bool operator==(const RequestPreview &, const RequestPreview &) = default;
};

//! What a session without a secret is asked with, for TokenWish::Source::FromSession.
enum class SessionProof
{
    Cookies,
    Bearer
};

//! What asking \a dialect for \a wish sends to the server of \a settings. Of \a credentials only
//! the user name and the kind of secret count; where none is there yet, it is the one that their
//! method says. An Org that has to be a number and is not gives InvalidInput: it is looked up
//! before.
[[nodiscard]] ApiResult<RequestPreview>
previewOfToken(const ApiDialect &dialect, const TokenWish &wish, const Credentials &credentials,
               const ConnectionSettings &settings, SessionProof proof = SessionProof::Cookies);
