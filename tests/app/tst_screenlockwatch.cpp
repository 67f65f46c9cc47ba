#include "app/desktop/screenlockwatch.h"
#include "tests/app/standinlogind.h"
#include "tests/support/privatebus.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QElapsedTimer>
#include <QLocalServer>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#include <memory>

#include <unistd.h>

using namespace Qt::StringLiterals;
using Reason = LockState::Reason;

class TestScreenLockWatch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void whatSaysThatThePersonLeft_data();
    void whatSaysThatThePersonLeft();
    void whatSaysNothingOfTheKind_data();
    void whatSaysNothingOfTheKind();
    void theSessionIsFoundByItsNumberOrByTheProcess();
    void theComputerDoesNotSleepBeforeTheWindowIsLocked();
    void theSleepAfterTheNextIsPutOffToo();
    void wakingUpIsToldOnceForEachSleep();
    void withoutLogindTheScreenSaverIsStillHeard();
    void withoutABusNothingHappens();
    void aDeafBusHoldsNothingUp();

private:
    struct Listener
    {
        Listener() { watch.start(); }
        [[nodiscard]] QStringList heardFrom() const
        {
            QStringList all;
            for (const QList<QVariant> &arguments : listening)
                all += arguments.first().toString();
            all.sort();
            return all;
        }
        [[nodiscard]] QList<Reason> reasons() const
        {
            QList<Reason> all;
            for (const QList<QVariant> &arguments : left)
                all += arguments.first().value<Reason>();
            return all;
        }
        ScreenLockWatch watch;
        QSignalSpy left{&watch, &ScreenLockWatch::left};
        QSignalSpy woke{&watch, &ScreenLockWatch::woke};
        QSignalSpy listening{&watch, &ScreenLockWatch::listening};
    };
    const QStringList everything{u"put off"_s, u"screen savers"_s, u"session"_s, u"sleep"_s};

    [[nodiscard]] QDBusConnection others() const { return QDBusConnection(u"others"_s); }
    void provideLogind();

    PrivateBus m_bus; // stands for the session's and the system's
    std::unique_ptr<StandInLogind> m_logind;
};

void TestScreenLockWatch::initTestCase()
{
    if (m_bus.address().isEmpty())
        QSKIP("there is no dbus-daemon");
    QVERIFY(QDBusConnection::connectToBus(m_bus.address(), u"others"_s).isConnected());
}

void TestScreenLockWatch::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.address().toLatin1());
    qputenv("DBUS_SYSTEM_BUS_ADDRESS", m_bus.address().toLatin1());
    qunsetenv("XDG_SESSION_ID");
    qunsetenv("XDG_RUNTIME_DIR");
}

void TestScreenLockWatch::cleanup()
{
    m_logind.reset();
}

void TestScreenLockWatch::provideLogind()
{
    m_logind = std::make_unique<StandInLogind>(u"others"_s);
    QVERIFY(m_logind->isThere());
}

void TestScreenLockWatch::whatSaysThatThePersonLeft_data()
{
    QTest::addColumn<QDBusMessage>("message");
    QTest::addColumn<Reason>("reason");
    for (const LeavingSign &sign : leavingSigns())
        QTest::newRow(sign.name) << sign.message << *sign.reason;
}

void TestScreenLockWatch::whatSaysThatThePersonLeft()
{
    QFETCH(QDBusMessage, message);
    QFETCH(Reason, reason);
    provideLogind();
    const Listener listener;
    QTRY_COMPARE(listener.heardFrom(), everything);
    QVERIFY(others().send(message));
    QTRY_COMPARE(listener.reasons(), QList<Reason>{reason});
}

void TestScreenLockWatch::whatSaysNothingOfTheKind_data()
{
    QTest::addColumn<QDBusMessage>("message");
    for (const LeavingSign &sign : otherSigns())
        QTest::newRow(sign.name) << sign.message;
}

void TestScreenLockWatch::whatSaysNothingOfTheKind()
{
    QFETCH(QDBusMessage, message);
    provideLogind();
    const Listener listener;
    QTRY_COMPARE(listener.heardFrom(), everything);
    QVERIFY(others().send(message));
    // Messages arrive in the order in which they were sent.
    QVERIFY(others().send(leavingSigns().constFirst().message));
    QTRY_COMPARE(listener.reasons(), QList<Reason>{Reason::ScreenLocked});
}

void TestScreenLockWatch::theSessionIsFoundByItsNumberOrByTheProcess()
{
    provideLogind();
    {
        const Listener listener;
        QTRY_COMPARE(listener.heardFrom(), everything);
    }
    qputenv("XDG_SESSION_ID", "c7");
    const Listener listener;
    QTRY_COMPARE(listener.heardFrom(), everything);
    QCOMPARE(m_logind->asked, QStringList({u"process 0"_s, u"session c7"_s}));
}

void TestScreenLockWatch::theComputerDoesNotSleepBeforeTheWindowIsLocked()
{
    provideLogind();
    Listener listener;
    QTRY_COMPARE(listener.heardFrom(), everything);
    QCOMPARE(m_logind->holds.size(), 1);
    QCOMPARE(m_logind->holds.first(), QStringList({u"sleep"_s, u"Session Desk"_s, u"delay"_s}));
    QList<bool> maySleep;
    connect(&listener.watch, &ScreenLockWatch::left, this, [&] {
        maySleep += m_logind->maySleep();
        // What the window asks for meanwhile, to be painted.
        QMetaObject::invokeMethod(
            this, [&] { maySleep += m_logind->maySleep(); }, Qt::QueuedConnection);
    });
    QVERIFY(others().send(prepareForSleep(true)));
    QTRY_VERIFY(m_logind->maySleep());
    QCOMPARE(maySleep, QList<bool>({false, false}));
}

void TestScreenLockWatch::theSleepAfterTheNextIsPutOffToo()
{
    provideLogind();
    const Listener listener;
    QTRY_COMPARE(listener.heardFrom(), everything);
    QVERIFY(others().send(prepareForSleep(true)));
    QTRY_VERIFY(m_logind->maySleep());
    ::close(m_logind->held);
    QVERIFY(others().send(prepareForSleep(false)));
    QTRY_COMPARE(m_logind->holds.size(), 2);
    QTRY_COMPARE(listener.listening.size(), everything.size() + 1);
    QVERIFY(!m_logind->maySleep());
    QVERIFY(others().send(prepareForSleep(true)));
    QTRY_VERIFY(m_logind->maySleep());
    QCOMPARE(listener.reasons(), QList<Reason>({Reason::Suspended, Reason::Suspended}));
}

void TestScreenLockWatch::wakingUpIsToldOnceForEachSleep()
{
    provideLogind();
    const Listener listener;
    QTRY_COMPARE(listener.heardFrom(), everything);
    for (int sleeps = 1; sleeps <= 2; ++sleeps) {
        QVERIFY(others().send(prepareForSleep(true)));
        QTRY_COMPARE(listener.left.size(), sleeps);
        QCOMPARE(listener.woke.size(), sleeps - 1);
        QVERIFY(others().send(prepareForSleep(false)));
        QTRY_COMPARE(listener.woke.size(), sleeps);
    }
}

void TestScreenLockWatch::withoutLogindTheScreenSaverIsStillHeard()
{
    const Listener listener;
    QTRY_COMPARE(listener.heardFrom(), QStringList({u"screen savers"_s, u"sleep"_s}));
    QVERIFY(others().send(leavingSigns().constLast().message));
    QTRY_COMPARE(listener.reasons(), QList<Reason>{Reason::ScreenLocked});
}

void TestScreenLockWatch::withoutABusNothingHappens()
{
    qputenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    qputenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus");
    Listener listener;
    QVERIFY(QThreadPool::globalInstance()->waitForDone(5000));
    QVERIFY(!listener.listening.wait(50));
}

void TestScreenLockWatch::aDeafBusHoldsNothingUp()
{
    QTemporaryDir folder;
    QLocalServer deaf; // takes calls and says nothing
    QVERIFY(deaf.listen(folder.filePath(u"bus"_s)));
    const QByteArray address = "unix:path=" + folder.filePath(u"bus"_s).toLatin1();
    qputenv("DBUS_SESSION_BUS_ADDRESS", address);
    qputenv("DBUS_SYSTEM_BUS_ADDRESS", address);
    QElapsedTimer elapsed;
    elapsed.start();
    {
        const Listener listener;
        QTRY_VERIFY(deaf.hasPendingConnections());
    }
    QVERIFY2(elapsed.elapsed() < 500, qPrintable(QString::number(elapsed.elapsed())));
    QVERIFY(QThreadPool::globalInstance()->waitForDone(2000)); // quitting waits for this
}

QTEST_GUILESS_MAIN(TestScreenLockWatch)
#include "tst_screenlockwatch.moc"
