#pragma once

#include "core/api/apidialect.h"
#include "core/embed/embedconnection.h"
#include "core/session/token.h"
#include "core/support/alarm.h"
#include "core/support/clock.h"

#include <QMap>
#include <QPointer>
#include <QQueue>
#include <QSet>

#include <functional>
#include <memory>
#include <optional>

class QTcpServer;

//! What there is to say of an embed endpoint. Times are this machine's, milliseconds since epoch.
struct EmbedState
{
    Q_GADGET

public:
    //! Why it does not run.
    enum class End
    {
        None, //!< never started, or running
        ByHand,
        TimeUp,
        NotUsed,
        SessionOver,
        Locked,
        OtherProfile,
        Refused, //!< the cluster does not accept what the tokens are asked for with, see error
        CannotListen
    };
    Q_ENUM(End)

    bool isRunning = false;
    SecretBuffer url{}; //!< its path is what a page must know; empty while it does not run
    qint64 endsMs = 0;
    int handedOut = 0;
    QString lastOrigin{}; //!< that a token went to
    qint64 lastMs = 0;    //!< when it did
    int refusals = 0;
    std::optional<EmbedRefusal> lastRefusal{}; //!< Odd ones do not replace one that says more
    qint64 lastRefusalMs = 0;
    std::optional<ApiError> error{}; //!< why the cluster gave no token, the last time
    End end = End::None;
};

//! What an embed endpoint is started for.
struct EmbedPlan
{
    QStringList origins{}; //!< as embedOrigin() gives them; at least one
    qint64 forMs = 0;      //!< cut to EmbedEndpoint::shortestMs to longestMs
    quint16 port = 0;      //!< 0: any that is free
};

//! The endpoint that an embed SDK fetches tokens from while a page is built (trusted
//! authentication: authEndpoint, whose reply's body is the token; PEERS 12, F17). On 127.0.0.1
//! only, on a port and a path that are new each time, for the pages of the origins given. Each call
//! that is allowed mints one token, which is given away and not kept. One after the other, so that
//! a password that the cluster refuses costs one attempt; that, and time, stop it.
class EmbedEndpoint final : public QObject
{
    Q_OBJECT

public:
    using Then = std::function<void(const ApiResult<Token> &)>;
    //! Makes one fresh token and calls back exactly once, or never once the session is over.
    using Mint = std::function<void(Then then)>;

    static constexpr qint64 shortestMs = 60'000;
    static constexpr qint64 usualMs = 60 * 60'000;
    static constexpr qint64 longestMs = 8 * 3'600'000;

    //! What all callers together may ask for.
    struct Limits
    {
        int connections = 16;     //!< at once, and with it how many wait for their tokens
        int tokensPerMinute = 12; //!< a page that reloads in a loop must not hammer the cluster
        qint64 unusedMs = 30 * 60'000;
        EmbedConnection::Limits connection{};
    };

    //! What a test may put in the place of clock and timer.
    struct Means
    {
        TimeSource time = TimeSource::system();
        Alarm::Setter alarm{};
        Limits limits{};
    };

    EmbedEndpoint(Mint mint, Means means, QObject *parent = nullptr);
    explicit EmbedEndpoint(Mint mint, QObject *parent = nullptr);
    ~EmbedEndpoint() override;

    //! Starts anew, on a path that nobody knows yet.
    void start(const EmbedPlan &plan);
    //! Closes everything; a token under way is given to nobody.
    void stop(EmbedState::End why = EmbedState::End::ByHand);
    //! Looks at the clock. To be called when \ref Means::alarm rings.
    void check();

    [[nodiscard]] const EmbedState &state() const { return m_state; }

Q_SIGNALS:
    //! state() says something else.
    void changed();
    //! A token went to the page of \a origin.
    void handedOut(const QString &origin, const Token &token);

private:
    struct Asker
    {
        QPointer<EmbedConnection> connection;
        EmbedAnswer answer;
    };

    void accept();
    void judge(EmbedConnection &connection, const RequestHead &head);
    void mintNext();
    void minted(const Asker &asker, const ApiResult<Token> &token);
    void refuse(EmbedConnection &connection, const EmbedAnswer &answer,
                const EmbedRefusal &refusal);
    void note(const EmbedRefusal &refusal);
    [[nodiscard]] qint64 secondsUntilFree();
    void setAlarm();

    const Mint m_mint;
    const Means m_means;
    Alarm m_alarm;
    std::unique_ptr<QTcpServer> m_server; //!< none: stopped. The connections are its children
    std::optional<EmbedRules> m_rules;
    EmbedState m_state;
    qint64 m_endsElapsedMs = 0;
    qint64 m_usedElapsedMs = 0;
    QQueue<qint64> m_started; //!< when the mints of the last minute began
    QQueue<Asker> m_waiting;
    bool m_isMinting = false;
    QSet<QString> m_given; //!< fingerprints of this run
};
