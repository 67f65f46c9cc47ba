#include "app/desktop/screenlockwatch.h"
#include "tests/support/privatebus.h"

#include <QCoreApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusObjectPath>
#include <QDBusUnixFileDescriptor>
#include <QElapsedTimer>
#include <QLocalServer>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

#include <array>
#include <memory>

#include <fcntl.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using Reason = LockState::Reason;

static const QString sessionPath = u"/org/freedesktop/login1/session/_37"_s;
static const QString otherPath = u"/org/freedesktop/login1/session/_38"_s;

//! What logind answers.
class Logind final : public QObject
{
    Q_OBJECT
    Q_CLASSINFO("D-Bus Interface", "org.freedesktop.login1.Manager")

public:
    ~Logind() override { ::close(held); }

    //! Whether whoever wanted to put the sleep off has let go of what it was given.
    [[nodiscard]] bool maySleep() const
    {
        char byte = 0;
        return ::read(held, &byte, 1) == 0;
    }

    QStringList asked;
    QList<QStringList> holds;
    int held = -1; //!< the end of the latest pipe that stays here

public Q_SLOTS:
    QDBusObjectPath GetSession(const QString &id)
    {
        asked += u"session "_s + id;
        return QDBusObjectPath(sessionPath);
    }
    QDBusObjectPath GetSessionByPID(uint id)
    {
        asked += u"process %1"_s.arg(id);
        return QDBusObjectPath(sessionPath);
    }
    QDBusUnixFileDescriptor Inhibit(const QString &what, const QString &who, const QString &,
                                    const QString &mode)
    {
        holds.append(QStringList{what, who, mode});
        std::array<int, 2> ends{};
        if (::pipe2(ends.data(), O_CLOEXEC | O_NONBLOCK) != 0)
            return {};
        held = ends[0];
        QDBusUnixFileDescriptor handedOut;
        handedOut.giveFileDescriptor(ends[1]);
        return handedOut;
    }
};

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
    static QDBusMessage signalOf(const QString &path, const QString &interface, const QString &name,
                                 const QVariantList &arguments = {});

    PrivateBus m_bus; // stands for the session's and the system's
    std::unique_ptr<Logind> m_logind;
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
    others().unregisterService(u"org.freedesktop.login1"_s);
    others().unregisterObject(u"/org/freedesktop/login1"_s);
    m_logind.reset();
}

void TestScreenLockWatch::provideLogind()
{
    m_logind = std::make_unique<Logind>();
    QVERIFY(others().registerObject(u"/org/freedesktop/login1"_s, m_logind.get(),
                                    QDBusConnection::ExportAllSlots));
    QVERIFY(others().registerService(u"org.freedesktop.login1"_s));
}

QDBusMessage TestScreenLockWatch::signalOf(const QString &path, const QString &interface,
                                           const QString &name, const QVariantList &arguments)
{
    QDBusMessage message = QDBusMessage::createSignal(path, interface, name);
    message.setArguments(arguments);
    return message;
}

static QVariantList changed(const QVariantMap &properties)
{
    return {u"org.freedesktop.login1.Session"_s, properties, QStringList()};
}

static const QString manager = u"org.freedesktop.login1.Manager"_s;
static const QString session = u"org.freedesktop.login1.Session"_s;
static const QString properties = u"org.freedesktop.DBus.Properties"_s;

static QDBusMessage prepareForSleep(bool isBeginning)
{
    QDBusMessage message =
        QDBusMessage::createSignal(u"/org/freedesktop/login1"_s, manager, u"PrepareForSleep"_s);
    message.setArguments({isBeginning});
    return message;
}

void TestScreenLockWatch::whatSaysThatThePersonLeft_data()
{
    QTest::addColumn<QDBusMessage>("message");
    QTest::addColumn<Reason>("reason");
    QTest::newRow("logind: the session is to lock")
        << signalOf(sessionPath, session, u"Lock"_s) << Reason::ScreenLocked;
    QTest::newRow("logind: the session is locked")
        << signalOf(sessionPath, properties, u"PropertiesChanged"_s,
                    changed({{u"LockedHint"_s, true}}))
        << Reason::ScreenLocked;
    QTest::newRow("logind: another session has the screen")
        << signalOf(sessionPath, properties, u"PropertiesChanged"_s,
                    changed({{u"Active"_s, false}}))
        << Reason::UserSwitched;
    QTest::newRow("logind: the computer goes to sleep")
        << prepareForSleep(true) << Reason::Suspended;
    QTest::newRow("the screen saver of GNOME")
        << signalOf(u"/org/gnome/ScreenSaver"_s, u"org.gnome.ScreenSaver"_s, u"ActiveChanged"_s,
                    {true})
        << Reason::ScreenLocked;
    QTest::newRow("the screen saver of KDE")
        << signalOf(u"/ScreenSaver"_s, u"org.freedesktop.ScreenSaver"_s, u"ActiveChanged"_s, {true})
        << Reason::ScreenLocked;
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
    QTest::newRow("somebody else's session is locked") << signalOf(otherPath, session, u"Lock"_s);
    QTest::newRow("the screen is unlocked") << signalOf(
        sessionPath, properties, u"PropertiesChanged"_s, changed({{u"LockedHint"_s, false}}));
    QTest::newRow("the session has the screen again") << signalOf(
        sessionPath, properties, u"PropertiesChanged"_s, changed({{u"Active"_s, true}}));
    QTest::newRow("something else of the session changes") << signalOf(
        sessionPath, properties, u"PropertiesChanged"_s, changed({{u"IdleHint"_s, true}}));
    QTest::newRow("the computer wakes up") << prepareForSleep(false);
    QTest::newRow("the screen saver ends") << signalOf(
        u"/org/gnome/ScreenSaver"_s, u"org.gnome.ScreenSaver"_s, u"ActiveChanged"_s, {false});
}

void TestScreenLockWatch::whatSaysNothingOfTheKind()
{
    QFETCH(QDBusMessage, message);
    provideLogind();
    const Listener listener;
    QTRY_COMPARE(listener.heardFrom(), everything);
    QVERIFY(others().send(message));
    // Messages arrive in the order in which they were sent.
    QVERIFY(others().send(signalOf(sessionPath, session, u"Lock"_s)));
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
    QVERIFY(others().send(signalOf(u"/org/gnome/ScreenSaver"_s, u"org.gnome.ScreenSaver"_s,
                                   u"ActiveChanged"_s, {true})));
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
