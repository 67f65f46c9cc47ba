#include "core/storage/kepttokens.h"
#include "core/storage/profilestore.h"
#include "core/storage/vault.h"
#include "tests/cli/sdeskhome.h"
#include "tests/support/democluster.h"
#include "tests/support/plainclient.h"

#include <QDateTime>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLockFile>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

//! Tokens got, kept, used and ended, and the exact calls that each verb makes.
class TestSdeskTokens final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_home = std::make_unique<SdeskHome>();
    }
    void aKeptTokenIsPrintedWithoutAnyCall();
    void aFailureOfTheClusterHasItsExitCode_data();
    void aFailureOfTheClusterHasItsExitCode();
    void aClusterThatIsNotThereIsSaid();
    void aFreshTokenIsNotKept();
    void aKeptPasswordIsUsedOnceIfItIsWrong();
    void anotherOrgThanAskedForIsRevokedAndSaid();
    void aShortPassphraseIsNoPlaceForSecrets();
    void aTokenThatCannotBeKeptIsRevoked();
    void aTokenThatCouldNotBeKeptIsNotSaidToBe_data();
    void aTokenThatCouldNotBeKeptIsNotSaidToBe();
    void aTokenThatOneHasIsCheckedBeforeItIsKept();
    void anExpiredTokenIsNotHandedOut();
    void aTokensLifeIsToldByTheClustersClock_data();
    void aTokensLifeIsToldByTheClustersClock();
    void aTokenThatLosesItsPlaceIsSaid();
    void aTokenThatStaysAliveIsSaid_data();
    void aTokenThatStaysAliveIsSaid();
    void aRevokeThatCouldNotBeCheckedIsSaid();
    void aRefusedTokenIsForgotten();
    void theFormIsFoundAnewWhenItChanged();
    void whatHappenedIsToldAsJson();
    void aLoginWritesTheSettingsOnce();

private:
    //! A profile of \a user, and a place for secrets.
    void prepare(const DemoCluster &cluster, const QString &user = u"maria.lopez"_s,
                 const QStringList &options = {})
    {
        m_home->addProfile(cluster, user, options);
        m_home->chooseCheapPassphrase();
    }
    SdeskRun run(const QString &line, const QByteArray &input = {}) const
    {
        return m_home->run(line.split(u' '), input);
    }

    //! What is kept for another profile leaves no room.
    void fillTheVault() const
    {
        m_home->asTheWindow([](ProfileStore &store, Vault &) {
            Profile full = store.profiles().value(0);
            full.id = {};
            full.name = u"full"_s;
            const QUuid id = store.save(full);
            SealedTexts texts;
            for (int i = 0; i < 66; ++i) // more than half of the largest settings
                texts.insert(u"field%1"_s.arg(i), QString(32'000, u'A'));
            store.setSealedTexts(id, texts);
        });
    }

    std::unique_ptr<SdeskHome> m_home;
};

static const QByteArray password = "demo-maria-1\n";

void TestSdeskTokens::aKeptTokenIsPrintedWithoutAnyCall()
{
    {
        DemoCluster cluster;
        prepare(cluster);
        const SdeskRun login = run(u"login work --validity 5m"_s, password);
        QVERIFY2(login.code == 0, login.errors.constData());
        // The form is found out once.
        QCOMPARE(cluster.operations(), (QStringList{u"2.0/sessionUser"_s, u"2.0/tokenFull"_s}));
        const QJsonValue token = cluster.state().value(u"tokens"_s)[0];
        QCOMPARE(token[u"expiresMs"_s].toInteger() - token[u"createdMs"_s].toInteger(), 300'000);
    }
    const SdeskRun token = run(u"token work"_s); // nobody is there to be asked
    QCOMPARE(token.code, 0);
    QCOMPARE(token.errors, QByteArray());
    QVERIFY(Token::isWellFormed(token.output.trimmed()));
    QVERIFY(run(u"status work"_s).output.contains("token of maria.lopez, valid until"));
}

void TestSdeskTokens::aFailureOfTheClusterHasItsExitCode_data()
{
    QTest::addColumn<QString>("user");
    QTest::addColumn<QString>("script");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("words");
    const QString maria = u"maria.lopez"_s;
    QTest::addRow("a wrong password") << maria << u"[]"_s << 6 << QByteArray("not accepted");
    QTest::addRow("a locked account") << u"luis.locked"_s << u"[]"_s << 6 << QByteArray("locked");
    QTest::addRow("a second factor") << u"nina.mfa"_s << u"[]"_s << 6 << QByteArray("factor");
    const auto scripted = [](const QString &what) {
        return u"[{\"operation\":\"2.0/tokenFull\",%1}]"_s.arg(what);
    };
    QTest::addRow("a missing privilege")
        << maria << scripted(u"\"refuse\":403,\"code\":10023"_s) << 7 << QByteArray("not allowed");
    QTest::addRow("too many requests")
        << maria << scripted(u"\"status\":429"_s) << 9 << QByteArray("too many");
    QTest::addRow("a fault inside")
        << maria << scripted(u"\"refuse\":500"_s) << 9 << QByteArray("inside the cluster");
    QTest::addRow("a connection that is cut")
        << maria << scripted(u"\"drop\":true"_s) << 8 << QByteArray("hung up");
}

void TestSdeskTokens::aFailureOfTheClusterHasItsExitCode()
{
    QFETCH(QString, user);
    QFETCH(QString, script);
    QFETCH(int, code);
    QFETCH(QByteArray, words);
    DemoCluster cluster({u"--script"_s, script});
    prepare(cluster, user, {u"--api"_s, u"2.0"_s});
    const QByteArray typed = code == 6 && user == u"maria.lopez"_s
                                 ? QByteArray("not hers")
                                 : cluster.password(user).toUtf8();
    const SdeskRun login = run(u"login work"_s, typed + '\n');
    QCOMPARE(login.code, code);
    QCOMPARE(login.output, QByteArray());
    QVERIFY2(login.errors.contains(words), login.errors.constData());
    QVERIFY2(login.errors.startsWith("sdesk: ") && login.errors.count('\n') == 1,
             login.errors.constData());
    QCOMPARE(cluster.operations(), QStringList{u"2.0/tokenFull"_s}); // one attempt
    QVERIFY(m_home->keptToken().value.isEmpty());
}

void TestSdeskTokens::aClusterThatIsNotThereIsSaid()
{
    {
        DemoCluster cluster;
        prepare(cluster);
    }
    const SdeskRun login = run(u"login work"_s, password);
    QCOMPARE(login.code, 8);
    QVERIFY2(login.errors.contains("cannot be reached"), login.errors.constData());
}

void TestSdeskTokens::aFreshTokenIsNotKept()
{
    DemoCluster cluster;
    m_home->addProfile(cluster, u"maria.lopez"_s, {u"--api"_s, u"2.0"_s}); // and no vault
    const SdeskRun first = run(u"token work --fresh --validity 90s"_s, password);
    QVERIFY2(first.code == 0, first.errors.constData());
    const SdeskRun second = run(u"token work --fresh --org 1042377815"_s, password);
    QVERIFY2(second.code == 0, second.errors.constData());
    QVERIFY(Token::isWellFormed(first.output.trimmed()));
    QVERIFY(first.output != second.output);
    QCOMPARE(cluster.operations(), (QStringList{u"2.0/tokenFull"_s, u"2.0/tokenFull"_s}));
    QCOMPARE(cluster.state().value(u"tokens"_s)[1][u"org"_s].toInteger(), 1042377815);
    QCOMPARE(run(u"token work"_s).code, 4);
    QCOMPARE(run(u"token work --fresh"_s).code, 2); // no password came
}

void TestSdeskTokens::aKeptPasswordIsUsedOnceIfItIsWrong()
{
    DemoCluster cluster;
    prepare(cluster, u"maria.lopez"_s, {u"--api"_s, u"2.0"_s});
    const auto keep = [this](const QByteArray &secret) {
        m_home->asTheWindow([&secret](ProfileStore &store, Vault &vault) {
            QVERIFY(vault.remember(store.profiles().value(0).id, SecretField::Password,
                                   SecretBuffer::fromBytes(secret)));
        });
    };
    keep("demo-maria-1");
    QCOMPARE(run(u"token work --fresh"_s).code, 0); // nothing is typed
    keep("not hers");
    const SdeskRun wrong = run(u"token work --fresh"_s);
    QCOMPARE(wrong.code, 6);
    QVERIFY2(wrong.errors.contains("no longer kept"), wrong.errors.constData());
    QCOMPARE(run(u"token work --fresh"_s).code, 2);
    QCOMPARE(cluster.calls(u"2.0/tokenFull"_s), 2);
}

void TestSdeskTokens::anotherOrgThanAskedForIsRevokedAndSaid()
{
    DemoCluster cluster({u"--quirk"_s, u"ignore-org"_s});
    prepare(cluster, u"maria.lopez"_s, {u"--api"_s, u"2.0"_s});
    const SdeskRun login = run(u"login work --org 1042377815"_s, password);
    QCOMPARE(login.code, 7);
    QVERIFY2(login.errors.contains("Organization"), login.errors.constData());
    QVERIFY(m_home->keptToken().value.isEmpty());
    QCOMPARE(run(u"token work --fresh --org 1042377815"_s, password).output, QByteArray());
    const QJsonArray tokens = cluster.state().value(u"tokens"_s).toArray();
    QCOMPARE(tokens.size(), 2);
    for (const QJsonValue &token : tokens)
        QVERIFY(!token[u"alive"_s].toBool());
}

void TestSdeskTokens::aShortPassphraseIsNoPlaceForSecrets()
{
    DemoCluster cluster;
    m_home->addProfile(cluster);
    const SdeskRun login = m_home->run({u"login"_s, u"work"_s, u"--keep"_s, u"passphrase"_s},
                                       password, SdeskHome::Passphrase::Short);
    QCOMPARE(login.code, 5);
    QCOMPARE(login.errors, QByteArray("sdesk: The passphrase is too short. Take at least 8 "
                                      "characters; a few words are best.\n"));
    QCOMPARE(cluster.operations(), QStringList());
    QCOMPARE(m_home->run({u"status"_s, u"work"_s}).code, 4); // and none is chosen
}

void TestSdeskTokens::aTokenThatCannotBeKeptIsRevoked()
{
    DemoCluster cluster;
    prepare(cluster, u"maria.lopez"_s, {u"--api"_s, u"2.0"_s});
    fillTheVault();
    const SdeskRun login = run(u"login work"_s, password);
    QCOMPARE(login.code, 5);
    QVERIFY2(login.errors.contains("could not be kept. It is revoked again."),
             login.errors.constData());
    QCOMPARE(cluster.state().value(u"tokens"_s)[0][u"alive"_s], QJsonValue(false));
}

void TestSdeskTokens::aTokenThatCouldNotBeKeptIsNotSaidToBe_data()
{
    QTest::addColumn<bool>("isFull");
    QTest::addColumn<int>("code");
    QTest::newRow("the vault is full") << true << 5;
    QTest::newRow("another program holds the settings") << false << 10;
}

void TestSdeskTokens::aTokenThatCouldNotBeKeptIsNotSaidToBe()
{
    QFETCH(const bool, isFull);
    QFETCH(const int, code);
    DemoCluster cluster;
    prepare(cluster, u"maria.lopez"_s, {u"--api"_s, u"2.0"_s, u"--org"_s, u"retail-emea"_s});
    if (isFull)
        fillTheVault();
    const QJsonObject credentials{{u"username"_s, u"maria.lopez"_s},
                                  {u"password"_s, cluster.password(u"maria.lopez"_s)},
                                  {u"validity_time_in_sec"_s, 600}};
    const QString token =
        PlainClient(cluster).post(u"/api/rest/2.0/auth/token/full"_s, credentials).token();
    QLockFile held(m_home->settingsFile() + u".lock"_s);
    QVERIFY(isFull || held.tryLock());
    const SdeskRun login = run(u"login work --token"_s, token.toUtf8() + '\n');
    QCOMPARE(login.code, code);
    QCOMPARE(login.output, QByteArray());
    QCOMPARE(login.errors.count('\n'), 1);
    QVERIFY2(!login.errors.contains("--org"), login.errors.constData());
}

void TestSdeskTokens::aTokenThatOneHasIsCheckedBeforeItIsKept()
{
    DemoCluster cluster;
    prepare(cluster, u"maria.lopez"_s, {u"--api"_s, u"2.0"_s});
    PlainClient client(cluster);
    const auto mint = [&](const QString &user) {
        return client
            .post(u"/api/rest/2.0/auth/token/full"_s, {{u"username"_s, user},
                                                       {u"password"_s, cluster.password(user)},
                                                       {u"validity_time_in_sec"_s, 600}})
            .token()
            .toUtf8();
    };
    const QByteArray hers = mint(u"maria.lopez"_s);
    const QByteArray other = mint(u"admin.demo"_s);
    QCOMPARE(run(u"login work --token"_s, "Bearer " + hers + '\n').code, 2);
    QCOMPARE(run(u"login work --token"_s, "bm90IGEgdG9rZW4=\n").code, 6);
    const SdeskRun wrong = run(u"login work --token"_s, other + '\n');
    QCOMPARE(wrong.code, 7);
    QVERIFY2(wrong.errors.contains("admin.demo"), wrong.errors.constData());
    QVERIFY(m_home->keptToken().value.isEmpty());

    const SdeskRun right = run(u"login work --token"_s, "  " + hers + "\r\n");
    QVERIFY2(right.code == 0, right.errors.constData());
    const Token kept = m_home->keptToken();
    QCOMPARE(kept.value.view(), hers);
    QCOMPARE(kept.owner, u"maria.lopez"_s);
    QVERIFY(kept.expiresMs.has_value());
    QCOMPARE(cluster.calls(u"2.0/tokenFull"_s), 2); // ours alone
    QCOMPARE(kept.orgId, std::optional<qint64>(0));
    QCOMPARE(kept.orgName, u"Primary"_s);
    QCOMPARE(right.errors, QByteArray());

    m_home->asTheWindow([](ProfileStore &store, Vault &) {
        Profile profile = store.profiles().value(0);
        profile.org = u"retail-emea"_s;
        store.save(profile);
    });
    const SdeskRun elsewhere = run(u"login work --token"_s, hers + '\n');
    QCOMPARE(elsewhere.code, 0);
    QVERIFY2(elsewhere.errors.contains("is for the Organization Primary, not for retail-emea"),
             elsewhere.errors.constData());
    QCOMPARE(run(u"token work"_s).code, 4);
    QCOMPARE(run(u"token work --org 0"_s).output, hers + '\n');
}

void TestSdeskTokens::anExpiredTokenIsNotHandedOut()
{
    DemoCluster cluster;
    prepare(cluster);
    m_home->asTheWindow([](ProfileStore &store, Vault &vault) {
        Token token;
        token.value = SecretBuffer::fromBytes("b2xkIHRva2Vu");
        token.owner = u"maria.lopez"_s;
        token.expiresMs = QDateTime::currentMSecsSinceEpoch() - 1000;
        QVERIFY(KeptTokens::keep(vault, store.profiles().value(0).id, token, 0));
    });
    for (const QString &line : {u"token work"_s, u"header work"_s, u"env work"_s,
                                u"credential work"_s, u"info work"_s, u"exec work -- echo ran"_s}) {
        const SdeskRun done = run(line);
        QCOMPARE(done.code, 4);
        QCOMPARE(done.output, QByteArray());
        QVERIFY2(done.errors.contains("has expired"), done.errors.constData());
    }
    const SdeskRun status = run(u"status work --json"_s);
    QCOMPARE(status.code, 4);
    QVERIFY(QJsonDocument::fromJson(status.output)[u"token"_s][u"expired"_s].toBool());
    QCOMPARE(cluster.operations(), QStringList());
}

void TestSdeskTokens::aTokensLifeIsToldByTheClustersClock_data()
{
    QTest::addColumn<QString>("aheadSeconds");
    QTest::addRow("a cluster that is two hours behind") << u"-7200"_s;
    QTest::addRow("one that is two hours ahead") << u"7200"_s;
}

void TestSdeskTokens::aTokensLifeIsToldByTheClustersClock()
{
    QFETCH(QString, aheadSeconds);
    DemoCluster cluster({u"--clock-offset"_s, aheadSeconds});
    prepare(cluster, u"maria.lopez"_s, {u"--api"_s, u"2.0"_s});
    const qint64 beforeMs = QDateTime::currentMSecsSinceEpoch();
    QCOMPARE(run(u"login work --validity 90m"_s, password).code, 0);
    // One for another Organization does not push it out.
    QCOMPARE(run(u"login work --org 1042377815 --validity 90m"_s, password).code, 0);
    QCOMPARE(run(u"token work"_s).code, 0);
    const SdeskRun status = run(u"status work --json"_s);
    const QJsonObject told = QJsonDocument::fromJson(status.output).object();
    QCOMPARE(told[u"tokens"_s].toArray().size(), 2);
    QVERIFY(!told[u"token"_s][u"expired"_s].toBool(true));
    // Other programs have this machine's clock.
    const SdeskRun credential = run(u"credential work"_s);
    const QJsonDocument given = QJsonDocument::fromJson(credential.output);
    for (const QString &expiration :
         {told[u"token"_s][u"expiration"_s].toString(), given[u"expiration"_s].toString()}) {
        const QDateTime end = QDateTime::fromString(expiration, Qt::ISODate);
        const qint64 lifeMs = end.toMSecsSinceEpoch() - beforeMs;
        QVERIFY2(qAbs(lifeMs - 90 * 60'000) < 60'000, QByteArray::number(lifeMs).constData());
    }
    QVERIFY2(run(u"status work"_s).output.contains("1 h 30 min left"),
             run(u"status work"_s).output.constData());

    QCOMPARE(run(u"login work --validity 1s"_s, password).code, 0);
    QTRY_COMPARE_WITH_TIMEOUT(run(u"token work"_s).code, 4, 10'000);
}

void TestSdeskTokens::aTokenThatLosesItsPlaceIsSaid()
{
    DemoCluster cluster;
    prepare(cluster, u"maria.lopez"_s, {u"--api"_s, u"2.0"_s});
    const SdeskRun first = run(u"login work"_s, password);
    QCOMPARE(first.errors, QByteArray());
    const SdeskRun elsewhere = run(u"login work --org 1042377815"_s, password);
    QCOMPARE(elsewhere.errors, QByteArray());
    const SdeskRun second = run(u"login work"_s, password);
    QCOMPARE(second.code, 0);
    QVERIFY2(second.errors.startsWith("sdesk: The token that was kept before is no longer kept "
                                      "here, and is accepted until ") &&
                 second.errors.endsWith("To end one first: sdesk revoke work.\n"),
             second.errors.constData());
    QCOMPARE(run(u"tokens work"_s).output.count("replaced"), 1);
    // One that is over has nothing to be said of.
    QCOMPARE(run(u"revoke work"_s).code, 0);
    QCOMPARE(run(u"login work"_s, password).errors, QByteArray());
}

void TestSdeskTokens::aTokenThatStaysAliveIsSaid_data()
{
    QTest::addColumn<QString>("form");
    for (const QString &form : {u"2.0"_s, u"beta"_s, u"beta-2022"_s})
        QTest::addRow("%s", qPrintable(form)) << form;
}

void TestSdeskTokens::aTokenThatStaysAliveIsSaid()
{
    QFETCH(QString, form);
    DemoCluster cluster({u"--quirk"_s, u"keep-revoked-alive"_s, u"--forms"_s, form});
    prepare(cluster, u"maria.lopez"_s, {u"--api"_s, form});
    QCOMPARE(run(u"login work"_s, password).code, 0);
    const SdeskRun revoke = run(u"revoke work"_s);
    QCOMPARE(revoke.code, 9);
    QVERIFY2(revoke.errors.contains("accepts it all the same"), revoke.errors.constData());
    QCOMPARE(run(u"token work"_s).code, 0); // still there, as it is still good
    const SdeskRun logout = run(u"logout work"_s);
    QCOMPARE(logout.code, 9);
    QVERIFY2(logout.errors.contains("accepts it all the same, until "), logout.errors.constData());
    QCOMPARE(run(u"token work"_s).code, 4); // gone, whatever the cluster says
}

void TestSdeskTokens::aRevokeThatCouldNotBeCheckedIsSaid()
{
    DemoCluster cluster(
        {u"--script"_s, u"[{\"operation\":\"2.0/tokenValidate\",\"call\":1,\"refuse\":500}]"_s});
    prepare(cluster);
    QCOMPARE(run(u"login work"_s, password).code, 0);
    const SdeskRun revoke = run(u"revoke work"_s);
    QCOMPARE(revoke.code, 0);
    QVERIFY2(revoke.output.startsWith("work: revoked, as the cluster says. That could not be "
                                      "checked: the token may work until "),
             revoke.output.constData());
}

void TestSdeskTokens::aRefusedTokenIsForgotten()
{
    DemoCluster cluster;
    prepare(cluster);
    QCOMPARE(run(u"login work"_s, password).code, 0);
    const Token token = m_home->keptToken();
    PlainClient client(cluster);
    client.post(u"/api/rest/2.0/auth/token/revoke"_s,
                {{u"token"_s, token.value.toText()}, {u"user_identifier"_s, u"maria.lopez"_s}},
                PlainClient::bearer(token.value.toText()));
    const SdeskRun validate = run(u"validate work --json"_s);
    QCOMPARE(validate.code, 6);
    QCOMPARE(QJsonDocument::fromJson(validate.output)[u"accepted"_s], QJsonValue(false));
    QVERIFY2(validate.errors.contains("no longer accepts the token"), validate.errors.constData());
    QCOMPARE(run(u"token work"_s).code, 4);
}

void TestSdeskTokens::theFormIsFoundAnewWhenItChanged()
{
    DemoCluster cluster({u"--forms"_s, u"2.0"_s});
    prepare(cluster);
    m_home->asTheWindow([](ProfileStore &store, Vault &) {
        Profile profile = store.profiles().value(0);
        profile.foundForm = Api::Form::Beta; // as it was before an upgrade
        store.save(profile);
    });
    const SdeskRun login = run(u"login work"_s, password);
    QVERIFY2(login.code == 0, login.errors.constData());
    QCOMPARE(cluster.calls(u"2.0/tokenFull"_s), 1);
}

void TestSdeskTokens::whatHappenedIsToldAsJson()
{
    DemoCluster cluster;
    const QString origin = cluster.origin().toString();
    const auto json = [this](const QString &line, const QByteArray &input = {}) {
        return QJsonDocument::fromJson(run(line, input).output);
    };
    const QJsonDocument added =
        json(u"add work --server %1 --user maria.lopez --api 2.0 --json"_s.arg(origin));
    QVERIFY(!QUuid(added[u"id"_s].toString()).isNull());
    QCOMPARE(added[u"server"_s].toString(), origin);
    m_home->chooseCheapPassphrase();

    const SdeskRun login = run(u"login work --json"_s, password);
    const QJsonDocument said = QJsonDocument::fromJson(login.output);
    const Token kept = m_home->keptToken();
    QVERIFY(!login.output.contains(kept.value.view()));
    QCOMPARE(said[u"name"_s].toString(), u"work"_s);
    QCOMPARE(said[u"token"_s][u"fingerprint"_s].toString(), kept.fingerprint());
    QCOMPARE(said[u"token"_s][u"owner"_s].toString(), u"maria.lopez"_s);
    QCOMPARE(said[u"token"_s][u"orgId"_s].toInteger(-1), 0);
    const QString expiration = said[u"token"_s][u"expiration"_s].toString();
    QVERIFY(QDateTime::fromString(expiration, Qt::ISODate).isValid());

    const QJsonDocument fresh = json(u"token work --fresh --json"_s, password);
    QVERIFY(Token::isWellFormed(fresh[u"token"_s].toString().toUtf8()));
    QCOMPARE(fresh.object().keys(), json(u"credential work"_s).object().keys());
    QCOMPARE(run(u"token work --json"_s).code, 2);

    const QJsonDocument ended = json(u"logout work --json"_s);
    QCOMPARE(ended[0][u"profile"_s].toString(), u"work"_s);
    QCOMPARE(ended[0][u"result"_s].toString(), u"revoked"_s);
    QCOMPARE(ended[0][u"token"_s][u"fingerprint"_s].toString(), kept.fingerprint());
}

// Each write of the settings waits for the disk several times.
void TestSdeskTokens::aLoginWritesTheSettingsOnce()
{
    DemoCluster cluster;
    prepare(cluster, u"maria.lopez"_s, {u"--api"_s, u"2.0"_s});
    QCOMPARE(run(u"login work"_s, password).code, 0);
    const auto profile = [this] {
        ProfileStore store(m_home->settingsFile());
        store.load();
        return store.profiles().value(0);
    };
    const Profile first = profile();
    QVERIFY(QDateTime::currentMSecsSinceEpoch() - first.lastUsedMs < 60'000);
    QCOMPARE(run(u"login work"_s, password).code, 0);
    QCOMPARE(profile(), first); // the sealed token alone has changed
}

QTEST_GUILESS_MAIN(TestSdeskTokens)
#include "tst_sdesk_tokens.moc"
