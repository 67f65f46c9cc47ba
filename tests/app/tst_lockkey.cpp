#include "core/storage/passphrasekeeper.h"
#include "tests/app/keepingdesk.h"

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

QTEST_MAIN(tst_LockKey)
#include "tst_lockkey.moc"
