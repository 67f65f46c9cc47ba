#include "tests/keychain/keychainlab.h"
#include "tests/storage/storagesupport.h"

#include <QDir>
#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;

//! The keeper and the vault on keychains that behave badly.
class TestKeychainStandIns final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void theStandInItselfWorks();
    void aDeafKeychainIsCalledSilentInTime();
    void aDeafKeychainDoesNotHoldUpTheEnd();
    void nothingPilesUpBehindADeafKeychain();
    void aSlowKeychainWorks();
    void aSlowKeychainThatIsTooSlowIsCalledSilent();
    void aDeniedReadIsToldInTheKeychainsWords();
    void aDeniedWriteIsNotCalledKept_data();
    void aDeniedWriteIsNotCalledKept();
    void aLieIsFoundByReadingBack();
    void aRemovalThatWasNoneIsFoundByReadingBack();
    void aKeychainThatDiesInTheMiddleIsAbsent();
    void aKeyringThatAsksForItsPassword_data();
    void aKeyringThatAsksForItsPassword();
    void aStartLeadsToOnePromptAtMost();
    void aStartDoesNotAskForWhatIsLeftOver();
    void whatIsLeftOverGoesWhenThatAsksNobody();
    void aLockedKeyIsForgottenByThePassword();
    void whoTakesLongOverThePasswordIsNotToldOfSilence();
    void wrongPasswordsThatEndInGivingUpLeaveItLocked();
    void thePasswordMayTakeFiveMinutes();
    void thePasswordIsNotAskedForTwice();
    void aKeychainHasItsTimeForEachThingItIsAsked();
    void anotherKeychainInItsPlaceIsRecognised_data();
    void anotherKeychainInItsPlaceIsRecognised();
    void whatAnotherKeychainHasCanBeForgotten();
    void aKeychainThatWasNeverNotedIsNotCalledEmpty();
    void aKeyIsNotCalledLostWhileAKeychainDoesNotTell_data();
    void aKeyIsNotCalledLostWhileAKeychainDoesNotTell();
    void aKeyIsNotCalledLostWhileAWalletIsSilent();
    void aWalletKeepsTheKey();
    void aWalletThatFailsToWriteIsNotBelieved();
    void noPlainFileTakesThePlaceOfAWalletThatRefuses();
    void aDeafWalletHoldsUpNeitherTheWindowNorTheEnd();

private:
    //! There a wallet that answers is asked rather than a Secret Service.
    void usePlasma(bool isUsed)
    {
        m->setEnvironment(isUsed ? u"XDG_CURRENT_DESKTOP=KDE"_s : u"XDG_CURRENT_DESKTOP=GNOME"_s);
        m->setEnvironment(u"KDE_SESSION_VERSION=5"_s);
    }

    std::unique_ptr<KeychainLab> m;
};

void TestKeychainStandIns::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m = std::make_unique<KeychainLab>();
    QVERIFY(m->startBus());
}

void TestKeychainStandIns::theStandInItselfWorks()
{
    QVERIFY(m->startStandIn(u"good"_s));
    QCOMPARE(answerOf(m->ask(u"look"_s)), u"Missing"_s);
    const QJsonObject kept = m->ask(u"keep"_s);
    QCOMPARE(answerOf(kept), u"Done"_s);
    QCOMPARE(m->ask(u"fetch "_s + idOf(kept)).value("id"_L1), kept.value("id"_L1));
    QCOMPARE(answerOf(m->ask(u"forget "_s + idOf(kept))), u"Done"_s);
    QCOMPARE(answerOf(m->ask(u"look "_s + idOf(kept))), u"Missing"_s);
}

void TestKeychainStandIns::aDeafKeychainIsCalledSilentInTime()
{
    QVERIFY(m->startStandIn(u"deaf"_s));
    for (const QString &command : {u"look"_s, u"keep"_s, u"forget"_s, u"choose"_s}) {
        const QJsonObject line = m->ask(command, 300);
        QCOMPARE(answerOf(line), u"Silent"_s);
        const int ms = line.value("ms"_L1).toInt();
        QVERIFY2(ms >= 290 && ms < 300 + slackMs, QByteArray::number(ms).constData());
        QVERIFY(line.value("longestGapMs"_L1).toInt() < stallMs);
    }
    QVERIFY(m->keepsNothing());
}

void TestKeychainStandIns::aDeafKeychainDoesNotHoldUpTheEnd()
{
    QVERIFY(m->startStandIn(u"deaf"_s));
    const auto actor = m->actor();
    QCOMPARE(answerOf(m->ask(*actor, u"status"_s)), u"Done"_s);
    actor->process.write("leave 100\n");
    QElapsedTimer timer;
    timer.start();
    QVERIFY(actor->endsWell(2000));
    qInfo() << "gone after" << timer.elapsed() << "ms";
}

void TestKeychainStandIns::nothingPilesUpBehindADeafKeychain()
{
    QVERIFY(m->startStandIn(u"deaf"_s));
    const auto actor = m->actor(100);
    for (int i = 0; i < 10; ++i)
        QCOMPARE(answerOf(m->ask(*actor, u"keep"_s)), u"Silent"_s);
    // It goes away, and a good one takes its place: what nobody waits for is not done there.
    QVERIFY(m->startStandIn(u"good"_s));
    m->letNextTakeOver();
    QTRY_COMPARE_WITH_TIMEOUT(answerOf(m->ask(*actor, u"look"_s)), u"Missing"_s, 10'000);
}

void TestKeychainStandIns::aSlowKeychainWorks()
{
    QVERIFY(m->startStandIn(u"slow"_s));
    const auto actor = m->actor();
    const QJsonObject kept = m->ask(*actor, u"keep"_s);
    QCOMPARE(answerOf(kept), u"Done"_s);
    QVERIFY(kept.value("ms"_L1).toInt() > 300);
    QVERIFY(kept.value("longestGapMs"_L1).toInt() < stallMs);
    QCOMPARE(m->ask(*actor, u"fetch "_s + idOf(kept)).value("id"_L1), kept.value("id"_L1));
}

void TestKeychainStandIns::aSlowKeychainThatIsTooSlowIsCalledSilent()
{
    QVERIFY(m->startStandIn(u"slow"_s));
    const auto actor = m->actor(100);
    QCOMPARE(answerOf(m->ask(*actor, u"choose"_s)), u"Silent"_s);
    // What comes too late changes nothing any more.
    QCOMPARE(answerOf(m->ask(*actor, u"recall"_s)), u"NotStored"_s);
    QCOMPARE(m->ask(*actor, u"status"_s).value("state"_L1).toString(), u"NotChosen"_s);
    QVERIFY(m->keepsNothing());
}

void TestKeychainStandIns::aDeniedReadIsToldInTheKeychainsWords()
{
    QVERIFY(m->startStandIn(u"denies-reading"_s));
    // The last but one could not be proved.
    for (const QString &command : {u"look"_s, u"keep"_s, u"forget"_s}) {
        const QJsonObject line = m->ask(command);
        QCOMPARE(answerOf(line), u"Failed"_s);
        QCOMPARE(line.value("detail"_L1).toString(), u"not for you"_s);
    }
}

void TestKeychainStandIns::aDeniedWriteIsNotCalledKept_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QString>("expected");
    QTest::newRow("by the bus's word for it") << u"denies-writing"_s << u"Failed"_s;
    QTest::newRow("by an open keyring's word for it") << u"pretends-to-be-locked"_s << u"Denied"_s;
}

void TestKeychainStandIns::aDeniedWriteIsNotCalledKept()
{
    QFETCH(QString, mode);
    QFETCH(QString, expected);
    QVERIFY(m->startStandIn(mode));
    QCOMPARE(answerOf(m->ask(u"keep"_s)), expected);
    const QJsonObject line = m->ask(u"choose"_s);
    QCOMPARE(answerOf(line), expected);
    QCOMPARE(line.value("detail"_L1).toString(), u"not for you"_s);
    QCOMPARE(line.value("state"_L1).toString(), u"NotChosen"_s);
    QVERIFY(m->keepsNothing());
}

void TestKeychainStandIns::aLieIsFoundByReadingBack()
{
    QVERIFY(m->startStandIn(u"lies"_s));
    QCOMPARE(answerOf(m->ask(u"keep"_s)), u"Altered"_s);
    QCOMPARE(answerOf(m->ask(u"choose"_s)), u"Altered"_s);
    QVERIFY(m->keepsNothing());
}

void TestKeychainStandIns::aRemovalThatWasNoneIsFoundByReadingBack()
{
    QVERIFY(m->startStandIn(u"keeps-forever"_s));
    const QJsonObject kept = m->ask(u"keep"_s);
    QCOMPARE(answerOf(kept), u"Done"_s);
    QCOMPARE(answerOf(m->ask(u"forget "_s + idOf(kept))), u"Denied"_s);
}

void TestKeychainStandIns::aKeychainThatDiesInTheMiddleIsAbsent()
{
    QVERIFY(m->startStandIn(u"dies"_s));
    const auto actor = m->actor();
    const QJsonObject line = m->ask(*actor, u"keep"_s);
    QCOMPARE(answerOf(line), u"Absent"_s);
    QVERIFY(line.value("ms"_L1).toInt() < 5000);
    m->stopKeyring();
    QVERIFY(m->startStandIn(u"good"_s));
    QCOMPARE(answerOf(m->ask(*actor, u"keep"_s)), u"Done"_s);
}

void TestKeychainStandIns::aKeyringThatAsksForItsPassword_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QString>("expected");
    QTest::newRow("and gets it") << u"is-given-the-password"_s << u"Done"_s;
    QTest::newRow("and is refused") << u"is-refused-the-password"_s << u"Locked"_s;
    QTest::newRow("and nobody is there") << u"waits-for-the-password"_s << u"Asking"_s;
}

void TestKeychainStandIns::aKeyringThatAsksForItsPassword()
{
    QFETCH(QString, mode);
    QFETCH(QString, expected);
    QVERIFY(m->startStandIn(mode));
    const auto actor = m->actor(1000);
    const QJsonObject line = m->ask(*actor, u"choose"_s);
    if (expected == "Done"_L1) {
        QCOMPARE(answerOf(line), expected);
        QCOMPARE(answerOf(m->ask(*actor, u"remember s3cret"_s)), u"Done"_s);
        QTRY_VERIFY(!m->keepsNothing());
    } else {
        QCOMPARE(answerOf(line), expected);
        QCOMPARE(line.value("state"_L1).toString(), u"NotChosen"_s);
        QVERIFY(m->keepsNothing());
    }
    QVERIFY(line.value("longestGapMs"_L1).toInt() < stallMs);
    actor->process.closeWriteChannel(); // a prompt that is left open does not keep us
    QVERIFY(actor->endsWell(2000));
}

void TestKeychainStandIns::aStartLeadsToOnePromptAtMost()
{
    QVERIFY(m->startStandIn(u"asks-each-time"_s));
    {
        const auto actor = m->actor();
        QCOMPARE(answerOf(m->ask(*actor, u"choose"_s)), u"Done"_s);
        QCOMPARE(answerOf(m->ask(*actor, u"remember s3cret"_s)), u"Done"_s);
        actor->process.closeWriteChannel();
        QVERIFY(actor->endsWell(5000));
    }
    QCOMPARE(m->prompts(), 1); // for reading the key back
    {
        const auto actor = m->actor();
        QCOMPARE(answerOf(m->ask(*actor, u"status"_s)), u"Done"_s);
        QCOMPARE(m->prompts(), 0);
        QCOMPARE(answerOf(m->ask(*actor, u"unlock"_s)), u"Done"_s);
        for (int i = 0; i < 3; ++i) {
            QCOMPARE(answerOf(m->ask(*actor, u"recall"_s)), u"Done"_s);
            QCOMPARE(answerOf(m->ask(*actor, u"remember other"_s)), u"Done"_s);
        }
        QCOMPARE(m->prompts(), 1);
        actor->process.closeWriteChannel();
        QVERIFY(actor->endsWell(5000));
    }
}

// A key of an earlier run is to go from the keychain; that is not worth a prompt.
void TestKeychainStandIns::aStartDoesNotAskForWhatIsLeftOver()
{
    QVERIFY(m->startStandIn(u"asks-each-time"_s));
    QString old;
    {
        const auto actor = m->actor();
        QCOMPARE(answerOf(m->ask(*actor, u"choose"_s)), u"Done"_s);
        QCOMPARE(answerOf(m->ask(*actor, u"remember s3cret"_s)), u"Done"_s);
        old = idOf(m->ask(u"keep"_s));
        QCOMPARE(answerOf(m->ask(*actor, u"leave-over "_s + old)), u"Done"_s);
        actor->process.closeWriteChannel();
        QVERIFY(actor->endsWell(5000));
    }
    QCOMPARE(m->prompts(), 2); // for reading the two back
    {
        const auto actor = m->actor();
        QCOMPARE(answerOf(m->ask(*actor, u"unlock"_s)), u"Done"_s);
        QCOMPARE(m->prompts(), 1);
        QCOMPARE(m->prompts(), 0); // and none later
        actor->process.closeWriteChannel();
        QVERIFY(actor->endsWell(5000));
    }
    QVERIFY(contentOf(m->settings()).contains("leftover"));
    QCOMPARE(answerOf(m->ask(u"look "_s + old)), u"Done"_s);
}

void TestKeychainStandIns::whatIsLeftOverGoesWhenThatAsksNobody()
{
    QVERIFY(m->startStandIn(u"good"_s));
    const QString old = idOf(m->ask(u"keep"_s));
    const auto actor = m->actor();
    QCOMPARE(answerOf(m->ask(*actor, u"leave-over "_s + old)), u"Done"_s);
    QCOMPARE(answerOf(m->ask(*actor, u"choose"_s)), u"Done"_s);
    QCOMPARE(answerOf(m->ask(*actor, u"lock"_s)), u"Done"_s);
    QTRY_VERIFY(contentOf(m->settings()).contains("leftover"));
    QCOMPARE(answerOf(m->ask(*actor, u"unlock"_s)), u"Done"_s);
    QTRY_VERIFY(!contentOf(m->settings()).contains("leftover"));
    QCOMPARE(answerOf(m->ask(u"look "_s + old)), u"Missing"_s);
}

// Who wants it gone is asked for the password.
void TestKeychainStandIns::aLockedKeyIsForgottenByThePassword()
{
    QVERIFY(m->startStandIn(u"is-given-the-password"_s));
    const QString id = idOf(m->ask(u"keep"_s));
    QCOMPARE(m->prompts(), 1);
    QVERIFY(m->lockKeyring(u"/org/freedesktop/secrets/collection/one"_s));
    QCOMPARE(answerOf(m->ask(u"forget "_s + id)), u"Done"_s);
    QCOMPARE(m->prompts(), 1);
    QCOMPARE(answerOf(m->ask(u"look "_s + id)), u"Missing"_s);
}

void TestKeychainStandIns::whoTakesLongOverThePasswordIsNotToldOfSilence()
{
    QVERIFY(m->startStandIn(u"is-given-the-password-late"_s));
    const auto actor = m->actor(1000);
    const QJsonObject kept = m->ask(*actor, u"keep"_s);
    QCOMPARE(answerOf(kept), u"Asking"_s);
    QVERIFY(kept.value("longestGapMs"_L1).toInt() < stallMs);
    // The next try goes on with it.
    QCOMPARE(m->ask(*actor, u"fetch "_s + idOf(kept)).value("id"_L1), kept.value("id"_L1));
    QCOMPARE(m->prompts(), 1);
}

// A keyring takes wrong passwords by itself: what is seen of them is that it takes long.
void TestKeychainStandIns::wrongPasswordsThatEndInGivingUpLeaveItLocked()
{
    QVERIFY(m->startStandIn(u"is-refused-the-password-late"_s));
    const auto actor = m->actor(1000);
    QCOMPARE(answerOf(m->ask(*actor, u"choose"_s)), u"Asking"_s);
    QCOMPARE(m->prompts(), 1);
    const auto later = m->actor(5000);
    const QJsonObject line = m->ask(*later, u"choose"_s);
    QCOMPARE(answerOf(line), u"Locked"_s);
    QCOMPARE(line.value("state"_L1).toString(), u"NotChosen"_s);
    QVERIFY(m->keepsNothing());
}

void TestKeychainStandIns::thePasswordMayTakeFiveMinutes()
{
    if (qEnvironmentVariableIntValue("DESK_TEST_THOROUGH") <= 0)
        QSKIP("takes five minutes; part of a thorough run");
    QVERIFY(m->startStandIn(u"is-given-the-password-in-five-minutes"_s));
    const auto actor = m->actor(1000);
    const QJsonObject kept = m->ask(*actor, u"keep"_s);
    QCOMPARE(answerOf(kept), u"Asking"_s);
    const auto patient = m->actor(400'000);
    const QJsonObject late = KeychainLab::ask(*patient, u"fetch "_s + idOf(kept), 400'000);
    QCOMPARE(late.value("id"_L1), kept.value("id"_L1));
    QVERIFY(late.value("longestGapMs"_L1).toInt() < stallMs);
}

void TestKeychainStandIns::thePasswordIsNotAskedForTwice()
{
    QVERIFY(m->startStandIn(u"asks-each-time-late"_s));
    const QString id = idOf(m->ask(u"keep"_s));
    QCOMPARE(m->prompts(), 1);
    const auto actor = m->actor(1000);
    QCOMPARE(answerOf(m->ask(*actor, u"fetch "_s + id)), u"Asking"_s);
    QCOMPARE(answerOf(m->ask(*actor, u"fetch "_s + id)),
             u"Done"_s); // what comes late is its answer
    QCOMPARE(m->prompts(), 1);
}

void TestKeychainStandIns::aKeychainHasItsTimeForEachThingItIsAsked()
{
    QVERIFY(m->startStandIn(u"slow"_s));
    const int wholeMs = m->ask(u"keep"_s).value("ms"_L1).toInt();
    QVERIFY(wholeMs > 0);
    QCOMPARE(answerOf(m->ask(u"keep"_s, wholeMs * 3 / 4)), u"Done"_s);
}

void TestKeychainStandIns::anotherKeychainInItsPlaceIsRecognised_data()
{
    QTest::addColumn<bool>("isWalletFirst");
    QTest::addColumn<bool>("isFirstStillThere");
    QTest::newRow("a Secret Service for a wallet that is gone") << true << false;
    QTest::newRow("a Secret Service for a wallet that is not asked") << true << true;
    QTest::newRow("a wallet for a Secret Service that is gone") << false << false;
    QTest::newRow("a wallet for a Secret Service that is not asked") << false << true;
}

void TestKeychainStandIns::anotherKeychainInItsPlaceIsRecognised()
{
    QFETCH(bool, isWalletFirst);
    QFETCH(bool, isFirstStillThere);
    usePlasma(isWalletFirst);
    QVERIFY(m->startStandIn(isWalletFirst ? u"wallet"_s : u"good"_s));
    {
        const auto actor = m->actor();
        QCOMPARE(answerOf(m->ask(*actor, u"choose"_s)), u"Done"_s);
        QCOMPARE(answerOf(m->ask(*actor, u"remember s3cret"_s)), u"Done"_s);
        actor->process.closeWriteChannel();
        QVERIFY(actor->endsWell(5000));
    }
    if (!isFirstStillThere)
        m->stopKeyring();
    usePlasma(!isWalletFirst);
    QVERIFY(m->startStandIn(isWalletFirst ? u"good"_s : u"wallet"_s));
    const QByteArray before = contentOf(m->settings());
    {
        const auto actor = m->actor();
        const QJsonObject line = m->ask(*actor, u"unlock"_s);
        QCOMPARE(answerOf(line), u"Elsewhere"_s);
        QCOMPARE(line.value("detail"_L1).toString(),
                 isWalletFirst ? u"KWallet"_s : u"Secret Service"_s);
        QCOMPARE(line.value("state"_L1).toString(), u"Failed"_s);
        QCOMPARE(answerOf(m->ask(*actor, u"recall"_s)), u"NotOpen"_s);
        QCOMPARE(answerOf(m->ask(*actor, u"remember other"_s)), u"NotOpen"_s);
    }
    QCOMPARE(answerOf(m->ask(u"look "_s + m->keyId())), u"Missing"_s); // no new one was made
    QCOMPARE(contentOf(m->settings()), before);
    if (!isFirstStillThere)
        return;
    usePlasma(isWalletFirst); // the way out
    const auto actor = m->actor();
    QCOMPARE(answerOf(m->ask(*actor, u"unlock"_s)), u"Done"_s);
    QCOMPARE(m->ask(*actor, u"recall"_s).value("secret"_L1).toString(), u"s3cret"_s);
}

void TestKeychainStandIns::whatAnotherKeychainHasCanBeForgotten()
{
    usePlasma(true);
    QVERIFY(m->startStandIn(u"wallet"_s));
    {
        const auto actor = m->actor();
        QCOMPARE(answerOf(m->ask(*actor, u"choose"_s)), u"Done"_s);
        QCOMPARE(answerOf(m->ask(*actor, u"remember s3cret"_s)), u"Done"_s);
        actor->process.closeWriteChannel();
        QVERIFY(actor->endsWell(5000));
    }
    m->stopKeyring();
    QVERIFY(m->startStandIn(u"good"_s));
    const auto actor = m->actor();
    QCOMPARE(answerOf(m->ask(*actor, u"unlock"_s)), u"Elsewhere"_s);
    QCOMPARE(answerOf(m->ask(*actor, u"start-over"_s)), u"Done"_s);
    QCOMPARE(answerOf(m->ask(*actor, u"choose"_s)), u"Done"_s);
    QCOMPARE(answerOf(m->ask(*actor, u"recall"_s)), u"NotStored"_s);
    QCOMPARE(answerOf(m->ask(*actor, u"remember other"_s)), u"Done"_s);
    QCOMPARE(m->ask(*actor, u"recall"_s).value("secret"_L1).toString(), u"other"_s);
}

// Settings of a build that did not note it.
void TestKeychainStandIns::aKeychainThatWasNeverNotedIsNotCalledEmpty()
{
    QVERIFY(m->startStandIn(u"good"_s));
    const QString id = idOf(m->ask(u"keep"_s));
    usePlasma(true);
    QVERIFY(m->startStandIn(u"wallet"_s));
    QCOMPARE(answerOf(m->ask(u"fetch "_s + id)), u"Elsewhere"_s);
    usePlasma(false);
    QCOMPARE(answerOf(m->ask(u"fetch "_s + id)), u"Done"_s);
}

void TestKeychainStandIns::aKeyIsNotCalledLostWhileAKeychainDoesNotTell_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QString>("expected");
    QTest::newRow("nothing is kept from us") << u"good"_s << u"Lost"_s;
    QTest::newRow("where the key is") << u"deaf-to-looks"_s << u"Silent"_s;
    QTest::newRow("what is locked") << u"deaf-about-locks"_s << u"Locked"_s;
    QTest::newRow("of all it has") << u"has-many-collections"_s << u"Locked"_s;
}

void TestKeychainStandIns::aKeyIsNotCalledLostWhileAKeychainDoesNotTell()
{
    QFETCH(QString, mode);
    QFETCH(QString, expected);
    QVERIFY(m->startStandIn(mode));
    const QJsonObject line = m->ask(u"fetch"_s);
    QCOMPARE(answerOf(line), expected);
    if (expected == "Silent"_L1)
        QCOMPARE(line.value("detail"_L1).toString(), QString());
}

void TestKeychainStandIns::aKeyIsNotCalledLostWhileAWalletIsSilent()
{
    usePlasma(false);
    QVERIFY(m->startStandIn(u"good"_s));
    QVERIFY(m->startStandIn(u"wallet-deaf"_s));
    QCOMPARE(answerOf(m->ask(u"fetch"_s)), u"Silent"_s);
}

void TestKeychainStandIns::aWalletKeepsTheKey()
{
    usePlasma(true);
    QVERIFY(m->startStandIn(u"wallet"_s));
    QCOMPARE(answerOf(m->ask(u"look"_s)), u"Missing"_s);
    const QJsonObject kept = m->ask(u"keep"_s);
    QCOMPARE(answerOf(kept), u"Done"_s);
    QCOMPARE(m->ask(u"fetch "_s + idOf(kept)).value("id"_L1), kept.value("id"_L1));
    // Another keychain than the one that has the key.
    m->stopKeyring();
    QVERIFY(m->startStandIn(u"wallet"_s));
    QCOMPARE(answerOf(m->ask(u"fetch "_s + idOf(kept))), u"Elsewhere"_s);
    QCOMPARE(answerOf(m->ask(u"forget "_s + idOf(kept))), u"Done"_s);
}

void TestKeychainStandIns::aWalletThatFailsToWriteIsNotBelieved()
{
    usePlasma(true);
    QVERIFY(m->startStandIn(u"wallet-that-fails"_s));
    const QJsonObject line = m->ask(u"keep"_s);
    QVERIFY2(answerOf(line) != "Done"_L1, "QtKeychain says that it was written");
    QCOMPARE(answerOf(line), u"Failed"_s);
    QVERIFY(answerOf(m->ask(u"choose"_s)) != "Done"_L1);
    QVERIFY(m->keepsNothing());
}

// QtKeychain writes one when it is told that it may.
void TestKeychainStandIns::noPlainFileTakesThePlaceOfAWalletThatRefuses()
{
    usePlasma(true);
    QVERIFY(m->startStandIn(u"wallet-refuses"_s));
    QVERIFY(answerOf(m->ask(u"keep"_s)) != "Done"_L1);
    QVERIFY(answerOf(m->ask(u"choose"_s)) != "Done"_L1);
    QVERIFY(m->keepsNothing());
    QCOMPARE(QDir(m->path(u"config"_s)).entryList({u"*vault*"_s}), QStringList());
}

// QtKeychain asks it with calls that block.
void TestKeychainStandIns::aDeafWalletHoldsUpNeitherTheWindowNorTheEnd()
{
    usePlasma(true);
    QVERIFY(m->startStandIn(u"wallet-deaf"_s));
    const auto actor = m->actor(300);
    const QJsonObject line = m->ask(*actor, u"choose"_s);
    QCOMPARE(answerOf(line), u"Silent"_s);
    QVERIFY(line.value("ms"_L1).toInt() < 300 + slackMs);
    QVERIFY(line.value("longestGapMs"_L1).toInt() < stallMs);
    QElapsedTimer timer;
    timer.start();
    actor->process.closeWriteChannel();
    QVERIFY(actor->endsWell(2000));
    qInfo() << "gone after" << timer.elapsed() << "ms";
    QVERIFY(m->keepsNothing());
}

QTEST_GUILESS_MAIN(TestKeychainStandIns)
#include "tst_keychainstandins.moc"
