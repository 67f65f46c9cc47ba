#include "core/session/sessionledger.h"
#include "tests/support/democluster.h"
#include "tests/support/sessionprobe.h"
#include "tests/support/writtenfolder.h"

#include <QFile>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

using Standing = LedgerEntry::Standing;
using Origin = LedgerEntry::Origin;

static const QString maria = u"maria.lopez"_s;

//! A session at a demo cluster whose tokens are written down.
struct NotedSession
{
    explicit NotedSession(const QStringList &options = {}, Api::Form form = Api::Form::V2)
        : cluster(options)
        , probe(cluster.origin().toString(), form)
        , book(home.filePath(u"profiles.conf"_s))
        , noter(book)
    {
        QObject::connect(&probe.service(), &SessionService::stateChanged, &book,
                         [this](const SessionState &state) {
                             noter.follow(profile, state, probe.service().serverClock().nowMs());
                             if (const auto *in = std::get_if<SignedIn>(&state); in && in->token)
                                 values += in->token->value;
                         });
    }

    [[nodiscard]] Credentials credentials() const
    {
        return {maria, SecretBuffer::fromText(cluster.password(maria)), {}};
    }
    void signIn()
    {
        SignInRequest request;
        request.credentials = credentials();
        probe.service().signIn(request);
        QTRY_COMPARE(probe.now(), u"in"_s);
    }
    void getAnother()
    {
        TokenWish wish;
        wish.validitySeconds = 600;
        probe.service().getToken(wish, credentials());
        QTRY_COMPARE(probe.now(), u"in"_s);
    }

    //! "Minted Open" and so on, in the order of their coming, as the file tells.
    [[nodiscard]] QStringList written() const
    {
        QStringList lines;
        const auto all = LedgerFile(home.filePath(u"profiles.conf"_s)).read();
        static const QStringList standings{u"Open"_s,    u"Replaced"_s,    u"Left"_s,
                                           u"Unknown"_s, u"RevokedSaid"_s, u"StillAccepted"_s,
                                           u"Revoked"_s};
        for (const LedgerEntry &entry : all.value())
            lines += (entry.origin == Origin::Minted ? u"Minted "_s : u"TakenIn "_s) +
                     standings.at(static_cast<int>(entry.standing));
        return lines;
    }

    WrittenFolder home;
    DemoCluster cluster;
    SessionProbe probe;
    Ledger book;
    SessionLedger noter;
    QList<SecretBuffer> values;
    const QUuid profile = QUuid::createUuid();
};

class tst_SessionLedger final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void tokensAreNotedFromTheirMakingToTheirEnd();
    void anEntryTellsWhatIsKnownOfTheToken();
    void aTokenThatLivesOnIsNotNotedAsRevoked();
    void signingOutIsNotedAsWhatTheServerSaid_data();
    void signingOutIsNotedAsWhatTheServerSaid();
    void aTokenThatWasBroughtIsTakenIn();
    void handingOutIsNotedBesideIt();
    void noTokenIsInTheLedger();
};

void tst_SessionLedger::tokensAreNotedFromTheirMakingToTheirEnd()
{
    NotedSession noted;
    noted.signIn();
    QTRY_COMPARE(noted.written(), QStringList{u"Minted Open"_s});
    noted.getAnother();
    QTRY_COMPARE(noted.written(), QStringList({u"Minted Replaced"_s, u"Minted Open"_s}));
    noted.probe.service().revokeToken();
    QTRY_COMPARE(noted.written(), QStringList({u"Minted Replaced"_s, u"Minted Revoked"_s}));
}

void tst_SessionLedger::anEntryTellsWhatIsKnownOfTheToken()
{
    NotedSession noted;
    noted.signIn();
    const Token token = *noted.probe.signedIn().token;
    const LedgerEntry entry = noted.book.entry(noted.profile, token.fingerprint()).value();
    QCOMPARE(entry.owner, maria);
    QCOMPARE(entry.scope, u"FULL"_s);
    QCOMPARE(entry.orgId, token.orgId);
    QCOMPARE(entry.createdMs, token.createdMs);
    QCOMPARE(entry.expiresMs, token.expiresMs);
    QVERIFY(entry.expiresMs);
}

void tst_SessionLedger::aTokenThatLivesOnIsNotNotedAsRevoked()
{
    NotedSession noted({u"--quirk"_s, u"keep-revoked-alive"_s});
    noted.signIn();
    noted.probe.service().revokeToken();
    QTRY_COMPARE(noted.written(), QStringList{u"Minted StillAccepted"_s});
}

void tst_SessionLedger::signingOutIsNotedAsWhatTheServerSaid_data()
{
    QTest::addColumn<Api::Form>("form");
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<bool>("isReachable");
    QTest::addColumn<QString>("line");
    const QStringList lying{u"--quirk"_s, u"keep-revoked-alive"_s};
    const QStringList mute{u"--script"_s,
                           u"[{\"operation\":\"2.0/tokenValidate\",\"status\":500}]"_s};
    QTest::newRow("confirmed, and not proved")
        << Api::Form::V2 << mute << true << u"Minted RevokedSaid"_s;
    QTest::newRow("proved") << Api::Form::V2 << QStringList() << true << u"Minted Revoked"_s;
    QTest::newRow("proved in a beta")
        << Api::Form::Beta << QStringList() << true << u"Minted Revoked"_s;
    QTest::newRow("belied") << Api::Form::V2 << lying << true << u"Minted StillAccepted"_s;
    QTest::newRow("belied in a beta")
        << Api::Form::Beta << lying << true << u"Minted StillAccepted"_s;
    QTest::newRow("the cluster is gone")
        << Api::Form::V2 << QStringList() << false << u"Minted Left"_s;
}

void tst_SessionLedger::signingOutIsNotedAsWhatTheServerSaid()
{
    QFETCH(const Api::Form, form);
    QFETCH(const QStringList, options);
    QFETCH(const bool, isReachable);
    NotedSession noted(options, form);
    noted.signIn();
    if (!isReachable) {
        noted.cluster.process().kill();
        QVERIFY(noted.cluster.process().waitForFinished());
    }
    noted.probe.service().signOut();
    QTRY_VERIFY(std::holds_alternative<SignedOut>(noted.probe.service().state()));
    QFETCH(const QString, line);
    QTRY_COMPARE(noted.written(), QStringList{line});
}

void tst_SessionLedger::aTokenThatWasBroughtIsTakenIn()
{
    NotedSession here;
    here.signIn();
    SessionProbe elsewhere(here.cluster.origin().toString(), Api::Form::V2);
    SessionLedger noter(here.book);
    const QUuid other = QUuid::createUuid();
    connect(&elsewhere.service(), &SessionService::stateChanged, &here.book,
            [&](const SessionState &state) { noter.follow(other, state, 0); });
    SignInRequest request;
    request.credentials.userName = maria;
    request.held = Token{};
    request.held->value = here.probe.signedIn().token->value;
    elsewhere.service().signIn(request);
    QTRY_COMPARE(elsewhere.now(), u"in"_s);
    QTRY_COMPARE(here.written(), QStringList({u"Minted Open"_s, u"TakenIn Open"_s}));
    // What this session asks for after that is made here.
    elsewhere.service().getToken({}, here.credentials());
    QTRY_COMPARE(here.written(),
                 QStringList({u"Minted Open"_s, u"TakenIn Replaced"_s, u"Minted Open"_s}));
}

void tst_SessionLedger::handingOutIsNotedBesideIt()
{
    NotedSession noted;
    noted.signIn();
    const Token token = *noted.probe.signedIn().token;
    noted.noter.noteHandout(noted.profile, token, u"copied CurlLine"_s, 1'700'000'000'000);
    noted.noter.noteHandout(noted.profile, token, u"copied Token"_s, 1'700'000'000'001);
    QTRY_VERIFY(noted.book.isSaved());
    const auto all = LedgerFile(noted.home.filePath(u"profiles.conf"_s)).read();
    QCOMPARE(all->size(), 1);
    QCOMPARE(all->first().origin, Origin::Minted);
    const QList<LedgerEntry::Handout> handouts{{u"copied CurlLine"_s, 1'700'000'000'000},
                                               {u"copied Token"_s, 1'700'000'000'001}};
    QCOMPARE(all->first().handouts, handouts);
}

void tst_SessionLedger::noTokenIsInTheLedger()
{
    NotedSession noted;
    noted.signIn();
    noted.getAnother();
    noted.noter.noteHandout(noted.profile, *noted.probe.signedIn().token, u"copied Token"_s, 1);
    QTRY_VERIFY(noted.book.isSaved());
    QFile file(noted.home.filePath(u"ledger.conf"_s));
    QVERIFY(file.open(QIODevice::ReadOnly));
    const QByteArray content = file.readAll();
    QVERIFY(content.contains("maria.lopez"));
    QVERIFY(noted.values.size() >= 2);
    for (const SecretBuffer &value : std::as_const(noted.values)) {
        QVERIFY(value.size() > 16);
        // Not even a part that tells something of it.
        QVERIFY(!content.contains(value.view().first(12).toByteArray()));
        QVERIFY(!content.contains(value.view().last(12).toByteArray()));
    }
}

QTEST_GUILESS_MAIN(tst_SessionLedger)
#include "tst_sessionledger.moc"
