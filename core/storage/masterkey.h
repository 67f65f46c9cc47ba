#pragma once

#include "core/storage/vaultfault.h"
#include "core/support/result.h"
#include "core/support/secretbuffer.h"

#include <QString>

//! The one key behind all sealed secrets. Nothing is sealed by it directly but by a key that is
//! derived from it; so is its id, which therefore proves the bytes.
class MasterKey final
{
public:
    //! What a keeper keeps: the id and the key.
    static constexpr qsizetype itemSize = 16 + 32;

    [[nodiscard]] static MasterKey random();
    //! Altered if \a item is not an id with the key that belongs to it.
    [[nodiscard]] static Result<MasterKey, VaultFault> fromItem(QByteArrayView item);

    [[nodiscard]] SecretBuffer toItem() const;
    //! 32 hexadecimal digits; tells nothing about the key.
    [[nodiscard]] const QString &id() const { return m_id; }
    [[nodiscard]] const SecretBuffer &sealingKey() const { return m_sealingKey; }
    //! For SealedList.
    [[nodiscard]] const SecretBuffer &listingKey() const { return m_listingKey; }

private:
    explicit MasterKey(const SecretBuffer &bytes);

    SecretBuffer m_bytes;
    SecretBuffer m_sealingKey;
    SecretBuffer m_listingKey;
    QString m_id;
};
