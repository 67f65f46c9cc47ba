#include "tests/support/plainclient.h"

#include "tests/support/democluster.h"

#include <QJsonDocument>
#include <QNetworkCookieJar>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QSignalSpy>
#include <QSslCertificate>
#include <QSslConfiguration>

using namespace Qt::StringLiterals;

QJsonObject PlainAnswer::json() const
{
    return QJsonDocument::fromJson(body).object();
}

int PlainAnswer::upstreamStatus() const
{
    const QJsonValue extension = json()[u"error"_s][u"errors"_s][u"extension"_s];
    return extension[u"exception"_s][u"upstreamResponse"_s][u"status"_s].toInt();
}

QString PlainAnswer::token() const
{
    return json().value(u"token"_s).toString();
}

PlainClient::PlainClient(const DemoCluster &cluster)
    : m_origin(cluster.origin())
{
    m_network.setProxy(QNetworkProxy::NoProxy);
}

PlainAnswer PlainClient::send(const QByteArray &method, const QString &path, const Headers &headers,
                              const QByteArray &body)
{
    QNetworkRequest request(m_origin.resolved(QUrl(path, QUrl::StrictMode)));
    request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                         QNetworkRequest::ManualRedirectPolicy);
    for (const auto &[name, value] : headers)
        request.setRawHeader(name, value);
    if (!m_authorityFile.isEmpty()) {
        QSslConfiguration tls = QSslConfiguration::defaultConfiguration();
        tls.setCaCertificates(QSslCertificate::fromPath(m_authorityFile));
        request.setSslConfiguration(tls);
    }
    const std::unique_ptr<QNetworkReply> reply(m_network.sendCustomRequest(request, method, body));
    QSignalSpy finished(reply.get(), &QNetworkReply::finished);
    if (!finished.wait())
        return {};
    PlainAnswer answer{.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
                       .body = reply->readAll(),
                       .contentType = reply->rawHeader("Content-Type"),
                       .date = reply->rawHeader("Date")};
    for (const auto &[name, value] : reply->rawHeaderPairs()) {
        if (name.compare("Set-Cookie", Qt::CaseInsensitive) == 0)
            answer.setCookies += value.split('\n');
    }
    return answer;
}

PlainAnswer PlainClient::get(const QString &path, const Headers &headers)
{
    return send("GET", path, headers);
}

PlainAnswer PlainClient::post(const QString &path, const QJsonObject &body, Headers headers)
{
    headers.emplaceBack("Content-Type", "application/json");
    return send("POST", path, headers, QJsonDocument(body).toJson(QJsonDocument::Compact));
}

void PlainClient::forget()
{
    m_network.setCookieJar(std::make_unique<QNetworkCookieJar>().release());
}

void PlainClient::trust(const QString &fileName)
{
    m_authorityFile = fileName;
    // Qt keeps the trust of the first request with the connection.
    m_network.clearConnectionCache();
}

PlainClient::Headers PlainClient::bearer(const QString &token)
{
    return {{"Authorization", "Bearer " + token.toLatin1()}};
}

PlainClient::Headers PlainClient::requestedBy()
{
    return {{"X-Requested-By", "Test"}};
}
