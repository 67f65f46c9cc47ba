#include "core/storage/profile.h"
#include "tests/driver/livedesk.h"
#include "tests/support/democluster.h"
#include "tests/support/privatebus.h"
#include "ui/mainwindow/mainwindow.h"

#include <QDBusConnection>
#include <QDBusMessage>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

//! A clock that runs on by what it is told beside real time, as it does while the computer sleeps.
struct SleptClock
{
    [[nodiscard]] TimeSource source() const
    {
        const TimeSource real = TimeSource::system();
        return {.wallMs = [this, real] { return real.wallMs() + sleptMs; },
                .elapsedMs = [this, real] { return real.elapsedMs() + sleptMs; }};
    }

    qint64 sleptMs = 0;
};

//! The whole program after a sleep.
class tst_WakeUp final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void whatIsAboutToEndIsSaidAtOnce();

private:
    void tellSleep(bool isBeginning);

    PrivateBus m_bus; // stands for the system's
};

void tst_WakeUp::initTestCase()
{
    // The offscreen platform says this of every window.
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support prop)"_s));
    if (m_bus.address().isEmpty())
        QSKIP("there is no dbus-daemon");
    qputenv("DBUS_SYSTEM_BUS_ADDRESS", m_bus.address().toLatin1());
    QVERIFY(QDBusConnection::connectToBus(m_bus.address(), u"logind"_s).isConnected());
}

void tst_WakeUp::tellSleep(bool isBeginning)
{
    QDBusMessage message = QDBusMessage::createSignal(
        u"/org/freedesktop/login1"_s, u"org.freedesktop.login1.Manager"_s, u"PrepareForSleep"_s);
    message.setArguments({isBeginning});
    QVERIFY(QDBusConnection(u"logind"_s).send(message));
}

// No timer of the program rings within the time that this waits: they are set for half a minute.
void tst_WakeUp::whatIsAboutToEndIsSaidAtOnce()
{
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    SleptClock clock;
    Profile profile;
    profile.name = u"Acme"_s;
    profile.origin = cluster.origin().toString();
    profile.userName = u"maria.lopez"_s;
    profile.form = Api::Form::V2;
    LiveDesk desk({}, {}, {profile}, {}, clock.source());
    const QSignalSpy notices(&desk.mainWindow(), &MainWindow::noticeWanted);
    QVERIFY(desk.window().type(u"Password"_s, cluster.password(u"maria.lopez"_s)));
    QVERIFY(desk.window().click(u"Sign in"_s));
    QVERIFY(desk.window().waitFor([&] { return desk.window().find(u"Copy token"_s); },
                                  u"to be signed in"_s));
    QTRY_VERIFY([&] { // as soon as it listens
        tellSleep(true);
        return desk.mainWindow().isLocked();
    }());
    QCOMPARE(notices.size(), 0);

    clock.sleptMs = 55 * 60'000; // of the hour that the token lives
    tellSleep(false);
    QTRY_COMPARE(notices.size(), 1);
    const auto notice = notices.first().first().value<DesktopNotice>();
    QCOMPARE(notice.title, u"Session Desk"_s);
    QVERIFY2(notice.body.contains(u"token"_s), qPrintable(notice.body));
}

QTEST_MAIN(tst_WakeUp)
#include "tst_wakeup.moc"
