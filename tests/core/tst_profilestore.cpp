#include "core/storage/profilestore.h"
#include "core/storage/profilevalues.h"
#include "tests/storage/settingsplace.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;
using Kind = StorageProblem::Kind;

static Profile sample(const QString &name)
{
    Profile profile;
    profile.name = name;
    profile.colour = Profile::Colour::Teal;
    profile.origin = u"https://acme.thoughtspot.cloud"_s;
    profile.form = Api::Form::Beta2022;
    profile.foundForm = Api::Form::V2;
    profile.userName = u"maria.lopez"_s;
    profile.org = u"Sales"_s;
    profile.knownOrgs = {{0, u"Primary"_s}, {-7, u"Sales & Söhne"_s}, {9'007'199'254'740'993, {}}};
    profile.rememberMe = true;
    profile.wantsToken = false;
    profile.keepAlive = {RenewalPolicy::Mode::Until, 1'700'000'000'000};
    profile.tokenValiditySeconds = 86'400;
    profile.authorityFile = u"/etc/ssl/acme \"ca\".pem"_s;
    profile.pinnedKeySha256 = QByteArray(32, '\xfe');
    profile.proxy = {ProxySettings::Mode::Manual, u"proxy.acme.example"_s, 3128, true};
    profile.variables = {u"THOUGHTSPOT_HOST"_s, u"THOUGHTSPOT_TOKEN"_s};
    profile.embed = {true, {u"http://localhost:3000"_s, u"https://app.example"_s}, 60, 90, 43'210};
    profile.lastUsedMs = 1'700'000'000'123;
    return profile;
}

//! What a store told, in order.
struct Told
{
    explicit Told(const ProfileStore &store)
        : problems(&store, &ProfileStore::problemFound)
        , saves(&store, &ProfileStore::saved)
        , changes(&store, &ProfileStore::profilesChanged)
    {}

    [[nodiscard]] QList<Kind> kinds() const
    {
        QList<Kind> result;
        for (const QList<QVariant> &arguments : problems)
            result.append(arguments.first().value<StorageProblem>().kind);
        return result;
    }

    QSignalSpy problems;
    QSignalSpy saves;
    QSignalSpy changes;
};

class TestProfileStore final : public QObject, private SettingsPlace
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void everyFieldOfAProfileComesBack();
    void namesOfVariablesThatAreNoneAreNotTaken();
    void preferencesComeBack();
    void theOrderOfProfilesIsKept();
    void aNewStoreIsEmptyAndTouchesNothing();
    void whatIsUnchangedIsNotWritten();
    void pendingChangesAreWrittenWhenTheStoreGoes();
    void namesAreCleaned_data();
    void namesAreCleaned();
    void aChangeMadeElsewhereShowsUp();
    void whereOthersAreLeftAloneTheirChangesShowUpWithTheNextWrite();
    void twoStoresChangeDifferentFieldsOfOneProfile();
    void aNoteOnAProfileRemovedElsewhereDoesNotBringItBack();
    void anEditOfAProfileRemovedElsewhereBringsItBackWhole();
    void noMoreThanTheLimitOfProfilesIsTaken();
};

void TestProfileStore::everyFieldOfAProfileComesBack()
{
    Profile profile = sample(u"Acme production"_s);
    {
        ProfileStore store(path());
        store.load();
        Told told(store);
        profile.id = store.save(profile);
        QVERIFY(!profile.id.isNull());
        QCOMPARE(store.profiles(), QList{profile});
        QVERIFY(!store.isSaved());
        QTRY_COMPARE(told.saves.count(), 1);
        QVERIFY(store.isSaved());
        QCOMPARE(told.kinds(), QList<Kind>());
    }
    ProfileStore store(path());
    Told told(store);
    store.load();
    QCOMPARE(store.profiles(), QList{profile});
    QCOMPARE(store.profile(profile.id), profile);
    QCOMPARE(told.changes.count(), 1);
    QCOMPARE(told.kinds(), QList<Kind>());
    QVERIFY(store.isSaved());
}

void TestProfileStore::namesOfVariablesThatAreNoneAreNotTaken()
{
    const handoff::VariableNames usual;
    for (const QString &name : {u"A;id"_s, u"PATH"_s, usual.token, QString()}) {
        QVariantMap values = ProfileValues::of(sample(u"Acme"_s));
        values.insert(u"hostVariable"_s, name);
        values.insert(u"tokenVariable"_s, usual.token);
        QCOMPARE(ProfileValues::profile(QUuid::createUuid(), values).variables, usual);
    }
}

void TestProfileStore::preferencesComeBack()
{
    const Preferences preferences{QByteArray("\x00\x01\xffgeometry", 11),
                                  300,
                                  QUuid::createUuid(),
                                  300,
                                  Preferences::Theme::Dark,
                                  45};
    {
        ProfileStore store(path());
        store.load();
        QSignalSpy changes(&store, &ProfileStore::preferencesChanged);
        store.setPreferences(preferences);
        QCOMPARE(changes.count(), 1);
        QCOMPARE(store.preferences(), preferences);
    }
    ProfileStore store(path());
    store.load();
    QCOMPARE(store.preferences(), preferences);
}

void TestProfileStore::theOrderOfProfilesIsKept()
{
    const QStringList names{u"zulu"_s, u"alpha"_s, u"mike"_s, u"alpha"_s};
    {
        ProfileStore store(path());
        store.load();
        for (const QString &name : names)
            store.save(sample(name));
    }
    ProfileStore store(path());
    store.load();
    QStringList found;
    for (const Profile &profile : store.profiles())
        found.append(profile.name);
    QCOMPARE(found, names);
}

void TestProfileStore::aNewStoreIsEmptyAndTouchesNothing()
{
    {
        ProfileStore store(path());
        Told told(store);
        store.load();
        QCOMPARE(store.profiles(), QList<Profile>());
        QCOMPARE(store.preferences(), Preferences());
        QVERIFY(store.isSaved());
        QCOMPARE(told.kinds(), QList<Kind>());
    }
    QVERIFY(QDir(m_directory->path()).isEmpty());
}

void TestProfileStore::whatIsUnchangedIsNotWritten()
{
    ProfileStore store(path());
    store.load();
    Told told(store);
    const QUuid id = store.save(sample(u"Acme"_s));
    QTRY_COMPARE(told.saves.count(), 1);
    store.save(*store.profile(id));
    store.setPreferences(store.preferences());
    store.remove(QUuid::createUuid());
    QVERIFY(store.isSaved());
    QCOMPARE(told.changes.count(), 1);
}

void TestProfileStore::pendingChangesAreWrittenWhenTheStoreGoes()
{
    QUuid id;
    {
        ProfileStore store(path());
        store.load();
        id = store.save(sample(u"first"_s)); // with the worker at once
        store.save(sample(u"second"_s));     // waits behind it
        Profile changed = *store.profile(id);
        changed.name = u"first, changed"_s;
        store.save(changed);
    }
    ProfileStore store(path());
    store.load();
    QCOMPARE(store.profiles().size(), 2);
    QCOMPARE(store.profiles().first().name, u"first, changed"_s);
    const QStringList files = QFileInfo(path()).dir().entryList(
        QDir::AllEntries | QDir::Hidden | QDir::NoDotAndDotDot, QDir::Name);
    QCOMPARE(files, (QStringList{u"profiles.conf"_s, u"profiles.conf.bak"_s}));
}

void TestProfileStore::namesAreCleaned_data()
{
    QTest::addColumn<QString>("given");
    QTest::addColumn<QString>("kept");
    QTest::newRow("an ordinary name stays") << u"Acme (EU) – Größe"_s << u"Acme (EU) – Größe"_s;
    QTest::newRow("an empty name becomes the host") << QString() << u"acme.thoughtspot.cloud"_s;
    QTest::newRow("only blanks becomes the host") << u" \t\n "_s << u"acme.thoughtspot.cloud"_s;
    QTest::newRow("only joiners becomes the host")
        << u"\u200D\u200C"_s << u"acme.thoughtspot.cloud"_s;
    QTest::newRow("line breaks become blanks") << u"a\r\nb\u2028c"_s << u"a bc"_s;
    QTest::newRow("controls go") << u"a\u0000b\u001bc\u0085d"_s << u"abcd"_s;
    QTest::newRow("bidirectional overrides go") << u"\u202Egnp.exe\u2066x"_s << u"gnp.exex"_s;
    QTest::newRow("decomposed letters are composed") << u"Mu\u0308ller"_s << u"M\u00fcller"_s;
    QTest::newRow("a path is only a name") << u"../../x"_s << u"../../x"_s;
    QTest::newRow("a key is only a name") << u"profiles/General"_s << u"profiles/General"_s;
    QTest::newRow("a lone surrogate is replaced") << u"a"_s + QChar(0xd800) + u'b' << u"a\uFFFDb"_s;
    QTest::newRow("an emoji family stays whole")
        << u"\U0001F468\u200D\U0001F469"_s << u"\U0001F468\u200D\U0001F469"_s;
    QTest::newRow("64 code points are the end") << QString(10'000, u'x') << QString(64, u'x');
    QTest::newRow("64 code points outside the base plane are the end")
        << u"\U0001F600"_s.repeated(100) << u"\U0001F600"_s.repeated(64);
}

void TestProfileStore::namesAreCleaned()
{
    QFETCH(QString, given);
    QFETCH(QString, kept);
    QUuid id;
    {
        ProfileStore store(path());
        store.load();
        id = store.save(sample(given));
        QCOMPARE(store.profile(id)->name, kept);
    }
    ProfileStore store(path());
    store.load();
    QCOMPARE(store.profile(id)->name, kept);
}

void TestProfileStore::aChangeMadeElsewhereShowsUp()
{
    ProfileStore here(path());
    here.load();
    Told told(here);
    ProfileStore there(path());
    there.load();
    const QUuid first = there.save(sample(u"made there"_s));
    QTRY_VERIFY(here.profile(first));
    QCOMPARE(told.changes.count(), 1);

    Profile changed = *here.profile(first);
    changed.name = u"changed here"_s;
    here.save(changed);
    QTRY_COMPARE(there.profile(first)->name, u"changed here"_s);

    there.remove(first);
    QTRY_COMPARE(here.profiles(), QList<Profile>());
    QCOMPARE(told.kinds(), QList<Kind>());
}

//! Watches of files that this process has.
static qsizetype watches()
{
    const QDir open(u"/proc/self/fd"_s);
    return std::ranges::count_if(
        open.entryInfoList(QDir::Files | QDir::System),
        [](const QFileInfo &file) { return file.symLinkTarget().endsWith("inotify"_L1); });
}

void TestProfileStore::whereOthersAreLeftAloneTheirChangesShowUpWithTheNextWrite()
{
    ProfileStore here(path());
    here.load(ProfileStore::Others::LeftAlone);
    ProfileStore there(path());
    there.load(ProfileStore::Others::LeftAlone);
    const Told told(there);
    const QUuid first = there.save(sample(u"made there"_s));
    QTRY_COMPARE(told.saves.count(), 1);
    QVERIFY(!here.profile(first));
    QCOMPARE(watches(), 0);

    Preferences wide = here.preferences();
    wide.columnWidth = 400;
    here.setPreferences(wide);
    QTRY_VERIFY(here.profile(first));
#ifdef Q_OS_LINUX
    ProfileStore following(path());
    following.load();
    QTRY_COMPARE(watches(), 1);
#endif
}

void TestProfileStore::twoStoresChangeDifferentFieldsOfOneProfile()
{
    ProfileStore here(path());
    here.load();
    Told told(here);
    const QUuid id = here.save(sample(u"Acme"_s));
    QTRY_COMPARE(told.saves.count(), 1);
    ProfileStore there(path());
    there.load();

    Profile renamed = *here.profile(id);
    renamed.name = u"renamed here"_s;
    here.save(renamed);
    Profile moved = *there.profile(id);
    moved.userName = u"guest"_s;
    there.save(moved);
    Preferences wide = here.preferences();
    wide.columnWidth = 400;
    here.setPreferences(wide);
    Preferences dark = there.preferences();
    dark.theme = Preferences::Theme::Dark;
    there.setPreferences(dark);

    for (const ProfileStore *store : {&here, &there}) {
        QTRY_COMPARE(store->profile(id)->name, u"renamed here"_s);
        QTRY_COMPARE(store->profile(id)->userName, u"guest"_s);
        QTRY_COMPARE(store->preferences().columnWidth, 400);
        QTRY_COMPARE(store->preferences().theme, Preferences::Theme::Dark);
    }
}

void TestProfileStore::aNoteOnAProfileRemovedElsewhereDoesNotBringItBack()
{
    QUuid id;
    {
        ProfileStore store(path());
        store.load();
        id = store.save(sample(u"Acme"_s));
    }
    ProfileStore here(path());
    here.load();
    Profile used = *here.profile(id);
    used.lastUsedMs += 1000;
    {
        ProfileStore there(path());
        there.load();
        there.remove(id);
    }
    Told told(here);
    here.save(used);
    QTRY_VERIFY(here.isSaved());
    QTRY_COMPARE(here.profiles(), QList<Profile>());
}

void TestProfileStore::anEditOfAProfileRemovedElsewhereBringsItBackWhole()
{
    QUuid id;
    {
        ProfileStore store(path());
        store.load();
        id = store.save(sample(u"Acme"_s));
    }
    ProfileStore here(path());
    here.load();
    Profile edited = *here.profile(id);
    edited.name = u"Acme, renamed"_s;
    {
        ProfileStore there(path());
        there.load();
        there.remove(id);
    }
    here.save(edited);
    QTRY_VERIFY(here.isSaved());
    QCOMPARE(here.profiles(), QList{edited});
}

void TestProfileStore::noMoreThanTheLimitOfProfilesIsTaken()
{
    ProfileStore store(path());
    store.load();
    Told told(store);
    for (int i = 0; i < 1000; ++i)
        QVERIFY(!store.save(sample(u"Acme"_s)).isNull());
    QVERIFY(store.save(sample(u"one too many"_s)).isNull());
    QCOMPARE(told.kinds(), QList{Kind::NotWritable});
    QTRY_VERIFY(store.isSaved());
    ProfileStore again(path());
    again.load();
    QCOMPARE(again.profiles(), store.profiles());
}

QTEST_GUILESS_MAIN(TestProfileStore)
#include "tst_profilestore.moc"
