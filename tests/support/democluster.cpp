#include "tests/support/democluster.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QSslCertificate>
#include <QSslConfiguration>
#include <QTest>

using namespace Qt::StringLiterals;

DemoCluster::DemoCluster(const QStringList &options, State state)
{
    constexpr int startMs = 15'000;
    m_network.setProxy(QNetworkProxy::NoProxy);
    m_process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    QStringList arguments{u"--stop-with-parent"_s, u"--stop-after"_s, u"300"_s};
    if (state == State::Shown)
        arguments.append(u"--state"_s);
    m_process.start(QStringLiteral(DESK_DEMOCLUSTER), arguments + options);
    static_cast<void>(QTest::qWaitFor(
        [this] { return m_process.canReadLine() || m_process.state() == QProcess::NotRunning; },
        startMs));
    m_ready = QJsonDocument::fromJson(m_process.readLine()).object();
}

DemoCluster::~DemoCluster()
{
    constexpr int endMs = 5'000;
    m_process.closeWriteChannel();
    if (!QTest::qWaitFor([this] { return m_process.state() == QProcess::NotRunning; }, endMs))
        m_process.kill();
}

QUrl DemoCluster::origin() const
{
    return QUrl(m_ready.value(u"origin"_s).toString(), QUrl::StrictMode);
}

QString DemoCluster::authorityFile() const
{
    return m_ready.value(u"authority"_s).toString();
}

QString DemoCluster::password(const QString &user) const
{
    const QJsonArray users = m_ready.value(u"demoUsers"_s).toArray();
    for (const QJsonValue &candidate : users) {
        if (candidate[u"name"_s].toString() == user)
            return candidate[u"demoPassword"_s].toString();
    }
    return {};
}

QString DemoCluster::secretKey() const
{
    return m_ready.value(u"demoSecretKey"_s).toString();
}

QJsonObject DemoCluster::state()
{
    QNetworkRequest request(QUrl(m_ready.value(u"state"_s).toString(), QUrl::StrictMode));
    if (!authorityFile().isEmpty()) {
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        tls.setCaCertificates(QSslCertificate::fromPath(authorityFile()));
        request.setSslConfiguration(tls);
    }
    const std::unique_ptr<QNetworkReply> reply(m_network.get(request));
    QSignalSpy finished(reply.get(), &QNetworkReply::finished);
    if (!finished.wait())
        return {};
    return QJsonDocument::fromJson(reply->readAll()).object();
}

int DemoCluster::calls(const QString &operation)
{
    return state().value(u"calls"_s)[operation].toInt();
}

QStringList DemoCluster::operations()
{
    QStringList operations;
    const QJsonArray requests = state().value(u"requests"_s).toArray();
    for (const QJsonValue &request : requests)
        operations.append(request[u"operation"_s].toString());
    return operations;
}
