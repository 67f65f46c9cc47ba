#pragma once

#include "core/storage/vaultfault.h"
#include "core/support/secretbuffer.h"

#include <QByteArray>
#include <QSet>
#include <QString>

#include <optional>

struct Profile;

//! Which sealed texts are the ones last kept. A sealed text proves where it belongs, not that it
//! was not replaced or removed since: whoever puts an earlier settings file back brings the old
//! ones with it. So the key's owner keeps a list of the living ones in a file beside the settings,
//! as marks that only the key can make, closed by a mark over the whole list. A text that is not
//! listed does not open.
//!
//! It also has a mark of everything that the secrets of a profile are bound to, as it was when they
//! were kept: by these it can be said what was changed where one does not open any more.
//!
//! As text: a first line with the version, a line of 32 hexadecimal digits for each mark, sorted, a
//! last line of 64 over all before it.
class SealedList final
{
public:
    static constexpr qsizetype longest = 512 * 1024; //!< bytes of a list; more is none

    //! Empty. \a key is MasterKey::listingKey().
    explicit SealedList(const SecretBuffer &key);
    //! What \a bytes list; empty if they are not, to the last byte, what this key wrote.
    [[nodiscard]] static SealedList from(const QByteArray &bytes, const SecretBuffer &key);

    [[nodiscard]] const SecretBuffer &key() const { return m_key; }
    void add(const QString &text);
    [[nodiscard]] bool contains(const QString &text) const;
    void add(const Profile &profile, BoundTo part);
    [[nodiscard]] bool contains(const Profile &profile, BoundTo part) const;
    [[nodiscard]] QByteArray toBytes() const;
    //! How many marks \a bytes have, whoever wrote them.
    [[nodiscard]] static qsizetype sizeOf(const QByteArray &bytes);

private:
    //! Different things never get the same mark: \a kind goes into it.
    [[nodiscard]] QByteArray mark(QByteArrayView kind, QByteArrayView content, int size) const;
    [[nodiscard]] QByteArray markOf(const QString &text) const;
    [[nodiscard]] QByteArray markOf(const Profile &profile, BoundTo part) const;

    SecretBuffer m_key;
    QSet<QByteArray> m_marks; //!< hexadecimal
};

//! The list that was read last, for who asks it for one secret after the other: to read a list
//! takes longer than to open a secret.
class LastSealedList final
{
public:
    //! As SealedList::from(), read anew if the bytes or the key are others than the last time.
    //! Valid until the next call.
    [[nodiscard]] const SealedList &from(const QByteArray &bytes, const SecretBuffer &key);
    //! With the key.
    void forget();

private:
    QByteArray m_bytes;
    std::optional<SealedList> m_list;
};
