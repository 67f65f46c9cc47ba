#include "tests/cli/sdeskhome.h"
#include "tests/support/canarysearch.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

//! Profiles in from files and out to one.
class TestSdeskImport final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_home = std::make_unique<SdeskHome>();
    }
    void aFileIsTakenAndWhatIsNotTakenIsNamed();
    void whatGoesOutComesInAgain();
    void aTakenNameGetsANumber();
    void aProfileWithoutAUserSaysSo();
    void theLinesForEveryShellComeInAgain();
    void whatBecameOfEachIsToldAsJson();
    void whatCannotBeTakenIsSaid();
    void whatIsTooManyIsSaid();
    void noSecretOfAFileIsLeftAnywhere();

private:
    SdeskRun run(const QString &line, const QByteArray &input = {}) const
    {
        return m_home->run(line.split(u' '), input);
    }

    std::unique_ptr<SdeskHome> m_home;
};

static const QByteArray config =
    "[thoughtspot]\nurl = \"https://acme.example\"\nusername = \"ann\"\n"
    "password = \"canary-password-1\"\nverbose = true\n";

void TestSdeskImport::aFileIsTakenAndWhatIsNotTakenIsNamed()
{
    const QString name = m_home->path() + u"/cluster-cfg_prod.toml"_s;
    QFile file(name);
    QVERIFY(file.open(QIODevice::WriteOnly) && file.write(config) == config.size());
    file.close();
    const SdeskRun done = m_home->run({u"import"_s, name});
    QVERIFY2(done.code == 0, done.errors.constData());
    QCOMPARE(done.output,
             QByteArray("prod: added, https://acme.example, ann\n"
                        "prod: not taken, for they are secrets: password; use sdesk login prod\n"
                        "prod: not understood: verbose\n"));
    QCOMPARE(run(u"profiles"_s).output, QByteArray("prod  https://acme.example  ann\n"));
}

void TestSdeskImport::whatGoesOutComesInAgain()
{
    QCOMPARE(run(u"import"_s, config).code, 0);
    QCOMPARE(run(u"add work --server b.example --user bob --api beta --token-variable TOK"_s).code,
             0);
    const SdeskRun out = run(u"export"_s);
    QVERIFY2(out.code == 0, out.errors.constData());
    QCOMPARE(QJsonDocument::fromJson(run(u"export work"_s).output)[u"profiles"_s].toArray().size(),
             1);
    QCOMPARE(run(u"import -"_s, out.output).output,
             QByteArray("acme.example: was there already\nwork: was there already\n"));
    const SdeskHome other;
    QCOMPARE(other.run({u"import"_s}, out.output).code, 0);
    QCOMPARE(other.run({u"export"_s}).output, out.output);
    QCOMPARE(run(u"export nobody"_s).code, 3);
}

void TestSdeskImport::aTakenNameGetsANumber()
{
    QCOMPARE(run(u"add acme.example --server b.example --user bob"_s).code, 0);
    const SdeskRun done = run(u"import"_s, config);
    QVERIFY2(done.output.startsWith("acme.example 2: added"), done.output.constData());
    QCOMPARE(run(u"profiles --names"_s).output, QByteArray("acme.example\nacme.example 2\n"));
}

void TestSdeskImport::aProfileWithoutAUserSaysSo()
{
    const QByteArray file = "TS_HOST=https://acme.example\n";
    QCOMPARE(run(u"import"_s, file).output,
             QByteArray("acme.example: added, https://acme.example; it has no user yet: name the "
                        "user in Session Desk (or import with --user NAME)\n"));
    m_home = std::make_unique<SdeskHome>();
    QCOMPARE(run(u"import --user ann"_s, file).output,
             QByteArray("acme.example: added, https://acme.example, ann\n"));
    QCOMPARE(run(u"import --user ann"_s, file).output,
             QByteArray("acme.example: was there already\n"));
    QCOMPARE(run(u"profiles"_s).output, QByteArray("acme.example  https://acme.example  ann\n"));
}

void TestSdeskImport::theLinesForEveryShellComeInAgain()
{
    QCOMPARE(run(u"add work --server https://acme.example --user ann"_s).code, 0);
    m_home->chooseCheapPassphrase();
    m_home->keepToken("dG9rZW4=");
    for (const QString &shell : {u"sh"_s, u"fish"_s, u"powershell"_s, u"cmd"_s, u"dotenv"_s}) {
        const SdeskRun lines = run(u"env work --shell "_s + shell);
        QVERIFY2(lines.code == 0, lines.errors.constData());
        const SdeskHome other;
        QCOMPARE(other.run({u"import"_s, u"--user"_s, u"ann"_s}, lines.output).output,
                 QByteArray(
                     "acme.example: added, https://acme.example, ann\nacme.example: not "
                     "taken, for they are secrets: TS_AUTH_TOKEN; use sdesk login acme.example\n"));
    }
}

void TestSdeskImport::whatBecameOfEachIsToldAsJson()
{
    const auto rows = [this](const QByteArray &file) {
        return QJsonDocument::fromJson(run(u"import --json"_s, file).output).array();
    };
    const QJsonArray added = rows(config);
    QCOMPARE(added.size(), 1);
    QCOMPARE(added[0][u"result"_s].toString(), u"added"_s);
    QCOMPARE(added[0][u"server"_s].toString(), u"https://acme.example"_s);
    QCOMPARE(added[0][u"secrets"_s].toArray(), QJsonArray{u"password"_s});
    QCOMPARE(added[0][u"skipped"_s].toArray(), QJsonArray{u"verbose"_s});
    QVERIFY(!QUuid(added[0][u"id"_s].toString()).isNull());
    QCOMPARE(rows(config)[0][u"result"_s].toString(), u"known"_s);
    const QJsonArray refused = rows("{\"one\":{\"url\":\"http://a.example\"}}");
    QCOMPARE(refused[0][u"result"_s].toString(), u"refused"_s);
    QVERIFY(!refused[0].toObject().contains(u"id"_s));
}

void TestSdeskImport::whatCannotBeTakenIsSaid()
{
    const auto refused = [this](const QString &line, const QByteArray &input,
                                const QByteArray &words) {
        const SdeskRun done = run(line, input);
        QCOMPARE(done.code, 1);
        QVERIFY2(done.errors.startsWith("sdesk: " + words) && done.errors.count('\n') == 1,
                 done.errors.constData());
    };
    refused(u"import"_s, "TS_HOST=a\nrm x\n", "The file cannot be read at line 2. Mend");
    refused(u"import"_s, {}, "The file has no form that is known here. Give");
    refused(u"import"_s, "[]", "There is no profile in the file. Give");
    refused(u"import /no/such/file"_s, {}, "/no/such/file cannot be read. Check");
    refused(u"import"_s, "{\"one\":{\"url\":\"http://a.example\"},\"two\":{\"url\":\"b.example\"}}",
            "one was not added: ");
    QCOMPARE(run(u"profiles --names"_s).output, QByteArray("two\n")); // the rest is
}

void TestSdeskImport::whatIsTooManyIsSaid()
{
    QByteArray rows;
    for (int i = 0; i < 1003; ++i)
        rows += "{\"name\":\"p" + QByteArray::number(i) + "\",\"url\":\"a.example\"},";
    const SdeskRun most = run(u"import"_s, "[" + rows.chopped(1) + "]");
    QCOMPARE(most.code, 1);
    QCOMPARE(most.errors, QByteArray("sdesk: 3 more profiles in the file were not looked at. Give "
                                     "them in a file of their own.\n"));
    QCOMPARE(most.output.count(": added, "), 1000);
    const SdeskRun more = run(u"import"_s, "[{\"name\":\"more\",\"url\":\"a.example\"}]");
    QCOMPARE(more.code, 10);
    QCOMPARE(more.errors, QByteArray("sdesk: more was not added: The settings take no more "
                                     "profiles. Remove some, then import the file again.\n"));
    QCOMPARE(more.output, QByteArray());
    QCOMPARE(run(u"profiles --names"_s).output.count('\n'), 1000);
}

void TestSdeskImport::noSecretOfAFileIsLeftAnywhere()
{
    m_home->logEverything();
    CanarySearch search({{u"password"_s, "canary-password-1"}});
    const QByteArray broken = config + "canary-password-1\n"; // at a line that is none
    const QByteArray odd = "TS_HOST=https://ann:canary-password-1@a.example\n";
    for (const QByteArray &file : {config, broken, odd}) {
        const SdeskRun done = run(u"import"_s, file);
        search.inBytes(u"output"_s, done.output);
        search.inBytes(u"errors"_s, done.errors);
    }
    search.inBytes(u"the export"_s, run(u"export"_s).output);
    search.inFolder(m_home->path());
    QCOMPARE(search.found(), QStringList());
    QVERIFY(search.searchedBytes() > 500);
}

QTEST_GUILESS_MAIN(TestSdeskImport)
#include "tst_sdesk_import.moc"
