#include "core/storage/profilestore.h"
#include "tests/storage/actorprocess.h"
#include "tests/storage/storagesupport.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QSet>
#include <QTemporaryDir>

#include <memory>

#include <csignal>
#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using Kind = StorageProblem::Kind;

class TestStorageProcesses final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void twoProcessesLoseNothingOfEachOther();
    void aLockThatIsHeldIsNotWaitedForLong_data();
    void aLockThatIsHeldIsNotWaitedForLong();
    void aDamagedFileThatIsLockedIsReadFromTheBackup();
    void debrisInPlaceOfTheLockIsCleared();
    void aLockCutOffAtItsBirthDoesNotCostTheLastSave();
    void aDirectoryInPlaceOfTheLockIsReported();
    void aProcessKilledWhileSavingLeavesAGoodFile();
    void aProcessKilledWhileConvertingLosesNothing();
    void whatAKilledTakerOfALockLeftGoesWithTheNextWrite();
    void aSlowDiskDoesNotHoldUpTheMainThread();
    void aSlowDiskDoesNotHoldUpTheEnd();
    void placesOfOthersAreReported_data();
    void placesOfOthersAreReported();

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

void TestStorageProcesses::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m_directory = std::make_unique<QTemporaryDir>(quickDirectory());
}

void TestStorageProcesses::twoProcessesLoseNothingOfEachOther()
{
    ActorProcess one;
    ActorProcess two;
    one.start({u"add"_s, path(), u"100"_s, u"one "_s});
    two.start({u"add"_s, path(), u"100"_s, u"two "_s});
    for (ActorProcess *actor : {&one, &two}) {
        const QJsonObject result = actor->result();
        QCOMPARE(result.value("problems"_L1).toArray(), QJsonArray());
        QVERIFY(result.value("saves"_L1).toInt() >= 20);
    }
    ProfileStore store(path());
    store.load();
    QSet<QString> names;
    for (const Profile &profile : store.profiles())
        names.insert(profile.name);
    QCOMPARE(names.size(), 200);
    QCOMPARE(store.profiles().size(), 200);
}

void TestStorageProcesses::aLockThatIsHeldIsNotWaitedForLong_data()
{
    QTest::addColumn<bool>("isStopped");
    QTest::newRow("by a process that runs") << false;
    QTest::newRow("by a process that is stopped") << true;
}

void TestStorageProcesses::aLockThatIsHeldIsNotWaitedForLong()
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

void TestStorageProcesses::aDamagedFileThatIsLockedIsReadFromTheBackup()
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

void TestStorageProcesses::debrisInPlaceOfTheLockIsCleared()
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

void TestStorageProcesses::aLockCutOffAtItsBirthDoesNotCostTheLastSave()
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

void TestStorageProcesses::aDirectoryInPlaceOfTheLockIsReported()
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

void TestStorageProcesses::aProcessKilledWhileSavingLeavesAGoodFile()
{
    const int asked = qEnvironmentVariableIntValue("DESK_TEST_KILLS");
    const int kills = asked > 0 ? asked : isSanitized ? 20 : 100;
    ActorProcess actor;
    actor.start({u"kill-loop"_s, path(), QString::number(kills)});
    const QJsonObject result = actor.result(kills * 1000);
    QCOMPARE(result.value("kills"_L1).toInt(), kills);
    QCOMPARE(result.value("wrong"_L1).toArray(), QJsonArray());
    qInfo() << result;
    QVERIFY(result.value("inTheMiddle"_L1).toInt() > kills / 4);
    // What was left lying about goes with the next write.
    prepare();
    QCOMPARE(QFileInfo(path())
                 .dir()
                 .entryList(QDir::Files | QDir::Hidden, QDir::Name)
                 .join(u' '), // to see which one, should there be more
             u"profiles.conf profiles.conf.bak profiles.conf.sealed"_s);
}

void TestStorageProcesses::aProcessKilledWhileConvertingLosesNothing()
{
    prepare();
    put(path(), inFirstSchema(contentOf(path())));
    const int kills = isSanitized ? 50 : 300;
    ActorProcess actor;
    actor.start({u"convert-loop"_s, path(), QString::number(kills)});
    const QJsonObject result = actor.result(kills * 1000);
    QCOMPARE(result.value("kills"_L1).toInt(), kills);
    QCOMPARE(result.value("wrong"_L1).toArray(), QJsonArray());
    qInfo() << result;
    // Some were killed before the end, some after.
    QVERIFY(result.value("converted"_L1).toInt() > 0);
    QVERIFY(result.value("converted"_L1).toInt() < kills);
}

void TestStorageProcesses::whatAKilledTakerOfALockLeftGoesWithTheNextWrite()
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

void TestStorageProcesses::aSlowDiskDoesNotHoldUpTheMainThread()
{
    prepare();
    ActorProcess actor;
    actor.start({u"save-slowly"_s, path()},
                ActorProcess::preload() + QStringList{u"DESK_SLOW_FSYNC_MS=3000"_s});
    const QJsonObject result = actor.result();
    qInfo() << result;
    QVERIFY(result.value("wholeMs"_L1).toInt() >= 3000);
    // Whatever else the machine does: the thread was held up for a part of that only.
    QVERIFY(result.value("longestGapMs"_L1).toInt(3000) < 1500);
}

void TestStorageProcesses::aSlowDiskDoesNotHoldUpTheEnd()
{
    prepare();
    ActorProcess actor;
    actor.start({u"save-and-go"_s, path()},
                ActorProcess::preload() + QStringList{u"DESK_SLOW_FSYNC_MS=6000"_s});
    const QJsonObject result = actor.result();
    const int goneMs = result.value("goneMs"_L1).toInt();
    QVERIFY2(goneMs >= 1900 && goneMs < 2500, qPrintable(QString::number(goneMs)));
    QCOMPARE(actor.process.exitCode(), 0);
    ProfileStore store(path());
    QSignalSpy problems(&store, &ProfileStore::problemFound);
    store.load();
    QCOMPARE(store.profiles().size(), 1);
    QCOMPARE(kindsOf(problems), QList<Kind>());
}

void TestStorageProcesses::placesOfOthersAreReported_data()
{
    QTest::addColumn<QString>("place");
    QTest::addColumn<QStringList>("atLoad");
    QTest::addColumn<QString>("atSave");
    QTest::addColumn<int>("found");
    QTest::newRow("a directory that may only be read")
        << u"read-only"_s << QStringList() << u"NotWritable"_s << 1;
    QTest::newRow("a home that may not be written")
        << u"home"_s << QStringList() << u"NotWritable"_s << 0;
    QTest::newRow("a file of another user")
        << u"foreign"_s << QStringList{u"NotReadable"_s} << u"NotWritable"_s << 0;
    QTest::newRow("a link to a file of another user")
        << u"link"_s << QStringList{u"NotReadable"_s} << u"NotWritable"_s << 0;
    QTest::newRow("a file without permissions")
        << u"closed"_s << QStringList{u"NotReadable"_s} << u"NotWritable"_s << 0;
    QTest::newRow("a damaged file in a directory that may only be read")
        << u"damaged"_s << QStringList{u"CorruptRestored"_s, u"NotWritable"_s} << u"NotWritable"_s
        << 1;
}

void TestStorageProcesses::placesOfOthersAreReported()
{
    if (::geteuid() != 0)
        QSKIP("only root can make files of another user");
    QFETCH(QString, place);
    const QByteArray top = QFile::encodeName(m_directory->path());
    QCOMPARE(::chmod(top.constData(), 0755), 0);
    QString used = path();
    if (place != u"home"_s) {
        prepare();
        const QByteArray directory = QFile::encodeName(QFileInfo(path()).path());
        const QByteArray file = QFile::encodeName(path());
        const bool isForeign = place == u"foreign"_s || place == u"link"_s;
        if (place == u"damaged"_s) {
            QFile damaged(path());
            QVERIFY(damaged.open(QIODevice::WriteOnly));
            damaged.write("damaged");
        }
        QCOMPARE(::chmod(file.constData(), place == u"closed"_s ? 0 : isForeign ? 0644 : 0600), 0);
        for (const QByteArray &owned : {directory, file, file + ".bak"}) {
            if (!isForeign)
                QCOMPARE(::chown(owned.constData(), 65'534, 65'534), 0);
        }
        QCOMPARE(::chmod(directory.constData(), isForeign ? 0755 : 0500), 0);
    }
    if (place == u"link"_s) {
        const QString home = m_directory->filePath(u"home"_s);
        QVERIFY(QDir().mkdir(home));
        used = home + u"/profiles.conf"_s;
        QVERIFY(QFile::link(path(), used));
        QCOMPARE(::chown(QFile::encodeName(home).constData(), 65'534, 65'534), 0);
    }
    ActorProcess actor;
    actor.start({u"save-as-nobody"_s, used});
    const QJsonObject result = actor.result();
    QFETCH(QStringList, atLoad);
    QFETCH(QString, atSave);
    QFETCH(int, found);
    QCOMPARE(result.value("atLoad"_L1).toArray(), QJsonArray::fromStringList(atLoad));
    QCOMPARE(result.value("problems"_L1).toArray().first().toString(), atSave);
    QCOMPARE(result.value("found"_L1).toInt(-1), found);
    QCOMPARE(result.value("profiles"_L1).toInt(-1), found + 1);
    QCOMPARE(result.value("isSaved"_L1).toBool(true), false);
}

QTEST_GUILESS_MAIN(TestStorageProcesses)
#include "tst_storageprocesses.moc"
