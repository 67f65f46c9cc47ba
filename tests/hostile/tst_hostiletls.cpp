#include "core/http/httpclient.h"
#include "core/http/tlspolicy.h"
#include "tests/support/fakeproxy.h"
#include "tests/support/fakeserver.h"
#include "tests/support/testpki.h"

#include <QCryptographicHash>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTcpServer>
#include <QTcpSocket>
#include <QTest>
#include <QTestEventLoop>

#include <memory>

using namespace Qt::StringLiterals;
using Kind = ApiError::Kind;
using Reason = ApiError::TlsReason;

Q_DECLARE_METATYPE(TlsIdentity)

//! Servers that are not who they say, and the ways to them that are not what they seem.
class tst_HostileTls final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init()
    {
        // Qt 6.8 says this of the credentials of a proxy that has asked twice.
        QTest::failOnWarning(QRegularExpression(u"^(?!QNetworkAccessCache::addEntry: over)"_s));
    }

    void onlyTheRightCertificateIsAccepted_data();
    void onlyTheRightCertificateIsAccepted();
    void aRefusalNamesHostFingerprintAndDates();
    void wildcardsCoverOneLabel();
    void aPrivateAuthorityReplacesTheSystems();
    void anUnreadableAuthorityFileIsSaid_data();
    void anUnreadableAuthorityFileIsSaid();
    void anAuthorityFileThatIsMendedIsReadByTheNextCall();
    void aPinIsCheckedBeforeTheFirstByte();
    void aPinnedProfileOpensNoConnectionsAhead();
    void aBadCertificateIsRefusedOnWarmedConnectionsToo();
    void aCallDuringTheHandshakeOfAWarmUpSeesItsCertificate();
    void refusalsAreNotSticky();
    void weakKeysAndSignaturesAreRefused_data();
    void weakKeysAndSignaturesAreRefused();
    void onlyTls12And13AreSpoken_data();
    void onlyTls12And13AreSpoken();
    void aDemandForAClientCertificateIsAnError();
    void plainHttpOnATlsPortAndBack();
    void aStalledHandshakeEndsAtTheIdleLimit();
    void aBlackHoleEndsAtTheIdleLimit();
    void largeRepliesAreWholeEvenIfTheConnectionEnds();

    void aProxyLeadsToTheServerByName();
    void proxyFaultsAreTheProxys_data();
    void proxyFaultsAreTheProxys();
    void aProxyThatAsksGetsItsOwnCredentialsOnce_data();
    void aProxyThatAsksGetsItsOwnCredentialsOnce();
    void theEnvironmentsProxyIsUsedOnlyWhenToldSo();
    void aSystemProxyThatChangedIsFoundByTheCallAfterAFailure();
    void thisMachineIsNeverReachedThroughAProxy();

private:
    [[nodiscard]] ConnectionSettings settings(const QString &origin) const;
    [[nodiscard]] HttpClient::Answer ask(HttpClient &client);
    [[nodiscard]] HttpClient::Answer ask(const ConnectionSettings &settings);
    //! As s_server wants it.
    [[nodiscard]] HttpClient::Answer get(quint16 port);
    [[nodiscard]] std::unique_ptr<QProcess> startOpenssl(const QStringList &arguments,
                                                         quint16 &port);

    std::unique_ptr<TestPki> m_pki;
};

void tst_HostileTls::initTestCase()
{
    m_pki = std::make_unique<TestPki>();
    if (!m_pki->isUsable())
        QSKIP("there is no openssl program");
}

ConnectionSettings tst_HostileTls::settings(const QString &origin) const
{
    return {.origin = origin,
            .authorityFile = m_pki->authorityFile(),
            .proxy = {.mode = ProxySettings::Mode::None},
            .deadlines = {.idleMs = 5000, .totalMs = 10'000}};
}

static HttpRequest post()
{
    return {.method = HttpRequest::Method::Post,
            .target = "/",
            .body = SecretBuffer::fromBytes("canary"),
            .replyCap = HttpRequest::largeReply};
}

static HttpClient::Answer answerTo(const HttpRequest &request, HttpClient &client)
{
    HttpClient::Answer answer =
        Failure{ApiError{.kind = Kind::Cancelled, .detail = u"the test gave up"_s}};
    QTestEventLoop loop;
    const HttpCall call = client.send(request, [&](HttpClient::Answer given) {
        answer = std::move(given);
        loop.exitLoop();
    });
    loop.enterLoopMSecs(20'000);
    return answer;
}

HttpClient::Answer tst_HostileTls::ask(HttpClient &client)
{
    return answerTo(post(), client);
}

HttpClient::Answer tst_HostileTls::ask(const ConnectionSettings &settings)
{
    HttpClient client(settings);
    return ask(client);
}

HttpClient::Answer tst_HostileTls::get(quint16 port)
{
    HttpClient client(settings(u"https://localhost:%1"_s.arg(port)));
    return answerTo({.target = "/page"}, client);
}

void tst_HostileTls::onlyTheRightCertificateIsAccepted_data()
{
    QTest::addColumn<TlsIdentity>("identity");
    QTest::addColumn<Reason>("reason");

    QTest::newRow("T1 a good chain") << m_pki->good() << Reason::None;
    QTest::newRow("T1 a chain with an intermediate") << m_pki->withIntermediate() << Reason::None;
    QTest::newRow("T2 unknown authority") << m_pki->unknownAuthority() << Reason::UnknownAuthority;
    QTest::newRow("T2 self-signed") << m_pki->selfSigned() << Reason::SelfSigned;
    QTest::newRow("T3 another host") << m_pki->wrongHost() << Reason::WrongHost;
    QTest::newRow("T3 a common name only") << m_pki->nameOnly() << Reason::WrongHost;
    QTest::newRow("T4 expired") << m_pki->expired() << Reason::Expired;
    QTest::newRow("T4 not yet valid") << m_pki->notYetValid() << Reason::NotYetValid;
    QTest::newRow("T8 no intermediate") << m_pki->missingIntermediate() << Reason::IncompleteChain;
}

void tst_HostileTls::onlyTheRightCertificateIsAccepted()
{
    QFETCH(TlsIdentity, identity);
    QFETCH(Reason, reason);
    FakeServer server(identity);
    server.on("/", FakeReply::json("{}"));
    for (const QString &host : {u"localhost"_s, u"127.0.0.1"_s}) {
        server.forgetRequests();
        const auto answer = ask(settings(u"https://%1:%2"_s.arg(host).arg(server.port())));
        if (reason == Reason::None) {
            QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().detail));
            QCOMPARE(server.requests().size(), 1);
        } else {
            QVERIFY(!answer);
            QCOMPARE(answer.error().kind, Kind::Tls);
            QCOMPARE(answer.error().tlsReason, reason);
            QCOMPARE(server.requests().size(), 0);
        }
    }
}

void tst_HostileTls::aRefusalNamesHostFingerprintAndDates()
{
    FakeServer server(m_pki->expired());
    const QString detail = ask(settings(server.origin())).error().detail;
    const QByteArray print = m_pki->expired().chain.first().digest(QCryptographicHash::Sha256);
    QVERIFY2(detail.startsWith(u"localhost: "_s), qPrintable(detail));
    QVERIFY2(detail.contains(QString::fromLatin1(print.toHex(':').toUpper())), qPrintable(detail));
    QVERIFY2(detail.contains(u"2020-01-01T00:00:00Z to 2021-01-01T00:00:00Z"_s),
             qPrintable(detail));
}

void tst_HostileTls::wildcardsCoverOneLabel()
{
    FakeServer server(m_pki->wildcard());
    server.on("/", FakeReply::json("{}"));
    FakeProxy proxy(server.port());
    const auto through = [&](const QString &host) {
        ConnectionSettings wanted = settings(u"https://"_s + host);
        wanted.proxy = {
            .mode = ProxySettings::Mode::Manual, .host = u"127.0.0.1"_s, .port = proxy.port()};
        return ask(wanted);
    };
    QVERIFY(through(u"a.cluster.example"_s));
    QCOMPARE(through(u"a.b.cluster.example"_s).error().tlsReason, Reason::WrongHost);
    QCOMPARE(through(u"cluster.example"_s).error().tlsReason, Reason::WrongHost);
    QCOMPARE(server.requests().size(), 1);
}

void tst_HostileTls::aPrivateAuthorityReplacesTheSystems()
{
    // T11: the list is given, so that the library looks nowhere else.
    const auto policy = TlsPolicy::load(settings(u"https://localhost"_s));
    QVERIFY(policy);
    QCOMPARE(policy->configuration().caCertificates(),
             QSslCertificate::fromPath(m_pki->authorityFile()));

    FakeServer server(m_pki->good());
    ConnectionSettings other = settings(server.origin());
    other.authorityFile = m_pki->strangerFile();
    QCOMPARE(ask(other).error().tlsReason, Reason::UnknownAuthority);
    other.authorityFile.clear(); // the system does not know our authority either
    QCOMPARE(ask(other).error().tlsReason, Reason::UnknownAuthority);
    QCOMPARE(server.requests().size(), 0);
}

void tst_HostileTls::anUnreadableAuthorityFileIsSaid_data()
{
    QTest::addColumn<QString>("file");
    QTest::newRow("missing") << m_pki->file("missing.pem");
    QTest::newRow("a directory") << m_pki->folder();
    QTest::newRow("not a certificate") << m_pki->file("ca.key");
}

void tst_HostileTls::anUnreadableAuthorityFileIsSaid()
{
    QFETCH(QString, file);
    FakeServer server(m_pki->good());
    ConnectionSettings wanted = settings(server.origin());
    wanted.authorityFile = file;
    const auto answer = ask(wanted);
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, Kind::Tls);
    QCOMPARE(answer.error().tlsReason, Reason::AuthorityFileUnreadable);
    QCOMPARE(server.connectionCount(), 0);
}

void tst_HostileTls::anAuthorityFileThatIsMendedIsReadByTheNextCall()
{
    FakeServer server(m_pki->good());
    server.on("/", FakeReply::json("{}"));
    const QTemporaryDir folder;
    ConnectionSettings wanted = settings(server.origin());
    wanted.authorityFile = folder.filePath(u"ca.pem"_s);
    HttpClient client(wanted);
    QCOMPARE(ask(client).error().tlsReason, Reason::AuthorityFileUnreadable);
    QVERIFY(QFile::copy(m_pki->strangerFile(), wanted.authorityFile));
    QCOMPARE(ask(client).error().tlsReason, Reason::UnknownAuthority);
    QVERIFY(QFile::remove(wanted.authorityFile));
    QVERIFY(QFile::copy(m_pki->authorityFile(), wanted.authorityFile));
    QVERIFY(ask(client));
}

static QByteArray keyHash(const TlsIdentity &identity)
{
    return QCryptographicHash::hash(identity.chain.first().publicKey().toDer(),
                                    QCryptographicHash::Sha256);
}

void tst_HostileTls::aPinIsCheckedBeforeTheFirstByte()
{
    FakeServer server(m_pki->good());
    server.on("/", FakeReply::json("{}"));
    ConnectionSettings pinned = settings(server.origin());
    pinned.pinnedKeySha256 = keyHash(m_pki->good());
    HttpClient client(pinned);
    QVERIFY(ask(client));
    QVERIFY(ask(client));
    QCOMPARE(server.requests().size(), 2);
    QCOMPARE(server.connectionCount(), 2); // each call sees the key of its own connection

    pinned.pinnedKeySha256 = keyHash(m_pki->otherKey());
    const auto answer = ask(pinned);
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, Kind::Tls);
    QCOMPARE(answer.error().tlsReason, Reason::PinChanged);
    QVERIFY(answer.error().detail.contains(QString::fromLatin1(keyHash(m_pki->good()).toHex())));
    QCOMPARE(server.requests().size(), 2);
    QCOMPARE(server.connectionCount(), 3);
}

void tst_HostileTls::aPinnedProfileOpensNoConnectionsAhead()
{
    FakeServer server(m_pki->good());
    server.on("/", FakeReply::json("{}"));
    ConnectionSettings pinned = settings(server.origin());
    pinned.pinnedKeySha256 = keyHash(m_pki->good());
    HttpClient client(pinned);
    client.warmUp(2);
    QVERIFY(ask(client));
    QCOMPARE(server.connectionCount(), 1);
}

void tst_HostileTls::aBadCertificateIsRefusedOnWarmedConnectionsToo()
{
    for (const TlsIdentity &identity : {m_pki->nameOnly(), m_pki->expired()}) {
        FakeServer server(identity);
        HttpClient client(settings(server.origin()));
        client.warmUp(2);
        QTRY_VERIFY(server.connectionCount() >= 1);
        QTRY_COMPARE(server.openConnectionCount(), 0);
        const auto answer = ask(client);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, Kind::Tls);
        QVERIFY(answer.error().tlsReason != Reason::Other);
        QCOMPARE(server.requests().size(), 0);
    }
}

void tst_HostileTls::aCallDuringTheHandshakeOfAWarmUpSeesItsCertificate()
{
    for (int round = 0; round < 20; ++round) {
        FakeServer server(m_pki->nameOnly());
        HttpClient client(settings(server.origin()));
        client.warmUp(2);
        const auto answer = ask(client);
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, Kind::Tls);
        QCOMPARE(server.requests().size(), 0);
    }
}

void tst_HostileTls::refusalsAreNotSticky()
{
    FakeServer good(m_pki->good());
    good.on("/", FakeReply::json("{}"));
    FakeServer bad(m_pki->expired());
    HttpClient goodClient(settings(good.origin()));
    HttpClient badClient(settings(bad.origin()));
    for (int i = 0; i < 3; ++i) {
        QCOMPARE(ask(badClient).error().tlsReason, Reason::Expired);
        QVERIFY(ask(goodClient));
    }
    QCOMPARE(bad.requests().size(), 0);
    QCOMPARE(good.requests().size(), 3);
}

//! OpenSSL's own server, for what Qt's refuses to be. Answers GET /page.
std::unique_ptr<QProcess> tst_HostileTls::startOpenssl(const QStringList &arguments, quint16 &port)
{
    QFile lenient(m_pki->file("lenient.cnf"));
    if (lenient.open(QIODevice::WriteOnly))
        lenient.write("openssl_conf=o\n[o]\nssl_conf=s\n[s]\nsystem_default=d\n[d]\n"
                      "CipherString=ALL:@SECLEVEL=0\nMinProtocol=TLSv1\n");
    lenient.close();
    QFile page(m_pki->file("page"));
    if (page.open(QIODevice::WriteOnly))
        page.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}");
    page.close();
    auto server = std::make_unique<QProcess>();
    server->setWorkingDirectory(m_pki->folder());
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(u"OPENSSL_CONF"_s, lenient.fileName());
    server->setProcessEnvironment(environment);
    server->setProcessChannelMode(QProcess::MergedChannels);
    server->start(u"openssl"_s, QStringList{u"s_server"_s, u"-accept"_s, u"127.0.0.1:0"_s,
                                            u"-HTTP"_s, u"-naccept"_s, u"4"_s} +
                                    arguments);
    static const QRegularExpression ready(u"ACCEPT \\S*:(\\d+)"_s);
    QByteArray said;
    const bool isReady = QTest::qWaitFor(
        [&] {
            said += server->readAll();
            return ready.match(QString::fromLatin1(said)).hasMatch();
        },
        10'000);
    port = isReady
               ? static_cast<quint16>(ready.match(QString::fromLatin1(said)).captured(1).toUShort())
               : quint16(0);
    if (!isReady)
        qInfo("openssl: %s", said.constData());
    return server;
}

static void stop(QProcess &server)
{
    QSignalSpy finished(&server, &QProcess::finished);
    server.kill();
    finished.wait(5000);
}

void tst_HostileTls::weakKeysAndSignaturesAreRefused_data()
{
    QTest::addColumn<QString>("name");
    QTest::newRow("T7 an RSA key of 1024 bits") << u"weak-key"_s;
    QTest::newRow("T7 a signature with SHA-1") << u"weak-signature"_s;
}

void tst_HostileTls::weakKeysAndSignaturesAreRefused()
{
    QFETCH(QString, name);
    (void)m_pki->weakKey();
    (void)m_pki->weakSignature();
    quint16 port = 0;
    const auto server =
        startOpenssl({u"-cert"_s, name + u".pem"_s, u"-key"_s, name + u".key"_s}, port);
    QVERIFY(port > 0);
    const auto answer = get(port);
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, Kind::Tls);
    QVERIFY2(answer.error().tlsReason == Reason::WeakKey, qPrintable(answer.error().detail));
    stop(*server);
}

void tst_HostileTls::onlyTls12And13AreSpoken_data()
{
    QTest::addColumn<QString>("option");
    QTest::addColumn<bool>("isSpoken");
    QTest::newRow("T5 TLS 1.0") << u"-tls1"_s << false;
    QTest::newRow("T5 TLS 1.1") << u"-tls1_1"_s << false;
    QTest::newRow("T6 TLS 1.2") << u"-tls1_2"_s << true;
    QTest::newRow("T6 TLS 1.3") << u"-tls1_3"_s << true;
}

void tst_HostileTls::onlyTls12And13AreSpoken()
{
    QFETCH(QString, option);
    QFETCH(bool, isSpoken);
    (void)m_pki->good();
    quint16 port = 0;
    const auto server = startOpenssl(
        {u"-cert"_s, u"good.pem"_s, u"-key"_s, u"good.key"_s, option, u"-alpn"_s, u"h2,http/1.1"_s},
        port);
    QVERIFY(port > 0);
    const auto answer = get(port);
    if (isSpoken) {
        QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().detail));
        QCOMPARE(answer->status, 200);
        QCOMPARE(answer->body, "{}");
    } else {
        QVERIFY(!answer);
        QCOMPARE(answer.error().kind, Kind::Tls);
        QVERIFY2(answer.error().tlsReason == Reason::ProtocolTooOld,
                 qPrintable(answer.error().detail));
    }
    stop(*server);
}

void tst_HostileTls::aDemandForAClientCertificateIsAnError()
{
    (void)m_pki->good();
    quint16 port = 0;
    const auto server = startOpenssl(
        {u"-cert"_s, u"good.pem"_s, u"-key"_s, u"good.key"_s, u"-tls1_3"_s, u"-Verify"_s, u"1"_s},
        port);
    QVERIFY(port > 0);
    const auto answer = get(port);
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, Kind::Tls);
    QVERIFY2(answer.error().tlsReason == Reason::ClientCertificateDemanded,
             qPrintable(answer.error().detail));
    stop(*server);
}

void tst_HostileTls::plainHttpOnATlsPortAndBack()
{
    QTcpServer plain;
    QVERIFY(plain.listen(QHostAddress::LocalHost));
    QByteArray heard;
    connect(&plain, &QTcpServer::newConnection, this, [&] {
        QTcpSocket *socket = plain.nextPendingConnection();
        connect(socket, &QTcpSocket::readyRead, socket, [&heard, socket] {
            heard += socket->readAll();
            socket->write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        });
    });
    const auto answer = ask(settings(u"https://localhost:%1"_s.arg(plain.serverPort())));
    QVERIFY(!answer);
    QCOMPARE(answer.error().kind, Kind::Tls);
    QVERIFY2(answer.error().tlsReason == Reason::NotTls, qPrintable(answer.error().detail));
    QVERIFY(!heard.contains("canary"));

    FakeServer secure(m_pki->good());
    const auto back = ask(settings(u"http://127.0.0.1:%1"_s.arg(secure.port())));
    QVERIFY(!back);
    QCOMPARE(back.error().kind, Kind::ConnectionLost);
    QCOMPARE(secure.requests().size(), 0);
}

void tst_HostileTls::aStalledHandshakeEndsAtTheIdleLimit()
{
    QTcpServer deaf;
    QVERIFY(deaf.listen(QHostAddress::LocalHost));
    ConnectionSettings quick = settings(u"https://127.0.0.1:%1"_s.arg(deaf.serverPort()));
    quick.deadlines = {.idleMs = 300, .totalMs = 5000};
    QCOMPARE(ask(quick).error().kind, Kind::Timeout);
}

void tst_HostileTls::aBlackHoleEndsAtTheIdleLimit()
{
    ConnectionSettings quick = settings(u"https://192.0.2.1"_s);
    quick.deadlines = {.idleMs = 300, .totalMs = 5000};
    const ApiError error = ask(quick).error();
    QVERIFY(error.kind == Kind::Timeout || error.kind == Kind::Unreachable);
}

void tst_HostileTls::largeRepliesAreWholeEvenIfTheConnectionEnds()
{
    FakeServer server(m_pki->good());
    const QByteArray body = QByteArray("0123456789abcdef").repeated(640 * 1024);
    server.on(
        "/", FakeReply::http(200, body, "application/json", {{"Connection", "close"}}).thenClose());
    const auto answer = ask(settings(server.origin()));
    QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().detail));
    QVERIFY(answer->body == body);
}

void tst_HostileTls::aProxyLeadsToTheServerByName()
{
    FakeServer server(m_pki->good());
    server.on("/", FakeReply::json("{}"));
    FakeProxy proxy(server.port());
    ConnectionSettings wanted = settings(u"https://cluster.example"_s);
    wanted.proxy = {
        .mode = ProxySettings::Mode::Manual, .host = u"127.0.0.1"_s, .port = proxy.port()};
    HttpClient client(wanted);
    client.warmUp(1);
    QVERIFY(ask(client));
    QCOMPARE(proxy.targets().first(), "cluster.example:443");
    QVERIFY(!proxy.heard().contains("canary"));
    QCOMPARE(server.requests().size(), 1);
    QCOMPARE(server.requests().first().header("Host"), "cluster.example");
}

void tst_HostileTls::proxyFaultsAreTheProxys_data()
{
    QTest::addColumn<QByteArray>("answer");
    QTest::newRow("N6 502") << "HTTP/1.1 502 Bad\r\nContent-Length: 0\r\n\r\n"_ba;
    QTest::newRow("N6 403") << "HTTP/1.1 403 No\r\nContent-Length: 0\r\n\r\n"_ba;
    QTest::newRow("N6 503") << "HTTP/1.1 503 No\r\nContent-Length: 0\r\n\r\n"_ba;
    QTest::newRow("N6 garbage") << "\x01\x02garbage\r\n\r\n"_ba;
    QTest::newRow("N6 down") << QByteArray();
}

void tst_HostileTls::proxyFaultsAreTheProxys()
{
    QFETCH(QByteArray, answer);
    FakeServer server(m_pki->good());
    ConnectionSettings wanted = settings(u"https://cluster.example"_s);
    wanted.deadlines = {.idleMs = 3000, .totalMs = 5000};
    auto proxy = std::make_unique<FakeProxy>(server.port());
    proxy->answerWith(answer);
    wanted.proxy = {
        .mode = ProxySettings::Mode::Manual, .host = u"127.0.0.1"_s, .port = proxy->port()};
    if (answer.isEmpty())
        proxy.reset();
    const auto seen = ask(wanted);
    QVERIFY(!seen);
    QVERIFY2(
        seen.error().kind == Kind::Proxy,
        qPrintable(QVariant::fromValue(seen.error().kind).toString() + u' ' + seen.error().detail));
    QCOMPARE(server.connectionCount(), 0);
}

void tst_HostileTls::aProxyThatAsksGetsItsOwnCredentialsOnce_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QByteArray>("password");
    QTest::addColumn<bool>("isLetThrough");
    QTest::newRow("N7 right") << u"proxyuser"_s << "proxypass"_ba << true;
    QTest::newRow("N7 wrong") << u"proxyuser"_s << "other"_ba << false;
    QTest::newRow("N7 none") << QString() << QByteArray() << false;
}

void tst_HostileTls::aProxyThatAsksGetsItsOwnCredentialsOnce()
{
    QFETCH(QString, user);
    QFETCH(QByteArray, password);
    QFETCH(bool, isLetThrough);
    FakeServer server(m_pki->good());
    server.on("/", FakeReply::json("{}"));
    FakeProxy proxy(server.port());
    proxy.demand("proxyuser:proxypass");
    ConnectionSettings wanted = settings(u"https://cluster.example"_s);
    wanted.proxy = {
        .mode = ProxySettings::Mode::Manual, .host = u"127.0.0.1"_s, .port = proxy.port()};
    HttpClient client(wanted);
    if (!user.isEmpty())
        client.setProxyCredentials(user, SecretBuffer::fromBytes(password));
    const auto seen = ask(client);
    if (isLetThrough)
        QVERIFY2(seen, qPrintable(seen ? QString() : seen.error().detail));
    else
        QCOMPARE(seen.error().kind, Kind::Proxy);
    if (!isLetThrough)
        QCOMPARE(seen.error().httpStatus, 407);
    const qsizetype attempts = proxy.credentials().size() - proxy.credentials().count(QByteArray());
    QVERIFY2(attempts <= 1, qPrintable(QString::number(attempts)));
    QCOMPARE(server.requests().size(), isLetThrough ? 1 : 0);
    QVERIFY(!proxy.heard().contains("canary"));
}

void tst_HostileTls::theEnvironmentsProxyIsUsedOnlyWhenToldSo()
{
    FakeServer server(m_pki->good());
    server.on("/", FakeReply::json("{}"));
    FakeProxy proxy(server.port());
    const QByteArray address = "http://127.0.0.1:" + QByteArray::number(proxy.port());
    for (const char *name : {"http_proxy", "https_proxy", "all_proxy"})
        qputenv(name, address);
    ConnectionSettings wanted = settings(u"https://cluster.example"_s);
    wanted.deadlines = {.idleMs = 1000, .totalMs = 2000};
    QVERIFY(!ask(wanted)); // N8: no proxy, and no name server knows it
    QCOMPARE(proxy.targets().size(), 0);
    wanted.proxy = {.mode = ProxySettings::Mode::System};
    const auto answer = ask(wanted);
    for (const char *name : {"http_proxy", "https_proxy", "all_proxy"})
        qunsetenv(name);
    QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().detail));
    QVERIFY(proxy.targets().size() >= 1);
}

void tst_HostileTls::aSystemProxyThatChangedIsFoundByTheCallAfterAFailure()
{
    FakeServer server(m_pki->good());
    server.on("/", FakeReply::json("{}"));
    FakeProxy now(server.port());
    auto before = std::make_unique<FakeProxy>(server.port());
    ConnectionSettings wanted = settings(u"https://cluster.example"_s);
    wanted.proxy = {.mode = ProxySettings::Mode::System};
    HttpClient client(wanted);
    qputenv("https_proxy", "http://127.0.0.1:" + QByteArray::number(before->port()));
    before.reset();
    const auto refused = ask(client);
    qputenv("https_proxy", "http://127.0.0.1:" + QByteArray::number(now.port()));
    const auto answer = ask(client);
    qunsetenv("https_proxy");
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, Kind::Proxy);
    QVERIFY2(answer, qPrintable(answer ? QString() : answer.error().detail));
    QCOMPARE(now.targets(), QList<QByteArray>({"cluster.example:443"}));
}

void tst_HostileTls::thisMachineIsNeverReachedThroughAProxy()
{
    FakeServer server(m_pki->good());
    server.on("/", FakeReply::json("{}"));
    FakeProxy proxy(server.port());
    ConnectionSettings wanted = settings(server.origin());
    wanted.proxy = {
        .mode = ProxySettings::Mode::Manual, .host = u"127.0.0.1"_s, .port = proxy.port()};
    QVERIFY(ask(wanted));
    QCOMPARE(proxy.targets().size(), 0);
}

QTEST_GUILESS_MAIN(tst_HostileTls)
#include "tst_hostiletls.moc"
