#pragma once

#include "core/storage/keychainsight.h"

#include <QByteArray>
#include <QMap>
#include <QString>
#include <QStringList>
#include <QVariantMap>

#include <functional>
#include <optional>

//! Where the key to the sealed secrets is kept.
enum class KeyPlace
{
    None, //!< nobody has chosen yet
    Keychain,
    Passphrase,
    SessionOnly //!< nowhere: the secrets go with the program
};

//! A key sealed by a passphrase, with all that the derivation needs beside the passphrase.
struct WrappedKey
{
    QString text;
    QByteArray salt;
    qint64 passes = 0;
    qint64 memoryBytes = 0;

    friend bool operator==(const WrappedKey &, const WrappedKey &) = default;
};

//! What the settings say about the vault as a whole. Holds no secret.
struct VaultValues
{
    KeyPlace place = KeyPlace::None;
    QString keyId; //!< of the key that everything is sealed by; empty: there is none
    WrappedKey wrapped;
    //! Ids of keys that may still be in the keychain and are to go from there, the latest last,
    //! with a space between them.
    QString leftover;
    //! The kind of keychain that the key is in, if that was to be seen.
    KeychainKind keychain = KeychainKind::Unknown;

    //! Takes what it knows, bounded, and the default for the rest; numbers are as they stand there.
    [[nodiscard]] static VaultValues from(const QVariantMap &values);
    //! Every key; an invalid value where there is nothing to keep.
    [[nodiscard]] QVariantMap toMap() const;
    [[nodiscard]] QStringList leftovers() const;
    //! The leftover with \a id as the latest, and without it.
    [[nodiscard]] QString leftoverWith(const QString &id) const;
    [[nodiscard]] QString leftoverWithout(const QString &id) const;
    //! A leftover alone, as toMap() has it.
    [[nodiscard]] static QVariantMap leftoverMap(const QString &leftover);
    //! The key id among \a values.
    [[nodiscard]] static QString keyIdOf(const QVariantMap &values);

    friend bool operator==(const VaultValues &, const VaultValues &) = default;
};

//! The sealed texts of one profile by the name of the field (Sealing::nameOf).
using SealedTexts = QMap<QString, QString>;

//! How one of them was made of the text that lay there, so that it is made once more where others
//! have put another one there by the time it is written.
struct SealedRemake
{
    QString name = {};  //!< of the field
    QString basis = {}; //!< what it was made of; empty: nothing was there
    //! What is to be there instead of the text that is; empty for none, both. Nothing: that stays.
    //! Called by another thread.
    std::function<std::optional<QString>(const QString &there)> of = {};
};

//! How they look among the values of a profile.
namespace SealedValues {

//! Whether \a key is one of them.
[[nodiscard]] bool isSealed(const QString &key);
[[nodiscard]] SealedTexts from(const QVariantMap &profile);
//! An empty text becomes an invalid value: nothing is kept there then.
[[nodiscard]] QVariantMap of(const SealedTexts &texts);
void removeFrom(QVariantMap &profile);

} // namespace SealedValues
