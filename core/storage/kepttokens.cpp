#include "core/storage/kepttokens.h"

#include "core/session/orglookup.h"
#include "core/storage/profile.h"
#include "core/storage/storedtoken.h"
#include "core/storage/vault.h"

#include <algorithm>

namespace KeptTokens {

Result<QList<Token>, VaultFault> all(const Vault &vault, const QUuid &profile)
{
    const auto secret = vault.recall(profile, SecretField::Token);
    if (!secret)
        return Failure{secret.error()};
    const std::optional<QList<Token>> tokens = StoredToken::listFromSecret(*secret);
    if (!tokens)
        return Failure{VaultFault{VaultFault::Kind::NotSealed, {}}};
    return *tokens;
}

static bool isUntold(const Token &token)
{
    return !token.orgId && token.orgName.isEmpty();
}

static bool isForSameOrg(const Token &token, const Token &other)
{
    if (token.orgId && other.orgId)
        return *token.orgId == *other.orgId;
    if (token.orgName.isEmpty() || other.orgName.isEmpty())
        return isUntold(token) && isUntold(other);
    return orglookup::isSameName(token.orgName, other.orgName);
}

template<typename Matches>
static std::optional<Token> firstOf(const QList<Token> &tokens, const Matches &matches)
{
    const auto found = std::ranges::find_if(tokens, matches);
    return found == tokens.end() ? std::nullopt : std::optional(*found);
}

std::optional<Token> find(const QList<Token> &tokens, const QString &asked, const QList<Org> &known)
{
    return firstOf(tokens, [&](const Token &token) {
        return asked.isEmpty() ||
               orglookup::match(known, asked, token.orgId, token.orgName) == orglookup::Match::Same;
    });
}

std::optional<Token> findOwn(const QList<Token> &tokens, const Profile &profile)
{
    if (const auto sure = find(tokens, profile.org, profile.knownOrgs))
        return sure;
    return firstOf(tokens, isUntold);
}

Token asAskedFor(Token token, const QString &asked, const QList<Org> &known)
{
    if (asked.isEmpty() || !token.orgName.isEmpty())
        return token;
    const auto meant = orglookup::find(known, asked);
    const std::optional<qint64> id = meant ? meant->id : orglookup::idIn(asked);
    if (!token.orgId)
        token.orgId = id;
    if (!id)
        token.orgName = asked.trimmed(); // nothing is known against it
    else if (meant && token.orgId == id)
        token.orgName = meant->name;
    return token;
}

std::optional<Token> replacedBy(const QList<Token> &tokens, const Token &token)
{
    return firstOf(tokens, [&token](const Token &other) {
        return isForSameOrg(other, token) && !(other.value == token.value);
    });
}

//! Empty for none. The oldest are left out where there is no room for all.
static SecretBuffer secretOf(QList<Token> tokens)
{
    if (tokens.isEmpty())
        return {};
    SecretBuffer secret = StoredToken::toSecret(tokens);
    while (secret.size() > Sealing::longestSecret && tokens.size() > 1) {
        tokens.removeLast();
        secret = StoredToken::toSecret(tokens);
    }
    return secret;
}

Result<Done, VaultFault> keep(Vault &vault, const QUuid &profile, const Token &token, qint64 nowMs)
{
    return vault.change(profile, SecretField::Token, [token, nowMs](const SecretBuffer &stored) {
        QList<Token> tokens{token};
        // What cannot be read is replaced.
        const auto before = StoredToken::listFromSecret(stored).value_or(QList<Token>());
        for (const Token &other : before) {
            const bool isReplaced = isForSameOrg(other, token) || other.value == token.value;
            if (!isReplaced && other.byLocalClock().remainingMs(nowMs) != 0)
                tokens.append(other);
        }
        return secretOf(tokens);
    });
}

static SecretBuffer without(const QString &fingerprint, const SecretBuffer &stored)
{
    QList<Token> tokens = StoredToken::listFromSecret(stored).value_or(QList<Token>());
    tokens.removeIf(
        [&fingerprint](const Token &other) { return other.fingerprint() == fingerprint; });
    return secretOf(tokens);
}

void forget(Vault &vault, const QUuid &profile, const QString &fingerprint)
{
    using Kind = VaultFault::Kind;
    const auto tokens = all(vault, profile);
    if (!tokens) {
        const Kind kind = tokens.error().kind;
        if (kind == Kind::NotSealed || kind == Kind::ChangedOutside)
            vault.forget(profile, SecretField::Token);
        return;
    }
    const auto isIt = [&fingerprint](const Token &other) {
        return other.fingerprint() == fingerprint;
    };
    if (std::ranges::none_of(*tokens, isIt))
        return;
    const auto forgotten =
        vault.change(profile, SecretField::Token, [fingerprint](const SecretBuffer &stored) {
            return without(fingerprint, stored);
        });
    if (!forgotten)
        vault.forget(profile, SecretField::Token);
}

} // namespace KeptTokens
