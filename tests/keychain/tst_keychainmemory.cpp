#include "tests/keychain/keychainlab.h"
#include "tests/storage/storagesupport.h"

#include <QStandardPaths>
#include <QTest>

using namespace Qt::StringLiterals;

//! What is given up in the middle of it, under valgrind, which sees into the keychain's library:
//! any error that it finds ends the actor with another code than 0.
class TestKeychainMemory final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aThousandDroppedJobsTouchNoFreedMemory();
    void aThousandTurnsOfTheVaultTouchNoFreedMemory();
    void leavingInTheMiddleOfItTouchesNoFreedMemory_data();
    void leavingInTheMiddleOfItTouchesNoFreedMemory();

private:
    static constexpr int silentAfterMs = 60'000; // everything is slow there
    static constexpr int endMs = 60'000;

    std::unique_ptr<KeychainLab> m;
};

void TestKeychainMemory::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    const QString valgrind = QStandardPaths::findExecutable(u"valgrind"_s);
    if (valgrind.isEmpty() || isSanitized)
        QSKIP("needs valgrind and a build without sanitizers");
    m = std::make_unique<KeychainLab>();
    m->setWrapper({valgrind, u"--quiet"_s, u"--error-exitcode=9"_s});
    QVERIFY(m->startBus());
    QVERIFY(m->startKeyring(true));
}

void TestKeychainMemory::aThousandDroppedJobsTouchNoFreedMemory()
{
    const auto actor = m->actor(silentAfterMs);
    const QJsonObject line = KeychainLab::ask(*actor, u"churn 1000"_s, 90'000);
    QVERIFY(!answerOf(line).isEmpty());
    actor->process.closeWriteChannel();
    QVERIFY(actor->endsWell(endMs));
}

// Keeping, locking, unlocking and giving up, each begun before the one before has ended.
void TestKeychainMemory::aThousandTurnsOfTheVaultTouchNoFreedMemory()
{
    const auto actor = m->actor(silentAfterMs);
    const QJsonObject line = KeychainLab::ask(*actor, u"turn 1000"_s, 100'000);
    QCOMPARE(answerOf(line), u"Done"_s);
    // Whatever was in the middle of what: it can be used.
    QCOMPARE(answerOf(m->ask(*actor, u"start-over"_s)), u"Done"_s);
    QCOMPARE(answerOf(m->ask(*actor, u"choose"_s)), u"Done"_s);
    QCOMPARE(answerOf(m->ask(*actor, u"remember s3cret"_s)), u"Done"_s);
    QCOMPARE(m->ask(*actor, u"recall"_s).value("secret"_L1).toString(), u"s3cret"_s);
    actor->process.closeWriteChannel();
    QVERIFY(actor->endsWell(endMs));
}

void TestKeychainMemory::leavingInTheMiddleOfItTouchesNoFreedMemory_data()
{
    QTest::addColumn<int>("afterMs");
    for (const int afterMs : {0, 1, 5, 20, 100, 300, 1000})
        QTest::addRow("after %d ms", afterMs) << afterMs;
}

void TestKeychainMemory::leavingInTheMiddleOfItTouchesNoFreedMemory()
{
    QFETCH(int, afterMs);
    const auto actor = m->actor(silentAfterMs);
    QCOMPARE(answerOf(m->ask(*actor, u"status"_s)), u"Done"_s); // it has started
    actor->process.write("leave " + QByteArray::number(afterMs) + '\n');
    QVERIFY(actor->endsWell(endMs));
}

QTEST_GUILESS_MAIN(TestKeychainMemory)
#include "tst_keychainmemory.moc"
