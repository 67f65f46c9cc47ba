#include "core/storage/profilestore.h"
#include "tests/storage/settingsplace.h"

#include <QDir>
#include <QElapsedTimer>
#include <QFile>
#include <QFileInfo>

#include <limits>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#include <unistd.h>
#endif

using namespace Qt::StringLiterals;
using Kind = StorageProblem::Kind;

class TestProfileStorePlaces final : public QObject, private SettingsPlace
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void modesArePrivateUnderAnyUmask_data();
    void modesArePrivateUnderAnyUmask();
    void openModesAreMendedAndReported();
    void aSharedDirectoryIsLeftAlone();
    void oddPlacesAreLeftAlone_data();
    void oddPlacesAreLeftAlone();
    void aLinkToOurOwnFileIsFollowed();
    void withoutAHomeEverythingStaysInMemory();
    void aNewerFileIsOnlyRead();
    void unknownValuesOfTheSameSchemaAreKept();
    void hostileValuesAreCleanedOrLeftOut();
    void loadingIsQuick();
};

#ifdef Q_OS_UNIX
static int modeOf(const QString &path)
{
    struct stat status = {};
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 07777 : -1;
}
#endif

void TestProfileStorePlaces::modesArePrivateUnderAnyUmask_data()
{
    QTest::addColumn<int>("mask");
    QTest::newRow("nothing is masked") << 0;
    QTest::newRow("the usual mask") << 022;
    QTest::newRow("our own mask") << 077;
}

void TestProfileStorePlaces::modesArePrivateUnderAnyUmask()
{
#ifdef Q_OS_UNIX
    QFETCH(int, mask);
    const mode_t before = ::umask(static_cast<mode_t>(mask));
    prepare();
    prepare(u"Umbrella"_s); // over the first
    {
        ProfileStore store(path());
        store.load();
        store.save(named(u"with a secret"_s), {{u"password"_s, u"sealed-v1:AAAA"_s}},
                   SecretBuffer::fromBytes(QByteArray(32, 'k')));
    }
    ::umask(before);
    QCOMPARE(modeOf(QFileInfo(path()).path()), 0700);
    for (const QString &name : files())
        QCOMPARE(modeOf(QFileInfo(path()).dir().filePath(name)), 0600);
    QCOMPARE(files(),
             (QStringList{u"profiles.conf"_s, u"profiles.conf.bak"_s, u"profiles.conf.sealed"_s}));
#else
    QSKIP("modes are a matter of Unix");
#endif
}

void TestProfileStorePlaces::openModesAreMendedAndReported()
{
#ifdef Q_OS_UNIX
    prepare();
    const QString directory = QFileInfo(path()).path();
    put(path() + u".sealed"_s, "a list");
    for (const QString &open : {path(), path() + u".bak"_s, path() + u".sealed"_s, directory}) {
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

void TestProfileStorePlaces::aSharedDirectoryIsLeftAlone()
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

void TestProfileStorePlaces::oddPlacesAreLeftAlone_data()
{
    QTest::addColumn<QString>("place");
    QTest::newRow("a directory in place of the file") << u"directory"_s;
    QTest::newRow("a link that leads nowhere") << u"dangling"_s;
    QTest::newRow("a link to a directory") << u"linked directory"_s;
    QTest::newRow("a pipe") << u"pipe"_s;
}

void TestProfileStorePlaces::oddPlacesAreLeftAlone()
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

void TestProfileStorePlaces::aLinkToOurOwnFileIsFollowed()
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

void TestProfileStorePlaces::withoutAHomeEverythingStaysInMemory()
{
    const QByteArray home = qgetenv("HOME");
    const QByteArray config = qgetenv("XDG_CONFIG_HOME");
    qputenv("XDG_CONFIG_HOME", "/somewhere/config");
    QCOMPARE(ProfileStore::defaultFilePath(), u"/somewhere/config/session-desk/profiles.conf"_s);
    qunsetenv("XDG_CONFIG_HOME");
    qputenv("HOME", "/somewhere");
    QCOMPARE(ProfileStore::defaultFilePath(), u"/somewhere/.config/session-desk/profiles.conf"_s);
    for (const char *odd : {"config", "./config", "~/config"}) {
        qputenv("XDG_CONFIG_HOME", odd);
        QCOMPARE(ProfileStore::defaultFilePath(),
                 u"/somewhere/.config/session-desk/profiles.conf"_s);
    }
    qunsetenv("HOME");
    QCOMPARE(ProfileStore::defaultFilePath(), QString());
    qunsetenv("XDG_CONFIG_HOME");
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

void TestProfileStorePlaces::aNewerFileIsOnlyRead()
{
    const QUuid id = prepare();
    QByteArray content = contentOf(path());
    content.chop(72);
    content.replace("session-desk-settings 2\n", "session-desk-settings 3\n");
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
    const QByteArray strange = sealed("session-desk-settings 4\nquite different\n");
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

void TestProfileStorePlaces::unknownValuesOfTheSameSchemaAreKept()
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

void TestProfileStorePlaces::hostileValuesAreCleanedOrLeftOut()
{
    const QByteArray id = "11111111-2222-3333-4444-555555555555";
    const QByteArray prefix = "\"profiles/" + id + "/";
    prepare();
    put(path(),
        sealed("session-desk-settings 2\n{\n"
               "\"order\": [\"nonsense\", \"" +
               id + "\", \"" + id + "\", \"" + id.toUpper() +
               "\", \"{}\"],\n"
               "\"profiles/../../etc/passwd\": \"x\", \"profiles//name\": \"x\",\n"
               "\"profiles/{11111111-2222-3333-4444-666666666666}/name\": \"x\",\n" +
               prefix + "name\": \"\\u202eevil\\r\\nname\\u0000\", " + prefix +
               "colour\": \"mauve\", " + prefix + "api\": 7, " + prefix +
               "tokenValiditySeconds\": -5, " + prefix + "proxyPort\": 99999999999, " + prefix +
               "knownOrgs\": [\"x\", \"\", \"12\", \"12 \", \" a\", \"99999999999999999999 b\"], " +
               prefix +
               "embedOrigins\": [\"*\", \"http://evil.example\", \"HTTPS://App.example\","
               " \"https://app.example\"], " +
               prefix + "embedMinutes\": 100000, " + prefix + "embedValiditySeconds\": 0, " +
               prefix + "embedPort\": 70000, " + prefix + "lastUsedMs\": -1, " + prefix +
               "origin\": [\"a\"], " + prefix +
               "pinnedKeySha256\": \"zz!\",\n"
               "\"preferences/clipboardSeconds\": 100000, \"preferences/theme\": true,\n"
               "\"preferences/lockMinutes\": -5,\n"
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
    QCOMPARE(profile.embed, (EmbedSettings{false, {u"https://app.example"_s}, 30, 8 * 60, 65535}));
    QCOMPARE(profile.lastUsedMs, 0);
    QCOMPARE(store.preferences().clipboardSeconds, 120);
    QCOMPARE(store.preferences().lockMinutes, 0);
    QCOMPARE(store.preferences().columnWidth, Preferences().columnWidth);
    QCOMPARE(store.preferences().lastProfile, QUuid());
}

void TestProfileStorePlaces::loadingIsQuick()
{
    if (isSanitized)
        QSKIP("the sanitizers make everything slower");
    prepare();
    qint64 best = std::numeric_limits<qint64>::max();
    for (int i = 0; i < 20; ++i) {
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

QTEST_GUILESS_MAIN(TestProfileStorePlaces)
#include "tst_profilestoreplaces.moc"
