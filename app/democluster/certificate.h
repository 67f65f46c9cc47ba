#pragma once

#include <QObject>
#include <QSslConfiguration>
#include <QString>

#include <memory>
#include <optional>

class QProcess;
class QTemporaryDir;

namespace demo {

//! Server side TLS settings from PEM files, or nothing when they do not hold a certificate and its
//! key.
[[nodiscard]] std::optional<QSslConfiguration> loadTls(const QString &certificateFile,
                                                       const QString &keyFile);

//! Makes a private authority and a certificate for this machine's loopback names with the `openssl`
//! program, in a directory that goes when this object does. The program is used rather than
//! libcrypto, since Qt cannot make certificates and the library would be one more thing to link
//! for one run in a hundred.
class CertificateMaker final : public QObject
{
    Q_OBJECT

public:
    CertificateMaker();
    ~CertificateMaker() override;

    //! Starts; ends with made() or failed().
    void start();

Q_SIGNALS:
    //! \a authorityFile is what clients must trust.
    void made(const QSslConfiguration &tls, const QString &authorityFile);
    void failed(const QString &reason);

private:
    using Step = void (CertificateMaker::*)();

    void run(const QStringList &arguments, Step next);
    void makeServerCertificate();
    void finish();
    [[nodiscard]] QString file(const QString &name) const;

    std::unique_ptr<QTemporaryDir> m_directory;
    std::unique_ptr<QProcess> m_process;
    Step m_next = nullptr;
};

} // namespace demo
