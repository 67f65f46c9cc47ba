#include "core/storage/storedtoken.h"

#include <QByteArray>

namespace StoredToken {

//! How a token begins, by how it was made.
struct Version
{
    QByteArrayView byPassword;
    QByteArrayView bySecretKey;
};
// The first does not tell how far the server's clock was ahead.
static constexpr Version first{"token 1", "token 1 by secret key"};
static constexpr Version current{"token 2", "token 2 by secret key"};

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

static void append(SecretWriter &writer, const Token &token)
{
    writer.append(token.isBySecretKey ? current.bySecretKey : current.byPassword);
    writer.append('\n');
    writer.append(token.value.view());
    writer.append('\n');
    for (const QString &text :
         {token.owner, token.ownerId, token.orgName, token.scope, token.objectId})
        appendText(writer, text);
    for (const std::optional<qint64> &number :
         {token.orgId, token.createdMs, token.expiresMs, std::optional(token.serverAheadMs)})
        appendNumber(writer, number);
}

SecretBuffer toSecret(const Token &token)
{
    return toSecret(QList<Token>{token});
}

SecretBuffer toSecret(const QList<Token> &tokens)
{
    SecretWriter writer;
    for (const Token &token : tokens)
        append(writer, token);
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

//! Takes a token off \a rest; none where it does not begin with a whole one.
static std::optional<Token> takeToken(QByteArrayView &rest)
{
    const std::optional<QByteArrayView> kind = takeLine(rest);
    const bool isFirst = kind == first.byPassword || kind == first.bySecretKey;
    const bool isCurrent = kind == current.byPassword || kind == current.bySecretKey;
    if (!isFirst && !isCurrent)
        return {};
    const std::optional<QByteArrayView> value = takeLine(rest);
    if (!value || !Token::isWellFormed(*value))
        return {};
    Token token;
    token.value = SecretBuffer::fromBytes(*value);
    token.isBySecretKey = kind == first.bySecretKey || kind == current.bySecretKey;
    for (QString *text :
         {&token.owner, &token.ownerId, &token.orgName, &token.scope, &token.objectId}) {
        if (!takeText(rest, *text))
            return {};
    }
    for (std::optional<qint64> *number : {&token.orgId, &token.createdMs, &token.expiresMs}) {
        if (!takeNumber(rest, *number))
            return {};
    }
    if (std::optional<qint64> aheadMs; isCurrent) {
        if (!takeNumber(rest, aheadMs))
            return {};
        token.serverAheadMs = aheadMs.value_or(0);
    }
    return token;
}

std::optional<Token> fromSecret(const SecretBuffer &secret)
{
    const std::optional<QList<Token>> tokens = listFromSecret(secret);
    return tokens && tokens->size() == 1 ? std::optional(tokens->constFirst()) : std::nullopt;
}

std::optional<QList<Token>> listFromSecret(const SecretBuffer &secret)
{
    QByteArrayView rest = secret.view();
    QList<Token> tokens;
    do {
        const std::optional<Token> token = takeToken(rest);
        if (!token)
            return {};
        tokens.append(*token);
    } while (!rest.isEmpty());
    return tokens;
}

} // namespace StoredToken
