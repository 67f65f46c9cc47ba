#include "core/session/token.h"

#include <QCryptographicHash>
#include <QDebug>

#include <algorithm>

std::optional<qint64> Token::remainingMs(qint64 serverNowMs) const
{
    if (!expiresMs)
        return std::nullopt;
    return std::max<qint64>(0, *expiresMs - serverNowMs);
}

Token Token::byLocalClock() const
{
    Token token = *this;
    for (std::optional<qint64> *ms : {&token.createdMs, &token.expiresMs}) {
        if (*ms)
            *ms = **ms - serverAheadMs;
    }
    token.serverAheadMs = 0;
    return token;
}

Token::Condition Token::condition(qint64 serverNowMs) const
{
    switch (standing) {
    case Standing::Revoked:
        return Condition::Revoked;
    case Standing::Refused:
        return Condition::Refused;
    case Standing::RevokeUnconfirmed:
        return remainingMs(serverNowMs) == 0 ? Condition::Expired : Condition::RevokeUnconfirmed;
    case Standing::Usable:
        break;
    }
    const std::optional<qint64> left = remainingMs(serverNowMs);
    if (!left)
        return Condition::LifeUnknown;
    if (*left == 0)
        return Condition::Expired;
    constexpr qint64 fiveMinutes = 5 * 60'000;
    constexpr qint64 halfMinute = 30'000;
    const qint64 tenth = createdMs ? (*expiresMs - *createdMs) / 10 : fiveMinutes;
    return *left <= std::max(halfMinute, std::min(fiveMinutes, tenth)) ? Condition::ExpiringSoon
                                                                       : Condition::Valid;
}

QString Token::masked() const
{
    // A classic token starts with the encoded user name, so four characters give nothing away
    // (FACTS 5.14).
    const qsizetype readable = value.size() >= 32 ? 4 : 0;
    return QString::fromLatin1(value.view().first(readable)) + QString(12, QChar(0x2022));
}

QString Token::fingerprint() const
{
    constexpr qsizetype digits = 12;
    if (value.isEmpty())
        return {};
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(value.view());
    return QString::fromLatin1(hash.result().toHex().first(digits));
}

bool Token::isWellFormed(QByteArrayView text)
{
    constexpr qsizetype longest = 16 * 1024;
    const auto allowed = [](char c) {
        return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
               QByteArrayView("._~+/=-").contains(c);
    };
    return !text.isEmpty() && text.size() <= longest &&
           std::all_of(text.begin(), text.end(), allowed);
}

QDebug operator<<(QDebug debug, const Token &token)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << "Token(" << token.value << ", owner " << token.owner << ", "
                    << token.standing << ')';
    return debug;
}
