#include "tests/core/embedlab.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QRegularExpression>
#include <QTcpServer>

using namespace Qt::StringLiterals;

using Lab = EmbedLab;
using Kind = EmbedRefusal::Kind;
using End = EmbedState::End;

static const QString page = embedPage;
static constexpr qint64 minute = 60'000;

//! What the endpoint for an embed SDK mints, and when it stops.
class EmbedLifeTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void aListedPageGetsAFreshTokenEachTime();
    void mintsRunOneAfterTheOther();
    void aPageInAReloadLoopIsHeldBack();
    void aTokenThatComesTwiceIsGivenOnce();
    void withoutATokenThePageIsToldSo();
    void aRefusedPasswordCostsOneAttempt();
    void thePortMayBeChosen();
    void aPageThatLeftGetsNoToken();
    void itStopsWhenItsTimeIsUp();
    void itStopsWhenUnused();
    void whatIsMintedAfterTheStopIsGivenToNobody();
    void portAndPathAreNewEachTime();
};

void EmbedLifeTest::aListedPageGetsAFreshTokenEachTime()
{
    Lab lab;
    lab.start();
    QCOMPARE(lab.url().host(), u"127.0.0.1"_s);
    QCOMPARE(lab.path().size(), 65);
    QNetworkAccessManager network;
    for (const char *expected : {"dG9rZW4=1", "dG9rZW4=2"}) {
        QNetworkRequest request(lab.url());
        request.setRawHeader("Origin", page.toLatin1());
        const std::unique_ptr<QNetworkReply> reply(network.get(request));
        QTRY_VERIFY(reply->isFinished());
        QCOMPARE(reply->error(), QNetworkReply::NoError);
        QCOMPARE(reply->readAll(), QByteArray(expected));
    }
    QCOMPARE(lab.mints, 2);
    QCOMPARE(lab.endpoint.state().handedOut, 2);
    QCOMPARE(lab.endpoint.state().lastOrigin, page);
    QCOMPARE(lab.endpoint.state().lastMs, lab.now);
    QVERIFY(!lab.endpoint.state().lastRefusal);
}

void EmbedLifeTest::mintsRunOneAfterTheOther()
{
    Lab lab;
    lab.start();
    lab.holdsBack = true;
    std::vector<std::unique_ptr<QTcpSocket>> pages;
    for (int i = 0; i < 5; ++i)
        pages.push_back(lab.send(lab.request()));
    QSet<QByteArray> tokens;
    for (int done = 0; done < 5; ++done) {
        QTRY_COMPARE(lab.mints, done + 1);
        QCOMPARE(lab.held.size(), 1);
        lab.held.takeFirst()(lab.next());
    }
    for (const auto &one : pages) {
        QTRY_COMPARE(one->state(), QAbstractSocket::UnconnectedState);
        tokens.insert(one->readAll().split('\n').last());
    }
    QCOMPARE(tokens.size(), 5);
    QCOMPARE(lab.mints, 5);
}

void EmbedLifeTest::aPageInAReloadLoopIsHeldBack()
{
    Lab lab({.tokensPerMinute = 3});
    lab.start();
    for (int i = 0; i < 3; ++i)
        QVERIFY(lab.answer(lab.request()).startsWith("HTTP/1.1 200 "));
    lab.now += 10'000;
    const QByteArray refused = lab.answer(lab.request());
    QVERIFY2(refused.startsWith("HTTP/1.1 429 "), refused.constData());
    QVERIFY2(refused.contains("\r\nRetry-After: 50\r\n"), refused.constData());
    QCOMPARE(lab.endpoint.state().lastRefusal->kind, Kind::TooOften);
    // Starting anew is no way around it.
    lab.start();
    QVERIFY(lab.answer(lab.request()).startsWith("HTTP/1.1 429 "));
    QCOMPARE(lab.mints, 3);
    lab.now += 50'000;
    QVERIFY(lab.answer(lab.request()).startsWith("HTTP/1.1 200 "));
}

void EmbedLifeTest::aTokenThatComesTwiceIsGivenOnce()
{
    Lab lab;
    lab.start();
    lab.repeats = true;
    QVERIFY(lab.answer(lab.request()).endsWith("\r\n\r\ndG9rZW4=1"));
    const QByteArray second = lab.answer(lab.request());
    QVERIFY2(second.startsWith("HTTP/1.1 503 ") && second.endsWith("\r\n\r\n"), second.constData());
    QCOMPARE(*lab.endpoint.state().lastRefusal, (EmbedRefusal{Kind::SameToken, page}));
}

void EmbedLifeTest::withoutATokenThePageIsToldSo()
{
    Lab lab;
    lab.start();
    lab.fails = ApiError::Kind::Timeout;
    const QByteArray answer = lab.answer(lab.request());
    QVERIFY2(answer.startsWith("HTTP/1.1 503 ") && answer.endsWith("\r\n\r\n"), answer.constData());
    QVERIFY(answer.contains("\r\nAccess-Control-Allow-Origin: http://localhost:3000\r\n"));
    QCOMPARE(*lab.endpoint.state().lastRefusal, (EmbedRefusal{Kind::NoToken, page}));
    QCOMPARE(lab.endpoint.state().error->kind, ApiError::Kind::Timeout);
    lab.fails.reset(); // the next one may be lucky
    QVERIFY(lab.answer(lab.request()).endsWith("\r\n\r\ndG9rZW4=1"));
}

void EmbedLifeTest::aRefusedPasswordCostsOneAttempt()
{
    Lab lab;
    lab.start();
    lab.holdsBack = true;
    std::vector<std::unique_ptr<QTcpSocket>> pages;
    for (int i = 0; i < 3; ++i)
        pages.push_back(lab.send(lab.request()));
    QTRY_COMPARE(lab.mints, 1);
    lab.fails = ApiError::Kind::BadCredentials;
    lab.held.takeFirst()(lab.next());
    QCOMPARE(lab.endpoint.state().end, End::Refused);
    QCOMPARE(lab.endpoint.state().error->kind, ApiError::Kind::BadCredentials);
    QByteArray all;
    for (const auto &one : pages) {
        QTRY_COMPARE(one->state(), QAbstractSocket::UnconnectedState);
        all += one->readAll();
    }
    QVERIFY(all.startsWith("HTTP/1.1 503 ") && all.count("HTTP/") == 1);
    QCOMPARE(lab.mints, 1);
}

void EmbedLifeTest::thePortMayBeChosen()
{
    quint16 port = 0;
    {
        QTcpServer taken;
        QVERIFY(taken.listen(QHostAddress::LocalHost));
        port = taken.serverPort();
        Lab lab;
        lab.endpoint.start({{page}, minute, port});
        QVERIFY(!lab.endpoint.state().isRunning);
        QCOMPARE(lab.endpoint.state().end, End::CannotListen);
    }
    Lab lab;
    for (int tries = 0; tries < 5 && !lab.endpoint.state().isRunning; ++tries) {
        lab.endpoint.start({{page}, minute, port});
        // Another program was given the port meanwhile.
        if (!lab.endpoint.state().isRunning) {
            QTcpServer other;
            QVERIFY(other.listen(QHostAddress::LocalHost));
            port = other.serverPort();
        }
    }
    QCOMPARE(lab.url().port(), int(port));
    QVERIFY(lab.answer(lab.request()).startsWith("HTTP/1.1 200 "));
    lab.endpoint.start({{}, minute, 0}); // for nobody is not at all
    QCOMPARE(lab.endpoint.state().end, End::CannotListen);
}

void EmbedLifeTest::aPageThatLeftGetsNoToken()
{
    Lab lab;
    lab.start();
    lab.holdsBack = true;
    const auto first = lab.send(lab.request());
    QTRY_COMPARE(lab.mints, 1);
    auto second = lab.send(lab.request());
    QTRY_COMPARE(second->bytesToWrite(), 0);
    QTRY_COMPARE(second->state(), QAbstractSocket::ConnectedState);
    second.reset();
    const auto third = lab.send(lab.request()); // by its answer the second is known to be gone
    lab.holdsBack = false;
    QTRY_COMPARE(third->state(), QAbstractSocket::ConnectedState);
    first->abort();
    QVERIFY(lab.answer("x\r\n\r\n").startsWith("HTTP/1.1 400 "));
    lab.held.takeFirst()(lab.next());
    QTRY_COMPARE(third->state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(lab.mints, 2);
    QCOMPARE(lab.endpoint.state().handedOut, 1);
}

void EmbedLifeTest::itStopsWhenItsTimeIsUp()
{
    Lab lab;
    lab.start(15 * minute);
    QCOMPARE(lab.endpoint.state().endsMs, lab.now + 15 * minute);
    QVERIFY(lab.alarm && *lab.alarm <= 15 * minute);
    lab.now += 15 * minute - 1;
    lab.endpoint.check();
    QVERIFY(lab.endpoint.state().isRunning);
    const QUrl before = lab.url();
    lab.now += 1;
    lab.endpoint.check();
    QVERIFY(!lab.endpoint.state().isRunning && lab.endpoint.state().url.isEmpty());
    QCOMPARE(lab.endpoint.state().end, End::TimeUp);
    QVERIFY(!lab.alarm);
    QTcpSocket late;
    late.connectToHost(u"127.0.0.1"_s, static_cast<quint16>(before.port()));
    QTRY_COMPARE(late.error(), QAbstractSocket::ConnectionRefusedError);
    // No time that is longer than a working day.
    lab.start(100 * EmbedEndpoint::longestMs);
    QCOMPARE(lab.endpoint.state().endsMs, lab.now + 8 * 60 * minute);
}

void EmbedLifeTest::itStopsWhenUnused()
{
    Lab lab;
    lab.start(EmbedEndpoint::longestMs);
    lab.now += 29 * minute;
    QVERIFY(lab.answer(lab.request()).startsWith("HTTP/1.1 200 "));
    lab.now += 29 * minute;
    QVERIFY(lab.answer(lab.request("")).startsWith("HTTP/1.1 403 ")); // is no use
    lab.now += minute;
    lab.endpoint.check();
    QCOMPARE(lab.endpoint.state().end, End::NotUsed);
}

void EmbedLifeTest::whatIsMintedAfterTheStopIsGivenToNobody()
{
    Lab lab;
    lab.start();
    lab.holdsBack = true;
    const auto asked = lab.send(lab.request());
    QTRY_COMPARE(lab.mints, 1);
    lab.endpoint.stop(End::SessionOver);
    lab.start();
    lab.held.takeFirst()(lab.next());
    QTRY_COMPARE(asked->state(), QAbstractSocket::UnconnectedState);
    QCOMPARE(asked->readAll(), "");
    QCOMPARE(lab.endpoint.state().handedOut, 0);
}

void EmbedLifeTest::portAndPathAreNewEachTime()
{
    Lab lab;
    lab.start();
    const QUrl first = lab.url();
    lab.endpoint.stop();
    QCOMPARE(lab.endpoint.state().end, End::ByHand);
    lab.start();
    QVERIFY(lab.url().path() != first.path());
    // The address of before leads nowhere on the new port either.
    QVERIFY(lab.answer("GET " + first.path().toLatin1() + " HTTP/1.1\r\nHost: " + lab.host() +
                       "\r\nOrigin: http://localhost:3000\r\n\r\n")
                .startsWith("HTTP/1.1 404 "));
}

QTEST_GUILESS_MAIN(EmbedLifeTest)
#include "tst_embedlife.moc"
