#pragma once

#include "core/session/token.h"

#include <QMetaType>

//! Whether a token is kept alive.
struct RenewalPolicy
{
    enum class Mode
    {
        Off,
        On,
        Until
    };

    Mode mode = Mode::Off;
    qint64 untilMs = 0; //!< for Mode::Until; server time, milliseconds since epoch

    friend bool operator==(const RenewalPolicy &, const RenewalPolicy &) = default;
};

//! What there is to say of a renewal. Times are the server's, milliseconds since epoch.
struct RenewalState
{
    Q_GADGET

public:
    enum class Kind
    {
        Off,
        Waiting,    //!< for nextMs
        Renewing,   //!< now
        BackingOff, //!< the last try failed, see error; the next is at nextMs
        Paused,     //!< by whoever keeps it, for example for a lock
        NotUsed,    //!< stopped, since nothing was done with the token after usedMs
        Over,       //!< stopped, since the time of the policy is up
        Refused,    //!< stopped, since the server refused; the same is not tried again
        GaveUp,     //!< stopped after too many failures in a row
        LifeUnknown //!< the server does not say when the token ends
    };
    Q_ENUM(Kind)

    Kind kind = Kind::Off;
    std::optional<qint64> renewedMs = {};
    std::optional<qint64> nextMs = {};
    qint64 usedMs = 0;
    std::optional<ApiError> error = {};

    friend bool operator==(const RenewalState &, const RenewalState &) = default;
};

Q_DECLARE_METATYPE(RenewalState)

//! When a token is renewed, as arithmetic.
namespace renewalrule {

inline constexpr qint64 unusedLimitMs = 30 * 60'000;
//! Between two renewals, whatever the server gives: one that gives tokens which are about to end
//! must not be asked without a pause.
inline constexpr qint64 leastSpacingMs = 10'000;
//! Tries in a row whose request may have reached the server. A lost answer may have counted as a
//! wrong password there, and servers lock accounts after five.
inline constexpr int mostTries = 4;

//! How long before its end a token that lives \a validityMs is renewed: min(5 minutes, 10 %), at
//! least 30 s; but never more than half its life.
[[nodiscard]] qint64 marginMs(qint64 validityMs);
//! When \a token is to be renewed; none where its end is not known. \a seenMs stands for its making
//! where the server does not tell that.
[[nodiscard]] std::optional<qint64> dueMs(const Token &token, qint64 seenMs);
//! How long to wait after the \a failures-th failure in a row: 30 s, doubled each time, at most 15
//! minutes; what the server asks for, if that is longer.
[[nodiscard]] qint64 backOffMs(int failures, const ApiError &error);
//! A renewal that left the token as it was.
[[nodiscard]] ApiError noOtherToken();
//! Asking again would only be refused again, or lock an account. What was never sent is not: the
//! password may be kept later, or be within reach once the vault is open.
[[nodiscard]] bool isFinal(const ApiError &error);

} // namespace renewalrule
