#include "core/storage/masterkey.h"

#include <sodium.h>

#include <algorithm>

static constexpr char purpose[crypto_kdf_CONTEXTBYTES + 1] = "SeDeskV1";
static constexpr qsizetype keySize = crypto_kdf_KEYBYTES;
static constexpr qsizetype idSize = crypto_kdf_BYTES_MIN;

static_assert(MasterKey::itemSize == idSize + keySize);

//! Numbers of the derived keys; never to be given to anything else.
enum class Use : quint64
{
    Id = 1,
    Sealing = 2,
    Listing = 3
};

static SecretBuffer derived(const SecretBuffer &key, Use use, qsizetype size)
{
    SecretWriter writer;
    auto *bytes = reinterpret_cast<unsigned char *>(writer.extend(size));
    crypto_kdf_derive_from_key(bytes, static_cast<size_t>(size), static_cast<quint64>(use), purpose,
                               reinterpret_cast<const unsigned char *>(key.view().data()));
    return writer.take();
}

MasterKey::MasterKey(const SecretBuffer &bytes)
    : m_bytes(bytes)
    , m_sealingKey(derived(bytes, Use::Sealing, keySize))
    , m_listingKey(derived(bytes, Use::Listing, keySize))
    , m_id(QString::fromLatin1(derived(bytes, Use::Id, idSize).view().toByteArray().toHex()))
{}

MasterKey MasterKey::random()
{
    SecretWriter writer; // makes sure of libsodium
    randombytes_buf(writer.extend(keySize), static_cast<size_t>(keySize));
    return MasterKey(writer.take());
}

Result<MasterKey, VaultFault> MasterKey::fromItem(QByteArrayView item)
{
    if (item.size() != itemSize)
        return Failure{VaultFault{VaultFault::Kind::Altered, {}}};
    const MasterKey key(SecretBuffer::fromBytes(item.sliced(idSize)));
    if (key.toItem() == SecretBuffer::fromBytes(item))
        return key;
    return Failure{VaultFault{VaultFault::Kind::Altered, {}}};
}

SecretBuffer MasterKey::toItem() const
{
    SecretWriter writer;
    writer.append(QByteArray::fromHex(m_id.toLatin1()));
    writer.append(m_bytes.view());
    return writer.take();
}
