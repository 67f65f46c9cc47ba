#pragma once

#include "core/storage/vaultfault.h"
#include "core/storage/vaultvalues.h"
#include "core/support/result.h"
#include "core/support/secretbuffer.h"

//! A key out of a passphrase: Argon2id, within the bounds that PassphraseKeeper names.
namespace PassphraseKey {

inline constexpr qsizetype fewestCharacters = 8;
//! Whether a new \a passphrase has that many; it is UTF-8.
[[nodiscard]] bool isLongEnough(const SecretBuffer &passphrase);

//! A new salt for a derivation that costs as much as \a passes and \a memoryBytes say; its text is
//! still empty.
[[nodiscard]] WrappedKey parameters(qint64 passes, qint64 memoryBytes);
//! Sealing::keySize bytes, by the salt and the cost in \a wrapped; its text is not looked at. Takes
//! its time: for a worker. BadParameters, which are never tried, or OutOfMemory.
[[nodiscard]] Result<SecretBuffer, VaultFault> derived(const SecretBuffer &passphrase,
                                                       const WrappedKey &wrapped);

} // namespace PassphraseKey
