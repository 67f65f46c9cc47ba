#include "core/session/tokenmeans.h"

#include <QTest>

using namespace Qt::StringLiterals;

static constexpr qint64 nowMs = 1'786'000'000'000;
static constexpr auto byPassword = SignInMethod::Password;
static constexpr auto byKey = SignInMethod::SecretKey;

static SignedIn session(bool hasCookies, Api::Form form = Api::Form::V2)
{
    SignedIn state;
    state.account.form = form;
    state.hasCookieSession = hasCookies;
    state.token = Token{};
    state.token->scope = u"FULL"_s;
    state.token->expiresMs = nowMs + 3'600'000;
    return state;
}

static TokenMeans means(SignInMethod method, bool mayChoose, bool mayUseSession, bool isByToken)
{
    TokenMeans means;
    means.method = method;
    means.mayChooseMethod = mayChoose;
    means.mayUseSession = mayUseSession;
    means.isSessionByToken = isByToken;
    return means;
}

//! What a token can be asked for with in each kind of session.
class tst_TokenMeans final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void whatATokenCanBeAskedForWith_data();
    void whatATokenCanBeAskedForWith();
    void aKeptSecretCountsWhereTheFormTakesIt_data();
    void aKeptSecretCountsWhereTheFormTakesIt();
};

void tst_TokenMeans::whatATokenCanBeAskedForWith_data()
{
    QTest::addColumn<SignedIn>("state");
    QTest::addColumn<SignInMethod>("chosen");
    QTest::addColumn<TokenMeans>("expected");
    QTest::newRow("a session by password: that, or the session")
        << session(true) << byPassword << means(byPassword, false, true, false);
    QTest::newRow("whatever the profile says by now")
        << session(true) << byKey << means(byPassword, false, true, false);
    QTest::newRow("a session by password in the later beta")
        << session(true, Api::Form::Beta) << byPassword << means(byPassword, false, false, false);

    SignedIn state = session(false);
    state.token->isBySecretKey = true;
    QTest::newRow("a session by secret key: that, or its token")
        << state << byPassword << means(byKey, false, true, true);
    state.account.form = Api::Form::Beta;
    QTest::newRow("a session by secret key in the later beta")
        << state << byKey << means(byKey, false, false, true);

    state = session(false);
    QTest::newRow("a token that was brought along: either secret, or the token")
        << state << byPassword << means(byPassword, true, true, true);
    QTest::newRow("what the profile signs in by comes first")
        << state << byKey << means(byKey, true, true, true);
    QTest::newRow("the 2022 beta knows no key")
        << session(false, Api::Form::Beta2022) << byKey << means(byPassword, false, false, true);

    state.ended = true;
    QTest::newRow("a session that has ended gives none")
        << state << byPassword << means(byPassword, true, false, true);
    state = session(false);
    state.token->expiresMs = nowMs;
    QTest::newRow("nor does a token that has expired")
        << state << byPassword << means(byPassword, true, false, true);
    state = session(false);
    state.token->standing = Token::Standing::Revoked;
    QTest::newRow("or was revoked") << state << byPassword << means(byPassword, true, false, true);
    state = session(false);
    state.token->scope = u"REPORT_BOOK_VIEW"_s;
    QTest::newRow("or opens one object only")
        << state << byPassword << means(byPassword, true, false, true);
    state = session(true);
    state.token.reset();
    QTest::newRow("a session that holds no token gives one by its cookies")
        << state << byPassword << means(byPassword, false, true, false);
}

void tst_TokenMeans::whatATokenCanBeAskedForWith()
{
    QFETCH(const SignedIn, state);
    QFETCH(const SignInMethod, chosen);
    QFETCH(const TokenMeans, expected);
    QVERIFY(tokenMeans(state, {chosen, false, false}, nowMs) == expected);
}

void tst_TokenMeans::aKeptSecretCountsWhereTheFormTakesIt_data()
{
    QTest::addColumn<Api::Form>("form");
    QTest::addColumn<bool>("takesKey");
    QTest::newRow("2.0") << Api::Form::V2 << true;
    QTest::newRow("later beta") << Api::Form::Beta << true;
    QTest::newRow("2022 beta") << Api::Form::Beta2022 << false;
}

void tst_TokenMeans::aKeptSecretCountsWhereTheFormTakesIt()
{
    QFETCH(const Api::Form, form);
    QFETCH(const bool, takesKey);
    const TokenMeans found = tokenMeans(session(false, form), {byPassword, true, true}, nowMs);
    QVERIFY(found.hasKept(byPassword));
    QCOMPARE(found.hasKept(byKey), takesKey);
    QVERIFY(!tokenMeans(session(false, form), {}, nowMs).hasKept(byPassword));
}

QTEST_GUILESS_MAIN(tst_TokenMeans)
#include "tst_tokenmeans.moc"
