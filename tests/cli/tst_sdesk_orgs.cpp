#include "core/storage/profilestore.h"
#include "tests/cli/sdeskhome.h"
#include "tests/support/democluster.h"
#include "tests/support/plainclient.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

//! Organizations by name and number: what goes out, what is compared, and what is said of it.
class TestSdeskOrgs final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_home = std::make_unique<SdeskHome>();
    }
    void aNameIsLookedUpByAHelperThatIsRevoked_data();
    void aNameIsLookedUpByAHelperThatIsRevoked();
    void aNameIsLookedUpByTheSecretKeyToo();
    void aTokenThatIsThereAsksForTheName();
    void aFreshTokenTeachesTheNamesToo();
    void aTokenThatIsInUseIsNoHelperToRevoke();
    void aNameThatIsNotThereNamesThoseThatAre();
    void anotherOrgIsNamedWithWhatBecameOfItsToken_data();
    void anotherOrgIsNamedWithWhatBecameOfItsToken();
    void aTokenInUseIsNotRevokedForItsOrg();
    void whatCannotBeComparedIsSaid();
    void anOrgThatTheClusterChoseIsSaid();
    void aTokenForEachOrgIsKept_data();
    void aTokenForEachOrgIsKept();
    void theProfilesOrgIsTheOneUnasked();
    void tokensEndOneByOneOrAllAtOnce();
    void eachTokenThatIsNotConfirmedIsSaid_data();
    void eachTokenThatIsNotConfirmedIsSaid();
    void tokensAfterOneThatIsOutOfReachAreNamedToo();
    void aRefusedTokenTakesNoOtherWithIt();

private:
    void prepare(const DemoCluster &cluster, const QStringList &options)
    {
        m_home->addProfile(cluster, u"maria.lopez"_s, options);
        m_home->chooseCheapPassphrase();
    }
    SdeskRun run(const QString &line, const QByteArray &input = {}) const
    {
        return m_home->run(line.split(u' '), input);
    }
    Profile profile() const
    {
        ProfileStore store(m_home->settingsFile());
        store.load();
        return store.profiles().value(0);
    }

    std::unique_ptr<SdeskHome> m_home;
};

static const QByteArray password = "demo-maria-1\n";
static constexpr qint64 retailId = 1042377815;
static const QList<Org> orgs{{0, u"Primary"_s}, {retailId, u"retail-emea"_s}};

//! What was sent, without the headers: "tokenFull {...}".
static QList<QJsonObject> bodies(DemoCluster &cluster)
{
    QList<QJsonObject> bodies;
    const QJsonArray requests = cluster.state().value(u"requests"_s).toArray();
    for (const QJsonValue &request : requests)
        bodies += request[u"body"_s].toObject();
    return bodies;
}

void TestSdeskOrgs::aNameIsLookedUpByAHelperThatIsRevoked_data()
{
    QTest::addColumn<QString>("form");
    QTest::addColumn<QStringList>("operations");
    QTest::addColumn<QString>("lifeField");
    QTest::addColumn<QString>("orgField");
    QTest::addRow("2.0") << u"2.0"_s
                         << QStringList{u"2.0/tokenFull"_s, u"v1/orgs"_s, u"2.0/tokenRevoke"_s,
                                        u"2.0/tokenFull"_s}
                         << u"validity_time_in_sec"_s << u"org_id"_s;
    QTest::addRow("later beta") << u"beta"_s
                                << QStringList{u"beta/gettoken"_s, u"v1/orgs"_s,
                                               u"beta/revoketoken"_s, u"beta/gettoken"_s,
                                               u"beta/info"_s}
                                << u"tokenExpiryDuration"_s << u"orgId"_s;
}

void TestSdeskOrgs::aNameIsLookedUpByAHelperThatIsRevoked()
{
    QFETCH(QString, form);
    QFETCH(QStringList, operations);
    QFETCH(QString, lifeField);
    QFETCH(QString, orgField);
    DemoCluster cluster({u"--forms"_s, form + u",v1"_s});
    prepare(cluster, {u"--api"_s, form, u"--org"_s, u"retail-emea"_s});
    const SdeskRun login = run(u"login work"_s, password);
    QVERIFY2(login.code == 0, login.errors.constData());
    QCOMPARE(login.errors, QByteArray());
    QCOMPARE(cluster.operations(), operations);
    const QList<QJsonObject> sent = bodies(cluster);
    QCOMPARE(sent.at(0)[lifeField].toVariant().toInt(), 60);
    QVERIFY(!sent.at(0).contains(orgField));
    QCOMPARE(sent.at(3)[orgField].toVariant().toLongLong(), retailId);
    const QJsonObject state = cluster.state();
    const QJsonArray requests = state.value(u"requests"_s).toArray();
    const QString helper = u"Bearer <token 1 of maria.lopez>"_s;
    QCOMPARE(requests[1][u"headers"_s][u"authorization"_s].toString(), helper);
    QCOMPARE(requests[2][u"headers"_s][u"authorization"_s].toString(), helper);
    QCOMPARE(state.value(u"tokens"_s)[0][u"alive"_s], QJsonValue(false));
    QCOMPARE(state.value(u"tokens"_s)[1][u"org"_s].toInteger(), retailId);
    QCOMPARE(state.value(u"unknownFields"_s).toObject(), QJsonObject());
    QCOMPARE(m_home->keptToken().orgId, std::optional(retailId));

    // Both are in the list of tokens; and the name is known from now on.
    const QJsonArray listed = QJsonDocument::fromJson(run(u"tokens work --json"_s).output).array();
    QStringList states;
    for (const QJsonValue &entry : listed)
        states += entry[u"state"_s].toString();
    states.sort();
    QCOMPARE(states, (QStringList{u"alive"_s, u"revoked"_s}));
    QCOMPARE(profile().knownOrgs, orgs);
    QCOMPARE(run(u"login work"_s, password).code, 0);
    operations += operations.mid(3);
    QCOMPARE(cluster.operations(), operations);
    // Also where the cluster tells the number alone.
    const QByteArray info = run(u"info work"_s).output;
    QVERIFY2(info.contains("\nOrganization  retail-emea\n"), info.constData());
}

void TestSdeskOrgs::aNameIsLookedUpByTheSecretKeyToo()
{
    DemoCluster cluster;
    prepare(cluster, {u"--api"_s, u"2.0"_s, u"--method"_s, u"secret-key"_s});
    const QByteArray key = cluster.secretKey().toUtf8() + '\n';
    const SdeskRun login = run(u"login work --org RETAIL-emea"_s, key);
    QVERIFY2(login.code == 0, login.errors.constData());
    QCOMPARE(cluster.operations(), (QStringList{u"2.0/tokenFull"_s, u"v1/orgs"_s,
                                                u"2.0/tokenRevoke"_s, u"2.0/tokenFull"_s}));
    for (const qsizetype i : {0, 3}) {
        const QJsonObject body = bodies(cluster).at(i);
        QCOMPARE(body[u"secret_key"_s].toString(), u"<secret key>"_s);
        QVERIFY(!body.contains(u"password"_s));
        QCOMPARE(body[u"auto_create"_s], QJsonValue(false));
    }
    QCOMPARE(m_home->keptToken().orgId, std::optional(retailId));
}

void TestSdeskOrgs::aTokenThatIsThereAsksForTheName()
{
    DemoCluster cluster;
    prepare(cluster, {u"--api"_s, u"2.0"_s});
    QCOMPARE(run(u"login work"_s, password).code, 0);
    const SdeskRun login = run(u"login work --org retail-emea"_s, password);
    QVERIFY2(login.code == 0, login.errors.constData());
    QCOMPARE(cluster.operations(),
             (QStringList{u"2.0/tokenFull"_s, u"v1/orgs"_s, u"2.0/tokenFull"_s}));
    const QJsonArray requests = cluster.state().value(u"requests"_s).toArray();
    QCOMPARE(requests[1][u"headers"_s][u"authorization"_s].toString(),
             u"Bearer <token 1 of maria.lopez>"_s);
    QCOMPARE(cluster.state().value(u"tokens"_s)[0][u"alive"_s], QJsonValue(true)); // in use
}

void TestSdeskOrgs::aFreshTokenTeachesTheNamesToo()
{
    DemoCluster cluster;
    m_home->addProfile(cluster, u"maria.lopez"_s, {u"--api"_s, u"2.0"_s}); // and no vault
    const SdeskRun first = run(u"token work --fresh --org retail-emea"_s, password);
    QVERIFY2(first.code == 0, first.errors.constData());
    QVERIFY(Token::isWellFormed(first.output.trimmed()));
    QCOMPARE(cluster.calls(u"2.0/tokenFull"_s), 2);
    QCOMPARE(run(u"token work --fresh --org retail-emea"_s, password).code, 0);
    QCOMPARE(cluster.calls(u"2.0/tokenFull"_s), 3);
    QCOMPARE(cluster.calls(u"v1/orgs"_s), 1);
}

void TestSdeskOrgs::aTokenThatIsInUseIsNoHelperToRevoke()
{
    DemoCluster cluster({u"--quirk"_s, u"same-token"_s});
    prepare(cluster, {u"--api"_s, u"2.0"_s});
    QCOMPARE(run(u"login work"_s, password).code, 0);
    // Typed, so that the vault stays shut and there is no token to ask by.
    const SdeskRun fresh = run(u"token work --fresh --org retail-emea"_s, password);
    QVERIFY2(fresh.code == 0, fresh.errors.constData());
    QCOMPARE(cluster.calls(u"2.0/tokenRevoke"_s), 0);
    QCOMPARE(run(u"validate work"_s).code, 0);
}

void TestSdeskOrgs::aNameThatIsNotThereNamesThoseThatAre()
{
    DemoCluster cluster;
    prepare(cluster, {u"--api"_s, u"2.0"_s});
    const SdeskRun login = run(u"login work --org no-such-org"_s, password);
    QCOMPARE(login.code, 7);
    QVERIFY2(login.errors.contains("asked for no-such-org, there are Primary (0), retail-emea "
                                   "(1042377815)"),
             login.errors.constData());
    QCOMPARE(login.errors.count('\n'), 1);
    QCOMPARE(cluster.operations(),
             (QStringList{u"2.0/tokenFull"_s, u"v1/orgs"_s, u"2.0/tokenRevoke"_s}));
    QCOMPARE(cluster.state().value(u"tokens"_s)[0][u"alive"_s], QJsonValue(false));
    QVERIFY(m_home->keptToken().value.isEmpty());
}

void TestSdeskOrgs::anotherOrgIsNamedWithWhatBecameOfItsToken_data()
{
    QTest::addColumn<QStringList>("quirks");
    QTest::addColumn<QByteArray>("words");
    const QStringList ignores{u"--quirk"_s, u"ignore-org"_s};
    QTest::addRow("revoked") << ignores << QByteArray("It is revoked again.");
    QTest::addRow("said to be revoked, and alive")
        << ignores + QStringList{u"--quirk"_s, u"keep-revoked-alive"_s}
        << QByteArray("that it was revoked is not certain, so it may be accepted until");
    QTest::addRow("not revoked")
        << ignores +
               QStringList{u"--script"_s, u"[{\"operation\":\"2.0/tokenRevoke\",\"refuse\":500}]"_s}
        << QByteArray("that it was revoked is not certain, so it may be accepted until");
}

void TestSdeskOrgs::anotherOrgIsNamedWithWhatBecameOfItsToken()
{
    QFETCH(QStringList, quirks);
    QFETCH(QByteArray, words);
    DemoCluster cluster(quirks);
    prepare(cluster, {u"--api"_s, u"2.0"_s});
    const SdeskRun fresh = run(u"token work --fresh --org 1042377815"_s, password);
    QCOMPARE(fresh.code, 7);
    QCOMPARE(fresh.output, QByteArray());
    QVERIFY2(fresh.errors.startsWith("sdesk: The cluster gave a token for the Organization 0, not "
                                     "for 1042377815. "),
             fresh.errors.constData());
    QVERIFY2(fresh.errors.contains(words), fresh.errors.constData());
    QCOMPARE(fresh.errors.count('\n'), 1);
}

void TestSdeskOrgs::aTokenInUseIsNotRevokedForItsOrg()
{
    DemoCluster cluster({u"--quirk"_s, u"ignore-org"_s, u"--quirk"_s, u"same-token"_s});
    prepare(cluster, {u"--api"_s, u"2.0"_s});
    QCOMPARE(run(u"login work"_s, password).code, 0);
    const SdeskRun again = run(u"token work --fresh --org 1042377815"_s, password);
    QCOMPARE(again.code, 7);
    QCOMPARE(again.output, QByteArray());
    QVERIFY2(again.errors.contains("may be in use and is not revoked."), again.errors.constData());
    QCOMPARE(cluster.calls(u"2.0/tokenRevoke"_s), 0);
    QCOMPARE(cluster.state().value(u"tokens"_s)[0][u"alive"_s], QJsonValue(true));
}

void TestSdeskOrgs::whatCannotBeComparedIsSaid()
{
    DemoCluster cluster({u"--forms"_s, u"beta"_s, u"--script"_s,
                         u"[{\"operation\":\"beta/info\",\"refuse\":500}]"_s});
    prepare(cluster, {u"--api"_s, u"beta"_s});
    const SdeskRun fresh = run(u"token work --fresh --org 1042377815"_s, password);
    QCOMPARE(fresh.code, 0);
    QVERIFY(Token::isWellFormed(fresh.output.trimmed()));
    QCOMPARE(fresh.errors,
             QByteArray("sdesk: The cluster does not tell which Organization the token is for, so "
                        "that it is for 1042377815 could not be checked. See sdesk validate "
                        "work.\n"));
}

void TestSdeskOrgs::anOrgThatTheClusterChoseIsSaid()
{
    DemoCluster cluster;
    prepare(cluster, {u"--api"_s, u"2.0"_s});
    QCOMPARE(run(u"token work --fresh"_s, password).errors, QByteArray()); // Primary, as expected
    PlainClient client(cluster);
    client.post(u"/api/rest/2.0/auth/session/login"_s, {{u"username"_s, u"maria.lopez"_s},
                                                        {u"password"_s, u"demo-maria-1"_s},
                                                        {u"org_identifier"_s, u"retail-emea"_s}});
    const SdeskRun fresh = run(u"token work --fresh"_s, password);
    QCOMPARE(fresh.code, 0);
    QCOMPARE(fresh.errors, QByteArray("sdesk: No Organization was asked for, and the cluster chose "
                                      "1042377815. Say the one that is meant with --org.\n"));
}

void TestSdeskOrgs::aTokenForEachOrgIsKept_data()
{
    QTest::addColumn<QString>("form");
    QTest::addRow("2.0") << u"2.0"_s;
    QTest::addRow("later beta") << u"beta"_s;
}

void TestSdeskOrgs::aTokenForEachOrgIsKept()
{
    QFETCH(QString, form);
    DemoCluster cluster({u"--forms"_s, form});
    prepare(cluster, {u"--api"_s, form});
    QCOMPARE(run(u"login work --org 0"_s, password).code, 0);
    const QByteArray first = run(u"token work"_s).output.trimmed();
    QCOMPARE(run(u"login work --org 1042377815"_s, password).code, 0);
    const QByteArray second = run(u"token work"_s).output.trimmed();
    QVERIFY(Token::isWellFormed(first) && Token::isWellFormed(second) && first != second);

    const int calls = static_cast<int>(cluster.operations().size());
    QCOMPARE(run(u"token work --org 0"_s).output, first + '\n');
    QCOMPARE(run(u"token work --org 1042377815"_s).output, second + '\n');
    QCOMPARE(run(u"header work --org 0"_s).output, "Authorization: Bearer " + first + '\n');
    QVERIFY(run(u"env work --org 0"_s).output.contains("TS_AUTH_TOKEN='" + first + "'"));
    QVERIFY(run(u"credential work --org 0"_s).output.contains(first));
    QCOMPARE(m_home
                 ->run({u"exec"_s, u"--org"_s, u"0"_s, u"work"_s, u"--"_s, u"sh"_s, u"-c"_s,
                        u"echo $TS_AUTH_TOKEN"_s})
                 .output,
             first + '\n');
    QCOMPARE(static_cast<int>(cluster.operations().size()), calls); // none of it asks the cluster
    const QByteArrayList lines = run(u"status work"_s).output.trimmed().split('\n');
    QCOMPARE(lines.size(), 2);
    QVERIFY2(lines.first().contains("for 1042377815, valid until"), lines.first().constData());
    QCOMPARE(run(u"status work --org 0"_s).output.count('\n'), 1);
    QCOMPARE(run(u"status work --org 7"_s).code, 4);
    const QJsonDocument status = QJsonDocument::fromJson(run(u"status work --json"_s).output);
    QCOMPARE(status[u"tokens"_s].toArray().size(), 2);
    QCOMPARE(status[u"token"_s][u"orgId"_s].toInteger(), retailId);

    const QString org = form == u"2.0"_s ? u"current_org.id"_s : u"currentOrgId"_s;
    QCOMPARE(run(u"info work %1 --org 0"_s.arg(org)).output, QByteArray("0\n"));
    QCOMPARE(run(u"info work %1"_s.arg(org)).output, QByteArray("1042377815\n"));
    QCOMPARE(run(u"validate work --org 0"_s).code, 0);
    QVERIFY(run(u"doctor work --org 0"_s).output.contains("ok    Organization"));
    const SdeskRun without = run(u"doctor work --org 7"_s);
    QCOMPARE(without.code, 0);
    QVERIFY2(without.output.contains("no token is kept for 7\n"), without.output.constData());
    const QString path =
        form == u"2.0"_s ? u"/api/rest/2.0/auth/session/user"_s : u"/tspublic/rest/v2/session"_s;
    QCOMPARE(run(u"curl work --org 0 "_s + path).code, 0);
    const QJsonArray requests = cluster.state().value(u"requests"_s).toArray();
    QCOMPARE(requests.last()[u"headers"_s][u"authorization"_s].toString(),
             u"Bearer <token 1 of maria.lopez>"_s);

    const SdeskRun none = run(u"token work --org 7"_s);
    QCOMPARE(none.code, 4);
    QCOMPARE(none.errors, QByteArray("sdesk: No token for the Organization 7 is kept for work. Get "
                                     "one: sdesk login work --org 7; sdesk status work tells what "
                                     "there is.\n"));
    QCOMPARE(run(u"exec work --org 0 -- true"_s).code, 2);
}

void TestSdeskOrgs::theProfilesOrgIsTheOneUnasked()
{
    DemoCluster cluster;
    prepare(cluster, {u"--api"_s, u"2.0"_s, u"--org"_s, u"retail-emea"_s});
    QCOMPARE(run(u"login work"_s, password).code, 0);
    const QByteArray own = run(u"token work"_s).output;
    QCOMPARE(run(u"login work --org Primary"_s, password).code, 0);
    QCOMPARE(run(u"token work"_s).output, own);
    QVERIFY(run(u"token work --org Primary"_s).output != own);
    QCOMPARE(run(u"revoke work"_s).code, 0);
    // Another one than its own is not taken instead.
    const SdeskRun gone = run(u"token work"_s);
    QCOMPARE(gone.code, 4);
    QVERIFY2(gone.errors.contains("for the Organization retail-emea"), gone.errors.constData());
    QCOMPARE(run(u"status work"_s).code, 4);
    QCOMPARE(run(u"token work --org 0"_s).code, 0);
}

void TestSdeskOrgs::tokensEndOneByOneOrAllAtOnce()
{
    DemoCluster cluster;
    prepare(cluster, {u"--api"_s, u"2.0"_s});
    for (const QString &org : {u"Primary"_s, u"retail-emea"_s}) // so that both names are known
        QCOMPARE(run(u"login work --org "_s + org, password).code, 0);
    const SdeskRun one = run(u"revoke work --org 0 --json"_s);
    QCOMPARE(one.code, 0);
    const QJsonArray ended = QJsonDocument::fromJson(one.output).array();
    QCOMPARE(ended.size(), 1);
    QCOMPARE(ended[0][u"result"_s].toString(), u"revoked"_s);
    QCOMPARE(ended[0][u"proved"_s], QJsonValue(true));
    QCOMPARE(ended[0][u"keepsToken"_s], QJsonValue(false));
    QCOMPARE(ended[0][u"token"_s][u"orgId"_s].toInteger(-1), 0);
    QCOMPARE(run(u"token work --org 0"_s).code, 4);
    QCOMPARE(run(u"token work"_s).code, 0);

    QCOMPARE(run(u"login work --org 0"_s, password).code, 0);
    const SdeskRun all = run(u"logout work"_s);
    QCOMPARE(all.code, 0);
    QCOMPARE(all.output,
             QByteArray("work, Organization Primary: revoked; the cluster no longer accepts the "
                        "token.\nwork, Organization retail-emea: revoked; the cluster no longer "
                        "accepts the token.\n"));
    QCOMPARE(all.errors, QByteArray());
    QCOMPARE(run(u"status work"_s).code, 4);
    for (const QJsonValue &token : cluster.state().value(u"tokens"_s).toArray())
        QCOMPARE(token[u"alive"_s], QJsonValue(false));
}

void TestSdeskOrgs::eachTokenThatIsNotConfirmedIsSaid_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<int>("code");
    QTest::addColumn<QByteArray>("why");
    QTest::newRow("accepted all the same")
        << QStringList{u"--quirk"_s, u"keep-revoked-alive"_s} << 9
        << QByteArray("The cluster says that it revoked the token, and accepts it all the same");
    QTest::newRow("refused")
        << QStringList{u"--script"_s, u"[{\"operation\":\"2.0/tokenRevoke\",\"status\":503}]"_s}
        << 9 << QByteArray("503");
}

void TestSdeskOrgs::eachTokenThatIsNotConfirmedIsSaid()
{
    QFETCH(const QStringList, options);
    QFETCH(const int, code);
    QFETCH(const QByteArray, why);
    DemoCluster cluster(options);
    prepare(cluster, {u"--api"_s, u"2.0"_s});
    for (const QString &org : {u"Primary"_s, u"retail-emea"_s}) // so that both names are known
        QCOMPARE(run(u"login work --org "_s + org, password).code, 0);
    const SdeskRun all = run(u"logout work"_s);
    QCOMPARE(all.code, code);
    QCOMPARE(all.output, QByteArray());
    const QList<QByteArray> lines = all.errors.split('\n');
    QCOMPARE(lines.size(), 3); // the last one is empty
    QVERIFY2(lines.at(0).startsWith("sdesk: work, Organization retail-emea: "),
             lines.at(0).constData());
    QVERIFY2(lines.at(1).startsWith("sdesk: work, Organization Primary: "),
             lines.at(1).constData());
    for (const QByteArray &line : lines.first(2))
        QVERIFY2(line.contains(why), line.constData());
}

void TestSdeskOrgs::tokensAfterOneThatIsOutOfReachAreNamedToo()
{
    DemoCluster cluster;
    prepare(cluster, {u"--api"_s, u"2.0"_s});
    for (const QString &org : {u"Primary"_s, u"retail-emea"_s}) // so that both names are known
        QCOMPARE(run(u"login work --org "_s + org, password).code, 0);
    cluster.process().kill();
    QVERIFY(cluster.process().waitForFinished());
    const SdeskRun all = run(u"logout work"_s);
    QCOMPARE(all.code, 8);
    const QList<QByteArray> lines = all.errors.split('\n');
    QCOMPARE(lines.size(), 3);
    QVERIFY2(lines.at(0).startsWith("sdesk: work, Organization retail-emea: "),
             lines.at(0).constData());
    QCOMPARE(lines.at(1), QByteArray("sdesk: work, Organization Primary: The cluster was not asked "
                                     "to revoke it."));
}

void TestSdeskOrgs::aRefusedTokenTakesNoOtherWithIt()
{
    DemoCluster cluster;
    prepare(cluster, {u"--api"_s, u"2.0"_s});
    for (const QString &org : {u"0"_s, u"1042377815"_s})
        QCOMPARE(run(u"login work --org "_s + org, password).code, 0);
    const QString dead = QString::fromLatin1(run(u"token work --org 0"_s).output.trimmed());
    PlainClient(cluster).post(u"/api/rest/2.0/auth/token/revoke"_s,
                              {{u"token"_s, dead}, {u"user_identifier"_s, u"maria.lopez"_s}},
                              PlainClient::bearer(dead));
    QCOMPARE(run(u"validate work --org 0"_s).code, 6);
    QCOMPARE(run(u"token work --org 0"_s).code, 4);
    QCOMPARE(run(u"validate work"_s).code, 0);
}

QTEST_GUILESS_MAIN(TestSdeskOrgs)
#include "tst_sdesk_orgs.moc"
