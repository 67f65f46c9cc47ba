#include "core/storage/profilestore.h"
#include "tests/storage/settingsplace.h"

#include <QSignalSpy>
#include <QTest>

using namespace Qt::StringLiterals;

static VaultValues keychainValues(const QString &keyId)
{
    VaultValues values;
    values.place = KeyPlace::Keychain;
    values.keyId = keyId;
    return values;
}

static VaultValues passphraseValues(const QString &keyId)
{
    VaultValues values;
    values.place = KeyPlace::Passphrase;
    values.keyId = keyId;
    values.wrapped = {u"sealed-v1:AAAA"_s, QByteArray(16, '\xfe'), 3, 256 << 20};
    return values;
}

//! What the store keeps for the vault: texts that it does not understand, beside the profiles.
class TestSealedTexts final : public QObject, private SettingsPlace
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void sealedTextsComeBack();
    void vaultValuesComeBack();
    void aPlaceThatHoldsNoWrappedKeyForgetsTheFormerOne();
    void oddVaultValuesAreNotTaken();
    void anEmptyTextTakesTheOldOneAway();
    void sealedTextsGoWithTheirProfile();
    void aProfileAndItsSealedTextsAreWrittenAtOnce();
    void savingAProfileLeavesItsSealedTextsAlone();
    void aSealedTextDoesNotBringBackAProfileRemovedElsewhere();
    void aProfileEditedAfterItWasRemovedElsewhereComesBackWithItsNewTextsOnly();
    void theFirstOfTwoThatChooseAKeyWins();
    void textsOfAKeyThatIsNoLongerInUseAreDropped();
    void aTextIsRemovedWhateverTheKey();
    void emptyingTakesEverythingAtOnce();
    void theSameValuesAreNotWrittenAgain();

private:
    //! One profile under a key, on the disk.
    [[nodiscard]] QUuid prepared(const QString &keyId = u"k1"_s) const
    {
        ProfileStore store(path());
        store.load();
        const QUuid id = store.save(named(u"Acme"_s));
        store.setVaultValues(keychainValues(keyId));
        return id;
    }
};

void TestSealedTexts::sealedTextsComeBack()
{
    const QUuid id = prepared();
    const SealedTexts texts{{u"password"_s, u"sealed-v1:AAAA"_s}, {u"token"_s, u"sealed-v1:B"_s}};
    {
        ProfileStore store(path());
        store.load();
        QVERIFY(!store.hasSealedTexts());
        QSignalSpy changes(&store, &ProfileStore::sealedTextsChanged);
        store.setSealedTexts(id, texts);
        QCOMPARE(store.sealedTexts(id), texts);
        QCOMPARE(changes.count(), 1);
        QTRY_VERIFY(store.isSaved());
        QCOMPARE(changes.count(), 1);
    }
    ProfileStore store(path());
    QSignalSpy changes(&store, &ProfileStore::sealedTextsChanged);
    store.load();
    QCOMPARE(changes.count(), 1);
    QVERIFY(store.hasSealedTexts());
    QCOMPARE(store.sealedTexts(id), texts);
    QCOMPARE(store.sealedTexts(QUuid::createUuid()), SealedTexts());
    store.setSealedTexts(QUuid::createUuid(), texts); // nobody's: not kept
    QVERIFY(store.isSaved());
}

void TestSealedTexts::vaultValuesComeBack()
{
    {
        ProfileStore store(path());
        store.load();
        QCOMPARE(store.vaultValues(), VaultValues());
        QSignalSpy changes(&store, &ProfileStore::vaultValuesChanged);
        store.setVaultValues(passphraseValues(u"k1"_s));
        QCOMPARE(store.vaultValues(), passphraseValues(u"k1"_s));
        QTRY_VERIFY(store.isSaved());
        QCOMPARE(changes.count(), 1);
    }
    ProfileStore store(path());
    store.load();
    QCOMPARE(store.vaultValues(), passphraseValues(u"k1"_s));
}

void TestSealedTexts::aPlaceThatHoldsNoWrappedKeyForgetsTheFormerOne()
{
    {
        ProfileStore store(path());
        store.load();
        store.setVaultValues(passphraseValues(u"k1"_s));
        store.setVaultValues(keychainValues(u"k1"_s));
    }
    for (const QString &file : {path(), path() + u".bak"_s}) {
        const QByteArray content = contentOf(file);
        QVERIFY(content.contains("vault/keyId"));
        QVERIFY(!content.contains("wrappedKey"));
        QVERIFY(!content.contains("salt"));
    }
}

void TestSealedTexts::oddVaultValuesAreNotTaken()
{
    const VaultValues values = VaultValues::from({{u"place"_s, u"Keychain"_s},
                                                  {u"keyId"_s, QString(65, u'a')},
                                                  {u"wrappedKey"_s, QString(1 << 20, u'A')},
                                                  {u"salt"_s, QString(1 << 20, u'0')},
                                                  {u"passes"_s, QStringList{u"x"_s}},
                                                  {u"memoryBytes"_s, u"68719476736000"_s}});
    VaultValues expected;
    expected.wrapped.memoryBytes = 68'719'476'736'000; // refused by those who would use it
    QCOMPARE(values, expected);
    QCOMPARE(VaultValues::from({}), VaultValues());
}

void TestSealedTexts::anEmptyTextTakesTheOldOneAway()
{
    const QUuid id = prepared();
    {
        ProfileStore store(path());
        store.load();
        store.setSealedTexts(id, {{u"password"_s, u"one"_s}, {u"token"_s, u"two"_s}});
        store.setSealedTexts(id, {{u"password"_s, {}}});
        QCOMPARE(store.sealedTexts(id), (SealedTexts{{u"token"_s, u"two"_s}}));
        store.setSealedTexts(id, {{u"token"_s, {}}});
        QVERIFY(!store.hasSealedTexts());
    }
    for (const QString &file : {path(), path() + u".bak"_s})
        QVERIFY(!contentOf(file).contains("sealed/"));
}

void TestSealedTexts::sealedTextsGoWithTheirProfile()
{
    const QUuid id = prepared();
    {
        ProfileStore store(path());
        store.load();
        store.setSealedTexts(id, {{u"password"_s, u"one"_s}});
        store.remove(id);
        QVERIFY(!store.hasSealedTexts());
    }
    for (const QString &file : {path(), path() + u".bak"_s})
        QVERIFY(!contentOf(file).contains("sealed/"));
}

void TestSealedTexts::aProfileAndItsSealedTextsAreWrittenAtOnce()
{
    const QUuid id = prepared();
    ProfileStore store(path());
    store.load();
    store.setSealedTexts(id, {{u"password"_s, u"for the old server"_s}});
    QTRY_VERIFY(store.isSaved());
    ProfileStore watching(path());
    watching.load();
    QList<std::pair<QString, QString>> seen;
    connect(&watching, &ProfileStore::sealedTextsChanged, this, [&seen, &watching, &id] {
        seen.append({watching.profile(id)->origin, watching.sealedTexts(id).value(u"password"_s)});
    });
    Profile moved = *store.profile(id);
    moved.origin = u"https://new.example"_s;
    QCOMPARE(store.save(moved, {{u"password"_s, u"for the new server"_s}}), id);
    QTRY_COMPARE(seen.size(), 1);
    QCOMPARE(seen.first(), std::pair(u"https://new.example"_s, u"for the new server"_s));
}

void TestSealedTexts::savingAProfileLeavesItsSealedTextsAlone()
{
    const QUuid id = prepared();
    const SealedTexts texts{{u"password"_s, u"one"_s}};
    {
        ProfileStore store(path());
        store.load();
        ProfileStore there(path());
        there.load();
        there.setSealedTexts(id, texts);
        QTRY_VERIFY(there.isSaved());
        Profile renamed = *store.profile(id);
        renamed.name = u"renamed"_s;
        store.save(renamed);
        QTRY_VERIFY(store.isSaved());
        QCOMPARE(store.sealedTexts(id), texts);
    }
    ProfileStore store(path());
    store.load();
    QCOMPARE(store.profile(id)->name, u"renamed"_s);
    QCOMPARE(store.sealedTexts(id), texts);
}

void TestSealedTexts::aSealedTextDoesNotBringBackAProfileRemovedElsewhere()
{
    const QUuid id = prepared();
    ProfileStore here(path());
    here.load();
    {
        ProfileStore there(path());
        there.load();
        there.remove(id);
    }
    here.setSealedTexts(id, {{u"password"_s, u"one"_s}});
    QTRY_VERIFY(here.isSaved());
    QCOMPARE(here.profiles(), QList<Profile>());
    QVERIFY(!here.hasSealedTexts());
    QVERIFY(!contentOf(path()).contains("sealed/"));
}

void TestSealedTexts::aProfileEditedAfterItWasRemovedElsewhereComesBackWithItsNewTextsOnly()
{
    const QUuid id = prepared();
    ProfileStore here(path());
    here.load();
    here.setSealedTexts(id, {{u"password"_s, u"old"_s}, {u"token"_s, u"old"_s}});
    QTRY_VERIFY(here.isSaved());
    {
        ProfileStore there(path());
        there.load();
        there.remove(id);
    }
    Profile edited = *here.profile(id);
    edited.name = u"edited"_s;
    here.save(edited, {{u"password"_s, u"new"_s}});
    QTRY_VERIFY(here.isSaved());
    QCOMPARE(here.profiles(), QList{edited});
    QCOMPARE(here.sealedTexts(id), (SealedTexts{{u"password"_s, u"new"_s}}));
}

void TestSealedTexts::theFirstOfTwoThatChooseAKeyWins()
{
    ProfileStore here(path());
    here.load();
    const QUuid id = here.save(named(u"Acme"_s));
    QTRY_VERIFY(here.isSaved());
    {
        ProfileStore there(path());
        there.load();
        there.setVaultValues(keychainValues(u"theirs"_s));
    }
    QSignalSpy changes(&here, &ProfileStore::vaultValuesChanged);
    here.setVaultValues(passphraseValues(u"ours"_s));
    here.setSealedTexts(id, {{u"password"_s, u"sealed by ours"_s}});
    QTRY_VERIFY(here.isSaved());
    QCOMPARE(here.vaultValues(), keychainValues(u"theirs"_s));
    QCOMPARE(changes.count(), 2);
    QVERIFY(!here.hasSealedTexts());
    QVERIFY(!contentOf(path()).contains("ours"));
}

void TestSealedTexts::textsOfAKeyThatIsNoLongerInUseAreDropped()
{
    const QUuid id = prepared(u"old"_s);
    ProfileStore here(path());
    here.load();
    {
        ProfileStore there(path());
        there.load();
        there.emptyVault();
        there.setVaultValues(keychainValues(u"new"_s));
        there.setSealedTexts(id, {{u"password"_s, u"by the new key"_s}});
    }
    Profile renamed = *here.profile(id);
    renamed.name = u"renamed"_s;
    here.save(renamed, {{u"password"_s, u"by the old key"_s}});
    QTRY_VERIFY(here.isSaved());
    QCOMPARE(here.profile(id)->name, u"renamed"_s);
    QCOMPARE(here.sealedTexts(id), (SealedTexts{{u"password"_s, u"by the new key"_s}}));
}

void TestSealedTexts::aTextIsRemovedWhateverTheKey()
{
    const QUuid id = prepared(u"old"_s);
    ProfileStore here(path());
    here.load();
    here.setSealedTexts(id, {{u"password"_s, u"one"_s}});
    QTRY_VERIFY(here.isSaved());
    {
        ProfileStore there(path());
        there.load();
        there.setVaultValues(keychainValues(u"new"_s));
    }
    here.removeSealedTexts(id, {u"password"_s});
    QTRY_VERIFY(here.isSaved());
    QVERIFY(!here.hasSealedTexts());
    QVERIFY(!contentOf(path()).contains("sealed/"));
}

void TestSealedTexts::emptyingTakesEverythingAtOnce()
{
    const QUuid first = prepared();
    ProfileStore store(path());
    store.load();
    const QUuid second = store.save(named(u"Other"_s));
    store.setSealedTexts(first, {{u"password"_s, u"one"_s}});
    store.setSealedTexts(second, {{u"token"_s, u"two"_s}});
    QTRY_VERIFY(store.isSaved());
    {
        ProfileStore there(path());
        there.load();
        there.setSealedTexts(second, {{u"password"_s, u"not seen here"_s}});
    }
    store.emptyVault();
    QCOMPARE(store.vaultValues(), VaultValues());
    QVERIFY(!store.hasSealedTexts());
    QTRY_VERIFY(store.isSaved());
    QCOMPARE(store.profiles().size(), 2);
    for (const QString &file : {path(), path() + u".bak"_s}) {
        QVERIFY(!contentOf(file).contains("sealed/"));
        QVERIFY(!contentOf(file).contains("vault/"));
    }
}

void TestSealedTexts::theSameValuesAreNotWrittenAgain()
{
    const QUuid id = prepared();
    ProfileStore store(path());
    store.load();
    store.setVaultValues(store.vaultValues());
    store.removeSealedTexts(id, {u"password"_s});
    store.save(*store.profile(id), SealedTexts());
    QVERIFY(store.isSaved());
}

QTEST_GUILESS_MAIN(TestSealedTexts)
#include "tst_sealedtexts.moc"
