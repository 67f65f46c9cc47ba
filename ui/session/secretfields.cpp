#include "ui/session/secretfields.h"

#include <QStringView>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

// Whole names, folded: lower case, letters and digits only.
static constexpr std::array secretNames = {
    "authorization"_L1, "bearer"_L1,    "bindusername"_L1, "clientid"_L1,
    "cookie"_L1,        "cookies"_L1,   "credential"_L1,   "credentials"_L1,
    "jsessionid"_L1,    "passwd"_L1,    "pwd"_L1,          "partialjsessionguid"_L1,
    "secrets"_L1,       "sessionid"_L1, "setcookie"_L1,    "tokens"_L1,
    "passwords"_L1,
};

// Ends of names: prodSdkKey, refresh_token, bindPassword and those that nobody has invented yet.
static constexpr std::array secretEndings = {
    "accesskey"_L1,     "apikey"_L1,       "passphrase"_L1, "password"_L1,   "privatekey"_L1,
    "sdkkey"_L1,        "secret"_L1,       "secretkey"_L1,  "signingkey"_L1, "token"_L1,
    "encryptionkey"_L1, "passwordhash"_L1, "sessionkey"_L1,
};

static QString folded(const QString &name)
{
    QString plain;
    plain.reserve(name.size());
    for (const QChar c : name) {
        if (c.isLetterOrNumber())
            plain += c.toLower();
    }
    return plain;
}

QString SecretFields::mask()
{
    return QString(8, QChar(0x2022));
}

bool SecretFields::isSecretName(const QString &name)
{
    const QString plain = folded(name);
    return std::ranges::any_of(secretNames, [&](auto known) { return plain == known; }) ||
           std::ranges::any_of(secretEndings, [&](auto end) { return plain.endsWith(end); });
}

bool SecretFields::isSecretText(const QString &text)
{
    const QStringView start = QStringView(text).left(64).trimmed();
    if (start.startsWith("Bearer "_L1, Qt::CaseInsensitive))
        return true;
    if (start.startsWith("eyJ"_L1) && text.count(u'.') >= 2)
        return true;
    return start.startsWith("-----BEGIN "_L1) && start.contains("PRIVATE KEY"_L1);
}

bool SecretFields::canBeSecret(const QJsonValue &value)
{
    return value.isDouble() || (value.isString() && !value.toString().isEmpty());
}
