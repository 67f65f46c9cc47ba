#include "tests/support/democluster.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QNetworkCookieJar>
#include <QNetworkProxy>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QSslConfiguration>
#include <QTest>

using namespace Qt::StringLiterals;

//! What a plain client gets to see.
struct Answer
{
    int status = 0; //!< 0: no answer came
    QByteArray body{};
    QByteArray contentType{};
    QByteArray date{};
    QList<QByteArray> setCookies{};

    [[nodiscard]] QJsonObject json() const { return QJsonDocument::fromJson(body).object(); }
    //! The status that a beta hides in its body (FACTS 6.8).
    [[nodiscard]] int upstreamStatus() const
    {
        return json()[u"error"_s][u"errors"_s][u"extension"_s][u"exception"_s]
                     [u"upstreamResponse"_s][u"status"_s]
                         .toInt();
    }
    [[nodiscard]] QString token() const { return json().value(u"token"_s).toString(); }
};

//! Sends requests as they are written, with nothing but the headers that are asked for.
class PlainClient final
{
public:
    explicit PlainClient(const DemoCluster &cluster)
        : m_origin(cluster.origin())
    {
        m_network.setProxy(QNetworkProxy::NoProxy);
    }

    using Headers = QList<std::pair<QByteArray, QByteArray>>;

    Answer send(const QByteArray &method, const QString &path, const Headers &headers = {},
                const QByteArray &body = {})
    {
        QNetworkRequest request(m_origin.resolved(QUrl(path, QUrl::StrictMode)));
        request.setAttribute(QNetworkRequest::RedirectPolicyAttribute,
                             QNetworkRequest::ManualRedirectPolicy);
        for (const auto &[name, value] : headers)
            request.setRawHeader(name, value);
        const std::unique_ptr<QNetworkReply> reply(
            m_network.sendCustomRequest(request, method, body));
        QSignalSpy finished(reply.get(), &QNetworkReply::finished);
        if (!finished.wait())
            return {};
        Answer answer{.status = reply->attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt(),
                      .body = reply->readAll(),
                      .contentType = reply->rawHeader("Content-Type"),
                      .date = reply->rawHeader("Date")};
        for (const auto &[name, value] : reply->rawHeaderPairs()) {
            if (name.compare("Set-Cookie", Qt::CaseInsensitive) == 0)
                answer.setCookies += value.split('\n');
        }
        return answer;
    }

    Answer get(const QString &path, const Headers &headers = {})
    {
        return send("GET", path, headers);
    }

    //! POST with a JSON body.
    Answer post(const QString &path, const QJsonObject &body, Headers headers = {})
    {
        headers.emplaceBack("Content-Type", "application/json");
        return send("POST", path, headers, QJsonDocument(body).toJson(QJsonDocument::Compact));
    }

    //! Cookies are kept and sent from the next request on; dropped by forget().
    void forget() { m_network.setCookieJar(new QNetworkCookieJar(&m_network)); }

private:
    QUrl m_origin;
    QNetworkAccessManager m_network;
};

static PlainClient::Headers bearer(const QString &token)
{
    return {{"Authorization", "Bearer " + token.toLatin1()}};
}

class tst_DemoCluster final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theReadyLineTellsAddressUsersAndSecretKey();
    void theFirstBetaDoesItsFiveOperations();
    void theCurrentFormDoesItsFiveOperations();
};

void tst_DemoCluster::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
}

void tst_DemoCluster::theReadyLineTellsAddressUsersAndSecretKey()
{
    const DemoCluster cluster;
    QVERIFY(cluster.isReady());
    QCOMPARE(cluster.origin().host(), u"127.0.0.1"_s);
    QCOMPARE(cluster.password(u"maria.lopez"_s), u"demo-maria-1"_s);
    QVERIFY(!cluster.secretKey().isEmpty());
    QVERIFY(cluster.authorityFile().isEmpty());
}

void tst_DemoCluster::theFirstBetaDoesItsFiveOperations()
{
    DemoCluster cluster;
    PlainClient client(cluster);
    const QString base = u"/api/rest/v2/session"_s;
    const QJsonObject credentials{{u"userName"_s, u"maria.lopez"_s},
                                  {u"password"_s, u"demo-maria-1"_s}};

    const Answer login = client.post(base + u"/login"_s, credentials);
    QCOMPARE(login.status, 200);
    QCOMPARE(login.json(), (QJsonObject{{u"userName"_s, u"maria.lopez"_s},
                                        {u"token"_s, QString()},
                                        {u"tokenCreatedTime"_s, u"-1"_s},
                                        {u"tokenExpiryDuration"_s, u"-1"_s},
                                        {u"tokenType"_s, u"Cookie"_s}}));
    QCOMPARE(login.setCookies.size(), 2);
    client.forget();

    const Answer token = client.post(base + u"/gettoken"_s, credentials);
    QCOMPARE(token.status, 200);
    const qint64 created = token.json().value(u"tokenCreatedTime"_s).toString().toLongLong();
    const qint64 expires = token.json().value(u"tokenExpiryDuration"_s).toString().toLongLong();
    QCOMPARE(expires - created, 86'400'000);

    const Answer info = client.get(base, bearer(token.token()));
    QCOMPARE(info.status, 200);
    QCOMPARE(info.json().value(u"userName"_s).toString(), u"maria.lopez"_s);

    const Answer revoked = client.send("POST", base + u"/revoketoken"_s, bearer(token.token()));
    QCOMPARE(revoked.body, "true"_ba);
    const Answer after = client.get(base, bearer(token.token()));
    QCOMPARE(after.status, 500);
    QCOMPARE(after.upstreamStatus(), 401);

    QCOMPARE(client.send("POST", base + u"/logout"_s).body, "true"_ba);
    QCOMPARE(cluster.operations(),
             (QStringList{u"beta-2022/login"_s, u"beta-2022/gettoken"_s, u"beta-2022/info"_s,
                          u"beta-2022/revoketoken"_s, u"beta-2022/info"_s, u"beta-2022/logout"_s}));
}

void tst_DemoCluster::theCurrentFormDoesItsFiveOperations()
{
    DemoCluster cluster;
    PlainClient client(cluster);
    const QString auth = u"/api/rest/2.0/auth"_s;
    const QJsonObject credentials{{u"username"_s, u"maria.lopez"_s},
                                  {u"password"_s, u"demo-maria-1"_s}};

    const Answer login = client.post(auth + u"/session/login"_s, credentials);
    QCOMPARE(login.status, 204);
    QCOMPARE(login.setCookies.size(), 2);
    const Answer user = client.get(auth + u"/session/user"_s, {{"X-Requested-By", "Test"}});
    QCOMPARE(user.status, 200);
    QCOMPARE(user.json().value(u"name"_s).toString(), u"maria.lopez"_s);

    const Answer full = client.post(auth + u"/token/full"_s, credentials);
    QCOMPARE(full.status, 200);
    QCOMPARE(full.json()[u"scope"_s][u"access_type"_s].toString(), u"FULL"_s);

    const QJsonObject question{{u"token"_s, full.token()}};
    const Answer valid = client.post(auth + u"/token/validate"_s, question, bearer(full.token()));
    QCOMPARE(valid.status, 200);
    const Answer revoked =
        client.post(auth + u"/token/revoke"_s,
                    {{u"user_identifier"_s, u"maria.lopez"_s}, {u"token"_s, full.token()}},
                    bearer(full.token()));
    QCOMPARE(revoked.status, 204);
    QCOMPARE(client.post(auth + u"/token/validate"_s, question, bearer(full.token())).status, 401);

    const Answer logout =
        client.send("POST", auth + u"/session/logout"_s, {{"X-Requested-By", "Test"}});
    QCOMPARE(logout.status, 204);
    QCOMPARE(client.get(auth + u"/session/user"_s, {{"X-Requested-By", "Test"}}).status, 401);
}

QTEST_GUILESS_MAIN(tst_DemoCluster)
#include "tst_democluster.moc"
