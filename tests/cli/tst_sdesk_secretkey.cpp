#include "core/storage/profilestore.h"
#include "core/storage/vault.h"
#include "tests/cli/sdeskhome.h"
#include "tests/support/canarysearch.h"
#include "tests/support/democluster.h"

#include <QJsonArray>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

//! Tokens by the cluster's secret key: what goes out, what is kept, and where there is no such way.
class TestSdeskSecretKey final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_home = std::make_unique<SdeskHome>();
    }
    void aTokenComesByTheKeyAndCreatesNobody();
    void theLaterBetaTakesTheKeyToo();
    void whereTheFormTakesNoKeyNothingIsSent();
    void aFormThatWasFoundLongAgoIsAskedAnew();
    void aWrongKeyIsSaid();
    void aProfileByKeyUsesTheKeptKey();
    void aProfileByKeyAsksForIt();
    void aKeptKeyIsUsedOnceIfItIsWrong();
    void aKeyIsForANewTokenOnly();
    void theKeyIsLeftNowhere();

private:
    void prepare(const DemoCluster &cluster, const QString &form,
                 const QString &user = u"maria.lopez"_s)
    {
        m_home->addProfile(cluster, user, {u"--api"_s, form});
        m_home->chooseCheapPassphrase();
    }
    void prepareByKey(const DemoCluster &cluster)
    {
        m_home->addProfile(cluster, u"maria.lopez"_s,
                           {u"--api"_s, u"2.0"_s, u"--method"_s, u"secret-key"_s});
        m_home->chooseCheapPassphrase();
    }
    void keepKey(const QByteArray &key) const
    {
        m_home->asTheWindow([&key](ProfileStore &store, Vault &vault) {
            QVERIFY(vault.remember(store.profiles().value(0).id, SecretField::SecretKey,
                                   SecretBuffer::fromBytes(key)));
        });
    }
    SdeskRun run(const QString &line, const QByteArray &input = {}) const
    {
        return m_home->run(line.split(u' '), input);
    }

    std::unique_ptr<SdeskHome> m_home;
};

static QByteArray keyOf(const DemoCluster &cluster)
{
    return cluster.secretKey().toUtf8() + '\n';
}

void TestSdeskSecretKey::aTokenComesByTheKeyAndCreatesNobody()
{
    DemoCluster cluster;
    prepare(cluster, u"2.0"_s);
    const SdeskRun login = run(u"login work --secret-key"_s, keyOf(cluster));
    QVERIFY2(login.code == 0, login.errors.constData());
    QVERIFY2(login.output.startsWith("work: signed in as maria.lopez; the token is kept"),
             login.output.constData());
    const SdeskRun fresh = run(u"token work --fresh --secret-key"_s, keyOf(cluster));
    QVERIFY2(fresh.code == 0, fresh.errors.constData());
    QVERIFY(Token::isWellFormed(fresh.output.trimmed()));
    QCOMPARE(cluster.operations(), (QStringList{u"2.0/tokenFull"_s, u"2.0/tokenFull"_s}));
    const QJsonObject state = cluster.state();
    for (const QJsonValue &request : state.value(u"requests"_s).toArray()) {
        const QStringList fields = request[u"fields"_s].toVariant().toStringList();
        QVERIFY(fields.contains(u"secret_key"_s) && !fields.contains(u"password"_s));
        QCOMPARE(request[u"body"_s][u"auto_create"_s], QJsonValue(false));
    }
    QCOMPARE(state.value(u"unknownFields"_s).toObject(), QJsonObject());

    const qsizetype users = state.value(u"users"_s).toArray().size();
    m_home = std::make_unique<SdeskHome>();
    prepare(cluster, u"2.0"_s, u"mistyped.user"_s);
    QCOMPARE(run(u"login work --secret-key"_s, keyOf(cluster)).code, 6);
    QCOMPARE(cluster.state().value(u"users"_s).toArray().size(), users);
}

void TestSdeskSecretKey::theLaterBetaTakesTheKeyToo()
{
    DemoCluster cluster({u"--forms"_s, u"beta"_s});
    prepare(cluster, u"beta"_s);
    const SdeskRun login = run(u"login work --secret-key"_s, keyOf(cluster));
    QVERIFY2(login.code == 0, login.errors.constData());
    QCOMPARE(cluster.operations(), QStringList{u"beta/gettoken"_s});
    const QStringList fields =
        cluster.state().value(u"requests"_s)[0][u"fields"_s].toVariant().toStringList();
    QVERIFY(fields.contains(u"secretKey"_s) && !fields.contains(u"password"_s));
}

void TestSdeskSecretKey::whereTheFormTakesNoKeyNothingIsSent()
{
    DemoCluster cluster({u"--forms"_s, u"beta-2022"_s});
    prepare(cluster, u"beta-2022"_s);
    const SdeskRun login = run(u"login work --secret-key"_s, keyOf(cluster));
    QCOMPARE(login.code, 2);
    QCOMPARE(login.errors,
             QByteArray("sdesk: This cluster's form of the API, REST API v2 beta (2022), takes no "
                        "secret key. Use the password: --method password.\n"));
    QCOMPARE(cluster.operations(), QStringList());
}

void TestSdeskSecretKey::aFormThatWasFoundLongAgoIsAskedAnew()
{
    DemoCluster cluster({u"--forms"_s, u"2.0"_s});
    prepare(cluster, u"auto"_s);
    m_home->asTheWindow([](ProfileStore &store, Vault &) {
        Profile profile = store.profiles().value(0);
        profile.foundForm = Api::Form::Beta2022; // as it was before an upgrade
        store.save(profile);
    });
    const SdeskRun login = run(u"login work --secret-key"_s, keyOf(cluster));
    QVERIFY2(login.code == 0, login.errors.constData());
    QCOMPARE(cluster.calls(u"2.0/tokenFull"_s), 1);
}

void TestSdeskSecretKey::aWrongKeyIsSaid()
{
    DemoCluster cluster;
    prepare(cluster, u"2.0"_s);
    const SdeskRun login = run(u"login work --secret-key"_s, "another-key-altogether\n");
    QCOMPARE(login.code, 6);
    QVERIFY2(login.errors.startsWith("sdesk: The cluster does not accept this secret key for "
                                     "maria.lopez. Check the key"),
             login.errors.constData());
    QCOMPARE(cluster.calls(u"2.0/tokenFull"_s), 1);
    QCOMPARE(run(u"login work --secret-key"_s).code, 2); // none came
    const SdeskRun blank = run(u"login work --secret-key"_s, "  \n");
    QCOMPARE(blank.code, 2);
    QVERIFY2(blank.errors.startsWith("sdesk: The secret key is missing"), blank.errors.constData());
    QCOMPARE(cluster.calls(u"2.0/tokenFull"_s), 1);
}

void TestSdeskSecretKey::aProfileByKeyUsesTheKeptKey()
{
    DemoCluster cluster;
    prepareByKey(cluster);
    keepKey(cluster.secretKey().toUtf8());
    const SdeskRun login = run(u"login work"_s); // nothing is typed
    QVERIFY2(login.code == 0, login.errors.constData());
    QVERIFY(m_home->keptToken().isBySecretKey);
    QCOMPARE(run(u"token work --fresh"_s).code, 0);
    QCOMPARE(run(u"token work --fresh --method password"_s, "demo-maria-1\n").code, 0);
    QStringList by;
    for (const QJsonValue &request : cluster.state().value(u"requests"_s).toArray())
        by += request[u"body"_s].toObject().contains(u"secret_key"_s) ? u"key"_s : u"password"_s;
    QCOMPARE(by, (QStringList{u"key"_s, u"key"_s, u"password"_s}));
}

void TestSdeskSecretKey::aProfileByKeyAsksForIt()
{
    DemoCluster cluster;
    prepareByKey(cluster);
    const SdeskRun login = run(u"login work"_s, keyOf(cluster));
    QVERIFY2(login.code == 0, login.errors.constData());
    QCOMPARE(run(u"login work"_s).errors,
             QByteArray("sdesk: The secret key is needed: nothing was entered. "
                        "Enter it in a terminal, or give it as a line "
                        "of standard input.\n"));
    QCOMPARE(cluster.calls(u"2.0/tokenFull"_s), 1);
}

void TestSdeskSecretKey::aKeptKeyIsUsedOnceIfItIsWrong()
{
    DemoCluster cluster;
    prepareByKey(cluster);
    keepKey("another-key-altogether");
    const SdeskRun wrong = run(u"token work --fresh"_s);
    QCOMPARE(wrong.code, 6);
    QCOMPARE(wrong.errors,
             QByteArray("sdesk: The kept secret key was not accepted and is no longer "
                        "kept. Try again, and enter the right one.\n"));
    QCOMPARE(run(u"token work --fresh"_s).code, 2); // none is kept, and none came
    QCOMPARE(cluster.calls(u"2.0/tokenFull"_s), 1);
}

void TestSdeskSecretKey::aKeyIsForANewTokenOnly()
{
    DemoCluster cluster;
    prepare(cluster, u"2.0"_s);
    QCOMPARE(run(u"token work --secret-key"_s, keyOf(cluster)).code, 2);
    QCOMPARE(run(u"login work --token --secret-key"_s, keyOf(cluster)).code, 2);
    QCOMPARE(cluster.operations(), QStringList());
}

void TestSdeskSecretKey::theKeyIsLeftNowhere()
{
    DemoCluster cluster;
    m_home->logEverything();
    prepare(cluster, u"2.0"_s);
    CanarySearch search({{u"secret key"_s, cluster.secretKey().toUtf8()}});
    QProcess login;
    m_home->start(login, {u"login"_s, u"work"_s, u"--secret-key"_s});
    login.write(keyOf(cluster));
    while (!login.waitForFinished(1))
        search.inProcess(login.processId());
    QCOMPARE(login.exitCode(), 0);
    search.inBytes(u"output"_s, login.readAllStandardOutput());
    search.inBytes(u"errors"_s, login.readAllStandardError());
    search.inFolder(m_home->path());
    QCOMPARE(search.found(), QStringList());
    QVERIFY(search.searchedBytes() > 4000);
    m_home->asTheWindow([](ProfileStore &store, Vault &vault) {
        QCOMPARE(vault.storedFields(store.profiles().value(0).id), QList{SecretField::Token});
    });
}

QTEST_GUILESS_MAIN(TestSdeskSecretKey)
#include "tst_sdesk_secretkey.moc"
