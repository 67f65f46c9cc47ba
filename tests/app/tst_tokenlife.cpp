#include "core/session/sessionrenewal.h"
#include "tests/support/democluster.h"
#include "tests/support/sessionprobe.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

using Mode = RenewalPolicy::Mode;
using Kind = RenewalState::Kind;

static constexpr qint64 second = 1000;
static constexpr qint64 minute = 60 * second;
static const QString maria = u"maria.lopez"_s;

//! Clock and alarm of a session that live as fast as a test wants.
struct FastTime
{
    [[nodiscard]] TimeSource source() const
    {
        return {.wallMs = [this] { return now; }, .elapsedMs = [this] { return now; }};
    }
    [[nodiscard]] Alarm::Setter setter()
    {
        return [this](std::optional<qint64> afterMs) {
            alarm = afterMs ? std::optional(now + *afterMs) : std::nullopt;
        };
    }

    qint64 now = QDateTime::currentMSecsSinceEpoch();
    std::optional<qint64> alarm;
};

//! A session at a demo cluster whose clocks both jump.
struct FastSession
{
    explicit FastSession(const QStringList &options, Api::Form form = Api::Form::V2)
        : cluster(options)
        , probe(cluster.origin().toString(), form, {}, time.source())
    {}

    //! Signs in with a token that lives \a seconds.
    void signIn(int seconds = 300)
    {
        password = SecretBuffer::fromText(cluster.password(maria));
        SignInRequest request;
        request.credentials = {maria, password, {}};
        request.token->validitySeconds = seconds;
        probe.service().signIn(request);
        QTRY_COMPARE(probe.now(), u"in"_s);
        renewing = new SessionRenewal(
            probe.service(), [this] { return password; }, time.setter());
    }

    //! Signs in and is busy with a check when its token is due: a renewal waits.
    void fallDueWhileBusy()
    {
        signIn();
        renewal().setPolicy({Mode::On, 0});
        time.now += 280 * second;
        probe.forget();
        probe.service().checkToken();
        renewal().check();
        QCOMPARE(kind(), Kind::Renewing);
    }

    [[nodiscard]] TokenRenewal &renewal() const { return renewing->renewal(); }
    [[nodiscard]] Kind kind() const { return renewal().state().kind; }

    //! Lets \a ms go by; what is renewed on the way is waited for.
    void pass(qint64 ms)
    {
        const qint64 end = time.now + ms;
        while (time.alarm && *time.alarm <= end) {
            time.now = *time.alarm;
            time.alarm.reset();
            renewal().check();
            QTRY_VERIFY(kind() != Kind::Renewing);
        }
        time.now = end;
    }

    [[nodiscard]] const SignedIn &in() const
    {
        return std::get<SignedIn>(const_cast<FastSession *>(this)->probe.service().state());
    }

    FastTime time;
    DemoCluster cluster;
    SessionProbe probe;
    SecretBuffer password;
    SessionRenewal *renewing = nullptr; //!< the service's
};

//! A session's token kept alive against the demo cluster.
class tst_TokenLife final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void aTokenOfFiveMinutesIsKeptAliveForAnHour();
    void aThousandWhoAskCauseOneCall();
    void aRefusedTokenIsRenewedOnceAndTheCallDoneOnceMore_data();
    void aRefusedTokenIsRenewedOnceAndTheCallDoneOnceMore();
    void withoutAPolicyARefusedTokenEndsTheSession();
    void aWrongPasswordCostsOneAttempt();
    void withoutAPasswordTheSessionMakesTheToken();
    void theSameTokenTwiceIsSaid();
    void aRenewalWaitsForABusySession();
    void aRenewalGivenUpWhileItWaitedSendsNothing();
    void aRevokedTokenIsNotBroughtBack();
    void aRenewedTokenIsOfTheSameKind();
};

static QString script(const QJsonArray &lines)
{
    return QString::fromUtf8(QJsonDocument(lines).toJson(QJsonDocument::Compact));
}

// Renewed 30 s before its end, so every 270 s: 3600 / 270 = 13.3, thirteen renewals after the token
// of the sign-in, fourteen mints in all. The cluster's clock jumps with each.
void tst_TokenLife::aTokenOfFiveMinutesIsKeptAliveForAnHour()
{
    QJsonArray jumps;
    for (int call = 2; call <= 20; ++call)
        jumps.append(QJsonObject{
            {u"operation"_s, u"2.0/tokenFull"_s}, {u"call"_s, call}, {u"advanceClock"_s, 270}});
    FastSession session({u"--script"_s, script(jumps)});
    session.signIn();
    session.renewal().setPolicy({Mode::On, 0});
    for (int passed = 0; passed < 60; ++passed) {
        session.pass(minute);
        session.renewal().noteUse();
        const qint64 now = session.probe.service().serverClock().nowMs();
        QVERIFY(*session.in().token->remainingMs(now) > 0);
    }
    QCOMPARE(session.cluster.calls(u"2.0/tokenFull"_s), 14);
    QCOMPARE(session.cluster.calls(u"2.0/login"_s), 1);
    QCOMPARE(session.kind(), Kind::Waiting);
}

void tst_TokenLife::aThousandWhoAskCauseOneCall()
{
    FastSession session({u"--latency"_s, u"50"_s});
    session.signIn();
    session.renewal().setPolicy({Mode::On, 0});
    const SecretBuffer first = session.in().token->value;
    session.time.now += 280 * second;
    QList<SecretBuffer> given;
    for (int i = 0; i < 1000; ++i)
        session.renewal().ask(
            [&](const ApiResult<Token> &token) { given.append(token.value().value); });
    QTRY_COMPARE(given.size(), 1000);
    QVERIFY(!(given.first() == first));
    QCOMPARE(given.count(given.first()), 1000);
    QCOMPARE(session.cluster.calls(u"2.0/tokenFull"_s), 2);
}

void tst_TokenLife::aRefusedTokenIsRenewedOnceAndTheCallDoneOnceMore_data()
{
    QTest::addColumn<int>("refusals");
    QTest::addColumn<QString>("end");
    QTest::newRow("the new token is accepted") << 1 << u"in"_s;
    QTest::newRow("the new token is refused as well")
        << 2 << u"in, ended, Refused, stale: SessionEnded"_s;
}

void tst_TokenLife::aRefusedTokenIsRenewedOnceAndTheCallDoneOnceMore()
{
    QFETCH(const int, refusals);
    QFETCH(const QString, end);
    QJsonArray lines;
    for (int i = 0; i < refusals; ++i)
        lines.append(QJsonObject{
            {u"operation"_s, u"beta-2022/info"_s}, {u"call"_s, 2 + i}, {u"refuse"_s, 401}});
    FastSession session({u"--script"_s, script(lines)}, Api::Form::Beta2022);
    session.signIn(3600);
    session.renewal().setPolicy({Mode::On, 0});
    const qsizetype before = session.cluster.operations().size();

    session.probe.service().refreshInfo();
    const QStringList whole{u"beta-2022/info"_s, u"beta-2022/gettoken"_s, u"beta-2022/info"_s};
    QTRY_COMPARE(session.cluster.operations().sliced(before), whole);
    QTRY_COMPARE(session.probe.now(), end);
    session.pass(10 * second);
    QCOMPARE(session.cluster.operations().sliced(before), whole);
}

void tst_TokenLife::withoutAPolicyARefusedTokenEndsTheSession()
{
    FastSession session(
        {u"--script"_s, u"[{\"operation\":\"beta-2022/info\",\"call\":2,\"refuse\":401}]"_s},
        Api::Form::Beta2022);
    session.signIn(3600);
    session.probe.service().refreshInfo();
    QTRY_COMPARE(session.probe.now(), u"in, ended, Refused, stale: SessionEnded"_s);
    QCOMPARE(session.cluster.calls(u"beta-2022/gettoken"_s), 1);
}

void tst_TokenLife::aWrongPasswordCostsOneAttempt()
{
    FastSession session({});
    session.signIn();
    session.password = SecretBuffer::fromBytes("changed-meanwhile");
    session.renewal().setPolicy({Mode::On, 0});
    session.pass(60 * minute);
    session.renewal().noteUse();
    session.pass(60 * minute);
    QCOMPARE(session.kind(), Kind::Refused);
    QCOMPARE(session.renewal().state().error->kind, ApiError::Kind::BadCredentials);
    QCOMPARE(session.cluster.calls(u"2.0/tokenFull"_s), 2);
}

void tst_TokenLife::withoutAPasswordTheSessionMakesTheToken()
{
    FastSession session({});
    session.signIn();
    session.password = {};
    session.renewal().setPolicy({Mode::On, 0});
    session.pass(280 * second);
    QCOMPARE(session.kind(), Kind::Waiting);
    QCOMPARE(session.cluster.calls(u"2.0/tokenFull"_s), 1);
    QCOMPARE(session.cluster.calls(u"2.0/sessionToken"_s), 1);
}

void tst_TokenLife::theSameTokenTwiceIsSaid()
{
    FastSession session({u"--quirk"_s, u"same-token"_s});
    session.signIn();
    session.renewal().setPolicy({Mode::On, 0});
    session.pass(280 * second);
    QCOMPARE(session.cluster.calls(u"2.0/tokenFull"_s), 2);
    QCOMPARE(session.kind(), Kind::BackingOff);
    QCOMPARE(session.renewal().state().error->detail, u"no other token came"_s);
}

void tst_TokenLife::aRenewalWaitsForABusySession()
{
    FastSession session({u"--latency"_s, u"100"_s});
    session.fallDueWhileBusy();
    QTRY_COMPARE(session.kind(), Kind::Waiting);
    QCOMPARE(session.probe.states(),
             QStringList({u"in, CheckingToken"_s, u"in"_s, u"in, GettingToken"_s, u"in"_s}));
}

// The window was locked meanwhile, for example.
void tst_TokenLife::aRenewalGivenUpWhileItWaitedSendsNothing()
{
    FastSession session({u"--latency"_s, u"100"_s});
    session.fallDueWhileBusy();
    session.renewal().setPaused(true);
    QTRY_COMPARE(session.probe.states(), QStringList({u"in, CheckingToken"_s, u"in"_s}));
    session.probe.service().checkToken(); // whatever would be sent would be sent before this
    QTRY_COMPARE(session.probe.states().size(), 4);
    QCOMPARE(session.cluster.calls(u"2.0/tokenFull"_s), 1);
}

void tst_TokenLife::aRevokedTokenIsNotBroughtBack()
{
    FastSession session({});
    session.signIn();
    session.renewal().setPolicy({Mode::On, 0});
    session.probe.service().revokeToken();
    QTRY_VERIFY(session.in().token->standing == Token::Standing::Revoked);
    session.pass(60 * minute);
    QCOMPARE(session.kind(), Kind::Off);
    QCOMPARE(session.cluster.calls(u"2.0/tokenFull"_s), 1);
}

void tst_TokenLife::aRenewedTokenIsOfTheSameKind()
{
    FastSession session({});
    session.signIn(600);
    TokenWish wish;
    wish.validitySeconds = 400;
    wish.scope = TokenWish::Scope::Object;
    wish.objectId = u"6b7c8d9e-0f1a-4b2c-8d3e-4f5a6b7c8d9e"_s;
    wish.org = u"1042377815"_s;
    session.probe.service().getToken(wish, {maria, session.password, {}});
    QTRY_COMPARE(session.probe.now(), u"in"_s);
    const Token before = *session.in().token;
    session.renewal().renew([](const ApiResult<Token> &) {});
    QTRY_VERIFY(session.probe.now() == u"in"_s && !(session.in().token->value == before.value));
    const Token after = *session.in().token;
    QCOMPARE(after.orgId, before.orgId);
    QCOMPARE(after.objectId, before.objectId);
    QCOMPARE(after.scope, before.scope);
    QCOMPARE(*after.expiresMs - *after.createdMs, 400 * second);
}

QTEST_GUILESS_MAIN(tst_TokenLife)
#include "tst_tokenlife.moc"
