#include "core/storage/masterkey.h"
#include "tests/keychain/keychainlab.h"
#include "tests/storage/storagesupport.h"

#include <QDir>
#include <QTest>

#include <numeric>

using namespace Qt::StringLiterals;

//! The keeper and the vault on the real gnome-keyring, and on nothing.
class TestKeychain final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void withoutAKeychainThatIsSaidAtOnce_data();
    void withoutAKeychainThatIsSaidAtOnce();
    void anOpenKeyringKeepsTheKeyForTheNextProcess();
    void whatIsForgottenIsGone();
    void aSecretIsRecalledByTheNextProcess();
    void aLockedKeyringIsNotAnEmptyOne();
    void theVaultStaysAsItIsWhileTheKeyringIsLocked();
    void aKeyInAnotherKeyringThatIsLockedIsNotLost();
    void aKeyThatWasRemovedOutsideIsLost();
    void aKeyThatWasReplacedOutsideIsNotTaken_data();
    void aKeyThatWasReplacedOutsideIsNotTaken();
    void aTextInItsPlaceDoesNotPassForTheKey();
    void bytesComeBackAsTheyWere_data();
    void bytesComeBackAsTheyWere();
    void aKeyringThatEndsAndComesBackIsFoundAgain();
    void aKeychainThatComesLaterIsFound();
    void withoutGLibThereIsNoKeychain();
    void aPlainFileOfItsNameIsNotRead();
    void leavingInTheMiddleOfItIsQuick_data();
    void leavingInTheMiddleOfItIsQuick();

private:
    std::unique_ptr<KeychainLab> m;
};

void TestKeychain::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m = std::make_unique<KeychainLab>();
}

void TestKeychain::withoutAKeychainThatIsSaidAtOnce_data()
{
    QTest::addColumn<bool>("hasBus");
    QTest::newRow("no session bus") << false;
    QTest::newRow("a bus without a keychain") << true;
}

void TestKeychain::withoutAKeychainThatIsSaidAtOnce()
{
    QFETCH(bool, hasBus);
    if (hasBus)
        QVERIFY(m->startBus());
    for (const QString &command : {u"look"_s, u"keep"_s, u"forget"_s, u"choose"_s}) {
        const QJsonObject line = m->ask(command);
        QCOMPARE(answerOf(line), u"Absent"_s);
        QVERIFY(line.value("ms"_L1).toInt() < slackMs);
        QVERIFY(line.value("longestGapMs"_L1).toInt() < stallMs);
    }
    QVERIFY2(m->keepsNothing(), "nothing is written before somebody chooses");
}

void TestKeychain::anOpenKeyringKeepsTheKeyForTheNextProcess()
{
    QVERIFY(m->startBus());
    QVERIFY(m->startKeyring(true));
    QCOMPARE(answerOf(m->ask(u"look"_s)), u"Missing"_s);
    const QJsonObject kept = m->ask(u"keep"_s);
    QCOMPARE(answerOf(kept), u"Done"_s);
    QVERIFY(kept.value("longestGapMs"_L1).toInt() < stallMs);
    QCOMPARE(idOf(kept).size(), 32);
    const QJsonObject fetched = m->ask(u"fetch "_s + idOf(kept));
    QCOMPARE(answerOf(fetched), u"Done"_s);
    QCOMPARE(idOf(fetched), idOf(kept));
    QCOMPARE(answerOf(m->ask(u"fetch "_s + QString(32, u'a'))), u"Lost"_s);
    const QJsonObject another = m->ask(u"keep"_s); // beside it
    QCOMPARE(answerOf(another), u"Done"_s);
    for (const QJsonObject &line : {kept, another})
        QCOMPARE(idOf(m->ask(u"fetch "_s + idOf(line))), idOf(line));
}

void TestKeychain::whatIsForgottenIsGone()
{
    QVERIFY(m->startBus());
    QVERIFY(m->startKeyring(true));
    QCOMPARE(answerOf(m->ask(u"forget"_s)), u"Done"_s); // there is none
    const QString id = idOf(m->ask(u"keep"_s));
    const QString another = idOf(m->ask(u"keep"_s));
    QCOMPARE(answerOf(m->ask(u"forget "_s + id)), u"Done"_s);
    QCOMPARE(answerOf(m->ask(u"look "_s + id)), u"Missing"_s);
    QCOMPARE(answerOf(m->ask(u"fetch "_s + id)), u"Lost"_s);
    QCOMPARE(answerOf(m->ask(u"fetch "_s + another)), u"Done"_s);
}

void TestKeychain::aSecretIsRecalledByTheNextProcess()
{
    QVERIFY(m->startBus());
    QVERIFY(m->startKeyring(true));
    {
        const auto actor = m->actor();
        QCOMPARE(answerOf(m->ask(*actor, u"remember too-early"_s)), u"NotChosen"_s);
        QCOMPARE(answerOf(m->ask(*actor, u"choose"_s)), u"Done"_s);
        QCOMPARE(answerOf(m->ask(*actor, u"remember canary-Größe"_s)), u"Done"_s);
        actor->process.closeWriteChannel();
        QVERIFY(actor->endsWell(5000));
    }
    QVERIFY(contentOf(m->settings()).contains("sealed-v1:"));
    QVERIFY(!contentOf(m->settings()).contains("canary"));
    const auto actor = m->actor();
    QCOMPARE(answerOf(m->ask(*actor, u"recall"_s)), u"NotOpen"_s);
    QCOMPARE(answerOf(m->ask(*actor, u"unlock"_s)), u"Done"_s);
    const QJsonObject line = m->ask(*actor, u"recall"_s);
    QCOMPARE(answerOf(line), u"Done"_s);
    QCOMPARE(line.value("secret"_L1).toString(), u"canary-Größe"_s);
}

void TestKeychain::aLockedKeyringIsNotAnEmptyOne()
{
    QVERIFY(m->startBus());
    QVERIFY(m->startKeyring(true));
    const QString id = idOf(m->ask(u"keep"_s));
    m->stopKeyring();
    QVERIFY(m->startKeyring(false));
    for (const QString &command :
         {u"look"_s, u"fetch "_s + id, u"keep"_s, u"forget"_s, u"choose"_s}) {
        const QJsonObject line = m->ask(command);
        QCOMPARE(answerOf(line), u"Locked"_s);
        QVERIFY(line.value("ms"_L1).toInt() < 5000);
    }
    m->stopKeyring();
    QVERIFY(m->startKeyring(true));
    QCOMPARE(answerOf(m->ask(u"fetch "_s + id)), u"Done"_s); // unharmed
}

void TestKeychain::theVaultStaysAsItIsWhileTheKeyringIsLocked()
{
    QVERIFY(m->startBus());
    QVERIFY(m->startKeyring(true));
    {
        const auto actor = m->actor();
        QCOMPARE(answerOf(m->ask(*actor, u"choose"_s)), u"Done"_s);
        QCOMPARE(answerOf(m->ask(*actor, u"remember s3cret"_s)), u"Done"_s);
        actor->process.closeWriteChannel();
        QVERIFY(actor->endsWell(5000));
    }
    m->stopKeyring();
    QVERIFY(m->startKeyring(false));
    const QByteArray before = contentOf(m->settings());
    const auto actor = m->actor();
    const QJsonObject line = m->ask(*actor, u"unlock"_s);
    QCOMPARE(answerOf(line), u"Locked"_s);
    QCOMPARE(line.value("state"_L1).toString(), u"Failed"_s);
    QCOMPARE(answerOf(m->ask(*actor, u"recall"_s)), u"NotOpen"_s);
    QCOMPARE(contentOf(m->settings()), before);
    m->stopKeyring();
    QVERIFY(m->startKeyring(true));
    QCOMPARE(answerOf(m->ask(*actor, u"unlock"_s)), u"Done"_s); // the same process
    QCOMPARE(m->ask(*actor, u"recall"_s).value("secret"_L1).toString(), u"s3cret"_s);
}

// What is called lost is offered to be given up.
void TestKeychain::aKeyInAnotherKeyringThatIsLockedIsNotLost()
{
    QVERIFY(m->startBus());
    QVERIFY(m->startKeyring(true));
    const QString login = u"/org/freedesktop/secrets/collection/login"_s;
    const QString second = m->addKeyring(u"second"_s);
    QVERIFY(!second.isEmpty());
    QVERIFY(m->makeDefault(second));
    {
        const auto actor = m->actor();
        QCOMPARE(answerOf(m->ask(*actor, u"choose"_s)), u"Done"_s);
        QCOMPARE(answerOf(m->ask(*actor, u"remember s3cret"_s)), u"Done"_s);
        actor->process.closeWriteChannel();
        QVERIFY(actor->endsWell(5000));
    }
    QVERIFY(m->makeDefault(login));
    QCOMPARE(answerOf(m->ask(u"unlock"_s)), u"Done"_s); // wherever it lies
    QVERIFY(m->lockKeyring(second));
    const QByteArray before = contentOf(m->settings());
    QCOMPARE(answerOf(m->ask(u"unlock"_s)), u"Locked"_s);
    QCOMPARE(answerOf(m->ask(u"fetch "_s + m->keyId())), u"Locked"_s);
    QCOMPARE(contentOf(m->settings()), before);
    // A new key goes into the one that is open, and one that is nowhere is not to be seen.
    QCOMPARE(answerOf(m->ask(u"keep"_s)), u"Done"_s);
    QCOMPARE(answerOf(m->ask(u"fetch "_s + QString(32, u'a'))), u"Locked"_s);
}

void TestKeychain::aKeyThatWasRemovedOutsideIsLost()
{
    QVERIFY(m->startBus());
    QVERIFY(m->startKeyring(true));
    const auto actor = m->actor();
    QCOMPARE(answerOf(m->ask(*actor, u"choose"_s)), u"Done"_s);
    QCOMPARE(answerOf(m->ask(*actor, u"remember s3cret"_s)), u"Done"_s);
    QTRY_VERIFY(contentOf(m->settings()).contains("sealed-v1:"));
    QCOMPARE(m->keyId().size(), 32);
    QCOMPARE(answerOf(m->ask(u"forget "_s + m->keyId())), u"Done"_s);
    const QByteArray before = contentOf(m->settings());
    QCOMPARE(answerOf(m->ask(u"unlock"_s)), u"Lost"_s);
    QCOMPARE(answerOf(m->ask(u"look "_s + m->keyId())), u"Missing"_s); // no new one was made
    QCOMPARE(contentOf(m->settings()), before);
}

void TestKeychain::aKeyThatWasReplacedOutsideIsNotTaken_data()
{
    QTest::addColumn<QString>("command");
    QTest::addColumn<QString>("expected");
    QTest::newRow("by another key") << u"plant-key %1"_s << u"OtherKey"_s;
    QTest::newRow("by 48 zeros") << u"plant %1 "_s + QString(96, u'0') << u"Altered"_s;
    QTest::newRow("by one byte") << u"plant %1 00"_s << u"Altered"_s;
    QTest::newRow("by a megabyte") << u"plant %1 "_s + QString(2 << 20, u'f') << u"Altered"_s;
}

void TestKeychain::aKeyThatWasReplacedOutsideIsNotTaken()
{
    QFETCH(QString, command);
    QFETCH(QString, expected);
    QVERIFY(m->startBus());
    QVERIFY(m->startKeyring(true));
    {
        const auto actor = m->actor();
        QCOMPARE(answerOf(m->ask(*actor, u"choose"_s)), u"Done"_s);
        QCOMPARE(answerOf(m->ask(*actor, u"remember s3cret"_s)), u"Done"_s);
        actor->process.closeWriteChannel();
        QVERIFY(actor->endsWell(5000));
    }
    const QByteArray before = contentOf(m->settings());
    QVERIFY(!answerOf(m->ask(command.arg(m->keyId()))).isEmpty());
    QCOMPARE(answerOf(m->ask(u"unlock"_s)), expected);
    QCOMPARE(answerOf(m->ask(u"look "_s + m->keyId())), expected);
    QCOMPARE(contentOf(m->settings()), before);
}

void TestKeychain::aTextInItsPlaceDoesNotPassForTheKey()
{
    QVERIFY(m->startBus());
    QVERIFY(m->startKeyring(true));
    const QString id(32, u'a');
    QCOMPARE(answerOf(m->ask(u"plant-text "_s + id + u" planted"_s)), u"0"_s);
    QCOMPARE(answerOf(m->ask(u"look "_s + id)), u"Altered"_s);
    QCOMPARE(answerOf(m->ask(u"fetch "_s + id)), u"Altered"_s);
    QCOMPARE(answerOf(m->ask(u"forget "_s + id)), u"Done"_s);
    QCOMPARE(answerOf(m->ask(u"look "_s + id)), u"Missing"_s);
}

void TestKeychain::bytesComeBackAsTheyWere_data()
{
    QTest::addColumn<QByteArray>("bytes");
    QTest::newRow("a key of zeros") << QByteArray(MasterKey::itemSize, '\0');
    QTest::newRow("a key of 0xFF") << QByteArray(MasterKey::itemSize, '\xFF');
    QTest::newRow("zeros and 0xFF in turn") << QByteArray("\0\xFF", 2).repeated(24);
    QByteArray every(256, '\0');
    std::iota(every.begin(), every.end(), '\0');
    QTest::newRow("every byte") << every;
    QTest::newRow("a megabyte") << every.repeated(4096);
}

void TestKeychain::bytesComeBackAsTheyWere()
{
    QFETCH(QByteArray, bytes);
    QVERIFY(m->startBus());
    QVERIFY(m->startKeyring(true));
    const QString hex = QString::fromLatin1(bytes.toHex());
    const QJsonObject line = m->ask(u"carry "_s + QString(32, u'a') + u' ' + hex);
    QCOMPARE(answerOf(line), u"Done"_s);
    QVERIFY(line.value("bytes"_L1).toString() == hex);
}

void TestKeychain::aKeyringThatEndsAndComesBackIsFoundAgain()
{
    QVERIFY(m->startBus());
    QVERIFY(m->startKeyring(true));
    const auto actor = m->actor();
    const QString id = idOf(m->ask(*actor, u"keep"_s));
    m->stopKeyring();
    QCOMPARE(answerOf(m->ask(*actor, u"fetch "_s + id)), u"Absent"_s);
    QVERIFY(m->startKeyring(true));
    QCOMPARE(answerOf(m->ask(*actor, u"fetch "_s + id)), u"Done"_s);
}

void TestKeychain::aKeychainThatComesLaterIsFound()
{
    QVERIFY(m->startBus());
    const auto actor = m->actor();
    QCOMPARE(answerOf(m->ask(*actor, u"choose"_s)), u"Absent"_s);
    QVERIFY(m->startKeyring(true));
    QCOMPARE(answerOf(m->ask(*actor, u"choose"_s)), u"Done"_s);
}

void TestKeychain::withoutGLibThereIsNoKeychain()
{
    QVERIFY(m->startBus());
    QVERIFY(m->startKeyring(true));
    QCOMPARE(answerOf(m->ask(u"keep"_s)), u"Done"_s);
    m->setEnvironment(u"QT_NO_GLIB=1"_s);
    for (const QString &command : {u"look"_s, u"keep"_s, u"forget"_s}) {
        const QJsonObject line = m->ask(command);
        QCOMPARE(answerOf(line), u"Absent"_s);
        QVERIFY(line.value("ms"_L1).toInt() < slackMs);
    }
}

void TestKeychain::aPlainFileOfItsNameIsNotRead()
{
    const QString id(32, u'a');
    QVERIFY(QDir().mkpath(m->path(u"config/io.session-desk.vault"_s)));
    for (const QString &name : {u"config/io.session-desk.vault.conf"_s,
                                u"config/Unknown Organization/io.session-desk.vault.conf"_s,
                                u"config/io.session-desk.vault/io.session-desk.vault.conf"_s}) {
        QVERIFY(QDir().mkpath(QFileInfo(m->path(name)).path()));
        put(m->path(name), QByteArray("[General]\nmasterkey\\v1\\ID\\data=planted\n"
                                      "masterkey\\v1\\ID\\type=2\n"
                                      "[masterkey]\nv1\\ID\\data=planted\nv1\\ID\\type=2\n")
                               .replace("ID", id.toLatin1()));
    }
    QCOMPARE(answerOf(m->ask(u"look "_s + id)), u"Absent"_s);
    QVERIFY(m->startBus());
    QVERIFY(m->startKeyring(true));
    QCOMPARE(answerOf(m->ask(u"look "_s + id)), u"Missing"_s);
    QCOMPARE(answerOf(m->ask(u"keep"_s)), u"Done"_s);
    QVERIFY(contentOf(m->path(u"config/io.session-desk.vault.conf"_s)).contains("planted"));
}

void TestKeychain::leavingInTheMiddleOfItIsQuick_data()
{
    QTest::addColumn<int>("afterMs");
    for (const int afterMs : {0, 1, 5, 20, 100})
        QTest::addRow("after %d ms", afterMs) << afterMs;
}

void TestKeychain::leavingInTheMiddleOfItIsQuick()
{
    QFETCH(int, afterMs);
    QVERIFY(m->startBus());
    QVERIFY(m->startKeyring(true));
    const auto actor = m->actor();
    QCOMPARE(answerOf(m->ask(*actor, u"status"_s)), u"Done"_s); // it has started
    actor->process.write("leave " + QByteArray::number(afterMs) + '\n');
    QVERIFY(actor->endsWell(2000));
}

QTEST_GUILESS_MAIN(TestKeychain)
#include "tst_keychain.moc"
