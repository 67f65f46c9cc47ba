#pragma once

#include <QByteArray>
#include <QList>

#include <optional>
#include <utility>

//! Request line and header lines of an HTTP/1.1 request.
struct RequestHead
{
    static constexpr qsizetype mostFields = 64;

    QByteArray method;
    QByteArray target;
    QList<std::pair<QByteArray, QByteArray>> fields; //!< names in lower case

    //! Reads \a bytes up to and with the empty line. Strict: CRLF only, no folded lines, no
    //! controls, one space where one belongs, a name once, a Host, and no body. None for anything
    //! else.
    [[nodiscard]] static std::optional<RequestHead> parse(QByteArrayView bytes);

    //! The value of the field \a name (lower case); null where there is none.
    [[nodiscard]] QByteArray field(QByteArrayView name) const;
};
