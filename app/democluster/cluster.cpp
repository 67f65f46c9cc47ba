#include "app/democluster/cluster.h"

#include <QDateTime>
#include <QRandomGenerator>
#include <QUuid>

#include <algorithm>
#include <array>

using namespace Qt::StringLiterals;

namespace demo {

static QByteArray randomBytes(int count)
{
    std::array<quint32, 16> words{};
    QRandomGenerator::system()->fillRange(words.data(), static_cast<qsizetype>(words.size()));
    QByteArray bytes(count, Qt::Uninitialized);
    for (qsizetype i = 0; i < bytes.size(); ++i)
        bytes[i] =
            static_cast<char>(words[static_cast<size_t>(i) / 4 % words.size()] >> (8 * (i % 4)));
    return bytes;
}

//! FACTS 5.14: base64 of the name and a salted hash, so that it holds + / and =.
static QByteArray newTokenValue(const QString &owner)
{
    const QByteArray hash =
        "$shiro1$SHA-256$500000$" + randomBytes(16).toBase64() + "$" + randomBytes(32).toBase64();
    return (owner.toUtf8() + ":" + hash.toBase64()).toBase64();
}

qint32 Caller::org() const
{
    if (token != nullptr)
        return token->org;
    return session != nullptr ? session->org : 0;
}

Cluster::Cluster(qint64 clockOffsetMs, Quirks quirks)
    : m_clockOffsetMs(clockOffsetMs)
    , m_quirks(quirks)
{
    const QList<User> samples = sampleUsers();
    m_users.assign(samples.begin(), samples.end());
}

qint64 Cluster::nowMs() const
{
    return QDateTime::currentMSecsSinceEpoch() + m_clockOffsetMs;
}

User *Cluster::findUser(const QString &nameOrId)
{
    const auto found = std::find_if(m_users.begin(), m_users.end(), [&](const User &user) {
        return user.name == nameOrId || user.id() == nameOrId;
    });
    return found == m_users.end() ? nullptr : &*found;
}

std::optional<Failure> Cluster::accountProblem(const User &user)
{
    if (user.locked)
        return Failure::forbidden(u"The account of %1 is locked"_s.arg(user.name));
    return std::nullopt;
}

std::variant<User *, Failure> Cluster::checkPassword(const QString &name, const QString &password)
{
    constexpr int wrongPasswordsUntilLock = 5;
    const Failure refused = Failure::notAuthenticated(u"Credentials were not accepted"_s);
    User *user = findUser(name);
    if (user == nullptr || user->name != name)
        return refused;
    ++user->attempts;
    if (auto problem = accountProblem(*user))
        return *problem;
    if (user->password.isEmpty() || user->password != password) {
        if (++user->wrongPasswords >= wrongPasswordsUntilLock)
            user->locked = true;
        return refused;
    }
    if (user->multiFactor)
        return Failure::notAuthenticated(
            u"Multi-factor authentication (MFA) is enabled for %1: user name and password are not "
            "enough"_s.arg(name));
    user->wrongPasswords = 0;
    return user;
}

std::variant<User *, Failure> Cluster::checkSecretKey(const QString &name, const QString &key)
{
    User *user = findUser(name);
    if (user == nullptr || user->name != name || key != sampleSecretKey())
        return Failure::notAuthenticated(u"Secret key or user was not accepted"_s);
    ++user->attempts;
    if (auto problem = accountProblem(*user))
        return *problem;
    return user;
}

std::variant<User *, Failure>
Cluster::checkCredentials(const QString &name, const QString &password, const QString &secretKey)
{
    if (!password.isEmpty() && !secretKey.isEmpty())
        return Failure::badRequest(u"Send a password or a secret key, not both"_s);
    if (password.isEmpty() && secretKey.isEmpty())
        return Failure::badRequest(u"A password or a secret key is required"_s);
    return secretKey.isEmpty() ? checkPassword(name, password) : checkSecretKey(name, secretKey);
}

std::variant<qint32, Failure> Cluster::checkOrg(const User &user, qint32 orgId) const
{
    if (has(Quirk::IgnoreOrg))
        return 0;
    if (user.org(orgId) == nullptr)
        return Failure::forbidden(u"%1 has no access to Org %2"_s.arg(user.name).arg(orgId));
    return orgId;
}

std::variant<qint32, Failure> Cluster::checkOrg(const User &user, const QString &idOrName) const
{
    bool isNumber = false;
    if (const int id = idOrName.toInt(&isNumber); isNumber)
        return checkOrg(user, id);
    for (const Org &org : user.orgs) {
        if (org.name == idOrName)
            return checkOrg(user, org.id);
    }
    return Failure::forbidden(u"%1 has no access to Org %2"_s.arg(user.name, idOrName));
}

Token &Cluster::mint(Token wanted, qint32 seconds)
{
    if (has(Quirk::SameToken)) {
        for (Token &token : m_tokens) {
            if (isAlive(token) && token.owner == wanted.owner && token.org == wanted.org &&
                token.objectId == wanted.objectId)
                return token;
        }
    }
    wanted.value = newTokenValue(wanted.owner);
    wanted.createdMs = nowMs();
    wanted.expiresMs = wanted.createdMs + qint64(seconds) * 1000;
    return m_tokens.emplace_back(std::move(wanted));
}

Session &Cluster::openSession(User &user, qint32 org, bool remembered)
{
    constexpr qint64 hourMs = 3'600'000;
    const qint64 lifeMs = remembered ? 7 * 24 * hourMs : 3 * hourMs;
    user.lastOrg = org;
    const qint64 now = nowMs();
    return m_sessions.emplace_back(
        Session{.sessionId = randomBytes(32).toHex().toUpper(),
                .clientId = QUuid::createUuid().toByteArray(QUuid::WithoutBraces),
                .owner = user.name,
                .org = org,
                .remembered = remembered,
                .createdMs = now,
                .lifeMs = lifeMs,
                .expiresMs = now + lifeMs});
}

void Cluster::revoke(Token &token)
{
    if (!has(Quirk::KeepRevokedAlive))
        token.revoked = true;
}

void Cluster::revokeAll(const QString &owner)
{
    for (Token &token : m_tokens) {
        if (token.owner == owner)
            revoke(token);
    }
}

Token *Cluster::findToken(const QByteArray &value)
{
    const auto found = std::find_if(m_tokens.begin(), m_tokens.end(),
                                    [&](const Token &token) { return token.value == value; });
    return found == m_tokens.end() ? nullptr : &*found;
}

bool Cluster::isAlive(const Token &token) const
{
    return !token.revoked && token.expiresMs > nowMs();
}

bool Cluster::isAlive(const Session &session) const
{
    return !session.ended && session.expiresMs > nowMs();
}

std::variant<Caller, Failure> Cluster::identify(const Request &request)
{
    const QByteArray authorization = request.header("Authorization");
    if (authorization.isEmpty())
        return identifyByCookie(request);
    if (!authorization.startsWith("Bearer "))
        return Failure::notAuthenticated(u"Authorization must be a bearer token"_s);
    Token *token = findToken(authorization.sliced(7));
    if (token == nullptr || token->revoked)
        return Failure::notAuthenticated(u"Token is not valid"_s);
    if (!isAlive(*token))
        return Failure::notAuthenticated(u"Token has expired"_s);
    return Caller{.user = findUser(token->owner), .token = token};
}

std::variant<Caller, Failure> Cluster::identifyByCookie(const Request &request)
{
    const QByteArray sessionId = request.cookie("JSESSIONID");
    if (sessionId.isEmpty())
        return Caller{};
    const auto found =
        std::find_if(m_sessions.begin(), m_sessions.end(), [&](const Session &session) {
            return session.sessionId == sessionId && session.clientId == request.cookie("clientId");
        });
    if (found == m_sessions.end() || !isAlive(*found))
        return Failure::notAuthenticated(u"Session has ended"_s);
    if (request.header("X-Requested-By").isEmpty())
        return Failure::forbidden(u"X-Requested-By is required with a session cookie"_s);
    found->expiresMs = nowMs() + found->lifeMs;
    return Caller{.user = findUser(found->owner), .session = &*found};
}

} // namespace demo
