#include "tests/support/sessionprobe.h"

#include <QDateTime>
#include <QLocale>
#include <QRegularExpression>
#include <QTest>
#include <QTimeZone>

using namespace Qt::StringLiterals;

//! Before anybody signs in: finding the form, testing the connection; and the server's clock.
class tst_SessionServiceForm final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void preparingFindsTheFormOnceAndWithoutACredential_data();
    void preparingFindsTheFormOnceAndWithoutACredential();
    void preparingWithAChosenFormOnlyOpensConnections();
    void signInUsesWhatPreparingFound();
    void signInJoinsASearchThatIsUnderWay();
    void signInFindsTheFormItself_data();
    void signInFindsTheFormItself();
    void aServerWithoutTheApiIsSaid_data();
    void aServerWithoutTheApiIsSaid();
    void testingReportsFormClockAndTime();
    void testingAChosenFormWantsThatForm_data();
    void testingAChosenFormWantsThatForm();
    void testingCanBeCancelled();
    void theServersClockIsTheClock_data();
    void theServersClockIsTheClock();
};

void tst_SessionServiceForm::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
}

using Lines = QList<QByteArray>;

//! The cluster speaks one form, and shows its start page for every other path.
static void speakOnly(FakeServer &server, Api::Form form)
{
    server.setHandler([form](const FakeRequest &request) {
        if (request.path() == fakecluster::paths(form).info)
            return fakecluster::refusal(form, 401, u"User is not authenticated"_s);
        return FakeReply::http(200, "<!doctype html><title>ThoughtSpot</title>", "text/html");
    });
}

static Lines probesUpTo(Api::Form form)
{
    const Lines all{"GET /api/rest/2.0/auth/session/user", "GET /tspublic/rest/v2/session",
                    "GET /api/rest/v2/session"};
    return all.first(form == Api::Form::V2 ? 1 : form == Api::Form::Beta ? 2 : 3);
}

static void allForms()
{
    QTest::addColumn<Api::Form>("form");
    QTest::newRow("2.0") << Api::Form::V2;
    QTest::newRow("later beta") << Api::Form::Beta;
    QTest::newRow("2022 beta") << Api::Form::Beta2022;
}

void tst_SessionServiceForm::preparingFindsTheFormOnceAndWithoutACredential_data()
{
    allForms();
}

void tst_SessionServiceForm::preparingFindsTheFormOnceAndWithoutACredential()
{
    QFETCH(const Api::Form, form);
    FakeServer server;
    speakOnly(server, form);
    SessionProbe probe(server.origin(), Api::Form::Auto);

    probe.service().prepare();
    probe.service().prepare();
    QTRY_COMPARE(probe.service().form(), form);
    probe.service().prepare();

    QCOMPARE(server.lines(), probesUpTo(form));
    QCOMPARE(probe.formsFound(), QList<Api::Form>({form}));
    QCOMPARE(probe.states(), QStringList());
    for (const FakeRequest &request : server.requests()) {
        QVERIFY(request.header("Authorization").isEmpty());
        QVERIFY(request.header("Cookie").isEmpty());
    }
}

void tst_SessionServiceForm::preparingWithAChosenFormOnlyOpensConnections()
{
    FakeServer server;
    SessionProbe probe(server.origin(), Api::Form::V2);
    probe.service().prepare();
    QTRY_COMPARE(server.connectionCount(), 2);
    QCOMPARE(server.lines(), Lines());
}

void tst_SessionServiceForm::signInUsesWhatPreparingFound()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    server.next(fakecluster::refusal(Api::Form::V2, 401));
    SessionProbe probe(server.origin(), Api::Form::Auto);
    probe.service().prepare();
    QTRY_COMPARE(probe.service().form(), Api::Form::V2);
    QTRY_COMPARE(server.openConnectionCount(), 2);
    server.forgetRequests();

    probe.service().signIn(signInRequest());
    QTRY_COMPARE(probe.now(), u"in"_s);

    const auto path = fakecluster::paths(Api::Form::V2);
    QCOMPARE(server.lines().first(3),
             Lines({"POST " + path.login, "GET " + path.info, "POST " + path.token}));
    QCOMPARE(server.connectionCount(), 2); // nothing was opened after the click
    QCOMPARE(probe.states().first(), u"signing in: LoggingIn"_s);
}

void tst_SessionServiceForm::signInJoinsASearchThatIsUnderWay()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    server.next(fakecluster::refusal(Api::Form::V2, 401).delayed(50));
    SessionProbe probe(server.origin(), Api::Form::Auto);

    probe.service().prepare();
    probe.service().signIn(signInRequest());
    QTRY_COMPARE(probe.states(),
                 QStringList({u"signing in: FindingApi"_s, u"signing in: LoggingIn"_s,
                              u"signing in: Fetching"_s, u"in"_s}));
    const auto path = fakecluster::paths(Api::Form::V2);
    QCOMPARE(server.lines().first(2), Lines({"GET " + path.info, "POST " + path.login}));
}

void tst_SessionServiceForm::signInFindsTheFormItself_data()
{
    allForms();
}

void tst_SessionServiceForm::signInFindsTheFormItself()
{
    QFETCH(const Api::Form, form);
    FakeServer server;
    speakOnly(server, form);
    SessionProbe probe(server.origin(), Api::Form::Auto);
    connect(&probe.service(), &SessionService::formFound, this,
            [&] { fakecluster::speak(server, form); });

    probe.service().signIn(signInRequest());
    QTRY_COMPARE(probe.states().value(3), u"in"_s);

    QCOMPARE(probe.states().first(3),
             QStringList({u"signing in: FindingApi"_s, u"signing in: LoggingIn"_s,
                          u"signing in: Fetching"_s}));
    QCOMPARE(server.lines().first(probesUpTo(form).size()), probesUpTo(form));
    QCOMPARE(server.lines().at(probesUpTo(form).size()), "POST " + fakecluster::paths(form).login);
    QCOMPARE(probe.signedIn().account.form, form);
    QCOMPARE(probe.formsFound(), QList<Api::Form>({form}));
}

void tst_SessionServiceForm::aServerWithoutTheApiIsSaid_data()
{
    QTest::addColumn<FakeReply>("reply");
    QTest::addColumn<ApiError::Kind>("kind");
    QTest::newRow("a web server") << FakeReply::http(200, "<html></html>", "text/html")
                                  << ApiError::Kind::NotAnApi;
    QTest::newRow("a redirect") << FakeReply::empty(302, {{"Location", "https://example.com/"}})
                                << ApiError::Kind::Redirected;
    QTest::newRow("something that hangs up")
        << FakeReply::close() << ApiError::Kind::ConnectionLost;
}

void tst_SessionServiceForm::aServerWithoutTheApiIsSaid()
{
    QFETCH(const FakeReply, reply);
    QFETCH(const ApiError::Kind, kind);
    FakeServer server;
    server.setHandler([reply](const FakeRequest &) { return reply; });
    SessionProbe probe(server.origin(), Api::Form::Auto);

    probe.service().testConnection();
    QTRY_COMPARE(probe.reports().size(), 1);
    QCOMPARE(probe.reports().first().error->kind, kind);
    QCOMPARE(probe.reports().first().form, Api::Form::Auto);

    probe.service().signIn(signInRequest());
    QTRY_COMPARE(probe.states(),
                 QStringList({u"signing in: FindingApi"_s, u"out: "_s + SessionProbe::name(kind)}));
    for (const FakeRequest &request : server.requests())
        QCOMPARE(request.method, "GET");
}

//! An answer from a server whose clock is off by \a skewMs.
static FakeReply skewed(qint64 skewMs, int status, const QByteArray &body,
                        const QByteArray &extra = {})
{
    const QDateTime then = QDateTime::fromMSecsSinceEpoch(
        QDateTime::currentMSecsSinceEpoch() + skewMs, QTimeZone::utc());
    const QByteArray date =
        QLocale::c().toString(then, u"ddd, dd MMM yyyy hh:mm:ss"_s).toLatin1() + " GMT";
    return FakeReply::raw("HTTP/1.1 " + QByteArray::number(status) + " Status\r\nDate: " + date +
                          "\r\n" + extra + "Content-Type: application/json\r\nContent-Length: " +
                          QByteArray::number(body.size()) + "\r\n\r\n" + body);
}

static constexpr qint64 dayMs = 24 * 3'600'000;
static constexpr qint64 secondMs = 1000;

void tst_SessionServiceForm::testingReportsFormClockAndTime()
{
    FakeServer server;
    server.on(fakecluster::paths(Api::Form::V2).info,
              skewed(dayMs, 401, R"({"error":{"message":{"code":10097}}})"));
    SessionProbe probe(server.origin(), Api::Form::Auto);

    probe.service().testConnection();
    QTRY_COMPARE(probe.reports().size(), 1);

    const ConnectionReport &report = probe.reports().first();
    QVERIFY(!report.error);
    QCOMPARE(report.form, Api::Form::V2);
    QVERIFY(qAbs(*report.clockSkewMs - dayMs) < 5 * secondMs);
    QVERIFY(report.elapsedMs >= 0 && report.elapsedMs < 60 * secondMs);
    QCOMPARE(probe.formsFound(), QList<Api::Form>({Api::Form::V2}));
    QCOMPARE(probe.states(), QStringList());
}

void tst_SessionServiceForm::testingAChosenFormWantsThatForm_data()
{
    QTest::addColumn<Api::Form>("chosen");
    QTest::addColumn<Api::Form>("spoken");
    QTest::addColumn<Lines>("requests");
    const auto probe = [](Api::Form form) { return "GET " + fakecluster::paths(form).info; };
    const auto v2 = Api::Form::V2;
    const auto beta = Api::Form::Beta;
    const auto beta2022 = Api::Form::Beta2022;
    QTest::newRow("2.0, as chosen") << v2 << v2 << Lines({probe(v2)});
    QTest::newRow("later beta, as chosen") << beta << beta << Lines({probe(beta)});
    QTest::newRow("2022 beta, as chosen") << beta2022 << beta2022 << Lines({probe(beta2022)});
    QTest::newRow("2.0 chosen, later beta spoken")
        << v2 << beta << Lines({probe(v2), probe(v2), probe(beta)});
    QTest::newRow("2022 beta chosen, 2.0 spoken")
        << beta2022 << v2 << Lines({probe(beta2022), probe(v2)});
}

void tst_SessionServiceForm::testingAChosenFormWantsThatForm()
{
    QFETCH(const Api::Form, chosen);
    QFETCH(const Api::Form, spoken);
    QFETCH(const Lines, requests);
    FakeServer server;
    speakOnly(server, spoken);
    SessionProbe probe(server.origin(), chosen);

    probe.service().testConnection();
    QTRY_COMPARE(probe.reports().size(), 1);

    QCOMPARE(server.lines(), requests);
    const ConnectionReport &report = probe.reports().first();
    QCOMPARE(report.error.has_value(), chosen != spoken);
    if (report.error) {
        QCOMPARE(report.error->kind, ApiError::Kind::WrongApiForm);
        QCOMPARE(report.error->detail, spoken == Api::Form::V2 ? u"V2"_s : u"Beta"_s);
    } else {
        QCOMPARE(report.form, chosen);
    }
    QCOMPARE(probe.formsFound(), QList<Api::Form>());
}

void tst_SessionServiceForm::testingCanBeCancelled()
{
    FakeServer server;
    server.setHandler([](const FakeRequest &) { return FakeReply::silence(); });
    SessionProbe probe(server.origin(), Api::Form::Auto);

    probe.service().testConnection();
    QTRY_COMPARE(server.lines().size(), 1);
    probe.service().cancel();
    QCOMPARE(probe.reports().size(), 1);
    QCOMPARE(probe.reports().first().error->kind, ApiError::Kind::Cancelled);
    QCOMPARE(probe.states(), QStringList());
}

void tst_SessionServiceForm::theServersClockIsTheClock_data()
{
    QTest::addColumn<qint64>("skewMs");
    QTest::newRow("a day ahead") << dayMs;
    QTest::newRow("a day behind") << -dayMs;
    QTest::newRow("as ours") << qint64(0);
}

void tst_SessionServiceForm::theServersClockIsTheClock()
{
    QFETCH(const qint64, skewMs);
    FakeServer server;
    const auto path = fakecluster::paths(Api::Form::V2);
    const qint64 created = QDateTime::currentMSecsSinceEpoch() + skewMs;
    const QByteArray token = R"({"token":"YQ==","creation_time_in_millis":)" +
                             QByteArray::number(created) + R"(,"expiration_time_in_millis":)" +
                             QByteArray::number(created + 3600 * secondMs) +
                             R"(,"valid_for_username":"maria.lopez"})";
    server.on(path.login, skewed(skewMs, 200, "{}", "Set-Cookie: JSESSIONID=a; Path=/\r\n"));
    server.on(path.info, skewed(skewMs, 200, R"({"id":"1","name":"maria.lopez"})"));
    server.on(path.token, skewed(skewMs, 200, token));
    server.on(path.orgs, skewed(skewMs, 404, "{}"));
    SessionProbe probe(server.origin(), Api::Form::V2);

    probe.service().signIn(signInRequest());
    QTRY_COMPARE(probe.now(), u"in"_s);

    const ServerClock &clock = probe.service().serverClock();
    const SignedIn &in = probe.signedIn();
    QVERIFY(qAbs(clock.skewMs() - skewMs) < 5 * secondMs);
    QVERIFY(qAbs(*in.token->remainingMs(clock.nowMs()) - 3600 * secondMs) < 10 * secondMs);
    QCOMPARE(in.token->condition(clock.nowMs()), Token::Condition::Valid);
    QVERIFY(qAbs(in.signedInMs - created) < 10 * secondMs);
    QVERIFY(qAbs(in.info->fetchedMs - created) < 10 * secondMs);
}

QTEST_GUILESS_MAIN(tst_SessionServiceForm)
#include "tst_sessionservice_form.moc"
