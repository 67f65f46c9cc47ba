#include "ui/lock/lockpanel.h"
#include "ui/lock/windowlock.h"
#include "ui/vault/vaulttext.h"
#include "ui/widgets/secretlineedit.h"

#include <QLabel>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using Answer = LockGate::Answer;
using Key = LockState::Key;
using Kind = VaultFault::Kind;
using Reason = LockState::Reason;
using Trouble = LockState::Trouble;

//! A vault that answers when it is told to, and a clock that goes when it is told to.
struct Gate
{
    Gate()
        : lock(
              TimeSource{.wallMs = [this] { return nowMs; }, .elapsedMs = [this] { return nowMs; }})
    {
        lock.setGate({.begin = [this] { ++begun; },
                      .key = [this] { return key; },
                      .forgetKey = [this] { ++forgotten; },
                      .open =
                          [this](const SecretBuffer &passphrase, LockGate::Then then) {
                              given.append(passphrase.toText());
                              answer = std::move(then);
                          },
                      .giveUp =
                          [this](LockGate::Then then) {
                              ++givenUp;
                              answer = std::move(then);
                          }});
    }

    Key key = Key::Passphrase;
    int begun = 0;
    int forgotten = 0;
    int givenUp = 0;
    QStringList given;
    LockGate::Then answer;
    qint64 nowMs = 1'000'000;
    WindowLock lock;
};

static SecretBuffer passphrase()
{
    return SecretBuffer::fromBytes("correct horse");
}

class TestLockPanel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void itSaysWhyItIsLockedAndWhatOpensIt_data();
    void itSaysWhyItIsLockedAndWhatOpensIt();
    void aClickOpensWhereNothingIsStored();
    void thePassphraseLeavesTheFieldWithTheTry();
    void anEmptyPassphraseIsNotTried();
    void troubleIsSaidInWords();
    void aKeyThatIsNotToBeHadIsSaidAsEverywhere_data();
    void aKeyThatIsNotToBeHadIsSaidAsEverywhere();
    void theWayOutIsOfferedWhereTheGateSaysSo();
    void theScreenFollowsTheKey();
    void lockingForgetsTheKey();
    void nothingIsTriedBeforeTheGateSaysSo();
    void theScreenIsToldWhenTheWaitIsOver();
    void aMissingKeyCostsNoWaiting();
    void aLockDuringATryWins();
};

void TestLockPanel::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
}

static QString textOf(const LockPanel &panel, const QString &name)
{
    const auto *label = panel.findChild<QLabel *>(name);
    return label->isVisibleTo(&panel) ? label->text() : QString();
}

void TestLockPanel::itSaysWhyItIsLockedAndWhatOpensIt_data()
{
    QTest::addColumn<int>("reason");
    QTest::addColumn<int>("key");
    QTest::addColumn<QString>("why");
    QTest::addColumn<QString>("what");
    const auto row = [](const char *name, Reason reason, Key key, const QString &why,
                        const QString &what) {
        QTest::newRow(name) << int(reason) << int(key) << why << what;
    };
    row("by hand, nothing stored", Reason::ByHand, Key::NotNeeded, u"You locked it."_s,
        u"Nothing is stored that would need a passphrase."_s);
    row("idle, keychain", Reason::Idle, Key::Keychain, u"Nobody used it for a while."_s,
        u"Unlocking asks the keychain of this system for the key."_s);
    row("screen, passphrase", Reason::ScreenLocked, Key::Passphrase, u"The screen was locked."_s,
        u"Unlocking takes the passphrase that you chose."_s);
    row("another user", Reason::UserSwitched, Key::Passphrase, u"Somebody else had the screen."_s,
        u"Unlocking takes the passphrase that you chose."_s);
    row("asleep", Reason::Suspended, Key::NotNeeded, u"The computer was asleep."_s,
        u"Nothing is stored that would need a passphrase."_s);
}

void TestLockPanel::itSaysWhyItIsLockedAndWhatOpensIt()
{
    QFETCH(int, reason);
    QFETCH(int, key);
    QFETCH(QString, why);
    QFETCH(QString, what);
    LockPanel panel;
    LockState state;
    state.reason = Reason(reason);
    state.key = Key(key);
    panel.render(state);
    QCOMPARE(textOf(panel, u"lockReason"_s), why);
    QCOMPARE(textOf(panel, u"lockKey"_s), what);
    QCOMPARE(textOf(panel, u"lockTrouble"_s), QString());
    QCOMPARE(panel.findChild<SecretLineEdit *>()->isVisibleTo(&panel),
             state.key == Key::Passphrase);
}

void TestLockPanel::aClickOpensWhereNothingIsStored()
{
    WindowLock lock;
    LockPanel panel;
    connect(&panel, &LockPanel::unlockRequested, &lock, &WindowLock::unlock);
    const QSignalSpy opened(&lock, &WindowLock::opened);
    lock.lock(Reason::Idle);
    QVERIFY(lock.isLocked());
    panel.render(lock.state());
    panel.findChild<QPushButton *>(u"unlock"_s)->click();
    QCOMPARE(opened.count(), 1);
    QVERIFY(!lock.isLocked());
}

void TestLockPanel::thePassphraseLeavesTheFieldWithTheTry()
{
    LockPanel panel;
    LockState state;
    state.key = Key::Passphrase;
    panel.render(state);
    const QSignalSpy requested(&panel, &LockPanel::unlockRequested);
    auto *field = panel.findChild<SecretLineEdit *>();
    QTest::keyClicks(field, u"correct horse"_s);
    QTest::keyClick(field, Qt::Key_Return);
    QCOMPARE(requested.count(), 1);
    QCOMPARE(requested.first().first().value<SecretBuffer>(), passphrase());
    QCOMPARE(field->text(), QString());

    QTest::keyClicks(field, u"half"_s);
    panel.start();
    QCOMPARE(field->text(), QString());
}

void TestLockPanel::anEmptyPassphraseIsNotTried()
{
    LockPanel panel;
    LockState state;
    state.key = Key::Passphrase;
    panel.render(state);
    const QSignalSpy requested(&panel, &LockPanel::unlockRequested);
    panel.findChild<QPushButton *>(u"unlock"_s)->click();
    QCOMPARE(requested.count(), 0);

    Gate gate;
    gate.lock.lock(Reason::ByHand);
    gate.lock.unlock({});
    QCOMPARE(gate.given, QStringList());
    QVERIFY(gate.lock.isLocked());
}

void TestLockPanel::troubleIsSaidInWords()
{
    LockPanel panel;
    LockState state;
    state.key = Key::Passphrase;
    state.trouble = Trouble::WrongPassphrase;
    state.waitSeconds = 1;
    panel.render(state);
    QCOMPARE(textOf(panel, u"lockTrouble"_s),
             u"That is not the passphrase. The next try can be made in 1 second."_s);
    QVERIFY(!panel.findChild<QPushButton *>(u"unlock"_s)->isEnabled());
    state.waitSeconds = 8;
    panel.render(state);
    QVERIFY(textOf(panel, u"lockTrouble"_s).endsWith(u"in 8 seconds."_s));

    state = {};
    state.key = Key::Keychain;
    state.trouble = Trouble::KeyUnavailable;
    state.error = {u"It failed."_s, u"Try again."_s, u"<b>no</b> service"_s};
    panel.render(state);
    QCOMPARE(textOf(panel, u"lockTrouble"_s),
             u"It failed. Try again. It said: <b>no</b> service"_s);
    QVERIFY(panel.findChild<QPushButton *>(u"unlock"_s)->isEnabled());
}

void TestLockPanel::aKeyThatIsNotToBeHadIsSaidAsEverywhere_data()
{
    QTest::addColumn<Kind>("kind");
    QTest::addColumn<QString>("words");
    QTest::newRow("locked") << Kind::Locked
                            << u"The keychain is locked. Unlock it, then try again."_s;
    QTest::newRow("silent") << Kind::Silent
                            << u"The keychain does not answer. Look for a window of it that waits "
                               "for you, then try again."_s;
    QTest::newRow("too soon")
        << Kind::TooSoon
        << u"No passphrase is tried so soon after a wrong one. Wait a moment, "
           "then try again."_s;
    QTest::newRow("no memory") << Kind::OutOfMemory
                               << u"There is not enough memory to work out the key. Close other "
                                  "programs, then try again."_s;
}

void TestLockPanel::aKeyThatIsNotToBeHadIsSaidAsEverywhere()
{
    QFETCH(Kind, kind);
    QFETCH(QString, words);
    LockPanel panel;
    LockState state;
    state.key = Key::Passphrase;
    state.trouble = Trouble::KeyUnavailable;
    state.error = vaulttext::error({kind, {}});
    panel.render(state);
    QCOMPARE(textOf(panel, u"lockTrouble"_s), words);
    QVERIFY(panel.findChild<QPushButton *>(u"unlock"_s)->isEnabled());
}

void TestLockPanel::theWayOutIsOfferedWhereTheGateSaysSo()
{
    Gate gate;
    LockPanel panel;
    connect(&gate.lock, &WindowLock::stateChanged, &panel, &LockPanel::render);
    auto *button = panel.findChild<QPushButton *>(u"giveUp"_s);
    gate.lock.lock(Reason::ByHand);
    QVERIFY(!button->isVisibleTo(&panel));
    gate.lock.giveUp(); // nobody offered it
    QCOMPARE(gate.givenUp, 0);
    gate.lock.unlock(passphrase());
    gate.answer({.answer = Answer::KeyUnavailable, .canGiveUp = true});
    QVERIFY(button->isVisibleTo(&panel));
    const QSignalSpy requested(&panel, &LockPanel::giveUpRequested);
    button->click();
    QCOMPARE(requested.count(), 1);
    QCOMPARE(gate.givenUp, 0); // not without a second word

    const QSignalSpy opened(&gate.lock, &WindowLock::opened);
    gate.lock.giveUp();
    QCOMPARE(gate.givenUp, 1);
    QVERIFY(gate.lock.state().isOpening);
    QVERIFY(!button->isVisibleTo(&panel));
    gate.lock.giveUp();
    QCOMPARE(gate.givenUp, 1);
    gate.answer({});
    QCOMPARE(opened.count(), 1);
}

void TestLockPanel::theScreenFollowsTheKey()
{
    Gate gate;
    LockPanel panel;
    connect(&gate.lock, &WindowLock::stateChanged, &panel, &LockPanel::render);
    gate.lock.lock(Reason::ByHand);
    QCOMPARE(gate.begun, 1);
    gate.key = Key::Keychain;
    gate.lock.lock(Reason::ScreenLocked); // is the same lock
    QCOMPARE(gate.begun, 1);
    QVERIFY(panel.findChild<SecretLineEdit *>()->isVisibleTo(&panel));
    gate.lock.followKey();
    QVERIFY(!panel.findChild<SecretLineEdit *>()->isVisibleTo(&panel));
}

void TestLockPanel::lockingForgetsTheKey()
{
    Gate gate;
    const QSignalSpy locked(&gate.lock, &WindowLock::locked);
    gate.lock.lock(Reason::Suspended);
    gate.lock.lock(Reason::ByHand);
    QCOMPARE(locked.count(), 1);
    QCOMPARE(gate.lock.state().reason, Reason::Suspended);
    QCOMPARE(gate.forgotten, 2);
}

void TestLockPanel::nothingIsTriedBeforeTheGateSaysSo()
{
    Gate gate;
    gate.lock.lock(Reason::ByHand);
    for (const int waitMs : {1000, 60'000, 1500}) {
        gate.lock.unlock(passphrase());
        QVERIFY(gate.lock.state().isOpening);
        gate.answer({.answer = Answer::WrongPassphrase, .retryAfterMs = waitMs});
        QCOMPARE(gate.lock.state().trouble, Trouble::WrongPassphrase);
        QCOMPARE(gate.lock.state().waitSeconds, (waitMs + 999) / 1000);
        gate.nowMs += waitMs - 1;
        gate.lock.lock(Reason::ScreenLocked); // makes nothing shorter
        gate.lock.unlock(passphrase());
        QVERIFY(!gate.lock.state().isOpening);
        gate.nowMs += 1;
    }
    QCOMPARE(gate.given.size(), 3);
}

void TestLockPanel::theScreenIsToldWhenTheWaitIsOver()
{
    Gate gate;
    const QSignalSpy opened(&gate.lock, &WindowLock::opened);
    gate.lock.lock(Reason::ByHand);
    gate.lock.unlock(passphrase());
    gate.answer({.answer = Answer::WrongPassphrase, .retryAfterMs = 1000});
    QCOMPARE(gate.lock.state().waitSeconds, 1);
    const QSignalSpy changed(&gate.lock, &WindowLock::stateChanged);
    gate.nowMs += 1000;
    QTRY_VERIFY(changed.count() > 0);
    QCOMPARE(gate.lock.state().waitSeconds, 0);
    gate.lock.unlock(passphrase());
    gate.answer({});
    QCOMPARE(opened.count(), 1);
}

void TestLockPanel::aMissingKeyCostsNoWaiting()
{
    Gate gate;
    gate.key = Key::Keychain;
    gate.lock.lock(Reason::ByHand);
    gate.lock.unlock({});
    const ErrorText noService{u"No service."_s, u"Start it."_s, {}};
    gate.answer({.answer = Answer::KeyUnavailable, .error = noService});
    LockState expected;
    expected.key = Key::Keychain;
    expected.trouble = Trouble::KeyUnavailable;
    expected.error = noService;
    QCOMPARE(gate.lock.state(), expected);
    gate.lock.unlock({});
    QVERIFY(gate.lock.state().isOpening);
}

void TestLockPanel::aLockDuringATryWins()
{
    Gate gate;
    const QSignalSpy opened(&gate.lock, &WindowLock::opened);
    gate.lock.lock(Reason::ByHand);
    gate.lock.unlock(passphrase());
    gate.lock.lock(Reason::ScreenLocked);
    QVERIFY(!gate.lock.state().isOpening);
    QCOMPARE(gate.forgotten, 2);
    gate.answer({});
    QCOMPARE(opened.count(), 0);
    QVERIFY(gate.lock.isLocked());
    QCOMPARE(gate.forgotten, 3); // the key that came too late
}

QTEST_MAIN(TestLockPanel)
#include "tst_lockpanel.moc"
