#include "core/storage/storedtoken.h"

#include "core/storage/vault.h"

#include <QByteArray>

namespace StoredToken {

static constexpr QByteArrayView version = "token 1";
static constexpr QByteArrayView versionBySecretKey = "token 1 by secret key";

// Percent-encoded, so that no name can make a line of its own.
static void appendText(SecretWriter &writer, const QString &text)
{
    writer.append(text.toUtf8().toPercentEncoding());
    writer.append('\n');
}

static void appendNumber(SecretWriter &writer, const std::optional<qint64> &number)
{
    if (number)
        writer.append(QByteArray::number(*number));
    writer.append('\n');
}

SecretBuffer toSecret(const Token &token)
{
    SecretWriter writer;
    writer.append(token.isBySecretKey ? versionBySecretKey : version);
    writer.append('\n');
    writer.append(token.value.view());
    writer.append('\n');
    for (const QString &text :
         {token.owner, token.ownerId, token.orgName, token.scope, token.objectId})
        appendText(writer, text);
    for (const std::optional<qint64> &number : {token.orgId, token.createdMs, token.expiresMs})
        appendNumber(writer, number);
    return writer.take();
}

//! Takes the next line off \a rest; none where no line ends.
static std::optional<QByteArrayView> takeLine(QByteArrayView &rest)
{
    const qsizetype end = rest.indexOf('\n');
    if (end < 0)
        return {};
    const QByteArrayView line = rest.first(end);
    rest = rest.sliced(end + 1);
    return line;
}

static bool takeText(QByteArrayView &rest, QString &text)
{
    const std::optional<QByteArrayView> line = takeLine(rest);
    if (line)
        text = QString::fromUtf8(QByteArray::fromPercentEncoding(line->toByteArray()));
    return line.has_value();
}

static bool takeNumber(QByteArrayView &rest, std::optional<qint64> &number)
{
    const std::optional<QByteArrayView> line = takeLine(rest);
    if (!line || line->isEmpty())
        return line.has_value();
    bool isNumber = false;
    number = line->toByteArray().toLongLong(&isNumber);
    return isNumber;
}

std::optional<Token> fromSecret(const SecretBuffer &secret)
{
    QByteArrayView rest = secret.view();
    const std::optional<QByteArrayView> kind = takeLine(rest);
    if (kind != version && kind != versionBySecretKey)
        return {};
    const std::optional<QByteArrayView> value = takeLine(rest);
    if (!value || !Token::isWellFormed(*value))
        return {};
    Token token;
    token.value = SecretBuffer::fromBytes(*value);
    token.isBySecretKey = kind == versionBySecretKey;
    for (QString *text :
         {&token.owner, &token.ownerId, &token.orgName, &token.scope, &token.objectId}) {
        if (!takeText(rest, *text))
            return {};
    }
    for (std::optional<qint64> *number : {&token.orgId, &token.createdMs, &token.expiresMs}) {
        if (!takeNumber(rest, *number))
            return {};
    }
    return rest.isEmpty() ? std::optional(token) : std::nullopt;
}

Result<Token, VaultFault> recall(const Vault &vault, const QUuid &profile)
{
    const auto secret = vault.recall(profile, SecretField::Token);
    if (!secret)
        return Failure{secret.error()};
    const std::optional<Token> token = fromSecret(*secret);
    if (!token)
        return Failure{VaultFault{VaultFault::Kind::NotSealed, {}}};
    return *token;
}

} // namespace StoredToken
