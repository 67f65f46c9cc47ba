#pragma once

#include <QJsonValue>
#include <QString>

//! Which fields of a session object hold secrets. FACTS 5.22.
namespace SecretFields {
//! What is shown in place of a secret. Always the same, so that not even its length is told.
[[nodiscard]] QString mask();

//! A field called \a name holds a secret, as do all fields inside it. Spelling does not matter:
//! authToken, auth_token and AUTH-TOKEN are one.
[[nodiscard]] bool isSecretName(const QString &name);

//! \a text gives itself away as a secret whatever its field is called: a bearer header, a JSON web
//! token, a private key.
[[nodiscard]] bool isSecretText(const QString &text);

//! There is something to hide in \a value: a text or a number, not a yes or no, not an empty text.
[[nodiscard]] bool canBeSecret(const QJsonValue &value);
} // namespace SecretFields
