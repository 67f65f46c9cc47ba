#include "app/democluster/program.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonDocument>

using namespace Qt::StringLiterals;

namespace demo {

Program::Program(Options options)
    : m_options(std::move(options))
    , m_cluster(m_options.clockOffsetMs, m_options.quirks)
    , m_observer(m_cluster)
    , m_gateway(m_cluster, m_observer, forms(),
                {m_options.script, m_options.latencyMs, m_options.showState})
    , m_server([this](const Request &request) { return m_gateway.handle(request); })
{
    connect(&m_certificateMaker, &CertificateMaker::made, this, &Program::listen);
    connect(&m_certificateMaker, &CertificateMaker::failed, this, [this](const QString &reason) {
        Q_EMIT failed(u"no certificate could be made: "_s + reason);
    });
}

Program::~Program() = default;

void Program::start()
{
    if (!m_options.recordFile.isEmpty() && !m_observer.recordTo(m_options.recordFile)) {
        Q_EMIT failed(u"%1 cannot be written"_s.arg(m_options.recordFile));
        return;
    }
    if (m_options.tls)
        startTls();
    else
        listen(std::nullopt, {});
}

void Program::startTls()
{
    if (m_options.certificateFile.isEmpty()) {
        m_certificateMaker.start();
        return;
    }
    if (const auto tls = loadTls(m_options.certificateFile, m_options.keyFile))
        listen(tls, m_options.certificateFile);
    else
        Q_EMIT failed(u"--certificate and --key do not hold a certificate and its key"_s);
}

void Program::listen(const std::optional<QSslConfiguration> &tls, const QString &authorityFile)
{
    if (m_server.listen(m_options.port, tls))
        Q_EMIT ready(readyLine(authorityFile));
    else
        Q_EMIT failed(u"port %1 cannot be used"_s.arg(m_options.port));
}

QList<Form> Program::forms()
{
    QList<Form> forms;
    if (m_options.forms.contains(u"beta-2022"_s))
        forms.append(firstBetaForm(m_cluster, m_options.tls));
    if (m_options.forms.contains(u"beta"_s))
        forms.append(laterBetaForm(m_cluster, m_options.tls));
    if (m_options.forms.contains(u"2.0"_s))
        forms.append(currentForm(m_cluster, m_options.tls, m_options.errorShape));
    if (m_options.forms.contains(u"v1"_s))
        forms.append(v1Form(m_cluster, m_options.tls));
    return forms;
}

QByteArray Program::readyLine(const QString &authorityFile) const
{
    QJsonArray users;
    for (const User &user : m_cluster.users()) {
        QJsonArray orgs;
        for (const Org &org : user.orgs)
            orgs.append(QJsonObject{{u"id"_s, org.id}, {u"name"_s, org.name}});
        users.append(QJsonObject{{u"name"_s, user.name},
                                 {u"displayName"_s, user.displayName},
                                 {u"story"_s, user.story},
                                 {u"demoPassword"_s, user.password},
                                 {u"orgs"_s, orgs}});
    }
    const QString origin =
        u"%1://127.0.0.1:%2"_s.arg(m_options.tls ? "https"_L1 : "http"_L1).arg(m_server.port());
    QJsonObject line{{u"ready"_s, true},
                     {u"origin"_s, origin},
                     {u"port"_s, m_server.port()},
                     {u"pid"_s, QCoreApplication::applicationPid()},
                     {u"forms"_s, QJsonArray::fromStringList(m_options.forms)},
                     {u"demoUsers"_s, users},
                     {u"demoSecretKey"_s, sampleSecretKey()}};
    if (!authorityFile.isEmpty())
        line.insert(u"authority"_s, authorityFile);
    if (m_options.showState)
        line.insert(u"state"_s, origin + u"/__demo/state"_s);
    return QJsonDocument(line).toJson(QJsonDocument::Compact) + '\n';
}

} // namespace demo
