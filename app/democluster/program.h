#pragma once

#include "app/democluster/certificate.h"
#include "app/democluster/gateway.h"
#include "app/democluster/httpserver.h"
#include "app/democluster/options.h"

#include <QObject>

namespace demo {

//! Builds and owns the demo cluster; the only place that knows all of its parts.
class Program final : public QObject
{
    Q_OBJECT

public:
    explicit Program(Options options);
    ~Program() override;

    //! Starts; ready() or failed() follows.
    void start();

Q_SIGNALS:
    //! \a line is JSON: "origin", "port", "pid", "forms", "demoUsers" (each "name", "story",
    //! "demoPassword", "orgs"), "demoSecretKey", "authority" (file with the certificate to trust,
    //! with TLS), "state" (address, when it is shown).
    void ready(const QByteArray &line);
    void failed(const QString &reason);

private:
    void startTls();
    void listen(const std::optional<QSslConfiguration> &tls, const QString &authorityFile);
    [[nodiscard]] QList<Form> forms();
    [[nodiscard]] QByteArray readyLine(const QString &authorityFile) const;

    Options m_options;
    Cluster m_cluster;
    Observer m_observer;
    Gateway m_gateway;
    CertificateMaker m_certificateMaker;
    HttpServer m_server;
};

} // namespace demo
