#include "tests/storage/actorprocess.h"
#include "tests/storage/settingsplace.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QTimer>

#include <csignal>

using namespace Qt::StringLiterals;
using Kind = StorageProblem::Kind;

//! Whoever holds the lock of the settings file, or left something in its place.
class TestStorageLocks final : public QObject, private SettingsPlace
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void aLockThatIsHeldIsNotWaitedForLong_data();
    void aLockThatIsHeldIsNotWaitedForLong();
    void aDamagedFileThatIsLockedIsReadFromTheBackup();
    void debrisInPlaceOfTheLockIsCleared();
    void aLockCutOffAtItsBirthDoesNotCostTheLastSave();
    void aDirectoryInPlaceOfTheLockIsReported();
    void whatAKilledTakerOfALockLeftGoesWithTheNextWrite();
    void whoLoadsAtOnceWaitsForNoLock_data();
    void whoLoadsAtOnceWaitsForNoLock();
    void whoLoadsAtOnceAndWritesLosesNothing();

private:
    //! Lets \a holder take the lock of the file.
    [[nodiscard]] bool holds(ActorProcess &holder) const
    {
        QSignalSpy printed(&holder.process, &QProcess::readyReadStandardOutput);
        holder.start({u"hold"_s, path() + u".lock"_s});
        return printed.wait() && holder.process.readAllStandardOutput() == "{\"held\":true}\n";
    }
};

void TestStorageLocks::aLockThatIsHeldIsNotWaitedForLong_data()
{
    QTest::addColumn<bool>("isStopped");
    QTest::newRow("by a process that runs") << false;
    QTest::newRow("by a process that is stopped") << true;
}

void TestStorageLocks::aLockThatIsHeldIsNotWaitedForLong()
{
    QFETCH(bool, isStopped);
    prepare();
    ActorProcess holder;
    QVERIFY(holds(holder));
    const auto pid = static_cast<pid_t>(holder.process.processId());
    QVERIFY(pid > 0);
    if (isStopped)
        QCOMPARE(::kill(pid, SIGSTOP), 0);

    ProfileStore store(path());
    QSignalSpy problems(&store, &ProfileStore::problemFound);
    QElapsedTimer timer;
    timer.start();
    store.load();
    QVERIFY2(timer.elapsed() < 3000, "the start of the program waits for this");
    QCOMPARE(store.profiles().size(), 1);
    const QUuid id = store.save(named(u"later"_s));
    QVERIFY(problems.wait(4000));
    QCOMPARE(kindsOf(problems), QList{Kind::Locked});
    QVERIFY(!store.isSaved());
    QVERIFY(store.profile(id));

    QSignalSpy ended(&holder.process, &QProcess::finished);
    holder.process.kill();
    QVERIFY(ended.wait());
    store.retry();
    QTRY_VERIFY(store.isSaved());
    ProfileStore again(path());
    again.load();
    QVERIFY(again.profile(id));
}

void TestStorageLocks::aDamagedFileThatIsLockedIsReadFromTheBackup()
{
    prepare();
    QFile file(path());
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("damaged");
    file.close();
    ActorProcess holder;
    QVERIFY(holds(holder));
    ProfileStore store(path());
    QSignalSpy problems(&store, &ProfileStore::problemFound);
    QElapsedTimer timer;
    timer.start();
    store.load();
    QVERIFY2(timer.elapsed() < 3000, "the start of the program waits for this");
    QCOMPARE(kindsOf(problems), (QList<Kind>{Kind::CorruptRestored, Kind::Locked}));
    QCOMPARE(store.profiles().size(), 1);
    QVERIFY(file.exists());

    QSignalSpy ended(&holder.process, &QProcess::finished);
    holder.process.kill();
    QVERIFY(ended.wait());
    store.save(named(u"later"_s));
    QTRY_VERIFY(store.isSaved());
    const QStringList aside =
        QFileInfo(path()).dir().entryList({u"profiles.conf.corrupt-*"_s}, QDir::Files);
    QCOMPARE(aside.size(), 1);
}

void TestStorageLocks::debrisInPlaceOfTheLockIsCleared()
{
    prepare();
    QFile debris(path() + u".lock"_s);
    QVERIFY(debris.open(QIODevice::WriteOnly));
    debris.write("neither a number\nnor a name\0\xff");
    debris.close();
    ProfileStore store(path());
    QSignalSpy problems(&store, &ProfileStore::problemFound);
    store.load();
    store.save(named(u"later"_s));
    QTRY_VERIFY(store.isSaved());
    QCOMPARE(kindsOf(problems), QList<Kind>());
    QVERIFY(!debris.exists());
}

void TestStorageLocks::aLockCutOffAtItsBirthDoesNotCostTheLastSave()
{
    prepare();
    QFile debris(path() + u".lock"_s); // its maker was killed before it wrote its number
    QVERIFY(debris.open(QIODevice::WriteOnly));
    debris.close();
    prepare(); // the end of the program waits a while for this, not for ever
    QVERIFY(!debris.exists());
    ProfileStore store(path());
    store.load();
    QCOMPARE(store.profiles().size(), 2);
}

void TestStorageLocks::aDirectoryInPlaceOfTheLockIsReported()
{
    prepare();
    QVERIFY(QDir().mkdir(path() + u".lock"_s));
    ProfileStore store(path());
    QSignalSpy problems(&store, &ProfileStore::problemFound);
    store.load();
    store.save(named(u"later"_s));
    QVERIFY(problems.wait(4000));
    QCOMPARE(kindsOf(problems), QList{Kind::Locked});
    QVERIFY(QDir().rmdir(path() + u".lock"_s));
    store.retry();
    QTRY_VERIFY(store.isSaved());
}

void TestStorageLocks::whatAKilledTakerOfALockLeftGoesWithTheNextWrite()
{
    prepare();
    // QLockFile has one while it takes the lock of a dead process away.
    // That has a lock of its own.
    for (const QString &name : {u".lock.rmlock"_s, u".lock.rmlock.rmlock"_s}) {
        for (const QByteArray &content : {""_ba, "999999999\nactor\n\n\n\n"_ba}) {
            QFile debris(path() + name);
            QVERIFY(debris.open(QIODevice::WriteOnly) && debris.write(content) == content.size());
            debris.close();
            prepare();
            QVERIFY(!debris.exists());
        }
    }
}

void TestStorageLocks::whoLoadsAtOnceWaitsForNoLock_data()
{
    QTest::addColumn<QByteArray>("damage"); // null: the file is gone
    QTest::addColumn<QString>("obstacle");
    QTest::addColumn<QList<Kind>>("told");
    const QList<Kind> mended{Kind::CorruptRestored};
    const QList<Kind> barred{Kind::CorruptRestored, Kind::Locked};
    QTest::newRow("damaged") << "damaged"_ba << QString() << mended;
    QTest::newRow("damaged, the lock held") << "damaged"_ba << u"held"_s << barred;
    QTest::newRow("gone, the lock held") << QByteArray() << u"held"_s << barred;
    QTest::newRow("damaged, debris in place of the lock") << "damaged"_ba << u"debris"_s << mended;
    QTest::newRow("damaged, a directory in place of the lock")
        << "damaged"_ba << u"directory"_s << barred;
}

void TestStorageLocks::whoLoadsAtOnceWaitsForNoLock()
{
    QFETCH(QByteArray, damage);
    QFETCH(QString, obstacle);
    QFETCH(QList<Kind>, told);
    prepare();
    if (damage.isNull())
        QVERIFY(QFile::remove(path()));
    else
        put(path(), damage);
    ActorProcess holder;
    if (obstacle == u"held"_s)
        QVERIFY(holds(holder));
    else if (obstacle == u"debris"_s)
        put(path() + u".lock"_s, "neither a number\nnor a name");
    else if (obstacle == u"directory"_s)
        QVERIFY(QDir().mkdir(path() + u".lock"_s));
    ProfileStore store(path());
    QSignalSpy problems(&store, &ProfileStore::problemFound);
    int ticks = 0;
    QTimer ticker;
    ticker.setInterval(20);
    ticker.callOnTimeout(this, [&ticks] { ++ticks; });
    ticker.start();
    store.loadAtOnce();
    // Nothing was waited for so far: whatever is to be told comes later.
    QCOMPARE(store.profiles().size(), 1);
    QCOMPARE(problems.count(), 0);
    QTRY_COMPARE_WITH_TIMEOUT(kindsOf(problems), told, 20'000);
    QCOMPARE(store.profiles().size(), 1);
    // The lock is waited for elsewhere, for two seconds.
    if (told.contains(Kind::Locked))
        QVERIFY2(ticks > 20, qPrintable(QString::number(ticks)));
    else
        QTRY_COMPARE(contentOf(path()), contentOf(path() + u".bak"_s));
}

void TestStorageLocks::whoLoadsAtOnceAndWritesLosesNothing()
{
    prepare();
    put(path(), "damaged");
    ProfileStore store(path());
    store.loadAtOnce();
    store.save(named(u"before it was mended"_s)); // waits behind that
    QTRY_VERIFY(store.isSaved());
    QCOMPARE(store.profiles().size(), 2);
    ProfileStore again(path());
    again.load();
    QCOMPARE(again.profiles(), store.profiles());
    QCOMPARE(QFileInfo(path()).dir().entryList({u"profiles.conf.corrupt-*"_s}, QDir::Files).size(),
             1);
}

QTEST_GUILESS_MAIN(TestStorageLocks)
#include "tst_storagelocks.moc"
