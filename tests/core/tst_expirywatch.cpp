#include "core/session/expirywatch.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

static constexpr qint64 second = 1000;
static constexpr qint64 minute = 60 * second;

namespace {
//! A watch whose hours pass at once; what it tells is written down in short words.
class Bench final
{
public:
    Bench()
        : watch([this](std::optional<qint64> afterMs) {
            alarm = afterMs ? std::optional(now + *afterMs) : std::nullopt;
        })
    {
        QObject::connect(&watch, &ExpiryWatch::endsSoon, &watch,
                         [this](const QUuid &id, const ExpiryWarning &warning) {
                             note(id, u"soon"_s, warning.what);
                         });
        QObject::connect(
            &watch, &ExpiryWatch::over, &watch,
            [this](const QUuid &id, ExpiryWarning::What what) { note(id, u"over"_s, what); });
    }

    void pass(qint64 ms)
    {
        const qint64 end = now + ms;
        while (alarm && *alarm <= end) {
            now = *alarm;
            alarm.reset();
            watch.check();
        }
        now = end;
    }

    [[nodiscard]] SignedIn session(const QByteArray &token, qint64 lifeMs) const
    {
        SignedIn state;
        state.token = Token{};
        state.token->value = SecretBuffer::fromBytes(token);
        state.token->createdMs = now;
        state.token->expiresMs = now + lifeMs;
        return state;
    }
    void follow(const SessionState &state, const QUuid &id = {})
    {
        const TimeSource source{[this] { return now; }, [this] { return now; }};
        watch.follow(id.isNull() ? profile : id, state, ServerClock(source));
    }

    const QUuid profile = QUuid::createUuid();
    const qint64 start = 1'700'000'000'000;
    qint64 now = start;
    std::optional<qint64> alarm;
    QStringList told; //!< "50:00 soon token"
    ExpiryWatch watch;

private:
    void note(const QUuid &id, const QString &word, ExpiryWarning::What what)
    {
        const qint64 passed = (now - start) / second;
        const QString time = u"%1:%2"_s.arg(passed / 60).arg(passed % 60, 2, 10, QChar(u'0'));
        const QString name = what == ExpiryWarning::What::Token ? u"token"_s : u"session"_s;
        told.append(time + u' ' + word + u' ' + name +
                    (id == profile ? QString() : u" of another"_s));
    }
};
} // namespace

class tst_ExpiryWatch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void aTokenIsToldOfTenAndTwoMinutesBefore();
    void anotherRenderOfTheSameTokenTellsNothing();
    void aTokenOfFiveMinutesIsToldOfAtTwo();
    void aSleepThroughBothIsToldOnce();
    void anotherTokenTakesTheWarningBack();
    void aSessionThatIsUsedEndsLater();
    void aRevokedTokenIsNotWarnedOf();
    void whatHasNoKnownEndIsNotWarnedOf();
    void everyProfileIsWatched();
};

void tst_ExpiryWatch::aTokenIsToldOfTenAndTwoMinutesBefore()
{
    Bench bench;
    bench.follow(bench.session("a", 60 * minute));
    bench.pass(2 * 60 * minute);
    QCOMPARE(bench.told,
             QStringList({u"50:00 soon token"_s, u"58:00 soon token"_s, u"60:00 over token"_s}));
    QVERIFY(!bench.alarm);
}

void tst_ExpiryWatch::anotherRenderOfTheSameTokenTellsNothing()
{
    Bench bench;
    SignedIn state = bench.session("a", 60 * minute);
    bench.follow(state);
    bench.pass(55 * minute);
    state.activity = SignedIn::Activity::RefreshingInfo;
    bench.follow(state);
    state.activity = SignedIn::Activity::Idle;
    bench.follow(state);
    QCOMPARE(bench.told, QStringList({u"50:00 soon token"_s}));
}

void tst_ExpiryWatch::aTokenOfFiveMinutesIsToldOfAtTwo()
{
    Bench bench;
    bench.follow(bench.session("a", 5 * minute));
    bench.pass(10 * minute);
    QCOMPARE(bench.told, QStringList({u"3:00 soon token"_s, u"5:00 over token"_s}));
}

void tst_ExpiryWatch::aSleepThroughBothIsToldOnce()
{
    Bench bench;
    bench.follow(bench.session("a", 60 * minute));
    bench.now += 59 * minute;
    bench.watch.check();
    bench.pass(30 * second);
    QCOMPARE(bench.told, QStringList({u"59:00 soon token"_s}));
}

void tst_ExpiryWatch::anotherTokenTakesTheWarningBack()
{
    Bench bench;
    bench.follow(bench.session("a", 60 * minute));
    bench.pass(51 * minute);
    bench.follow(bench.session("b", 60 * minute));
    bench.pass(51 * minute);
    QCOMPARE(bench.told,
             QStringList({u"50:00 soon token"_s, u"51:00 over token"_s, u"101:00 soon token"_s}));
}

void tst_ExpiryWatch::aSessionThatIsUsedEndsLater()
{
    Bench bench;
    SignedIn state;
    state.hasCookieSession = true;
    state.info = SessionInfo{};
    state.info->sessionExpiresMs = bench.now + 30 * minute;
    bench.follow(state);
    bench.pass(25 * minute);
    state.info->sessionExpiresMs = bench.now + 30 * minute;
    bench.follow(state);
    bench.pass(25 * minute);
    QCOMPARE(bench.told, QStringList({u"20:00 soon session"_s, u"25:00 over session"_s,
                                      u"45:00 soon session"_s}));
}

void tst_ExpiryWatch::aRevokedTokenIsNotWarnedOf()
{
    Bench bench;
    SignedIn state = bench.session("a", 60 * minute);
    bench.follow(state);
    state.token->standing = Token::Standing::Revoked;
    bench.follow(state);
    bench.pass(60 * minute);
    QCOMPARE(bench.told, QStringList({u"0:00 over token"_s}));
}

void tst_ExpiryWatch::whatHasNoKnownEndIsNotWarnedOf()
{
    Bench bench;
    SignedIn state = bench.session("a", 60 * minute);
    state.token->expiresMs.reset();
    bench.follow(state);
    bench.follow(SignedOut{});
    bench.pass(60 * minute);
    QCOMPARE(bench.told, QStringList());
}

void tst_ExpiryWatch::everyProfileIsWatched()
{
    Bench bench;
    bench.follow(bench.session("a", 60 * minute));
    bench.follow(bench.session("b", 30 * minute), QUuid::createUuid());
    bench.pass(55 * minute);
    QCOMPARE(bench.told,
             QStringList({u"20:00 soon token of another"_s, u"28:00 soon token of another"_s,
                          u"30:00 over token of another"_s, u"50:00 soon token"_s}));
}

QTEST_GUILESS_MAIN(tst_ExpiryWatch)
#include "tst_expirywatch.moc"
