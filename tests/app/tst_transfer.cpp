#include "core/import/profileexport.h"
#include "tests/app/keepingdesk.h"
#include "tests/support/canarysearch.h"

#include <QAction>
#include <QClipboard>
#include <QFileDialog>
#include <QGuiApplication>
#include <QLineEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QTest>
#include <QThreadPool>
#include <QTreeWidget>

#include <algorithm>

using namespace Qt::StringLiterals;

//! Profiles in and out through the window, by files and by the clipboard.
class TestTransfer final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        // The offscreen platform says this of every window.
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support prop)"_s));
        m_folder = std::make_unique<QTemporaryDir>();
        m_keychain = MemoryKeychain();
        m = std::make_unique<KeepingDesk>(*m_folder, m_keychain);
    }
    void cleanup() { m.reset(); }
    void aFileShowsWhatItHoldsAndAddsWhatIsChecked();
    void thePastedTextIsRead();
    void whatCannotBeReadIsSaid_data();
    void whatCannotBeReadIsSaid();
    void profilesGoOutWithoutSecrets();
    void whatIsSealedComesInElsewhere();
    void aWrongPassphraseAddsNothing();
    void aSheetThatIsClosedWhileTheVaultOpensWritesNothing();
    void aKeychainThatIsNotOpenCanBeGivenUpFromASheet_data();
    void aKeychainThatIsNotOpenCanBeGivenUpFromASheet();
    void twoPassphrasesThatDifferWriteNothing();
    void withoutAPlaceForSecretsOneIsAskedFor_data();
    void withoutAPlaceForSecretsOneIsAskedFor();
    void aLockTakesTheSheetAndItsFileAway();
    void aFolderThatTakesNoFileIsSaid();

private:
    [[nodiscard]] bool openImport()
    {
        return m->driver.press(Qt::Key_I, Qt::ControlModifier | Qt::ShiftModifier) &&
               m->sees(u"Choose a file"_s);
    }
    [[nodiscard]] bool openExport()
    {
        return m->driver.press(Qt::Key_S, Qt::ControlModifier | Qt::ShiftModifier) &&
               m->sees(u"Profiles to export"_s);
    }
    //! Gives \a path to the file dialog that is open.
    [[nodiscard]] bool giveFile(const QString &path)
    {
        QFileDialog *dialog = nullptr;
        const bool isOpen = m->driver.waitFor(
            [&] {
                dialog = m->window.findChild<QFileDialog *>();
                return dialog && dialog->isVisible();
            },
            u"for the file dialog"_s);
        if (!isOpen || !dialog->testOption(QFileDialog::DontUseNativeDialog))
            return false;
        auto *name = dialog->findChild<QLineEdit *>(u"fileNameEdit"_s);
        name->setText(path);
        QTest::keyClick(name, Qt::Key_Return);
        return m->driver.waitFor([&] { return !m->window.findChild<QFileDialog *>(); },
                                 u"for the file dialog to go"_s);
    }
    [[nodiscard]] QString fileWith(const QString &name, const QByteArray &bytes) const
    {
        QFile file(m_folder->filePath(name));
        return file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size()
                   ? file.fileName()
                   : QString();
    }
    [[nodiscard]] QByteArray contentOf(const QString &name) const
    {
        QFile file(m_folder->filePath(name));
        return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
    }
    [[nodiscard]] QTreeWidget *table(const QString &name) const
    {
        return m->window.findChild<QTreeWidget *>(name);
    }
    [[nodiscard]] QStringList names() const
    {
        QStringList names;
        for (const Profile &profile : m->store.profiles())
            names += profile.name;
        return names;
    }
    //! Keeps the profile "prod" with a password, and puts it sealed into "out.sealed".
    [[nodiscard]] bool sealOne();

    std::unique_ptr<QTemporaryDir> m_folder;
    MemoryKeychain m_keychain;
    std::unique_ptr<KeepingDesk> m;
};

static const QString words = u"four words and more"_s;
static const QByteArray password = "canary-password-1";

static Profile prod()
{
    Profile profile;
    profile.name = u"prod"_s;
    profile.origin = u"https://acme.example"_s;
    profile.userName = u"ann"_s;
    profile.keepsPassword = true;
    return profile;
}

void TestTransfer::aFileShowsWhatItHoldsAndAddsWhatIsChecked()
{
    const QString path = fileWith(
        u"config.toml"_s, "[clusters.one]\nurl = \"https://a.example\"\nusername = \"ann\"\n"
                          "password = \"x\"\nverbose = true\n[clusters.two]\nurl = \"b.example\"\n"
                          "[clusters.three]\nurl = \"c.example\"\n[clusters.bad]\nurl = "
                          "\"http://d.example\"\n[clusters.prod]\nurl = \"https://acme.example\"\n"
                          "username = \"ann\"\n");
    m->store.save(prod());
    QVERIFY(openImport());
    QVERIFY(!m->driver.find(u"Import"_s)->isEnabled());
    QVERIFY(m->driver.click(u"Choose a file"_s));
    QVERIFY(giveFile(path));
    QVERIFY(m->reads(u"config.toml: TOML, 5 profiles"_s));
    QTreeWidget *found = table(u"importTable"_s);
    QStringList notes;
    for (int i = 0; i < found->topLevelItemCount(); ++i)
        notes += found->topLevelItem(i)->text(0) + u": "_s + found->topLevelItem(i)->text(3);
    QCOMPARE(notes,
             (QStringList{u"one: without password; verbose not understood"_s, u"two: taken whole"_s,
                          u"three: taken whole"_s,
                          u"bad: The address begins with http, which would send the password in "
                          "clear."_s,
                          u"prod: was there already"_s}));
    QVERIFY(m->driver.findLabel(u"Sign in with them, and check there what is to be kept."_s));
    QVERIFY(m->driver.findButton(u"Import 3 profiles"_s));
    found->setFocus();
    found->setCurrentItem(found->topLevelItem(1));
    QTest::keyClick(found, Qt::Key_Space); // off, by keys
    QVERIFY(m->driver.click(u"Import 2 profiles"_s));
    QVERIFY(m->says(u"2 profiles were imported."_s));
    QCOMPARE(names(), (QStringList{u"prod"_s, u"one"_s, u"three"_s}));
    QCOMPARE(m->driver.text(u"Server"_s), u"https://a.example"_s); // the first of them is shown
    QTRY_VERIFY(!m->driver.find(u"Choose a file"_s));
}

void TestTransfer::thePastedTextIsRead()
{
    QVERIFY(openImport());
    QGuiApplication::clipboard()->setText(u"TS_HOST=https://a.example\nTS_USER=ann\n"_s);
    QTRY_VERIFY(m->driver.find(u"Choose a file"_s)->hasFocus());
    QVERIFY(m->driver.press(Qt::Key_V, Qt::ControlModifier));
    QVERIFY(m->reads(u"The clipboard: lines of NAME=value, 1 profile"_s));
    QVERIFY(m->driver.click(u"Import"_s));
    QVERIFY(m->says(u"1 profile was imported."_s));
    QCOMPARE(names(), QStringList{u"a.example"_s});
}

void TestTransfer::whatCannotBeReadIsSaid_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("sentence");
    QTest::addRow("prose") << u"Dear Ann"_s << u"The file has no form that is known here."_s;
    QTest::addRow("broken") << u"TS_HOST=a\nrm x"_s << u"cannot be read at line 2."_s;
    QTest::addRow("nothing") << QString() << u"no form that is known"_s;
    QTest::addRow("a sealed one that is cut")
        << u"session-desk sealed profiles 9\n"_s << u"a sealed export"_s;
}

void TestTransfer::whatCannotBeReadIsSaid()
{
    QFETCH(QString, text);
    QFETCH(QString, sentence);
    QVERIFY(openImport());
    QGuiApplication::clipboard()->setText(text);
    QVERIFY(m->driver.click(u"Paste"_s));
    QVERIFY(m->reads(sentence));
    QVERIFY(!m->driver.find(u"Import"_s)->isEnabled());
    QVERIFY(m->driver.click(u"Cancel"_s));
    QCOMPARE(names(), QStringList());
}

void TestTransfer::profilesGoOutWithoutSecrets()
{
    m->vault.choose(KeyPlace::SessionOnly);
    const QUuid id = m->store.save(prod());
    QVERIFY(m->vault.remember(id, SecretField::Password, SecretBuffer::fromBytes(password)));
    Profile second = prod();
    second.name = u"stage"_s;
    m->store.save(second);
    QVERIFY(openExport());
    QTreeWidget *rows = table(u"exportTable"_s);
    QCOMPARE(rows->topLevelItem(0)->text(2), u"password"_s);
    rows->topLevelItem(1)->setCheckState(0, Qt::Unchecked);
    QVERIFY(m->driver.click(u"Export"_s));
    QVERIFY(giveFile(m_folder->filePath(u"out.json"_s)));
    QVERIFY(m->says(u"1 profile was written to "_s));
    QCOMPARE(contentOf(u"out.json"_s), profileexport::write({*m->store.profile(id)}));
    QVERIFY(!contentOf(u"out.json"_s).contains("canary"));
}

bool TestTransfer::sealOne()
{
    m->vault.choose(KeyPlace::SessionOnly);
    const QUuid id = m->store.save(prod());
    return m->vault.remember(id, SecretField::Password, SecretBuffer::fromBytes(password)) &&
           openExport() && m->driver.check(u"Sealed by a passphrase, with what is kept"_s, true) &&
           m->driver.type(u"New passphrase"_s, words) &&
           m->driver.type(u"Passphrase again"_s, words) && m->driver.click(u"Export"_s) &&
           giveFile(m_folder->filePath(u"out.sealed"_s)) && m->says(u"1 profile was written to "_s);
}

void TestTransfer::whatIsSealedComesInElsewhere()
{
    QVERIFY(sealOne());
    CanarySearch search({{u"password"_s, password},
                         {u"passphrase"_s, words.toUtf8()},
                         {u"name"_s, "acme.example"}});
    search.inBytes(u"the file"_s, contentOf(u"out.sealed"_s));
    QCOMPARE(search.found(), QStringList());
    QVERIFY(search.searchedBytes() > 1000);
    constexpr auto others = QFileDevice::ReadGroup | QFileDevice::WriteGroup |
                            QFileDevice::ReadOther | QFileDevice::WriteOther;
    QVERIFY(!(QFile::permissions(m_folder->filePath(u"out.sealed"_s)) & others));

    m->store.remove(m->onlyProfile());
    QVERIFY(openImport());
    QVERIFY(m->driver.click(u"Choose a file"_s));
    QVERIFY(giveFile(m_folder->filePath(u"out.sealed"_s)));
    QVERIFY(m->driver.type(u"Passphrase of the file"_s, words));
    QVERIFY(m->driver.click(u"Open"_s));
    QVERIFY(m->reads(u"out.sealed: a sealed export, 1 profile"_s));
    QCOMPARE(table(u"importTable"_s)->topLevelItem(0)->text(3), u"with its password"_s);
    QVERIFY(m->driver.click(u"Import"_s));
    QVERIFY(m->says(u"1 profile was imported."_s));
    const auto kept = m->vault.recall(m->onlyProfile(), SecretField::Password);
    QVERIFY(kept);
    QCOMPARE(kept->view().toByteArray(), password);
    Profile wanted = prod();
    wanted.id = m->onlyProfile();
    QCOMPARE(m->store.profiles(), QList<Profile>{wanted});
}

void TestTransfer::aWrongPassphraseAddsNothing()
{
    QVERIFY(sealOne());
    m->store.remove(m->onlyProfile());
    QVERIFY(openImport());
    QGuiApplication::clipboard()->setText(QString::fromLatin1(contentOf(u"out.sealed"_s)));
    QVERIFY(m->driver.click(u"Paste"_s));
    QVERIFY(m->driver.type(u"Passphrase of the file"_s, u"four words and less"_s));
    QVERIFY(m->driver.click(u"Open"_s));
    QVERIFY(m->reads(u"The passphrase is not right, or the file was changed."_s));
    QVERIFY(!m->driver.find(u"Import"_s)->isEnabled());
    QVERIFY(m->driver.type(u"Passphrase of the file"_s, words)); // it can be tried again
    QVERIFY(m->driver.click(u"Open"_s));
    QVERIFY(m->reads(u"The clipboard: a sealed export, 1 profile"_s));
    QVERIFY(m->driver.click(u"Cancel"_s));
    QCOMPARE(names(), QStringList());
}

void TestTransfer::aSheetThatIsClosedWhileTheVaultOpensWritesNothing()
{
    m->vault.choose(KeyPlace::Keychain);
    QTRY_COMPARE(m->vault.status().state, VaultStatus::State::Open);
    const QUuid id = m->store.save(prod());
    QVERIFY(m->vault.remember(id, SecretField::Password, SecretBuffer::fromBytes(password)));
    m->vault.lock();
    m_keychain.isHeld = true;
    QVERIFY(openExport());
    QVERIFY(m->driver.check(u"Sealed by a passphrase, with what is kept"_s, true));
    QVERIFY(m->driver.type(u"New passphrase"_s, words));
    QVERIFY(m->driver.type(u"Passphrase again"_s, words));
    QVERIFY(m->driver.click(u"Export"_s));
    QVERIFY(giveFile(m_folder->filePath(u"out.sealed"_s)));
    QTRY_VERIFY(m_keychain.heldAnswer);
    QVERIFY(!m->window.findChild<QWidget *>(u"exportProfiles"_s)->isEnabled());
    m->window.findChild<QDialog *>(u"exportSheet"_s)->reject();
    for (const QString &name : {u"newPassphrase"_s, u"passphraseAgain"_s})
        QCOMPARE(m->window.findChild<QLineEdit *>(name)->text(), QString());
    QTRY_VERIFY(!table(u"exportTable"_s));
    QVERIFY(openExport()); // another one has nothing to do with it
    m_keychain.letGo();
    QTRY_COMPARE(m->vault.status().state, VaultStatus::State::Open);
    QVERIFY(QThreadPool::globalInstance()->waitForDone(30'000));
    QVERIFY(!QFile::exists(m_folder->filePath(u"out.sealed"_s)));
    QVERIFY(table(u"exportTable"_s)->isVisible());
    QVERIFY(m->driver.find(u"Export"_s)->isEnabled());
}

void TestTransfer::aKeychainThatIsNotOpenCanBeGivenUpFromASheet_data()
{
    QTest::addColumn<bool>("isAskedBefore");
    QTest::addRow("asked first by the sheet") << false;
    QTest::addRow("asked before the sheet") << true;
}

void TestTransfer::aKeychainThatIsNotOpenCanBeGivenUpFromASheet()
{
    QFETCH(bool, isAskedBefore);
    m->vault.choose(KeyPlace::Keychain);
    QTRY_COMPARE(m->vault.status().state, VaultStatus::State::Open);
    const QUuid id = m->store.save(prod());
    QVERIFY(m->vault.remember(id, SecretField::Password, SecretBuffer::fromBytes(password)));
    m->vault.lock();
    m_keychain.fetchFault = VaultFault{};
    if (isAskedBefore) {
        m->window.showProfile(id);
        QVERIFY(m->driver.click(u"Sign in"_s));
        QVERIFY(m->sees(u"Unlock"_s));
    }
    m->window.findChild<QAction *>(u"exportProfilesAction"_s)->trigger();
    QVERIFY(m->sees(u"Profiles to export"_s));
    QVERIFY(m->driver.check(u"Sealed by a passphrase, with what is kept"_s, true));
    QVERIFY(m->driver.type(u"New passphrase"_s, words));
    QVERIFY(m->driver.type(u"Passphrase again"_s, words));
    QVERIFY(m->driver.click(u"Export"_s));
    QVERIFY(giveFile(m_folder->filePath(u"out.sealed"_s)));
    const auto sheet = [this] { return m->window.findChild<QDialog *>(u"unlockSheet"_s); };
    QTRY_VERIFY(sheet() && sheet()->isModal() && sheet()->isVisible());
    const auto buttons = sheet()->findChildren<QPushButton *>();
    const auto cancel = std::ranges::find(buttons, u"Cancel"_s, &QPushButton::accessibleName);
    QVERIFY(cancel != buttons.cend());
    // By the window system: a click on the widget itself would pass what holds it.
    QTest::mouseClick(sheet()->windowHandle(), Qt::LeftButton, Qt::NoModifier,
                      (*cancel)->mapTo(sheet(), (*cancel)->rect().center()));
    QVERIFY(m->says(u"Nothing was exported"_s));
    QTRY_VERIFY(!sheet());
    QVERIFY(m->driver.find(u"Export"_s)->isEnabled());
    QVERIFY(!QFile::exists(m_folder->filePath(u"out.sealed"_s)));
}

void TestTransfer::twoPassphrasesThatDifferWriteNothing()
{
    m->store.save(prod());
    QVERIFY(openExport());
    QVERIFY(m->driver.check(u"Sealed by a passphrase, with what is kept"_s, true));
    QVERIFY(m->driver.type(u"New passphrase"_s, u"short"_s));
    QVERIFY(m->driver.click(u"Export"_s));
    QVERIFY(m->reads(u"The passphrase is too short."_s));
    QVERIFY(m->driver.type(u"New passphrase"_s, words));
    QVERIFY(m->driver.type(u"Passphrase again"_s, words + u'x'));
    QVERIFY(m->driver.click(u"Export"_s));
    QVERIFY(m->reads(u"The two passphrases differ."_s));
    QVERIFY(!m->window.findChild<QFileDialog *>());
}

void TestTransfer::withoutAPlaceForSecretsOneIsAskedFor_data()
{
    QTest::addColumn<bool>("isGivenUpFirst");
    QTest::addRow("chosen at once") << false;
    QTest::addRow("given up first") << true;
}

void TestTransfer::withoutAPlaceForSecretsOneIsAskedFor()
{
    QFETCH(bool, isGivenUpFirst);
    QVERIFY(sealOne());
    m->store.remove(m->onlyProfile());
    m->vault.startOver();
    QVERIFY(openImport());
    QGuiApplication::clipboard()->setText(QString::fromLatin1(contentOf(u"out.sealed"_s)));
    QVERIFY(m->driver.click(u"Paste"_s));
    QVERIFY(m->driver.type(u"Passphrase of the file"_s, words));
    QVERIFY(m->driver.click(u"Open"_s));
    QVERIFY(m->reads(u"1 profile"_s));
    QVERIFY(m->driver.click(u"Import"_s));
    QVERIFY(m->sees(u"Keep there"_s));
    // Meanwhile nothing else is read.
    for (const QString &name : {u"chooseImportFile"_s, u"pasteImport"_s, u"importProfiles"_s})
        QVERIFY2(!m->window.findChild<QWidget *>(name)->isEnabled(), qPrintable(name));
    if (isGivenUpFirst) {
        m->window.findChild<QDialog *>(u"placeSheet"_s)->reject();
        QVERIFY(m->says(u"Nothing was imported"_s));
        QVERIFY(m->window.findChild<QWidget *>(u"pasteImport"_s)->isEnabled());
        QVERIFY(m->driver.click(u"Import"_s)); // it can be tried again
    }
    QVERIFY(m->driver.click(u"Keep there"_s)); // in the keychain
    QVERIFY(m->says(u"1 profile was imported."_s));
    QCOMPARE(m->vault.storedFields(m->onlyProfile()), QList<SecretField>{SecretField::Password});
}

void TestTransfer::aLockTakesTheSheetAndItsFileAway()
{
    QVERIFY(openImport());
    QGuiApplication::clipboard()->setText(u"TS_HOST=https://a.example\n"_s);
    QVERIFY(m->driver.click(u"Paste"_s));
    QVERIFY(m->reads(u"1 profile"_s));
    m->window.lock(LockState::Reason::ByHand);
    QTRY_VERIFY(!table(u"importTable"_s));
    QCOMPARE(names(), QStringList());
    for (const QString &name : {u"importProfilesAction"_s, u"exportProfilesAction"_s})
        QVERIFY(!m->window.findChild<QAction *>(name)->isEnabled());
}

void TestTransfer::aFolderThatTakesNoFileIsSaid()
{
    m->store.save(prod());
    QVERIFY(openExport());
    QVERIFY(m->driver.click(u"Export"_s));
    // The dialog itself refuses a folder that is not there; but it can go as soon as it is chosen.
    auto *dialog = m->window.findChild<QFileDialog *>();
    QVERIFY(dialog);
    Q_EMIT dialog->fileSelected(m_folder->filePath(u"gone/out.json"_s));
    dialog->reject();
    QVERIFY(m->reads(u"The file could not be written."_s));
    QVERIFY(m->driver.find(u"Export"_s)->isEnabled());
}

QTEST_MAIN(TestTransfer)
#include "tst_transfer.moc"
