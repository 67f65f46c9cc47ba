#include "tests/core/vaultfixture.h"

#include <QDir>
#include <QMetaEnum>

using namespace Qt::StringLiterals;
using Kind = VaultFault::Kind;
using State = VaultStatus::State;

//! Where the key goes, and when it is there.
class TestVault final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void nothingIsAskedOfAnybodyBeforeAPlaceIsChosen();
    void theKeychainIsProvedBeforeAnythingIsWritten();
    void aKeyOfOtherSettingsStaysInTheKeychain();
    void aRefusedChoiceWritesNothing_data();
    void aRefusedChoiceWritesNothing();
    void aKeyThatCouldNotBeKeptIsNotChosen();
    void aChosenPassphraseOpensAtTheNextStart();
    void wrongPassphrasesHaveToWaitLongerAndLonger();
    void aRightPassphraseForgetsTheWrongOnes();
    void forThisSessionOnlyMeansThat();
    void noKeyIsMadeOverSecretsThatItCouldNotOpen();
    void aKeychainThatCannotOpenChangesNothing_data();
    void aKeychainThatCannotOpenChangesNothing();
    void unlockingCanBeTriedAgain();
    void theKindOfKeychainIsNoted_data();
    void theKindOfKeychainIsNoted();
    void aKindOfKeychainThatWasNotNotedIsAtTheNextUnlock();
    void lockingForgetsTheKey();
    void lockingDropsWhatIsUnderWay();
    void aChoiceCanBeDropped();
    void verbsOutOfPlaceAreIgnored();
    void anotherProgramsChoiceHolds();
    void anotherProgramThatWasQuickerHolds();
    void twoThatChooseTheKeychainAtOnceEndWithOneKey();
    void anotherProgramsPassphraseLeavesUsOpen();
    void aKeyThatIsNotTheOneOfTheSettingsDoesNotOpen();
    void startingOverGivesEverythingUp();
    void startingOverRemovesAKeyThatIsNotWhole();
    void startingOverLeavesSomebodyElsesKey();

private:
    std::unique_ptr<VaultFixture> m;
};

void TestVault::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    m = std::make_unique<VaultFixture>();
}

void TestVault::nothingIsAskedOfAnybodyBeforeAPlaceIsChosen()
{
    const QUuid id = m->add(u"Acme"_s);
    QCOMPARE(m->vault->status(), VaultStatus());
    const auto refused =
        m->vault->remember(id, SecretField::Password, SecretBuffer::fromBytes("x"));
    QVERIFY(!refused);
    QCOMPARE(refused.error().kind, Kind::NotChosen);
    QCOMPARE(m->recalled(id, SecretField::Password), "NotStored");
    QCOMPARE(m->keychain.calls, QStringList());
    QVERIFY(!m->savedFile().contains("vault"));
}

void TestVault::theKeychainIsProvedBeforeAnythingIsWritten()
{
    m->keychain.isHeld = true;
    m->vault->choose(KeyPlace::Keychain);
    QCOMPARE(m->vault->status(),
             (VaultStatus{.state = State::Opening, .moving = KeyPlace::Keychain}));
    QVERIFY(m->store->isSaved());
    m->keychain.letGo();
    QVERIFY(m->settles());
    QCOMPARE(m->states(), (QList<State>{State::Opening, State::Open}));
    QCOMPARE(m->keychain.calls, (QStringList{u"fetch"_s, u"keep"_s}));
    QVERIFY(!m->keychain.isEmpty());
    VaultValues expected;
    expected.place = KeyPlace::Keychain;
    expected.keyId = m->keychain.onlyId();
    QCOMPARE(m->store->vaultValues(), expected);
    QVERIFY(m->savedFile().contains(expected.keyId.toLatin1()));

    m->restart();
    QCOMPARE(m->vault->status(),
             (VaultStatus{.state = State::Locked, .place = KeyPlace::Keychain}));
    QVERIFY(m->unlock());
    QCOMPARE(m->states(), (QList<State>{State::Opening, State::Open}));
    QCOMPARE(m->refused(), QList<Kind>());
}

void TestVault::aKeyOfOtherSettingsStaysInTheKeychain()
{
    m->keychain.put(MasterKey::random());
    const QString others = m->keychain.onlyId();
    QVERIFY(m->choose(KeyPlace::Keychain));
    QCOMPARE(m->keychain.keys.size(), 2);
    QVERIFY(m->store->vaultValues().keyId != others);
    QVERIFY(m->move(KeyPlace::Passphrase, "open sesame"));
    QTRY_COMPARE(m->keychain.onlyId(), others);
}

void TestVault::aRefusedChoiceWritesNothing_data()
{
    QTest::addColumn<Kind>("kind");
    for (const Kind kind : {Kind::Absent, Kind::Locked, Kind::Elsewhere, Kind::Denied, Kind::Silent,
                            Kind::Asking, Kind::Altered, Kind::Failed})
        QTest::newRow(QMetaEnum::fromType<Kind>().valueToKey(static_cast<int>(kind))) << kind;
}

void TestVault::aRefusedChoiceWritesNothing()
{
    QFETCH(Kind, kind);
    m->keychain.fetchFault = VaultFault{kind, u"its own words"_s};
    QVERIFY(!m->choose(KeyPlace::Keychain));
    QCOMPARE(m->vault->status(), VaultStatus());
    QCOMPARE(m->refusals->count(), 1);
    QCOMPARE(m->refusals->first().at(0).value<KeyPlace>(), KeyPlace::Keychain);
    QCOMPARE(m->refusals->first().at(1).value<VaultFault>(), *m->keychain.fetchFault);
    QCOMPARE(m->keychain.calls, QStringList{u"fetch"_s});
    QVERIFY(QDir(m->directory.path()).isEmpty());
    // The next step is the person's.
    QVERIFY(m->choose(KeyPlace::Passphrase, "open sesame"));
}

void TestVault::aKeyThatCouldNotBeKeptIsNotChosen()
{
    m->keychain.keepFault = VaultFault{Kind::Altered, {}};
    QVERIFY(!m->choose(KeyPlace::Keychain));
    QCOMPARE(m->vault->status(), VaultStatus());
    QCOMPARE(m->refused(), QList{Kind::Altered});
    QVERIFY(!m->choose(KeyPlace::Passphrase, ""));
    QCOMPARE(m->refused(), (QList{Kind::Altered, Kind::WrongPassphrase}));
    // It may be there all the same: that was noted, and is looked after.
    QTRY_COMPARE(m->keychain.calls, (QStringList{u"fetch"_s, u"keep"_s, u"forgetUnasked"_s}));
    QTRY_COMPARE(m->store->vaultValues(), VaultValues());
    QVERIFY(!m->savedFile().contains("vault"));
}

void TestVault::aChosenPassphraseOpensAtTheNextStart()
{
    const QUuid id = m->add(u"Acme"_s);
    QVERIFY(m->choose(KeyPlace::Passphrase, "open sesame"));
    QCOMPARE(m->keychain.calls, QStringList());
    QVERIFY(m->remember(id, SecretField::Password, "s3cret"));
    m->restart();
    QCOMPARE(m->vault->status(),
             (VaultStatus{.state = State::Locked, .place = KeyPlace::Passphrase}));
    QCOMPARE(m->recalled(id, SecretField::Password), "NotOpen");
    QVERIFY(m->unlock("open sesame"));
    QCOMPARE(m->recalled(id, SecretField::Password), "s3cret");
}

void TestVault::wrongPassphrasesHaveToWaitLongerAndLonger()
{
    QVERIFY(m->choose(KeyPlace::Passphrase, "open sesame"));
    m->vault->lock();
    for (const qint64 delayMs : {1000, 2000, 4000, 8000, 16'000, 32'000, 60'000, 60'000, 60'000}) {
        QVERIFY(!m->unlock("open barley"));
        QCOMPARE(m->fault(), Kind::WrongPassphrase);
        QCOMPARE(m->vault->status().retryAfterMs, delayMs);
        m->nowMs += delayMs - 1;
        QVERIFY(!m->unlock("open sesame")); // right, but too soon
        QCOMPARE(m->fault(), Kind::TooSoon);
        QCOMPARE(m->vault->status().retryAfterMs, 1);
        m->nowMs += 1;
    }
    QVERIFY(m->unlock("open sesame"));
}

void TestVault::aRightPassphraseForgetsTheWrongOnes()
{
    QVERIFY(m->choose(KeyPlace::Passphrase, "open sesame"));
    for (int round = 0; round < 2; ++round) {
        m->vault->lock();
        QVERIFY(!m->unlock("open barley"));
        QCOMPARE(m->vault->status().retryAfterMs, 1000);
        m->vault->lock(); // does not help
        QVERIFY(!m->unlock("open sesame"));
        QCOMPARE(m->fault(), Kind::TooSoon);
        m->nowMs += 1000;
        QVERIFY(m->unlock("open sesame"));
    }
}

void TestVault::forThisSessionOnlyMeansThat()
{
    const QUuid id = m->add(u"Acme"_s);
    QVERIFY(m->choose(KeyPlace::SessionOnly));
    QVERIFY(m->remember(id, SecretField::Token, "t0ken"));
    QCOMPARE(m->recalled(id, SecretField::Token), "t0ken");
    QVERIFY(!m->savedFile().contains("sealed"));
    QVERIFY(!m->file().contains("keyId"));
    m->vault->lock();
    QCOMPARE(m->vault->status(),
             (VaultStatus{.state = State::Locked, .place = KeyPlace::SessionOnly}));
    QCOMPARE(m->vault->storedFields(id), QList<SecretField>());
    QVERIFY(m->unlock());
    QCOMPARE(m->recalled(id, SecretField::Token), "NotStored");
    QVERIFY(m->remember(id, SecretField::Token, "t0ken"));

    m->restart();
    QCOMPARE(m->vault->status(),
             (VaultStatus{.state = State::Open, .place = KeyPlace::SessionOnly}));
    QCOMPARE(m->recalled(id, SecretField::Token), "NotStored");
    QVERIFY(m->remember(id, SecretField::Token, "another"));
    QCOMPARE(m->keychain.calls, QStringList());
    m->store->remove(id);
    QCOMPARE(m->vault->storedFields(id), QList<SecretField>());
}

void TestVault::noKeyIsMadeOverSecretsThatItCouldNotOpen()
{
    const QUuid id = m->add(u"Acme"_s);
    QVERIFY(m->choose(KeyPlace::Keychain));
    QVERIFY(m->remember(id, SecretField::Password, "s3cret"));
    const VaultValues values = m->store->vaultValues();
    // Somebody takes the vault's values out of the file.
    m->vault.reset();
    m->store->setVaultValues({});
    QVERIFY(!m->savedFile().contains("vault/"));
    m->restart();
    const QByteArray before = m->savedFile();
    m->keychain.calls.clear();
    QVERIFY(!m->choose(KeyPlace::Keychain));
    QVERIFY(!m->choose(KeyPlace::Passphrase, "open sesame"));
    QVERIFY(!m->choose(KeyPlace::SessionOnly));
    QCOMPARE(m->refused(), QList<Kind>(3, Kind::KeyNeeded));
    QCOMPARE(m->keychain.calls, QStringList());
    QCOMPARE(m->savedFile(), before);
    m->vault.reset();
    m->store->setVaultValues(values); // and puts them back
    QVERIFY(!m->savedFile().isEmpty());
    m->restart();
    QVERIFY(m->unlock());
    QCOMPARE(m->recalled(id, SecretField::Password), "s3cret");
}

void TestVault::aKeychainThatCannotOpenChangesNothing_data()
{
    QTest::addColumn<Kind>("kind");
    for (const Kind kind : {Kind::Absent, Kind::Locked, Kind::Elsewhere, Kind::Denied, Kind::Silent,
                            Kind::Asking, Kind::Altered, Kind::OtherKey, Kind::Lost, Kind::Failed})
        QTest::newRow(QMetaEnum::fromType<Kind>().valueToKey(static_cast<int>(kind))) << kind;
}

void TestVault::aKeychainThatCannotOpenChangesNothing()
{
    QFETCH(Kind, kind);
    const QUuid id = m->add(u"Acme"_s);
    QVERIFY(m->choose(KeyPlace::Keychain));
    QVERIFY(m->remember(id, SecretField::Password, "s3cret"));
    m->restart();
    const QByteArray before = m->savedFile();
    m->keychain.calls.clear();
    if (kind == Kind::Lost)
        m->keychain.keys.clear();
    else if (kind == Kind::OtherKey)
        m->keychain.exchange();
    else
        m->keychain.fetchFault = VaultFault{kind, u"its own words"_s};
    QVERIFY(!m->unlock());
    QCOMPARE(m->state(), State::Failed);
    QCOMPARE(m->vault->status().place, KeyPlace::Keychain);
    // The key is known to be in one.
    QCOMPARE(m->fault(), kind == Kind::Absent ? Kind::NotRunning : kind);
    QCOMPARE(m->recalled(id, SecretField::Password), "NotOpen");
    QCOMPARE(m->vault->storedFields(id), QList{SecretField::Password});
    QVERIFY(!m->remember(id, SecretField::Token, "t0ken"));
    m->vault->choose(KeyPlace::Passphrase, SecretBuffer::fromBytes("open sesame"));
    m->vault->changePlace(KeyPlace::Passphrase, SecretBuffer::fromBytes("open sesame"));
    QVERIFY(m->settles());
    QCOMPARE(m->keychain.calls, QStringList{u"fetch"_s});
    QCOMPARE(m->savedFile(), before);
}

void TestVault::theKindOfKeychainIsNoted_data()
{
    QTest::addColumn<KeychainKind>("kind");
    QTest::addColumn<QByteArray>("word");
    QTest::addColumn<KeyKeeper::Expected>("expected");
    QTest::newRow("a Secret Service") << KeychainKind::SecretService << "secret-service"_ba
                                      << KeyKeeper::Expected::InSecretService;
    QTest::newRow("KWallet") << KeychainKind::Wallet << "kwallet"_ba
                             << KeyKeeper::Expected::InWallet;
    QTest::newRow("nobody can tell")
        << KeychainKind::Unknown << QByteArray() << KeyKeeper::Expected::There;
}

// So that it is noticed when another one takes its place.
void TestVault::theKindOfKeychainIsNoted()
{
    QFETCH(KeychainKind, kind);
    QFETCH(QByteArray, word);
    QFETCH(KeyKeeper::Expected, expected);
    m->keychain.kind = kind;
    QVERIFY(m->choose(KeyPlace::Keychain));
    QCOMPARE(m->savedFile().contains("\"vault/keychain\": \"" + word + '"'), !word.isEmpty());
    m->restart();
    QCOMPARE(m->store->vaultValues().keychain, kind);
    QVERIFY(m->unlock());
    QCOMPARE(m->keychain.expected, expected);
    QVERIFY(m->move(KeyPlace::Passphrase, "open sesame"));
    QVERIFY(!m->savedFile().contains("vault/keychain"));
}

void TestVault::aKindOfKeychainThatWasNotNotedIsAtTheNextUnlock()
{
    QVERIFY(m->choose(KeyPlace::Keychain));
    QVERIFY(!m->savedFile().contains("vault/keychain"));
    m->restart();
    m->keychain.kind = KeychainKind::Wallet;
    const auto before = m->states();
    QVERIFY(m->unlock());
    QVERIFY(m->savedFile().contains("vault/keychain"));
    // No other change shows.
    QCOMPARE(m->states(), (before + QList{State::Opening, State::Open}));
}

void TestVault::unlockingCanBeTriedAgain()
{
    const QUuid id = m->add(u"Acme"_s);
    QVERIFY(m->choose(KeyPlace::Keychain));
    QVERIFY(m->remember(id, SecretField::Password, "s3cret"));
    m->vault->lock();
    m->keychain.fetchFault = VaultFault{Kind::Silent, {}};
    QVERIFY(!m->unlock());
    m->keychain.fetchFault.reset();
    QVERIFY(m->unlock());
    QCOMPARE(m->recalled(id, SecretField::Password), "s3cret");
    QCOMPARE(m->fault(), std::nullopt);
}

void TestVault::lockingForgetsTheKey()
{
    const QUuid id = m->add(u"Acme"_s);
    QVERIFY(m->choose(KeyPlace::Keychain));
    QVERIFY(m->remember(id, SecretField::Password, "s3cret"));
    m->vault->lock();
    QCOMPARE(m->states(), (QList<State>{State::Opening, State::Open, State::Locked}));
    QCOMPARE(m->recalled(id, SecretField::Password), "NotOpen");
    QVERIFY(!m->remember(id, SecretField::Password, "other"));
    QVERIFY(m->unlock());
    QCOMPARE(m->recalled(id, SecretField::Password), "s3cret");
}

void TestVault::lockingDropsWhatIsUnderWay()
{
    QVERIFY(m->choose(KeyPlace::Keychain));
    m->vault->lock();
    m->keychain.isHeld = true;
    m->vault->unlock();
    QCOMPARE(m->state(), State::Opening);
    m->vault->lock();
    QCOMPARE(m->state(), State::Locked);
    m->keychain.letGo();
    QCOMPARE(m->state(), State::Locked);

    QVERIFY(m->unlock());
    m->keychain.isHeld = true;
    m->vault->changePlace(KeyPlace::Passphrase, SecretBuffer::fromBytes("open sesame"));
    m->vault->lock();
    QCOMPARE(m->vault->status(),
             (VaultStatus{.state = State::Locked, .place = KeyPlace::Keychain}));
    m->keychain.isHeld = false;
    QVERIFY(m->unlock());
    QCOMPARE(m->vault->status().place, KeyPlace::Keychain);
}

void TestVault::aChoiceCanBeDropped()
{
    m->keychain.isHeld = true;
    m->vault->choose(KeyPlace::Keychain);
    m->vault->lock();
    QCOMPARE(m->vault->status(), VaultStatus());
    m->keychain.letGo();
    QCOMPARE(m->vault->status(), VaultStatus());
    QVERIFY(QDir(m->directory.path()).isEmpty());
    QCOMPARE(m->refused(), QList<Kind>());
}

void TestVault::verbsOutOfPlaceAreIgnored()
{
    m->vault->unlock();
    m->vault->lock();
    m->vault->changePlace(KeyPlace::Passphrase, SecretBuffer::fromBytes("x"));
    m->vault->choose(KeyPlace::None);
    QCOMPARE(m->states(), QList<State>());
    QVERIFY(m->choose(KeyPlace::Keychain));
    const auto before = m->states();
    m->vault->unlock();
    m->vault->choose(KeyPlace::SessionOnly);
    m->vault->changePlace(KeyPlace::Keychain);
    m->vault->changePlace(KeyPlace::None);
    QCOMPARE(m->states(), before);
    m->keychain.isHeld = true;
    m->vault->lock();
    m->vault->unlock();
    m->vault->unlock(); // a double click
    QCOMPARE(m->keychain.calls, (QStringList{u"fetch"_s, u"keep"_s, u"fetch"_s}));
}

void TestVault::anotherProgramsChoiceHolds()
{
    ProfileStore there(m->path());
    there.load();
    Vault theirs(there, m->options());
    const QUuid id = m->add(u"Acme"_s);
    QVERIFY(m->choose(KeyPlace::Keychain));
    QVERIFY(m->remember(id, SecretField::Password, "s3cret"));
    QTRY_COMPARE(theirs.status().state, State::Locked);
    QTRY_COMPARE(theirs.storedFields(id), QList{SecretField::Password});
    theirs.unlock();
    QTRY_COMPARE(theirs.status().state, State::Open);
    QCOMPARE(theirs.recall(id, SecretField::Password)->view(), QByteArrayView("s3cret"));
    // And when it gives everything up, so do we.
    theirs.startOver();
    QTRY_COMPARE(m->state(), State::NotChosen);
    QCOMPARE(m->recalled(id, SecretField::Password), "NotStored");
}

void TestVault::anotherProgramThatWasQuickerHolds()
{
    m->keychain.isHeld = true;
    m->vault->choose(KeyPlace::Keychain);
    {
        VaultFixture other; // keeps its keychain to itself
        ProfileStore there(m->path());
        there.load();
        Vault theirs(there, other.options());
        theirs.choose(KeyPlace::Passphrase, SecretBuffer::fromBytes("open sesame"));
        QTRY_COMPARE(theirs.status().state, State::Open);
    }
    QTRY_COMPARE(m->vault->status(),
                 (VaultStatus{.state = State::Locked, .place = KeyPlace::Passphrase}));
    QCOMPARE(m->refused(), QList{Kind::TakenOver});
    m->keychain.letGo();
    QVERIFY(m->keychain.isEmpty());
    QVERIFY(m->unlock("open sesame"));
}

void TestVault::twoThatChooseTheKeychainAtOnceEndWithOneKey()
{
    const QUuid id = m->add(u"Acme"_s);
    QVERIFY(!m->savedFile().isEmpty());
    ProfileStore there(m->path());
    there.load();
    Vault theirs(there, m->options());
    const QSignalSpy refused(&theirs, &Vault::placeRefused);
    // Each finds no key, and each keeps one.
    theirs.choose(KeyPlace::Keychain);
    m->vault->choose(KeyPlace::Keychain);
    const auto hasLost = [&] {
        return (theirs.status().state == State::Locked) != (m->state() == State::Locked);
    };
    QTRY_VERIFY(hasLost());
    Vault &winner = m->state() == State::Open ? *m->vault : theirs;
    Vault &loser = &winner == &theirs ? *m->vault : theirs;
    QCOMPARE(winner.status().state, State::Open);
    const QSignalSpy &told = &winner == &theirs ? *m->refusals : refused;
    QCOMPARE(refused.count() + m->refusals->count(), 1);
    QCOMPARE(told.count(), 1);
    QCOMPARE(told.first().at(1).value<VaultFault>().kind, Kind::TakenOver);
    QTRY_COMPARE(m->keychain.onlyId(), m->store->vaultValues().keyId);
    QVERIFY(winner.remember(id, SecretField::Password, SecretBuffer::fromBytes("s3cret")));
    loser.unlock();
    QTRY_COMPARE(loser.status().state, State::Open);
    QTRY_COMPARE(loser.storedFields(id), QList{SecretField::Password});
    QCOMPARE(loser.recall(id, SecretField::Password)->view(), QByteArrayView("s3cret"));
    m->restart();
    QVERIFY(m->unlock());
    QCOMPARE(m->recalled(id, SecretField::Password), "s3cret");
}

void TestVault::anotherProgramsPassphraseLeavesUsOpen()
{
    const QUuid id = m->add(u"Acme"_s);
    QVERIFY(m->choose(KeyPlace::Passphrase, "open sesame"));
    QVERIFY(m->remember(id, SecretField::Password, "s3cret"));
    QVERIFY(!m->savedFile().isEmpty());
    const WrappedKey before = m->store->vaultValues().wrapped;
    {
        ProfileStore there(m->path());
        there.load();
        Vault theirs(there, m->options());
        theirs.unlock(SecretBuffer::fromBytes("open sesame"));
        QTRY_COMPARE(theirs.status().state, State::Open);
        theirs.changePlace(KeyPlace::Passphrase, SecretBuffer::fromBytes("open barley"));
        QTRY_VERIFY(there.vaultValues().wrapped.text != before.text);
    }
    QTRY_VERIFY(m->store->vaultValues().wrapped.text != before.text);
    QCOMPARE(m->state(), State::Open);
    QCOMPARE(m->recalled(id, SecretField::Password), "s3cret");
    m->vault->lock();
    QVERIFY(m->unlock("open barley"));
}

void TestVault::aKeyThatIsNotTheOneOfTheSettingsDoesNotOpen()
{
    QVERIFY(m->choose(KeyPlace::Passphrase, "open sesame"));
    m->restart();
    VaultValues values = m->store->vaultValues();
    values.keyId = MasterKey::random().id();
    m->store->setVaultValues(values);
    QVERIFY(!m->unlock("open sesame"));
    QCOMPARE(m->fault(), Kind::OtherKey);
}

void TestVault::startingOverGivesEverythingUp()
{
    const QUuid id = m->add(u"Acme"_s);
    QVERIFY(m->choose(KeyPlace::Keychain));
    QVERIFY(m->remember(id, SecretField::Password, "s3cret"));
    m->restart();
    m->vault->startOver(); // no key is needed for that
    QCOMPARE(m->vault->status(), VaultStatus());
    QTRY_VERIFY(m->keychain.isEmpty());
    QTRY_COMPARE(m->store->vaultValues(), VaultValues());
    QVERIFY(!m->savedFile().isEmpty());
    for (const QString &path : {m->path(), m->path() + u".bak"_s}) {
        QVERIFY(!contentOf(path).contains("sealed"));
        QVERIFY(!contentOf(path).contains("vault"));
    }
    QCOMPARE(m->store->profiles().size(), 1);
    QVERIFY(m->choose(KeyPlace::Passphrase, "open sesame"));
    QCOMPARE(m->recalled(id, SecretField::Password), "NotStored");
}

void TestVault::startingOverRemovesAKeyThatIsNotWhole()
{
    QVERIFY(m->choose(KeyPlace::Keychain));
    m->restart();
    m->keychain.fetchFault = VaultFault{Kind::Altered, {}};
    QVERIFY(!m->unlock());
    m->vault->startOver();
    QTRY_VERIFY(m->keychain.calls.contains(u"forget"_s));
    QTRY_VERIFY(m->keychain.isEmpty());
    m->keychain.fetchFault.reset();
    QVERIFY(m->choose(KeyPlace::Keychain));
}

void TestVault::startingOverLeavesSomebodyElsesKey()
{
    QVERIFY(m->choose(KeyPlace::Keychain));
    const QString before = m->keychain.onlyId();
    const MasterKey others = MasterKey::random();
    m->keychain.put(others);
    m->vault->startOver();
    QVERIFY(m->choose(KeyPlace::Keychain)); // before the old one is gone
    QTRY_VERIFY(!m->keychain.keys.contains(before));
    QCOMPARE(m->keychain.keys.size(), 2);
    QVERIFY(m->keychain.keys.contains(others.id()));
    QVERIFY(m->keychain.keys.contains(m->store->vaultValues().keyId));
}

QTEST_GUILESS_MAIN(TestVault)
#include "tst_vault.moc"
