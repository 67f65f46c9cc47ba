#include "core/session/tokenrenewal.h"

#include <QMetaEnum>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

using Mode = RenewalPolicy::Mode;
using Kind = RenewalState::Kind;

static constexpr qint64 second = 1000;
static constexpr qint64 minute = 60 * second;

namespace {
//! A clock that stands still until it is moved, and a server that makes tokens when it is told to.
class Bench final
{
public:
    Bench()
        : renewal([this] { return now; }, [this](const TokenRenewal::Then &then) { mint(then); },
                  [this](std::optional<qint64> afterMs) { set(afterMs); })
    {
        QObject::connect(
            &renewal, &TokenRenewal::stateChanged, &renewal, [this](const RenewalState &state) {
                const auto meta = QMetaEnum::fromType<Kind>();
                kinds.append(QString::fromLatin1(meta.valueToKey(static_cast<int>(state.kind))));
            });
    }

    [[nodiscard]] Token token(qint64 lifeMs)
    {
        Token made;
        made.value = SecretBuffer::fromBytes("token" + QByteArray::number(++m_made));
        made.createdMs = now;
        made.expiresMs = now + lifeMs;
        return made;
    }

    //! Starts to keep a new token alive.
    void keep()
    {
        renewal.setPolicy({Mode::On, 0});
        renewal.follow(token(life));
    }

    //! Lets \a ms go by; rings as often as the alarm is due.
    void pass(qint64 ms)
    {
        const qint64 end = now + ms;
        while (alarm && *alarm <= end) {
            now = *alarm;
            alarm.reset();
            renewal.check();
        }
        now = end;
    }

    //! As pass(), and nothing rings on the way.
    void sleep(qint64 ms)
    {
        now += ms;
        if (alarm)
            *alarm += ms;
    }

    //! Answers the renewal under way.
    void answer(const ApiResult<Token> &result) { std::exchange(pending, nullptr)(result); }
    void fail(ApiError::Kind kind)
    {
        ApiError error;
        error.kind = kind;
        answer(Failure{error});
    }

    qint64 now = 1'700'000'000'000;
    qint64 life = 300 * second;
    bool answersAtOnce = true;
    int mints = 0;
    std::optional<qint64> alarm;
    TokenRenewal::Then pending;
    QStringList kinds;
    TokenRenewal renewal; // last: it calls the others while it is made

private:
    void mint(const TokenRenewal::Then &then)
    {
        ++mints;
        pending = then;
        if (answersAtOnce)
            answer(token(life));
    }
    void set(std::optional<qint64> afterMs)
    {
        alarm = afterMs ? std::optional(now + *afterMs) : std::nullopt;
    }

    int m_made = 0;
};
} // namespace

class tst_TokenRenewal final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void theMarginIsATenthWithinBounds_data();
    void theMarginIsATenthWithinBounds();
    void aShortTokenIsKeptAliveForAnHourByThirteenRenewals();
    void aTokenThatNobodyUsesIsRenewedForHalfAnHourOnly();
    void aUseStartsItAgain();
    void nothingIsRenewedWithoutAPolicy();
    void thePolicyEndsAtItsTime();
    void aThousandWhoAskCauseOneRenewal();
    void aThousandWhoAreRefusedCauseOneRenewal();
    void aServerThatRefusesEveryTokenIsAskedForOneOnly();
    void withoutAPolicyARefusalStands();
    void afterASleepItLooksAtOnce();
    void aWrongPasswordIsNotTriedTwice();
    void failuresBackOffAndEnd();
    void aFailureThatNeverLeftTheMachineDoesNotEndIt();
    void whatIsRefusedHereEndsIt();
    void theServersOwnWaitIsKept();
    void theSameTokenOnceMoreIsAFailure();
    void aTokenThatIsAboutToEndIsNotRenewedWithoutAPause();
    void aPauseStopsItAndTellsWhoWaits();
    void renewalsThatPausesCutOffAreCountedAsTries();
    void anEndThatIsNotKnownIsSaid();
    void aRenewalThatEndsAfterItsKeeperIsDropped();
};

void tst_TokenRenewal::theMarginIsATenthWithinBounds_data()
{
    QTest::addColumn<qint64>("life");
    QTest::addColumn<qint64>("margin");
    QTest::newRow("a day: five minutes") << 24 * 60 * minute << 5 * minute;
    QTest::newRow("an hour: five minutes") << 60 * minute << 5 * minute;
    QTest::newRow("twenty minutes: a tenth") << 20 * minute << 2 * minute;
    QTest::newRow("five minutes: a tenth, which is the floor") << 5 * minute << 30 * second;
    QTest::newRow("two minutes: the floor") << 2 * minute << 30 * second;
    QTest::newRow("half a minute: half of it") << 30 * second << 15 * second;
}

void tst_TokenRenewal::theMarginIsATenthWithinBounds()
{
    QFETCH(const qint64, life);
    QTEST(renewalrule::marginMs(life), "margin");
}

// 300 s less 30 s: due every 270 s. 3600 / 270 = 13.3, so thirteen in the hour, the last at 3510 s.
void tst_TokenRenewal::aShortTokenIsKeptAliveForAnHourByThirteenRenewals()
{
    Bench bench;
    bench.keep();
    const qint64 start = bench.now;
    for (int passed = 0; passed < 60; ++passed) {
        bench.pass(minute);
        bool isAlive = false;
        bench.renewal.ask([&](const ApiResult<Token> &token) {
            isAlive = token && *token->remainingMs(bench.now) > 0;
        });
        QVERIFY(isAlive);
    }
    QCOMPARE(bench.now - start, 60 * minute);
    QCOMPARE(bench.mints, 13);
    QCOMPARE(bench.renewal.state().renewedMs, start + 3510 * second);
    QCOMPARE(bench.renewal.state().nextMs, start + 3780 * second);
}

// Due at 270 s, 540 s, … 1620 s; 1890 s is after the half hour.
void tst_TokenRenewal::aTokenThatNobodyUsesIsRenewedForHalfAnHourOnly()
{
    Bench bench;
    bench.keep();
    const qint64 start = bench.now;
    bench.pass(60 * minute);
    QCOMPARE(bench.mints, 6);
    QCOMPARE(bench.renewal.state().kind, Kind::NotUsed);
    QCOMPARE(bench.renewal.state().usedMs, start);
    QVERIFY(!bench.alarm);
}

void tst_TokenRenewal::aUseStartsItAgain()
{
    Bench bench;
    bench.keep();
    bench.pass(60 * minute);
    bench.renewal.noteUse();
    QCOMPARE(bench.mints, 7);
    QCOMPARE(bench.renewal.state().kind, Kind::Waiting);
}

void tst_TokenRenewal::nothingIsRenewedWithoutAPolicy()
{
    Bench bench;
    bench.renewal.follow(bench.token(bench.life));
    bench.pass(10 * minute);
    QCOMPARE(bench.mints, 0);
    ApiError::Kind why = ApiError::Kind::Cancelled;
    bench.renewal.ask([&](const ApiResult<Token> &token) { why = token.error().kind; });
    QCOMPARE(why, ApiError::Kind::SessionEnded);
    bench.renewal.renew([](const ApiResult<Token> &token) { QVERIFY(token); });
    QCOMPARE(bench.mints, 1);
    QCOMPARE(bench.renewal.state().kind, Kind::Off);
}

void tst_TokenRenewal::thePolicyEndsAtItsTime()
{
    Bench bench;
    bench.renewal.setPolicy({Mode::Until, bench.now + 10 * minute});
    bench.renewal.follow(bench.token(bench.life));
    bench.pass(20 * minute);
    QCOMPARE(bench.mints, 2); // at 270 s and 540 s; 810 s is after the ten minutes
    QCOMPARE(bench.renewal.state().kind, Kind::Over);
}

void tst_TokenRenewal::aThousandWhoAskCauseOneRenewal()
{
    Bench bench;
    bench.answersAtOnce = false;
    bench.keep();
    bench.sleep(290 * second);
    QList<SecretBuffer> given;
    for (int i = 0; i < 1000; ++i)
        bench.renewal.ask([&](const ApiResult<Token> &token) { given.append(token->value); });
    QCOMPARE(bench.mints, 1);
    QCOMPARE(given.size(), 0);
    const Token fresh = bench.token(bench.life);
    bench.answer(fresh);
    QCOMPARE(given, QList<SecretBuffer>(1000, fresh.value));
    QCOMPARE(bench.mints, 1);
}

void tst_TokenRenewal::aThousandWhoAreRefusedCauseOneRenewal()
{
    Bench bench;
    bench.answersAtOnce = false;
    bench.renewal.setPolicy({Mode::On, 0});
    const Token dead = bench.token(bench.life);
    bench.renewal.follow(dead);
    QList<SecretBuffer> given;
    const auto note = [&](const ApiResult<Token> &token) { given.append(token->value); };
    for (int i = 0; i < 999; ++i)
        bench.renewal.replace(dead.value, note);
    QCOMPARE(bench.mints, 1);
    const Token fresh = bench.token(bench.life);
    bench.answer(fresh);
    bench.renewal.replace(dead.value, note); // whose call was answered last
    QCOMPARE(given, QList<SecretBuffer>(1000, fresh.value));
    QCOMPARE(bench.mints, 1);
}

void tst_TokenRenewal::aServerThatRefusesEveryTokenIsAskedForOneOnly()
{
    Bench bench;
    bench.renewal.setPolicy({Mode::On, 0});
    std::optional<Token> now = bench.token(bench.life);
    bench.renewal.follow(now);
    const auto replaceNow = [&] {
        bench.renewal.replace(now->value, [&](const ApiResult<Token> &token) {
            now = token ? std::optional(*token) : std::nullopt;
        });
    };
    replaceNow();
    QVERIFY(now);
    bench.now += minute;
    const Token unproven = *now;
    replaceNow();
    QVERIFY(!now);
    QCOMPARE(bench.mints, 1);

    now = unproven;
    bench.renewal.noteAccepted();
    replaceNow();
    QVERIFY(now);
    QCOMPARE(bench.mints, 2);
}

void tst_TokenRenewal::withoutAPolicyARefusalStands()
{
    Bench bench;
    const Token dead = bench.token(bench.life);
    bench.renewal.follow(dead);
    std::optional<ApiError::Kind> why;
    bench.renewal.replace(dead.value,
                          [&](const ApiResult<Token> &token) { why = token.error().kind; });
    QCOMPARE(why, ApiError::Kind::SessionEnded);
    QCOMPARE(bench.mints, 0);
}

void tst_TokenRenewal::afterASleepItLooksAtOnce()
{
    Bench bench;
    bench.life = 60 * minute;
    bench.keep();
    bench.sleep(20 * minute);
    bench.renewal.check();
    QCOMPARE(bench.mints, 0);
    bench.renewal.noteUse();
    bench.sleep(29 * minute + 50 * second);
    bench.renewal.noteUse();
    bench.sleep(5 * minute + 20 * second);
    bench.renewal.check(); // what is told by the system that the machine is awake
    QCOMPARE(bench.mints, 1);
    // Where the system tells nothing, the alarm was set for half a minute of being awake at most.
    bench.renewal.noteUse();
    QVERIFY(*bench.alarm - bench.now <= 30 * second);
}

void tst_TokenRenewal::aWrongPasswordIsNotTriedTwice()
{
    Bench bench;
    bench.answersAtOnce = false;
    bench.keep();
    bench.pass(270 * second);
    bench.fail(ApiError::Kind::BadCredentials);
    QCOMPARE(bench.renewal.state().kind, Kind::Refused);
    bench.pass(60 * minute);
    bench.renewal.setPolicy({});
    bench.renewal.setPolicy({Mode::On, 0});
    bench.renewal.noteUse();
    bench.renewal.renew([](const ApiResult<Token> &token) {
        QCOMPARE(token.error().kind, ApiError::Kind::BadCredentials);
    });
    QCOMPARE(bench.mints, 1);
    bench.renewal.follow(bench.token(bench.life)); // by a password that is right
    bench.pass(270 * second);
    QCOMPARE(bench.mints, 2);
}

void tst_TokenRenewal::failuresBackOffAndEnd()
{
    Bench bench;
    bench.answersAtOnce = false;
    bench.keep();
    QList<qint64> at;
    const qint64 start = bench.now;
    for (int i = 0; i < 60 * 60; ++i) {
        bench.pass(second);
        bench.renewal.noteUse();
        if (bench.pending) {
            at.append((bench.now - start) / second);
            bench.fail(ApiError::Kind::ServerFault);
        }
    }
    QCOMPARE(at, QList<qint64>({270, 300, 360, 480}));
    QCOMPARE(bench.renewal.state().kind, Kind::GaveUp);
    QCOMPARE(bench.renewal.state().error->kind, ApiError::Kind::ServerFault);
    bench.kinds.clear();
    bench.renewal.renew([](const ApiResult<Token> &) {}); // a person may try again
    bench.answer(bench.token(bench.life));
    QCOMPARE(bench.kinds, QStringList({u"Renewing"_s, u"Waiting"_s}));
}

void tst_TokenRenewal::aFailureThatNeverLeftTheMachineDoesNotEndIt()
{
    Bench bench;
    bench.answersAtOnce = false;
    bench.keep();
    ApiError unsent;
    unsent.kind = ApiError::Kind::HostNotFound;
    unsent.isUnsent = true;
    for (int i = 0; i < 4 * 60; ++i) {
        bench.pass(minute);
        bench.renewal.noteUse();
        if (bench.pending)
            bench.answer(Failure{unsent});
    }
    QCOMPARE(bench.renewal.state().kind, Kind::BackingOff);
    QVERIFY(bench.mints < 25); // four hours, a quarter of an hour apart
    bench.pass(16 * minute);
    bench.answer(bench.token(bench.life));
    QCOMPARE(bench.renewal.state().kind, Kind::Waiting);
}

void tst_TokenRenewal::whatIsRefusedHereEndsIt()
{
    for (const auto kind : {ApiError::Kind::InsecureAddress, ApiError::Kind::Unsupported}) {
        Bench bench;
        bench.answersAtOnce = false;
        bench.keep();
        bench.pass(270 * second);
        ApiError refused;
        refused.kind = kind;
        refused.isUnsent = true;
        bench.answer(Failure{refused});
        QCOMPARE(bench.renewal.state().kind, Kind::Refused);
    }
}

void tst_TokenRenewal::theServersOwnWaitIsKept()
{
    Bench bench;
    bench.answersAtOnce = false;
    bench.keep();
    bench.pass(270 * second);
    ApiError busy;
    busy.kind = ApiError::Kind::RateLimited;
    busy.retryAfterSeconds = 600;
    bench.answer(Failure{busy});
    bench.pass(599 * second);
    QCOMPARE(bench.mints, 1);
    bench.pass(second);
    QCOMPARE(bench.mints, 2);
}

void tst_TokenRenewal::theSameTokenOnceMoreIsAFailure()
{
    Bench bench;
    bench.answersAtOnce = false;
    bench.renewal.setPolicy({Mode::On, 0});
    const Token first = bench.token(bench.life);
    bench.renewal.follow(first);
    bench.pass(270 * second);
    bench.answer(first);
    QCOMPARE(bench.renewal.state().kind, Kind::BackingOff);
    QCOMPARE(bench.renewal.state().error->kind, ApiError::Kind::BadReply);
    QVERIFY(!bench.renewal.state().renewedMs);
}

void tst_TokenRenewal::aTokenThatIsAboutToEndIsNotRenewedWithoutAPause()
{
    Bench bench;
    bench.life = second;
    bench.keep();
    bench.pass(minute);
    QVERIFY(bench.mints <= 7); // ten seconds apart
}

void tst_TokenRenewal::aPauseStopsItAndTellsWhoWaits()
{
    Bench bench;
    bench.answersAtOnce = false;
    bench.keep();
    bench.sleep(280 * second);
    ApiError::Kind why = ApiError::Kind::BadReply;
    bench.renewal.ask([&](const ApiResult<Token> &token) { why = token.error().kind; });
    bench.renewal.setPaused(true);
    QCOMPARE(why, ApiError::Kind::Cancelled);
    QCOMPARE(bench.renewal.state().kind, Kind::Paused);
    bench.answer(bench.token(bench.life)); // late: nobody's
    bench.pass(60 * minute);
    QCOMPARE(bench.mints, 1);
    QCOMPARE(bench.renewal.state().kind, Kind::Paused);
    bench.renewal.setPaused(false);
    QCOMPARE(bench.renewal.state().kind, Kind::NotUsed);
    bench.renewal.noteUse();
    QCOMPARE(bench.mints, 2);
}

// Each may have been a wrong password that the server counted, and servers lock accounts.
void tst_TokenRenewal::renewalsThatPausesCutOffAreCountedAsTries()
{
    Bench bench;
    bench.answersAtOnce = false;
    bench.keep();
    bench.sleep(280 * second);
    for (int i = 0; i < 20; ++i) {
        bench.renewal.noteUse();
        bench.renewal.setPaused(true);
        bench.renewal.setPaused(false);
        bench.pass(20 * minute);
    }
    QCOMPARE(bench.mints, renewalrule::mostTries);
    QCOMPARE(bench.renewal.state().kind, Kind::GaveUp);
}

void tst_TokenRenewal::anEndThatIsNotKnownIsSaid()
{
    Bench bench;
    Token token = bench.token(bench.life);
    token.expiresMs.reset();
    bench.renewal.setPolicy({Mode::On, 0});
    bench.renewal.follow(token);
    QCOMPARE(bench.renewal.state().kind, Kind::LifeUnknown);
    bench.pass(60 * minute);
    QCOMPARE(bench.mints, 0);
}

void tst_TokenRenewal::aRenewalThatEndsAfterItsKeeperIsDropped()
{
    TokenRenewal::Then late;
    {
        TokenRenewal renewal([] { return qint64(1'000'000); },
                             [&](const TokenRenewal::Then &then) { late = then; });
        Token token;
        token.value = SecretBuffer::fromBytes("first");
        renewal.follow(token);
        renewal.renew([](const ApiResult<Token> &) { QFAIL("told although it is gone"); });
        QCOMPARE(renewal.state().kind, Kind::Renewing);
    }
    late(Failure{ApiError{}});
}

QTEST_GUILESS_MAIN(tst_TokenRenewal)
#include "tst_tokenrenewal.moc"
