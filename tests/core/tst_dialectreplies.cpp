#include "core/api/apidialect.h"

#include "tests/core/apitexts.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using apitexts::json;
using apitexts::line;
using apitexts::outcome;
using apitexts::page;
using apitexts::sample;

static constexpr auto tokenText =
    "bWFyaWEubG9wZXo6SU5WRU5URUQtRk9SLVRFU1RTLUFORC1OT1RISU5HLUVMU0U9PQ==";

static QByteArray number(std::optional<qint64> value)
{
    return value ? QByteArray::number(*value) : "unknown"_ba;
}

static QByteArray line(const ApiResult<Token> &token)
{
    if (!token)
        return line(token.error());
    return token->value.view().toByteArray() + " owner=" + token->owner.toUtf8() +
           " id=" + token->ownerId.toUtf8() + " org=" + number(token->orgId) + ' ' +
           token->orgName.toUtf8() + " scope=" + token->scope.toUtf8() +
           " object=" + token->objectId.toUtf8() + " created=" + number(token->createdMs) +
           " expires=" + number(token->expiresMs);
}

static QByteArray line(const ApiResult<TokenCheck> &check)
{
    if (!check)
        return line(check.error());
    return QByteArray(check->accepted ? "accepted" : "refused") +
           " at=" + QByteArray::number(check->atMs) + " expires=" + number(check->expiresMs) +
           " org=" + number(check->orgId);
}

//! What each form makes of each reply to each verb.
class tst_dialectreplies final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void aLoginIsOnlyWhatTheServerSaysIsOne_data();
    void aLoginIsOnlyWhatTheServerSaysIsOne();
    void theBetaLoginTellsHowTheServerSpellsTheUser();
    void aTokenIsReadAsFarAsTheServerTells_data();
    void aTokenIsReadAsFarAsTheServerTells();
    void nothingButAWellFormedTokenIsOne_data();
    void nothingButAWellFormedTokenIsOne();
    void doneIsOnlyWhatTheServerSaysIsDone_data();
    void doneIsOnlyWhatTheServerSaysIsDone();
    void aCheckTellsAboutTheTokenAndNothingElse_data();
    void aCheckTellsAboutTheTokenAndNothingElse();
};

void tst_dialectreplies::aLoginIsOnlyWhatTheServerSaysIsOne_data()
{
    QTest::addColumn<QByteArray>("read");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, Api::Form form, const HttpResponse &response,
                        const QByteArray &expected) {
        QTest::newRow(name) << outcome(dialectFor(form)->readLogin(response)) << expected;
    };
    using enum Api::Form;
    row("2022 beta: the cookie answer", Beta2022, json(200, sample("beta-login.json")), "ok");
    row("later beta: the cookie answer", Beta, json(200, sample("beta-login.json")), "ok");
    row("beta: an object that says nothing", Beta, json(200, "{}"), "ok");
    row("2.0: 204", V2, apitexts::empty(204), "ok");
    row("2.0 before 9.5: 200 without a body", V2, apitexts::empty(200), "ok");
    row("2.0 before 9.5: 200 with a body", V2, json(200, "{\"x\":1}"), "ok");
    row("2.0: an error that came as 200", V2, json(200, "{\"error\":{}}"),
        "BadReply status=200 [neither true nor false]");
    row("2.0: a sign-in page", V2, page(200, "<html>"), "NotAnApi status=200 [web page]");
    row("beta: a sign-in page", Beta, page(200, "<html>"), "NotAnApi status=200 [web page]");
    row("beta: an answer without content", Beta, apitexts::empty(204),
        "BadReply status=204 [an answer without content]");
    row(
        "beta: JSON in the clothes of plain text", Beta,
        [] {
            HttpResponse response = json(200, "{}");
            response.contentType = "text/plain";
            return response;
        }(),
        "BadReply status=200 [content type text/plain]");
    row(
        "beta: JSON in Latin-1", Beta,
        [] {
            HttpResponse response = json(200, "{}");
            response.charset = "latin1";
            return response;
        }(),
        "BadReply status=200 [content type application/json, latin1]");
    row("2022 beta: wrong password", Beta2022, json(500, sample("beta-error.json")),
        "BadCredentials status=401 code=10097 incident=11aa22bb-0000-4000-8000-000000000001 | "
        "User is not authenticated [HTTP 500]");
    row("2.0: wrong password", V2, json(401, sample("v2-error-published.json")),
        "BadCredentials status=401 code=10097 incident=11aa22bb-0000-4000-8000-000000000003 | "
        "Credentials were not accepted");
    row("2.0: an old cluster that has no such form", V2, page(404, "<html>"),
        "WrongApiForm status=404 [web page]");
}

void tst_dialectreplies::aLoginIsOnlyWhatTheServerSaysIsOne()
{
    QFETCH(QByteArray, read);
    QTEST(read, "expected");
}

void tst_dialectreplies::theBetaLoginTellsHowTheServerSpellsTheUser()
{
    const auto reply =
        dialectFor(Api::Form::Beta2022)->readLogin(json(200, sample("beta-login.json")));
    QVERIFY(reply);
    QCOMPARE(reply->userName, u"maria.lopez"_s);
}

void tst_dialectreplies::aTokenIsReadAsFarAsTheServerTells_data()
{
    QTest::addColumn<QByteArray>("read");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, Api::Form form, const HttpResponse &response,
                        const TokenWish &wish, const QByteArray &expected) {
        QTest::newRow(name) << line(dialectFor(form)->readToken(response, wish)) << expected;
    };
    using enum Api::Form;
    const QByteArray value = tokenText;
    const QByteArray mariasId = "6a1e2f30-0c4d-4b8e-9f71-2d3c4b5a6978";
    const HttpResponse beta = json(200, sample("beta-gettoken.json"));

    row("2022 beta: times as texts, the duration an instant", Beta2022, beta, {},
        value + " owner=maria.lopez id= org=unknown  scope= object= created=1643623200000 "
                "expires=1643709600000");
    TokenWish wish;
    wish.org = u"7"_s;
    row("later beta: Org and scope as asked for", Beta, beta, wish,
        value + " owner=maria.lopez id= org=7  scope=FULL object= created=1643623200000 "
                "expires=1643709600000");
    wish.scope = TokenWish::Scope::Object;
    wish.objectId = u"11111111-2222-4333-8444-555555555555"_s;
    row("later beta: the object as asked for", Beta, beta, wish,
        value + " owner=maria.lopez id= org=7  scope=REPORT_BOOK_VIEW "
                "object=11111111-2222-4333-8444-555555555555 created=1643623200000 "
                "expires=1643709600000");
    row("beta: numbers instead of texts, a real duration", Beta,
        json(200, "{\"token\":\"abc=\",\"tokenCreatedTime\":1643623200000,"
                  "\"tokenExpiryDuration\":3600}"),
        {},
        "abc= owner= id= org=unknown  scope=FULL object= created=1643623200000 "
        "expires=1643626800000");
    HttpResponse dated = json(200, "{\"token\":\"abc\",\"tokenExpiryDuration\":\"60\"}");
    dated.serverTimeMs = 1'643'623'200'000;
    row("beta: a duration from when the answer was sent", Beta2022, dated, {},
        "abc owner= id= org=unknown  scope= object= created=unknown expires=1643623260000");
    row("2.0: everything, and what it does not know yet", V2, json(200, sample("v2-token.json")),
        {},
        value + " owner=maria.lopez id=" + mariasId +
            " org=1042377815 retail-emea scope=FULL object= created=1754560000000 "
            "expires=1754563600000");
    row("2.0: the Org in force, not the one asked for", V2, json(200, sample("v2-token.json")),
        wish,
        value + " owner=maria.lopez id=" + mariasId +
            " org=1042377815 retail-emea scope=FULL object= created=1754560000000 "
            "expires=1754563600000");
    TokenWish fromSession;
    fromSession.source = TokenWish::Source::FromSession;
    row("2.0: from the session, no scope", V2, json(200, sample("v2-session-token.json")),
        fromSession,
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJpbnZlbnRlZCJ9.no-signature owner=maria.lopez id=" +
            mariasId + " org=unknown  scope= object= created=1754560000000 expires=1754646400000");
    TokenWish custom;
    custom.scope = TokenWish::Scope::Custom;
    row("2.0: a custom token tells user and Org in another place", V2,
        json(200, sample("v2-custom-token.json")), custom,
        "eyJhbGciOiJub25lIn0.eyJzdWIiOiJpbnZlbnRlZCJ9.no-signature owner=maria.lopez id=" +
            mariasId +
            " org=1042377815 retail-emea scope=CUSTOM object= created=1754560000000 "
            "expires=1754560300000");
    row("2.0: a custom token of which only the value is told", V2,
        json(200, "{\"token\":\"abc\",\"org\":null}"), custom,
        "abc owner= id= org=unknown  scope=CUSTOM object= created=unknown expires=unknown");
    row("2.0 before 10.4: no custom tokens", V2, page(404, "<html>"), custom,
        "NotOffered status=404 [web page]");
    row("2.0: names of the draft", V2,
        json(200, "{\"token\":\"abc\",\"valid_for_userid\":\"u-1\","
                  "\"scope\":{\"organisation_id\":\"7\",\"metadata_id\":\"m-1\","
                  "\"access_type\":\"REPORT_BOOK_VIEW\"}}"),
        {},
        "abc owner= id=u-1 org=7  scope=REPORT_BOOK_VIEW object=m-1 created=unknown "
        "expires=unknown");
    row("2.0: Org null where there are none", V2,
        json(200, "{\"token\":\"abc\",\"scope\":{\"org_id\":null}}"), {},
        "abc owner= id= org=unknown  scope= object= created=unknown expires=unknown");
    row("2.0: times as floats with a fraction", V2,
        json(200, "{\"token\":\"abc\",\"creation_time_in_millis\":1.754560000000e12,"
                  "\"expiration_time_in_millis\":1754563600000.75}"),
        {},
        "abc owner= id= org=unknown  scope= object= created=1754560000000 "
        "expires=1754563600000");
    row("2.0: an expired session cannot make one", V2, json(401, sample("v2-error-published.json")),
        fromSession,
        "SessionEnded status=401 code=10097 incident=11aa22bb-0000-4000-8000-000000000003 | "
        "Credentials were not accepted");
    row("2.0 before 9.4: none from the session", V2, page(404, "<html>"), fromSession,
        "NotOffered status=404 [web page]");
    row("2.0: a wrong password makes none", V2, json(401, sample("v2-error-published.json")), {},
        "BadCredentials status=401 code=10097 incident=11aa22bb-0000-4000-8000-000000000003 | "
        "Credentials were not accepted");
    row("2.0: no access to the Org", V2,
        json(400, "{\"error\":{\"message\":{\"code\":13090,\"debug\":\"No access\"}}}"), {},
        "OrgNotAllowed status=400 code=13090 | No access");
    row("beta on some builds: 404", Beta, json(404, "{}"), {}, "WrongApiForm status=404");
}

void tst_dialectreplies::aTokenIsReadAsFarAsTheServerTells()
{
    QFETCH(QByteArray, read);
    QTEST(read, "expected");
}

void tst_dialectreplies::nothingButAWellFormedTokenIsOne_data()
{
    QTest::addColumn<HttpResponse>("response");
    QTest::addColumn<QByteArray>("detail");
    const auto row = [](const char *name, const QByteArray &body, const QByteArray &detail) {
        QTest::newRow(name) << json(200, body) << detail;
    };
    const QByteArray none = "no token in the answer";
    const QByteArray strange = "a token with characters that no token has";
    row("missing", "{\"userName\":\"maria\"}", none);
    row("empty, as a cookie login says it", sample("beta-login.json"), none);
    row("null", "{\"token\":null}", none);
    row("a number", "{\"token\":12345}", none);
    row("an object", "{\"token\":{\"token\":\"abc\"}}", none);
    row("a list", "{\"token\":[\"abc\"]}", none);
    row("one byte too long", "{\"token\":\"" + QByteArray(16 * 1024 + 1, 'a') + "\"}", strange);
    row("a line break, escaped", "{\"token\":\"abc\\r\\nX-Evil: 1\"}", strange);
    row("a line break, raw", "{\"token\":\"abc\nX-Evil: 1\"}", strange);
    row("a NUL, escaped", "{\"token\":\"abc\\u0000\"}", strange);
    row("half a character", "{\"token\":\"abc\\ud800\"}", strange);
    row("a blank", "{\"token\":\"abc def\"}", strange);
    row("a letter that is not ASCII", "{\"token\":\"abcé\"}", strange);
    row("given twice", "{\"token\":\"abc\",\"token\":\"def\"}", "a JSON name that comes twice");
    row("not an object", "[\"abc\"]", "JSON, but not an object");
    row("null alone", "null", "JSON, but not an object");
    row("an empty body", "", "not valid JSON");
    row("the bare text", "abcdef", "not valid JSON");
    row("cut off", "{\"token\":\"abc", "not valid JSON");
    row("nested too deep", "{\"token\":" + QByteArray(64, '[') + QByteArray(64, ']') + "}",
        "JSON nested too deep");
    row("not UTF-8", "{\"token\":\"ab\xff\"}", "not UTF-8");
    QTest::newRow("204 with a body")
        << json(204, sample("v2-token.json")) << "an answer without content"_ba;
    QTest::newRow("206 with a token") << json(206, sample("v2-token.json")) << "status 206"_ba;
    QTest::newRow("201 with a token") << json(201, sample("v2-token.json")) << "status 201"_ba;
}

void tst_dialectreplies::nothingButAWellFormedTokenIsOne()
{
    QFETCH(HttpResponse, response);
    QFETCH(QByteArray, detail);
    const QByteArray expected =
        "BadReply status=" + QByteArray::number(response.status) + " [" + detail + ']';
    for (const Api::Form form : {Api::Form::Beta2022, Api::Form::Beta, Api::Form::V2})
        QCOMPARE(line(dialectFor(form)->readToken(response, {})), expected);
}

void tst_dialectreplies::doneIsOnlyWhatTheServerSaysIsDone_data()
{
    QTest::addColumn<HttpResponse>("response");
    QTest::addColumn<QByteArray>("beta");
    QTest::addColumn<QByteArray>("released");
    const auto row = [](const char *name, const HttpResponse &response, const QByteArray &beta,
                        const QByteArray &released) {
        QTest::newRow(name) << response << beta << released;
    };
    const QByteArray neither = "BadReply status=200 [neither true nor false]";
    row("204", apitexts::empty(204), "ok", "ok");
    row("200 without a body", apitexts::empty(200), "ok", "ok");
    row("200 with blanks", json(200, " \r\n"), "ok", "ok");
    row("true", json(200, "true"), "ok", "ok");
    row("true, shouted, with a line break", json(200, " TRUE\n"), "ok", "ok");
    row("false", json(200, "false"), "BadReply status=200 [the server answered false]",
        "BadReply status=200 [the server answered false]");
    row("true as a text", json(200, "\"true\""), neither, neither);
    row("an object", json(200, "{\"done\":true}"), neither, "ok");
    row("an error as 200", json(200, sample("v2-error-live.json")), neither, neither);
    row("errors as 200", json(200, sample("beta-error-list.json")), neither, neither);
    row("a page", page(200, "<html>"), "NotAnApi status=200 [web page]",
        "NotAnApi status=200 [web page]");
    row("true in a page", page(200, "true"), "NotAnApi status=200 [web page]",
        "NotAnApi status=200 [web page]");
    row(
        "true of no type",
        [] {
            HttpResponse response = apitexts::empty(200);
            response.body = "true";
            return response;
        }(),
        "BadReply status=200 [no content type]", "BadReply status=200 [no content type]");
    row("202", apitexts::empty(202), "BadReply status=202 [status 202]",
        "BadReply status=202 [status 202]");
    row("205", apitexts::empty(205), "BadReply status=205 [status 205]",
        "BadReply status=205 [status 205]");
    row("a session that has ended", apitexts::empty(401), "SessionEnded status=401",
        "SessionEnded status=401");
    row("another user's token", json(403, "{\"code\":10023,\"debug\":\"No.\"}"),
        "Forbidden status=403 code=10023 | No.", "Forbidden status=403 code=10023 | No.");
}

void tst_dialectreplies::doneIsOnlyWhatTheServerSaysIsDone()
{
    QFETCH(HttpResponse, response);
    QFETCH(QByteArray, beta);
    QFETCH(QByteArray, released);
    for (const Api::Form form : {Api::Form::Beta2022, Api::Form::Beta, Api::Form::V2}) {
        const QByteArray &expected = form == Api::Form::V2 ? released : beta;
        QCOMPARE(outcome(dialectFor(form)->readRevoke(response)), expected);
        QCOMPARE(outcome(dialectFor(form)->readLogout(response)), expected);
    }
    QCOMPARE(outcome(dialectFor(Api::Form::Beta)->readSwitchOrg(response)), beta);
    QCOMPARE(outcome(dialectFor(Api::Form::V2)->readSwitchOrg(response)),
             "Unsupported [Organization]");
    QCOMPARE(outcome(dialectFor(Api::Form::Beta)->readSwitchOrg(apitexts::empty(404))),
             "NotOffered status=404");
}

void tst_dialectreplies::aCheckTellsAboutTheTokenAndNothingElse_data()
{
    QTest::addColumn<HttpResponse>("response");
    QTest::addColumn<QByteArray>("askedItself");
    QTest::addColumn<QByteArray>("askedByTheSession");
    const auto row = [](const char *name, const HttpResponse &response, const QByteArray &itself,
                        const QByteArray &session) {
        QTest::newRow(name) << response << itself << session;
    };
    const QByteArray good = "accepted at=0 expires=1754563600000 org=1042377815";
    const QByteArray dead = "refused at=0 expires=unknown org=unknown";
    row("accepted", json(200, sample("v2-validate.json")), good, good);
    HttpResponse dated = json(200, sample("v2-validate.json"));
    dated.serverTimeMs = 1'754'560'000'000;
    row("accepted, at the server's time", dated,
        "accepted at=1754560000000 expires=1754563600000 org=1042377815",
        "accepted at=1754560000000 expires=1754563600000 org=1042377815");
    HttpResponse expired = json(400, sample("v2-error-live.json"));
    row("expired", expired, dead, dead);
    expired.serverTimeMs = 1'754'563'600'001;
    row("expired, at the server's time", expired,
        "refused at=1754563600001 expires=unknown org=unknown",
        "refused at=1754563600001 expires=unknown org=unknown");
    row("malformed",
        json(400, "{\"error\":{\"message\":{\"code\":10002,\"debug\":\"Not a token\"}}}"), dead,
        dead);
    const QByteArray ended =
        "SessionEnded status=401 code=10097 incident=11aa22bb-0000-4000-8000-000000000003 | "
        "Credentials were not accepted";
    row("not authenticated", json(401, sample("v2-error-published.json")), dead, ended);
    row("bad request without a word", apitexts::empty(400), "BadReply status=400 [status 400]",
        "BadReply status=400 [status 400]");
    row("a page with 401", page(401, "<html>"), "NotAnApi status=401 [web page]",
        "NotAnApi status=401 [web page]");
    row("before 9.12", page(404, "<html>"), "NotOffered status=404 [web page]",
        "NotOffered status=404 [web page]");
    row("nothing about a token", json(200, "{}"), "BadReply status=200 [no token in the answer]",
        "BadReply status=200 [no token in the answer]");
    row("a page with 200", page(200, "<html>"), "NotAnApi status=200 [web page]",
        "NotAnApi status=200 [web page]");
    row("204", apitexts::empty(204), "BadReply status=204 [an answer without content]",
        "BadReply status=204 [an answer without content]");
    row("a server fault", apitexts::empty(500), "ServerFault status=500", "ServerFault status=500");
}

void tst_dialectreplies::aCheckTellsAboutTheTokenAndNothingElse()
{
    QFETCH(HttpResponse, response);
    Token token;
    token.value = SecretBuffer::fromBytes(QByteArrayView(tokenText));
    const auto dialect = dialectFor(Api::Form::V2);
    QTEST(line(dialect->readCheck(response, token, token.value)), "askedItself");
    QTEST(line(dialect->readCheck(response, token, {})), "askedByTheSession");
    QCOMPARE(line(dialectFor(Api::Form::Beta)->readCheck(response, token, {})),
             "Unsupported [Token check]");
}

QTEST_GUILESS_MAIN(tst_dialectreplies)
#include "tst_dialectreplies.moc"
