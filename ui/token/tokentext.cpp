#include "ui/token/tokentext.h"

#include "ui/support/timetext.h"
#include "ui/support/uitext.h"

#include <QCoreApplication>

using namespace Qt::StringLiterals;

using Condition = Token::Condition;

struct TokenText
{
    Q_DECLARE_TR_FUNCTIONS(TokenText)
};

QString tokentext::heldOneLivesOn()
{
    return TokenText::tr("The one held now works on until it runs out, but is no longer shown "
                         "here.");
}

tokentext::State tokentext::state(Condition condition)
{
    switch (condition) {
    case Condition::Valid:
        return {TokenText::tr("Valid"), Tone::Good};
    case Condition::ExpiringSoon:
        return {TokenText::tr("About to expire"), Tone::Warning};
    case Condition::Expired:
        return {TokenText::tr("Expired"), Tone::Bad};
    case Condition::Revoked:
        return {TokenText::tr("Revoked"), Tone::Bad};
    case Condition::RevokeUnconfirmed:
        return {TokenText::tr("Revoke not confirmed"), Tone::Warning};
    case Condition::Refused:
        return {TokenText::tr("Refused by the server"), Tone::Bad};
    case Condition::LifeUnknown:
        return {TokenText::tr("Valid, end unknown"), Tone::Neutral};
    }
    return {};
}

bool tokentext::isUsable(Condition condition)
{
    switch (condition) {
    case Condition::Valid:
    case Condition::ExpiringSoon:
    case Condition::RevokeUnconfirmed:
    case Condition::LifeUnknown:
        return true;
    case Condition::Expired:
    case Condition::Revoked:
    case Condition::Refused:
        return false;
    }
    return false;
}

static Tone ringTone(Condition condition)
{
    return condition == Condition::Valid ? Tone::Accent : tokentext::state(condition).tone;
}

static QString deadWords(Condition condition)
{
    switch (condition) {
    case Condition::Revoked:
        return TokenText::tr("Revoked");
    case Condition::Refused:
        return TokenText::tr("Refused");
    default:
        return TokenText::tr("Expired");
    }
}

tokentext::Ring tokentext::ring(const Token &token, qint64 nowMs)
{
    const Condition condition = token.condition(nowMs);
    const std::optional<qint64> left = token.remainingMs(nowMs);
    const std::optional<qint64> life =
        token.createdMs && token.expiresMs && *token.expiresMs > *token.createdMs
            ? std::optional(*token.expiresMs - *token.createdMs)
            : std::nullopt;
    const QString remark = life ? timetext::ofLife(*life) : QString();
    if (!isUsable(condition))
        return {0, deadWords(condition), {}, Tone::Bad};
    if (!left)
        return {1, TokenText::tr("Unknown"), TokenText::tr("time left"), Tone::Neutral};
    const double fraction = life ? static_cast<double>(*left) / static_cast<double>(*life) : 1;
    return {fraction, timetext::remaining(*left), remark, ringTone(condition)};
}

QString tokentext::scope(const Token &token)
{
    if (token.scope.isEmpty() || token.scope.compare("FULL"_L1, Qt::CaseInsensitive) == 0)
        return TokenText::tr("Full access");
    if (token.scope.compare("REPORT_BOOK_VIEW"_L1, Qt::CaseInsensitive) == 0)
        return TokenText::tr("One object");
    return shown(token.scope, 64);
}

QString tokentext::lastCheck(const Token &token, qint64 nowMs)
{
    if (!token.lastCheck)
        return {};
    const QString time = timetext::clockOrDate(token.lastCheck->atMs, nowMs);
    return token.lastCheck->accepted ? TokenText::tr("Checked %1, accepted by the server").arg(time)
                                     : TokenText::tr("Checked %1, no longer accepted").arg(time);
}

QString tokentext::whatDies(const Token &token, const QString &host, qint64 nowMs)
{
    const QString owner = shown(token.owner, 64);
    const std::optional<qint64> left = token.remainingMs(nowMs);
    const QString what = left ? TokenText::tr("The token of %1 on %2, good for another %3, stops "
                                              "working at once wherever it is in use.")
                                    .arg(owner, shown(host, 100), timetext::remaining(*left))
                              : TokenText::tr("The token of %1 on %2 stops working at once "
                                              "wherever it is in use.")
                                    .arg(owner, shown(host, 100));
    return what + u' ' +
           TokenText::tr("The cluster may end the session along with it. This cannot be undone.");
}
