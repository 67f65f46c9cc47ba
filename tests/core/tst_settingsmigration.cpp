#include "core/storage/profilestore.h"
#include "core/storage/settingsfile.h"
#include "core/storage/settingsformat.h"
#include "tests/storage/settingsplace.h"

#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;
using Kind = StorageProblem::Kind;

//! What becomes of settings files of earlier schemas.
class TestSettingsMigration final : public QObject, private SettingsPlace
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void anOldFileIsCopiedAndConverted();
    void anOldBackupIsCopiedAndConverted();
    void aCopyThatIsThereAlreadyServes();
    void anEarlierCopyOfOtherBytesStays();
    void withoutACopyNothingIsConverted();

private:
    [[nodiscard]] QString copy() const { return path() + u".version-1"_s; }
    //! One profile in a file of the first schema; answers with its bytes.
    [[nodiscard]] QByteArray oldFile() const
    {
        prepare();
        const QByteArray old = inFirstSchema(contentOf(path()));
        put(path(), old);
        put(path() + u".bak"_s, old);
        return old;
    }
    [[nodiscard]] bool isConverted() const
    {
        const QByteArray bytes = contentOf(path());
        return SettingsFormat::health(bytes) == SettingsFormat::Health::Good &&
               contentOf(path() + u".bak"_s) == bytes;
    }
};

void TestSettingsMigration::anOldFileIsCopiedAndConverted()
{
    const QByteArray old = oldFile();
    QCOMPARE(SettingsFormat::health(old), SettingsFormat::Health::Older);
    ProfileStore store(path());
    QSignalSpy saved(&store, &ProfileStore::saved);
    QSignalSpy problems(&store, &ProfileStore::problemFound);
    store.load();
    QCOMPARE(store.profiles().first().name, u"Acme"_s);
    QVERIFY(saved.wait());
    QVERIFY(isConverted());
    QCOMPARE(contentOf(copy()), old);
#ifdef Q_OS_UNIX
    QVERIFY(!(QFileInfo(copy()).permissions() & (QFile::ReadGroup | QFile::ReadOther)));
#endif
    QCOMPARE(kindsOf(problems), QList<Kind>());
    QCOMPARE(store.profiles().first().name, u"Acme"_s);
}

void TestSettingsMigration::anOldBackupIsCopiedAndConverted()
{
    const QByteArray old = oldFile();
    put(path(), "not whole");
    ProfileStore store(path());
    QSignalSpy saved(&store, &ProfileStore::saved);
    store.load();
    QCOMPARE(store.profiles().first().name, u"Acme"_s);
    QVERIFY(saved.wait());
    QVERIFY(isConverted());
    QCOMPARE(contentOf(copy()), old);
}

void TestSettingsMigration::aCopyThatIsThereAlreadyServes()
{
    put(copy(), oldFile());
    QVERIFY(SettingsFile(path()).write({}, {}).isWritten);
    QVERIFY(isConverted());
    QVERIFY(!QFileInfo::exists(copy() + u"-2"_s));
}

void TestSettingsMigration::anEarlierCopyOfOtherBytesStays()
{
    const QByteArray old = oldFile();
    put(copy(), "precious");
    QVERIFY(SettingsFile(path()).write({}, {}).isWritten);
    QCOMPARE(contentOf(copy()), "precious");
    QCOMPARE(contentOf(copy() + u"-2"_s), old);
}

void TestSettingsMigration::withoutACopyNothingIsConverted()
{
    const QByteArray old = oldFile();
    // Every name that a copy could have is taken.
    const QDir directory = QFileInfo(path()).dir();
    for (int i = 1; i <= 100; ++i)
        QVERIFY(directory.mkdir(u"profiles.conf.version-1"_s +
                                (i == 1 ? QString() : u'-' + QString::number(i))));
    ProfileStore store(path());
    QSignalSpy problems(&store, &ProfileStore::problemFound);
    store.load();
    QTRY_COMPARE(kindsOf(problems), QList{Kind::NotConverted});
    QCOMPARE(contentOf(path()), old);
    QCOMPARE(contentOf(path() + u".bak"_s), old);
    QCOMPARE(store.profiles().first().name, u"Acme"_s);
    // What somebody changes now is as unsaved as on a disk that cannot be written.
    store.save(named(u"more"_s));
    QTRY_COMPARE(kindsOf(problems), (QList{Kind::NotConverted, Kind::NotWritable}));
    QCOMPARE(contentOf(path()), old);
}

QTEST_GUILESS_MAIN(TestSettingsMigration)
#include "tst_settingsmigration.moc"
