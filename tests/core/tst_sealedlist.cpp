#include "core/storage/durablefile.h"
#include "core/storage/masterkey.h"
#include "core/storage/sealedlist.h"
#include "core/storage/settingscontent.h"
#include "core/storage/settingsfile.h"
#include "tests/core/vaultfixture.h"

#include <QCryptographicHash>
#include <QDir>
#include <QFileInfo>

using namespace Qt::StringLiterals;
using State = VaultStatus::State;

//! What was kept opens only as long as it is the one last kept.
class TestSealedList final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void anEarlierSettingsFilePutBackDoesNotOpenWhatWasReplaced();
    void whatWasForgottenDoesNotOpenWhenItIsPutBack();
    void whatAWriteThatWasCutShortLeftListedGoesWithTheNextUnlock();
    void aListThatIsAsItIsToBeIsNotWrittenAtAnUnlock();
    void withoutItsListNothingOpensUntilItIsKeptAnew_data();
    void withoutItsListNothingOpensUntilItIsKeptAnew();
    void whoHasNoKeyCannotListWhatWasForgotten();
    void whatIsNotListedDoesNotGetListedByWayOfTheSession();
    void afterForgettingAllNothingOpensWhenItIsPutBack();
    void aListOutlivesSettingsThatAreLost();
    void whoHasAnotherKeyThanTheVaultListsNothing();
    void othersWithoutTheKeyLeaveTheListAsItIs();
    void twoWithTheKeyListForEachOther();
    void whatAnotherProgramForgotDoesNotOpenWhenItIsPutBack();
    void whileTheListCannotBeReadTheLastOneThatWasReadCounts();

private:
    //! A profile whose password is kept under a key in the keychain, on the disk; null if it is
    //! not.
    [[nodiscard]] QUuid kept(const QByteArray &password = "s3cret") const
    {
        const QUuid id = m->add(u"Acme"_s);
        const bool isKept = m->choose(KeyPlace::Keychain) &&
                            m->remember(id, SecretField::Password, password) &&
                            !m->savedFile().isEmpty();
        return isKept ? id : QUuid();
    }

    //! Lets another program that has the key do \a work, and save.
    void elsewhere(const std::function<void(Vault &)> &work)
    {
        ProfileStore store(m->path());
        store.load();
        Vault vault(store, m->options());
        vault.unlock();
        QTRY_COMPARE(vault.status().state, State::Open);
        work(vault);
        QTRY_VERIFY(store.isSaved());
    }

    //! Puts \a bytes in the place of \a path, as a program does, so that it is noticed.
    void replace(const QString &path, const QByteArray &bytes) const
    {
        const QString fresh = m->path() + u".fresh"_s;
        QCOMPARE(DurableFile::createPrivate(fresh, bytes), 0);
        QVERIFY(SettingsContent::makeLaterThan(fresh, QFileInfo(path).lastModified()));
        QCOMPARE(DurableFile::replace(fresh, path), 0);
    }

    std::unique_ptr<VaultFixture> m;
};

void TestSealedList::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m = std::make_unique<VaultFixture>();
}

void TestSealedList::anEarlierSettingsFilePutBackDoesNotOpenWhatWasReplaced()
{
    const QUuid replaced = m->add(u"replaced"_s);
    const QUuid kept = m->add(u"kept"_s);
    QVERIFY(m->choose(KeyPlace::Keychain));
    QVERIFY(m->remember(replaced, SecretField::Password, "old"));
    QVERIFY(m->remember(kept, SecretField::Password, "same"));
    const QByteArray earlier = m->savedFile();
    QVERIFY(m->remember(replaced, SecretField::Password, "new"));
    QVERIFY(!m->savedFile().isEmpty());
    m->store.reset(); // nobody is left who would write the file anew
    put(m->path(), earlier);
    put(m->path() + u".bak"_s, earlier);
    m->restart();
    QVERIFY(m->unlock());
    QCOMPARE(m->recalled(replaced, SecretField::Password), "NotListed");
    QCOMPARE(m->recalled(kept, SecretField::Password), "same");
    // Keeping something else does not make it good again; keeping it anew does.
    QVERIFY(m->remember(kept, SecretField::Token, "t0ken"));
    QVERIFY(!m->savedFile().isEmpty());
    QCOMPARE(m->recalled(replaced, SecretField::Password), "NotListed");
    QVERIFY(m->remember(replaced, SecretField::Password, "typed again"));
    QCOMPARE(m->recalled(replaced, SecretField::Password), "typed again");
    m->restart();
    QVERIFY(m->unlock());
    QCOMPARE(m->recalled(replaced, SecretField::Password), "typed again");
    QCOMPARE(m->recalled(kept, SecretField::Token), "t0ken");
}

void TestSealedList::whatWasForgottenDoesNotOpenWhenItIsPutBack()
{
    const QUuid id = kept();
    QVERIFY(!id.isNull());
    QVERIFY(m->remember(id, SecretField::Token, "t0ken"));
    const SealedTexts texts = m->store->sealedTexts(id);
    m->vault->forget(id, SecretField::Password);
    QVERIFY(!m->savedFile().isEmpty());
    m->store->setSealedTexts(id, texts);
    QCOMPARE(m->recalled(id, SecretField::Password), "NotListed");
    QCOMPARE(m->recalled(id, SecretField::Token), "t0ken");
    // While it is locked there is no key to take it off the list: that is done once it is open.
    QVERIFY(m->remember(id, SecretField::SecretKey, "k3y"));
    m->vault->lock();
    m->vault->forget(id, SecretField::Token);
    QVERIFY(m->unlock());
    QVERIFY(!m->savedFile().isEmpty());
    m->store->setSealedTexts(id, texts);
    QCOMPARE(m->recalled(id, SecretField::Token), "NotListed");
    QCOMPARE(m->recalled(id, SecretField::SecretKey), "k3y");
}

void TestSealedList::whatAWriteThatWasCutShortLeftListedGoesWithTheNextUnlock()
{
    const QUuid id = kept("old");
    QVERIFY(!id.isNull());
    const SealedTexts old = m->store->sealedTexts(id);
    QVERIFY(m->remember(id, SecretField::Password, "new"));
    const QByteArray file = m->savedFile();
    const QString listPath = m->path() + u".sealed"_s;
    const QByteArray list = contentOf(listPath);
    m->store.reset();
    // As it lies there until the file is written: with both.
    SealedList both =
        SealedList::from(list, m->keychain.keys.constFind(m->keychain.onlyId())->listingKey());
    both.add(old.value(u"password"_s));
    put(listPath, both.toBytes());
    m->restart();
    QCOMPARE(contentOf(listPath), both.toBytes()); // only the key can tell
    QVERIFY(m->unlock());
    QTRY_COMPARE(contentOf(listPath), list);
    QTRY_VERIFY(m->store->isSaved());
    QCOMPARE(m->file(), file);
    m->store->setSealedTexts(id, old);
    QCOMPARE(m->recalled(id, SecretField::Password), "NotListed");
}

void TestSealedList::aListThatIsAsItIsToBeIsNotWrittenAtAnUnlock()
{
    const QUuid id = kept();
    QVERIFY(!id.isNull());
    m->restart();
    QSignalSpy saves(m->store.get(), &ProfileStore::saved);
    QVERIFY(m->unlock());
    QVERIFY(m->store->isSaved());
    QCOMPARE(saves.count(), 0);
}

using ListChange = std::function<QByteArray(const QByteArray &)>;
Q_DECLARE_METATYPE(ListChange)

void TestSealedList::withoutItsListNothingOpensUntilItIsKeptAnew_data()
{
    QTest::addColumn<ListChange>("change");
    const auto row = [](const char *name, const ListChange &change) {
        QTest::newRow(name) << change;
    };
    row("emptied", [](const QByteArray &) { return QByteArray(); });
    row("cut", [](const QByteArray &list) { return list.chopped(1); });
    row("longer", [](const QByteArray &list) { return list + '\n'; });
    row("first line alone", [](const QByteArray &list) { return list.split('\n').first(); });
    row("a flipped bit", [](QByteArray list) {
        list[list.indexOf('\n') + 1] ^= 1;
        return list;
    });
    row("no mark over it",
        [](const QByteArray &list) { return list.first(list.lastIndexOf('\n', -2) + 1); });
    row("a mark of one's own", [](const QByteArray &list) {
        const QByteArray marks = list.first(list.lastIndexOf('\n', -2) + 1);
        return marks + QCryptographicHash::hash(marks, QCryptographicHash::Blake2b_256).toHex() +
               '\n';
    });
    row("of another key", [](const QByteArray &) {
        SealedList list(MasterKey::random().listingKey());
        list.add(u"sealed-v1:AAAA"_s);
        return list.toBytes();
    });
    row("endless",
        [](const QByteArray &list) { return list + QByteArray(SealedList::longest + 1, 'a'); });
}

void TestSealedList::withoutItsListNothingOpensUntilItIsKeptAnew()
{
    QFETCH(ListChange, change);
    const QUuid first = m->add(u"first"_s);
    const QUuid second = m->add(u"second"_s);
    QVERIFY(m->choose(KeyPlace::Keychain));
    QVERIFY(m->remember(first, SecretField::Password, "one"));
    QVERIFY(m->remember(second, SecretField::Password, "two"));
    QVERIFY(!m->savedFile().isEmpty());
    const QString list = m->path() + u".sealed"_s;
    put(list, change(contentOf(list)));
    m->restart();
    QVERIFY(m->unlock());
    QCOMPARE(m->recalled(first, SecretField::Password), "NotListed");
    QCOMPARE(m->recalled(second, SecretField::Password), "NotListed");
    QVERIFY(m->remember(first, SecretField::Password, "one anew"));
    m->restart();
    QVERIFY(m->unlock());
    QCOMPARE(m->recalled(first, SecretField::Password), "one anew");
    QCOMPARE(m->recalled(second, SecretField::Password), "NotListed");
}

void TestSealedList::whoHasNoKeyCannotListWhatWasForgotten()
{
    const QUuid id = kept("old");
    QVERIFY(!id.isNull());
    const QByteArray earlier = m->file();
    const QString old = m->store->sealedTexts(id).value(u"password"_s);
    QVERIFY(m->remember(id, SecretField::Password, "new"));
    QVERIFY(!m->savedFile().isEmpty());
    m->store.reset();
    SealedList made(MasterKey::random().listingKey());
    made.add(old);
    put(m->path(), earlier);
    put(m->path() + u".sealed"_s, made.toBytes());
    m->restart();
    QVERIFY(m->unlock());
    QCOMPARE(m->recalled(id, SecretField::Password), "NotListed");
}

void TestSealedList::whatIsNotListedDoesNotGetListedByWayOfTheSession()
{
    const QUuid id = kept("old");
    QVERIFY(!id.isNull());
    const SealedTexts old = m->store->sealedTexts(id);
    QVERIFY(m->remember(id, SecretField::Password, "new"));
    QVERIFY(m->remember(id, SecretField::Token, "t0ken"));
    QVERIFY(!m->savedFile().isEmpty());
    m->store->setSealedTexts(id, old);
    QVERIFY(m->move(KeyPlace::SessionOnly));
    QCOMPARE(m->recalled(id, SecretField::Password), "NotStored");
    QCOMPARE(m->recalled(id, SecretField::Token), "t0ken");
    QVERIFY(m->move(KeyPlace::Keychain));
    QCOMPARE(m->recalled(id, SecretField::Password), "NotStored");
    QCOMPARE(m->recalled(id, SecretField::Token), "t0ken");
}

void TestSealedList::afterForgettingAllNothingOpensWhenItIsPutBack()
{
    const QUuid id = m->add(u"Acme"_s);
    QVERIFY(m->choose(KeyPlace::Passphrase, "phrase"));
    QVERIFY(m->remember(id, SecretField::Password, "s3cret"));
    const QByteArray earlier = m->savedFile();
    m->vault->startOver();
    QVERIFY(!m->savedFile().isEmpty());
    m->store.reset();
    put(m->path(), earlier);
    m->restart();
    QVERIFY(m->unlock("phrase"));
    QCOMPARE(m->recalled(id, SecretField::Password), "NotListed");
}

void TestSealedList::aListOutlivesSettingsThatAreLost()
{
    const QUuid id = kept();
    QVERIFY(!id.isNull());
    const QByteArray saved = m->file();
    m->store.reset();
    QVERIFY(QFile::remove(m->path()));
    QVERIFY(QFile::remove(m->path() + u".bak"_s));
    m->restart();
    m->add(u"in between"_s);
    QVERIFY(!m->savedFile().isEmpty());
    m->store.reset();
    put(m->path(), saved);
    m->restart();
    QVERIFY(m->unlock());
    QCOMPARE(m->recalled(id, SecretField::Password), "s3cret");
}

void TestSealedList::whoHasAnotherKeyThanTheVaultListsNothing()
{
    const QUuid id = kept();
    QVERIFY(!id.isNull());
    const StoredState state = *SettingsFile(m->path()).read().state;
    const SettingsFile::Outcome outcome = SettingsFile(m->path()).write(
        {{.profile = id,
          .sealed = SealedValues::of({{u"password"_s, u"sealed-v1:other"_s}}),
          .listingKey = MasterKey::random().listingKey(),
          .keyId = u"another"_s}},
        state);
    QVERIFY(outcome.isWritten);
    QTRY_COMPARE(m->recalled(id, SecretField::Password), "s3cret");
    m->restart();
    QVERIFY(m->unlock());
    QCOMPARE(m->recalled(id, SecretField::Password), "s3cret");
}

void TestSealedList::othersWithoutTheKeyLeaveTheListAsItIs()
{
    const QUuid id = kept();
    QVERIFY(!id.isNull());
    const QByteArray list = contentOf(m->path() + u".sealed"_s);
    {
        ProfileStore other(m->path());
        other.load();
        other.save(named(u"another"_s));
        QTRY_VERIFY(other.isSaved());
    }
    QCOMPARE(contentOf(m->path() + u".sealed"_s), list);
    QTRY_COMPARE(m->store->profiles().size(), 2);
    QCOMPARE(m->recalled(id, SecretField::Password), "s3cret");
}

void TestSealedList::twoWithTheKeyListForEachOther()
{
    const QUuid first = m->add(u"first"_s);
    const QUuid second = m->add(u"second"_s);
    QVERIFY(m->choose(KeyPlace::Keychain));
    QVERIFY(m->remember(first, SecretField::Password, "one"));
    QVERIFY(!m->savedFile().isEmpty());
    elsewhere([&second](Vault &vault) {
        QVERIFY(vault.remember(second, SecretField::Token, SecretBuffer::fromBytes("two")));
    });
    QTRY_COMPARE(m->recalled(second, SecretField::Token), "two");
    QVERIFY(m->remember(first, SecretField::Password, "one anew"));
    m->restart();
    QVERIFY(m->unlock());
    QCOMPARE(m->recalled(first, SecretField::Password), "one anew");
    QCOMPARE(m->recalled(second, SecretField::Token), "two");
}

void TestSealedList::whatAnotherProgramForgotDoesNotOpenWhenItIsPutBack()
{
    const QUuid id = kept();
    QVERIFY(!id.isNull());
    QVERIFY(m->remember(id, SecretField::Token, "t0ken"));
    const QByteArray earlier = m->savedFile();
    QCOMPARE(m->recalled(id, SecretField::Password), "s3cret");
    elsewhere([&id](Vault &vault) { vault.forget(id, SecretField::Password); });
    QTRY_COMPARE(m->recalled(id, SecretField::Password), "NotStored");
    replace(m->path(), earlier);
    QTRY_COMPARE(m->recalled(id, SecretField::Password), "NotListed");
    QCOMPARE(m->recalled(id, SecretField::Token), "t0ken");
}

void TestSealedList::whileTheListCannotBeReadTheLastOneThatWasReadCounts()
{
    const QUuid id = kept();
    QVERIFY(!id.isNull());
    const QString list = m->path() + u".sealed"_s;
    const QByteArray content = contentOf(list);
    const SecretBuffer key = m->keychain.keys.constFind(m->keychain.onlyId())->listingKey();
    QSignalSpy problems(m->store.get(), &ProfileStore::problemFound);
    QVERIFY(QFile::remove(list));
    // Nothing that can be read, not even by root.
    QCOMPARE(DurableFile::createPrivateDirectory(list), 0);
    replace(m->path(), m->file());
    QTRY_COMPARE(problems.count(), 1);
    QCOMPARE(problems.first().first().value<StorageProblem>(),
             (StorageProblem{StorageProblem::Kind::NotReadable, list, {}}));
    QCOMPARE(m->recalled(id, SecretField::Password), "s3cret");
    // What can be read again counts as it is.
    QVERIFY(QDir().rmdir(list));
    replace(list, SealedList(key).toBytes());
    replace(m->path(), m->file());
    QTRY_COMPARE(m->recalled(id, SecretField::Password), "NotListed");
    replace(list, content);
    replace(m->path(), m->file());
    QTRY_COMPARE(m->recalled(id, SecretField::Password), "s3cret");
    QCOMPARE(problems.count(), 1);
}

QTEST_GUILESS_MAIN(TestSealedList)
#include "tst_sealedlist.moc"
