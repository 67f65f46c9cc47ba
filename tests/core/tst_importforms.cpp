#include "core/import/profileimport.h"

#include <QTest>

using namespace Qt::StringLiterals;
using namespace profileimport;

//! What the forms of files say in their own ways, and what is named because it is not taken.
class TestImportForms final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theAdminToolkitsFilesAreRead_data();
    void theAdminToolkitsFilesAreRead();
    void theAdminToolkitsVariablesAreRead();
    void tomlIsReadAsItIsDefined_data();
    void tomlIsReadAsItIsDefined();
    void brokenTomlIsSaidWithItsLine_data();
    void brokenTomlIsSaidWithItsLine();
    void whatHoldsMoreValuesIsNamed_data();
    void whatHoldsMoreValuesIsNamed();
    void aVariableOfTheSystemIsNoServer();
    void aValueThatIsNotTakenIsNamed();
    void howManyAreNotLookedAtIsSaid_data();
    void howManyAreNotLookedAtIsSaid();
};

void TestImportForms::theAdminToolkitsFilesAreRead_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addColumn<QStringList>("secrets");
    QTest::addColumn<QStringList>("skipped");
    const QByteArray first = R"("url":"https://a.example","username":"ann","auth_type":"trusted")";
    const QByteArray second = R"("url":"https://b.example","username":"bob","auth_type":"basic")";
    const QStringList none;
    QTest::addRow("its configuration")
        << "active_cluster = \"one\"\n\n[clusters.one]\nname = \"One\"\nurl = "
           "\"https://a.example\"\nusername = \"ann\"\nauth_type = \"trusted\"\n"
           "[clusters.two]\nurl = \"https://b.example\"\nusername = \"bob\"\n"
           "auth_type = \"basic\"\n"_ba
        << none << QStringList{u"active_cluster"_s};
    QTest::addRow("what its form sends")
        << "[{\"name\":\"One\"," + first + R"(,"credential":"c2VjcmV0"},{"name":"two",)" + second +
               "}]"
        << QStringList{u"credential"_s} << none;
    QTest::addRow("what it lists")
        << "[{\"name\":\"One\",\"is_active\":true," + first + R"(},{"name":"two",)" + second + "}]"
        << none << QStringList{u"is_active"_s};
    QTest::addRow("by name in an object")
        << "{\"clusters\":{\"One\":{" + first + "},\"two\":{" + second + "}},\"version\":1}" << none
        << QStringList{u"version"_s};
}

void TestImportForms::theAdminToolkitsFilesAreRead()
{
    QFETCH(QByteArray, file);
    const auto outcome = read(file, u"the file"_s);
    QVERIFY(outcome.hasValue());
    QCOMPARE(outcome->found.size(), 2);
    const Found &first = outcome->found.constFirst();
    const Found &second = outcome->found.constLast();
    QCOMPARE(first.profile.name, u"One"_s);
    QCOMPARE(first.profile.origin, u"https://a.example"_s);
    QCOMPARE(first.profile.method, SignInMethod::SecretKey);
    QTEST(first.secrets, "secrets");
    QTEST(first.skipped, "skipped");
    QCOMPARE(second.profile.name, u"two"_s);
    QCOMPARE(second.profile.userName, u"bob"_s);
    QCOMPARE(second.profile.method, SignInMethod::Password);
    QCOMPARE(second.skipped, QStringList());
}

void TestImportForms::theAdminToolkitsVariablesAreRead()
{
    const auto outcome = read("TS_ADMIN_URL=https://a.example\nTS_ADMIN_USERNAME=ann\n"
                              "TS_ADMIN_AUTH_TYPE=bearer\nTS_ADMIN_TOKEN=c2VjcmV0\n",
                              u"the file"_s);
    QVERIFY(outcome.hasValue());
    const Found &found = outcome->found.constFirst();
    QCOMPARE(found.profile.origin, u"https://a.example"_s);
    QCOMPARE(found.profile.userName, u"ann"_s);
    QCOMPARE(found.secrets, QStringList{u"TS_ADMIN_TOKEN"_s});
    QCOMPARE(found.skipped, QStringList{u"TS_ADMIN_AUTH_TYPE"_s}); // no profile chooses that
}

void TestImportForms::tomlIsReadAsItIsDefined_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("user");
    const auto row = [](const char *name, const QByteArray &value, const QString &user) {
        QTest::addRow("%s", name) << value << user;
    };
    row("a text with escapes", R"("a\"b\\c\u00e4\U0001F600")", u"a\"b\\c\u00e4\U0001F600"_s);
    row("a literal text", R"('a\"b # c')", u"a\\\"b # c"_s);
    row("a text over lines", "\"\"\"\nan\\\n   \n  n\"\"\"", u"ann"_s);
    row("a text over lines with quotes", R"("""a "b" """"")", u"a \"b\" \"\""_s);
    row("a literal text over lines", "'''\nC:\\ann'''", u"C:\\ann"_s);
    row("no quotes", "ann.lee@acme.example # she", u"ann.lee@acme.example"_s);
    row("a number", "42\t# six times seven", u"42"_s);
    row("a time", "1979-05-27 07:32:00", u"1979-05-27 07:32:00"_s);
}

void TestImportForms::tomlIsReadAsItIsDefined()
{
    QFETCH(QByteArray, value);
    const QByteArray file = "# a file\n[ thoughtspot ] # theirs\n\"url\" = \"https://a.example\"\n"
                            "'username' = " +
                            value + "\n\n[auth . \"frontend\"]\norg=7";
    const auto outcome = read(file, u"the file"_s);
    QVERIFY(outcome.hasValue());
    QCOMPARE(outcome->format, Format::Toml);
    const Found &found = outcome->found.constFirst();
    QTEST(found.profile.userName, "user");
    QCOMPARE(found.profile.origin, u"https://a.example"_s);
    QCOMPARE(found.profile.org, u"7"_s);
    QCOMPARE(found.skipped, QStringList());
}

void TestImportForms::brokenTomlIsSaidWithItsLine_data()
{
    QTest::addColumn<QByteArray>("line");
    QTest::addRow("a list that does not end") << "url = [\n1,\n# ]\n"_ba;
    QTest::addRow("long text that does not end") << "b = \"\"\"\nx\n\"\"\n"_ba;
    QTest::addRow("an escape that is none") << R"(b = "C:\dir")"_ba;
    QTest::addRow("half a code point") << R"(b = "\ud83d")"_ba;
    QTest::addRow("a code point that is none") << R"(b = "\U00110000")"_ba;
    QTest::addRow("a key without a value") << "b =\n"_ba;
    QTest::addRow("a key of nothing") << ".b = 1\n"_ba;
    QTest::addRow("a table that does not end") << "[b\n"_ba;
    QTest::addRow("two values") << "b = 'x' 'y'\n"_ba;
    QTest::addRow("something behind a list") << "b = [] x\n"_ba;
}

void TestImportForms::brokenTomlIsSaidWithItsLine()
{
    QFETCH(QByteArray, line);
    const auto outcome = read("[thoughtspot]\na = 1\n" + line, {});
    QVERIFY(!outcome.hasValue());
    QCOMPARE(outcome.error(), (Fault{Problem::Broken, 3}));
}

void TestImportForms::whatHoldsMoreValuesIsNamed_data()
{
    QTest::addColumn<QByteArray>("file");
    QTest::addRow("TOML")
        << "[thoughtspot]\nhost = \"https://a.example\"\nusername = [\n  \"ann\", "
           "# ] the first\n  { name = \"b]ob\" },\n]\npassword = [\"c2VjcmV0\"]\n"
           "default_org = 7\n"_ba;
    QTest::addRow("JSON") << R"({"host":"https://a.example","username":["ann"],)"
                             R"("password":["c2VjcmV0"],"default_org":7})"_ba;
}

void TestImportForms::whatHoldsMoreValuesIsNamed()
{
    QFETCH(QByteArray, file);
    const auto outcome = read(file, u"the file"_s);
    QVERIFY(outcome.hasValue());
    const Found &found = outcome->found.constFirst();
    QCOMPARE(found.profile.origin, u"https://a.example"_s);
    QCOMPARE(found.profile.userName, QString());
    QCOMPARE(found.profile.org, u"7"_s);
    QCOMPARE(found.skipped, QStringList{u"username"_s});
    QCOMPARE(found.secrets, QStringList{u"password"_s});
}

void TestImportForms::aVariableOfTheSystemIsNoServer()
{
    const auto lines = read("HTTPS_PROXY=http://proxy.example:3128\nhttp_proxy=http://p.example\n"
                            "TS_HOST=https://a.example\n",
                            u"the file"_s);
    QVERIFY(lines.hasValue());
    QCOMPARE(lines->found.constFirst().profile.origin, u"https://a.example"_s);
    QCOMPARE(lines->found.constFirst().skipped, (QStringList{u"HTTPS_PROXY"_s, u"http_proxy"_s}));
    // Nor does a file make every program that gets a token go to the cluster as to a proxy.
    for (const QByteArray name : {"HTTPS_PROXY", "all_proxy", "LD_PRELOAD"}) {
        const auto own = read(R"({"sessionDeskProfiles":1,"profiles":[{"name":"a",)"
                              R"("origin":"https://a.example","hostVariable":")" +
                                  name + R"(","tokenVariable":"TOK"}]})",
                              {});
        QVERIFY(own.hasValue());
        const Found &found = own->found.constFirst();
        QCOMPARE(found.profile.variables, handoff::VariableNames());
        QCOMPARE(found.skipped, (QStringList{u"hostVariable"_s, u"tokenVariable"_s}));
    }
}

void TestImportForms::aValueThatIsNotTakenIsNamed()
{
    const auto outcome = read(
        R"({"sessionDeskProfiles":1,"profiles":[{"name":" a ","origin":"https://a.example:443/",)"
        R"("authorityFile":"ca.pem","api":"3.0","colour":"teal","proxyPort":99999,)"
        R"("embedOrigins":["https://page.example","no origin"]}]})",
        {});
    QVERIFY(outcome.hasValue());
    const Found &found = outcome->found.constFirst();
    QCOMPARE(found.skipped,
             (QStringList{u"api"_s, u"authorityFile"_s, u"embedOrigins"_s, u"proxyPort"_s}));
    QCOMPARE(found.profile.authorityFile, QString()); // it would depend on where we are started
    QCOMPARE(found.profile.colour, Profile::Colour::Teal);
    QCOMPARE(found.profile.embed.origins.size(), 1);
}

void TestImportForms::howManyAreNotLookedAtIsSaid_data()
{
    QTest::addColumn<QByteArray>("file");
    const QByteArray rows =
        QByteArray("{\"url\":\"a.example\"},").repeated(mostProfiles + 3).chopped(1);
    QTest::addRow("a list") << "[" + rows + "]";
    QTest::addRow("our own") << "{\"sessionDeskProfiles\":1,\"profiles\":[" + rows + "]}";
    QTest::addRow("TOML")
        << QByteArray("[[clusters]]\nurl = \"a.example\"\n").repeated(mostProfiles + 3);
}

void TestImportForms::howManyAreNotLookedAtIsSaid()
{
    QFETCH(QByteArray, file);
    const auto outcome = read(file, {});
    QVERIFY(outcome.hasValue());
    QCOMPARE(outcome->found.size(), mostProfiles);
    QCOMPARE(outcome->notLookedAt, 3);
}

QTEST_GUILESS_MAIN(TestImportForms)
#include "tst_importforms.moc"
