#include "core/api/requestpreview.h"
#include "tests/support/democluster.h"
#include "tests/support/sessionprobe.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

//! Custom tokens from the demo cluster, and the preview of a request against what the cluster saw.
class tst_CustomToken final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void aCustomTokenIsGotCheckedAndRevoked();
    void aCustomTokenIsNotHadAgainInAnotherOrg();
    void anOldReleaseHasNone();
    void thePreviewIsWhatTheClusterSees_data();
    void thePreviewIsWhatTheClusterSees();
    void thePreviewOfATokenByATokenHidesThatToo();
    void thePreviewHoldsNoSecret();

private:
    [[nodiscard]] static Credentials maria(const DemoCluster &cluster)
    {
        return {u"maria.lopez"_s, SecretBuffer::fromText(cluster.password(u"maria.lopez"_s)), {}};
    }
    static void signIn(SessionProbe &probe, const DemoCluster &cluster)
    {
        probe.service().signIn({.credentials = maria(cluster), .org = {}});
        QTRY_COMPARE(probe.now(), u"in"_s);
        probe.forget();
    }
};

static TokenWish everything()
{
    TokenWish wish;
    wish.scope = TokenWish::Scope::Custom;
    wish.validitySeconds = 900;
    wish.org = u"retail-emea"_s;
    wish.custom.persist = CustomToken::Persist::Append;
    wish.custom.filterRules = {
        {u"Region"_s, CustomToken::Operator::NOT_IN, {u"EMEA"_s, u"\"APAC\""_s}}};
    wish.custom.parameters = {{u"Currency"_s, {u"€"_s}}};
    wish.custom.variables = {{u"tenant"_s, {u"7"_s, u"8"_s}}};
    wish.custom.tables = {u"Sales"_s};
    wish.custom.groups = {u"Analysts"_s};
    return wish;
}

static QJsonObject lastRequest(DemoCluster &cluster, const QString &operation)
{
    const QJsonArray requests = cluster.state().value(u"requests"_s).toArray();
    QJsonObject last;
    for (const QJsonValue &request : requests) {
        if (request[u"operation"_s].toString() == operation)
            last = request.toObject();
    }
    return last;
}

void tst_CustomToken::aCustomTokenIsGotCheckedAndRevoked()
{
    DemoCluster cluster;
    SessionProbe probe(cluster.origin().toString(), Api::Form::V2);
    signIn(probe, cluster);

    probe.service().getToken(everything(), maria(cluster));
    // The list of Orgs, which is asked for in the background, may come in between.
    QTRY_COMPARE(probe.states().value(0), u"in, GettingToken"_s);
    QTRY_COMPARE(probe.now(), u"in"_s);
    const Token token = *probe.signedIn().token;
    QVERIFY(token.isCustom());
    QCOMPARE(token.owner, u"maria.lopez"_s);
    QCOMPARE(token.orgId, 1042377815);
    QCOMPARE(token.orgName, u"retail-emea"_s);
    QCOMPARE(*token.expiresMs - *token.createdMs, 900'000);
    const QJsonObject body = lastRequest(cluster, u"2.0/tokenCustom"_s)[u"body"_s].toObject();
    QCOMPARE(body[u"org_identifier"_s].toString(), u"retail-emea"_s); // no lookup of its number
    QCOMPARE(body[u"auto_create"_s], QJsonValue(false));
    QCOMPARE(cluster.state()[u"unknownFields"_s].toObject(), QJsonObject());

    probe.service().checkToken();
    QTRY_VERIFY(probe.now() == u"in"_s && probe.signedIn().token->lastCheck);
    QVERIFY(probe.signedIn().token->lastCheck->accepted);
    probe.service().revokeToken();
    QTRY_COMPARE(probe.signedIn().token->standing, Token::Standing::Revoked);
}

// A full token in its place would open more than the one that is held.
void tst_CustomToken::aCustomTokenIsNotHadAgainInAnotherOrg()
{
    DemoCluster cluster;
    SessionProbe probe(cluster.origin().toString(), Api::Form::V2);
    signIn(probe, cluster);
    probe.service().getToken(everything(), maria(cluster));
    QTRY_COMPARE(probe.states().size(), 2);
    probe.forget();
    const Token before = *probe.signedIn().token;
    const qsizetype calls = cluster.operations().size();

    probe.service().switchOrg({0, u"Primary"_s}, maria(cluster));
    QTRY_COMPARE(probe.states(), QStringList({u"in, SwitchingOrg"_s, u"in: CustomTokenHeld"_s}));
    QCOMPARE(*probe.signedIn().token, before);
    QCOMPARE(cluster.operations().size(), calls);
}

void tst_CustomToken::anOldReleaseHasNone()
{
    DemoCluster cluster({u"--quirk"_s, u"no-custom-tokens"_s});
    SessionProbe probe(cluster.origin().toString(), Api::Form::V2);
    signIn(probe, cluster);
    const Token before = *probe.signedIn().token;

    probe.service().getToken(everything(), maria(cluster));
    QTRY_COMPARE(probe.states(), QStringList({u"in, GettingToken"_s, u"in: NotOffered"_s}));
    QCOMPARE(*probe.signedIn().token, before);
}

void tst_CustomToken::thePreviewIsWhatTheClusterSees_data()
{
    QTest::addColumn<Api::Form>("form");
    QTest::addColumn<TokenWish>("wish");
    QTest::addColumn<bool>("isByKey");
    QTest::addColumn<QString>("operation");
    TokenWish object;
    object.scope = TokenWish::Scope::Object;
    object.objectId = u"11111111-2222-4333-8444-555555555555"_s;
    TokenWish fromSession;
    fromSession.source = TokenWish::Source::FromSession;
    using enum Api::Form;
    QTest::newRow("2.0, full") << V2 << TokenWish{} << false << u"2.0/tokenFull"_s;
    QTest::newRow("2.0, full by key") << V2 << TokenWish{} << true << u"2.0/tokenFull"_s;
    QTest::newRow("2.0, one object") << V2 << object << false << u"2.0/tokenObject"_s;
    QTest::newRow("2.0, custom") << V2 << everything() << false << u"2.0/tokenCustom"_s;
    QTest::newRow("2.0, from the session") << V2 << fromSession << false << u"2.0/sessionToken"_s;
    QTest::newRow("later beta, one object") << Beta << object << false << u"beta/gettoken"_s;
    QTest::newRow("2022 beta, full") << Beta2022 << TokenWish{} << false << u"beta-2022/gettoken"_s;
}

// The cluster's record has <markers> where the preview has its mask.
static QJsonValue withoutSecrets(const QJsonValue &seen)
{
    static const QStringList secret{u"password"_s, u"secret_key"_s};
    QJsonObject object = seen.toObject();
    for (const QString &name : secret) {
        if (object.contains(name))
            object[name] = QString::fromUtf8(RequestPreview::mask);
    }
    return seen.isObject() ? object : seen;
}

void tst_CustomToken::thePreviewIsWhatTheClusterSees()
{
    QFETCH(const Api::Form, form);
    QFETCH(const TokenWish, wish);
    QFETCH(const bool, isByKey);
    QFETCH(const QString, operation);
    DemoCluster cluster;
    SessionProbe probe(cluster.origin().toString(), form);
    signIn(probe, cluster);
    Credentials credentials = maria(cluster);
    if (isByKey)
        credentials = {u"maria.lopez"_s, {}, SecretBuffer::fromText(cluster.secretKey())};

    const auto preview =
        previewOfToken(*dialectFor(form), wish, credentials, probe.client().settings());
    QVERIFY(preview);
    probe.service().getToken(wish, credentials);
    // The list of Orgs, which is asked for in the background, may come in between.
    QTRY_COMPARE(probe.states().value(0), u"in, GettingToken"_s);
    QTRY_COMPARE(probe.now(), u"in"_s);

    const QJsonObject seen = lastRequest(cluster, operation);
    QCOMPARE(QString::fromLatin1(preview->method), seen[u"method"_s].toString());
    QCOMPARE(preview->url, cluster.origin().toString() + seen[u"path"_s].toString());
    const QJsonValue shownBody = QJsonDocument::fromJson(preview->body).object();
    QCOMPARE(preview->body.isEmpty() ? QJsonValue(QJsonValue::Null) : shownBody,
             withoutSecrets(seen[u"body"_s]));
    QJsonObject seenHeaders = seen[u"headers"_s].toObject();
    QJsonObject shownHeaders{{u"host"_s, seenHeaders[u"host"_s]},
                             {u"connection"_s, seenHeaders[u"connection"_s]}};
    for (const auto &[name, value] : preview->headers) {
        const QString key = QString::fromLatin1(name.toLower());
        QVERIFY2(seenHeaders.contains(key), name.constData());
        if (value == RequestPreview::mask)
            seenHeaders[key] = QString::fromUtf8(value);
        shownHeaders.insert(key, QString::fromUtf8(value));
    }
    QCOMPARE(shownHeaders, seenHeaders);
}

void tst_CustomToken::thePreviewOfATokenByATokenHidesThatToo()
{
    const ConnectionSettings settings{.origin = u"https://acme.example.com"_s};
    TokenWish wish;
    wish.source = TokenWish::Source::FromSession;
    const auto preview =
        previewOfToken(*dialectFor(Api::Form::V2), wish, {}, settings, SessionProof::Bearer);
    QVERIFY(preview);
    QCOMPARE(preview->url, u"https://acme.example.com/api/rest/2.0/auth/session/token"_s);
    QHash<QByteArray, QByteArray> headers;
    for (const auto &[name, value] : preview->headers)
        headers.insert(name.toLower(), value);
    QCOMPARE(headers.value("authorization"), "Bearer " + RequestPreview::mask.toByteArray());
    QVERIFY(!headers.contains("cookie"));
}

void tst_CustomToken::thePreviewHoldsNoSecret()
{
    const Credentials byKey{u"maria.lopez"_s, {}, SecretBuffer::fromBytes("secret-canary")};
    const Credentials byPassword{u"maria.lopez"_s, SecretBuffer::fromBytes("secret-canary"), {}};
    const ConnectionSettings settings{.origin = u"https://acme.example.com"_s};
    const auto dialect = dialectFor(Api::Form::V2);
    for (const Credentials &credentials :
         {byKey, byPassword, Credentials{u"maria"_s, {}, {}},
          Credentials{u"maria"_s, {}, {}, SignInMethod::SecretKey}}) {
        const auto preview = previewOfToken(*dialect, everything(), credentials, settings);
        QVERIFY(preview);
        QVERIFY(!preview->body.contains("canary"));
        QVERIFY(preview->body.contains(RequestPreview::mask));
        QCOMPARE(preview->body.contains("secret_key"), credentials.isBySecretKey());
        QCOMPARE(preview->body.contains("password"), !credentials.isBySecretKey());
        const auto hidesLength = [](const auto &header) {
            return header.first.toLower() == "content-length" &&
                   header.second == RequestPreview::mask;
        };
        QVERIFY(std::ranges::any_of(preview->headers, hidesLength));
    }
    TokenWish named;
    named.org = u"retail-emea"_s;
    const auto error = previewOfToken(*dialect, named, byKey, settings);
    QCOMPARE(error.error().kind, ApiError::Kind::InvalidInput);
}

QTEST_GUILESS_MAIN(tst_CustomToken)
#include "tst_customtoken.moc"
