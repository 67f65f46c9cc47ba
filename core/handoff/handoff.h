#pragma once

#include "core/handoff/variablenames.h"
#include "core/session/account.h"
#include "core/session/token.h"

#include <QObject>

//! A token as the text that another tool wants. Pure.
namespace handoff {
Q_NAMESPACE

enum class Format
{
    Token,
    AuthorizationHeader,
    CurlLine,         //!< this and the other calls ask for the session info; for a POSIX shell
    WgetLine,         //!< for a POSIX shell
    HttpieLine,       //!< for a POSIX shell
    PosixEnvironment, //!< bash, zsh and every other POSIX shell
    FishEnvironment,
    PowerShellEnvironment,
    CmdEnvironment,
    DotEnv,
    Json, //!< token, expiry (ISO 8601, UTC), host and user
    PythonRequests,
    JavaScriptFetch,
    Java,
    CSharp,
    Go,
    PostmanEnvironment,
    BrunoEnvironment,
    TypeScriptSdk, //!< this and the next two: the vendor's REST client
    PythonSdk,
    JavaSdk,
    VisualEmbedSdk, //!< for one page load: that SDK refuses the same token twice, PEERS 0 F17
};
Q_ENUM_NS(Format)

//! What a text is made of. With form Auto there is no path to ask, so calls ask in 2.0.
struct Subject
{
    Token token{};
    QString origin{}; //!< as ServerAddress gives it
    Api::Form form = Api::Form::V2;
    QString name{}; //!< of the profile, for the tools that name their environments
    VariableNames variables{};
};

//! \a format has a use where the API is spoken in \a form: the vendor's SDKs know 2.0 alone.
[[nodiscard]] bool isOfUse(Format format, Api::Form form);

//! The text, without a line end after the last line; empty where it could mean something else where
//! it lands: a token that is not well formed, a variable's name that is none, a host that cmd or an
//! environment file cannot hold; and where the format is of no use.
[[nodiscard]] SecretBuffer text(Format format, const Subject &subject);

//! What text() gives, with \a mask in the place of the token: for showing. Empty where that is.
[[nodiscard]] QString preview(Format format, const Subject &subject, const QString &mask);

} // namespace handoff
