#pragma once

#include "app/democluster/failure.h"
#include "app/democluster/users.h"

#include <QFlags>
#include <QString>

#include <deque>
#include <optional>
#include <variant>
#include <vector>

namespace demo {

//! Ways in which real servers have been seen to differ, switched on by name.
enum class Quirk
{
    IgnoreOrg = 1,           //!< tokens are for Primary whatever Org was asked for
    KeepRevokedAlive = 2,    //!< revoke answers success and the token goes on working
    SameToken = 4,           //!< asking twice gives the same live token twice
    SuccessIs200 = 8,        //!< login, logout and revoke of 2.0 answer 200 (before 9.5)
    LoginWithoutCookie = 16, //!< login of 2.0 sets no cookies (before 9.2)
    NoCustomTokens = 32      //!< 2.0 has no token/custom (before 10.4)
};
Q_DECLARE_FLAGS(Quirks, Quirk)

//! A token that was handed out.
struct Token
{
    QByteArray value{};
    QString owner{};
    qint32 org = 0;
    QString accessType = QStringLiteral("FULL");
    QString objectId{};
    qint64 createdMs = 0;
    qint64 expiresMs = 0;
    bool revoked = false;
};

//! A cookie session.
struct Session
{
    QByteArray sessionId{}; //!< JSESSIONID
    QByteArray clientId{};
    QString owner{};
    qint32 org = 0;
    bool remembered = false;
    qint64 createdMs = 0;
    qint64 lifeMs = 0;    //!< after the last use
    qint64 expiresMs = 0; //!< moves with every use
    bool ended = false;
};

//! Who a request comes from: at most one of token and session is set.
struct Caller
{
    User *user = nullptr;
    Token *token = nullptr;
    Session *session = nullptr;

    [[nodiscard]] qint32 org() const;
};

//! Everything that the demo cluster remembers, and the rules that are the same in every form.
class Cluster final
{
public:
    Cluster(qint64 clockOffsetMs, Quirks quirks);

    //! Milliseconds since epoch by the cluster's own clock.
    [[nodiscard]] qint64 nowMs() const;
    void advanceClock(qint64 milliseconds) { m_clockOffsetMs += milliseconds; }
    [[nodiscard]] bool has(Quirk quirk) const { return m_quirks.testFlag(quirk); }

    //! The user with this name or GUID.
    [[nodiscard]] User *findUser(const QString &nameOrId);
    //! Checks a password; counts the attempt, locks the account after five wrong ones in a row.
    [[nodiscard]] std::variant<User *, Failure> checkPassword(const QString &name,
                                                              const QString &password);
    [[nodiscard]] std::variant<User *, Failure> checkSecretKey(const QString &name,
                                                               const QString &key);
    //! By password or by secret key; both and neither are refused.
    [[nodiscard]] std::variant<User *, Failure>
    checkCredentials(const QString &name, const QString &password, const QString &secretKey);
    //! The Org of \a user with this id, or the refusal.
    [[nodiscard]] std::variant<qint32, Failure> checkOrg(const User &user, qint32 orgId) const;
    //! The Org of \a user with this id or name, or the refusal.
    [[nodiscard]] std::variant<qint32, Failure> checkOrg(const User &user,
                                                         const QString &idOrName) const;

    //! Gives out \a wanted with value and times filled in, good for \a seconds.
    Token &mint(Token wanted, qint32 seconds);
    Session &openSession(User &user, qint32 org, bool remembered);
    void revoke(Token &token);
    [[nodiscard]] Token *findToken(const QByteArray &value);
    //! Revokes every token of \a owner.
    void revokeAll(const QString &owner);
    [[nodiscard]] bool isAlive(const Token &token) const;
    [[nodiscard]] bool isAlive(const Session &session) const;

    //! Who sent \a request: a bearer token before cookies. A dead or unknown credential is a
    //! failure, none at all gives a Caller without user.
    [[nodiscard]] std::variant<Caller, Failure> identify(const Request &request);

    [[nodiscard]] const std::vector<User> &users() const { return m_users; }
    [[nodiscard]] const std::deque<Token> &tokens() const { return m_tokens; }
    [[nodiscard]] const std::deque<Session> &sessions() const { return m_sessions; }

private:
    [[nodiscard]] static std::optional<Failure> accountProblem(const User &user);
    [[nodiscard]] std::variant<Caller, Failure> identifyByCookie(const Request &request);

    qint64 m_clockOffsetMs;
    Quirks m_quirks;
    std::vector<User> m_users;
    std::deque<Token> m_tokens; // a deque: pointers to its elements stay good when it grows
    std::deque<Session> m_sessions;
};

} // namespace demo

Q_DECLARE_OPERATORS_FOR_FLAGS(demo::Quirks)
