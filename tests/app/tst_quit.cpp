#include "tests/app/orderedprocess.h"
#include "tests/support/fakeserver.h"
#include "tests/support/sessionprobe.h"

#include <QElapsedTimer>
#include <QFile>
#include <QTcpServer>

#include <algorithm>

using namespace Qt::StringLiterals;

#ifdef DESK_HAS_SANITIZER
static constexpr int promisedMs = 10'000; // it looks for leaks at the end
#else
static constexpr int promisedMs = 2000;
#endif

//! Whatever is under way, the program is gone within two seconds of being told to end, orderly and
//! without a word.
class TestQuit final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theProgramEndsWithACallUnderWay_data();
    void theProgramEndsWithACallUnderWay();
    void theProgramEndsInTheMidstOfATlsHandshake_data() { addOrders(); }
    void theProgramEndsInTheMidstOfATlsHandshake();
    void theProgramEndsWhileAKeyIsWorkedOut_data() { addOrders(); }
    void theProgramEndsWhileAKeyIsWorkedOut();

private:
    static void addOrders()
    {
        QTest::addColumn<QByteArray>("order");
        for (const char *order : {"SIGTERM", "close", "quit"})
            QTest::newRow(order) << QByteArray(order);
    }
    static void endsInTime(OrderedProcess &desk, const QByteArray &order)
    {
        QElapsedTimer since;
        since.start();
        desk.make(order);
        QVERIFY(desk.ends());
        QVERIFY2(since.elapsed() <= promisedMs, qPrintable(u"%1 ms"_s.arg(since.elapsed())));
        QCOMPARE(desk.errors(), QByteArray());
        QCOMPARE(desk.output(), QByteArray());
    }
    //! The desk that has just begun to sign in.
    static bool asks(OrderedProcess &desk, const QString &server, const QString &password = u"x"_s,
                     const QStringList &more = {})
    {
        return desk.start(QStringLiteral(DESK_ASKING_ACTOR),
                          QStringList{server, u"maria.lopez"_s} + more, password, "asked");
    }
    static QProcessEnvironment offscreen()
    {
        QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
        environment.insert(u"QT_QPA_PLATFORM"_s, u"offscreen"_s);
        return environment;
    }
};

void TestQuit::theProgramEndsWithACallUnderWay_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<FakeReply>("reply");
    QTest::addColumn<QByteArray>("order");
    const auto paths = fakecluster::paths(Api::Form::V2);
    const QByteArray head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
    const QList<std::pair<const char *, FakeReply>> replies{
        {"silence", FakeReply::silence()},
        {"half a head", FakeReply::raw(head)},
        {"half a body", FakeReply::raw(head + "Content-Length: 1000\r\n\r\n{\"token\": \"abc")},
        {"a drip", FakeReply::json("{}").dripped(100)},
        {"an endless body", FakeReply::raw(head + "\r\n[").thenRepeat("1, ", 5)}};
    const QList<std::pair<const char *, QByteArray>> calls{
        {"the login", paths.login}, {"the info", paths.info}, {"the token", paths.token}};
    for (const auto &call : calls) {
        for (const auto &reply : replies) {
            for (const char *order : {"SIGTERM", "close"})
                QTest::addRow("%s, %s, %s", call.first, reply.first, order)
                    << call.second << reply.second << QByteArray(order);
        }
    }
}

void TestQuit::theProgramEndsWithACallUnderWay()
{
    QFETCH(QByteArray, path);
    QFETCH(FakeReply, reply);
    QFETCH(QByteArray, order);
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    server.on(path, reply);
    const auto isAsked = [&] {
        const QList<FakeRequest> &all = server.requests();
        return std::ranges::any_of(
            all, [&](const FakeRequest &request) { return request.path() == path; });
    };
    OrderedProcess desk(offscreen());
    QVERIFY2(asks(desk, server.origin()), desk.errors().constData());
    QTRY_VERIFY_WITH_TIMEOUT(isAsked(), 10'000);
    endsInTime(desk, order);
}

void TestQuit::theProgramEndsInTheMidstOfATlsHandshake()
{
    QFETCH(QByteArray, order);
    QTcpServer mute; // takes the first words of the handshake and says nothing
    QVERIFY(mute.listen(QHostAddress::LocalHost));
    OrderedProcess desk(offscreen());
    QVERIFY2(asks(desk, u"https://localhost:%1"_s.arg(mute.serverPort())),
             desk.errors().constData());
    QTRY_VERIFY_WITH_TIMEOUT(mute.hasPendingConnections(), 10'000);
    endsInTime(desk, order);
}

//! In MiB.
static int memoryOf(qint64 process)
{
    QFile file(u"/proc/%1/status"_s.arg(process));
    if (!file.open(QIODevice::ReadOnly))
        return 0;
    const QByteArray text = file.readAll();
    return text.sliced(text.indexOf("VmRSS:") + 6).trimmed().split(' ').first().toInt() / 1024;
}

void TestQuit::theProgramEndsWhileAKeyIsWorkedOut()
{
    QFETCH(QByteArray, order);
    const DemoCluster cluster;
    QVERIFY(cluster.isReady());
    OrderedProcess desk(offscreen());
    QVERIFY2(
        asks(desk, cluster.origin().toString(), cluster.password(u"maria.lopez"_s), {u"keeping"_s}),
        desk.errors().constData());
    // Working it out takes 256 MiB, by which it is seen from outside.
    QTRY_VERIFY_WITH_TIMEOUT(memoryOf(desk.id()) > 200, 10'000);
    endsInTime(desk, order);
}

QTEST_GUILESS_MAIN(TestQuit)
#include "tst_quit.moc"
