#pragma once

#include "core/session/account.h"
#include "core/session/token.h"

//! A token as the text that another tool wants. Pure.
namespace handoff {
Q_NAMESPACE

enum class Format
{
    Token,
    AuthorizationHeader,
    CurlLine, //!< asks for the session info, for a POSIX shell
};
Q_ENUM_NS(Format)

//! What a text is made of. With form Auto there is no path to ask, so a curl line asks in 2.0.
struct Subject
{
    Token token;
    QString origin; //!< as ServerAddress gives it
    Api::Form form = Api::Form::V2;
};

//! The text, without a line end; empty where the token is not well formed and so could mean
//! something else where it lands.
[[nodiscard]] SecretBuffer text(Format format, const Subject &subject);

//! \a word as one word of a POSIX shell, whatever it holds. NUL cannot be part of a word and must
//! not occur.
void appendShellWord(SecretWriter &writer, QByteArrayView word);

} // namespace handoff
