#include "tests/driver/livedesk.h"
#include "tests/support/democluster.h"
#include "tests/support/privatebus.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/token/tokenfield.h"

#include <QApplication>
#include <QClipboard>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QMenuBar>
#include <QTest>

#ifdef QT_DBUS_LIB
#include <QDBusConnection>
#include <QDBusMessage>
#endif

using namespace Qt::StringLiterals;

//! A desk with maria.lopez at the sign-in form of a cluster of its own.
struct MariasDesk
{
    explicit MariasDesk(const QStringList &clusterOptions = {})
        : cluster(clusterOptions)
        , password(cluster.password(u"maria.lopez"_s))
        , desk({.server = cluster.origin().toString(),
                .user = u"maria.lopez"_s,
                .form = Api::Form::V2,
                .choosesForm = true})
        , window(desk.window())
    {}

    bool signIn()
    {
        return window.type(u"Password"_s, password) && window.click(u"Sign in"_s) && isSignedIn();
    }

    bool isSignedIn()
    {
        return window.waitFor([&] { return window.find(u"Copy token"_s); }, u"to be signed in"_s) &&
               window.waitFor([&] { return window.findLabel(u"Maria Lopez"_s); }, u"the session"_s);
    }

    void lock() { desk.mainWindow().lock(LockState::Reason::ByHand); }

    DemoCluster cluster;
    QString password;
    LiveDesk desk;
    WindowDriver &window;
};

//! What is readable in \a window, seen or not, in fields and labels.
static QString allTexts(const QWidget &window)
{
    QString all;
    const QList<QLineEdit *> fields = window.findChildren<QLineEdit *>();
    for (const QLineEdit *field : fields)
        all += field->text() + u'\n';
    const QList<QLabel *> labels = window.findChildren<QLabel *>();
    for (const QLabel *label : labels)
        all += label->text() + u'\n';
    return all;
}

class TestLock final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aLockedWindowShowsAndHoldsNoSecret();
    void theKeysLockAndAClickUnlocks();
    void lockedMeansThatNothingButLeavingIsPossible();
    void aTypedPasswordIsGone();
    void whatIsAskedInASheetIsClosed();
    void aSignInUnderWayIsDroppedAndItsAnswerNotShown();
    void aRefreshUnderWayIsDropped();
    void aSignOutUnderWayGoesOn();
    void theTimeUntilItLocksIsChosenAndKept();
    void itLocksItselfWhenNobodyUsesIt();
    void itLocksItselfWithTheScreen();
};

void TestLock::aLockedWindowShowsAndHoldsNoSecret()
{
    MariasDesk marias;
    QVERIFY(marias.signIn());
    auto *field = qobject_cast<TokenField *>(marias.window.find(u"Token"_s));
    QVERIFY(field);
    field->setRevealed(true);
    const QString token = field->text();
    QVERIFY(token.size() > 40 && !token.contains(QChar(0x2022)));
    QVERIFY(marias.window.click(u"Copy token"_s));
    QCOMPARE(QGuiApplication::clipboard()->text(), token);

    marias.lock();
    QCOMPARE(QGuiApplication::clipboard()->text(), QString());
    QVERIFY(!field->isRevealed());
    QVERIFY(!allTexts(marias.desk.mainWindow()).contains(token.left(12)));
    QVERIFY(!allTexts(marias.desk.mainWindow()).contains(u"maria.lopez@"_s));
    QVERIFY(!marias.window.find(u"Copy token"_s));
    QVERIFY(!marias.window.findLabel(u"Maria Lopez"_s));
    QVERIFY(marias.window.findLabel(u"You locked it."_s));

    QVERIFY(marias.window.click(u"Unlock"_s));
    QVERIFY(marias.isSignedIn());
    QVERIFY(!field->isRevealed());
    field->setRevealed(true);
    QCOMPARE(field->text(), token); // the session went on, in guarded memory
    QCOMPARE(marias.cluster.calls(u"2.0/login"_s), 1);
}

void TestLock::theKeysLockAndAClickUnlocks()
{
    MariasDesk marias;
    QVERIFY(marias.window.find(u"Sign in"_s) || marias.window.waitForText(u"Server"_s, u"http"_s));
    QVERIFY(QTest::qWaitForWindowActive(&marias.desk.mainWindow()));
    QTest::keySequence(&marias.desk.mainWindow(), QKeySequence(Qt::CTRL | Qt::Key_L));
    QVERIFY(marias.desk.mainWindow().isLocked());
    QVERIFY(!marias.window.find(u"Sign in"_s));
    QTRY_COMPARE(QApplication::focusWidget(), marias.window.find(u"Unlock"_s));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QVERIFY(!marias.desk.mainWindow().isLocked());
    QVERIFY(marias.window.find(u"Sign in"_s));
}

void TestLock::lockedMeansThatNothingButLeavingIsPossible()
{
    MariasDesk marias;
    QVERIFY(marias.signIn());
    const auto enabled = [&] {
        QStringList names;
        const QList<QAction *> all = marias.desk.mainWindow().menuBar()->findChildren<QAction *>();
        for (const QAction *action : all) {
            if (!action->menu() && !action->shortcut().isEmpty() && action->isEnabled())
                names += action->objectName();
        }
        names.sort();
        return names;
    };
    const QStringList before = enabled();
    QVERIFY(before.contains(u"copyTokenAction"_s) && before.contains(u"lockAfter15"_s));
    marias.lock();
    QCOMPARE(enabled(), QStringList({u"aboutAction"_s, u"quitAction"_s, u"shortcutsAction"_s}));
    QVERIFY(marias.window.click(u"Unlock"_s));
    QCOMPARE(enabled(), before);
}

void TestLock::aTypedPasswordIsGone()
{
    MariasDesk marias;
    QVERIFY(marias.window.type(u"Password"_s, marias.password));
    const auto *field = qobject_cast<QLineEdit *>(marias.window.find(u"Password"_s));
    marias.lock();
    QCOMPARE(field->text(), QString());
    QVERIFY(marias.window.click(u"Unlock"_s));
    QVERIFY(marias.signIn());
}

void TestLock::whatIsAskedInASheetIsClosed()
{
    MariasDesk marias;
    QVERIFY(marias.signIn());
    QVERIFY(marias.window.click(u"Get token"_s));
    QVERIFY(marias.window.type(u"Password"_s, marias.password));
    QVERIFY(QApplication::activeModalWidget());
    marias.lock();
    QTRY_VERIFY(!QApplication::activeModalWidget());
    QVERIFY(marias.window.click(u"Unlock"_s));
    QCOMPARE(marias.cluster.calls(u"2.0/tokenFull"_s), 1);
}

void TestLock::aSignInUnderWayIsDroppedAndItsAnswerNotShown()
{
    MariasDesk marias({u"--latency"_s, u"300"_s});
    QVERIFY(marias.window.type(u"Password"_s, marias.password));
    QVERIFY(marias.window.click(u"Sign in"_s));
    QVERIFY(marias.window.find(u"Cancel"_s));
    QTRY_COMPARE_WITH_TIMEOUT(marias.cluster.calls(u"2.0/login"_s), 1, 10'000);
    marias.lock();
    QTRY_COMPARE_WITH_TIMEOUT(marias.cluster.state()[u"sessions"_s].toArray().size(), 1,
                              10'000); // it was let in, but …
    QVERIFY(marias.window.findLabel(u"You locked it."_s));
    QVERIFY(marias.window.click(u"Unlock"_s));
    QVERIFY(marias.window.find(u"Sign in"_s));
    QVERIFY(!marias.window.find(u"Copy token"_s));
    QCOMPARE(marias.cluster.calls(u"2.0/tokenFull"_s), 0);
}

void TestLock::aRefreshUnderWayIsDropped()
{
    MariasDesk marias({u"--latency"_s, u"200"_s});
    QVERIFY(marias.signIn());
    QVERIFY(marias.window.click(u"Refresh"_s));
    marias.lock();
    QVERIFY(marias.window.click(u"Unlock"_s));
    QVERIFY(marias.isSignedIn());
    QVERIFY(!marias.window.findLabel(u"Refreshing"_s));
    QVERIFY(marias.window.find(u"Refresh"_s)->isEnabled());
}

void TestLock::aSignOutUnderWayGoesOn()
{
    MariasDesk marias({u"--latency"_s, u"100"_s});
    QVERIFY(marias.signIn());
    QVERIFY(marias.window.click(u"Sign out"_s));
    marias.lock();
    QTRY_COMPARE_WITH_TIMEOUT(marias.cluster.calls(u"2.0/logout"_s), 1, 10'000);
    QVERIFY(marias.window.findLabel(u"You locked it."_s));
    QCOMPARE(marias.cluster.calls(u"2.0/tokenRevoke"_s), 1);
    QVERIFY(marias.window.click(u"Unlock"_s));
    QVERIFY(marias.window.waitFor([&] { return marias.window.find(u"Sign in"_s); }, u"the form"_s));
}

void TestLock::theTimeUntilItLocksIsChosenAndKept()
{
    MariasDesk marias;
    const QMenuBar &bar = *marias.desk.mainWindow().menuBar();
    QVERIFY(bar.findChild<QAction *>(u"lockAfter15"_s)->isChecked());
    bar.findChild<QAction *>(u"lockAfter60"_s)->trigger();
    const auto kept = [&] {
        ProfileStore store(marias.desk.settingsFile());
        store.load();
        return store.preferences().lockMinutes;
    };
    QTRY_COMPARE(kept(), 60);
    bar.findChild<QAction *>(u"lockNever"_s)->trigger();
    QTRY_COMPARE(kept(), 0);
}

void TestLock::itLocksItselfWhenNobodyUsesIt()
{
    qint64 now = 0;
    const std::function<qint64()> clock = [&now] { return now; };
    LiveDesk desk({.server = u"https://acme.example.com"_s, .user = u"maria.lopez"_s}, {},
                  QList<Profile>(), {}, {.wallMs = clock, .elapsedMs = clock});
    constexpr qint64 minute = 60'000;
    QVERIFY(desk.window().type(u"Password"_s, u"secret"_s));
    now += 15 * minute - 1;
    QVERIFY(desk.window().press(Qt::Key_Left));
    QVERIFY(!desk.mainWindow().isLocked());
    now += 15 * minute;
    QVERIFY(desk.window().press(Qt::Key_Left));
    QVERIFY(desk.mainWindow().isLocked());
    QVERIFY(desk.window().findLabel(u"Nobody used it for a while."_s));

    QVERIFY(desk.window().click(u"Unlock"_s));
    desk.mainWindow().menuBar()->findChild<QAction *>(u"lockNever"_s)->trigger();
    now += 24 * 60 * minute;
    QVERIFY(desk.window().press(Qt::Key_Left));
    QVERIFY(!desk.mainWindow().isLocked());
}

void TestLock::itLocksItselfWithTheScreen()
{
#ifdef QT_DBUS_LIB
    const PrivateBus bus;
    if (bus.address().isEmpty())
        QSKIP("there is no dbus-daemon");
    qputenv("DBUS_SESSION_BUS_ADDRESS", bus.address().toLatin1());
    LiveDesk desk({.server = u"https://acme.example.com"_s, .user = u"maria.lopez"_s});
    auto others = QDBusConnection::connectToBus(bus.address(), u"others"_s);
    auto signal = QDBusMessage::createSignal(u"/ScreenSaver"_s, u"org.freedesktop.ScreenSaver"_s,
                                             u"ActiveChanged"_s);
    signal << true;
    // Nobody tells when the window has begun to listen.
    QTRY_VERIFY(others.send(signal) && desk.mainWindow().isLocked());
    QVERIFY(desk.window().findLabel(u"The screen was locked."_s));
    QDBusConnection::disconnectFromBus(u"others"_s);
#else
    QSKIP("built without D-Bus");
#endif
}

QTEST_MAIN(TestLock)
#include "tst_lock.moc"
