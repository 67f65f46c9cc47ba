#include "app/desktop/appcontext.h"
#include "tests/app/standinlogind.h"
#include "tests/driver/windowdriver.h"
#include "tests/support/democluster.h"
#include "tests/support/fakeserver.h"
#include "tests/support/memorykeykeeper.h"
#include "tests/support/privatebus.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/support/deskstyle.h"
#include "ui/token/tokenfield.h"

#include <QApplication>
#include <QClipboard>
#include <QDBusConnection>
#include <QLabel>
#include <QLineEdit>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

static constexpr QLatin1StringView maria{"maria.lopez"};
static constexpr QLatin1StringView typed{"typed-for-the-silent-one"};
static constexpr qint64 minuteMs = 60'000;

//! The program with all that a lock takes away: somebody is signed in by a kept password, whose key
//! the keychain gave; a token is revealed and on the clipboard; and a sign-in at a server that does
//! not answer is under way.
class BusyDesk final
{
public:
    BusyDesk()
        : m_password(m_cluster.password(maria))
    {
        // Whatever else is asked of it does not keep a connection.
        m_silent.setHandler(
            [](const FakeRequest &) { return FakeReply::http(404, {}, "text/plain").thenClose(); });
        m_silent.on("/api/rest/2.0/auth/session/login", FakeReply::json("{}", 200).delayed(60'000));
        prepareSettings();
        const std::function<qint64()> clock = [this] { return m_nowMs; };
        m_context = std::make_unique<AppContext>(LaunchOptions{}, settingsFile(), *dress(*qApp),
                                                 TimeSource{.wallMs = clock, .elapsedMs = clock},
                                                 vaultOptions());
        m_driver = std::make_unique<WindowDriver>(window());
        m_context->start();
    }

    bool getBusy()
    {
        window().showProfile(m_signedIn);
        if (!m_driver->click(u"Sign in"_s) || !hasSession() || !m_driver->click(u"Copy token"_s))
            return false;
        auto *field = qobject_cast<TokenField *>(m_driver->find(u"Token"_s));
        field->setRevealed(true);
        m_token = field->text();
        window().showProfile(m_waiting);
        return m_driver->type(u"Password"_s, typed) && m_driver->waitOutDoubleClick() &&
               m_driver->click(u"Sign in"_s) && QTest::qWaitFor([this] {
                   return m_silent.lines().contains("POST /api/rest/2.0/auth/session/login");
               });
    }
    bool hasSession()
    {
        return m_driver->waitFor([this] { return m_driver->findLabel(u"Maria Lopez"_s); },
                                 u"the session"_s) &&
               m_driver->waitFor([this] { return m_driver->find(u"Copy token"_s); }, u"a token"_s);
    }
    //! What is readable in the window, seen or not, in fields and labels.
    [[nodiscard]] QString texts()
    {
        QString all;
        for (const QLineEdit *field : window().findChildren<QLineEdit *>())
            all += field->text() + u'\n';
        for (const QLabel *label : window().findChildren<QLabel *>())
            all += label->text() + u'\n';
        return all;
    }
    void showSignedIn() { window().showProfile(m_signedIn); }
    void letTimePass(qint64 ms) { m_nowMs += ms; }

    MainWindow &window() { return m_context->window(); }
    WindowDriver &driver() { return *m_driver; }
    DemoCluster &cluster() { return m_cluster; }
    FakeServer &silentServer() { return m_silent; }
    [[nodiscard]] const QString &token() const { return m_token; }
    [[nodiscard]] qsizetype keyFetches() const { return m_keychain.calls.count(u"fetch"_s); }

private:
    [[nodiscard]] QString settingsFile() const { return m_folder.filePath(u"profiles.conf"_s); }
    [[nodiscard]] VaultOptions vaultOptions()
    {
        return {.keychain = [this](const QString &keyId, KeyKeeper::Expected expected) {
            return std::make_unique<MemoryKeyKeeper>(m_keychain, keyId, expected);
        }};
    }
    void prepareSettings()
    {
        ProfileStore store(settingsFile());
        store.load();
        Profile profile;
        profile.name = u"Acme"_s;
        profile.origin = m_cluster.origin().toString();
        profile.userName = maria;
        profile.form = Api::Form::V2;
        profile.keepsPassword = true;
        m_signedIn = store.save(profile);
        profile.name = u"Silent"_s;
        profile.origin = m_silent.origin();
        profile.keepsPassword = false;
        m_waiting = store.save(profile);
        Vault vault(store, vaultOptions());
        vault.choose(KeyPlace::Keychain);
        QVERIFY(QTest::qWaitFor([&] { return vault.status().state == VaultStatus::State::Open; }));
        QVERIFY(
            vault.remember(m_signedIn, SecretField::Password, SecretBuffer::fromText(m_password)));
        QVERIFY(QTest::qWaitFor([&] { return store.isSaved(); }));
        m_keychain.calls.clear();
    }

    DemoCluster m_cluster;
    FakeServer m_silent;
    QString m_password;
    QString m_token;
    QTemporaryDir m_folder;
    MemoryKeychain m_keychain;
    qint64 m_nowMs = 0;
    QUuid m_signedIn;
    QUuid m_waiting;
    std::unique_ptr<AppContext> m_context;
    std::unique_ptr<WindowDriver> m_driver;
};

//! What locks the window. Answers whether it could be made to happen.
using Cause = std::function<bool(BusyDesk &)>;
Q_DECLARE_METATYPE(Cause)

//! Whatever the cause, a lock takes the same away.
class TestLockCauses final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void everyLockTakesTheSameAway_data();
    void everyLockTakesTheSameAway();
    void cleanupTestCase();

private:
    PrivateBus m_bus; // stands for the session's and the system's
    std::unique_ptr<StandInLogind> m_logind;
};

void TestLockCauses::initTestCase()
{
    if (m_bus.address().isEmpty())
        QSKIP("there is no dbus-daemon");
    qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.address().toLatin1());
    qputenv("DBUS_SYSTEM_BUS_ADDRESS", m_bus.address().toLatin1());
    QVERIFY(QDBusConnection::connectToBus(m_bus.address(), u"others"_s).isConnected());
    m_logind = std::make_unique<StandInLogind>(u"others"_s);
    QVERIFY(m_logind->isThere());
}

void TestLockCauses::cleanupTestCase()
{
    m_logind.reset();
    QDBusConnection::disconnectFromBus(u"others"_s);
}

static QString wordsFor(LockState::Reason reason)
{
    switch (reason) {
    case LockState::Reason::ScreenLocked:
        return u"The screen was locked."_s;
    case LockState::Reason::UserSwitched:
        return u"Somebody else had the screen."_s;
    case LockState::Reason::Suspended:
        return u"The computer was asleep."_s;
    case LockState::Reason::Idle:
        return u"Nobody used it for a while."_s;
    case LockState::Reason::ByHand:
        break;
    }
    return u"You locked it."_s;
}

void TestLockCauses::everyLockTakesTheSameAway_data()
{
    QTest::addColumn<Cause>("cause");
    QTest::addColumn<QString>("words");
    const Cause keys = [](BusyDesk &desk) {
        QTest::keySequence(&desk.window(), QKeySequence(Qt::CTRL | Qt::Key_L));
        return true;
    };
    QTest::newRow("the keys for it") << keys << wordsFor(LockState::Reason::ByHand);
    const Cause idleness = [](BusyDesk &desk) {
        desk.letTimePass(15 * minuteMs);
        return desk.driver().press(Qt::Key_Left);
    };
    QTest::newRow("idleness") << idleness << wordsFor(LockState::Reason::Idle);
    for (const LeavingSign &sign : leavingSigns()) {
        const Cause cause = [message = sign.message](BusyDesk &desk) {
            const auto isLocked = [&desk] { return desk.window().isLocked(); };
            // Nobody tells when the window has begun to listen; none may be left to come when it
            // is unlocked.
            for (int i = 0; i < 10 && !isLocked(); ++i) {
                if (!QDBusConnection(u"others"_s).send(message))
                    return false;
                static_cast<void>(QTest::qWaitFor(isLocked, 1000));
            }
            return isLocked();
        };
        QTest::newRow(sign.name) << cause << wordsFor(*sign.reason);
    }
}

void TestLockCauses::everyLockTakesTheSameAway()
{
    QFETCH(Cause, cause);
    QFETCH(QString, words);
    BusyDesk desk;
    QVERIFY(desk.getBusy());
    QVERIFY(desk.token().size() > 40);
    QCOMPARE(QGuiApplication::clipboard()->text(), desk.token());
    QCOMPARE(desk.keyFetches(), 1);
    const int open = desk.silentServer().openConnectionCount();

    QVERIFY(cause(desk));
    QVERIFY(desk.window().isLocked());
    QVERIFY(desk.driver().findLabel(words));
    // What was to be seen and what was typed.
    QVERIFY(!desk.driver().findLabel(u"Maria Lopez"_s));
    QVERIFY(!desk.texts().contains(desk.token().left(12)));
    QVERIFY(!desk.texts().contains(typed));
    QCOMPARE(QGuiApplication::clipboard()->text(), QString());
    // The request is dropped, not only its answer.
    QTRY_VERIFY(desk.silentServer().openConnectionCount() < open);

    // The key is forgotten: it has to be asked for again.
    QCOMPARE(desk.keyFetches(), 1);
    QVERIFY(desk.driver().click(u"Unlock"_s));
    QTRY_VERIFY(!desk.window().isLocked());
    QCOMPARE(desk.keyFetches(), 2);
    QVERIFY(desk.driver().find(u"Sign in"_s)); // at the silent one nobody is
    QVERIFY(!desk.texts().contains(typed));
    desk.showSignedIn();
    QVERIFY(desk.hasSession()); // the session went on
    QCOMPARE(desk.cluster().calls(u"2.0/login"_s), 1);
}

QTEST_MAIN(TestLockCauses)
#include "tst_lockcauses.moc"
