#include "core/storage/profilestore.h"
#include "core/storage/vault.h"
#include "tests/cli/sdeskhome.h"
#include "tests/support/democluster.h"

#include <QDir>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

#include <csignal>

#include <unistd.h>

using namespace Qt::StringLiterals;

using Passphrase = SdeskHome::Passphrase;

//! The command line, the profiles, the vault, and how the program ends.
class TestSdesk final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void helpAndVersionNeedNoSettings();
    void whatIsWrongOnTheCommandLineIsSaidInOneLine_data();
    void whatIsWrongOnTheCommandLineIsSaidInOneLine();
    void anEmptyOrgIsWrongInEveryVerb();
    void profilesAreAddedAndListed();
    void aProfileIsFoundByNameOrId();
    void withoutAPlaceNothingIsSent();
    void thePlaceIsChosenAtTheFirstLogin();
    void aWrongPassphraseSendsNothing();
    void withoutAPassphraseOrATerminalNothingIsSent();
    void aPlaceForOneRunOnlyIsRefused();
    void theWindowSeesWhatTheTerminalKeeps();
    void nothingThatTheWindowSavedIsLost();
    void settingsThatCannotBeReadAreSaid();
    void fullOutputIsSaid();
    void outputThatNobodyReadsEndsItQuietly_data();
    void outputThatNobodyReadsEndsItQuietly();
};

static bool isOneLine(const QByteArray &errors)
{
    return errors.startsWith("sdesk: ") && errors.endsWith('\n') && errors.count('\n') == 1;
}

void TestSdesk::helpAndVersionNeedNoSettings()
{
    const SdeskHome home;
    const SdeskRun help = home.run({u"help"_s});
    QCOMPARE(help.code, 0);
    for (const char *word : {"login PROFILE", "exec PROFILE -- COMMAND", "  10  the settings file"})
        QVERIFY2(help.output.contains(word), word);
    QCOMPARE(home.run({u"--help"_s}).output, help.output);
    const SdeskRun verb = home.run({u"login"_s, u"--help"_s});
    QVERIFY2(verb.output.startsWith("Usage: sdesk login PROFILE [OPTIONS]\n"),
             verb.output.constData());
    QVERIFY2(verb.output.contains("--keep <PLACE>"), verb.output.constData());
    QCOMPARE(home.run({u"help"_s, u"login"_s}).output, verb.output);
    QCOMPARE(home.run({u"--version"_s}).output, QByteArray("sdesk " DESK_VERSION "\n"));
    QVERIFY(!QFile::exists(home.settingsFile()));
}

void TestSdesk::whatIsWrongOnTheCommandLineIsSaidInOneLine_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addColumn<QByteArray>("words");
    QTest::addRow("no verb") << QString() << QByteArray("verb is missing");
    QTest::addRow("an unknown verb") << u"sing"_s << QByteArray("no verb");
    QTest::addRow("no profile") << u"token"_s << QByteArray("PROFILE is missing");
    QTest::addRow("a word too many") << u"token work more"_s << QByteArray("too many");
    QTest::addRow("a password is no option")
        << u"login work --password=x"_s << QByteArray("password");
    QTest::addRow("a life of a token that is kept")
        << u"token work --validity 1h"_s << QByteArray("--fresh");
    QTest::addRow("a life that is none")
        << u"login work --validity soon"_s << QByteArray("--validity");
    QTest::addRow("an unknown way to sign in")
        << u"login work --method magic"_s << QByteArray("--method is not known");
    QTest::addRow("an unknown way to sign in of a profile")
        << u"add x --server https://h.example --user u --method magic"_s
        << QByteArray("--method is not known");
    QTest::addRow("two ways to sign in")
        << u"login work --method password --secret-key"_s << QByteArray("say the same");
    QTest::addRow("an unknown shell") << u"env work --shell tcsh"_s << QByteArray("--shell");
    QTest::addRow("an unknown place") << u"login work --keep desk"_s << QByteArray("--keep");
    QTest::addRow("a life for a token that one has")
        << u"login work --token --validity 1h"_s << QByteArray("--token");
    QTest::addRow("no command") << u"exec work --"_s << QByteArray("command is missing");
    QTest::addRow("no user") << u"add x --server https://h.example"_s << QByteArray("--user");
    QTest::addRow("http to another machine")
        << u"add x --server http://h.example --user u"_s << QByteArray("--server: ");
    QTest::addRow("an unknown form of the API")
        << u"add x --server https://h.example --user u --api 3"_s << QByteArray("--api");
}

void TestSdesk::whatIsWrongOnTheCommandLineIsSaidInOneLine()
{
    QFETCH(QString, arguments);
    QFETCH(QByteArray, words);
    const SdeskHome home;
    home.run({u"add"_s, u"work"_s, u"--server"_s, u"https://h.example"_s, u"--user"_s, u"u"_s});
    const SdeskRun run = home.run(arguments.split(u' ', Qt::SkipEmptyParts), "secret\n");
    QCOMPARE(run.code, 2);
    QCOMPARE(run.output, QByteArray());
    QVERIFY2(isOneLine(run.errors), run.errors.constData());
    QVERIFY2(run.errors.contains(words), run.errors.constData());
}

// What a script's unset variable leaves is not taken for any Organization.
void TestSdesk::anEmptyOrgIsWrongInEveryVerb()
{
    const SdeskHome home;
    home.run({u"add"_s, u"work"_s, u"--server"_s, u"https://h.example"_s, u"--user"_s, u"u"_s});
    int verbs = 0;
    for (const QByteArray &row : home.run({u"help"_s}).output.split('\n')) {
        const QString verb = QString::fromUtf8(row.trimmed().split(' ').first());
        if (!row.startsWith("  ") || !home.run({verb, u"--help"_s}).output.contains("--org <ORG>"))
            continue;
        ++verbs;
        for (const QStringList &org : {QStringList{u"--org="_s}, QStringList{u"--org"_s, u" "_s}}) {
            const SdeskRun run = home.run(QStringList{verb} + org + QStringList{u"work"_s});
            QCOMPARE(run.code, 2);
            QCOMPARE(run.output, QByteArray());
            QVERIFY2(isOneLine(run.errors), run.errors.constData());
            QVERIFY2(run.errors.contains("--org is empty"), run.errors.constData());
        }
    }
    QVERIFY2(verbs >= 14, QByteArray::number(verbs).constData());
}

void TestSdesk::profilesAreAddedAndListed()
{
    const SdeskHome home;
    QCOMPARE(home.run({u"profiles"_s}).output, QByteArray());
    const QStringList add{u"add"_s,    u"acme"_s, u"--server"_s, u"acme.example/#/home"_s,
                          u"--user"_s, u"ann"_s,  u"--api"_s,    u"beta"_s,
                          u"--org"_s,  u"12"_s};
    QCOMPARE(home.run(add).code, 0);
    QCOMPARE(home.run({u"profiles"_s}).output, QByteArray("acme  https://acme.example  ann\n"));
    const QJsonArray rows =
        QJsonDocument::fromJson(home.run({u"profiles"_s, u"--json"_s}).output).array();
    QJsonObject row = rows.at(0).toObject();
    QVERIFY(!QUuid(row.take(u"id"_s).toString()).isNull());
    const QJsonObject expected{{u"name"_s, u"acme"_s}, {u"server"_s, u"https://acme.example"_s},
                               {u"user"_s, u"ann"_s},  {u"org"_s, u"12"_s},
                               {u"api"_s, u"beta"_s},  {u"method"_s, u"password"_s}};
    QCOMPARE(row, expected);
    const SdeskRun again = home.run(add);
    QCOMPARE(again.code, 3);
    QVERIFY2(isOneLine(again.errors), again.errors.constData());
    QCOMPARE(home.run({u"status"_s}).output,
             QByteArray("Secrets: no place chosen yet\nacme: no token is kept\n"));
    QCOMPARE(QFile::permissions(home.settingsFile()) & (QFile::ReadGroup | QFile::ReadOther),
             QFile::Permissions());
}

void TestSdesk::aProfileIsFoundByNameOrId()
{
    const SdeskHome home;
    QUuid first;
    {
        ProfileStore store(home.settingsFile());
        store.load();
        Profile profile;
        profile.origin = u"https://h.example"_s;
        profile.userName = u"ann"_s;
        profile.name = u"twin"_s;
        first = store.save(profile);
        store.save(profile);
        profile.name = u"Single"_s;
        store.save(profile);
        QTRY_VERIFY(store.isSaved());
    }
    const auto code = [&home](const QString &name) { return home.run({u"token"_s, name}).code; };
    QCOMPARE(code(u"nobody"_s), 3);
    QCOMPARE(code(u"twin"_s), 3);
    QCOMPARE(code(first.toString(QUuid::WithoutBraces)), 4); // found; nothing is kept
    QCOMPARE(code(u"single"_s), 4);
}

void TestSdesk::withoutAPlaceNothingIsSent()
{
    DemoCluster cluster;
    const SdeskHome home;
    home.addProfile(cluster);
    const SdeskRun run = home.run({u"login"_s, u"work"_s}, "demo-maria-1\n");
    QCOMPARE(run.code, 5);
    QVERIFY2(isOneLine(run.errors), run.errors.constData());
    QVERIFY2(run.errors.contains("--keep"), run.errors.constData());
    QCOMPARE(cluster.operations(), QStringList());
}

void TestSdesk::thePlaceIsChosenAtTheFirstLogin()
{
    DemoCluster cluster;
    const SdeskHome home;
    home.addProfile(cluster);
    const QStringList login{u"login"_s, u"work"_s, u"--keep"_s, u"passphrase"_s};
    const SdeskRun run = home.run(login, "demo-maria-1\n");
    QVERIFY2(run.code == 0, run.errors.constData());
    QCOMPARE(home.run({u"token"_s, u"work"_s}).code, 0);
    QVERIFY(home.run({u"status"_s}).output.startsWith("Secrets: sealed by your passphrase"));
    const SdeskRun other =
        home.run({u"login"_s, u"work"_s, u"--keep"_s, u"keychain"_s}, "demo-maria-1\n");
    QCOMPARE(other.code, 5);
    QCOMPARE(cluster.calls(u"2.0/tokenFull"_s), 1);
}

void TestSdesk::aWrongPassphraseSendsNothing()
{
    DemoCluster cluster;
    const SdeskHome home;
    home.addProfile(cluster);
    home.chooseCheapPassphrase();
    const SdeskRun run = home.run({u"login"_s, u"work"_s}, "demo-maria-1\n", Passphrase::Wrong);
    QCOMPARE(run.code, 5);
    QVERIFY2(run.errors.contains("not the passphrase"), run.errors.constData());
    QCOMPARE(cluster.operations(), QStringList());
}

void TestSdesk::withoutAPassphraseOrATerminalNothingIsSent()
{
    DemoCluster cluster;
    const SdeskHome home;
    home.addProfile(cluster);
    home.chooseCheapPassphrase();
    const SdeskRun run = home.run({u"login"_s, u"work"_s}, "demo-maria-1\n", Passphrase::None);
    QCOMPARE(run.code, 5);
    QVERIFY2(run.errors.contains("SDESK_PASSPHRASE_FD"), run.errors.constData());
    QCOMPARE(cluster.operations(), QStringList());
}

void TestSdesk::aPlaceForOneRunOnlyIsRefused()
{
    DemoCluster cluster;
    const SdeskHome home;
    home.addProfile(cluster);
    {
        ProfileStore store(home.settingsFile());
        Vault vault(store);
        store.load();
        vault.choose(KeyPlace::SessionOnly);
        QTRY_VERIFY(store.isSaved());
    }
    const SdeskRun run = home.run({u"login"_s, u"work"_s}, "demo-maria-1\n");
    QCOMPARE(run.code, 5);
    QVERIFY2(run.errors.contains("gone at once"), run.errors.constData());
    QCOMPARE(cluster.operations(), QStringList());
}

void TestSdesk::theWindowSeesWhatTheTerminalKeeps()
{
    DemoCluster cluster;
    const SdeskHome home;
    home.addProfile(cluster);
    home.chooseCheapPassphrase();
    ProfileStore store(home.settingsFile());
    Vault vault(store);
    store.load();
    const QUuid id = store.profiles().value(0).id;
    vault.unlock(SecretBuffer::fromBytes(SdeskHome::passphrase()));
    QTRY_COMPARE(vault.status().state, VaultStatus::State::Open);

    QCOMPARE(home.run({u"login"_s, u"work"_s}, "demo-maria-1\n").code, 0);
    QTRY_COMPARE(vault.storedFields(id), QList<SecretField>{SecretField::Token});
    QVERIFY(vault.recall(id, SecretField::Token).hasValue());
    QVERIFY(store.profile(id)->keepsToken);
    QCOMPARE(store.profile(id)->foundForm, Api::Form::V2);
    QCOMPARE(home.run({u"revoke"_s, u"work"_s}).code, 0);
    QTRY_COMPARE(vault.storedFields(id), QList<SecretField>());
}

void TestSdesk::nothingThatTheWindowSavedIsLost()
{
    const SdeskHome home;
    ProfileStore store(home.settingsFile());
    store.load();
    Profile profile;
    profile.name = u"window"_s;
    profile.origin = u"https://w.example"_s;
    profile.userName = u"wanda"_s;
    store.save(profile);
    const QStringList add{u"add"_s,    u"terminal"_s, u"--server"_s, u"https://t.example"_s,
                          u"--user"_s, u"tom"_s};
    QCOMPARE(home.run(add).code, 0);
    QTRY_VERIFY(store.isSaved());
    QTRY_COMPARE(store.profiles().size(), 2);
    const SdeskRun list = home.run({u"profiles"_s});
    QVERIFY2(list.output.contains("wanda") && list.output.contains("tom"), list.output.constData());
}

void TestSdesk::settingsThatCannotBeReadAreSaid()
{
    const SdeskHome home;
    QVERIFY(QDir().mkpath(home.settingsFile()));
    const SdeskRun run = home.run({u"profiles"_s});
    QCOMPARE(run.code, 10);
    QVERIFY2(isOneLine(run.errors), run.errors.constData());
}

void TestSdesk::fullOutputIsSaid()
{
    const SdeskHome home;
    QProcess process;
    process.setStandardOutputFile(u"/dev/full"_s);
    home.start(process, {u"status"_s});
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.exitCode(), 1);
    const QByteArray errors = process.readAllStandardError();
    QVERIFY2(isOneLine(errors) && errors.contains("Standard output"), errors.constData());
}

void TestSdesk::outputThatNobodyReadsEndsItQuietly_data()
{
    QTest::addColumn<QString>("arguments");
    QTest::addRow("the help") << u"help"_s;
    QTest::addRow("the profiles") << u"profiles"_s;
    QTest::addRow("a kept token") << u"token work"_s;
    QTest::addRow("a fresh token, after the network") << u"token work --fresh"_s;
}

// As everything else in a pipe does: by the signal, of which a shell makes 141.
void TestSdesk::outputThatNobodyReadsEndsItQuietly()
{
    QFETCH(QString, arguments);
    DemoCluster cluster;
    const SdeskHome home;
    home.addProfile(cluster, u"maria.lopez"_s, {u"--api"_s, u"2.0"_s});
    home.chooseCheapPassphrase();
    home.keepToken("kept-token-of-an-hour");
    QFile file(home.path() + u"/passphrase"_s);
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write(SdeskHome::passphrase() + '\n');
    file.close();
    QProcess process;
    process.setChildProcessModifier([] {
        int ends[2] = {-1, -1};
        if (::pipe(ends) == 0)
            ::dup2(ends[1], STDOUT_FILENO);
        ::close(ends[0]);
        ::close(ends[1]);
    });
    home.startOther(
        process, u"bash"_s,
        {u"-c"_s, u"SDESK_PASSPHRASE_FD=9 exec sdesk "_s + arguments + u" 9<~/passphrase"_s});
    process.write("demo-maria-1\n");
    process.closeWriteChannel();
    QVERIFY(process.waitForFinished());
    QCOMPARE(process.readAllStandardError(), QByteArray());
    QCOMPARE(process.exitStatus(), QProcess::CrashExit);
    QCOMPARE(process.exitCode(), SIGPIPE);
    // What was made all the same is in the list of tokens, or nobody would know of it.
    const QJsonArray tokens =
        QJsonDocument::fromJson(home.run({u"tokens"_s, u"work"_s, u"--json"_s}).output).array();
    QCOMPARE(tokens.size(), arguments.startsWith(u"token"_s) ? 1 : 0);
    QCOMPARE(cluster.calls(u"2.0/tokenFull"_s), arguments.contains(u"fresh"_s) ? 1 : 0);
}

QTEST_GUILESS_MAIN(TestSdesk)
#include "tst_sdesk.moc"
