#include "ui/session/jsonlines.h"
#include "ui/session/jsontext.h"
#include "ui/session/linemodel.h"
#include "ui/session/secretfields.h"
#include "ui/session/sessionwords.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

static QJsonObject parsed(const QByteArray &text)
{
    return QJsonDocument::fromJson(text).object();
}

static JsonIndex indexOf(const QByteArray &text)
{
    return JsonIndex::of(parsed(text));
}

static QStringList shownLines(const JsonLines &lines)
{
    QStringList texts;
    for (int number = 0; number < lines.size(); ++number)
        texts += lines.line(number).text();
    return texts;
}

class JsonTextTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void numbersKeepEveryDigit_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("text");
        QTest::newRow("an Org id") << "1042377815"_ba << u"1042377815"_s;
        QTest::newRow("a negative Org id") << "-1"_ba << u"-1"_s;
        QTest::newRow("one past what a double can count")
            << "9007199254740993"_ba << u"9007199254740993"_s;
        QTest::newRow("the largest 64 bit number")
            << "9223372036854775807"_ba << u"9223372036854775807"_s;
        QTest::newRow("the smallest 64 bit number")
            << "-9223372036854775808"_ba << u"-9223372036854775808"_s;
        QTest::newRow("milliseconds") << "1631000000000"_ba << u"1631000000000"_s;
        QTest::newRow("a fraction in its shortest form") << "0.1"_ba << u"0.1"_s;
        QTest::newRow("a fraction of seventeen digits")
            << "0.30000000000000004"_ba << u"0.30000000000000004"_s;
        QTest::newRow("a whole number written as a fraction") << "3.0"_ba << u"3"_s;
        QTest::newRow("a power") << "1e300"_ba << u"1e+300"_s;
    }
    void numbersKeepEveryDigit()
    {
        QFETCH(QByteArray, json);
        QFETCH(QString, text);
        QCOMPARE(scalarText(parsed("{\"n\":" + json + '}').value(u"n"_s)), text);
    }

    void whatCannotBeSeenIsWrittenOut_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("quoted");
        QTest::newRow("plain") << u"Maria"_s << u"\"Maria\""_s;
        QTest::newRow("quotes and backslashes") << u"a\"b\\c"_s << u"\"a\\\"b\\\\c\""_s;
        QTest::newRow("line ends") << u"a\nb\r\tc"_s << u"\"a\\nb\\r\\tc\""_s;
        QTest::newRow("NUL and escape")
            << u"a"_s + QChar(0) + QChar(0x1b) << u"\"a\\u0000\\u001b\""_s;
        QTest::newRow("a bidirectional override") << u"a\u202Eb"_s << u"\"a\\u202eb\""_s;
        QTest::newRow("zero width space") << u"a\u200Bb"_s << u"\"a\\u200bb\""_s;
        QTest::newRow("line separator") << u"a\u2028b"_s << u"\"a\\u2028b\""_s;
        QTest::newRow("half a surrogate pair") << u"a"_s + QChar(0xd800) << u"\"a\\ud800\""_s;
        QTest::newRow("a whole pair stays") << u"\U0001F600"_s << u"\"\U0001F600\""_s;
        QTest::newRow("markup stays as it is")
            << u"<img src=file:///x>"_s << u"\"<img src=file:///x>\""_s;
    }
    void whatCannotBeSeenIsWrittenOut()
    {
        QFETCH(QString, text);
        QFETCH(QString, quoted);
        QCOMPARE(jsonQuoted(text), quoted);
        const QByteArray document = "{\"t\":" + quoted.toUtf8() + '}';
        QCOMPARE(parsed(document).value(u"t"_s).toString(), text);
    }

    void copiedTextReadsBackAsTheSameObject()
    {
        const QByteArray text = R"({"a":{"b":[1,2.5,[],{}],"c":null},"d":true,"e":"x\u0007\\y",
            "f":9007199254740993,"g":[[{"h":[]}],"é"]})";
        const JsonIndex index = indexOf(text);
        const QString copied = jsonText(index, 0, Secrets::Masked);
        QCOMPARE(parsed(copied.toUtf8()), parsed(text));
        QVERIFY(copied.contains(u"\n  \"a\": {\n    \"b\": [\n      1,"_s));
    }

    void aPartOfTheObjectIsIndentedFromItsOwnMargin()
    {
        const JsonIndex index = indexOf(R"({"a":{"b":{"c":1,"d":[]}}})");
        QCOMPARE(jsonText(index, 2, Secrets::Masked), u"{\n  \"c\": 1,\n  \"d\": []\n}"_s);
        QCOMPARE(jsonText(index, 3, Secrets::Masked), u"1"_s);
    }

    void secretsAreMaskedWhateverTheyAreCalled_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<bool>("isMasked");
        const auto row = [](const char *name, const QByteArray &json, bool isMasked) {
            QTest::newRow(name) << json << isMasked;
        };
        row("authToken", R"("authToken":"s3cret")", true);
        row("partialJSessionGUID", R"("partialJSessionGUID":"s3cret")", true);
        row("bindPassword deep inside", R"("c":{"ldap":[{"bindPassword":"s3cret"}]})", true);
        row("an SDK key", R"("prodSdkKey":"s3cret")", true);
        row("snake case", R"("refresh_token":"s3cret")", true);
        row("shouting with dashes", R"("SECRET-KEY":"s3cret")", true);
        row("everything inside an object called token", R"("token":{"value":"s3cret"})", true);
        row("a list of passwords", R"("passwords":["s3cret"])", true);
        row("a bearer header under an innocent name", R"("note":"Bearer s3cret")", true);
        row("a web token under an innocent name", R"("note":"eyJhbGciOi.eyJzdWIi.s3cret")", true);
        row("a private key under an innocent name",
            R"("note":"-----BEGIN RSA PRIVATE KEY-----s3cret")", true);
        row("a user name is none", R"("userName":"s3cret")", false);
        row("a token's expiry is none", R"("tokenExpiry":"s3cret")", false);
    }
    void secretsAreMaskedWhateverTheyAreCalled()
    {
        QFETCH(QByteArray, json);
        QFETCH(bool, isMasked);
        const JsonIndex index = indexOf('{' + json + '}');
        QCOMPARE(index.secretCount(), isMasked ? 1 : 0);
        QCOMPARE(!jsonText(index, 0, Secrets::Masked).contains(u"s3cret"_s), isMasked);
        QCOMPARE(!shownLines(JsonLines::of(index)).join(u' ').contains(u"s3cret"_s), isMasked);
        QVERIFY(jsonText(index, 0, Secrets::Plain).contains(u"s3cret"_s));
    }

    void aYesOrNoAndAnEmptyTextHideNothing()
    {
        const JsonIndex index =
            indexOf(R"({"canChangePassword":true,"bindPassword":"","token":null,"pwd":12345})");
        QCOMPARE(shownLines(JsonLines::of(index)),
                 (QStringList{u"{"_s, u"  \"bindPassword\": \"\","_s,
                              u"  \"canChangePassword\": true,"_s,
                              u"  \"pwd\": \"%1\","_s.arg(SecretFields::mask()),
                              u"  \"token\": null"_s, u"}"_s}));
    }

    void theMaskTellsNotEvenTheLength()
    {
        const auto lines = [](const QByteArray &secret) {
            return shownLines(JsonLines::of(indexOf("{\"password\":\"" + secret + "\"}")));
        };
        QCOMPARE(lines("a"), lines(QByteArray(5000, 'a')));
    }

    void linesFoldAndUnfoldWithWhatWasFoldedInside()
    {
        LineModel model;
        model.setLines(JsonLines::of(indexOf(R"({"a":{"b":[1,2],"c":3},"d":[]})")));
        const QStringList whole{u"{"_s,           u"  \"a\": {"_s, u"    \"b\": ["_s, u"      1,"_s,
                                u"      2"_s,     u"    ],"_s,     u"    \"c\": 3"_s, u"  },"_s,
                                u"  \"d\": []"_s, u"}"_s};
        QCOMPARE(shownLines(model.lines()), whole);

        model.setFolded(2, true);
        model.setFolded(1, true);
        const QStringList folded{u"{"_s, u"  \"a\": { 2 entries },"_s, u"  \"d\": []"_s, u"}"_s};
        QCOMPARE(shownLines(model.lines()), folded);
        model.setFolded(1, false);
        QCOMPARE(model.lines().line(2).text(), u"    \"b\": [ 2 entries ],"_s);
        QCOMPARE(model.rowCount(), 7);

        model.setAllFolded(true);
        QCOMPARE(shownLines(model.lines()), folded);
        QCOMPARE(model.show(4), 4);
        QCOMPARE(shownLines(model.lines()), whole);
        QCOMPARE(model.show(99), -1);
    }

    void copiedLinesAreWholeEvenWhereTheyAreFolded()
    {
        JsonLines lines = JsonLines::of(
            indexOf(R"({"a":{"b":[1,2]},"long":")" + QByteArray(3000, 'x') + R"("})"));
        const QString everything = jsonText(lines.json(), 0, Secrets::Masked);
        QCOMPARE(lines.text(0, lines.size() - 1, Secrets::Masked), everything);
        lines.fold(1);
        QCOMPARE(lines.text(0, lines.size() - 1, Secrets::Masked), everything);
        QVERIFY(lines.line(2).text().size() < 1100);
    }

    void hostileTextIsCutAndCleanedInALine()
    {
        const QString tower = u"e"_s + QString(200'000, QChar(0x0301));
        const QString huge(1'000'000, u'x');
        const JsonIndex index =
            JsonIndex::of({{u"tower"_s, tower}, {huge, huge}, {u"bidi\u202E"_s, u"\u202Eevil"_s}});
        for (const QString &line : shownLines(JsonLines::of(index))) {
            QVERIFY(line.size() < 1300);
            QVERIFY(!line.contains(QChar(0x202e)));
            QVERIFY(!line.contains(QString(5, QChar(0x0301))));
        }
        QVERIFY(jsonText(index, 0, Secrets::Masked).contains(tower));
    }

    void fourHundredThousandFieldsAreOneNumberPerLine()
    {
        QJsonObject big;
        for (int i = 0; i < 1000; ++i) {
            QJsonArray list;
            for (int j = 0; j < 400; ++j)
                list.append(j);
            big.insert(u"list %1"_s.arg(i), list);
        }
        const JsonLines lines = JsonLines::of(JsonIndex::of(big));
        QCOMPARE(lines.json().fieldCount(), 401'000);
        QCOMPARE(lines.size(), 1 + 401'000 + 1000 + 1);
        QCOMPARE(lines.node(lines.lineOf(300'000)), 300'000);
    }

    void timesAreTakenAsSecondsOrMillisecondsByTheirSize_data()
    {
        QTest::addColumn<QString>("name");
        QTest::addColumn<double>("number");
        QTest::addColumn<QString>("hint");
        QTest::newRow("seconds") << u"expirationTime"_s << 1643652000.0
                                 << u"31 Jan 2022 18:00:00"_s;
        QTest::newRow("milliseconds")
            << u"userCreatedTime"_s << 1631000000000.0 << u"7 Sep 2021 07:33:20"_s;
        QTest::newRow("seconds in a field that says millis")
            << u"expiration_time_in_millis"_s << 1786000000.0 << u"6 Aug 2026 07:06:40"_s;
        QTest::newRow("no time by its name") << u"id"_s << 1643652000.0 << QString();
        QTest::newRow("too small for a time") << u"timeout"_s << 3600.0 << QString();
        QTest::newRow("not set") << u"expirationTime"_s << -1.0 << QString();
    }
    void timesAreTakenAsSecondsOrMillisecondsByTheirSize()
    {
        QFETCH(QString, name);
        QFETCH(double, number);
        QFETCH(QString, hint);
        QCOMPARE(SessionWords::timeHint(name, number), hint);
    }

    void accountsAreToldInPlainWords()
    {
        QCOMPARE(SessionWords::account(u"LOCAL_USER"_s, u"ACTIVE"_s), u"Local user, active"_s);
        QCOMPARE(SessionWords::account(u"SAML_USER"_s, u"LOCKED"_s),
                 u"SAML user, marked as locked"_s);
        QCOMPARE(SessionWords::account(u"NEW_KIND"_s, {}), u"NEW_KIND"_s);
        QCOMPARE(SessionWords::account({}, {}), QString());
    }
};

QTEST_GUILESS_MAIN(JsonTextTest)
#include "tst_jsontext.moc"
