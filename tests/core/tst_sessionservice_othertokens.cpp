#include "core/session/orginforce.h"
#include "tests/support/sessionprobe.h"

#include <QDateTime>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

using namespace Qt::StringLiterals;

using Lines = QList<QByteArray>;
using Error = std::optional<ApiError>;

static constexpr qint64 retailId = 1042377815;
static const QByteArray secondToken = "U2Vjb25kIHRva2Vu";

//! The tokens that a session holds beside the one in use.
class tst_SessionServiceOtherTokens final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theSessionGoesBackToATokenWithoutAskingAnybody();
    void oneThatIsNotInUseIsRevokedByItself();
    void oneThatCouldNotBeRevokedStaysHeld();
    void oneThatIsAcceptedAllTheSameIsSaidToBe();
    void theOneInUseIsRevokedAsAlways();
    void signingOutForgetsThemAndSaysSo();
    void aRevokeGoesOnAfterTheSignOut();
    void whatIsKeptEndsWithTheSignOut();
    void whatCameOfAKeptTokenIsReported_data();
    void whatCameOfAKeptTokenIsReported();
    void aSignOutThatIsCancelledWaitsForNoKeptToken();
    void whatIsNotHeldIsLeftAlone();

private:
    //! A session with two tokens, the second one in use; requests and states are forgotten.
    static bool getSecond(StandingSession &at)
    {
        at.server.on(at.path.token, fakecluster::token(Api::Form::V2, secondToken, retailId));
        TokenWish wish;
        wish.org = QString::number(retailId);
        at.probe.service().getToken(wish, sampleCredentials());
        const bool hasIt = QTest::qWaitFor([&] {
            return at.probe.service().heldTokens().size() == 2 && at.probe.now() == u"in"_s;
        });
        at.server.forgetRequests();
        at.probe.forget();
        return hasIt;
    }
    static QString fingerprint(StandingSession &at, qsizetype index)
    {
        return at.probe.service().heldTokens().at(index).token.fingerprint();
    }
    static QByteArray bearer(const QByteArray &token) { return "Bearer " + token; }
    //! Kept, and good for an hour more.
    static Token keptToken(const QByteArray &value, qint64 lifeMs = 3'600'000)
    {
        Token token;
        token.value = SecretBuffer::fromBytes(value);
        token.owner = u"maria.lopez"_s;
        token.orgId = retailId;
        token.expiresMs = QDateTime::currentMSecsSinceEpoch() + lifeMs;
        return token;
    }
    static SignOutReport report(StandingSession &at)
    {
        const auto *out = std::get_if<SignedOut>(&at.probe.service().state());
        return out ? out->report.value_or(SignOutReport{}) : SignOutReport{};
    }
};

void tst_SessionServiceOtherTokens::theSessionGoesBackToATokenWithoutAskingAnybody()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady() && getSecond(at));
    QCOMPARE(orgInForce(at.probe.signedIn())->id, retailId);

    at.probe.service().useHeld(fingerprint(at, 0));
    QCOMPARE(at.probe.states(), QStringList{u"in"_s});
    QCOMPARE(at.probe.signedIn().token->value.view(), QByteArrayView(fakecluster::firstToken));
    QCOMPARE(orgInForce(at.probe.signedIn())->id, 0);
    QVERIFY(!isInWrongOrg(at.probe.signedIn()));
    QCOMPARE(at.probe.service().heldTokens().size(), 2);
    at.probe.service().useHeld(fingerprint(at, 0));
    QCOMPARE(orgInForce(at.probe.signedIn())->id, retailId);
    QVERIFY(!isInWrongOrg(at.probe.signedIn()));
    QCOMPARE(at.server.lines(), Lines());
}

void tst_SessionServiceOtherTokens::oneThatIsNotInUseIsRevokedByItself()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady() && getSecond(at));
    const QSignalSpy told(&at.probe.service(), &SessionService::heldTokenRevoked);
    at.server.on(at.path.check, fakecluster::refusal(Api::Form::V2, 401));

    QVERIFY(at.probe.service().revokeHeld(fingerprint(at, 0)));
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(told.first().at(0).value<Token>().standing, Token::Standing::Revoked);
    QVERIFY(!told.first().at(1).value<Error>());
    QCOMPARE(at.server.lines(), Lines({"POST " + at.path.revoke, "POST " + at.path.check}));
    for (const auto &request : at.server.requests())
        QCOMPARE(request.header("Authorization"), bearer(fakecluster::firstToken));
    QCOMPARE(at.probe.states(), QStringList());
    QCOMPARE(at.probe.now(), u"in"_s);
    QCOMPARE(at.probe.service().heldTokens().size(), 1);
    QCOMPARE(at.probe.signedIn().token->value.view(), QByteArrayView(secondToken));
}

void tst_SessionServiceOtherTokens::oneThatCouldNotBeRevokedStaysHeld()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady() && getSecond(at));
    const QSignalSpy told(&at.probe.service(), &SessionService::heldTokenRevoked);
    at.server.on(at.path.revoke, fakecluster::refusal(Api::Form::V2, 500));

    QVERIFY(at.probe.service().revokeHeld(fingerprint(at, 0)));
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(told.first().at(0).value<Token>().standing, Token::Standing::RevokeUnconfirmed);
    QCOMPARE(told.first().at(1).value<Error>()->kind, ApiError::Kind::ServerFault);
    QCOMPARE(at.probe.service().heldTokens().size(), 2);
    QCOMPARE(at.probe.now(), u"in"_s);
}

void tst_SessionServiceOtherTokens::oneThatIsAcceptedAllTheSameIsSaidToBe()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady() && getSecond(at));
    const QSignalSpy told(&at.probe.service(), &SessionService::heldTokenRevoked);
    at.server.on(at.path.check, FakeReply::json("{\"creation_time_in_millis\": 1000,"
                                                "\"expiration_time_in_millis\": 4102444800000,"
                                                "\"scope\": {\"access_type\": \"FULL\"},"
                                                "\"valid_for_user_id\": \"id\","
                                                "\"token_type\": \"BEARER\"}"));

    QVERIFY(at.probe.service().revokeHeld(fingerprint(at, 0)));
    QTRY_COMPARE(told.size(), 1);
    QVERIFY(told.first().at(0).value<Token>().lastCheck->accepted);
    QVERIFY(told.first().at(1).value<Error>());
    QCOMPARE(at.probe.service().heldTokens().size(), 2);
}

void tst_SessionServiceOtherTokens::theOneInUseIsRevokedAsAlways()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady() && getSecond(at));
    const QSignalSpy told(&at.probe.service(), &SessionService::heldTokenRevoked);

    const QString inUse = fingerprint(at, 1);
    QVERIFY(at.probe.service().revokeHeld(inUse));
    QVERIFY(!at.probe.service().revokeHeld(inUse)); // busy with it
    QTRY_COMPARE(at.probe.states(), QStringList({u"in, RevokingToken"_s, u"in, Revoked"_s}));
    QCOMPARE(told.size(), 1);
    QCOMPARE(told.first().at(0).value<Token>().fingerprint(), inUse);
    QCOMPARE(at.probe.service().heldTokens().size(), 1);
}

void tst_SessionServiceOtherTokens::signingOutForgetsThemAndSaysSo()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady() && getSecond(at));
    at.probe.service().signOut();
    QTRY_VERIFY(at.probe.now().contains(u"proof NotAccepted"_s));
    QVERIFY(at.probe.service().heldTokens().isEmpty());
    QCOMPARE(std::get<SignedOut>(at.probe.service().state()).report->othersLeft, 1);
    QCOMPARE(at.server.lines().count("POST " + at.path.revoke), 1);
}

void tst_SessionServiceOtherTokens::aRevokeGoesOnAfterTheSignOut()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady() && getSecond(at));
    const QSignalSpy told(&at.probe.service(), &SessionService::heldTokenRevoked);
    QVERIFY(at.probe.service().revokeHeld(fingerprint(at, 0)));
    at.probe.service().signOut();
    QVERIFY(std::holds_alternative<SignedIn>(at.probe.service().state()));
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(told.first().at(0).value<Token>().standing, Token::Standing::Revoked);
    QTRY_VERIFY(std::holds_alternative<SignedOut>(at.probe.service().state()));
    at.probe.service().signIn(signInRequest());
    QTRY_COMPARE(at.probe.now(), u"in"_s);
    QCOMPARE(at.probe.service().heldTokens().size(), 1);
}

void tst_SessionServiceOtherTokens::whatIsKeptEndsWithTheSignOut()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady() && getSecond(at));
    const QSignalSpy told(&at.probe.service(), &SessionService::heldTokenRevoked);
    // The one in use, one that is held and kept, one that is over, and one of which no more is
    // known.
    const Token other = keptToken("T3RoZXI=");
    at.probe.service().signOut(
        {.tokens = {keptToken(secondToken), keptToken(fakecluster::firstToken),
                    keptToken("T2xk", -1000), other}});
    QTRY_VERIFY(at.probe.now().contains(u"proof NotAccepted"_s));
    Lines revoked;
    for (const FakeRequest &request : at.server.requests()) {
        if (request.path() == at.path.revoke)
            revoked += request.header("Authorization");
    }
    std::ranges::sort(revoked);
    QCOMPARE(revoked,
             Lines({bearer(fakecluster::firstToken), bearer("T3RoZXI="), bearer(secondToken)}));
    const KeptEnd end{.org = {retailId, u"retail-emea"_s}, .end = KeptEnd::End::Revoked};
    QCOMPARE(report(at).kept.size(), 2);
    for (KeptEnd kept : report(at).kept) {
        QVERIFY(kept.expiresMs.has_value());
        kept.expiresMs.reset();
        QCOMPARE(kept, end);
    }
    QCOMPARE(report(at).othersLeft, 0);
    QCOMPARE(told.size(), 2);
    for (const QList<QVariant> &one : told)
        QCOMPARE(one.at(0).value<Token>().standing, Token::Standing::Revoked);
}

void tst_SessionServiceOtherTokens::whatCameOfAKeptTokenIsReported_data()
{
    QTest::addColumn<FakeReply>("revoke");
    QTest::addColumn<FakeReply>("check");
    QTest::addColumn<KeptEnd::End>("end");
    QTest::addColumn<Token::Standing>("standing");
    const FakeReply done = fakecluster::done(Api::Form::V2);
    const FakeReply dead = fakecluster::refusal(Api::Form::V2, 401);
    const FakeReply alive = FakeReply::json("{\"creation_time_in_millis\": 1000,"
                                            "\"expiration_time_in_millis\": 4102444800000,"
                                            "\"scope\": {\"access_type\": \"FULL\"},"
                                            "\"valid_for_user_id\": \"id\","
                                            "\"token_type\": \"BEARER\"}");
    using End = KeptEnd::End;
    using Standing = Token::Standing;
    QTest::newRow("revoked") << done << dead << End::Revoked << Standing::Revoked;
    QTest::newRow("not proved") << done << FakeReply::empty(503) << End::RevokedUnproved
                                << Standing::Revoked;
    QTest::newRow("accepted all the same")
        << done << alive << End::StillAccepted << Standing::RevokeUnconfirmed;
    QTest::newRow("dead before") << dead << dead << End::WasDead << Standing::Refused;
    QTest::newRow("not confirmed")
        << FakeReply::empty(503) << dead << End::NotConfirmed << Standing::RevokeUnconfirmed;
}

void tst_SessionServiceOtherTokens::whatCameOfAKeptTokenIsReported()
{
    QFETCH(const FakeReply, revoke);
    QFETCH(const FakeReply, check);
    QFETCH(const KeptEnd::End, end);
    QFETCH(const Token::Standing, standing);
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    const QSignalSpy told(&at.probe.service(), &SessionService::heldTokenRevoked);
    at.server.on(at.path.revoke, revoke);
    at.server.on(at.path.check, check);
    at.probe.service().signOut({.tokens = {keptToken("T3RoZXI=")}, .isShut = true});
    QTRY_VERIFY(std::holds_alternative<SignedOut>(at.probe.service().state()));
    QCOMPARE(report(at).kept.size(), 1);
    QCOMPARE(report(at).kept.constFirst().end, end);
    QVERIFY(report(at).isRestShut);
    QTRY_COMPARE(told.size(), 1);
    QCOMPARE(told.constFirst().at(0).value<Token>().standing, standing);
}

void tst_SessionServiceOtherTokens::aSignOutThatIsCancelledWaitsForNoKeptToken()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady());
    const QSignalSpy told(&at.probe.service(), &SessionService::heldTokenRevoked);
    at.server.on(at.path.revoke, FakeReply::silence());
    at.probe.service().signOut({.tokens = {keptToken("T3RoZXI=")}});
    QTRY_COMPARE(at.server.lines().count("POST " + at.path.revoke), 2);
    at.probe.service().cancel();
    QVERIFY(std::holds_alternative<SignedOut>(at.probe.service().state()));
    QCOMPARE(report(at).kept.constFirst().end, KeptEnd::End::NotConfirmed);
    QCOMPARE(told.constFirst().at(0).value<Token>().standing, Token::Standing::RevokeUnconfirmed);
}

void tst_SessionServiceOtherTokens::whatIsNotHeldIsLeftAlone()
{
    StandingSession at(Api::Form::V2);
    QVERIFY(at.isReady() && getSecond(at));
    QVERIFY(!at.probe.service().revokeHeld(u"0123"_s));
    at.probe.service().useHeld(u"0123"_s);
    at.probe.service().useHeld(fingerprint(at, 1)); // in use already
    QCOMPARE(at.probe.states(), QStringList());
    QCOMPARE(at.server.lines(), Lines());
}

QTEST_GUILESS_MAIN(tst_SessionServiceOtherTokens)
#include "tst_sessionservice_othertokens.moc"
