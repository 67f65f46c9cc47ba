#include "core/session/orginforce.h"
#include "tests/support/sessionprobe.h"

#include <QSignalSpy>
#include <QTest>

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
