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
    if (token.isCustom())
        return TokenText::tr("Custom");
    return shown(token.scope, 64);
}

static QString whatLacks(Api::Form form)
{
    switch (form) {
    case Api::Form::Beta2022:
        return u' ' + TokenText::tr("The 2022 form of the API has no other kind.");
    case Api::Form::Beta:
        return u' ' + TokenText::tr("Custom tokens need REST API 2.0, which this profile does not "
                                    "speak.");
    case Api::Form::Auto:
    case Api::Form::V2:
        break;
    }
    return {};
}

QString tokentext::kindAdvice(TokenWish::Scope kind, Api::Form form)
{
    switch (kind) {
    case TokenWish::Scope::Full:
        return TokenText::tr("Whoever has it can do all that you can.") + whatLacks(form);
    case TokenWish::Scope::Object:
        return TokenText::tr("Opens one Liveboard or answer and nothing else.") + whatLacks(form);
    case TokenWish::Scope::Custom:
        return TokenText::tr("Carries values that limit which data are seen. Needs release 10.4 or "
                             "later; an older cluster says so and gives none.");
    }
    return {};
}

QString tokentext::validityAdvice(int seconds)
{
    constexpr int minute = 60;
    constexpr int hour = 60 * minute;
    if (seconds <= minute)
        return TokenText::tr("Good for a page that embeds by cookies, or one call; next to no use "
                             "to a thief.");
    if (seconds <= hour / 4)
        return TokenText::tr("Good for a single call; little use to a thief.");
    if (seconds >= 20 * minute && seconds <= 30 * minute)
        return TokenText::tr("Good for a page that embeds without cookies, which asks again before "
                             "the end.");
    if (seconds <= hour)
        return TokenText::tr("Good for work by hand.");
    if (seconds <= 8 * hour)
        return TokenText::tr("A working day: revoke it when you are done.");
    return TokenText::tr(
        "Long: whoever finds it can use it all that time. For jobs that cannot ask "
        "again only.");
}

static QString uncheckedText(const Token &token, qint64 nowMs)
{
    if (token.standing != Token::Standing::Revoked)
        return {};
    return token.expiresMs && token.remainingMs(nowMs) != 0
               ? TokenText::tr("Could not be checked: may work until %1")
                     .arg(timetext::clockOrDate(*token.expiresMs, nowMs))
               : TokenText::tr("Could not be checked");
}

QString tokentext::lastCheck(const Token &token, qint64 nowMs)
{
    if (!token.lastCheck)
        return uncheckedText(token, nowMs);
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
