#include "core/support/clock.h"
#include "core/support/logging.h"
#include "core/support/secretbuffer.h"
#include "core/support/worker.h"

#include <QTemporaryFile>
#include <QTest>
#include <QThread>

#include <algorithm>
#include <cstdio>

#include <unistd.h>

using namespace Qt::StringLiterals;

//! The small types under everything else.
class tst_Support final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void aSecretKeepsItsBytesExactly_data();
    void aSecretKeepsItsBytesExactly();
    void textBecomesUtf8AsQtWouldMakeIt_data();
    void textBecomesUtf8AsQtWouldMakeIt();
    void loneSurrogatesBecomeTheReplacementCharacter();
    void copiesOfASecretShareItsBytes();
    void secretsCompareByContent();
    void printingASecretShowsItsLengthOnly();
    void aWriterGrowsAndIsEmptyAfterwards();
    void aWriterGivesRoomAndCutsItAgain();
    void wipingEmpties();
    void wipingLeavesWhatIsSharedAlone();

    void withoutTheServerTheLocalClockCounts();
    void aSkewedServerIsFollowed_data();
    void aSkewedServerIsFollowed();
    void withinTheHeadersResolutionThereIsNoSkew();
    void aJumpOfTheLocalClockChangesNothing();
    void theMachinesClocksRunForward();

    void secretsInLogLinesAreRemoved_data();
    void secretsInLogLinesAreRemoved();
    void harmlessLogLinesStay();
    void whatIsLoggedLosesItsSecretsOnTheWay();

    void workIsDoneElsewhereAndFinishedHere();
    void aLateResultFallsOnNobody();
};

void tst_Support::aSecretKeepsItsBytesExactly_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("ASCII") << "password"_ba;
    QTest::newRow("a NUL inside") << "pass\0word"_ba;
    QTest::newRow("all bytes") << [] {
        QByteArray all;
        for (int i = 0; i < 256; ++i)
            all += static_cast<char>(i);
        return all;
    }();
    QTest::newRow("a megabyte") << QByteArray(1 << 20, '\xFF');
}

void tst_Support::aSecretKeepsItsBytesExactly()
{
    QFETCH(QByteArray, bytes);
    const SecretBuffer secret = SecretBuffer::fromBytes(bytes);
    QCOMPARE(secret.size(), bytes.size());
    QCOMPARE(secret.isEmpty(), bytes.isEmpty());
    QVERIFY(secret.view() == bytes);
}

void tst_Support::textBecomesUtf8AsQtWouldMakeIt_data()
{
    QTest::addColumn<QString>("text");
    QTest::newRow("ASCII") << u"quote \" and \\"_s;
    QTest::newRow("two bytes") << u"p\u00E4ssw\u00F6rd \u07FF"_s;
    QTest::newRow("three bytes") << u"\u0800 \u20AC \uFFFF"_s;
    QTest::newRow("four bytes") << u"\U0001F511 \U00010000 \U0010FFFF"_s;
    QTest::newRow("ten thousand") << u"\u00E9"_s.repeated(10'000);
}

void tst_Support::textBecomesUtf8AsQtWouldMakeIt()
{
    QFETCH(QString, text);
    const SecretBuffer secret = SecretBuffer::fromText(text);
    QCOMPARE(secret.view().toByteArray(), text.toUtf8());
    QCOMPARE(secret.toText(), QString::fromUtf8(text.toUtf8()));
}

// Qt makes a question mark of them, which is another password.
void tst_Support::loneSurrogatesBecomeTheReplacementCharacter()
{
    const QByteArray replaced = "a\xEF\xBF\xBD";
    const QChar high(0xD83D);
    const QChar low(0xDD11);
    QCOMPARE(SecretBuffer::fromText(u"a"_s + high + u'b').view().toByteArray(), replaced + 'b');
    QCOMPARE(SecretBuffer::fromText(u"a"_s + low + u'b').view().toByteArray(), replaced + 'b');
    QCOMPARE(SecretBuffer::fromText(u"a"_s + high).view().toByteArray(), replaced);
}

void tst_Support::copiesOfASecretShareItsBytes()
{
    SecretBuffer first = SecretBuffer::fromBytes("secret");
    const SecretBuffer second = first;
    QCOMPARE(static_cast<const void *>(first.view().data()),
             static_cast<const void *>(second.view().data()));
    first = {};
    QVERIFY(second.view() == "secret"_ba);
}

void tst_Support::secretsCompareByContent()
{
    const SecretBuffer secret = SecretBuffer::fromBytes("secret");
    QVERIFY(secret == SecretBuffer::fromText(u"secret"));
    QVERIFY(secret != SecretBuffer::fromBytes("secreT"));
    QVERIFY(secret != SecretBuffer::fromBytes("secre"));
    QVERIFY(secret != SecretBuffer());
    QVERIFY(SecretBuffer() == SecretBuffer::fromBytes(""));
}

void tst_Support::printingASecretShowsItsLengthOnly()
{
    QString text;
    QDebug(&text) << SecretBuffer::fromBytes("not-a-real-password");
    QCOMPARE(text.trimmed(), u"SecretBuffer(19 bytes)"_s);
}

void tst_Support::aWriterGrowsAndIsEmptyAfterwards()
{
    SecretWriter writer;
    QByteArray expected;
    for (int i = 0; i < 2000; ++i) {
        writer.append(QByteArrayView("piece"));
        writer.append(' ');
        expected += "piece ";
    }
    QVERIFY(writer.take().view() == expected);
    QVERIFY(writer.take().isEmpty());
    writer.appendText(u"again");
    QVERIFY(writer.take().view() == "again"_ba);
}

void tst_Support::aWriterGivesRoomAndCutsItAgain()
{
    SecretWriter writer;
    writer.append("ab");
    char *room = writer.extend(1000);
    QCOMPARE(QByteArrayView(room, 1000), QByteArrayView(QByteArray(1000, '\0')));
    std::fill_n(room, 1000, 'c');
    writer.truncate(5);
    writer.truncate(7); // cannot bring back what is cut
    QCOMPARE(writer.take().view(), QByteArrayView("abccc"));
}

void tst_Support::wipingEmpties()
{
    QByteArray bytes("secret that is long enough to be on the heap");
    wipe(bytes);
    QVERIFY(bytes.isNull());
    QString text = u"secret"_s.repeated(3);
    wipe(text);
    QVERIFY(text.isNull());
    wipe(text);
}

void tst_Support::wipingLeavesWhatIsSharedAlone()
{
    QByteArray bytes("secret bytes");
    bytes.detach();
    const QByteArray other = bytes;
    wipe(bytes);
    QVERIFY(bytes.isEmpty());
    QCOMPARE(other, "secret bytes");
    QString text = u"secret"_s.repeated(2);
    const QString same = text;
    wipe(text);
    QCOMPARE(same, u"secretsecret"_s);
}

struct TestTime
{
    qint64 wall = 1'700'000'000'000;
    qint64 elapsed = 5'000;

    [[nodiscard]] TimeSource source()
    {
        return {.wallMs = [this] { return wall; }, .elapsedMs = [this] { return elapsed; }};
    }
    void pass(qint64 ms)
    {
        wall += ms;
        elapsed += ms;
    }
};

void tst_Support::withoutTheServerTheLocalClockCounts()
{
    TestTime time;
    const ServerClock clock(time.source());
    QCOMPARE(clock.nowMs(), time.wall);
    QCOMPARE(clock.skewMs(), 0);
    time.pass(1000);
    QCOMPARE(clock.nowMs(), time.wall);
}

void tst_Support::aSkewedServerIsFollowed_data()
{
    QTest::addColumn<qint64>("skew");
    QTest::newRow("a day ahead") << qint64(86'400'000);
    QTest::newRow("a day behind") << qint64(-86'400'000);
    QTest::newRow("two seconds ahead") << qint64(2'000);
}

void tst_Support::aSkewedServerIsFollowed()
{
    QFETCH(qint64, skew);
    TestTime time;
    ServerClock clock(time.source());
    clock.synchronize(time.wall + skew);
    QCOMPARE(clock.skewMs(), skew);
    time.pass(60'000);
    QCOMPARE(clock.nowMs(), time.wall + skew);
    QCOMPARE(clock.skewMs(), skew);
}

void tst_Support::withinTheHeadersResolutionThereIsNoSkew()
{
    TestTime time;
    ServerClock clock(time.source());
    clock.synchronize(time.wall - 1'400);
    QCOMPARE(clock.skewMs(), 0);
    clock.synchronize(time.wall + 1'200);
    QCOMPARE(clock.skewMs(), 0);
}

void tst_Support::aJumpOfTheLocalClockChangesNothing()
{
    TestTime time;
    ServerClock clock(time.source());
    clock.synchronize(time.wall + 10'000);
    const qint64 before = clock.nowMs();
    time.wall -= 3'600'000;
    QCOMPARE(clock.nowMs(), before);
    time.elapsed += 500;
    QCOMPARE(clock.nowMs(), before + 500);
}

void tst_Support::theMachinesClocksRunForward()
{
    const TimeSource time = TimeSource::system();
    const qint64 wall = time.wallMs();
    const qint64 elapsed = time.elapsedMs();
    QVERIFY(wall > 1'700'000'000'000);
    QTRY_VERIFY(time.elapsedMs() > elapsed);
    QVERIFY(time.wallMs() >= wall);
}

void tst_Support::secretsInLogLinesAreRemoved_data()
{
    QTest::addColumn<QString>("line");
    QTest::newRow("a bearer header") << u"Authorization: Bearer CANARY+/="_s;
    QTest::newRow("a bearer anywhere") << u"sending \"Bearer CANARY.x_y\" now"_s;
    QTest::newRow("a header in a list") << u"(\"Authorization\", \"Bearer CANARY\")"_s;
    QTest::newRow("a cookie header") << u"Cookie: JSESSIONID=CANARY; clientId=CANARY"_s;
    QTest::newRow("a set-cookie header") << u"Set-Cookie: JSESSIONID=CANARY; Path=/"_s;
    QTest::newRow("a password in JSON") << u"{\"username\":\"maria\",\"password\":\"CANARY\"}"_s;
    QTest::newRow("a password in escaped JSON") << u"{\\\"password\\\":\\\"CANARY\\\"}"_s;
    QTest::newRow("a secret key") << u"secret_key: CANARY"_s;
    QTest::newRow("a secret key of the beta") << u"\"secretKey\": \"CANARY\""_s;
    QTest::newRow("a token in a query") << u"/login?token=CANARY&x=1"_s;
    QTest::newRow("a bind password") << u"\"bindPassword\":\"CANARY\""_s;
    QTest::newRow("a session cookie alone") << u"JSESSIONID=CANARY"_s;
    QTest::newRow("a header of another kind") << u"Authorization: Basic CANARY"_s;
    QTest::newRow("a cookie of another name") << u"Cookie: balancer=CANARY"_s;
    QTest::newRow("a refresh token") << u"X-Refresh-Token: CANARY"_s;
}

void tst_Support::secretsInLogLinesAreRemoved()
{
    QFETCH(QString, line);
    const QString clean = redacted(line);
    QVERIFY2(!clean.contains(u"CANARY"), qPrintable(clean));
    QVERIFY2(clean.contains(u"[redacted]"), qPrintable(clean));
}

void tst_Support::harmlessLogLinesStay()
{
    const QString line = u"POST /api/rest/2.0/auth/session/login 204 31 ms"_s;
    QCOMPARE(redacted(line), line);
}

void tst_Support::whatIsLoggedLosesItsSecretsOnTheWay()
{
    QTemporaryFile log;
    QVERIFY(log.open());
    std::fflush(stderr);
    const int terminal = ::dup(STDERR_FILENO);
    QVERIFY(::dup2(log.handle(), STDERR_FILENO) >= 0);
    const QtMessageHandler handler = qInstallMessageHandler(nullptr);
    installRedactingLog();
    qWarning("Cookie: JSESSIONID=CANARY\nand a second line");
    qInstallMessageHandler(handler);
    std::fflush(stderr);
    ::dup2(terminal, STDERR_FILENO);
    ::close(terminal);
    log.seek(0);
    QCOMPARE(log.readAll(), "Cookie: [redacted] and a second line\n"_ba);
}

void tst_Support::workIsDoneElsewhereAndFinishedHere()
{
    QObject context;
    QThread *worker = nullptr;
    QThread *finisher = nullptr;
    runOnWorker(
        &context, [] { return QThread::currentThread(); },
        [&](QThread *thread) {
            worker = thread;
            finisher = QThread::currentThread();
        });
    QTRY_COMPARE(finisher, QThread::currentThread());
    QVERIFY(worker != finisher);
}

void tst_Support::aLateResultFallsOnNobody()
{
    int late = 0;
    bool last = false;
    auto context = std::make_unique<QObject>();
    runOnWorker(
        context.get(), [] { return 1; }, [&](int) { ++late; });
    context.reset();
    QThreadPool::globalInstance()->waitForDone();
    QObject other;
    runOnWorker(
        &other, [] { return true; }, [&](bool value) { last = value; });
    QTRY_VERIFY(last); // what came before it has been dealt with
    QCOMPARE(late, 0);
}

QTEST_GUILESS_MAIN(tst_Support)
#include "tst_support.moc"
