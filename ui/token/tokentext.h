#pragma once

#include "core/session/account.h"
#include "ui/support/theme.h"

#include <QString>

//! What the card says of a token.
namespace tokentext {

//! What becomes of the token that is held when another one is asked for.
[[nodiscard]] QString heldOneLivesOn();

struct State
{
    QString words;
    Tone tone = Tone::Neutral;
};

//! The pill: "Valid", "About to expire", "Revoke not confirmed", …
[[nodiscard]] State state(Token::Condition condition);
//! Whether such a token still opens anything, as far as is known.
[[nodiscard]] bool isUsable(Token::Condition condition);

struct Ring
{
    double fraction = 0; //!< of its life that is left, 0 to 1
    QString words;
    QString remark;
    Tone tone = Tone::Neutral;
};

//! The ring at \a nowMs, server time.
[[nodiscard]] Ring ring(const Token &token, qint64 nowMs);

//! What tokens of this kind are for, and which kinds \a form lacks.
[[nodiscard]] QString kindAdvice(TokenWish::Scope kind, Api::Form form);
//! What so long a life means for who finds the token.
[[nodiscard]] QString validityAdvice(int seconds);
//! "Full access", or the API's own word where it is another.
[[nodiscard]] QString scope(const Token &token);
//! "Checked 14:02, accepted by the server"; of a revoked one also that it could not be checked.
//! Empty if it was never checked.
[[nodiscard]] QString lastCheck(const Token &token, qint64 nowMs);
//! What goes when the token is revoked, for the question before it.
[[nodiscard]] QString whatDies(const Token &token, const QString &host, qint64 nowMs);

} // namespace tokentext
