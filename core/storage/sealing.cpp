#include "core/storage/sealing.h"

#include "core/storage/profile.h"

#include <QUrl>
#include <QtEndian>

#include <sodium.h>

using namespace Qt::StringLiterals;
using Kind = VaultFault::Kind;

static constexpr QLatin1StringView family = "sealed-v"_L1;
static constexpr QLatin1StringView prefix = "sealed-v1:"_L1;
static constexpr QByteArrayView version = "session-desk sealed 2";
static constexpr qsizetype nonceSize = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
static constexpr qsizetype tagSize = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static constexpr QByteArray::Base64Options base64 =
    QByteArray::Base64Encoding | QByteArray::OmitTrailingEquals;

static_assert(Sealing::keySize == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);

static const unsigned char *bytesOf(QByteArrayView view)
{
    return reinterpret_cast<const unsigned char *>(view.data());
}

static unsigned char *bytesOf(char *data)
{
    return reinterpret_cast<unsigned char *>(data);
}

// The default port is written out, so that one server has one spelling.
static QByteArray wholeOrigin(const QString &origin)
{
    const QUrl url(origin, QUrl::StrictMode);
    if (!url.isValid() || url.host().isEmpty())
        return origin.toUtf8();
    const int port = url.port(url.scheme() == "http"_L1 ? 80 : 443);
    return u"%1://%2:%3"_s.arg(url.scheme(), url.host(QUrl::FullyEncoded), QString::number(port))
        .toUtf8();
}

// The host and port of a proxy that is not chosen by hand are of no use.
static QByteArray wholeProxy(const ProxySettings &proxy)
{
    switch (proxy.mode) {
    case ProxySettings::Mode::System:
        return "system";
    case ProxySettings::Mode::None:
        return "none";
    case ProxySettings::Mode::Manual:
        break;
    }
    return Sealing::joined(
        {proxy.isSocks ? "socks" : "http", proxy.host.toUtf8(), QByteArray::number(proxy.port)});
}

QByteArray Sealing::joined(const QList<QByteArray> &fields)
{
    QByteArray result;
    for (const QByteArray &field : fields) {
        char size[sizeof(quint64)];
        qToLittleEndian(static_cast<quint64>(field.size()), size);
        result.append(size, sizeof size).append(field);
    }
    return result;
}

QByteArray Sealing::valueOf(const Profile &profile, BoundTo part)
{
    switch (part) {
    case BoundTo::Server:
        return wholeOrigin(profile.origin);
    case BoundTo::User:
        return profile.userName.toUtf8();
    case BoundTo::Authority:
        return profile.authorityFile.toUtf8();
    case BoundTo::PinnedKey:
        return profile.pinnedKeySha256;
    case BoundTo::Proxy:
        return wholeProxy(profile.proxy);
    }
    return {};
}

QByteArray Sealing::binding(const Profile &profile, SecretField field)
{
    QList<QByteArray> fields{version.toByteArray(), profile.id.toRfc4122(), nameOf(field).toUtf8()};
    for (const BoundTo part : allBoundTo)
        fields.append(valueOf(profile, part));
    return joined(fields);
}

QString Sealing::nameOf(SecretField field)
{
    switch (field) {
    case SecretField::Password:
        return u"password"_s;
    case SecretField::SecretKey:
        return u"secretKey"_s;
    case SecretField::Token:
        return u"token"_s;
    }
    return {};
}

static SecretBuffer padded(const SecretBuffer &secret, size_t block)
{
    const auto size = static_cast<size_t>(secret.size());
    SecretWriter writer;
    writer.append(secret.view());
    char *end = writer.extend(static_cast<qsizetype>(block - size % block));
    size_t paddedSize = 0;
    if (sodium_pad(&paddedSize, bytesOf(end - size), size, block, size + block) != 0)
        return {};
    return writer.take();
}

Result<QString, VaultFault> Sealing::seal(const SecretBuffer &key, const QByteArray &binding,
                                          const SecretBuffer &secret, const Measure &measure)
{
    if (secret.size() > measure.longest)
        return Failure{VaultFault{Kind::TooLong, {}}};
    if (sodium_init() < 0 || key.size() != keySize)
        return Failure{VaultFault{Kind::NotOpen, {}}};
    const SecretBuffer plain = padded(secret, static_cast<size_t>(measure.block));
    QByteArray sealed(nonceSize + plain.size() + tagSize, Qt::Uninitialized);
    unsigned char *nonce = bytesOf(sealed.data());
    randombytes_buf(nonce, nonceSize);
    crypto_aead_xchacha20poly1305_ietf_encrypt(
        nonce + nonceSize, nullptr, bytesOf(plain.view()),
        static_cast<unsigned long long>(plain.size()), bytesOf(binding),
        static_cast<unsigned long long>(binding.size()), nullptr, nonce, bytesOf(key.view()));
    return prefix + QString::fromLatin1(sealed.toBase64(base64));
}

// Empty unless \a text is the one way in which the bytes are written.
static QByteArray sealedBytes(const QString &text, const Sealing::Measure &measure)
{
    const qsizetype largestPadded = measure.longest + measure.block;
    const qsizetype longestText = (nonceSize + largestPadded + tagSize + 2) / 3 * 4;
    const QByteArray written = QStringView(text).sliced(prefix.size()).toLatin1();
    if (written.size() > longestText)
        return {};
    const auto decoded =
        QByteArray::fromBase64Encoding(written, base64 | QByteArray::AbortOnBase64DecodingErrors);
    return decoded && (*decoded).toBase64(base64) == written ? *decoded : QByteArray();
}

Result<SecretBuffer, VaultFault> Sealing::open(const SecretBuffer &key, const QByteArray &binding,
                                               const QString &text, const Measure &measure)
{
    if (!text.startsWith(family))
        return Failure{VaultFault{Kind::NotSealed, {}}};
    if (!text.startsWith(prefix))
        return Failure{VaultFault{Kind::OtherVersion, {}}};
    if (sodium_init() < 0 || key.size() != keySize)
        return Failure{VaultFault{Kind::NotOpen, {}}};
    const QByteArray sealed = sealedBytes(text, measure);
    const qsizetype size = sealed.size() - nonceSize - tagSize;
    if (size < measure.block)
        return Failure{VaultFault{Kind::ChangedOutside, {}}};
    SecretWriter writer;
    char *plain = writer.extend(size);
    const unsigned char *nonce = bytesOf(sealed);
    size_t length = 0;
    if (crypto_aead_xchacha20poly1305_ietf_decrypt(
            bytesOf(plain), nullptr, nullptr, nonce + nonceSize,
            static_cast<unsigned long long>(size + tagSize), bytesOf(binding),
            static_cast<unsigned long long>(binding.size()), nonce, bytesOf(key.view())) != 0 ||
        sodium_unpad(&length, bytesOf(plain), static_cast<size_t>(size),
                     static_cast<size_t>(measure.block)) != 0)
        return Failure{VaultFault{Kind::ChangedOutside, {}}};
    writer.truncate(static_cast<qsizetype>(length));
    return writer.take();
}
