#pragma once

#include "core/api/apidialect.h"
#include "core/session/renewalrule.h"
#include "core/support/alarm.h"

#include <QList>
#include <QObject>

#include <functional>

//! Keeps one token alive by renewalrule. However many ask, one renewal is under way and all get its
//! result. It knows nothing of servers: what makes a token is put in, and so are clock and alarm.
//!
//! It renews only while the token is of use to somebody: after unusedLimitMs without a use it stops
//! until the next. A final refusal is never asked for twice; other failures back off.
class TokenRenewal final : public QObject
{
    Q_OBJECT

public:
    using Then = std::function<void(ApiResult<Token>)>;
    //! Asks for a token like the one there is and answers once.
    using Mint = std::function<void(Then)>;

    //! \a nowMs: server time, milliseconds since epoch, counting through sleep.
    TokenRenewal(std::function<qint64()> nowMs, Mint mint, Alarm::Setter alarm = {},
                 QObject *parent = nullptr);

    void setUnusedLimit(qint64 limitMs);
    //! Counts as a use. Another policy starts anew, but for a final refusal.
    void setPolicy(const RenewalPolicy &policy);
    [[nodiscard]] const RenewalPolicy &policy() const { return m_policy; }
    [[nodiscard]] const RenewalState &state() const { return m_state; }
    //! A renewal is asked for whose result is awaited.
    [[nodiscard]] bool isRenewing() const { return m_isRenewing; }

    //! The token that there is now, however it came; none: nothing to keep alive. Another one than
    //! before starts anew.
    void follow(const std::optional<Token> &token);
    //! While paused nothing is renewed, and who waits is told Cancelled. A renewal that is given up
    //! by that counts as a failed one: what the server said to it is not known.
    void setPaused(bool isPaused);
    //! Something was done with the token.
    void noteUse();
    //! Looks at once what is due: when the alarm rings, after a sleep, and whenever in doubt.
    void check();

    //! Gives a live token to \a then: the one there is until it is due, else a renewed one. Without
    //! a policy, and where it cannot be renewed now, it is the one there is as long as it lives.
    void ask(const Then &then);
    //! Renews now, whatever the policy; joins a renewal that is under way.
    void renew(const Then &then);
    //! The server no longer accepts \a value (a call with it ended in SessionEnded): gives the
    //! token that has taken its place, for which, with a policy, one renewal is made, so that the
    //! call can be done once more. A token made for that reason is itself replaced only if
    //! something has accepted it meanwhile.
    void replace(const SecretBuffer &value, const Then &then);
    //! A call with the present token went well.
    void noteAccepted() { m_isUnproven = false; }

Q_SIGNALS:
    void stateChanged(const RenewalState &state);

private:
    using Kind = RenewalState::Kind;

    [[nodiscard]] std::optional<Kind> obstacle() const;
    [[nodiscard]] std::optional<qint64> dueMs() const;
    [[nodiscard]] bool isDue() const;
    [[nodiscard]] ApiError whyNot() const;
    void wait();
    void start();
    void join(const Then &then);
    void finish(ApiResult<Token> result);
    void noteFailure(const ApiError &error);
    void startAnew();
    void abandon();
    void answerAll(const ApiResult<Token> &result);
    void show(Kind kind, std::optional<qint64> nextMs = {});

    const std::function<qint64()> m_nowMs;
    const Mint m_mint;
    Alarm m_alarm;
    RenewalPolicy m_policy;
    RenewalState m_state;
    std::optional<Token> m_token;
    qint64 m_seenMs = 0;
    qint64 m_usedMs = 0;
    qint64 m_unusedLimitMs = renewalrule::unusedLimitMs;
    bool m_isPaused = false;

    QList<Then> m_waiting;
    bool m_isRenewing = false;
    int m_turn = 0;           //!< a late answer to a renewal that was given up is nobody's
    SecretBuffer m_replacing; //!< the token that the renewal under way is to replace
    std::optional<ApiError> m_error;
    bool m_isRefused = false;
    int m_failures = 0;
    int m_tries = 0; //!< failures that may have reached the server
    qint64 m_notBeforeMs = 0;
    std::optional<qint64> m_renewedMs;
    //! The present token was made because the one before was refused, and nothing has accepted it.
    bool m_isUnproven = false;
};
