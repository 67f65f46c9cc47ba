#include "ui/profiles/keypin.h"

using namespace Qt::StringLiterals;

static constexpr qsizetype digestBytes = 32;
static constexpr auto prefix = "sha256//"_L1;

QString keypin::text(const QByteArray &sha256)
{
    return sha256.isEmpty() ? QString() : prefix + QString::fromLatin1(sha256.toBase64());
}

static bool isHex(const QString &digits)
{
    return std::all_of(digits.begin(), digits.end(), [](QChar c) {
        const char16_t lower = c.toLower().unicode();
        return (lower >= u'0' && lower <= u'9') || (lower >= u'a' && lower <= u'f');
    });
}

std::optional<QByteArray> keypin::read(const QString &text)
{
    QString rest = text.trimmed();
    if (rest.isEmpty())
        return QByteArray();
    if (rest.startsWith(prefix))
        rest = rest.mid(prefix.size());
    const QString digits = QString(rest).remove(u':').remove(u' ');
    if (digits.size() == 2 * digestBytes && isHex(digits))
        return QByteArray::fromHex(digits.toLatin1());
    const auto decoded =
        QByteArray::fromBase64Encoding(rest.toLatin1(), QByteArray::AbortOnBase64DecodingErrors);
    if (decoded && decoded.decoded.size() == digestBytes)
        return decoded.decoded;
    return std::nullopt;
}
