#include "core/session/sessionservice.h"
#include "tests/support/democluster.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

//! Lets SessionService do all it can in the 2.0 form against the demo cluster, which records the
//! requests; contract.mjs then holds them against the published contract.
class tst_ContractRequests final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everyVerbOfTheServiceIsRecorded();
};

void tst_ContractRequests::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
}

static bool isIdle(const SessionService &service)
{
    const auto *state = std::get_if<SignedIn>(&service.state());
    return state != nullptr && state->activity == SignedIn::Activity::Idle && !state->lastError;
}

static bool isOut(const SessionService &service)
{
    return std::holds_alternative<SignedOut>(service.state());
}

void tst_ContractRequests::everyVerbOfTheServiceIsRecorded()
{
    DemoCluster cluster({u"--record"_s, QStringLiteral(DESK_CONTRACT_REQUESTS "/service.jsonl")});
    QVERIFY(cluster.isReady());
    HttpClient client({.origin = cluster.origin().toString(),
                       .authorityFile = {},
                       .pinnedKeySha256 = {},
                       .proxy = {.mode = ProxySettings::Mode::None, .host = {}},
                       .deadlines = {}});
    SessionService service(client, Api::Form::Auto);

    const Credentials maria{.userName = u"maria.lopez"_s,
                            .password = SecretBuffer::fromText(cluster.password(u"maria.lopez"_s)),
                            .secretKey = {}};
    service.signIn({.credentials = maria, .org = u"retail-emea"_s, .rememberMe = true});
    QTRY_VERIFY(isIdle(service));
    service.refreshInfo();
    QTRY_VERIFY(isIdle(service));
    service.checkToken();
    QTRY_VERIFY(isIdle(service));
    service.getToken({.validitySeconds = 600, .org = u"0"_s, .objectId = {}}, maria);
    QTRY_VERIFY(isIdle(service));
    service.getToken({.org = {},
                      .scope = TokenWish::Scope::Object,
                      .objectId = u"11111111-2222-4333-8444-555555555555"_s},
                     maria);
    QTRY_VERIFY(isIdle(service));
    TokenWish custom;
    custom.scope = TokenWish::Scope::Custom;
    custom.org = u"retail-emea"_s;
    custom.custom = {.persist = CustomToken::Persist::Replace,
                     .filterRules = {{u"Region"_s, CustomToken::Operator::IN, {u"EMEA"_s}}},
                     .parameters = {{u"Currency"_s, {u"EUR"_s}}},
                     .variables = {{u"tenant"_s, {u"7"_s, u"8"_s}}},
                     .tables = {u"Sales"_s},
                     .groups = {u"Analysts"_s}};
    service.getToken(custom, maria);
    QTRY_VERIFY(isIdle(service));
    service.getToken({.org = {}, .objectId = {}}, maria);
    QTRY_VERIFY(isIdle(service));
    service.switchOrg({1042377815, u"retail-emea"_s}, maria);
    QTRY_VERIFY(isIdle(service));
    service.getToken({.org = {}, .objectId = {}, .source = TokenWish::Source::FromSession}, {});
    QTRY_VERIFY(isIdle(service));
    service.signOut();
    QTRY_VERIFY(isOut(service));

    service.signIn({.credentials = {.userName = u"sam.saml"_s,
                                    .password = {},
                                    .secretKey = SecretBuffer::fromText(cluster.secretKey())},
                    .org = {}});
    QTRY_VERIFY(isIdle(service));
    service.revokeToken();
    QTRY_VERIFY(isIdle(service));
    service.signOut();
    QTRY_VERIFY(isOut(service));

    const QJsonObject state = cluster.state();
    QCOMPARE(state.value(u"unknownFields"_s).toObject(), QJsonObject());
    const QJsonObject calls = state.value(u"calls"_s).toObject();
    for (const QString &operation :
         {u"login"_s, u"sessionUser"_s, u"sessionToken"_s, u"tokenFull"_s, u"tokenObject"_s,
          u"tokenCustom"_s, u"tokenValidate"_s, u"tokenRevoke"_s, u"logout"_s})
        QVERIFY2(calls.contains(u"2.0/"_s + operation), qPrintable(operation));
}

QTEST_GUILESS_MAIN(tst_ContractRequests)
#include "tst_contract_requests.moc"
