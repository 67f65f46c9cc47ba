#include "core/storage/profilestore.h"
#include "core/storage/sealedlist.h"
#include "tests/storage/settingsplace.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;
using Kind = StorageProblem::Kind;

class TestProfileStoreDamage final : public QObject, private SettingsPlace
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void damageIsMovedAsideAndTheBackupLoaded_data();
    void damageIsMovedAsideAndTheBackupLoaded();
    void aHugeFileIsNotReadWhole();
    void damageWithoutABackupIsMovedAsideAndReported_data();
    void damageWithoutABackupIsMovedAsideAndReported();
    void cutsAndFlippedBitsComeBackFromTheBackup();
    void damageToBothKeepsBothAside();
    void damageWhileRunningLosesNothing();
    void aDeletedFileComesBackFromTheBackup();
    void aDeletedDirectoryLosesNothing();
    void aBackupIsThereAfterEveryWrite();
    void aFileThatLooksLikeTheOneBeforeIsReadForItself();

private:
    [[nodiscard]] QStringList asideFiles() const { return files().filter(u".corrupt-"_s); }
};

static QByteArray noise(qsizetype size)
{
    QRandomGenerator generator(20'240'511);
    QByteArray bytes(size, Qt::Uninitialized);
    for (char &byte : bytes)
        byte = static_cast<char>(generator.bounded(256));
    return bytes;
}

void TestProfileStoreDamage::damageIsMovedAsideAndTheBackupLoaded_data()
{
    QTest::addColumn<QByteArray>("damage");
    QTest::newRow("an empty file") << QByteArray();
    QTest::newRow("zeros") << QByteArray(4096, '\0');
    QTest::newRow("random bytes") << noise(4096);
    QTest::newRow("more than is ever read") << QByteArray(6'000'000, 'x');
    QTest::newRow("plain ini") << QByteArray(
        "[General]\ngeneration=1\na=@Variant(\\0\\0\\0\\x10)\n");
    QTest::newRow("400,000 keys") << sealed("session-desk-settings 2\n{" + [] {
        QByteArray keys = "\"a\":1";
        for (int i = 0; i < 400'000; ++i)
            keys += ",\"" + QByteArray::number(i) + "\":1";
        return keys;
    }() + '}');
    QTest::newRow("1,000,000 keys") << sealed("session-desk-settings 2\n{" + [] {
        QByteArray keys = "\"0\":1";
        for (int i = 1; i < 1'000'000; ++i)
            keys += ",\"" + QByteArray::number(i, 36) + "\":1";
        return keys;
    }() + '}');
    QTest::newRow("a value that says it is none")
        << sealed("session-desk-settings 2\n[General]\na=@Invalid()\n");
    QTest::newRow("nested groups") << sealed("session-desk-settings 2\n{\"a\":{\"b\":{}}}");
}

void TestProfileStoreDamage::damageIsMovedAsideAndTheBackupLoaded()
{
    QFETCH(QByteArray, damage);
    const QUuid id = prepare();
    const QByteArray good = contentOf(path());
    put(path(), damage);
    {
        ProfileStore store(path());
        QSignalSpy problems(&store, &ProfileStore::problemFound);
        QSignalSpy saves(&store, &ProfileStore::saved);
        store.load();
        QCOMPARE(kindsOf(problems), QList{Kind::CorruptRestored});
        QCOMPARE(store.profile(id)->name, u"Acme"_s);
        const auto problem = problems.first().first().value<StorageProblem>();
        QCOMPARE(QFileInfo(problem.path).fileName(), asideFiles().value(0));
        QVERIFY(contentOf(problem.path) == damage);
        // The file is put back from the backup without being asked.
        QTRY_COMPARE(saves.count(), 1);
        QVERIFY(store.isSaved());
    }
    ProfileStore store(path());
    QSignalSpy problems(&store, &ProfileStore::problemFound);
    store.load();
    QCOMPARE(kindsOf(problems), QList<Kind>());
    QCOMPARE(store.profile(id)->name, u"Acme"_s);
    QCOMPARE(asideFiles().size(), 1);
}

void TestProfileStoreDamage::aHugeFileIsNotReadWhole()
{
    const QUuid id = prepare();
    QVERIFY(QFile::resize(path(), 100'000'000'000)); // takes no room on the disk
    ProfileStore store(path());
    QSignalSpy problems(&store, &ProfileStore::problemFound);
    QElapsedTimer timer;
    timer.start();
    store.load();
    QVERIFY(timer.elapsed() < 1000);
    QCOMPARE(kindsOf(problems), QList{Kind::CorruptRestored});
    QCOMPARE(store.profile(id)->name, u"Acme"_s);
    QCOMPARE(QFileInfo(problems.first().first().value<StorageProblem>().path).size(),
             100'000'000'000);
}

void TestProfileStoreDamage::damageWithoutABackupIsMovedAsideAndReported_data()
{
    damageIsMovedAsideAndTheBackupLoaded_data();
}

void TestProfileStoreDamage::damageWithoutABackupIsMovedAsideAndReported()
{
    QFETCH(QByteArray, damage);
    prepare();
    put(path(), damage);
    QVERIFY(QFile::remove(path() + u".bak"_s));
    ProfileStore store(path());
    QSignalSpy problems(&store, &ProfileStore::problemFound);
    store.load();
    QCOMPARE(kindsOf(problems), QList{Kind::CorruptLost});
    QCOMPARE(store.profiles(), QList<Profile>());
    const auto problem = problems.first().first().value<StorageProblem>();
    store.save(named(u"a new start"_s));
    QTRY_VERIFY(store.isSaved());
    QVERIFY(contentOf(problem.path) == damage);
}

void TestProfileStoreDamage::cutsAndFlippedBitsComeBackFromTheBackup()
{
    const SecretBuffer key = SecretBuffer::fromBytes(QByteArray(32, 'k'));
    QUuid id;
    QHash<QUuid, SealedTexts> kept;
    {
        ProfileStore store(path());
        store.load();
        for (const QString &name : {u"Acme"_s, u"Beta"_s, u"Gamma"_s}) {
            const SealedTexts texts{{u"password"_s, u"sealed-v1:"_s + name + QString(140, u'A')},
                                    {u"token"_s, u"sealed-v1:"_s + name + QString(400, u'B')}};
            const QUuid saved = store.save(named(name), texts, key);
            kept.insert(saved, texts);
            id = id.isNull() ? saved : id;
        }
    }
    const QByteArray good = contentOf(path());
    QVERIFY(good.size() >= 4096);
    // Every byte is tried on the format itself; here the whole way, at a few of them.
    const qsizetype step = qEnvironmentVariableIntValue("DESK_TEST_THOROUGH") > 0 ? 1 : 151;
    for (qsizetype at = 0; at < good.size(); at += step) {
        QByteArray flipped = good;
        flipped[at] = static_cast<char>(flipped.at(at) ^ (1 << (at % 8)));
        for (const QByteArray &damage : {good.first(at), flipped}) {
            put(path(), damage);
            ProfileStore store(path());
            QSignalSpy problems(&store, &ProfileStore::problemFound);
            store.load();
            QCOMPARE(kindsOf(problems), QList{Kind::CorruptRestored});
            QCOMPARE(store.profile(id)->name, u"Acme"_s);
            // Never a wrong secret: those that were kept, each in its place.
            const SealedList list = SealedList::from(store.sealedList(), key);
            for (auto it = kept.cbegin(); it != kept.cend(); ++it) {
                QCOMPARE(store.sealedTexts(it.key()), it.value());
                QVERIFY(store.isListed(it.value().first(), list));
            }
            const auto problem = problems.first().first().value<StorageProblem>();
            QCOMPARE(contentOf(problem.path), damage);
            QVERIFY(QFile::remove(problem.path));
        }
    }
}

void TestProfileStoreDamage::damageToBothKeepsBothAside()
{
    prepare();
    put(path(), "main");
    put(path() + u".bak"_s, "backup");
    ProfileStore store(path());
    QSignalSpy problems(&store, &ProfileStore::problemFound);
    store.load();
    QCOMPARE(kindsOf(problems), QList{Kind::CorruptLost});
    store.save(named(u"a new start"_s));
    QTRY_VERIFY(store.isSaved());
    QList<QByteArray> aside;
    for (const QString &name : asideFiles())
        aside.append(contentOf(QFileInfo(path()).dir().filePath(name)));
    QCOMPARE(aside, (QList<QByteArray>{"backup", "main"}));
}

void TestProfileStoreDamage::damageWhileRunningLosesNothing()
{
    const QUuid first = prepare(u"first"_s);
    ProfileStore store(path());
    store.load();
    put(path(), "main");
    put(path() + u".bak"_s, "backup");
    QSignalSpy problems(&store, &ProfileStore::problemFound);
    const QUuid second = store.save(named(u"second"_s));
    QTRY_VERIFY(store.isSaved());
    QCOMPARE(kindsOf(problems), QList{Kind::CorruptLost});
    ProfileStore again(path());
    again.load();
    QCOMPARE(again.profile(first)->name, u"first"_s);
    QCOMPARE(again.profile(second)->name, u"second"_s);
    QCOMPARE(asideFiles().size(), 2);
}

void TestProfileStoreDamage::aDeletedFileComesBackFromTheBackup()
{
    const QUuid id = prepare();
    QVERIFY(QFile::remove(path()));
    ProfileStore store(path());
    QSignalSpy problems(&store, &ProfileStore::problemFound);
    store.load();
    QCOMPARE(problems.count(), 1);
    QCOMPARE(problems.first().first().value<StorageProblem>(),
             (StorageProblem{Kind::CorruptRestored, {}, u"missing"_s}));
    QCOMPARE(store.profile(id)->name, u"Acme"_s);
    QTRY_VERIFY(QFile::exists(path()));
}

void TestProfileStoreDamage::aDeletedDirectoryLosesNothing()
{
    const QUuid first = prepare(u"first"_s);
    ProfileStore store(path());
    store.load();
    QVERIFY(QFileInfo(path()).dir().removeRecursively());
    const QUuid second = store.save(named(u"second"_s));
    QTRY_VERIFY(store.isSaved());
    ProfileStore again(path());
    again.load();
    QCOMPARE(again.profile(first)->name, u"first"_s);
    QCOMPARE(again.profile(second)->name, u"second"_s);
}

void TestProfileStoreDamage::aBackupIsThereAfterEveryWrite()
{
    ProfileStore store(path());
    store.load();
    for (const QString &name : {u"first"_s, u"second"_s}) {
        store.save(named(name));
        QTRY_VERIFY(store.isSaved());
        QVERIFY(contentOf(path()).contains(name.toUtf8()));
        QCOMPARE(contentOf(path() + u".bak"_s), contentOf(path()));
    }
}

// QSettings takes a file of the same name, size and time for the one it has read before.
void TestProfileStoreDamage::aFileThatLooksLikeTheOneBeforeIsReadForItself()
{
    prepare(u"Acme"_s);
    {
        ProfileStore store(path());
        store.load();
        QCOMPARE(store.profiles().value(0).name, u"Acme"_s);
    }
    const QFileInfo before(path());
    const QDateTime time = before.lastModified();
    const qint64 size = before.size();
    QVERIFY(before.dir().removeRecursively());
    prepare(u"Beta"_s);
    QFile file(path());
    QVERIFY(file.open(QIODevice::ReadWrite));
    QVERIFY(file.setFileTime(time, QFileDevice::FileModificationTime));
    file.close();
    QCOMPARE(QFileInfo(path()).size(), size);

    ProfileStore store(path());
    store.load();
    QCOMPARE(store.profiles().size(), 1);
    QCOMPARE(store.profiles().first().name, u"Beta"_s);
}

QTEST_GUILESS_MAIN(TestProfileStoreDamage)
#include "tst_profilestoredamage.moc"
