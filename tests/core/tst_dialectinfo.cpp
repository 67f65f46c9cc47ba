#include "core/api/apidialect.h"

#include "core/api/wiretime.h"
#include "tests/core/apitexts.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;
using apitexts::json;
using apitexts::line;
using apitexts::outcome;
using apitexts::page;
using apitexts::sample;

static QByteArray number(std::optional<qint64> value)
{
    return value ? QByteArray::number(*value) : "unknown"_ba;
}

//! The session, its Orgs and its times, as each form tells of them.
class tst_dialectinfo final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void theBetaSessionHasItsHighlights();
    void theUserOfTheReleasedApiHasItsHighlights();
    void fieldsOfTheWrongTypeCountAsNotGiven_data();
    void fieldsOfTheWrongTypeCountAsNotGiven();
    void whatIsNoSessionInfoIsRefused_data();
    void whatIsNoSessionInfoIsRefused();
    void fiveHundredGroupsInTenMegabytesAreAllThere();
    void orgsAreThoseThatAreSwitchedOn_data();
    void orgsAreThoseThatAreSwitchedOn();
    void everyFormReadsATimeByTheRobustRule_data();
    void everyFormReadsATimeByTheRobustRule();
};

void tst_dialectinfo::theBetaSessionHasItsHighlights()
{
    HttpResponse response = json(200, sample("beta-session.json"));
    response.serverTimeMs = 1'643'640'000'000;
    for (const Api::Form form : {Api::Form::Beta2022, Api::Form::Beta}) {
        const auto info = dialectFor(form)->readSessionInfo(response);
        QVERIFY(info);
        SessionInfo expected;
        expected.userName = u"maria.lopez"_s;
        expected.userId = u"6a1e2f30-0c4d-4b8e-9f71-2d3c4b5a6978"_s;
        expected.displayName = u"María López"_s;
        expected.email = u"maria.lopez@example.com"_s;
        expected.privileges = {u"AUTHORING"_s, u"DATADOWNLOADING"_s, u"DEVELOPER"_s};
        expected.currentOrg = Org{0, {}};
        expected.accountType = u"LOCAL_USER"_s;
        expected.accountState = u"ACTIVE"_s;
        expected.releaseVersion = u"8.2.0.cl-77"_s;
        expected.locale = u"en_GB"_s;
        expected.sessionExpiresMs = 1'643'652'000'000;
        expected.accountExpiresMs = 1'675'159'200'000;
        expected.json = QJsonDocument::fromJson(response.body).object();
        expected.fetchedMs = 1'643'640'000'000;
        QCOMPARE(*info, expected);
        QVERIFY(info->json.contains("somethingNew"_L1));
    }
}

void tst_dialectinfo::theUserOfTheReleasedApiHasItsHighlights()
{
    const HttpResponse response = json(200, sample("v2-user.json"));
    const auto info = dialectFor(Api::Form::V2)->readSessionInfo(response);
    QVERIFY(info);
    SessionInfo expected;
    expected.userName = u"maria.lopez"_s;
    expected.userId = u"6a1e2f30-0c4d-4b8e-9f71-2d3c4b5a6978"_s;
    expected.displayName = u"María López"_s;
    expected.email = u"maria.lopez@example.com"_s;
    expected.groups = {u"Analysts"_s, u"EMEA"_s, u"Everybody"_s};
    expected.privileges = {u"AUTHORING"_s, u"DATADOWNLOADING"_s, u"DEVELOPER"_s};
    expected.orgs = {{0, u"Primary"_s}, {1042377815, u"retail-emea"_s}, {-1, u"All"_s}};
    expected.currentOrg = Org{1042377815, u"retail-emea"_s};
    expected.accountType = u"LOCAL_USER"_s;
    expected.accountState = u"ACTIVE"_s;
    expected.locale = u"en-GB"_s;
    expected.accountExpiresMs = 1'786'000'000'000;
    expected.json = QJsonDocument::fromJson(response.body).object();
    QCOMPARE(*info, expected);
}

void tst_dialectinfo::fieldsOfTheWrongTypeCountAsNotGiven_data()
{
    QTest::addColumn<Api::Form>("form");
    QTest::addColumn<QByteArray>("body");
    QTest::newRow("2.0: nulls everywhere")
        << Api::Form::V2
        << "{\"name\":\"maria\",\"id\":null,\"display_name\":null,\"current_org\":null,"
           "\"orgs\":null,\"privileges\":null,\"user_groups\":null,\"email\":null,"
           "\"expiration_time_in_millis\":null,\"account_type\":null}"_ba;
    QTest::newRow("2.0: everything another type")
        << Api::Form::V2
        << "{\"name\":\"maria\",\"id\":7,\"display_name\":[],\"current_org\":\"x\","
           "\"orgs\":{\"id\":1},\"privileges\":\"ALL\",\"user_groups\":[1,\"x\",{\"name\":7}],"
           "\"email\":false,\"expiration_time_in_millis\":{},\"account_type\":3}"_ba;
    QTest::newRow("beta: everything another type")
        << Api::Form::Beta
        << "{\"userName\":\"maria\",\"userGUID\":1,\"privileges\":{},\"currentOrgId\":\"first\","
           "\"expirationTime\":\"soon\",\"userExpirationTime\":-1,\"locale\":[]}"_ba;
}

void tst_dialectinfo::fieldsOfTheWrongTypeCountAsNotGiven()
{
    QFETCH(Api::Form, form);
    QFETCH(QByteArray, body);
    const auto info = dialectFor(form)->readSessionInfo(json(200, body));
    QVERIFY(info);
    SessionInfo expected;
    expected.userName = u"maria"_s;
    expected.json = QJsonDocument::fromJson(body).object();
    QCOMPARE(*info, expected);
}

void tst_dialectinfo::whatIsNoSessionInfoIsRefused_data()
{
    QTest::addColumn<HttpResponse>("response");
    QTest::addColumn<QByteArray>("expected");
    const QByteArray none = "BadReply status=200 [no user in the session info]";
    QTest::newRow("an empty object") << json(200, "{}") << none;
    QTest::newRow("a user name that is a number")
        << json(200, "{\"name\":7,\"userName\":7}") << none;
    QTest::newRow("an error as 200") << json(200, sample("v2-error-live.json")) << none;
    QTest::newRow("a list") << json(200, "[]")
                            << "BadReply status=200 [JSON, but not an object]"_ba;
    QTest::newRow("nothing") << json(200, "") << "BadReply status=200 [not valid JSON]"_ba;
    QTest::newRow("the user given twice")
        << json(200, "{\"name\":\"a\",\"name\":\"b\",\"userName\":\"a\",\"userName\":\"b\"}")
        << "BadReply status=200 [a JSON name that comes twice]"_ba;
    QTest::newRow("a page") << page(200, "<html>") << "NotAnApi status=200 [web page]"_ba;
    QTest::newRow("eight million numbers")
        << json(200, "{\"a\":[" + QByteArray("1,").repeated(8'000'000) + "1]}")
        << "TooLarge status=200 [JSON with more than 1000000 values]"_ba;
    QTest::newRow("nobody signed in") << apitexts::empty(401) << "SessionEnded status=401"_ba;
    QTest::newRow("nobody signed in, hidden in a 500")
        << json(500, sample("beta-error.json"))
        << "SessionEnded status=401 code=10097 incident=11aa22bb-0000-4000-8000-000000000001 | "
           "User is not authenticated [HTTP 500]"_ba;
}

void tst_dialectinfo::whatIsNoSessionInfoIsRefused()
{
    QFETCH(HttpResponse, response);
    QFETCH(QByteArray, expected);
    for (const Api::Form form : {Api::Form::Beta2022, Api::Form::Beta, Api::Form::V2})
        QCOMPARE(outcome(dialectFor(form)->readSessionInfo(response)), expected);
}

void tst_dialectinfo::fiveHundredGroupsInTenMegabytesAreAllThere()
{
    QJsonArray groups;
    QStringList names;
    for (int i = 0; i < 500; ++i) {
        names.append(u"Group %1"_s.arg(i));
        groups.append(QJsonObject{{u"name"_s, names.last()}});
    }
    const QJsonObject user{{u"name"_s, u"maria"_s},
                           {u"user_groups"_s, groups},
                           {u"user_inherited_groups"_s, groups},
                           {u"padding"_s, QString(10'000'000, u'x')}};
    const auto info =
        dialectFor(Api::Form::V2)->readSessionInfo(json(200, QJsonDocument(user).toJson()));
    QVERIFY(info);
    QCOMPARE(info->groups, names);
    QCOMPARE(info->json, user);
}

void tst_dialectinfo::orgsAreThoseThatAreSwitchedOn_data()
{
    QTest::addColumn<QByteArray>("read");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const HttpResponse &response,
                        const QByteArray &expected) {
        const auto orgs = dialectFor(Api::Form::V2)->readOrgs(response);
        QByteArrayList names;
        if (orgs) {
            for (const Org &org : *orgs)
                names.append(QByteArray::number(org.id) + ' ' + org.name.toUtf8());
        }
        QTest::newRow(name) << (orgs ? names.join(", ") : line(orgs.error())) << expected;
    };
    row("those of the answer", json(200, sample("v1-orgs.json")),
        "0 Primary, 1042377815 retail-emea");
    row("none", json(200, "{\"orgs\":[]}"), "");
    row("ids as texts, negative, and what is no Org left out",
        json(200, "{\"orgs\":[{\"orgId\":\"-1\",\"orgName\":\"All\"},{\"orgName\":\"x\"},7,null]}"),
        "-1 All");
    row("no list", json(200, "{\"currentOrgId\":0}"), "BadReply status=200 [no list of Orgs]");
    row("a cluster without Orgs", page(404, "<html>"), "NotOffered status=404 [web page]");
    row("nobody signed in", json(401, sample("v1-error.json")),
        "SessionEnded status=401 code=10097 incident=11aa22bb-0000-4000-8000-000000000005 | "
        "Login failed");
}

void tst_dialectinfo::orgsAreThoseThatAreSwitchedOn()
{
    QFETCH(QByteArray, read);
    QTEST(read, "expected");
}

void tst_dialectinfo::everyFormReadsATimeByTheRobustRule_data()
{
    QTest::addColumn<QJsonValue>("value");
    QTest::addColumn<QByteArray>("instant");
    QTest::addColumn<QByteArray>("expiry"); // of a token created at 1643623200000
    const auto row = [](const char *name, const QJsonValue &value, const QByteArray &instant,
                        const QByteArray &expiry) {
        QTest::newRow(name) << value << instant << expiry;
    };
    const QByteArray unknown = "unknown";
    row("milliseconds", Q_INT64_C(1643709600000), "1643709600000", "1643709600000");
    row("milliseconds as a text", u"1643709600000"_s, "1643709600000", "1643709600000");
    row("milliseconds as a text with blanks", u" 1643709600000 "_s, "1643709600000",
        "1643709600000");
    row("milliseconds as a text with a point", u"1643709600000.0"_s, "1643709600000",
        "1643709600000");
    row("a number no double would keep", Q_INT64_C(253402300799999), "253402300799999",
        "253402300799999");
    row("with a fraction", 1643709600000.5, "1643709600000", "1643709600000");
    row("seconds", 1643709600, "1643709600000", "1643709600000");
    row("seconds as a text", u"1643709600"_s, "1643709600000", "1643709600000");
    row("a duration", 3600, unknown, "1643626800000");
    row("a duration as a text", u"3600"_s, unknown, "1643626800000");
    row("the longest duration", 1'000'000'000, unknown, "2643623200000");
    row("in the past", Q_INT64_C(1443709600000), "1443709600000", "1443709600000");
    row("-1", -1, unknown, unknown);
    row("-1 as a text", u"-1"_s, unknown, unknown);
    row("0", 0, unknown, unknown);
    row("0 as a text", u"0"_s, unknown, unknown);
    row("an empty text", u""_s, unknown, unknown);
    row("words", u"tomorrow"_s, unknown, unknown);
    row("the year 10000", Q_INT64_C(253402300800000), unknown, unknown);
    row("1e18", 1e18, unknown, unknown);
    row("1e18 as a text", u"1e18"_s, unknown, unknown);
    row("1e300", 1e300, unknown, unknown);
    row("beyond every number, as a text", u"1e999"_s, unknown, unknown);
    row("not a number, as a text", u"nan"_s, unknown, unknown);
    row("the largest of 64 bits", std::numeric_limits<qint64>::max(), unknown, unknown);
    row("the smallest of 64 bits", std::numeric_limits<qint64>::min(), unknown, unknown);
    row("2 to the 63rd", 9223372036854775808.0, unknown, unknown);
    row("null", QJsonValue::Null, unknown, unknown);
    row("missing", QJsonValue::Undefined, unknown, unknown);
    row("true", true, unknown, unknown);
    row("an object", QJsonObject{}, unknown, unknown);
    row("a list", QJsonArray{1643709600}, unknown, unknown);
}

void tst_dialectinfo::everyFormReadsATimeByTheRobustRule()
{
    QFETCH(QJsonValue, value);
    QTEST(number(wiretime::instantMs(value)), "instant");
    QTEST(number(wiretime::expiryMs(value, 1'643'623'200'000)), "expiry");
    const auto small = wiretime::wholeNumber(value);
    if (small && *small <= 1'000'000'000)
        QCOMPARE(number(wiretime::expiryMs(value, std::nullopt)), "unknown"_ba);
}

QTEST_GUILESS_MAIN(tst_dialectinfo)
#include "tst_dialectinfo.moc"
