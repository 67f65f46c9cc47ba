#include "core/http/tlspolicy.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QFile>
#include <QHostAddress>
#include <QNetworkReply>
#include <QSslCertificate>
#include <QSslCertificateExtension>
#include <QSslKey>
#include <QSslSocket>

#include <algorithm>

using namespace Qt::StringLiterals;
using Reason = ApiError::TlsReason;

static ApiError tlsError(Reason reason, const QString &detail)
{
    return {.kind = ApiError::Kind::Tls, .detail = detail, .tlsReason = reason};
}

Result<TlsPolicy, ApiError> TlsPolicy::load(const ConnectionSettings &settings)
{
    TlsPolicy policy;
    policy.m_pin = settings.pinnedKeySha256;
    policy.m_configuration = QSslConfiguration::defaultConfiguration();
    policy.m_configuration.setProtocol(QSsl::TlsV1_2OrLater);
    policy.m_configuration.setPeerVerifyMode(QSslSocket::VerifyPeer);
    policy.m_configuration.setAllowedNextProtocols({"http/1.1"_ba});
    // The system's authorities stay with the library, which looks one up when it needs it. Giving
    // it an own list turns that look-up off, so a private authority replaces them all.
    if (settings.authorityFile.isEmpty())
        return policy;

    constexpr qint64 largest = 4 * 1024 * 1024;
    QFile file(settings.authorityFile);
    if (!file.open(QIODevice::ReadOnly) || file.size() > largest)
        return Failure{tlsError(Reason::AuthorityFileUnreadable, file.errorString())};
    const QList<QSslCertificate> authorities =
        QSslCertificate::fromData(file.read(largest), QSsl::Pem);
    if (authorities.isEmpty())
        return Failure{tlsError(Reason::AuthorityFileUnreadable, u"no certificate in PEM form"_s)};
    policy.m_configuration.setCaCertificates(authorities);
    return policy;
}

//! "localhost: The certificate has expired; SHA-256 AB:CD…; valid 2020-01-01 to 2021-01-01"
static QString described(const QString &host, const QString &what,
                         const QSslCertificate &certificate)
{
    const QString start = host + u": "_s + what;
    if (certificate.isNull())
        return start;
    return u"%1; SHA-256 %2; valid %3 to %4"_s.arg(
        start,
        QString::fromLatin1(certificate.digest(QCryptographicHash::Sha256).toHex(':').toUpper()),
        certificate.effectiveDate().toString(Qt::ISODate),
        certificate.expiryDate().toString(Qt::ISODate));
}

static bool nameCovers(const QString &pattern, const QString &host)
{
    if (!pattern.startsWith("*."_L1))
        return pattern.compare(host, Qt::CaseInsensitive) == 0;
    const qsizetype dot = host.indexOf(u'.');
    return dot > 0 && QStringView(host).sliced(dot).compare(QStringView(pattern).sliced(1),
                                                            Qt::CaseInsensitive) == 0;
}

//! RFC 6125: the alternative names only. The library still takes the common name too.
static bool certificateCovers(const QSslCertificate &certificate, const QString &host)
{
    const auto names = certificate.subjectAlternativeNames();
    const QHostAddress address(host);
    const auto kind = address.isNull() ? QSsl::DnsEntry : QSsl::IpAddressEntry;
    return std::ranges::any_of(names.values(kind), [&](const QString &name) {
        return address.isNull() ? nameCovers(name, host) : QHostAddress(name) == address;
    });
}

std::optional<ApiError> TlsPolicy::objection(const QNetworkReply &reply, const QString &host) const
{
    const QSslCertificate certificate = reply.sslConfiguration().peerCertificate();
    if (!certificateCovers(certificate, host))
        return tlsError(Reason::WrongHost,
                        described(host, u"The certificate is for another name"_s, certificate));
    const QByteArray key =
        QCryptographicHash::hash(certificate.publicKey().toDer(), QCryptographicHash::Sha256);
    if (!m_pin.isEmpty() && key != m_pin)
        return tlsError(Reason::PinChanged, described(host,
                                                      u"The public key changed, it is now %1"_s.arg(
                                                          QString::fromLatin1(key.toHex())),
                                                      certificate));
    return std::nullopt;
}

static Reason reasonOf(QSslError::SslError error)
{
    switch (error) {
    case QSslError::CertificateRevoked:
    case QSslError::CertificateBlacklisted:
        return Reason::Revoked;
    case QSslError::SelfSignedCertificate:
        return Reason::SelfSigned;
    case QSslError::SelfSignedCertificateInChain:
    case QSslError::UnableToGetIssuerCertificate:
    case QSslError::UnableToGetLocalIssuerCertificate:
    case QSslError::UnableToVerifyFirstCertificate:
    case QSslError::CertificateUntrusted:
        return Reason::UnknownAuthority;
    case QSslError::CertificateExpired:
        return Reason::Expired;
    case QSslError::CertificateNotYetValid:
        return Reason::NotYetValid;
    case QSslError::HostNameMismatch:
        return Reason::WrongHost;
    default:
        return Reason::Other;
    }
}

//! The library calls these "Unknown error".
static bool isWeak(const QSslCertificate &certificate)
{
    const QSslKey key = certificate.publicKey();
    const bool isShort = (key.algorithm() == QSsl::Rsa || key.algorithm() == QSsl::Dsa)
                             ? key.length() < 2048
                             : key.algorithm() == QSsl::Ec && key.length() < 224;
    const QString text = certificate.toText();
    return isShort || text.contains("Signature Algorithm: sha1"_L1) ||
           text.contains("Signature Algorithm: md5"_L1) ||
           text.contains("Signature Algorithm: ecdsa-with-SHA1"_L1);
}

//! The issuer is not the authority itself, the server sent nothing above its own certificate, and
//! that says where the missing one is to be had.
static bool lacksIntermediate(const QSslConfiguration &configuration)
{
    const QList<QSslCertificateExtension> extensions = configuration.peerCertificate().extensions();
    return configuration.peerCertificateChain().size() == 1 &&
           std::ranges::any_of(extensions, [](const QSslCertificateExtension &extension) {
               return extension.oid() == "1.3.6.1.5.5.7.1.1"_L1; // authority information access
           });
}

static Reason reasonOf(const QString &libraryText)
{
    static constexpr struct
    {
        QLatin1StringView words;
        Reason reason;
    } known[] = {
        {QLatin1StringView("certificate required"), Reason::ClientCertificateDemanded},
        {QLatin1StringView("protocol version"), Reason::ProtocolTooOld},
        {QLatin1StringView("unsupported protocol"), Reason::ProtocolTooOld},
        {QLatin1StringView("inappropriate fallback"), Reason::ProtocolTooOld},
        {QLatin1StringView("key too small"), Reason::WeakKey},
        {QLatin1StringView("md too weak"), Reason::WeakKey},
        {QLatin1StringView("wrong version number"), Reason::NotTls},
        {QLatin1StringView("packet length too long"), Reason::NotTls},
        {QLatin1StringView("http request"), Reason::NotTls},
        {QLatin1StringView("unknown protocol"), Reason::NotTls},
    };
    for (const auto &[words, reason] : known) {
        if (libraryText.contains(words, Qt::CaseInsensitive))
            return reason;
    }
    return Reason::Other;
}

ApiError TlsPolicy::handshakeError(const QNetworkReply &reply, const QList<QSslError> &errors,
                                   const QString &host)
{
    const QSslCertificate certificate = errors.isEmpty()
                                            ? reply.sslConfiguration().peerCertificate()
                                            : errors.first().certificate();
    if (errors.isEmpty())
        return tlsError(reasonOf(reply.errorString()),
                        described(host, reply.errorString(), certificate));

    // Who vouches for the certificate matters more than its dates, and these more than its name.
    static constexpr Reason order[] = {
        Reason::Revoked, Reason::SelfSigned,  Reason::UnknownAuthority,
        Reason::Expired, Reason::NotYetValid, Reason::WrongHost,
        Reason::Other};
    QString text;
    Reason reason = Reason::Other;
    for (const Reason candidate : order) {
        const auto found = std::ranges::find_if(errors, [candidate](const QSslError &error) {
            return reasonOf(error.error()) == candidate;
        });
        if (found == errors.end())
            continue;
        reason = candidate;
        text = found->errorString();
        break;
    }
    if (reason == Reason::Other && isWeak(certificate))
        return tlsError(
            Reason::WeakKey,
            described(host, u"The certificate's key or signature is too weak"_s, certificate));
    if (reason == Reason::UnknownAuthority && lacksIntermediate(reply.sslConfiguration()))
        reason = Reason::IncompleteChain;
    return tlsError(reason, described(host, text, certificate));
}
