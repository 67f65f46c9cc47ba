#include "core/storage/vaultvalues.h"

#include <array>
#include <utility>

using namespace Qt::StringLiterals;

static constexpr QLatin1StringView sealedPrefix = "sealed/"_L1;
static constexpr QLatin1StringView keyIdKey = "keyId"_L1;
static constexpr QLatin1StringView keychainKey = "keychain"_L1;
static constexpr QLatin1StringView leftoverKey = "leftover"_L1;
static constexpr qsizetype longestKeyId = 64;
static constexpr qsizetype mostLeftovers = 16;
static constexpr qsizetype longestWrapped = 1024;
static constexpr qsizetype longestSalt = 128;

static constexpr std::array<std::pair<KeyPlace, QLatin1StringView>, 3> places{
    {{KeyPlace::Keychain, "keychain"_L1},
     {KeyPlace::Passphrase, "passphrase"_L1},
     {KeyPlace::SessionOnly, "session"_L1}}};

static constexpr std::array<std::pair<KeychainKind, QLatin1StringView>, 2> keychains{
    {{KeychainKind::SecretService, "secret-service"_L1}, {KeychainKind::Wallet, "kwallet"_L1}}};

// Nothing rather than half of what is too long to be ours.
static QString textOf(const QVariantMap &values, const QString &key, qsizetype limit)
{
    const QString text = values.value(key).toString();
    return text.size() > limit ? QString() : text;
}

static QVariant unlessEmpty(const QString &text)
{
    return text.isEmpty() ? QVariant() : QVariant(text);
}

VaultValues VaultValues::from(const QVariantMap &values)
{
    VaultValues result;
    const QString word = values.value(u"place"_s).toString();
    for (const auto &[place, name] : places) {
        if (word == name)
            result.place = place;
    }
    const QString keychain = values.value(keychainKey).toString();
    for (const auto &[kind, name] : keychains) {
        if (keychain == name)
            result.keychain = kind;
    }
    result.keyId = keyIdOf(values);
    result.wrapped.text = textOf(values, u"wrappedKey"_s, longestWrapped);
    result.wrapped.salt = QByteArray::fromHex(textOf(values, u"salt"_s, longestSalt).toLatin1());
    result.wrapped.passes = values.value(u"passes"_s).toLongLong();
    result.wrapped.memoryBytes = values.value(u"memoryBytes"_s).toLongLong();
    result.leftover = textOf(values, leftoverKey, mostLeftovers * (longestKeyId + 1));
    return result;
}

QVariantMap VaultValues::toMap() const
{
    QString word;
    for (const auto &[known, name] : places) {
        if (place == known)
            word = name;
    }
    QString keychainWord;
    for (const auto &[known, name] : keychains) {
        if (keychain == known)
            keychainWord = name;
    }
    const bool isWrapped = !wrapped.text.isEmpty();
    return {{u"place"_s, unlessEmpty(word)},
            {keyIdKey, unlessEmpty(keyId)},
            {keychainKey, unlessEmpty(keychainWord)},
            {u"wrappedKey"_s, unlessEmpty(wrapped.text)},
            {u"salt"_s, unlessEmpty(QString::fromLatin1(wrapped.salt.toHex()))},
            {u"passes"_s, isWrapped ? QVariant(wrapped.passes) : QVariant()},
            {u"memoryBytes"_s, isWrapped ? QVariant(wrapped.memoryBytes) : QVariant()},
            {leftoverKey, unlessEmpty(leftover)}};
}

QStringList VaultValues::leftovers() const
{
    return leftover.split(u' ', Qt::SkipEmptyParts);
}

QString VaultValues::leftoverWith(const QString &id) const
{
    QStringList ids = leftovers();
    ids.removeAll(id);
    ids.append(id);
    return ids.mid(qMax(0, ids.size() - mostLeftovers)).join(u' ');
}

QString VaultValues::leftoverWithout(const QString &id) const
{
    QStringList ids = leftovers();
    ids.removeAll(id);
    return ids.join(u' ');
}

QVariantMap VaultValues::leftoverMap(const QString &leftover)
{
    return {{leftoverKey, unlessEmpty(leftover)}};
}

QString VaultValues::keyIdOf(const QVariantMap &values)
{
    return textOf(values, keyIdKey, longestKeyId);
}

bool SealedValues::isSealed(const QString &key)
{
    return key.startsWith(sealedPrefix);
}

SealedTexts SealedValues::from(const QVariantMap &profile)
{
    SealedTexts texts;
    for (auto it = profile.lowerBound(sealedPrefix); it != profile.cend() && isSealed(it.key());
         ++it) {
        // Something that is no text is still there, and does not open.
        texts.insert(it.key().mid(sealedPrefix.size()), it.value().toString());
    }
    return texts;
}

QVariantMap SealedValues::of(const SealedTexts &texts)
{
    QVariantMap values;
    for (auto it = texts.cbegin(); it != texts.cend(); ++it)
        values.insert(sealedPrefix + it.key(), unlessEmpty(it.value()));
    return values;
}

void SealedValues::removeFrom(QVariantMap &profile)
{
    profile.removeIf([](const auto &entry) { return isSealed(entry.key()); });
}
