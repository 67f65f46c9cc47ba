#include "core/storage/durablefile.h"
#include "core/storage/settingscontent.h"
#include "tests/storage/actorprocess.h"
#include "tests/storage/settingsplace.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QSet>

#include <atomic>
#include <thread>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using Kind = StorageProblem::Kind;

//! Several processes on one settings file, slow disks, and files of others.
class TestStorageProcesses final : public QObject, private SettingsPlace
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void twoProcessesLoseNothingOfEachOther();
    void aFileThatIsReplacedAllTheTimeIsReadAllTheSame();
    void aSlowDiskDoesNotHoldUpTheMainThread();
    void aSlowDiskDoesNotHoldUpTheEnd();
    void placesOfOthersAreReported_data();
    void placesOfOthersAreReported();
};

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

void TestStorageProcesses::aFileThatIsReplacedAllTheTimeIsReadAllTheSame()
{
    // Large, so that it is replaced many times while it is read.
    {
        ProfileStore store(path());
        store.load();
        for (int i = 0; i < 100; ++i)
            store.save(named(u"Acme %1"_s.arg(i)));
    }
    const QByteArray one = contentOf(path());
    prepare();
    const QByteArray two = contentOf(path());
    QVERIFY(one != two);
    std::atomic<bool> isOver = false;
    std::thread writer([&] {
        for (bool isOdd = false; !isOver; isOdd = !isOdd) {
            const QString fresh = path() + u".fresh"_s;
            QFile::remove(fresh);
            if (DurableFile::createPrivate(fresh, isOdd ? one : two) == 0)
                static_cast<void>(DurableFile::replace(fresh, path()));
        }
    });
    QStringList refused;
    for (int i = 0; i < 60; ++i) {
        const SettingsContent content = SettingsContent::load(path());
        if (content.kind != SettingsContent::Kind::Good || content.state.order.isEmpty())
            refused.append(u"%1: %2"_s.arg(i).arg(content.reason));
    }
    isOver = true;
    writer.join();
    QCOMPARE(refused, QStringList());
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
    // Two seconds were waited, not the six that the disk takes for each of several waits.
    QVERIFY2(goneMs >= 1900 && goneMs < 4000, qPrintable(QString::number(goneMs)));
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
