#pragma once

#include "core/handoff/handoff.h"

#include <QByteArray>
#include <QList>

//! The writers behind handoff::text(). Each gets a well-formed token and proper variable names;
//! false: this subject cannot be said in this form.
namespace handoff {

//! The call that shows that a token works: the session info, as the dialect asks for it.
struct Call
{
    struct Header
    {
        QByteArray name;
        QByteArray value;
    };

    QByteArray url;
    QList<Header> headers; //!< without Authorization

    [[nodiscard]] static Call of(const Subject &subject);
};

//! "Authorization: Bearer " and the token, as one secret.
[[nodiscard]] SecretBuffer authorizationHeader(const Subject &subject);
//! "Bearer " and the token.
[[nodiscard]] SecretBuffer bearer(const Subject &subject);

[[nodiscard]] bool writeToken(SecretWriter &writer, const Subject &subject);
[[nodiscard]] bool writeHeader(SecretWriter &writer, const Subject &subject);
[[nodiscard]] bool writeCurl(SecretWriter &writer, const Subject &subject);
[[nodiscard]] bool writeWget(SecretWriter &writer, const Subject &subject);
[[nodiscard]] bool writeHttpie(SecretWriter &writer, const Subject &subject);
[[nodiscard]] bool writePosixEnvironment(SecretWriter &writer, const Subject &subject);
[[nodiscard]] bool writeFishEnvironment(SecretWriter &writer, const Subject &subject);
[[nodiscard]] bool writePowerShellEnvironment(SecretWriter &writer, const Subject &subject);
[[nodiscard]] bool writeCmdEnvironment(SecretWriter &writer, const Subject &subject);
[[nodiscard]] bool writeDotEnv(SecretWriter &writer, const Subject &subject);

[[nodiscard]] bool writePython(SecretWriter &writer, const Subject &subject);
[[nodiscard]] bool writeJavaScript(SecretWriter &writer, const Subject &subject);
[[nodiscard]] bool writeJava(SecretWriter &writer, const Subject &subject);
[[nodiscard]] bool writeCSharp(SecretWriter &writer, const Subject &subject);
[[nodiscard]] bool writeGo(SecretWriter &writer, const Subject &subject);

[[nodiscard]] bool writeJson(SecretWriter &writer, const Subject &subject);
[[nodiscard]] bool writePostman(SecretWriter &writer, const Subject &subject);
[[nodiscard]] bool writeBruno(SecretWriter &writer, const Subject &subject);

[[nodiscard]] bool writeTypeScriptSdk(SecretWriter &writer, const Subject &subject);
[[nodiscard]] bool writePythonSdk(SecretWriter &writer, const Subject &subject);
[[nodiscard]] bool writeJavaSdk(SecretWriter &writer, const Subject &subject);
[[nodiscard]] bool writeVisualEmbedSdk(SecretWriter &writer, const Subject &subject);

} // namespace handoff
