#include "core/embed/embedorigin.h"
#include "tests/core/embedlab.h"

#include <QLoggingCategory>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTimer>

using namespace Qt::StringLiterals;

using Lab = EmbedLab;
using Kind = EmbedRefusal::Kind;

static const QString page = embedPage;

//! Who gets a token of the endpoint for an embed SDK and who does not, over real sockets.
class EmbedEndpointTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void anOriginIsWhatABrowserSendsAndNothingElse_data();
    void anOriginIsWhatABrowserSendsAndNothingElse();
    void theAnswerIsExactlyThis();
    void aPreflightIsAnsweredForExactlyThatOrigin();
    void whatIsRefusedGetsNoToken_data();
    void whatIsRefusedGetsNoToken();
    void aHeadThatIsTooLongIsRefused();
    void aHeadThatDripsIsCutOff();
    void moreConnectionsThanAllowedAreClosed();
    void otherAddressesOfThisMachineLeadNowhere();
    void nothingOfARequestOrATokenIsLogged();
};

void EmbedEndpointTest::anOriginIsWhatABrowserSendsAndNothingElse_data()
{
    QTest::addColumn<QString>("typed");
    QTest::addColumn<QString>("origin");
    QTest::newRow("https") << u"https://app.example"_s << u"https://app.example"_s;
    QTest::newRow("in capitals") << u" HTTPS://App.Example "_s << u"https://app.example"_s;
    QTest::newRow("the usual port") << u"https://app.example:443"_s << u"https://app.example"_s;
    QTest::newRow("another port") << u"https://app.example:8443"_s << u"https://app.example:8443"_s;
    QTest::newRow("on this machine") << page << page;
    QTest::newRow("on this machine, by number")
        << u"http://127.0.0.1:5173"_s << u"http://127.0.0.1:5173"_s;
    QTest::newRow("not ASCII") << u"https://bücher.example"_s << u"https://xn--bcher-kva.example"_s;
    for (const char *wrong :
         {"", "*", "https://*", "https://*.example", "null", "app.example", "http://app.example",
          "http://localhost.evil.example", "https://app.example/", "https://app.example/page",
          "https://app.example?a", "https://app.example#a", "https://ann@app.example",
          "file:///home", "https://a.example https://b.example", "https://", "ftp://app.example"})
        QTest::addRow("refused: %s", wrong) << QString::fromLatin1(wrong) << QString();
}

void EmbedEndpointTest::anOriginIsWhatABrowserSendsAndNothingElse()
{
    QFETCH(const QString, typed);
    QFETCH(const QString, origin);
    const auto read = embedOrigin(typed);
    QCOMPARE(read ? *read : QString(), origin);
}

void EmbedEndpointTest::theAnswerIsExactlyThis()
{
    Lab lab;
    lab.start();
    QCOMPARE(
        lab.answer(lab.request("Origin: http://localhost:3000\r\nSec-Fetch-Site: cross-site\r\n"
                               "Sec-Fetch-Mode: cors\r\nSec-Fetch-Dest: empty\r\n")),
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\nCache-Control: no-store\r\nVary: Origin\r\n"
        "X-Content-Type-Options: nosniff\r\n"
        "Access-Control-Allow-Origin: http://localhost:3000\r\n"
        "Content-Type: text/plain; charset=utf-8\r\nConnection: close\r\n\r\ndG9rZW4=1");
}

void EmbedEndpointTest::aPreflightIsAnsweredForExactlyThatOrigin()
{
    Lab lab;
    lab.start();
    const QByteArray asks = "Origin: https://app.example\r\nAccess-Control-Request-Method: GET\r\n";
    const QByteArray head = "HTTP/1.1 204 No Content\r\nCache-Control: no-store\r\nVary: Origin\r\n"
                            "X-Content-Type-Options: nosniff\r\n"
                            "Access-Control-Allow-Origin: https://app.example\r\n"
                            "Access-Control-Allow-Methods: GET\r\n";
    QCOMPARE(lab.answer(lab.request(asks, "OPTIONS")), head + "Connection: close\r\n\r\n");
    QCOMPARE(lab.answer(
                 lab.request(asks + "Access-Control-Request-Private-Network: true\r\n", "OPTIONS")),
             head + "Access-Control-Allow-Private-Network: true\r\nConnection: close\r\n\r\n");
    QCOMPARE(lab.mints, 0);
    QVERIFY(!lab.endpoint.state().lastRefusal);
}

void EmbedEndpointTest::whatIsRefusedGetsNoToken_data()
{
    // HOST, PATH and ORIGIN stand for what would be right.
    QTest::addColumn<QByteArray>("request");
    QTest::addColumn<int>("status");
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("origin");
    const auto row = [](const char *name, const QByteArray &request, int status, Kind kind,
                        const QString &origin = {}) {
        QTest::newRow(name) << request << status << kind << origin;
    };
    const QByteArray start = "GET PATH HTTP/1.1\r\nHost: HOST\r\n";
    const QByteArray origin = "Origin: ORIGIN\r\n";
    row("no Origin", start + "\r\n", 403, Kind::NoOrigin);
    row("another Origin", start + "Origin: http://x.example\r\n\r\n", 403, Kind::OriginUnknown);
    row("another Origin that could be allowed", start + "Origin: https://x.example\r\n\r\n", 403,
        Kind::OriginUnknown, u"https://x.example"_s);
    row("another port", start + "Origin: http://localhost:3001\r\n\r\n", 403, Kind::OriginUnknown,
        u"http://localhost:3001"_s);
    row("an Origin that begins alike", start + "Origin: http://localhost:30000\r\n\r\n", 403,
        Kind::OriginUnknown, u"http://localhost:30000"_s);
    row("a page without an origin", start + "Origin: null\r\n\r\n", 403, Kind::OriginUnknown);
    row("two Origins", start + origin + origin + "\r\n", 400, Kind::Odd);
    row("another path", "GET /token HTTP/1.1\r\nHost: HOST\r\n" + origin + "\r\n", 404, Kind::Odd);
    row("a query", "GET PATH?a HTTP/1.1\r\nHost: HOST\r\n" + origin + "\r\n", 404, Kind::Odd);
    row("a whole address", "GET http://HOSTPATH HTTP/1.1\r\nHost: HOST\r\n" + origin + "\r\n", 404,
        Kind::Odd);
    row("a name that was bound anew",
        "GET PATH HTTP/1.1\r\nHost: evil.example\r\n" + origin + "\r\n", 403, Kind::Odd);
    row("a Host without the port", "GET PATH HTTP/1.1\r\nHost: 127.0.0.1\r\n" + origin + "\r\n",
        403, Kind::Odd);
    row("no Host", "GET PATH HTTP/1.1\r\n" + origin + "\r\n", 400, Kind::Odd);
    row("two Hosts", start + "Host: HOST\r\n" + origin + "\r\n", 400, Kind::Odd);
    row("POST", "POST PATH HTTP/1.1\r\nHost: HOST\r\n" + origin + "\r\n", 405, Kind::NotAFetch,
        page);
    row("HEAD", "HEAD PATH HTTP/1.1\r\nHost: HOST\r\n" + origin + "\r\n", 405, Kind::NotAFetch,
        page);
    row("a link that is followed", start + origin + "Sec-Fetch-Mode: navigate\r\n\r\n", 403,
        Kind::NotAFetch, page);
    row("typed into the address bar", start + origin + "Sec-Fetch-Site: none\r\n\r\n", 403,
        Kind::NotAFetch, page);
    row("an image", start + origin + "Sec-Fetch-Dest: image\r\n\r\n", 403, Kind::NotAFetch, page);
    row("a preflight for POST",
        "OPTIONS PATH HTTP/1.1\r\nHost: HOST\r\n" + origin +
            "Access-Control-Request-Method: POST\r\n\r\n",
        403, Kind::NotAFetch, page);
    row("a preflight of a page that is not listed",
        "OPTIONS PATH HTTP/1.1\r\nHost: HOST\r\nOrigin: https://x.example\r\n"
        "Access-Control-Request-Method: GET\r\n\r\n",
        403, Kind::OriginUnknown, u"https://x.example"_s);
    row("a body", start + origin + "Content-Length: 3\r\n\r\nabc", 400, Kind::Odd);
    row("a length alone", start + origin + "Content-Length: 3\r\n\r\n", 400, Kind::Odd);
    row("chunks", start + origin + "Transfer-Encoding: chunked\r\n\r\n", 400, Kind::Odd);
    row("a second request behind the first", start + origin + "\r\n" + start + origin + "\r\n", 400,
        Kind::Odd);
    row("HTTP/1.0", "GET PATH HTTP/1.0\r\nHost: HOST\r\n" + origin + "\r\n", 400, Kind::Odd);
    row("no version", "GET PATH\r\nHost: HOST\r\n" + origin + "\r\n", 400, Kind::Odd);
    row("two spaces", "GET  PATH HTTP/1.1\r\nHost: HOST\r\n" + origin + "\r\n", 400, Kind::Odd);
    row("bare line ends", "GET PATH HTTP/1.1\nHost: HOST\nOrigin: ORIGIN\n\r\n\r\n", 400,
        Kind::Odd);
    row("a folded line", start + origin + "A: b\r\n c\r\n\r\n", 400, Kind::Odd);
    row("a space before the colon", start + "Origin : ORIGIN\r\n\r\n", 400, Kind::Odd);
    row("a NUL", start + origin + QByteArray("A: b\0c\r\n\r\n", 10), 400, Kind::Odd);
    row(
        "too many lines",
        start + origin +
            [] {
                QByteArray lines;
                for (int i = 0; i < RequestHead::mostFields; ++i)
                    lines += "A" + QByteArray::number(i) + ": b\r\n";
                return lines;
            }() +
            "\r\n",
        400, Kind::Odd);
    row("TLS", QByteArray::fromHex("16030100c8010000c403030d0a0d0a"), 400, Kind::Odd);
}

void EmbedEndpointTest::whatIsRefusedGetsNoToken()
{
    QFETCH(QByteArray, request);
    QFETCH(const int, status);
    QFETCH(const Kind, kind);
    QFETCH(const QString, origin);
    Lab lab;
    lab.start();
    request.replace("HOST", lab.host())
        .replace("PATH", lab.path())
        .replace("ORIGIN", page.toLatin1());
    const QByteArray answer = lab.answer(request);
    QVERIFY2(answer.startsWith("HTTP/1.1 " + QByteArray::number(status) + ' '), answer.constData());
    const bool mayBeRead = status == 405 || (kind == Kind::NotAFetch && !request.startsWith("OPT"));
    QCOMPARE(answer.contains("Access-Control-Allow-Origin"), mayBeRead);
    // The SDK takes any body that it can read for a token.
    const QByteArray body = answer.mid(answer.indexOf("\r\n\r\n") + 4);
    const QByteArray firstLine = answer.left(answer.indexOf('\r'));
    QCOMPARE(body, mayBeRead ? QByteArray() : firstLine.mid(13) + "\n");
    QVERIFY(answer.contains("\r\nContent-Length: " + QByteArray::number(body.size()) + "\r\n"));
    QCOMPARE(lab.mints, 0);
    QCOMPARE(lab.endpoint.state().refusals, 1);
    QCOMPARE(*lab.endpoint.state().lastRefusal, (EmbedRefusal{kind, origin}));
    QCOMPARE(lab.endpoint.state().lastRefusalMs, lab.now);
    QVERIFY(lab.endpoint.state().isRunning);
}

void EmbedEndpointTest::aHeadThatIsTooLongIsRefused()
{
    Lab lab({.connection = {.headBytes = 512}});
    lab.start();
    const QByteArray fits = lab.request("Origin: http://localhost:3000\r\nA: " +
                                        QByteArray(512 - lab.request().size() - 5, 'a') + "\r\n");
    QCOMPARE(fits.size(), 512);
    QVERIFY(lab.answer(fits).startsWith("HTTP/1.1 200 "));
    QVERIFY(lab.answer(QByteArray(513, 'a')).startsWith("HTTP/1.1 431 "));
}

void EmbedEndpointTest::aHeadThatDripsIsCutOff()
{
    Lab lab({.connection = {.headMs = 200}});
    lab.start();
    const auto socket = lab.send("GET ");
    QTimer drip;
    connect(&drip, &QTimer::timeout, socket.get(), [&] { socket->write("a"); });
    drip.start(20);
    QTRY_COMPARE_WITH_TIMEOUT(socket->state(), QAbstractSocket::UnconnectedState, 3000);
    QVERIFY(socket->readAll().startsWith("HTTP/1.1 408 "));
}

void EmbedEndpointTest::moreConnectionsThanAllowedAreClosed()
{
    Lab lab({.connections = 3});
    lab.start();
    std::vector<std::unique_ptr<QTcpSocket>> open;
    for (int i = 0; i < 3; ++i) {
        open.push_back(lab.send("GET "));
        QTRY_COMPARE(open.back()->bytesToWrite(), 0);
        QTRY_COMPARE(open.back()->state(), QAbstractSocket::ConnectedState);
    }
    QCOMPARE(lab.answer(lab.request()), "");
    QTRY_COMPARE(lab.endpoint.state().lastRefusal->kind, Kind::TooMany);
    open.pop_back();
    const auto isServed = [&] { return lab.answer(lab.request()).startsWith("HTTP/1.1 200 "); };
    QTRY_VERIFY(isServed());
}

void EmbedEndpointTest::otherAddressesOfThisMachineLeadNowhere()
{
    Lab lab;
    lab.start();
    for (const char *other : {"127.0.0.2", "::1"}) {
        QTcpSocket socket;
        const QSignalSpy connected(&socket, &QTcpSocket::connected);
        socket.connectToHost(QString::fromLatin1(other), static_cast<quint16>(lab.url().port()));
        // Who says nothing is closed after a while, let in or not.
        QTRY_VERIFY(connected.count() > 0 || socket.error() != QAbstractSocket::UnknownSocketError);
        QCOMPARE(connected.count(), 0);
    }
}

static QStringList lines;

void EmbedEndpointTest::nothingOfARequestOrATokenIsLogged()
{
    lines.clear();
    QLoggingCategory::setFilterRules(u"desk.*=true"_s);
    const QtMessageHandler before = qInstallMessageHandler(
        [](QtMsgType, const QMessageLogContext &, const QString &text) { lines.append(text); });
    Lab lab;
    lab.start();
    const QByteArray path = lab.path();
    const QByteArray served = lab.answer(lab.request());
    const QByteArray refused = lab.answer(lab.request("Origin: https://canary.example\r\n"));
    const QByteArray odd = lab.answer("canary\r\n\r\n");
    qInstallMessageHandler(before);
    QLoggingCategory::setFilterRules({});
    QVERIFY(served.endsWith("dG9rZW4=1") && refused.contains(" 403 ") && odd.contains(" 400 "));
    QCOMPARE(lines, QStringList({u"embed endpoint: token given"_s,
                                 u"embed endpoint: refused 403 EmbedRefusal::Kind::OriginUnknown"_s,
                                 u"embed endpoint: refused 400"_s}));
}

QTEST_GUILESS_MAIN(EmbedEndpointTest)
#include "tst_embedendpoint.moc"
