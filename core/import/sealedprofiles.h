#pragma once

#include "core/import/profileimport.h"
#include "core/storage/passphrasekeeper.h"

//! Profiles with what is kept for them, as a file that a passphrase seals as a whole: three lines
//! of text, of which the first two say how the key is derived and are authenticated with the third,
//! XChaCha20-Poly1305 over all the rest, rounded up in length. Pure; secrets stay in guarded
//! memory.
namespace sealedprofiles {

using profileimport::Fault;
using profileimport::Found;

inline constexpr qsizetype longestFile = 6 * 1024 * 1024;

//! Whether \a file calls itself one, whatever else is in it.
[[nodiscard]] bool isSealed(QByteArrayView file);

//! Seals \a entries, of which the profile and the secrets count. Takes its time: for a worker.
//! ShortPassphrase, TooLarge, NoMemory, or Broken if it does not open again.
[[nodiscard]] Result<QByteArray, Fault>
write(const QList<Found> &entries, const SecretBuffer &passphrase, const PassphraseCost &cost = {});

//! Opens \a file; the same holds of its time. NotOpened: the passphrase is not right, or the file
//! was changed; nobody can tell the two apart. Costly: it asks for a derivation that costs more
//! than is allowed, which is not tried.
[[nodiscard]] Result<profileimport::Outcome, Fault> read(const QByteArray &file,
                                                         const SecretBuffer &passphrase);

} // namespace sealedprofiles
