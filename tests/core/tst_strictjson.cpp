#include "core/api/strictjson.h"

#include "core/http/httpmessage.h"

#include <QElapsedTimer>
#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;
using strictjson::Problem;

//! What may pass for the JSON of a reply.
class tst_strictjson final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void onlyOneWholeObjectIsRead_data();
    void onlyOneWholeObjectIsRead();
    void whatIsReadIsWhatWasWritten();
    void nestingIsLimitedAtExactlySixtyFour();
    void valuesAreLimitedAtExactlyAMillion_data();
    void valuesAreLimitedAtExactlyAMillion();
    void hostileNestingCostsNextToNothing_data();
    void hostileNestingCostsNextToNothing();
    void aLargeObjectIsReadInReasonableTime();
    void aBareBooleanIsReadLikeTheServersOwnClientDoes_data();
    void aBareBooleanIsReadLikeTheServersOwnClientDoes();
    void onlyJsonTypesInUtf8Count_data();
    void onlyJsonTypesInUtf8Count();
    void everyProblemHasWords();
};

void tst_strictjson::onlyOneWholeObjectIsRead_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QString>("expected");
    const auto row = [](const char *name, const QByteArray &body, const QString &expected) {
        QTest::newRow(name) << body << expected;
    };
    const QString read = u"read"_s;
    const QString notUtf8 = strictjson::words(Problem::NotUtf8);
    const QString notJson = strictjson::words(Problem::NotJson);
    const QString repeated = strictjson::words(Problem::RepeatedName);
    const QString notObject = strictjson::words(Problem::NotAnObject);

    row("an empty object", "{}", read);
    row("white space around it", " \r\n\t{ } \r\n\t", read);
    row("a byte order mark in front is ignored", "\xEF\xBB\xBF{\"a\":1}", read);
    row("two byte order marks are not", "\xEF\xBB\xBF\xEF\xBB\xBF{\"a\":1}", notJson);
    row("a raw line feed inside a text is left to whoever uses the text", "{\"a\":\"x\ny\"}", read);
    row("an escaped lone surrogate is left to whoever uses the text", "{\"a\":\"\\ud800\"}", read);
    row("brackets, colons and dots inside a text mean nothing", "{\"a\":\"[[{{:.\\\"]:\"}", read);
    row("all escapes there are", "{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\"}", read);
    row("numbers of every shape", "{\"a\":[0,-1,1.5,1e5,1E-5,-0.5e+3]}", read);

    row("nothing", "", notJson);
    row("blanks", "  ", notJson);
    row("null", "null", notObject);
    row("an array", "[]", notObject);
    row("a text", "\"x\"", notObject);
    row("a bare true", "true", notObject);
    row("a number", "17", notJson);
    row("a byte that is not UTF-8", "{\"a\":\"\xff\"}", notUtf8);
    row("an overlong slash", "{\"a\":\"\xC0\xAF\"}", notUtf8);
    row("an overlong NUL", "{\"a\":\"\xC0\x80\"}", notUtf8);
    row("a raw surrogate", "{\"a\":\"\xED\xA0\x80\"}", notUtf8);
    row("a character beyond the last one", "{\"a\":\"\xF4\x90\x80\x80\"}", notUtf8);
    row("a character cut in half", "{\"a\":\"\xC3\"}", notUtf8);
    row("UTF-16", QByteArray("{\0}\0", 4), notJson);
    row("words behind it", "{\"a\":1}x", notJson);
    row("a second object behind it", "{\"a\":1}{}", notJson);
    row("a NUL behind it", QByteArray("{}\0", 3), notJson);
    row("a comma too many", "{\"a\":1,}", notJson);
    row("a comma too many in an array", "{\"a\":[1,]}", notJson);
    row("single quotes", "{'a':1}", notJson);
    row("a name without quotes", "{a:1}", notJson);
    row("a comment", "{\"a\":1/*x*/}", notJson);
    row("NaN", "{\"a\":NaN}", notJson);
    row("a leading zero", "{\"a\":01}", notJson);
    row("a leading plus", "{\"a\":+1}", notJson);
    row("no digit before the point", "{\"a\":.5}", notJson);
    row("no digit after the point", "{\"a\":1.}", notJson);
    row("a number that no double holds", "{\"a\":1e999}", notJson);
    row("an escape that does not exist", "{\"a\":\"\\x\"}", notJson);
    row("a short unicode escape", "{\"a\":\"\\u00g0\"}", notJson);
    row("cut off in a text", "{\"a\":\"b", notJson);
    row("cut off after an escape", "{\"a\":\"b\\", notJson);
    row("cut off before the last brace", "{\"a\":1", notJson);
    row("cut off in a word", "{\"a\":tru", notJson);
    row("a name without a colon", "{\"a\" 1}", notJson);
    row("a brace that closes a bracket", "{\"a\":[1}}", notJson);

    row("the token twice", "{\"token\":\"a\",\"token\":\"b\"}", repeated);
    row("the token twice, once in disguise", "{\"token\":\"a\",\"\\u0074oken\":\"b\"}", repeated);
    row("an empty name twice", "{\"\":1,\"\":2}", repeated);
    row("the Org twice inside the scope", "{\"scope\":{\"org_id\":1,\"org_id\":2}}", repeated);
    row("the same name in two objects", "{\"a\":{\"id\":1},\"b\":{\"id\":2},\"id\":3}", read);
    row("the same name in the objects of a list", "{\"a\":[{\"id\":1},{\"id\":2}]}", read);
    row("names that differ in case", "{\"a\":1,\"A\":2}", read);
}

void tst_strictjson::onlyOneWholeObjectIsRead()
{
    QFETCH(QByteArray, body);
    const auto object = strictjson::object(body);
    QTEST(object ? u"read"_s : strictjson::words(object.error()), "expected");
}

void tst_strictjson::whatIsReadIsWhatWasWritten()
{
    const auto object =
        strictjson::object("\xEF\xBB\xBF{\"text\":\"\\u00e9\xF0\x9F\x94\x91\",\"big\":"
                           "9007199254740993,\"list\":[1,null,true]}");
    QVERIFY(object);
    QCOMPARE(object->value("text"_L1).toString(), u"é🔑"_s);
    QCOMPARE(object->value("big"_L1).toInteger(), Q_INT64_C(9007199254740993));
    QCOMPARE(object->value("list"_L1), QJsonValue(QJsonArray{1, QJsonValue::Null, true}));
}

static QByteArray nested(int depth)
{
    return "{\"a\":" + QByteArray(depth - 1, '[') + QByteArray(depth - 1, ']') + '}';
}

void tst_strictjson::nestingIsLimitedAtExactlySixtyFour()
{
    QVERIFY(strictjson::object(nested(64)));
    const auto deeper = strictjson::object(nested(65));
    QVERIFY(!deeper);
    QCOMPARE(deeper.error(), Problem::TooDeep);
    QVERIFY(strictjson::object("{\"a\":[" + QByteArray("[],").repeated(1000) + "[]]}"));
}

void tst_strictjson::valuesAreLimitedAtExactlyAMillion_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<int>("most");
    // Two are the object itself and the list.
    QTest::newRow("numbers") << "1"_ba << 999'998;
    QTest::newRow("texts with commas and brackets") << R"(",[{")"_ba << 999'998;
    QTest::newRow("objects of one field") << R"({"a":1})"_ba << 499'999;
}

void tst_strictjson::valuesAreLimitedAtExactlyAMillion()
{
    QFETCH(const QByteArray, value);
    QFETCH(const int, most);
    const auto list = [&value](int count) {
        return "{\"a\":[" + (value + ',').repeated(count - 1) + value + "]}";
    };
    QVERIFY(strictjson::object(list(most)));
    const auto more = strictjson::object(list(most + 1));
    QVERIFY(!more);
    QCOMPARE(more.error(), Problem::TooManyValues);
}

void tst_strictjson::hostileNestingCostsNextToNothing_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("1025 deep") << nested(1025);
    QTest::newRow("5,000,000 brackets deep") << nested(5'000'000);
    QTest::newRow("5,000,000 objects deep") << QByteArray("{\"a\":").repeated(5'000'000);
    QTest::newRow("5,000,000 deep behind a long text")
        << "{\"b\":\"" + QByteArray(5'000'000, 'x') + "\",\"a\":" + QByteArray(5'000'000, '[');
}

void tst_strictjson::hostileNestingCostsNextToNothing()
{
    QFETCH(QByteArray, body);
    // The best of a few, so that a busy machine does not count.
    qint64 elapsed = std::numeric_limits<qint64>::max();
    for (int i = 0; i < 5; ++i) {
        QElapsedTimer timer;
        timer.start();
        const auto object = strictjson::object(body);
        elapsed = std::min(elapsed, timer.elapsed());
        QVERIFY(!object);
        QCOMPARE(object.error(), Problem::TooDeep);
    }
    QVERIFY2(elapsed < 50, qPrintable(QString::number(elapsed)));
}

void tst_strictjson::aLargeObjectIsReadInReasonableTime()
{
    QByteArray body = "{\"list\":[";
    while (body.size() < 10'000'000)
        body += "{\"id\":\"8d9e0f1a-2b3c-4d4e-8f5a-6b7c8d9e0f1a\",\"name\":\"A group\"},";
    body += "{}]}";
    QElapsedTimer timer;
    timer.start();
    const auto object = strictjson::object(body);
    const qint64 elapsed = timer.elapsed();
    QVERIFY(object);
    QVERIFY(object->value("list"_L1).toArray().size() > 100'000);
    QVERIFY2(elapsed < 3000, qPrintable(QString::number(elapsed)));
}

void tst_strictjson::aBareBooleanIsReadLikeTheServersOwnClientDoes_data()
{
    QTest::addColumn<QByteArray>("body");
    QTest::addColumn<QByteArray>("expected");
    QTest::newRow("true") << "true"_ba
                          << "true"_ba;
    QTest::newRow("false") << "false"_ba
                           << "false"_ba;
    QTest::newRow("any case, blanks around it") << " \r\nTrue\n"_ba
                                                << "true"_ba;
    QTest::newRow("a text") << "\"true\""_ba
                            << "no"_ba;
    QTest::newRow("a number") << "1"_ba
                              << "no"_ba;
    QTest::newRow("true and more") << "true false"_ba
                                   << "no"_ba;
    QTest::newRow("nothing") << ""_ba
                             << "no"_ba;
    QTest::newRow("true at the end of a long blank") << QByteArray(1'000'000, ' ') + "true"
                                                     << "no"_ba;
}

void tst_strictjson::aBareBooleanIsReadLikeTheServersOwnClientDoes()
{
    QFETCH(QByteArray, body);
    const auto answer = strictjson::boolean(body);
    QTEST(!answer ? "no"_ba : *answer ? "true"_ba : "false"_ba, "expected");
}

void tst_strictjson::onlyJsonTypesInUtf8Count_data()
{
    QTest::addColumn<QByteArray>("type");
    QTest::addColumn<QByteArray>("charset");
    QTest::addColumn<bool>("isJson");
    QTest::newRow("application/json") << "application/json"_ba
                                      << ""_ba << true;
    QTest::newRow("in UTF-8") << "application/json"_ba
                              << "utf-8"_ba << true;
    QTest::newRow("problem+json") << "application/problem+json"_ba
                                  << ""_ba << true;
    QTest::newRow("in Latin-1") << "application/json"_ba
                                << "latin1"_ba << false;
    QTest::newRow("in UTF-16") << "application/json"_ba
                               << "utf-16"_ba << false;
    QTest::newRow("text/plain") << "text/plain"_ba
                                << ""_ba << false;
    QTest::newRow("text/html") << "text/html"_ba
                               << "utf-8"_ba << false;
    QTest::newRow("none") << ""_ba
                          << ""_ba << false;
    QTest::newRow("a suffix alone") << "+json"_ba
                                    << ""_ba << false;
    QTest::newRow("two types joined") << "text/html, application/json"_ba
                                      << ""_ba << false;
    QTest::newRow("two types joined, a suffix last") << "text/html, application/problem+json"_ba
                                                     << ""_ba << false;
    QTest::newRow("nearly") << "application/jsonp"_ba
                            << ""_ba << false;
}

void tst_strictjson::onlyJsonTypesInUtf8Count()
{
    QFETCH(QByteArray, type);
    QFETCH(QByteArray, charset);
    HttpResponse response;
    response.contentType = type;
    response.charset = charset;
    QTEST(strictjson::isJson(response), "isJson");
}

void tst_strictjson::everyProblemHasWords()
{
    for (const Problem problem :
         {Problem::NotUtf8, Problem::TooDeep, Problem::TooManyValues, Problem::NotJson,
          Problem::RepeatedName, Problem::NotAnObject, Problem::NotABoolean})
        QVERIFY(!strictjson::words(problem).isEmpty());
}

QTEST_GUILESS_MAIN(tst_strictjson)
#include "tst_strictjson.moc"
