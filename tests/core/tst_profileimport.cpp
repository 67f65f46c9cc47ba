#include "core/import/profileexport.h"
#include "core/import/profileimport.h"

#include <QElapsedTimer>
#include <QTest>

using namespace Qt::StringLiterals;
using namespace profileimport;

//! Files of other tools, well-formed, broken and hostile, and the way out and back in.
class TestProfileImport final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aFileOfAnotherToolGivesItsProfile_data();
    void aFileOfAnotherToolGivesItsProfile();
    void allShapesOfProfileListsAreRead_data();
    void allShapesOfProfileListsAreRead();
    void whatCannotBeReadIsSaidWithItsLine_data();
    void whatCannotBeReadIsSaidWithItsLine();
    void anAddressThatIsNoneIsRefused_data();
    void anAddressThatIsNoneIsRefused();
    void noSecretIsHandedOn_data();
    void noSecretIsHandedOn();
    void whatIsSaidTwiceCountsOnce();
    void anExportComesBackWhole();
    void anExportHoldsNothingOfThisMachinesUse();
    void aHostileFileCostsLittle_data();
    void aHostileFileCostsLittle();
    void everyBeginningOfAFileIsSafe();
};

static const QByteArray csTools =
    "name = \"prod\"\nverbose = false\n\n[thoughtspot]\n"
    "url = \"https://acme.thoughtspot.cloud/\" # ours\nusername = 'ann'\n"
    "password = \"c2VjcmV0c2VjcmV0\"\ndefault_org = 7\ndisable_ssl = true\n";
static const QByteArray csToolsOld =
    "[thoughtspot]\r\nhost = \"acme.thoughtspot.cloud\"\r\ndisable_sso = false\r\n"
    "[auth.frontend]\r\nusername = \"ann\"\r\npassword = \"c2VjcmV0c2VjcmV0\"\r\n";
static const QByteArray environment =
    "# ours\nexport TS_HOST='https://acme.thoughtspot.cloud'\nTS_USERNAME=\"ann\"\n"
    "TS_ORG=7 # retail\nTS_AUTH_TOKEN=c2VjcmV0c2VjcmV0\nPATH=/bin\n";
// As `sdesk env --shell` writes them, with a user and an Org in the same way.
static const QByteArray fish = "set -gx TS_HOST 'https://acme.thoughtspot.cloud'\n"
                               "set -gx TS_AUTH_TOKEN 'c2VjcmV0c2VjcmV0'\n"
                               "set -gx TS_USERNAME ann\nset -x TS_ORG 7 # retail\n";
static const QByteArray powerShell = "$env:TS_HOST = 'https://acme.thoughtspot.cloud'\r\n"
                                     "$env:TS_AUTH_TOKEN = 'c2VjcmV0c2VjcmV0'\r\n"
                                     "$Env:TS_USERNAME=\"ann\"\r\n$env:TS_ORG = 7\r\n";
static const QByteArray cmd = "set \"TS_HOST=https://acme.thoughtspot.cloud\"\r\n"
                              "set \"TS_AUTH_TOKEN=c2VjcmV0c2VjcmV0\"\r\n"
                              "SET TS_USERNAME=ann\r\n@set \"TS_ORG=7\"\r\n";
static const QByteArray postman =
    "{\"name\":\"prod\",\"values\":[{\"key\":\"TS_HOST\",\"value\":\"acme.thoughtspot.cloud\"},"
    "{\"key\":\"username\",\"value\":\"ann\"},{\"key\":\"org\",\"value\":\"7\",\"enabled\":false},"
    "{\"key\":\"TS_AUTH_TOKEN\",\"value\":\"c2VjcmV0c2VjcmV0\",\"type\":\"secret\"}],"
    "\"_postman_variable_scope\":\"environment\"}";
static const QByteArray bruno =
    "vars {\n  host: https://acme.thoughtspot.cloud\n  username: ann\n  ~org: 7\n"
    "  token: c2VjcmV0c2VjcmV0\n}\nvars:secret [\n  secret_key\n]\n";

void TestProfileImport::aFileOfAnotherToolGivesItsProfile_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<Format>("format");
    QTest::addColumn<QString>("name");
    QTest::addColumn<QString>("org");
    QTest::addColumn<QStringList>("secrets");
    QTest::addColumn<QStringList>("skipped");
    const QStringList password{u"password"_s};
    const QStringList token{u"TS_AUTH_TOKEN"_s};
    QTest::addRow("cs_tools") << csTools << Format::Toml << u"prod"_s << u"7"_s << password
                              << QStringList{u"verbose"_s, u"disable_ssl"_s};
    QTest::addRow("cs_tools of before") << csToolsOld << Format::Toml << u"the file"_s << QString()
                                        << password << QStringList{u"disable_sso"_s};
    QTest::addRow("an env file") << environment << Format::Environment << u"the file"_s << u"7"_s
                                 << token << QStringList{u"PATH"_s};
    for (const auto &[shell, lines] :
         {std::pair("fish", fish), std::pair("PowerShell", powerShell), std::pair("cmd", cmd)})
        QTest::addRow("lines for %s", shell)
            << lines << Format::Environment << u"the file"_s << u"7"_s << token << QStringList();
    QTest::addRow("a Postman environment")
        << postman << Format::Postman << u"prod"_s << QString() << token << QStringList();
    QTest::addRow("a Bruno environment") << bruno << Format::Bruno << u"the file"_s << QString()
                                         << QStringList{u"token"_s} << QStringList();
    QTest::addRow("with a byte order mark")
        << "\xEF\xBB\xBF" + csTools << Format::Toml << u"prod"_s << u"7"_s << password
        << QStringList{u"verbose"_s, u"disable_ssl"_s};
}

void TestProfileImport::aFileOfAnotherToolGivesItsProfile()
{
    QFETCH(QByteArray, file);
    const auto outcome = read(file, u"the file"_s);
    QVERIFY(outcome.hasValue());
    QTEST(outcome->format, "format");
    QCOMPARE(outcome->found.size(), 1);
    const Found &found = outcome->found.constFirst();
    QVERIFY(!found.refusal);
    QTEST(found.profile.name, "name");
    QTEST(found.profile.org, "org");
    QTEST(found.secrets, "secrets");
    QTEST(found.skipped, "skipped");
    QCOMPARE(found.profile.origin, u"https://acme.thoughtspot.cloud"_s);
    QCOMPARE(found.profile.userName, u"ann"_s);
}

void TestProfileImport::allShapesOfProfileListsAreRead_data()
{
    QTest::addColumn<QByteArray>("file");
    const QByteArray first = "\"base_url\":\"https://a.example\",\"username\":\"ann\","
                             "\"secret_key_env\":\"KEY\"";
    const QByteArray second = "\"base_url\":\"https://b.example\",\"username\":\"bob\","
                              "\"secret_key_env\":\"KEY\"";
    const QByteArray list = "[{\"name\":\"one\"," + first + "},{\"name\":\"two\"," + second + "}]";
    QTest::addRow("a list") << list;
    QTest::addRow("a list in an object") << "{\"profiles\":" + list + "}";
    QTest::addRow("an object by name") << "{\"one\":{" + first + "},\"two\":{" + second + "}}";
}

void TestProfileImport::allShapesOfProfileListsAreRead()
{
    QFETCH(QByteArray, file);
    const auto outcome = read(file, {});
    QVERIFY(outcome.hasValue());
    QCOMPARE(outcome->found.size(), 2);
    const Found &second = outcome->found.constLast();
    QCOMPARE(outcome->found.constFirst().profile.name, u"one"_s);
    QCOMPARE(second.profile.name, u"two"_s);
    QCOMPARE(second.profile.origin, u"https://b.example"_s);
    QCOMPARE(second.profile.userName, u"bob"_s);
    QCOMPARE(second.secrets, QStringList()); // it is the name of a variable
    QCOMPARE(second.skipped, QStringList{u"secret_key_env"_s});
}

void TestProfileImport::whatCannotBeReadIsSaidWithItsLine_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<Problem>("problem");
    QTest::addColumn<int>("line");
    const auto row = [](const char *name, const QByteArray &file, Problem problem, int line = 0) {
        QTest::addRow("%s", name) << file << problem << line;
    };
    row("nothing", {}, Problem::Unknown);
    row("prose", "Dear Ann,\nhere it is.\n", Problem::Unknown);
    row("a web page", "<html>\n<body>", Problem::Unknown);
    row("bytes that are no text", "TS_HOST=\xff\xfe", Problem::NotText);
    row("a NUL", QByteArray("TS_HOST=a\0b", 11), Problem::NotText);
    row("more than two megabytes", QByteArray(longestFile + 1, '#'), Problem::TooLarge);
    row("JSON that is cut off", "{\n\"profiles\": [\n{\"name\":", Problem::Broken, 3);
    row("JSON with a comma too many", "{\n\"a\": 1,\n}", Problem::Broken, 3);
    row("TOML with a text that does not end", "[thoughtspot]\nurl = \"https://a\n", Problem::Broken,
        2);
    row("TOML with something behind", "[thoughtspot]\nurl = \"a\" b\n", Problem::Broken, 2);
    row("TOML with a line that is none", "a = 1\nb\n", Problem::Broken, 2);
    row("an env file with a command", "TS_HOST=a\nrm -rf x\n", Problem::Broken, 2);
    row("an env file with an open quote", "TS_HOST='a\n", Problem::Broken, 1);
    row("a Bruno block that does not end", "vars {\n  host: a\n", Problem::Broken, 3);
    row("a Bruno block of another kind", "vars {\n}\nscript:pre {\n}\n", Problem::Broken, 3);
    row("an export of later", "{\"sessionDeskProfiles\": 2, \"profiles\": []}", Problem::Newer);
}

void TestProfileImport::whatCannotBeReadIsSaidWithItsLine()
{
    QFETCH(QByteArray, file);
    QFETCH(Problem, problem);
    QFETCH(int, line);
    const auto outcome = read(file, u"the file"_s);
    QVERIFY(!outcome.hasValue());
    QCOMPARE(outcome.error().problem, problem);
    QCOMPARE(outcome.error().line, line);
}

void TestProfileImport::anAddressThatIsNoneIsRefused_data()
{
    QTest::addColumn<QByteArray>("address");
    QTest::addColumn<ServerAddress::Problem>("problem");
    using Why = ServerAddress::Problem;
    QTest::addRow("none") << QByteArray() << Why::Empty;
    QTest::addRow("without TLS") << QByteArray("http://acme.example") << Why::InsecureScheme;
    QTest::addRow("with a password") << QByteArray("https://ann:pw@acme.example") << Why::UserInfo;
    QTest::addRow("a file") << QByteArray("file:///etc/passwd") << Why::UnknownScheme;
}

void TestProfileImport::anAddressThatIsNoneIsRefused()
{
    QFETCH(QByteArray, address);
    QFETCH(ServerAddress::Problem, problem);
    for (const QByteArray &file :
         {"TS_HOST=" + address + "\nTS_USER=ann", "{\"url\":\"" + address + "\"}",
          "{\"sessionDeskProfiles\":1,\"profiles\":[{\"origin\":\"" + address + "\"}]}"}) {
        const auto outcome = read(file, u"the file"_s);
        QVERIFY(outcome.hasValue());
        QCOMPARE(outcome->found.size(), 1);
        QCOMPARE(outcome->found.constFirst().refusal, std::optional(problem));
    }
}

void TestProfileImport::noSecretIsHandedOn_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addRow("cs_tools") << csTools;
    QTest::addRow("cs_tools of before") << csToolsOld;
    QTest::addRow("an env file") << environment;
    QTest::addRow("lines for fish") << fish;
    QTest::addRow("lines for PowerShell") << powerShell;
    QTest::addRow("lines for cmd") << cmd;
    QTest::addRow("a Postman environment") << postman;
    QTest::addRow("a Bruno environment") << bruno;
    QTest::addRow("our own, with a stranger in it")
        << QByteArray("{\"sessionDeskProfiles\":1,\"profiles\":[{\"origin\":\"https://a.example\","
                      "\"name\":\"a\",\"sealed.password\":\"c2VjcmV0c2VjcmV0\","
                      "\"keepsPassword\":true}]}");
}

void TestProfileImport::noSecretIsHandedOn()
{
    QFETCH(QByteArray, file);
    QVERIFY(file.contains("c2VjcmV0c2VjcmV0"));
    const auto outcome = read(file, u"the file"_s);
    QVERIFY(outcome.hasValue() && outcome->found.size() == 1);
    const Found &found = outcome->found.constFirst();
    QVERIFY(!found.profile.keepsPassword && !found.profile.keepsToken);
    const QByteArray all =
        profileexport::write({found.profile}) + (found.secrets + found.skipped).join(u' ').toUtf8();
    QVERIFY(!all.contains("c2VjcmV0"));
}

void TestProfileImport::whatIsSaidTwiceCountsOnce()
{
    const auto outcome = read("TS_HOST=https://a.example\nTHOUGHTSPOT_HOST=https://b.example\n"
                              "TS_SERVER=https://a.example\n",
                              u"the file"_s);
    QVERIFY(outcome.hasValue());
    QCOMPARE(outcome->found.constFirst().profile.origin, u"https://a.example"_s);
    QCOMPARE(outcome->found.constFirst().skipped, QStringList{u"THOUGHTSPOT_HOST"_s});
}

static Profile wholeProfile()
{
    Profile profile;
    profile.name = u"Acme \"prod\" ä"_s;
    profile.colour = Profile::Colour::Teal;
    profile.origin = u"https://acme.thoughtspot.cloud"_s;
    profile.form = Api::Form::Beta;
    profile.userName = u"María\\López"_s;
    profile.org = u"retail"_s;
    profile.rememberMe = true;
    profile.wantsToken = false;
    profile.tokenValiditySeconds = 90;
    profile.authorityFile = u"/etc/ssl/acme ca.pem"_s;
    profile.pinnedKeySha256 = QByteArray(32, '\xfe');
    profile.proxy = {ProxySettings::Mode::Manual, u"proxy.acme.example"_s, 3128, true};
    profile.variables = {u"A"_s, u"B"_s};
    return profile;
}

void TestProfileImport::anExportComesBackWhole()
{
    Profile second;
    second.name = u"second"_s;
    second.origin = u"http://127.0.0.1:8080"_s;
    const auto outcome = read(profileexport::write({wholeProfile(), second}), {});
    QVERIFY(outcome.hasValue());
    QCOMPARE(outcome->format, Format::Own);
    QCOMPARE(outcome->found.size(), 2);
    QCOMPARE(outcome->found.constFirst().profile, wholeProfile());
    QCOMPARE(outcome->found.constFirst().skipped, QStringList());
    QCOMPARE(outcome->found.constLast().profile, second);
}

void TestProfileImport::anExportHoldsNothingOfThisMachinesUse()
{
    Profile used = wholeProfile();
    used.id = QUuid::createUuid();
    used.foundForm = Api::Form::V2;
    used.keepsPassword = true;
    used.keepsToken = true;
    used.knownOrgs = {{1, u"one"_s}};
    used.lastUsedMs = 1'700'000'000'000;
    QCOMPARE(profileexport::write({used}), profileexport::write({wholeProfile()}));
}

void TestProfileImport::aHostileFileCostsLittle_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addRow("deep JSON") << QByteArray(200'000, '[').replace(0, 1, "[{\"a\":");
    QTest::addRow("a million profiles")
        << "[" + QByteArray("{\"url\":\"a.example\"},").repeated(50'000).chopped(1) + "]";
    QTest::addRow("a long line") << "TS_HOST=" + QByteArray(1'000'000, 'a');
    QTest::addRow("a line of blanks") << "a" + QByteArray(1'000'000, ' ') + "b";
    QTest::addRow("a deep list") << "a = " + QByteArray(1'000'000, '[');
    QTest::addRow("many tables") << QByteArray("[[clusters]]\n").repeated(80'000);
    QTest::addRow("many quotes") << "a = " + QByteArray(1'000'000, '"');
    QTest::addRow("many lines") << QByteArray("A=b\n").repeated(250'000);
}

void TestProfileImport::aHostileFileCostsLittle()
{
    QFETCH(QByteArray, file);
    QElapsedTimer clock;
    clock.start();
    const auto outcome = read(file, u"the file"_s);
    constexpr qint64 patienceMs = 10'000; // under a sanitizer, too; without one it is a tenth
    QVERIFY2(clock.elapsed() < patienceMs, qPrintable(QString::number(clock.elapsed())));
    if (outcome)
        QVERIFY(outcome->found.size() <= mostProfiles);
}

void TestProfileImport::everyBeginningOfAFileIsSafe()
{
    for (const QByteArray &file : {csTools, csToolsOld, environment, postman, bruno,
                                   profileexport::write({wholeProfile()})}) {
        for (qsizetype size = 0; size < file.size(); ++size) {
            const auto outcome = read(file.first(size), {});
            if (!outcome)
                continue;
            for (const Found &found : outcome->found)
                QVERIFY(found.refusal || !found.profile.origin.isEmpty());
        }
    }
}

QTEST_GUILESS_MAIN(TestProfileImport)
#include "tst_profileimport.moc"
