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

static std::optional<Org> orgOf(const Token &token)
{
    return token.orgId ? std::optional(Org{*token.orgId, token.orgName}) : std::nullopt;
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
        if (asked.isEmpty())
            return true;
        const std::optional<Org> org = orgOf(token);
        const auto meant =
            org ? orglookup::find(orglookup::merged(known, {*org}), asked) : std::nullopt;
        return meant && meant->id == org->id;
    });
}

std::optional<Token> findOwn(const QList<Token> &tokens, const Profile &profile)
{
    if (const auto sure = find(tokens, profile.org, profile.knownOrgs))
        return sure;
    return firstOf(tokens, [&profile](const Token &token) {
        return !orglookup::mismatch(profile.knownOrgs, profile.org, orgOf(token));
    });
}

Result<Done, VaultFault> keep(Vault &vault, const QUuid &profile, const Token &token, qint64 nowMs)
{
    const auto before = all(vault, profile); // what cannot be read is replaced
    QList<Token> tokens{token};
    if (before) {
        for (const Token &other : *before) {
            const bool isReplaced = other.orgId == token.orgId || other.value == token.value;
            if (!isReplaced && other.remainingMs(nowMs) != 0)
                tokens.append(other);
        }
    }
    SecretBuffer secret = StoredToken::toSecret(tokens);
    while (secret.size() > Sealing::longestSecret && tokens.size() > 1) {
        tokens.removeLast();
        secret = StoredToken::toSecret(tokens);
    }
    return vault.remember(profile, SecretField::Token, secret);
}

void forget(Vault &vault, const QUuid &profile, const Token &token)
{
    using Kind = VaultFault::Kind;
    auto tokens = all(vault, profile);
    if (!tokens) {
        const Kind kind = tokens.error().kind;
        if (kind == Kind::NotSealed || kind == Kind::ChangedOutside)
            vault.forget(profile, SecretField::Token);
        return;
    }
    const qsizetype removed = tokens.value().removeIf(
        [&token](const Token &other) { return other.value == token.value; });
    if (removed == 0)
        return;
    const bool isLeft =
        !tokens->isEmpty() &&
        vault.remember(profile, SecretField::Token, StoredToken::toSecret(*tokens)).hasValue();
    if (!isLeft)
        vault.forget(profile, SecretField::Token);
}

} // namespace KeptTokens
