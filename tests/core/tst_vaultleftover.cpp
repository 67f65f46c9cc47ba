#include "tests/core/vaultfixture.h"

using namespace Qt::StringLiterals;
using Kind = VaultFault::Kind;
using State = VaultStatus::State;

//! No key stays in the keychain that nobody keeps there any more, whenever the program ends.
class TestVaultLeftover final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aKeyLeftInTheKeychainGoesAtTheNextUnlock();
    void aKeyLeftInTheKeychainGoesAtTheNextStart_data();
    void aKeyLeftInTheKeychainGoesAtTheNextStart();
    void aKeyIsNotedBeforeItIsWrittenToTheKeychain_data();
    void aKeyIsNotedBeforeItIsWrittenToTheKeychain();
    void aKeyWrittenByARunThatWasCutShortGoes_data();
    void aKeyWrittenByARunThatWasCutShortGoes();
    void aKeyThatCannotBeRemovedIsTriedAgainAtTheNextStart();
    void aKeyThatIsTakenBackIsNotRemoved();
    void aKeyThatCouldNotBeRemovedIsNotForgottenForANewOne();
    void aKeyThatAnotherProgramTakesBackIsPutBack();
    void startingOverRemovesWhatIsLeftInTheKeychain();
    void nobodyIsAskedForAPasswordForAKeyThatIsLeft_data();
    void nobodyIsAskedForAPasswordForAKeyThatIsLeft();
    void aWalletThatIsShutMayAskForItsPassword();

private:
    std::unique_ptr<VaultFixture> m;
};

void TestVaultLeftover::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m = std::make_unique<VaultFixture>();
}

void TestVaultLeftover::aKeyLeftInTheKeychainGoesAtTheNextUnlock()
{
    const QUuid id = m->add(u"Acme"_s);
    QVERIFY(m->choose(KeyPlace::Keychain));
    QVERIFY(m->remember(id, SecretField::Password, "s3cret"));
    const QString keyId = m->keychain.onlyId();
    QVERIFY(m->move(KeyPlace::Passphrase, "open sesame"));
    m->keychain.calls.clear();
    m->restart(); // quits at once
    QVERIFY(!m->keychain.isEmpty());
    QCOMPARE(m->store->vaultValues().leftover, keyId);
    QCOMPARE(m->keychain.calls, QStringList()); // not before somebody asks for something
    QVERIFY(m->unlock("open sesame"));
    QTRY_VERIFY(m->keychain.isEmpty());
    QTRY_COMPARE(m->store->vaultValues().leftover, QString());
    QVERIFY(!m->savedFile().contains("leftover"));
    QCOMPARE(m->recalled(id, SecretField::Password), "s3cret");
    QCOMPARE(m->left->count(), 0);
}

void TestVaultLeftover::aKeyLeftInTheKeychainGoesAtTheNextStart_data()
{
    QTest::addColumn<bool>("isReadLater");
    QTest::newRow("the settings are read before there is a vault") << false;
    QTest::newRow("the settings are read with the vault over them") << true;
}

void TestVaultLeftover::aKeyLeftInTheKeychainGoesAtTheNextStart()
{
    QFETCH(bool, isReadLater);
    QVERIFY(m->choose(KeyPlace::Keychain));
    m->vault->changePlace(KeyPlace::SessionOnly);
    m->restart();
    QVERIFY(!m->keychain.isEmpty());
    if (isReadLater) {
        m->vault.reset();
        m->store = std::make_unique<ProfileStore>(m->path());
        m->vault = std::make_unique<Vault>(*m->store, m->options());
        m->store->load();
    }
    QCOMPARE(m->vault->status(),
             (VaultStatus{.state = State::Open, .place = KeyPlace::SessionOnly}));
    QTRY_VERIFY(m->keychain.isEmpty());
    QTRY_COMPARE(m->store->vaultValues().leftover, QString());
}

void TestVaultLeftover::aKeyIsNotedBeforeItIsWrittenToTheKeychain_data()
{
    QTest::addColumn<KeyPlace>("before");
    QTest::newRow("no place yet") << KeyPlace::None;
    QTest::newRow("a passphrase") << KeyPlace::Passphrase;
    QTest::newRow("this session only") << KeyPlace::SessionOnly;
}

void TestVaultLeftover::aKeyIsNotedBeforeItIsWrittenToTheKeychain()
{
    QFETCH(KeyPlace, before);
    QVERIFY(before == KeyPlace::None || m->choose(before, "open sesame"));
    m->keychain.isHeld = true;
    if (before == KeyPlace::None)
        m->vault->choose(KeyPlace::Keychain);
    else
        m->vault->changePlace(KeyPlace::Keychain);
    m->keychain.letGo(); // there is none; one is on its way there
    QCOMPARE(m->keychain.calls, (QStringList{u"fetch"_s, u"keep"_s}));
    QVERIFY(m->keychain.isEmpty());
    const QString noted = m->store->vaultValues().leftover;
    QVERIFY(!noted.isEmpty());
    QVERIFY(m->settles());
    QCOMPARE(m->keychain.onlyId(), noted);
    QCOMPARE(m->store->vaultValues().keyId, noted);
    QCOMPARE(m->store->vaultValues().leftover, QString());
    QVERIFY(!m->savedFile().contains("leftover"));
    m->restart();
    QVERIFY(m->unlock());
}

void TestVaultLeftover::aKeyWrittenByARunThatWasCutShortGoes_data()
{
    aKeyIsNotedBeforeItIsWrittenToTheKeychain_data();
}

void TestVaultLeftover::aKeyWrittenByARunThatWasCutShortGoes()
{
    QFETCH(KeyPlace, before);
    QVERIFY(before == KeyPlace::None || m->choose(before, "open sesame"));
    m->keychain.put(MasterKey::random());
    m->store->setLeftover(m->keychain.onlyId());
    m->restart();
    if (before == KeyPlace::Passphrase)
        QVERIFY(m->unlock("open sesame"));
    QTRY_COMPARE(m->store->vaultValues().leftover, QString());
    QVERIFY(m->keychain.isEmpty());
    QCOMPARE(m->store->vaultValues().place, before);
}

void TestVaultLeftover::aKeyThatCannotBeRemovedIsTriedAgainAtTheNextStart()
{
    QVERIFY(m->choose(KeyPlace::Keychain));
    m->keychain.forgetFault = VaultFault{Kind::Denied, {}};
    QVERIFY(m->move(KeyPlace::Passphrase, "open sesame"));
    QTRY_COMPARE(m->left->count(), 1);
    m->restart();
    m->keychain.calls.clear();
    QVERIFY(m->unlock("open sesame"));
    QTRY_COMPARE(m->keychain.calls, QStringList{u"forgetUnasked"_s});
    m->keychain.forgetFault.reset();
    QVERIFY(!m->store->vaultValues().leftover.isEmpty());
    m->restart();
    QVERIFY(m->unlock("open sesame"));
    QTRY_VERIFY(m->keychain.isEmpty());
    QTRY_COMPARE(m->store->vaultValues().leftover, QString());
    QCOMPARE(m->left->count(), 0); // told once, when it was asked for
}

void TestVaultLeftover::aKeyThatIsTakenBackIsNotRemoved()
{
    QVERIFY(m->choose(KeyPlace::Keychain));
    QVERIFY(m->move(KeyPlace::Passphrase, "open sesame"));
    m->restart();
    m->keychain.isHeld = true;
    QVERIFY(m->unlock("open sesame")); // the removal waits for the keychain
    m->keychain.isHeld = false;
    QVERIFY(m->move(KeyPlace::Keychain));
    m->keychain.letGo();
    QVERIFY(!m->savedFile().contains("leftover"));
    QCOMPARE(m->keychain.calls.last(), u"fetch"_s);
    QVERIFY(!m->keychain.isEmpty());
    m->restart();
    QVERIFY(m->unlock());
}

void TestVaultLeftover::aKeyThatCouldNotBeRemovedIsNotForgottenForANewOne()
{
    QVERIFY(m->choose(KeyPlace::Keychain));
    m->keychain.forgetFault = VaultFault{Kind::Locked, {}};
    for (int i = 0; i < 2; ++i) {
        m->vault->startOver();
        QVERIFY(m->choose(KeyPlace::Keychain));
        QVERIFY(!m->savedFile().isEmpty());
    }
    QTRY_COMPARE(m->left->count(), 2);
    QCOMPARE(m->keychain.keys.size(), 3);
    m->keychain.forgetFault.reset();
    m->restart();
    m->keychain.calls.clear();
    QVERIFY(!QTest::qWaitFor([this] { return !m->keychain.calls.isEmpty(); }, 50)); // not by itself
    QVERIFY(m->unlock());
    QTRY_COMPARE(m->keychain.onlyId(), m->store->vaultValues().keyId);
    QTRY_COMPARE(m->store->vaultValues().leftover, QString());
}

void TestVaultLeftover::aKeyThatAnotherProgramTakesBackIsPutBack()
{
    QVERIFY(m->choose(KeyPlace::Keychain));
    const QString keyId = m->keychain.onlyId();
    QVERIFY(!m->savedFile().isEmpty());
    m->keychain.isHeld = true;
    QVERIFY(m->move(KeyPlace::Passphrase, "open sesame"));
    QTRY_VERIFY(m->keychain.heldAnswer); // the key is on its way out
    ProfileStore there(m->path());
    there.load();
    there.setVaultValues({KeyPlace::Keychain, keyId, {}, {}});
    QTRY_COMPARE(m->vault->status().place, KeyPlace::Keychain);
    m->keychain.letGo();
    QTRY_COMPARE(m->keychain.calls.last(), u"keep"_s);
    QTRY_COMPARE(m->keychain.onlyId(), keyId);
    m->restart();
    QVERIFY(m->unlock());
}

void TestVaultLeftover::startingOverRemovesWhatIsLeftInTheKeychain()
{
    QVERIFY(m->choose(KeyPlace::Keychain));
    QVERIFY(m->move(KeyPlace::Passphrase, "open sesame"));
    m->restart();
    m->vault->startOver();
    m->restart(); // even if the program ends at once
    QTRY_VERIFY(m->keychain.isEmpty());
    QTRY_VERIFY(!m->savedFile().contains("vault"));
}

void TestVaultLeftover::nobodyIsAskedForAPasswordForAKeyThatIsLeft_data()
{
    aKeyIsNotedBeforeItIsWrittenToTheKeychain_data();
    QTest::newRow("the keychain") << KeyPlace::Keychain;
}

void TestVaultLeftover::nobodyIsAskedForAPasswordForAKeyThatIsLeft()
{
    QFETCH(KeyPlace, before);
    QVERIFY(before == KeyPlace::None || m->choose(before, "open sesame"));
    const MasterKey left = MasterKey::random();
    m->keychain.put(left);
    m->store->setLeftover(left.id());
    m->keychain.asksForPassword = true;
    m->keychain.calls.clear();
    m->restart();
    if (before == KeyPlace::Passphrase || before == KeyPlace::Keychain)
        QVERIFY(m->unlock("open sesame"));
    QTRY_VERIFY(m->keychain.calls.contains(u"forgetUnasked"_s));
    QCOMPARE(m->keychain.calls.count(u"fetch"_s), before == KeyPlace::Keychain ? 1 : 0);
    QVERIFY(!m->keychain.calls.contains(u"forget"_s));
    QCOMPARE(m->store->vaultValues().leftover, left.id());
    m->vault->startOver(); // who wants it gone may be asked
    QTRY_VERIFY(m->keychain.isEmpty());
    QTRY_COMPARE(m->store->vaultValues().leftover, QString());
}

// It may be the one that is asked, whatever the Secret Service beside it has.
void TestVaultLeftover::aWalletThatIsShutMayAskForItsPassword()
{
    using Item = KeychainSight::Item;
    for (const Item item : {Item::Absent, Item::Silent, Item::NotThere, Item::Open}) {
        KeychainSight sight{.inSecretService = item, .inWallet = Item::NotThere};
        QCOMPARE(sight.isOpen(), item == Item::Open);
        QVERIFY(!sight.mayBeAsking());
        sight.isWalletShut = true;
        QVERIFY(!sight.isOpen());
        QVERIFY(sight.mayBeAsking());
    }
}

QTEST_GUILESS_MAIN(TestVaultLeftover)
#include "tst_vaultleftover.moc"
