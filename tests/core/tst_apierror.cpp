#include "core/api/errorreading.h"

#include "tests/core/apitexts.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using apitexts::json;
using apitexts::line;
using apitexts::page;
using apitexts::sample;
using errorreading::Context;

//! What every shape of error means at each kind of call. FACTS 6.8, 6.9.
class tst_apierror final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void everyShapeIsReadByItsMeaning_data();
    void everyShapeIsReadByItsMeaning();
    void theServersWordsAreSplitFromItsTechnicalText_data();
    void theServersWordsAreSplitFromItsTechnicalText();
    void aTokenInTheServersWordsIsBlankedOut();
    void aWaitIsPassedOn();
    void longTextsAreCut();
};

static void row(const char *name, const HttpResponse &response, const QByteArray &login,
                const QByteArray &token, const QByteArray &signedIn)
{
    const auto read = [&](Context context) { return line(errorreading::read(response, context)); };
    QTest::newRow(name) << read(Context::Login) + '\n' + read(Context::Token) + '\n' +
                               read(Context::SignedIn)
                        << login + '\n' + token + '\n' + signedIn;
}

static void row(const char *name, const HttpResponse &response, const QByteArray &always)
{
    row(name, response, always, always, always);
}

static QByteArray v2(int code, const QByteArray &debug)
{
    return "{\"error\":{\"message\":{\"code\":" + QByteArray::number(code) +
           ",\"incident_id_guid\":\"i-1\",\"debug\":\"" + debug + "\"}}}";
}

static QByteArray beta(int status, int code, const QByteArray &debug)
{
    return "{\"error\":{\"errors\":[{\"message\":\"Request failed with status code 500\","
           "\"extensions\":{\"exception\":{\"upstreamResponse\":{\"status\":" +
           QByteArray::number(status) + ",\"data\":{\"code\":" + QByteArray::number(code) +
           ",\"incident_id_guid\":\"i-1\",\"debug\":\"" + debug + "\"}}}}}]}}";
}

static HttpResponse text(int status, const QByteArray &body)
{
    HttpResponse response = json(status, body);
    response.contentType = "text/plain";
    return response;
}

static void rowsOfShapes()
{
    row("beta: a 401 inside a 500, errors as an object", json(500, sample("beta-error.json")),
        "BadCredentials status=401 code=10097 incident=11aa22bb-0000-4000-8000-000000000001 | "
        "User is not authenticated [HTTP 500]",
        "BadCredentials status=401 code=10097 incident=11aa22bb-0000-4000-8000-000000000001 | "
        "User is not authenticated [HTTP 500]",
        "SessionEnded status=401 code=10097 incident=11aa22bb-0000-4000-8000-000000000001 | "
        "User is not authenticated [HTTP 500]");
    row("beta: a 403 inside a 500, errors as a list", json(500, sample("beta-error-list.json")),
        "Forbidden status=403 code=10023 incident=11aa22bb-0000-4000-8000-000000000002 | "
        "User lacks the privilege DEVELOPER [HTTP 500]");
    row("2.0 as published", json(401, sample("v2-error-published.json")),
        "BadCredentials status=401 code=10097 incident=11aa22bb-0000-4000-8000-000000000003 | "
        "Credentials were not accepted",
        "BadCredentials status=401 code=10097 incident=11aa22bb-0000-4000-8000-000000000003 | "
        "Credentials were not accepted",
        "SessionEnded status=401 code=10097 incident=11aa22bb-0000-4000-8000-000000000003 | "
        "Credentials were not accepted");
    row("2.0 as servers really send it", json(400, sample("v2-error-live.json")),
        "RequestRefused status=400 code=10002 incident=11aa22bb-0000-4000-8000-000000000004 | "
        "Token has expired",
        "RequestRefused status=400 code=10002 incident=11aa22bb-0000-4000-8000-000000000004 | "
        "Token has expired",
        "SessionEnded status=400 code=10002 incident=11aa22bb-0000-4000-8000-000000000004 | "
        "Token has expired");
    row("v1, flat", json(401, sample("v1-error.json")),
        "BadCredentials status=401 code=10097 incident=11aa22bb-0000-4000-8000-000000000005 | "
        "Login failed",
        "BadCredentials status=401 code=10097 incident=11aa22bb-0000-4000-8000-000000000005 | "
        "Login failed",
        "SessionEnded status=401 code=10097 incident=11aa22bb-0000-4000-8000-000000000005 | "
        "Login failed");
    row("error null", json(500, "{\"error\":null}"), "ServerFault status=500");
    row("the message a plain text", json(403, "{\"error\":{\"message\":\"No.\"}}"),
        "Forbidden status=403 | No.");
    row("the error a plain text", json(403, "{\"error\":\"No.\"}"), "Forbidden status=403 | No.");
    row("a list of errors without anything upstream",
        json(500, "{\"errors\":[{\"message\":\"Cannot query\"}]}"),
        "ServerFault status=500 | Cannot query");
    row("debug a real list", json(403, "{\"code\":10023,\"debug\":[\"No.\",\"\",\"Never.\"]}"),
        "Forbidden status=403 code=10023 | No. Never.");
    row("the code a text", json(403, "{\"code\":\"10023\",\"debug\":\"No.\"}"),
        "Forbidden status=403 code=10023 | No.");
    row("an incident and no words", json(500, "{\"code\":10038,\"incident_id_guid\":\"i-1\"}"),
        "ServerFault status=500 code=10038 incident=i-1");
    row("an empty body", apitexts::empty(401), "BadCredentials status=401",
        "BadCredentials status=401", "SessionEnded status=401");
    row("an empty body and nothing to go by", apitexts::empty(418),
        "BadReply status=418 [status 418]");
    row("JSON that is broken", json(403, "{\"code\":10023,"), "Forbidden status=403");
    row("JSON nested too deep", json(403, QByteArray(100, '[')), "Forbidden status=403");
    row("the same name twice", json(403, "{\"code\":1,\"code\":2,\"debug\":\"x\"}"),
        "Forbidden status=403");
    row("a few plain words", text(403, "Your address is not allowed."),
        "Forbidden status=403 | Your address is not allowed.");
    row("plain words in another encoding", text(403, "\xE9t\xE9"), "Forbidden status=403");
}

static void rowsOfMeanings()
{
    row("beta: 500 without anything upstream, by its code", json(500, v2(10097, "x")),
        "BadCredentials status=401 code=10097 incident=i-1 | x [HTTP 500]",
        "BadCredentials status=401 code=10097 incident=i-1 | x [HTTP 500]",
        "SessionEnded status=401 code=10097 incident=i-1 | x [HTTP 500]");
    row("beta: 500 without a code, by its words",
        json(500, "{\"errors\":[{\"message\":\"Request failed with status code 401\"}]}"),
        "BadCredentials status=401 | Request failed with status code 401 [HTTP 500]",
        "BadCredentials status=401 | Request failed with status code 401 [HTTP 500]",
        "SessionEnded status=401 | Request failed with status code 401 [HTTP 500]");
    row("beta: a 500 that is one", json(500, beta(500, 10000, "Internal error")),
        "ServerFault status=500 code=10000 incident=i-1 | Internal error");
    row("beta: a 503 inside a 500", json(500, beta(503, 10000, "Busy")),
        "ServerFault status=503 code=10000 incident=i-1 | Busy [HTTP 500]");
    row("beta: a 404 inside a 500 is about an object, not the form",
        json(500, beta(404, 10002, "No such object")),
        "RequestRefused status=404 code=10002 incident=i-1 | No such object [HTTP 500]");
    row("beta: a 429 inside a 500", json(500, beta(429, 1, "Slow down")),
        "RateLimited status=429 code=1 incident=i-1 | Slow down [HTTP 500]");
    row("a privilege is missing", json(403, v2(10023, "Needs the privilege ORG_ADMINISTRATION")),
        "Forbidden status=403 code=10023 incident=i-1 | Needs the privilege ORG_ADMINISTRATION");
    row("the account is locked", json(403, v2(10023, "User account is locked")),
        "AccountLocked status=403 code=10023 incident=i-1 | User account is locked");
    row("the account is inactive", json(403, v2(10023, "User maria.lopez is inactive")),
        "AccountLocked status=403 code=10023 incident=i-1 | User maria.lopez is inactive");
    row("the account has expired", json(401, v2(10097, "The account has expired")),
        "AccountLocked status=401 code=10097 incident=i-1 | The account has expired");
    row("trusted authentication is off", json(403, v2(10023, "Trusted authentication is disabled")),
        "Forbidden status=403 code=10023 incident=i-1 | Trusted authentication is disabled");
    row("no access to the Org, as servers say it", json(400, v2(13090, "No access")),
        "OrgNotAllowed status=400 code=13090 incident=i-1 | No access");
    row("no access to the Org, behind a beta 500", json(500, beta(400, 13090, "No access")),
        "OrgNotAllowed status=400 code=13090 incident=i-1 | No access [HTTP 500]");
    row("no access to the Org, by its words", json(403, v2(10023, "User is not part of the org 7")),
        "OrgNotAllowed status=403 code=10023 incident=i-1 | User is not part of the org 7");
    const QByteArray mfa = " code=10097 incident=i-1 | Multi-factor authentication is required";
    row("a second factor is wanted",
        json(401, v2(10097, "Multi-factor authentication is required")),
        "MultiFactorRequired status=401" + mfa, "MultiFactorRequired status=401" + mfa,
        "SessionEnded status=401" + mfa);
    row("a second factor is wanted, behind a beta 500",
        json(500, beta(403, 10023, "MFA enabled for user")),
        "MultiFactorRequired status=403 code=10023 incident=i-1 | MFA enabled for user [HTTP 500]",
        "MultiFactorRequired status=403 code=10023 incident=i-1 | MFA enabled for user [HTTP 500]",
        "Forbidden status=403 code=10023 incident=i-1 | MFA enabled for user [HTTP 500]");
    const QByteArray saml = " code=10097 incident=i-1 | SAML users cannot log in with a password";
    row("single sign-on is wanted",
        json(401, v2(10097, "SAML users cannot log in with a password")),
        "MultiFactorRequired status=401" + saml, "MultiFactorRequired status=401" + saml,
        "SessionEnded status=401" + saml);
    const QByteArray local = " code=10023 incident=i-1 | Local authentication is disabled";
    row("local sign-in is off", json(403, v2(10023, "Local authentication is disabled")),
        "MultiFactorRequired status=403" + local, "MultiFactorRequired status=403" + local,
        "Forbidden status=403" + local);
    row("a parameter is wrong", json(400, v2(10002, "org_id is not a number")),
        "RequestRefused status=400 code=10002 incident=i-1 | org_id is not a number");
    row("too many requests", json(429, v2(1, "Slow down")),
        "RateLimited status=429 code=1 incident=i-1 | Slow down");
    row("the path is unknown", json(404, v2(10002, "Not found")),
        "WrongApiForm status=404 code=10002 incident=i-1 | Not found");
    row("the method is unknown", apitexts::empty(405), "WrongApiForm status=405");
    row("the type is refused", json(415, v2(10002, "Unsupported media type")),
        "RequestRefused status=415 code=10002 incident=i-1 | Unsupported media type");
    row("a proxy's question from a server that is none", apitexts::empty(407),
        "BadReply status=407 [status 407]");
    row("a part of an answer", json(206, "{}"), "BadReply status=206 [status 206]");
    row("an answer to be reset", apitexts::empty(205), "BadReply status=205 [status 205]");
    row("bad gateway", apitexts::empty(502), "ServerFault status=502");
}

static void rowsOfPages()
{
    const QByteArray signInPage = "<!DOCTYPE html><html><head><title>\n Example SSO </title>";
    row("a sign-in page with 200", page(200, signInPage),
        "NotAnApi status=200 [web page: Example SSO]");
    row("a page that calls itself JSON", json(200, " <HTML><body>"),
        "NotAnApi status=200 [web page]");
    row(
        "a page that calls itself nothing",
        [&] {
            HttpResponse response = apitexts::empty(200);
            response.body = signInPage;
            return response;
        }(),
        "NotAnApi status=200 [web page: Example SSO]");
    row("a page with 400", page(400, signInPage), "NotAnApi status=400 [web page: Example SSO]");
    row("a page with 401", page(401, signInPage), "NotAnApi status=401 [web page: Example SSO]");
    row("a page with 403", page(403, "<html>blocked</html>"), "NotAnApi status=403 [web page]");
    row("a page with 404", page(404, "<html><title>404</title>"),
        "WrongApiForm status=404 [web page: 404]");
    row("a page with 405", page(405, "<html>"), "WrongApiForm status=405 [web page]");
    row("a page with 502 of 2 MB", page(502, "<html>" + QByteArray(2'000'000, 'x')),
        "ServerFault status=502 [web page]");
    row("the maintenance page with 200", page(200, "<html><title>Site Maintenance</title>"),
        "ServerFault status=200 [web page: Site Maintenance]");
    row("the maintenance page with 404", page(404, "<html><title>System maintenance</title>"),
        "ServerFault status=404 [web page: System maintenance]");
    row("a page with 418", page(418, "<html>"), "NotAnApi status=418 [web page]");
}

void tst_apierror::everyShapeIsReadByItsMeaning_data()
{
    QTest::addColumn<QByteArray>("read");
    QTest::addColumn<QByteArray>("expected");
    rowsOfShapes();
    rowsOfMeanings();
    rowsOfPages();
}

void tst_apierror::everyShapeIsReadByItsMeaning()
{
    QFETCH(QByteArray, read);
    QFETCH(QByteArray, expected);
    QCOMPARE(read, expected);
}

void tst_apierror::theServersWordsAreSplitFromItsTechnicalText_data()
{
    QTest::addColumn<QByteArray>("debug");
    QTest::addColumn<QByteArray>("expected");
    const auto add = [](const char *name, const QByteArray &debug, const QByteArray &expected) {
        QTest::newRow(name) << debug << expected;
    };
    add("plain words", "No.", "Forbidden status=403 | No.");
    add("blanks and line breaks are folded", " No,\\n\\tnever. ",
        "Forbidden status=403 | No, never.");
    add("a list in a text", R"([\"No.\",\"\"])", "Forbidden status=403 | No.");
    add("a list in a text that is broken", R"([\"No.\",)", "Forbidden status=403 | [\"No.\",");
    add("code, incident and message", R"(Error Code: 10023 Incident Id: i-7\nError Message: No.)",
        "Forbidden status=403 code=10023 incident=i-7 | No. "
        "[Error Code: 10023 Incident Id: i-7\nError Message: No.]");
    add("a code that is a word", R"(Error Code: NOPE Incident Id: i-7\nError Message: No.)",
        "Forbidden status=403 incident=i-7 | No. "
        "[Error Code: NOPE Incident Id: i-7\nError Message: No.]");
    add("a Java class in front", "com.example.cal.NotAllowedException: No.",
        "Forbidden status=403 | No. [com.example.cal.NotAllowedException: No.]");
    add("a stack behind",
        R"(No.\n\tat com.example.Cal.run(Cal.java:7)\n\tat com.example.Cal.main(x))",
        "Forbidden status=403 | No. "
        "[No.\n\tat com.example.Cal.run(Cal.java:7)\n\tat com.example.Cal.main(x)]");
    add("a cause behind", R"(No.\nCaused by: java.lang.Error: x)",
        "Forbidden status=403 | No. [No.\nCaused by: java.lang.Error: x]");
    add("the word at is no stack", "Meet me at noon (really).",
        "Forbidden status=403 | Meet me at noon (really).");
    add("markup stays what it is", "<b>No</b> &amp; never",
        "Forbidden status=403 | <b>No</b> &amp; never");
}

void tst_apierror::theServersWordsAreSplitFromItsTechnicalText()
{
    QFETCH(QByteArray, debug);
    const HttpResponse response = json(403, "{\"debug\":\"" + debug.replace('\n', "\\n") + "\"}");
    QTEST(line(errorreading::read(response, Context::SignedIn)), "expected");
}

void tst_apierror::aTokenInTheServersWordsIsBlankedOut()
{
    const QByteArray token = "bWFyaWEubG9wZXo6SU5WRU5URUQtRk9SLVRFU1RTLUFORC1OT1RISU5HLUVMU0U9PQ==";
    const ApiError error = errorreading::read(
        json(403, "{\"debug\":\"Error Code: 1 Incident Id: i Error Message: bad " + token + "\"}"),
        Context::SignedIn);
    QCOMPARE(error.serverMessage, u"bad …"_s);
    QVERIFY(!line(error).contains(token.left(20)));
}

void tst_apierror::aWaitIsPassedOn()
{
    HttpResponse response = apitexts::empty(429);
    response.retryAfterSeconds = 17;
    QCOMPARE(line(errorreading::read(response, Context::Login)), "RateLimited status=429 retry=17");
    response = page(503, "<html>");
    response.retryAfterSeconds = 60;
    QCOMPARE(line(errorreading::read(response, Context::Login)),
             "ServerFault status=503 retry=60 [web page]");
}

void tst_apierror::longTextsAreCut()
{
    const QByteArray words = QByteArray("word ").repeated(5000);
    const ApiError error = errorreading::read(
        json(403, "{\"debug\":\"x.y.Z: " + words + "\",\"incident_id_guid\":\"" + words + "\"}"),
        Context::SignedIn);
    QCOMPARE(error.serverMessage.size(), 512);
    QVERIFY(error.detail.size() <= 4096);
    QVERIFY(error.incidentId.size() <= 64);
}

QTEST_GUILESS_MAIN(tst_apierror)
#include "tst_apierror.moc"
