#include "core/storage/profilestore.h"
#include "tests/storage/quickdirectory.h"

#include <QCryptographicHash>
#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>
#include <QRandomGenerator>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;
using Kind = StorageProblem::Kind;

static QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

static void put(const QString &path, const QByteArray &bytes)
{
    QFile file(path);
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

static QByteArray sealed(const QByteArray &content)
{
    return content + "sha256 " +
           QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex() + '\n';
}

static Profile named(const QString &name)
{
    Profile profile;
    profile.name = name;
    profile.origin = u"https://acme.thoughtspot.cloud"_s;
    profile.userName = u"maria.lopez"_s;
    return profile;
}

static QList<Kind> kindsOf(const QSignalSpy &problems)
{
    QList<Kind> kinds;
    for (const QList<QVariant> &arguments : problems)
        kinds.append(arguments.first().value<StorageProblem>().kind);
    return kinds;
}

class TestProfileStoreDamage final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void modesArePrivateUnderAnyUmask_data();
    void modesArePrivateUnderAnyUmask();
    void openModesAreMendedAndReported();
    void aSharedDirectoryIsLeftAlone();
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
    void aNewerFileIsOnlyRead();
    void unknownValuesOfTheSameSchemaAreKept();
    void oddPlacesAreLeftAlone_data();
    void oddPlacesAreLeftAlone();
    void aLinkToOurOwnFileIsFollowed();
    void withoutAHomeEverythingStaysInMemory();
    void hostileValuesAreCleanedOrLeftOut();
    void loadingIsQuick();

private:
    [[nodiscard]] QString path() const { return m_directory->filePath(u"desk/profiles.conf"_s); }
    [[nodiscard]] QStringList files() const
    {
        return QFileInfo(path()).dir().entryList(
            QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot, QDir::Name);
    }
    [[nodiscard]] QStringList asideFiles() const { return files().filter(u".corrupt-"_s); }
    //! One profile, written the ordinary way.
    QUuid prepare(const QString &name = u"Acme"_s)
    {
        ProfileStore store(path());
        store.load();
        return store.save(named(name));
    }

    std::unique_ptr<QTemporaryDir> m_directory;
};

void TestProfileStoreDamage::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m_directory = std::make_unique<QTemporaryDir>(quickDirectory());
}

#ifdef Q_OS_UNIX
static int modeOf(const QString &path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777 : -1;
}
#endif

void TestProfileStoreDamage::modesArePrivateUnderAnyUmask_data()
{
    QTest::addColumn<int>("mask");
    QTest::newRow("nothing is masked") << 0;
    QTest::newRow("the usual mask") << 022;
    QTest::newRow("our own mask") << 077;
}

void TestProfileStoreDamage::modesArePrivateUnderAnyUmask()
{
#ifdef Q_OS_UNIX
    QFETCH(int, mask);
    const mode_t before = ::umask(static_cast<mode_t>(mask));
    prepare();
    prepare(u"Umbrella"_s); // over the first
    ::umask(before);
    QCOMPARE(modeOf(QFileInfo(path()).path()), 0700);
    for (const QString &name : files())
        QCOMPARE(modeOf(QFileInfo(path()).dir().filePath(name)), 0600);
    QCOMPARE(files().size(), 2);
#else
    QSKIP("modes are a matter of Unix");
#endif
}

void TestProfileStoreDamage::openModesAreMendedAndReported()
{
#ifdef Q_OS_UNIX
    prepare();
    const QString directory = QFileInfo(path()).path();
    for (const QString &open : {path(), path() + u".bak"_s, directory}) {
        QCOMPARE(::chmod(QFile::encodeName(open).constData(), 0755), 0);
        ProfileStore store(path());
        QSignalSpy problems(&store, &ProfileStore::problemFound);
        store.load();
        QCOMPARE(kindsOf(problems), QList{Kind::ModesRepaired});
        QCOMPARE(modeOf(open), 0700);
        QCOMPARE(store.profiles().size(), 1);
        store.load();
        QCOMPARE(problems.count(), 1);
    }
#else
    QSKIP("modes are a matter of Unix");
#endif
}

void TestProfileStoreDamage::aSharedDirectoryIsLeftAlone()
{
#ifdef Q_OS_UNIX
    prepare();
    const QString directory = QFileInfo(path()).path();
    QCOMPARE(::chmod(QFile::encodeName(directory).constData(), 01777), 0);
    ProfileStore store(path());
    QSignalSpy problems(&store, &ProfileStore::problemFound);
    store.load();
    QCOMPARE(kindsOf(problems), QList<Kind>());
    QCOMPARE(modeOf(directory), 01777);
#else
    QSKIP("modes are a matter of Unix");
#endif
}

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
    QTest::newRow("a million keys") << sealed("session-desk-settings 1\n{" + [] {
        QByteArray keys = "\"a\":1";
        for (int i = 0; i < 400'000; ++i)
            keys += ",\"" + QByteArray::number(i) + "\":1";
        return keys;
    }() + '}');
    QTest::newRow("nested groups") << sealed("session-desk-settings 1\n{\"a\":{\"b\":{}}}");
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
    const QUuid id = prepare();
    const QByteArray good = contentOf(path());
    // Every byte is tried on the format itself; here the whole way, at a few of them.
    const qsizetype step = qEnvironmentVariableIntValue("DESK_TEST_THOROUGH") > 0 ? 1 : 61;
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
            const auto problem = problems.first().first().value<StorageProblem>();
            QCOMPARE(contentOf(problem.path), damage);
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

void TestProfileStoreDamage::aNewerFileIsOnlyRead()
{
    const QUuid id = prepare();
    QByteArray content = contentOf(path());
    content.chop(72);
    content.replace("session-desk-settings 1\n", "session-desk-settings 2\n");
    const QByteArray newer = sealed(content);
    put(path(), newer);
    {
        ProfileStore store(path());
        QSignalSpy problems(&store, &ProfileStore::problemFound);
        store.load();
        QCOMPARE(kindsOf(problems), QList{Kind::NewerVersion});
        QCOMPARE(store.profile(id)->name, u"Acme"_s);
        const QUuid added = store.save(named(u"in memory only"_s));
        QTRY_COMPARE(problems.count(), 2);
        QCOMPARE(kindsOf(problems).last(), Kind::NewerVersion);
        QVERIFY(!store.isSaved());
        QCOMPARE(store.profile(added)->name, u"in memory only"_s);
    }
    QCOMPARE(contentOf(path()), newer);
    const QByteArray strange = sealed("session-desk-settings 3\nquite different\n");
    put(path(), strange);
    {
        ProfileStore store(path());
        QSignalSpy problems(&store, &ProfileStore::problemFound);
        store.load();
        QCOMPARE(kindsOf(problems), QList{Kind::NewerVersion});
        QCOMPARE(store.profiles(), QList<Profile>());
        store.save(named(u"in memory only"_s));
    }
    QCOMPARE(contentOf(path()), strange);
}

void TestProfileStoreDamage::unknownValuesOfTheSameSchemaAreKept()
{
    const QUuid id = prepare();
    QByteArray content = contentOf(path());
    content.chop(72);
    const QByteArray profileKey = "\"profiles/" + id.toByteArray(QUuid::WithoutBraces) + "/later\"";
    content.replace("{\n", "{\n" + profileKey + ": \"kept\", \"later/thing\": [\"kept too\"],\n");
    put(path(), sealed(content));
    {
        ProfileStore store(path());
        store.load();
        Profile profile = *store.profile(id);
        profile.name = u"renamed"_s;
        store.save(profile);
    }
    const QByteArray after = contentOf(path());
    QVERIFY(after.contains(profileKey + ": \"kept\""));
    QVERIFY(after.contains("\"later/thing\": ["));
    QVERIFY(after.contains("renamed"));
}

void TestProfileStoreDamage::oddPlacesAreLeftAlone_data()
{
    QTest::addColumn<QString>("place");
    QTest::newRow("a directory in place of the file") << u"directory"_s;
    QTest::newRow("a link that leads nowhere") << u"dangling"_s;
    QTest::newRow("a link to a directory") << u"linked directory"_s;
    QTest::newRow("a pipe") << u"pipe"_s;
}

void TestProfileStoreDamage::oddPlacesAreLeftAlone()
{
    QFETCH(QString, place);
    QDir directory = QFileInfo(path()).dir();
    QVERIFY(directory.mkpath(u"."_s));
    if (place == u"directory"_s)
        QVERIFY(directory.mkdir(path()));
    if (place == u"dangling"_s)
        QVERIFY(QFile::link(directory.filePath(u"nowhere"_s), path()));
    if (place == u"linked directory"_s)
        QVERIFY(QFile::link(m_directory->path(), path()));
#ifdef Q_OS_UNIX
    if (place == u"pipe"_s)
        QCOMPARE(::mkfifo(QFile::encodeName(path()).constData(), 0600), 0);
#endif
    {
        ProfileStore store(path());
        QSignalSpy problems(&store, &ProfileStore::problemFound);
        store.load();
        QCOMPARE(kindsOf(problems), QList{Kind::NotReadable});
        const QUuid id = store.save(named(u"in memory only"_s));
        QTRY_COMPARE(problems.count(), 2);
        QCOMPARE(kindsOf(problems).last(), Kind::NotReadable);
        QVERIFY(!store.isSaved());
        QCOMPARE(store.profile(id)->name, u"in memory only"_s);
    }
    QCOMPARE(files(), QStringList{u"profiles.conf"_s});
    const QFileInfo info(path());
    QVERIFY(!info.isFile());
    QCOMPARE(info.isSymLink(), place.contains(u"link"_s) || place == u"dangling"_s);
}

void TestProfileStoreDamage::aLinkToOurOwnFileIsFollowed()
{
    const QUuid id = prepare();
    const QString link = m_directory->filePath(u"linked.conf"_s);
    QVERIFY(QFile::link(path(), link));
    {
        ProfileStore store(link);
        store.load();
        Profile profile = *store.profile(id);
        profile.name = u"through the link"_s;
        store.save(profile);
    }
    QVERIFY(QFileInfo(link).isSymLink());
    ProfileStore store(path());
    store.load();
    QCOMPARE(store.profile(id)->name, u"through the link"_s);
}

void TestProfileStoreDamage::withoutAHomeEverythingStaysInMemory()
{
    const QByteArray home = qgetenv("HOME");
    const QByteArray config = qgetenv("XDG_CONFIG_HOME");
    qputenv("XDG_CONFIG_HOME", "/somewhere/config");
    QCOMPARE(ProfileStore::defaultFilePath(), u"/somewhere/config/session-desk/profiles.conf"_s);
    qunsetenv("XDG_CONFIG_HOME");
    qputenv("HOME", "/somewhere");
    QCOMPARE(ProfileStore::defaultFilePath(), u"/somewhere/.config/session-desk/profiles.conf"_s);
    qunsetenv("HOME");
    QCOMPARE(ProfileStore::defaultFilePath(), QString());
    qputenv("HOME", home);
    if (!config.isNull())
        qputenv("XDG_CONFIG_HOME", config);

    ProfileStore store{QString()};
    QSignalSpy problems(&store, &ProfileStore::problemFound);
    store.load();
    QCOMPARE(problems.count(), 0);
    const QUuid id = store.save(named(u"in memory only"_s));
    QTRY_COMPARE(kindsOf(problems), QList{Kind::NotWritable});
    QVERIFY(store.profile(id));
    QVERIFY(!store.isSaved());
    store.retry();
    QTRY_COMPARE(problems.count(), 2);
}

void TestProfileStoreDamage::hostileValuesAreCleanedOrLeftOut()
{
    const QByteArray id = "11111111-2222-3333-4444-555555555555";
    const QByteArray prefix = "\"profiles/" + id + "/";
    prepare();
    put(path(),
        sealed("session-desk-settings 1\n{\n"
               "\"order\": [\"nonsense\", \"" +
               id + "\", \"" + id + "\", \"" + id.toUpper() +
               "\", \"{}\"],\n"
               "\"profiles/../../etc/passwd\": \"x\", \"profiles//name\": \"x\",\n"
               "\"profiles/{11111111-2222-3333-4444-666666666666}/name\": \"x\",\n" +
               prefix + "name\": \"\\u202eevil\\r\\nname\\u0000\", " + prefix +
               "colour\": \"mauve\", " + prefix + "api\": 7, " + prefix +
               "tokenValiditySeconds\": -5, " + prefix + "proxyPort\": 99999999999, " + prefix +
               "knownOrgs\": [\"x\", \"\", \"12\", \"12 \", \" a\", \"99999999999999999999 b\"], " +
               prefix + "lastUsedMs\": -1, " + prefix + "origin\": [\"a\"], " + prefix +
               "pinnedKeySha256\": \"zz!\",\n"
               "\"preferences/clipboardSeconds\": 100000, \"preferences/theme\": true,\n"
               "\"preferences/columnWidth\": \"wide\", \"preferences/lastProfile\": \"x\"\n}\n"));
    ProfileStore store(path());
    QSignalSpy problems(&store, &ProfileStore::problemFound);
    store.load();
    QCOMPARE(kindsOf(problems), QList<Kind>());
    QCOMPARE(store.profiles().size(), 1);
    const Profile profile = store.profiles().first();
    QCOMPARE(profile.id, QUuid::fromString(QLatin1StringView(id)));
    QCOMPARE(profile.name, u"evil name"_s);
    QCOMPARE(profile.colour, Profile::Colour::Steel);
    QCOMPARE(profile.form, Api::Form::Auto);
    QCOMPARE(profile.tokenValiditySeconds, 1);
    QCOMPARE(profile.proxy.port, 65535);
    QCOMPARE(profile.knownOrgs, (QList<Org>{{12, {}}}));
    QCOMPARE(profile.lastUsedMs, 0);
    QCOMPARE(store.preferences().clipboardSeconds, 120);
    QCOMPARE(store.preferences().columnWidth, Preferences().columnWidth);
    QCOMPARE(store.preferences().lastProfile, QUuid());
}

void TestProfileStoreDamage::loadingIsQuick()
{
    prepare();
    qint64 best = std::numeric_limits<qint64>::max();
    for (int i = 0; i < 5; ++i) {
        // Another name each time, or QSettings would know the content already.
        const QString copy = path() + QString::number(i);
        QVERIFY(QFile::copy(path(), copy));
        ProfileStore store(copy);
        QElapsedTimer timer;
        timer.start();
        store.load();
        best = qMin(best, timer.nsecsElapsed());
        QCOMPARE(store.profiles().size(), 1);
    }
    qInfo("load: %.2f ms", double(best) / 1e6);
    QVERIFY2(best < 5'000'000, "the start of the program waits for this");
}

QTEST_GUILESS_MAIN(TestProfileStoreDamage)
#include "tst_profilestoredamage.moc"
