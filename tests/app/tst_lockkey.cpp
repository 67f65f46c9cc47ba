#include "core/storage/passphrasekeeper.h"
#include "tests/app/keepingdesk.h"
#include "tests/support/democluster.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using State = VaultStatus::State;

static const QString ours = u"four words and more"_s;
static const QString others = u"somebody else's words"_s;

//! What opens a locked window that keeps something, and what does not.
class tst_LockKey final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void noOtherKeyOpensALockedWindow_data();
    void noOtherKeyOpensALockedWindow();
    void theKeyOpensItWhereverAnotherProgramTookIt_data();
    void theKeyOpensItWhereverAnotherProgramTookIt();
    void whereTheKeyIsLostTheWayOutEndsTheSessionAndForgets();
    void theWayOutIsNotOfferedWhereTheSettingsWereChanged();

private:
    [[nodiscard]] QString file() const { return m_folder->filePath(u"profiles.conf"_s); }
    //! Keeps a password under a passphrase, and locks.
    [[nodiscard]] bool lockKeeping(KeepingDesk &desk);
    [[nodiscard]] bool tryToOpen(KeepingDesk &desk, const QString &passphrase);

    std::unique_ptr<QTemporaryDir> m_folder;
    MemoryKeychain m_keychain;
};

void tst_LockKey::init()
{
    // All but what the off-screen platform says of every dialog.
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_folder = std::make_unique<QTemporaryDir>();
    m_keychain = {};
}

bool tst_LockKey::lockKeeping(KeepingDesk &desk)
{
    desk.vault.choose(KeyPlace::Passphrase, SecretBuffer::fromText(ours));
    const auto isOpen = [&] { return desk.vault.status().state == State::Open; };
    if (!desk.driver.waitFor(isOpen, u"for the key"_s))
        return false;
    Profile profile;
    profile.origin = u"https://acme.example.com"_s;
    profile.userName = u"maria.lopez"_s;
    profile.keepsPassword = true;
    const QUuid id = desk.store.save(profile);
    const bool isKept =
        desk.vault.remember(id, SecretField::Password, SecretBuffer::fromBytes("hers")).hasValue();
    desk.window.showProfile(id);
    desk.window.lock(LockState::Reason::ByHand);
    return isKept && QTest::qWaitFor([&] { return desk.store.isSaved(); }) &&
           desk.window.isLocked() && desk.vault.status().state == State::Locked;
}

//! The passphrase is typed where one is asked for.
bool tst_LockKey::tryToOpen(KeepingDesk &desk, const QString &passphrase)
{
    return (!desk.driver.find(u"Passphrase"_s) || desk.driver.type(u"Passphrase"_s, passphrase)) &&
           desk.driver.click(u"Unlock"_s);
}

//! Writes as a program does that has no key.
static void writeOutside(const QString &file, const VaultValues &values)
{
    ProfileStore store(file);
    store.load();
    store.setVaultValues(values);
}

static VaultValues said(KeyPlace place, const QString &keyId = {}, const WrappedKey &wrapped = {})
{
    VaultValues values;
    values.place = place;
    values.keyId = keyId;
    values.wrapped = wrapped;
    return values;
}

using Deed = std::function<VaultValues(const VaultValues &settings, const VaultValues &others)>;
Q_DECLARE_METATYPE(Deed)

void tst_LockKey::noOtherKeyOpensALockedWindow_data()
{
    using Values = const VaultValues &;
    QTest::addColumn<Deed>("deed");
    QTest::newRow("the settings name no key any more")
        << Deed([](Values, Values) { return VaultValues(); });
    QTest::newRow("it is said to be for this session only")
        << Deed([](Values, Values) { return said(KeyPlace::SessionOnly); });
    QTest::newRow("somebody else's key by their passphrase")
        << Deed([](Values, Values theirs) { return theirs; });
    QTest::newRow("somebody else's key under the name of ours")
        << Deed([](Values settings, Values theirs) {
               return said(settings.place, settings.keyId, theirs.wrapped);
           });
    QTest::newRow("somebody else's key in the keychain")
        << Deed([](Values, Values theirs) { return said(KeyPlace::Keychain, theirs.keyId); });
}

void tst_LockKey::noOtherKeyOpensALockedWindow()
{
    QFETCH(Deed, deed);
    const MasterKey key = MasterKey::random();
    PassphraseKeeper keeper(SecretBuffer::fromText(others), {},
                            {.passes = 1, .memoryBytes = 8 * 1024 * 1024});
    bool isWrapped = false;
    keeper.keep(key, [&](const Result<Done, VaultFault> &kept) { isWrapped = kept.hasValue(); });
    QTRY_VERIFY(isWrapped);
    m_keychain.put(key);

    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(lockKeeping(desk));
    const VaultValues before = desk.store.vaultValues();
    const VaultValues changed =
        deed(before, said(KeyPlace::Passphrase, key.id(), keeper.wrapped()));
    writeOutside(file(), changed);
    QTRY_COMPARE(desk.store.vaultValues(), changed);
    QVERIFY(tryToOpen(desk, others));
    QVERIFY(desk.reads(u"The settings were changed outside the program while it was locked"_s));
    QVERIFY(desk.driver.findLabel(u"Bring the settings file back, then try again; or quit"_s));
    QVERIFY(desk.window.isLocked());
    QVERIFY(desk.vault.status().state != State::Open);

    writeOutside(file(), before);
    QTRY_COMPARE(desk.store.vaultValues(), before);
    QVERIFY(tryToOpen(desk, ours));
    QTRY_VERIFY(!desk.window.isLocked());
    QCOMPARE(desk.vault.recall(desk.onlyProfile(), SecretField::Password)->view(), "hers");
}

void tst_LockKey::theKeyOpensItWhereverAnotherProgramTookIt_data()
{
    QTest::addColumn<KeyPlace>("place");
    QTest::addColumn<bool>("isTyped");
    QTest::newRow("under another passphrase") << KeyPlace::Passphrase << true;
    QTest::newRow("to the keychain") << KeyPlace::Keychain << false;
}

void tst_LockKey::theKeyOpensItWhereverAnotherProgramTookIt()
{
    QFETCH(KeyPlace, place);
    QFETCH(bool, isTyped);
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(lockKeeping(desk));
    KeepingDesk other(*m_folder, m_keychain);
    other.vault.unlock(SecretBuffer::fromText(ours));
    QTRY_COMPARE(other.vault.status().state, State::Open);
    other.vault.changePlace(place, SecretBuffer::fromText(others));
    QTRY_VERIFY(!other.vault.status().moving && other.store.isSaved());
    QTRY_COMPARE(desk.store.vaultValues(), other.store.vaultValues());
    QCOMPARE(desk.driver.find(u"Passphrase"_s) != nullptr, isTyped);
    QVERIFY(desk.window.isLocked());
    QVERIFY(tryToOpen(desk, others));
    QTRY_VERIFY(!desk.window.isLocked());
    QCOMPARE(desk.vault.recall(desk.onlyProfile(), SecretField::Password)->view(), "hers");
}

void tst_LockKey::whereTheKeyIsLostTheWayOutEndsTheSessionAndForgets()
{
    const QString maria = u"maria.lopez"_s;
    DemoCluster cluster;
    KeepingDesk desk(*m_folder, m_keychain);
    desk.vault.choose(KeyPlace::Keychain);
    QTRY_COMPARE(desk.vault.status().state, State::Open);
    Profile draft;
    draft.origin = cluster.origin().toString();
    draft.userName = maria;
    desk.window.openDraft(draft);
    QVERIFY(desk.driver.check(u"Keep password"_s, true));
    QVERIFY(desk.driver.type(u"Password"_s, cluster.password(maria)));
    QVERIFY(desk.driver.click(u"Sign in"_s));
    QVERIFY(desk.reads(u"Maria Lopez"_s));
    QTRY_COMPARE(desk.vault.storedFields(desk.onlyProfile()).size(), 1);
    QTRY_VERIFY(desk.store.isSaved());

    desk.window.lock(LockState::Reason::ByHand);
    m_keychain.keys.clear();
    QVERIFY(desk.driver.click(u"Unlock"_s));
    QVERIFY(desk.reads(u"The keychain no longer has the key to what is kept here. Bring the "
                       "keychain's entry back, or forget what is kept and enter it again."_s));
    desk.driver.picture(u"locked-key-lost"_s);
    QVERIFY(desk.driver.click(u"Sign out and forget what is kept"_s));
    QVERIFY(desk.reads(u"You are signed out everywhere"_s));
    desk.driver.picture(u"locked-key-lost-confirm"_s);
    QVERIFY(desk.driver.click(u"Keep"_s));
    QVERIFY(desk.window.isLocked());
    QCOMPARE(cluster.calls(u"2.0/logout"_s), 0);

    QVERIFY(desk.driver.click(u"Sign out and forget what is kept"_s));
    QVERIFY(desk.driver.click(u"Confirm: Sign out and forget"_s));
    QVERIFY(desk.window.isLocked()); // as long as the session is not over
    QTRY_VERIFY(!desk.window.isLocked());
    QCOMPARE(cluster.calls(u"2.0/tokenRevoke"_s), 1);
    QCOMPARE(cluster.calls(u"2.0/logout"_s), 1);
    QVERIFY(desk.sees(u"Sign in"_s));
    QVERIFY(!desk.driver.find(u"Copy token"_s));
    QCOMPARE(desk.driver.text(u"Where secrets are kept"_s), u"Secrets: this session only"_s);
    QCOMPARE(desk.vault.storedFields(desk.onlyProfile()), QList<SecretField>());
    QCOMPARE(desk.vault.status(), VaultStatus());
    // There is nothing left that a lock would ask for.
    desk.window.lock(LockState::Reason::ByHand);
    QVERIFY(desk.driver.click(u"Unlock"_s));
    QVERIFY(!desk.window.isLocked());
}

void tst_LockKey::theWayOutIsNotOfferedWhereTheSettingsWereChanged()
{
    KeepingDesk desk(*m_folder, m_keychain);
    QVERIFY(lockKeeping(desk));
    VaultValues changed = desk.store.vaultValues();
    changed.keyId = MasterKey::random().id();
    changed.wrapped.passes = 1000;
    writeOutside(file(), changed);
    QTRY_COMPARE(desk.store.vaultValues(), changed);
    QVERIFY(tryToOpen(desk, others));
    QVERIFY(desk.reads(u"while it was locked"_s));
    QVERIFY(!desk.driver.find(u"Sign out and forget what is kept"_s));
    QCOMPARE(desk.vault.storedFields(desk.onlyProfile()), QList{SecretField::Password});
}

QTEST_MAIN(tst_LockKey)
#include "tst_lockkey.moc"
