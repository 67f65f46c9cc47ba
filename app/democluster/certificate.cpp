#include "app/democluster/certificate.h"

#include <QFile>
#include <QProcess>
#include <QSslCertificate>
#include <QSslKey>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

namespace demo {

static QSslKey readKey(const QByteArray &pem)
{
    for (const QSsl::KeyAlgorithm algorithm : {QSsl::Rsa, QSsl::Ec}) {
        if (QSslKey key(pem, algorithm); !key.isNull())
            return key;
    }
    return {};
}

std::optional<QSslConfiguration> loadTls(const QString &certificateFile, const QString &keyFile)
{
    QFile file(keyFile);
    if (!file.open(QIODevice::ReadOnly))
        return std::nullopt;
    const QSslKey key = readKey(file.readAll());
    const QList<QSslCertificate> chain = QSslCertificate::fromPath(certificateFile);
    if (chain.isEmpty() || key.isNull())
        return std::nullopt;
    QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
    tls.setLocalCertificateChain(chain);
    tls.setPrivateKey(key);
    tls.setProtocol(QSsl::TlsV1_2OrLater);
    return tls;
}

CertificateMaker::CertificateMaker()
    : m_directory(std::make_unique<QTemporaryDir>())
    , m_process(std::make_unique<QProcess>())
{
    m_process->setProcessChannelMode(QProcess::MergedChannels);
    connect(m_process.get(), &QProcess::errorOccurred, this, [this](QProcess::ProcessError error) {
        if (error == QProcess::FailedToStart)
            Q_EMIT failed(u"the openssl program was not found"_s);
    });
    connect(m_process.get(), &QProcess::finished, this, [this](int exitCode) {
        if (exitCode == 0)
            (this->*m_next)();
        else
            Q_EMIT failed(QString::fromLocal8Bit(m_process->readAll()).trimmed());
    });
}

CertificateMaker::~CertificateMaker() = default;

QString CertificateMaker::file(const QString &name) const
{
    return m_directory->filePath(name);
}

void CertificateMaker::start()
{
    run({u"-keyout"_s, file(u"authority.key"_s), u"-out"_s, file(u"authority.pem"_s), u"-subj"_s,
         u"/CN=Session Desk demo authority"_s, u"-addext"_s,
         u"keyUsage=critical,keyCertSign,cRLSign"_s},
        &CertificateMaker::makeServerCertificate);
}

void CertificateMaker::makeServerCertificate()
{
    run({u"-keyout"_s, file(u"server.key"_s), u"-out"_s, file(u"server.pem"_s), u"-CA"_s,
         file(u"authority.pem"_s), u"-CAkey"_s, file(u"authority.key"_s), u"-subj"_s,
         u"/CN=localhost"_s, u"-addext"_s, u"subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1"_s,
         u"-addext"_s, u"basicConstraints=critical,CA:FALSE"_s},
        &CertificateMaker::finish);
}

void CertificateMaker::run(const QStringList &arguments, Step next)
{
    m_next = next;
    m_process->start(u"openssl"_s, QStringList{u"req"_s, u"-x509"_s, u"-newkey"_s, u"ec"_s,
                                               u"-pkeyopt"_s, u"ec_paramgen_curve:prime256v1"_s,
                                               u"-nodes"_s, u"-days"_s, u"30"_s} +
                                       arguments);
}

void CertificateMaker::finish()
{
    if (const auto tls = loadTls(file(u"server.pem"_s), file(u"server.key"_s)))
        Q_EMIT made(*tls, file(u"authority.pem"_s));
    else
        Q_EMIT failed(u"openssl made no usable certificate"_s);
}

} // namespace demo
