#include "core/api/formdetection.h"

#include "tests/core/apitexts.h"

#include <QMetaEnum>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using apitexts::json;
using apitexts::page;
using apitexts::sample;

using Answers = QList<HttpResponse>;

//! Which form a server speaks, found by asking in the order of FACTS 5.18.
class tst_formdetection final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void theQuestionsAreAnonymousAndInOrder();
    void theSearchEndsWhereTheAnswerIsClear_data();
    void theSearchEndsWhereTheAnswerIsClear();
};

void tst_formdetection::theQuestionsAreAnonymousAndInOrder()
{
    QByteArrayList asked;
    for (int step = 0; step < formdetection::stepCount; ++step)
        asked.append(apitexts::line(formdetection::probe(step)));
    const QByteArray cap = "at most 4194304\n\nno body";
    const QByteArrayList expected = {
        "GET /api/rest/2.0/auth/session/user\nAccept: application/json\n" + cap,
        "GET /tspublic/rest/v2/session\nAccept: application/json\n"
        "Content-Type: application/json\n" +
            cap,
        "GET /api/rest/v2/session\nAccept: application/json\n"
        "Content-Type: application/json\n" +
            cap,
        "GET /callosum/v1/tspublic/v1/session/info\nAccept: application/json\n" + cap,
    };
    QCOMPARE(asked, expected);
}

// "2: Beta2022" is the step that ended the search and what it found.
static QByteArray search(const Answers &answers)
{
    for (int step = 0; step < formdetection::stepCount; ++step) {
        const auto verdict = formdetection::verdict(step, answers.value(step, answers.last()));
        const QByteArray at = QByteArray::number(step) + ": ";
        if (!verdict)
            return at + apitexts::line(verdict.error());
        if (*verdict)
            return at + QMetaEnum::fromType<Api::Form>().valueToKey(static_cast<int>(**verdict));
    }
    return "went on for ever";
}

void tst_formdetection::theSearchEndsWhereTheAnswerIsClear_data()
{
    QTest::addColumn<QByteArray>("found");
    QTest::addColumn<QByteArray>("expected");
    const auto row = [](const char *name, const Answers &answers, const QByteArray &expected) {
        QTest::newRow(name) << search(answers) << expected;
    };
    const HttpResponse unauthorized = json(401, sample("v2-error-published.json"));
    const HttpResponse hidden = json(500, sample("beta-error.json"));
    const HttpResponse missing = json(404, "{}");
    const HttpResponse app = page(200, "<!doctype html><title>App</title>");
    const HttpResponse noPage = page(404, "<html><title>404</title>");
    const HttpResponse v1 = json(401, sample("v1-error.json"));
    const HttpResponse maintenance = page(503, "<html><title>Site Maintenance</title>");

    row("401 in JSON at the first path is 2.0", {unauthorized}, "0: V2");
    row("403 in JSON at the first path is 2.0", {json(403, sample("v2-error-published.json"))},
        "0: V2");
    row("a user for nobody is 2.0 all the same", {json(200, sample("v2-user.json"))}, "0: V2");
    row("404 in JSON, then a hidden 401 is the later beta", {missing, hidden}, "1: Beta");
    row("404 as a page, then a hidden 401 is the later beta", {noPage, hidden}, "1: Beta");
    row("the start page for unknown paths, then a hidden 401", {app, hidden}, "1: Beta");
    row("a gateway that lets the 401 through is a beta as well", {missing, unauthorized},
        "1: Beta");
    row("405, then 404, then a hidden 401 is the beta of 2022",
        {apitexts::empty(405), missing, hidden}, "2: Beta2022");
    row("a hidden 401 at the first path is no 2.0", {hidden, hidden}, "1: Beta");
    row("only v1 answers", {missing, missing, missing, v1},
        "3: WrongApiForm status=401 code=10097 incident=11aa22bb-0000-4000-8000-000000000005 | "
        "Login failed [v1]");
    row("only v1 answers, without a body", {missing, missing, missing, apitexts::empty(401)},
        "3: WrongApiForm status=401 [v1]");
    row("a page for everything", {app}, "3: NotAnApi status=200 [web page: App]");
    row("a page that says 404 for everything", {noPage}, "3: NotAnApi status=404 [web page: 404]");
    row("a page that wants a password for everything", {page(401, "<html>")},
        "3: NotAnApi status=401 [web page]");
    row("404 without a word for everything", {apitexts::empty(404)}, "3: WrongApiForm status=404");
    row("a 500 that is one for everything",
        {json(500, "{\"code\":10038,\"debug\":\"Unexpected\"}")},
        "3: ServerFault status=500 code=10038 | Unexpected");
    row("maintenance ends the search at once", {maintenance},
        "0: ServerFault status=503 [web page: Site Maintenance]");
    row("maintenance with 200 ends the search at once",
        {page(200, "<html><title>System Maintenance</title>")},
        "0: ServerFault status=200 [web page: System Maintenance]");
    row("too many requests end the search at once", {missing, apitexts::empty(429)},
        "1: RateLimited status=429");
    row("401 that is not JSON says nothing", {apitexts::empty(401), hidden}, "1: Beta");
    row("JSON of another kind says nothing", {json(200, "[]"), json(200, "true"), hidden},
        "2: Beta2022");
    row("403 as a page for everything", {page(403, "<html>no")},
        "3: NotAnApi status=403 [web page]");
}

void tst_formdetection::theSearchEndsWhereTheAnswerIsClear()
{
    QFETCH(QByteArray, found);
    QFETCH(QByteArray, expected);
    QCOMPARE(found, expected);
}

QTEST_GUILESS_MAIN(tst_formdetection)
#include "tst_formdetection.moc"
