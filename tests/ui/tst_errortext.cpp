#include "ui/support/errortext.h"
#include "ui/support/statustext.h"
#include "ui/vault/vaulttext.h"

#include <QDateTime>
#include <QMetaEnum>
#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;

template<typename Enum> static QList<Enum> allOf()
{
    QList<Enum> all;
    const QMetaEnum meta = QMetaEnum::fromType<Enum>();
    for (int i = 0; i < meta.keyCount(); ++i)
        all += static_cast<Enum>(meta.value(i));
    return all;
}

static ApiError failure(ApiError::Kind kind)
{
    ApiError error;
    error.kind = kind;
    return error;
}

class TestErrorText final : public QObject
{
    Q_OBJECT

    void requireSentences(const ErrorText &text, const char *name)
    {
        QVERIFY2(text.what.size() > 8 && text.what.endsWith(u'.'), name);
        QVERIFY2(text.nextStep.size() > 8 && text.nextStep.endsWith(u'.'), name);
        QVERIFY2(text.what != text.nextStep, name);
    }

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void whatWasChangedOutsideIsNamed()
    {
        using Changed = vaulttext::Changed;
        const Changed acme{u"Acme"_s, {BoundTo::Server, BoundTo::User}};
        QCOMPARE(vaulttext::changedOutside({acme}).what,
                 u"Changed outside the program, so what is kept there does not open: "
                 "Acme (server, user)."_s);
        const Changed odd{u"A\nB"_s, {BoundTo::Authority, BoundTo::PinnedKey, BoundTo::Proxy}};
        QCOMPARE(vaulttext::changedOutside({odd, acme, acme, acme, acme}).what,
                 u"Changed outside the program, so what is kept there does not open: "
                 "A B (certificate authority, pinned key, proxy), Acme (server, user), "
                 "Acme (server, user) and 2 more."_s);
        QCOMPARE(vaulttext::error({VaultFault::Kind::ChangedOutside, {}, {BoundTo::Proxy}}).what,
                 u"What was kept does not open: the profile was changed outside the program "
                 "(proxy). Nothing was sent."_s);
    }

    void forgettingIsNamedWhereItIsOfferedAndNowhereElse()
    {
        const QMetaEnum meta = QMetaEnum::fromType<VaultFault::Kind>();
        for (const VaultFault::Kind kind : allOf<VaultFault::Kind>()) {
            const ErrorText text = vaulttext::error({kind, {}});
            requireSentences(text, meta.valueToKey(static_cast<int>(kind)));
            QVERIFY2(vaulttext::canForgetFor(kind) ==
                         text.nextStep.contains(u"forget what is kept"_s),
                     meta.valueToKey(static_cast<int>(kind)));
        }
    }

    void everyKindHasASentenceOfItsOwnAndANextStep()
    {
        QSet<QString> sentences;
        const QMetaEnum meta = QMetaEnum::fromType<ApiError::Kind>();
        for (const ApiError::Kind kind : allOf<ApiError::Kind>()) {
            const ErrorText text = errorText(failure(kind));
            requireSentences(text, meta.valueToKey(static_cast<int>(kind)));
            sentences.insert(text.what);
        }
        QCOMPARE(sentences.size(), meta.keyCount());
    }

    void everyReasonOfTlsHasASentenceOfItsOwnAndANextStep()
    {
        QSet<QString> sentences;
        const QMetaEnum meta = QMetaEnum::fromType<ApiError::TlsReason>();
        for (const ApiError::TlsReason reason : allOf<ApiError::TlsReason>()) {
            ApiError error = failure(ApiError::Kind::Tls);
            error.tlsReason = reason;
            const ErrorText text = errorText(error);
            requireSentences(text, meta.valueToKey(static_cast<int>(reason)));
            sentences.insert(text.what);
        }
        // "None" beside the kind Tls says no more than "Other".
        QCOMPARE(sentences.size(), meta.keyCount() - 1);
    }

    void everyTroubleWithTheSettingsHasASentenceOfItsOwn()
    {
        using Problem = StorageProblem::Kind;
        const QList<Problem> all{
            Problem::CorruptRestored, Problem::CorruptLost,   Problem::NotReadable,
            Problem::NotWritable,     Problem::DiskFull,      Problem::Locked,
            Problem::NewerVersion,    Problem::ModesRepaired, Problem::NotConverted};
        QSet<QString> sentences;
        for (const Problem kind : all) {
            const ErrorText text = errorText(StorageProblem{kind, u"/there/file"_s, u"why"_s});
            requireSentences(text, "a storage problem");
            QCOMPARE(text.details, u"/there/file\nwhy"_s);
            sentences.insert(text.what);
        }
        QCOMPARE(sentences.size(), all.size());
    }

    void everyProblemOfAnAddressHasASentenceOfItsOwn()
    {
        using Problem = ServerAddress::Problem;
        const QList<Problem> all{Problem::Empty,         Problem::NotAnAddress,   Problem::UserInfo,
                                 Problem::UnknownScheme, Problem::InsecureScheme, Problem::BadPort,
                                 Problem::BadHost};
        QSet<QString> sentences;
        for (const Problem problem : all) {
            requireSentences(errorText(problem), "an address problem");
            sentences.insert(errorText(problem).what);
        }
        QCOMPARE(sentences.size(), all.size());
    }

    void aClusterOfTheOldestApiIsNotSentToAnotherFormOfIt()
    {
        ApiError error = failure(ApiError::Kind::WrongApiForm);
        const ErrorText other = errorText(error);
        error.detail = u"v1"_s; // as the search for the form ends there
        const ErrorText text = errorText(error);
        requireSentences(text, "only v1");
        QVERIFY(text.what.contains(u"REST API v1"_s));
        QVERIFY(text.what != other.what);
        QVERIFY(!text.nextStep.contains(u"Automatic"_s));
    }

    void detailsTellWhatSupportWillAsk()
    {
        const ApiError error{.kind = ApiError::Kind::BadCredentials,
                             .httpStatus = 401,
                             .serverMessage = u"Invalid credentials"_s,
                             .code = 10097,
                             .incidentId = u"c3a1f7d0-8f0e-4a2b-9d56-0f6ddc0a9c11"_s,
                             .detail = u"POST /api/rest/2.0/auth/session/login"_s,
                             .retryAfterSeconds = {}};
        QCOMPARE(errorText(error).details,
                 u"HTTP status 401\nCode 10097\nIncident id c3a1f7d0-8f0e-4a2b-9d56-0f6ddc0a9c11\n"
                 "The server says: Invalid credentials\nPOST /api/rest/2.0/auth/session/login"_s);
    }

    void anErrorWithoutDataHasNoDetails()
    {
        QCOMPARE(errorText(failure(ApiError::Kind::Timeout)).details, QString());
    }

    void theServersWordsStayInTheDetailsAndAreCut()
    {
        const QString hostile = u"<b>x</b>\u202e\u200b"_s + QString(100'000, u'y');
        for (const ApiError::Kind kind : allOf<ApiError::Kind>()) {
            ApiError error = failure(kind);
            error.serverMessage = hostile;
            const ErrorText text = errorText(error);
            QVERIFY(!(text.what + text.nextStep).contains(u"<b>"_s));
            QVERIFY(text.details.contains(u"<b>x</b>yyy"_s));
            QCOMPARE_LT(text.details.size(), 600);
        }
    }

    void aRedirectNamesItsTarget()
    {
        ApiError error = failure(ApiError::Kind::Redirected);
        error.detail = u"https://login.example.com"_s;
        const ErrorText text = errorText(error);
        QVERIFY(text.what.contains(u"https://login.example.com"_s));
    }

    void aRateLimitSaysWhenToTryAgain()
    {
        ApiError error = failure(ApiError::Kind::RateLimited);
        error.retryAfterSeconds = 30;
        const ErrorText text = errorText(error);
        QCOMPARE(text.nextStep, u"Try again in 30 seconds."_s);
    }

    void aSignOutSaysWhatDiedAndWhatLivesOn_data()
    {
        using Outcome = SignOutReport::Outcome;
        QTest::addColumn<Outcome>("revoke");
        QTest::addColumn<Outcome>("logout");
        QTest::addColumn<bool>("diesIsKnown");
        QTest::addColumn<QString>("words");

        QTest::newRow("all done") << Outcome::Confirmed << Outcome::Confirmed << true
                                  << u"Signed out. The token was revoked and the session closed."_s;
        QTest::newRow("there was no token") << Outcome::NotNeeded << Outcome::Confirmed << false
                                            << u"Signed out. The session was closed."_s;
        QTest::newRow("there was no session") << Outcome::Confirmed << Outcome::NotNeeded << false
                                              << u"Signed out. The token was revoked."_s;
        QTest::newRow("there was nothing")
            << Outcome::NotNeeded << Outcome::NotNeeded << false << u"Signed out."_s;
        QTest::newRow("the token may live on")
            << Outcome::NotConfirmed << Outcome::Confirmed << true
            << u"Signed out here, but the cluster did not confirm that the token was revoked; it "
               "dies by itself at 15:03."_s;
        QTest::newRow("the token may live on, nobody knows for how long")
            << Outcome::NotConfirmed << Outcome::Confirmed << false
            << u"Signed out here, but the cluster did not confirm that the token was revoked, and "
               "when it dies is not known."_s;
        QTest::newRow("both may live on")
            << Outcome::NotConfirmed << Outcome::NotConfirmed << true
            << u"Signed out here, but the cluster did not confirm that the token was revoked; it "
               "dies by itself at 15:03. Nor did it confirm that the session was closed."_s;
        QTest::newRow("the session may live on")
            << Outcome::Confirmed << Outcome::NotConfirmed << true
            << u"Signed out. The token was revoked, but the cluster did not confirm that the "
               "session was closed."_s;
    }
    void aSignOutSaysWhatDiedAndWhatLivesOn()
    {
        QFETCH(SignOutReport::Outcome, revoke);
        QFETCH(SignOutReport::Outcome, logout);
        QFETCH(bool, diesIsKnown);
        const qint64 now = QDateTime(QDate(2026, 8, 12), QTime(14, 0)).toMSecsSinceEpoch();
        SignOutReport report{.revoke = revoke,
                             .revokeError = {},
                             .logout = logout,
                             .logoutError = {},
                             .proof = {},
                             .proofError = {},
                             .tokenDiesMs = {}};
        if (diesIsKnown)
            report.tokenDiesMs = now + 63 * 60'000;
        QTEST(signOutText(report, now), "words");
        QCOMPARE(statusText(SignedIn{}, SignedOut{{}, report}, now), signOutText(report, now));
    }

    void aSignOutSaysWhatTheProofTold_data()
    {
        using Proof = SignOutReport::Proof;
        QTest::addColumn<Proof>("proof");
        QTest::addColumn<bool>("diesIsKnown");
        QTest::addColumn<QString>("words");
        const QString done = u"Signed out. The token was revoked and the session closed. "_s;
        QTest::newRow("not there yet")
            << Proof::Underway << false
            << done + u"Checking that the token is no longer accepted…"_s;
        QTest::newRow("dead") << Proof::NotAccepted << false
                              << done + u"Checked: the token is no longer accepted."_s;
        QTest::newRow("nobody can tell")
            << Proof::Failed << false
            << done + u"That could not be checked: the token may still work."_s;
        QTest::newRow("nobody can tell, but when it ends is known")
            << Proof::Failed << true
            << done + u"That could not be checked: the token may work until 15:03."_s;
        QTest::newRow("alive all the same")
            << Proof::StillAccepted << true
            << u"Signed out here, but the token is still accepted, until 15:03, though the cluster "
               "said that it revoked it. Tell its administrator. The session was closed."_s;
        QTest::newRow("alive, nobody knows for how long")
            << Proof::StillAccepted << false
            << u"Signed out here, but the token is still accepted, though the cluster said that it "
               "revoked it. Tell its administrator. The session was closed."_s;
    }
    void aSignOutSaysWhatTheProofTold()
    {
        QFETCH(SignOutReport::Proof, proof);
        QFETCH(bool, diesIsKnown);
        const qint64 now = QDateTime(QDate(2026, 8, 12), QTime(14, 0)).toMSecsSinceEpoch();
        SignOutReport report;
        report.revoke = SignOutReport::Outcome::Confirmed;
        report.logout = SignOutReport::Outcome::Confirmed;
        report.proof = proof;
        if (diesIsKnown)
            report.tokenDiesMs = now + 63 * 60'000;
        QTEST(signOutText(report, now), "words");
    }

    void aRevokeThatCouldNotBeCheckedSaysUntilWhenTheTokenMayLive()
    {
        const qint64 now = QDateTime(QDate(2026, 8, 12), QTime(14, 0)).toMSecsSinceEpoch();
        SignedIn before;
        before.token = Token{};
        before.activity = SignedIn::Activity::RevokingToken;
        SignedIn after = before;
        after.activity = SignedIn::Activity::Idle;
        after.token->standing = Token::Standing::Revoked;
        QCOMPARE(statusText(before, after, now),
                 u"Token revoked. That could not be checked: the token may still work."_s);
        after.token->expiresMs = now + 63 * 60'000;
        QCOMPARE(statusText(before, after, now),
                 u"Token revoked. That could not be checked: the token may work until 15:03."_s);
    }

    void aRevokeThatDidNothingSaysUntilWhenTheTokenLives()
    {
        const qint64 now = QDateTime(QDate(2026, 8, 12), QTime(14, 0)).toMSecsSinceEpoch();
        SignedIn before;
        before.token = Token{};
        before.activity = SignedIn::Activity::RevokingToken;
        SignedIn after = before;
        after.activity = SignedIn::Activity::Idle;
        after.lastError = failure(ApiError::Kind::BadReply);
        after.token->standing = Token::Standing::RevokeUnconfirmed;
        after.token->expiresMs = now + 63 * 60'000;
        after.token->lastCheck =
            TokenCheck{.accepted = true, .atMs = now, .expiresMs = {}, .orgId = {}};
        QCOMPARE(statusText(before, after, now),
                 u"The token is still accepted, until 15:03, though the cluster said that it "
                 "revoked it. Tell its administrator."_s);
    }

    void aTokenThatMayHaveBeenMadeIsNotHidden()
    {
        SignOutReport report;
        report.revoke = SignOutReport::Outcome::Confirmed;
        const QString done = signOutText(report, 0);
        report.othersLeft = 1;
        QCOMPARE(signOutText(report, 0),
                 done + u" One other token that you got works until its end."_s);
        report.othersLeft = 3;
        QCOMPARE(signOutText(report, 0),
                 done + u" 3 other tokens that you got work until their end."_s);
        report.othersLeft = 0;
        report.isRestShut = true;
        QCOMPARE(signOutText(report, 0),
                 done + u" Tokens that are kept could not be opened, and so were not revoked."_s);
        report.isRestShut = false;
        report.mayLeaveToken = true;
        QCOMPARE(signOutText(report, 0),
                 done + u" The token that was being asked for may have been made all the same; it "
                        "works until it runs out."_s);
    }

    void aKeptTokenThatEndedWithTheSignOutIsSaid_data()
    {
        using End = KeptEnd::End;
        QTest::addColumn<End>("end");
        QTest::addColumn<bool>("diesIsKnown");
        QTest::addColumn<QString>("words");
        QTest::newRow("revoked") << End::Revoked << true
                                 << u"The token kept for retail was revoked as well."_s;
        QTest::newRow("not proved")
            << End::RevokedUnproved << true
            << u"The token kept for retail was revoked as well. That could not be checked: the "
               "token may work until 15:03."_s;
        QTest::newRow("dead") << End::WasDead << true
                              << u"The token kept for retail was not accepted any more."_s;
        QTest::newRow("alive") << End::StillAccepted << true
                               << u"The token kept for retail is still accepted, until 15:03, "
                                  "though the cluster said that it revoked it."_s;
        QTest::newRow("alive, nobody knows for how long")
            << End::StillAccepted << false
            << u"The token kept for retail is still accepted, though the cluster said that it "
               "revoked it."_s;
        QTest::newRow("not confirmed") << End::NotConfirmed << true
                                       << u"The cluster did not confirm that the token kept for "
                                          "retail was revoked; it dies by itself at 15:03."_s;
        QTest::newRow("not confirmed, nobody knows for how long")
            << End::NotConfirmed << false
            << u"The cluster did not confirm that the token kept for retail was revoked, and when "
               "it dies is not known."_s;
    }
    void aKeptTokenThatEndedWithTheSignOutIsSaid()
    {
        QFETCH(KeptEnd::End, end);
        QFETCH(bool, diesIsKnown);
        QFETCH(QString, words);
        const qint64 now = QDateTime(QDate(2026, 8, 12), QTime(14, 0)).toMSecsSinceEpoch();
        KeptEnd kept{.org = {7, u"retail"_s}, .end = end};
        if (diesIsKnown)
            kept.expiresMs = now + 63 * 60'000;
        SignOutReport report;
        const QString done = signOutText(report, now);
        report.kept = {kept};
        // What somebody has to act on comes first, unless the token in use is no better.
        const bool isOpen = end == KeptEnd::End::StillAccepted || end == KeptEnd::End::NotConfirmed;
        QCOMPARE(signOutText(report, now), isOpen ? words + u' ' + done : done + u' ' + words);
        SignOutReport worse = report;
        worse.revoke = SignOutReport::Outcome::NotConfirmed;
        QVERIFY(signOutText(worse, now).endsWith(words));
        report.kept.first().org.name.clear();
        QVERIFY(signOutText(report, now).contains(u"for 7 "_s));
        report.kept.first().isOrgKnown = false;
        QVERIFY(signOutText(report, now).contains(u"for an Organization that is not known "_s));
    }

    void aProxyThatWantsAPasswordIsSaidToBeNoUse()
    {
        ApiError error = failure(ApiError::Kind::Proxy);
        const ErrorText any = errorText(error);
        error.httpStatus = 407;
        const ErrorText asking = errorText(error);
        QVERIFY(asking.what != any.what);
        QVERIFY(asking.what.contains(u"user name and a password"_s));
        QVERIFY(asking.nextStep.contains(u"cannot"_s));
        QVERIFY(!any.nextStep.contains(u"password"_s));
    }

    void theStatusFollowsASession()
    {
        const qint64 now = QDateTime(QDate(2026, 8, 12), QTime(14, 3)).toMSecsSinceEpoch();
        const SessionState out = SignedOut{};
        QCOMPARE(statusText(out, out, now), u"Not signed in"_s);

        const SessionState signingIn = SigningIn{};
        QCOMPARE(statusText(out, signingIn, now), u"Signing in…"_s);
        QCOMPARE(statusText(signingIn, out, now), u"Sign-in cancelled."_s);

        const SessionState refused = SignedOut{failure(ApiError::Kind::BadCredentials), {}};
        QVERIFY(statusText(signingIn, refused, now)
                    .startsWith(u"User name or password not accepted."_s));

        SignedIn in;
        in.account.userName = u"maria.lopez"_s;
        in.signedInMs = now;
        QCOMPARE(statusText(signingIn, in, now), u"Signed in."_s);
        SignedIn again = in;
        again.leftToken = true;
        QCOMPARE(statusText(signingIn, again, now),
                 u"Signed in. The token held before works on until it runs out."_s);

        SignedIn busy = in;
        busy.activity = SignedIn::Activity::RevokingToken;
        QCOMPARE(statusText(in, busy, now), u"Revoking the token…"_s);

        SignedIn revoked = in;
        revoked.token = Token{};
        revoked.token->standing = Token::Standing::Revoked;
        revoked.token->lastCheck =
            TokenCheck{.accepted = false, .atMs = now, .expiresMs = {}, .orgId = {}};
        QCOMPARE(statusText(busy, revoked, now),
                 u"Token revoked: no longer accepted, checked at 14:03."_s);

        SignedIn failed = in;
        failed.lastError = failure(ApiError::Kind::Timeout);
        QVERIFY(statusText(busy, failed, now).startsWith(u"The server did not answer in time."_s));
        QCOMPARE(statusText(in, in, now), QString());
    }
};

QTEST_GUILESS_MAIN(TestErrorText)
#include "tst_errortext.moc"
