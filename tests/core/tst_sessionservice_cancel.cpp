#include "tests/support/sessionprobe.h"
#include "tests/support/waiting.h"

#include <QRegularExpression>
#include <QTest>
#include <QThreadPool>

using namespace Qt::StringLiterals;

//! Cancelling at every step: back at once, and nothing that arrives later changes anything.
class tst_SessionServiceCancel final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void cancellingASignInAtAnyStepLeavesNothingBehind_data();
    void cancellingASignInAtAnyStepLeavesNothingBehind();
    void aSignInThatLeadsToNothingClosesWhatItOpened_data();
    void aSignInThatLeadsToNothingClosesWhatItOpened();
    void closingWhatASignInOpenedLeavesTheNextOneAlone();
    void cancellingAVerbLeavesTheSessionAsItWas_data();
    void cancellingAVerbLeavesTheSessionAsItWas();
    void aCancelledSignInFromAnEndedSessionLeadsBackToIt();
    void aFailedSignInFromAnEndedSessionLeadsBackToIt();
    void aTokenThatSigningInAgainLeavesBehindIsNotHidden_data();
    void aTokenThatSigningInAgainLeavesBehindIsNotHidden();
    void noCookieOfOneAccountTravelsWithTheNextLogin();
    void signingInAgainUsesWhatPreparingOpened();
    void aLargeInfoStillBeingReadIsDropped_data();
    void aLargeInfoStillBeingReadIsDropped();
    void destroyingTheServiceDropsWhatIsUnderWay();
};

void tst_SessionServiceCancel::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
}

static const QString cancelled = u"out: Cancelled"_s;
static constexpr int lateMs = 120;

void tst_SessionServiceCancel::cancellingASignInAtAnyStepLeavesNothingBehind_data()
{
    QTest::addColumn<Api::Form>("form");
    QTest::addColumn<QByteArray>("slowPath");
    QTest::addColumn<QStringList>("states");
    const auto path = fakecluster::paths(Api::Form::V2);
    const auto beta = fakecluster::paths(Api::Form::Beta2022);
    const QString finding = u"signing in: FindingApi"_s;
    const QString loggingIn = u"signing in: LoggingIn"_s;
    const QString fetching = u"signing in: Fetching"_s;
    QTest::newRow("while the form is found")
        << Api::Form::Auto << path.info << QStringList({finding, cancelled});
    QTest::newRow("at the login") << Api::Form::V2 << path.login
                                  << QStringList({loggingIn, cancelled});
    QTest::newRow("at the info") << Api::Form::V2 << path.info
                                 << QStringList({loggingIn, fetching, cancelled});
    QTest::newRow("at the token") << Api::Form::V2 << path.token
                                  << QStringList({loggingIn, fetching, cancelled});
    QTest::newRow("2022 beta, at the token")
        << Api::Form::Beta2022 << beta.token << QStringList({loggingIn, fetching, cancelled});
    QTest::newRow("2022 beta, at the info")
        << Api::Form::Beta2022 << beta.info << QStringList({loggingIn, fetching, cancelled});
}

void tst_SessionServiceCancel::cancellingASignInAtAnyStepLeavesNothingBehind()
{
    QFETCH(const Api::Form, form);
    QFETCH(const QByteArray, slowPath);
    QFETCH(const QStringList, states);
    FakeServer server;
    fakecluster::speak(server, form == Api::Form::Auto ? Api::Form::V2 : form);
    const auto path = fakecluster::paths(form);
    const FakeReply reply = slowPath == path.login   ? FakeReply::empty()
                            : slowPath == path.token ? fakecluster::token(form, "bGF0ZQ==")
                                                     : fakecluster::info(form);
    server.on(slowPath, reply.delayed(lateMs));
    SessionProbe probe(server.origin(), form);

    probe.service().signIn(signInRequest());
    const auto isAsked = [&] {
        return std::any_of(server.requests().begin(), server.requests().end(),
                           [&](const FakeRequest &seen) { return seen.path() == slowPath; });
    };
    QTRY_VERIFY(isAsked() && probe.states().size() == states.size() - 1);
    probe.service().cancel();
    QCOMPARE(probe.states(), states);
    QVERIFY(!probe.client().hasSessionCookies());

    // Time passes until long after the late reply.
    server.on("/late", FakeReply::json("{}").delayed(2 * lateMs));
    bool isLate = false;
    const HttpCall call = probe.client().send(HttpRequest{.target = "/late"},
                                              [&](const HttpClient::Answer &) { isLate = true; });
    QTRY_VERIFY(isLate);
    QCOMPARE(probe.states(), states);
}

void tst_SessionServiceCancel::aSignInThatLeadsToNothingClosesWhatItOpened_data()
{
    QTest::addColumn<QByteArray>("path");
    QTest::addColumn<FakeReply>("reply");
    QTest::addColumn<QString>("end");
    QTest::addColumn<bool>("hasToken");
    const auto path = fakecluster::paths(Api::Form::V2);
    QTest::newRow("cancelled after the token came")
        << path.info << FakeReply::silence() << cancelled << true;
    QTest::newRow("cancelled before the token came")
        << path.token << FakeReply::silence() << cancelled << false;
    QTest::newRow("the password does for the login, but not for a token")
        << path.token << fakecluster::refusal(Api::Form::V2, 401) << u"out: BadCredentials"_s
        << false;
}

void tst_SessionServiceCancel::aSignInThatLeadsToNothingClosesWhatItOpened()
{
    QFETCH(const QByteArray, path);
    QFETCH(const FakeReply, reply);
    QFETCH(const QString, end);
    QFETCH(const bool, hasToken);
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    const auto paths = fakecluster::paths(Api::Form::V2);
    server.on(path, reply);
    SessionProbe probe(server.origin(), Api::Form::V2);
    probe.service().signIn(signInRequest());
    if (end == cancelled) {
        // What is answered at all has been answered once another call has.
        QTRY_COMPARE(server.requests().size(), 3);
        bool isLate = false;
        const HttpCall call = probe.client().send(
            HttpRequest{.target = "/late"}, [&](const HttpClient::Answer &) { isLate = true; });
        QTRY_VERIFY(isLate);
        server.forgetRequests();
        probe.service().cancel();
        QVERIFY(!probe.client().hasSessionCookies());
    }
    QTRY_COMPARE(probe.now(), end);
    QVERIFY(!probe.client().hasSessionCookies());
    QTRY_COMPARE(server.lines().count("POST " + paths.logout), 1);
    if (hasToken)
        QTRY_COMPARE(server.lines().count("POST " + paths.revoke), 1);
    for (const FakeRequest &seen : server.requests()) {
        if (seen.path() == paths.logout)
            QVERIFY(seen.header("Cookie").contains("JSESSIONID"));
        if (seen.path() == paths.revoke)
            QCOMPARE(seen.header("Authorization"), "Bearer " + fakecluster::firstToken);
    }
    QCOMPARE(server.lines().count("POST " + paths.revoke), hasToken ? 1 : 0);
}

void tst_SessionServiceCancel::closingWhatASignInOpenedLeavesTheNextOneAlone()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    const auto path = fakecluster::paths(Api::Form::V2);
    server.on(path.info, FakeReply::silence());
    server.on(path.logout, FakeReply::empty(204, {{"Set-Cookie", "JSESSIONID=gone; Path=/"}}));
    SessionProbe probe(server.origin(), Api::Form::V2);
    probe.service().signIn(signInRequest());
    QTRY_COMPARE(server.requests().size(), 3);
    server.on(path.info, fakecluster::info(Api::Form::V2));
    server.on(path.login, FakeReply::empty(204, {{"Set-Cookie", "JSESSIONID=second; Path=/"}}));
    probe.service().cancel();
    probe.service().signIn(signInRequest());
    QTRY_COMPARE(probe.now(), u"in"_s);
    QTRY_COMPARE(server.lines().count("POST " + path.logout), 1);
    server.forgetRequests();

    probe.service().refreshInfo();
    QTRY_VERIFY(server.lines().contains("GET " + path.info));
    for (const FakeRequest &seen : server.requests()) {
        if (seen.path() == path.info)
            QVERIFY(seen.header("Cookie").contains("JSESSIONID=second"));
    }
}

void tst_SessionServiceCancel::cancellingAVerbLeavesTheSessionAsItWas_data()
{
    QTest::addColumn<QString>("verb");
    QTest::addColumn<QString>("after");
    QTest::newRow("refreshInfo") << u"refreshInfo"_s << u"in"_s;
    QTest::newRow("getToken") << u"getToken"_s << u"in"_s;
    QTest::newRow("checkToken") << u"checkToken"_s << u"in"_s;
    QTest::newRow("revokeToken: the server may have done it")
        << u"revokeToken"_s << u"in, RevokeUnconfirmed"_s;
    QTest::newRow("switchOrg: the server may have done it") << u"switchOrg"_s << u"in, stale"_s;
}

void tst_SessionServiceCancel::cancellingAVerbLeavesTheSessionAsItWas()
{
    QFETCH(const QString, verb);
    QFETCH(const QString, after);
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    const SignedIn before = at.probe.signedIn();
    for (const QByteArray &path : {at.path.info, at.path.token, at.path.check, at.path.revoke})
        at.server.on(path, FakeReply::json("{}").delayed(lateMs));

    SessionService &service = at.probe.service();
    if (verb == u"refreshInfo"_s)
        service.refreshInfo();
    else if (verb == u"getToken"_s)
        service.getToken({}, sampleCredentials());
    else if (verb == u"checkToken"_s)
        service.checkToken();
    else if (verb == u"revokeToken"_s)
        service.revokeToken();
    else
        service.switchOrg({1042377815, {}}, sampleCredentials());
    QTRY_COMPARE(at.server.lines().size(), 1);
    service.cancel();
    QCOMPARE(at.probe.now(), after);
    QCOMPARE(at.probe.signedIn().token->value, before.token->value);

    at.server.on(at.path.info, fakecluster::info(Api::Form::V2).delayed(2 * lateMs));
    at.probe.forget();
    service.refreshInfo();
    QTRY_COMPARE(at.probe.states().size(), 2);
    QVERIFY(at.probe.states().at(0).startsWith(u"in, RefreshingInfo"_s));
    QVERIFY(at.probe.states().at(1) == u"in"_s || verb == u"revokeToken"_s);
}

static void end(StandingSession &at)
{
    at.server.next(fakecluster::refusal(Api::Form::V2, 401));
    at.probe.service().refreshInfo();
    QTRY_VERIFY(at.probe.signedIn().ended && at.probe.signedIn().lastError);
    at.probe.forget();
}

void tst_SessionServiceCancel::aCancelledSignInFromAnEndedSessionLeadsBackToIt()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    end(at);
    at.server.on(at.path.login, FakeReply::silence());

    at.probe.service().signIn(signInRequest());
    at.probe.service().cancel();
    QCOMPARE(at.probe.states(),
             QStringList({u"signing in: LoggingIn"_s, u"in, ended, stale: Cancelled"_s}));
    QCOMPARE(at.probe.signedIn().token->value.view(), QByteArrayView(fakecluster::firstToken));
}

void tst_SessionServiceCancel::aFailedSignInFromAnEndedSessionLeadsBackToIt()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    end(at);
    at.server.next(fakecluster::refusal(Api::Form::V2, 401));

    at.probe.service().signIn(signInRequest());
    QTRY_COMPARE(at.probe.states(),
                 QStringList({u"signing in: LoggingIn"_s, u"in, ended, stale: BadCredentials"_s}));
    at.probe.service().signIn(signInRequest());
    QTRY_COMPARE(at.probe.now(), u"in"_s);
}

void tst_SessionServiceCancel::aTokenThatSigningInAgainLeavesBehindIsNotHidden_data()
{
    QTest::addColumn<bool>("isDead");
    QTest::newRow("the cookie session ended, the token was not asked about") << false;
    QTest::newRow("the token is no longer accepted") << true;
}

void tst_SessionServiceCancel::aTokenThatSigningInAgainLeavesBehindIsNotHidden()
{
    QFETCH(const bool, isDead);
    const Api::Form form = isDead ? Api::Form::Beta2022 : Api::Form::V2;
    StandingSession at(form);
    QVERIFY(at.isReady());
    QVERIFY(!at.probe.signedIn().leftToken);
    at.server.next(fakecluster::refusal(form, 401));
    at.probe.service().refreshInfo();
    QTRY_VERIFY(at.probe.signedIn().ended);
    at.server.on(at.path.token, fakecluster::token(form, "bmV4dA=="));

    at.probe.service().signIn(signInRequest());
    QTRY_COMPARE(at.probe.now(), u"in"_s);
    QCOMPARE(at.probe.signedIn().leftToken, !isDead);
}

void tst_SessionServiceCancel::noCookieOfOneAccountTravelsWithTheNextLogin()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    end(at);
    at.server.forgetRequests();

    at.probe.service().signIn(signInRequest());
    QTRY_COMPARE(at.probe.now(), u"in"_s);

    QCOMPARE(at.server.lines().first(), "POST " + at.path.login);
    QVERIFY(at.server.requests().first().header("Cookie").isEmpty());
}

void tst_SessionServiceCancel::signingInAgainUsesWhatPreparingOpened()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    end(at);
    const int opened = at.server.connectionCount() + 2;
    at.probe.service().prepare();
    QTRY_COMPARE(at.server.connectionCount(), opened);
    QTRY_COMPARE(at.server.openConnectionCount(), 2);
    QVERIFY(!at.probe.client().hasSessionCookies());

    at.probe.service().signIn(signInRequest());
    QTRY_COMPARE(at.probe.now(), u"in"_s);
    QCOMPARE(at.server.connectionCount(), opened);
}

void tst_SessionServiceCancel::aLargeInfoStillBeingReadIsDropped_data()
{
    QTest::addColumn<bool>("isSignOut");
    QTest::newRow("by cancel") << false;
    QTest::newRow("by sign-out") << true;
}

void tst_SessionServiceCancel::aLargeInfoStillBeingReadIsDropped()
{
    QFETCH(const bool, isSignOut);
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    const QByteArray filler(4 * 1024 * 1024, 'x');
    at.server.on(at.path.info,
                 FakeReply::json(R"({"id":"1","name":"someone.else","filler":")" + filler + "\"}"));
    const auto stop = [&] {
        if (isSignOut)
            at.probe.service().signOut();
        else
            at.probe.service().cancel();
    };
    // Two turns after the last byte: by then the worker has it.
    const auto soon = [&] {
        QMetaObject::invokeMethod(
            this, [&] { QMetaObject::invokeMethod(this, stop, Qt::QueuedConnection); },
            Qt::QueuedConnection);
    };
    const auto connection = connect(&at.probe.client(), &HttpClient::exchanged, this,
                                    [&](const QString &, const QString &path) {
                                        if (path.toLatin1() == at.path.info)
                                            soon();
                                    });

    at.probe.service().refreshInfo();
    const QString end =
        isSignOut ? u"out (revoke Confirmed, logout Confirmed, proof NotAccepted)"_s : u"in"_s;
    QTRY_COMPARE(at.probe.now(), end);
    disconnect(connection);
    QTRY_COMPARE(QThreadPool::globalInstance()->activeThreadCount(), 0);
    QCoreApplication::sendPostedEvents();

    const QStringList all = at.probe.states();
    QCOMPARE(all.first(), u"in, RefreshingInfo"_s);
    QCOMPARE(all.size(), isSignOut ? 4 : 2);
    if (!isSignOut)
        QCOMPARE(at.probe.signedIn().info->userName, u"maria.lopez"_s);
}

void tst_SessionServiceCancel::destroyingTheServiceDropsWhatIsUnderWay()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    const auto path = fakecluster::paths(Api::Form::V2);
    server.on(path.login, FakeReply::silence());
    {
        SessionProbe probe(server.origin(), Api::Form::V2);
        probe.service().signIn(signInRequest());
        QTRY_COMPARE(server.lines().size(), 1);
    }
    QTRY_COMPARE(server.openConnectionCount(), 0);
}

QTEST_GUILESS_MAIN(tst_SessionServiceCancel)
#include "tst_sessionservice_cancel.moc"
