#include "tests/storage/actorprocess.h"
#include "tests/storage/storagesupport.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>

#include <memory>

#include <csignal>

using namespace Qt::StringLiterals;
using Kind = StorageProblem::Kind;

//! Whoever holds the lock of the settings file, or left something in its place.
class TestStorageLocks final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aLockThatIsHeldIsNotWaitedForLong_data();
    void aLockThatIsHeldIsNotWaitedForLong();
    void aDamagedFileThatIsLockedIsReadFromTheBackup();
    void debrisInPlaceOfTheLockIsCleared();
    void aLockCutOffAtItsBirthDoesNotCostTheLastSave();
    void aDirectoryInPlaceOfTheLockIsReported();
    void whatAKilledTakerOfALockLeftGoesWithTheNextWrite();

private:
    [[nodiscard]] QString path() const { return m_directory->filePath(u"desk/profiles.conf"_s); }
    void prepare()
    {
        ProfileStore store(path());
        store.load();
        store.save(named(u"Acme"_s));
    }

    //! Lets \a holder take the lock of the file.
    [[nodiscard]] bool holds(ActorProcess &holder) const
    {
        QSignalSpy printed(&holder.process, &QProcess::readyReadStandardOutput);
        holder.start({u"hold"_s, path() + u".lock"_s});
        return printed.wait() && holder.process.readAllStandardOutput() == "{\"held\":true}\n";
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

void TestStorageLocks::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m_directory = std::make_unique<QTemporaryDir>(quickDirectory());
}

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

QTEST_GUILESS_MAIN(TestStorageLocks)
#include "tst_storagelocks.moc"
