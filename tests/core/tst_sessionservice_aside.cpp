#include "core/api/apidialect.h"
#include "core/session/orginforce.h"
#include "core/session/renewalrule.h"
#include "tests/support/sessionprobe.h"
#include "tests/support/waiting.h"

#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QTimer>

using namespace Qt::StringLiterals;

using Lines = QList<QByteArray>;

static constexpr qint64 retailId = 1042377815;
static const QByteArray asideToken = "QXNpZGUgdG9rZW4=";

//! Tokens that a session makes for somebody else while it goes on with its own.
class tst_SessionServiceAside final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void theSessionGoesOnWithItsOwnToken_data();
    void theSessionGoesOnWithItsOwnToken();
    void itIsMadeWhileTheSessionIsBusy();
    void theSessionMakesItWhereNoPasswordIsGiven();
    void aTokenThatIsHeldAlreadyIsNoOther();
    void oneForAnotherOrgIsRevokedAndNotGiven();
    void oneForAnotherOrgThatSomebodyUsesIsNotRevoked();
    void aRefusalLeavesTheSessionAlone();
    void aLockAndASignOutDropIt_data();
    void aLockAndASignOutDropIt();
    void withoutASoundSessionThereIsNone();
    void theOneInUseStaysHeldAmongMany();

private:
    using Answers = QList<ApiResult<Token>>;
    static bool mint(StandingSession &at, Answers &answers, const TokenWish &wish = {},
                     const Credentials &credentials = sampleCredentials())
    {
        return at.probe.service().mintAside(
            wish, credentials,
            [&answers](const ApiResult<Token> &token) { answers.append(token); });
    }
};

void tst_SessionServiceAside::theSessionGoesOnWithItsOwnToken_data()
{
    QTest::addColumn<Api::Form>("form");
    QTest::newRow("2.0") << Api::Form::V2;
    QTest::newRow("later beta") << Api::Form::Beta;
    QTest::newRow("2022 beta") << Api::Form::Beta2022;
}

void tst_SessionServiceAside::theSessionGoesOnWithItsOwnToken()
{
    QFETCH(const Api::Form, form);
    StandingSession at(form);
    QVERIFY(at.isReady());
    at.server.on(at.path.token, fakecluster::token(form, asideToken));
    const QSignalSpy made(&at.probe.service(), &SessionService::tokenMadeAside);
    Answers answers;
    TokenWish wish;
    wish.validitySeconds = 300;
    QVERIFY(mint(at, answers, wish));
    QVERIFY(answers.isEmpty());
    QTRY_COMPARE(answers.size(), 1);
    QVERIFY(bool(answers.first()));
    QCOMPARE(answers.first()->value.view(), QByteArrayView(asideToken));
    QVERIFY(!answers.first()->owner.isEmpty());
    QCOMPARE(made.size(), 1);
    QCOMPARE(at.server.requests().size(), 1);
    QVERIFY(at.server.requests().first().body.contains("300") ||
            at.server.requests().first().target.contains("300") || form != Api::Form::V2);
    QCOMPARE(at.probe.states(), QStringList());
    QCOMPARE(at.probe.signedIn().token->value.view(), QByteArrayView(fakecluster::firstToken));
    const QList<HeldToken> held = at.probe.service().heldTokens();
    QCOMPARE(held.size(), 2);
    QVERIFY(held.first().isAside && !held.last().isAside);
    QVERIFY(at.probe.service().revokeHeld(answers.first()->fingerprint()));
}

void tst_SessionServiceAside::itIsMadeWhileTheSessionIsBusy()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    at.server.on(at.path.token, fakecluster::token(Api::Form::V2, asideToken));
    Answers answers;
    at.probe.service().refreshInfo();
    QVERIFY(mint(at, answers));
    at.probe.service().cancel(); // of the refresh
    QTRY_COMPARE(answers.size(), 1);
    QVERIFY(bool(answers.first()));
    QCOMPARE(at.probe.states(), QStringList({u"in, RefreshingInfo"_s, u"in"_s}));
}

void tst_SessionServiceAside::theSessionMakesItWhereNoPasswordIsGiven()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    const QByteArray path = "/api/rest/2.0/auth/session/token";
    at.server.on(path, fakecluster::token(Api::Form::V2, asideToken));
    Answers answers;
    TokenWish wish;
    wish.source = TokenWish::Source::FromSession;
    QVERIFY(mint(at, answers, wish, {}));
    QTRY_COMPARE(answers.size(), 1);
    QCOMPARE(answers.first()->value.view(), QByteArrayView(asideToken));
    QCOMPARE(at.server.lines(), Lines({"GET " + path}));
}

void tst_SessionServiceAside::aTokenThatIsHeldAlreadyIsNoOther()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    at.server.on(at.path.token, fakecluster::token(Api::Form::V2, fakecluster::firstToken));
    Answers answers;
    QVERIFY(mint(at, answers));
    QTRY_COMPARE(answers.size(), 1);
    QCOMPARE(answers.first().error(), renewalrule::noOtherToken());
    QCOMPARE(at.probe.service().heldTokens().size(), 1);
}

void tst_SessionServiceAside::oneForAnotherOrgIsRevokedAndNotGiven()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    at.server.on(at.path.token, fakecluster::token(Api::Form::V2, asideToken, retailId));
    at.server.on(at.path.check, fakecluster::refusal(Api::Form::V2, 401));
    const QSignalSpy made(&at.probe.service(), &SessionService::tokenMadeAside);
    const QSignalSpy revoked(&at.probe.service(), &SessionService::heldTokenRevoked);
    Answers answers;
    TokenWish wish;
    wish.org = u"0"_s;
    QVERIFY(mint(at, answers, wish));
    QTRY_COMPARE(revoked.size(), 1);
    QCOMPARE(answers.size(), 1);
    QCOMPARE(answers.first().error().kind, ApiError::Kind::OrgNotAllowed);
    QCOMPARE(made.size(), 1); // it is in the ledger all the same
    QCOMPARE(revoked.first().at(0).value<Token>().standing, Token::Standing::Revoked);
    QCOMPARE(at.probe.states(), QStringList());
    QVERIFY(!isInWrongOrg(at.probe.signedIn()));
}

void tst_SessionServiceAside::oneForAnotherOrgThatSomebodyUsesIsNotRevoked()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    at.probe.service().setMemory({.knows = [](const Token &) { return true; }});
    at.server.on(at.path.token, fakecluster::token(Api::Form::V2, asideToken, retailId));
    Answers answers;
    TokenWish wish;
    wish.org = u"0"_s;
    QVERIFY(mint(at, answers, wish));
    QTRY_COMPARE(answers.size(), 1);
    QCOMPARE(answers.first().error().kind, ApiError::Kind::OrgNotAllowed);
    at.probe.service().refreshInfo(); // what would be sent would be sent before this
    QTRY_COMPARE(at.probe.states().size(), 2);
    QCOMPARE(at.server.lines(), Lines({"POST " + at.path.token, "GET " + at.path.info}));
}

void tst_SessionServiceAside::aRefusalLeavesTheSessionAlone()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    at.server.on(at.path.token, fakecluster::refusal(Api::Form::V2, 401));
    Answers answers;
    QVERIFY(mint(at, answers));
    QTRY_COMPARE(answers.size(), 1);
    QCOMPARE(answers.first().error().kind, ApiError::Kind::BadCredentials);
    QCOMPARE(at.probe.states(), QStringList());
    QCOMPARE(at.server.requests().size(), 1);
}

void tst_SessionServiceAside::aLockAndASignOutDropIt_data()
{
    QTest::addColumn<bool>("locks");
    QTest::newRow("lock") << true;
    QTest::newRow("sign-out") << false;
}

void tst_SessionServiceAside::aLockAndASignOutDropIt()
{
    QFETCH(const bool, locks);
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    at.server.on(at.path.token, fakecluster::token(Api::Form::V2, asideToken).delayed(200));
    Answers answers;
    QVERIFY(mint(at, answers));
    QTRY_COMPARE(at.server.requests().size(), 1);
    if (locks)
        at.probe.service().interrupt();
    else
        at.probe.service().signOut();
    // An answer after the one that is due would be the wrong one.
    QTimer due;
    due.setSingleShot(true);
    due.start(400);
    QTRY_VERIFY(!due.isActive());
    QVERIFY(answers.isEmpty());
}

void tst_SessionServiceAside::withoutASoundSessionThereIsNone()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    Answers answers;
    at.server.on(at.path.info, fakecluster::refusal(Api::Form::V2, 401));
    at.probe.service().refreshInfo();
    QTRY_VERIFY(at.probe.signedIn().ended);
    QVERIFY(!mint(at, answers));
    at.probe.service().signOut();
    QVERIFY(!mint(at, answers));
    QTRY_VERIFY(std::holds_alternative<SignedOut>(at.probe.service().state()));
    QVERIFY(!mint(at, answers));
    QVERIFY(answers.isEmpty());
}

void tst_SessionServiceAside::theOneInUseStaysHeldAmongMany()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    Answers answers;
    const int many = static_cast<int>(HeldTokens::most) + 2;
    for (int i = 0; i < many; ++i) {
        at.server.on(at.path.token,
                     fakecluster::token(Api::Form::V2, asideToken + QByteArray::number(i)));
        QVERIFY(mint(at, answers));
        QTRY_COMPARE(answers.size(), i + 1);
    }
    const QList<HeldToken> held = at.probe.service().heldTokens();
    QCOMPARE(held.size(), HeldTokens::most);
    QCOMPARE(held.last().token.value.view(), QByteArrayView(fakecluster::firstToken));
    QCOMPARE(held.first().token.fingerprint(), answers.at(3)->fingerprint());
}

QTEST_GUILESS_MAIN(tst_SessionServiceAside)
#include "tst_sessionservice_aside.moc"
