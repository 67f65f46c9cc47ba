#pragma once

#include "core/storage/vaultfault.h"
#include "core/support/result.h"
#include "core/support/secretbuffer.h"

#include <QByteArray>
#include <QList>
#include <QString>

#include <array>

struct Profile;

//! Secrets that a profile can have kept.
enum class SecretField
{
    Password,
    SecretKey,
    Token
};

//! Secrets as text that only the key opens, and only in its place: XChaCha20-Poly1305 with a random
//! nonce, over the secret padded to whole blocks so that its length says little. What the secret
//! belongs to is authenticated with it. Pure functions.
namespace Sealing {

inline constexpr qsizetype keySize = 32;
inline constexpr qsizetype longestSecret = 32 * 1024;
inline constexpr std::array allBoundTo{BoundTo::Server, BoundTo::User, BoundTo::Authority,
                                       BoundTo::PinnedKey, BoundTo::Proxy};

//! How long a secret may be, and the blocks that its length is rounded up to, both in bytes. Who
//! opens a text gives the same as who sealed it.
struct Measure
{
    qsizetype longest = longestSecret;
    qsizetype block = 64;
};

//! Fields as one text in which none can run into the next.
[[nodiscard]] QByteArray joined(const QList<QByteArray> &fields);
//! \a part of \a profile in one spelling: the origin with its port, a proxy as far as it is used.
[[nodiscard]] QByteArray valueOf(const Profile &profile, BoundTo part);
//! What a secret of \a profile is bound to: version, id, field, and every BoundTo.
[[nodiscard]] QByteArray binding(const Profile &profile, SecretField field);
//! The name of \a field in the settings.
[[nodiscard]] QString nameOf(SecretField field);

//! \a key has keySize bytes. TooLong beyond what \a measure allows.
[[nodiscard]] Result<QString, VaultFault> seal(const SecretBuffer &key, const QByteArray &binding,
                                               const SecretBuffer &secret,
                                               const Measure &measure = {});
//! NotSealed, OtherVersion, or ChangedOutside when \a text was not sealed by this key for this
//! binding.
[[nodiscard]] Result<SecretBuffer, VaultFault> open(const SecretBuffer &key,
                                                    const QByteArray &binding, const QString &text,
                                                    const Measure &measure = {});

} // namespace Sealing
