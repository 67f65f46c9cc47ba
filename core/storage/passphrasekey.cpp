#include "core/storage/passphrasekey.h"

#include "core/storage/passphrasekeeper.h"
#include "core/storage/sealing.h"

#include <sodium.h>

#include <algorithm>

static_assert(PassphraseKeeper::saltSize == crypto_pwhash_SALTBYTES);

static bool isSound(const WrappedKey &wrapped)
{
    return wrapped.salt.size() == PassphraseKeeper::saltSize && wrapped.passes >= 1 &&
           wrapped.passes <= PassphraseKeeper::mostPasses &&
           wrapped.memoryBytes >= qint64(crypto_pwhash_MEMLIMIT_MIN) &&
           wrapped.memoryBytes <= PassphraseKeeper::mostMemoryBytes;
}

bool PassphraseKey::isLongEnough(const SecretBuffer &passphrase)
{
    const auto begins = [](char byte) { return (byte & 0xC0) != 0x80; }; // a character of UTF-8
    return std::ranges::count_if(passphrase.view(), begins) >= fewestCharacters;
}

WrappedKey PassphraseKey::parameters(qint64 passes, qint64 memoryBytes)
{
    WrappedKey wrapped{
        {}, QByteArray(PassphraseKeeper::saltSize, Qt::Uninitialized), passes, memoryBytes};
    randombytes_buf(wrapped.salt.data(), static_cast<size_t>(wrapped.salt.size()));
    return wrapped;
}

Result<SecretBuffer, VaultFault> PassphraseKey::derived(const SecretBuffer &passphrase,
                                                        const WrappedKey &wrapped)
{
    if (!isSound(wrapped))
        return Failure{VaultFault{VaultFault::Kind::BadParameters, {}}};
    SecretWriter writer;
    auto *key = reinterpret_cast<unsigned char *>(writer.extend(Sealing::keySize));
    // The library takes no null, and an empty passphrase has no bytes to point at.
    const char *words = passphrase.isEmpty() ? "" : passphrase.view().data();
    const int result =
        crypto_pwhash(key, static_cast<unsigned long long>(Sealing::keySize), words,
                      static_cast<unsigned long long>(passphrase.size()),
                      reinterpret_cast<const unsigned char *>(wrapped.salt.constData()),
                      static_cast<unsigned long long>(wrapped.passes),
                      static_cast<size_t>(wrapped.memoryBytes), crypto_pwhash_ALG_ARGON2ID13);
    // With sound parameters memory is all that can be missing.
    if (result != 0)
        return Failure{VaultFault{VaultFault::Kind::OutOfMemory, {}}};
    return writer.take();
}
