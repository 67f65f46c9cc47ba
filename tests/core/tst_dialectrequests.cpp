#include "core/api/apidialect.h"

#include "tests/core/apitexts.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using apitexts::line;

static const QByteArray tokenText = "bWFyaWE6aW52ZW50ZWQ=";

static SecretBuffer secret(QByteArrayView bytes)
{
    return SecretBuffer::fromBytes(bytes);
}

static Credentials maria(QByteArrayView password = "not-a-real-password")
{
    return {u"maria.lopez"_s, secret(password), {}};
}

static Credentials mariasKey()
{
    return {u"maria.lopez"_s, {}, secret("00000000-0000-4000-8000-000000000000")};
}

static Token mariasToken()
{
    Token token;
    token.value = secret(tokenText);
    token.owner = u"maria.lopez"_s;
    return token;
}

static SignInRequest signIn(const Credentials &credentials, const QString &org = {},
                            bool rememberMe = false)
{
    SignInRequest request;
    request.credentials = credentials;
    request.org = org;
    request.rememberMe = rememberMe;
    return request;
}

static TokenWish objectWish(const QString &objectId, const QString &org = {})
{
    TokenWish wish;
    wish.org = org;
    wish.scope = TokenWish::Scope::Object;
    wish.objectId = objectId;
    return wish;
}

static TokenWish orgWish(const QString &org)
{
    TokenWish wish;
    wish.org = org;
    return wish;
}

static TokenWish customWish(const CustomToken &custom = {}, const QString &org = {})
{
    TokenWish wish;
    wish.org = org;
    wish.scope = TokenWish::Scope::Custom;
    wish.custom = custom;
    return wish;
}

//! What each form sends for each verb, to the byte, and what it refuses to send.
class tst_dialectrequests final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void everyCallIsSentExactlyAsTheFormWantsIt_data();
    void everyCallIsSentExactlyAsTheFormWantsIt();
    void whatCannotBeMeantIsRefusedBeforeAnythingIsSent_data();
    void whatCannotBeMeantIsRefusedBeforeAnythingIsSent();
    void aFormSaysWhatItCanDo_data();
    void aFormSaysWhatItCanDo();
    void autoIsNotAForm();

private:
    static void january2022();
    static void laterBeta();
    static void released();
    static void customTokens();
    static void brokenCustomTokens();
};

static constexpr auto smallCap = "at most 65536\n";
static constexpr auto largeCap = "at most 16777216\n";

static void row(const char *name, const QByteArray &sent, const QByteArray &expected)
{
    QTest::newRow(name) << sent << expected;
}

void tst_dialectrequests::january2022()
{
    const auto dialect = dialectFor(Api::Form::Beta2022);
    const QByteArray json = "Accept: application/json\nContent-Type: application/json\n";
    const QByteArray quiet = "Content-Type: application/json\n";
    row("2022 beta: login takes user, password and a boolean",
        line(dialect->login(signIn(maria()))),
        "POST /api/rest/v2/session/login\n" + json + "cookies\n" + smallCap +
            "\n{\"userName\":\"maria.lopez\",\"password\":\"not-a-real-password\","
            "\"rememberMe\":false}");
    row("2022 beta: login that remembers", line(dialect->login(signIn(maria(), {}, true))),
        "POST /api/rest/v2/session/login\n" + json + "cookies\n" + smallCap +
            "\n{\"userName\":\"maria.lopez\",\"password\":\"not-a-real-password\","
            "\"rememberMe\":true}");
    row("2022 beta: info with the bearer and no cookies",
        line(dialect->sessionInfo(secret(tokenText))),
        "GET /api/rest/v2/session\n" + quiet + "Bearer " + tokenText + '\n' + largeCap +
            "\nno body");
    row("2022 beta: info of the cookie session", line(dialect->sessionInfo({})),
        "GET /api/rest/v2/session\n" + quiet + "cookies\n" + largeCap + "\nno body");
    row("2022 beta: token with its life as a text", line(dialect->token({}, maria())),
        "POST /api/rest/v2/session/gettoken\n" + json + smallCap +
            "\n{\"userName\":\"maria.lopez\",\"password\":\"not-a-real-password\","
            "\"tokenExpiryDuration\":\"3600\"}");
    row("2022 beta: revoke with the bearer and no body", line(dialect->revoke(mariasToken())),
        "POST /api/rest/v2/session/revoketoken\n" + quiet + "Bearer " + tokenText + '\n' +
            smallCap + "\nno body");
    row("2022 beta: logout of the cookie session, no bearer, no body", line(dialect->logout()),
        "POST /api/rest/v2/session/logout\n" + quiet + "cookies\n" + smallCap + "\nno body");
}

void tst_dialectrequests::laterBeta()
{
    const auto dialect = dialectFor(Api::Form::Beta);
    const QByteArray json = "Accept: application/json\nContent-Type: application/json\n";
    const QByteArray quiet = "Content-Type: application/json\n";
    row("later beta: login has remember-me as a text and no Org",
        line(dialect->login(signIn(maria(), u"1042377815"_s, true))),
        "POST /tspublic/rest/v2/session/login\n" + json + "cookies\n" + smallCap +
            "\n{\"userName\":\"maria.lopez\",\"password\":\"not-a-real-password\","
            "\"rememberMe\":\"true\"}");
    row("later beta: info of the cookie session", line(dialect->sessionInfo({})),
        "GET /tspublic/rest/v2/session\n" + json + "cookies\n" + largeCap + "\nno body");
    row("later beta: info with the bearer", line(dialect->sessionInfo(secret(tokenText))),
        "GET /tspublic/rest/v2/session\n" + json + "Bearer " + tokenText + '\n' + largeCap +
            "\nno body");
    row("later beta: token by password in an Org", line(dialect->token(orgWish(u"0"_s), maria())),
        "POST /tspublic/rest/v2/session/gettoken\n" + json + smallCap +
            "\n{\"userName\":\"maria.lopez\",\"password\":\"not-a-real-password\","
            "\"accessLevel\":\"FULL\",\"tokenExpiryDuration\":\"3600\",\"orgId\":\"0\"}");
    row("later beta: token by secret key for one object",
        line(dialect->token(objectWish(u"11111111-2222-4333-8444-555555555555"_s, u"0"_s),
                            mariasKey())),
        "POST /tspublic/rest/v2/session/gettoken\n" + json + smallCap +
            "\n{\"userName\":\"maria.lopez\","
            "\"secretKey\":\"00000000-0000-4000-8000-000000000000\","
            "\"accessLevel\":\"REPORT_BOOK_VIEW\","
            "\"tsObjectId\":\"11111111-2222-4333-8444-555555555555\","
            "\"tokenExpiryDuration\":\"3600\",\"orgId\":\"0\"}");
    row("later beta: revoke with the bearer and no body", line(dialect->revoke(mariasToken())),
        "POST /tspublic/rest/v2/session/revoketoken\n" + quiet + "Bearer " + tokenText + '\n' +
            smallCap + "\nno body");
    row("later beta: the cookie session moves to an Org",
        line(dialect->switchOrg({1042377815, u"retail-emea"_s})),
        "PUT /tspublic/rest/v2/session/org\n" + quiet + "cookies\n" + smallCap +
            "\n{\"id\":\"1042377815\"}");
    row("later beta: Orgs by the bearer through v1", line(*dialect->orgs(secret(tokenText))),
        "GET /callosum/v1/tspublic/v1/session/orgs?batchsize=-1&offset=-1\n"
        "Accept: application/json\nBearer " +
            tokenText + "\nat most 4194304\n\nno body");
    row("later beta: logout of the cookie session", line(dialect->logout()),
        "POST /tspublic/rest/v2/session/logout\n" + quiet + "cookies\n" + smallCap + "\nno body");
}

void tst_dialectrequests::released()
{
    const auto dialect = dialectFor(Api::Form::V2);
    const QByteArray path = "/api/rest/2.0/auth/";
    const QByteArray asks = "Accept: application/json\n";
    const QByteArray sends = asks + "Content-Type: application/json\n";
    const QByteArray bearer = "Bearer " + tokenText + '\n';
    row("2.0: login without an Org", line(dialect->login(signIn(maria()))),
        "POST " + path + "session/login\n" + sends + "cookies\n" + smallCap +
            "\n{\"username\":\"maria.lopez\",\"password\":\"not-a-real-password\","
            "\"remember_me\":false}");
    row("2.0: login to an Org by name, remembered",
        line(dialect->login(signIn(maria(), u"retail-emea"_s, true))),
        "POST " + path + "session/login\n" + sends + "cookies\n" + smallCap +
            "\n{\"username\":\"maria.lopez\",\"password\":\"not-a-real-password\","
            "\"org_identifier\":\"retail-emea\",\"remember_me\":true}");
    row("2.0: info of the cookie session", line(dialect->sessionInfo({})),
        "GET " + path + "session/user\n" + asks + "cookies\n" + largeCap + "\nno body");
    row("2.0: info with the bearer and no cookies", line(dialect->sessionInfo(secret(tokenText))),
        "GET " + path + "session/user\n" + asks + bearer + largeCap + "\nno body");
    row("2.0: full token without an Org", line(dialect->token({}, maria())),
        "POST " + path + "token/full\n" + sends + smallCap +
            "\n{\"username\":\"maria.lopez\",\"password\":\"not-a-real-password\","
            "\"validity_time_in_sec\":3600,\"auto_create\":false}");
    row("2.0: full token with the Org as a number, negative too",
        line(dialect->token(orgWish(u"-1"_s), mariasKey())),
        "POST " + path + "token/full\n" + sends + smallCap +
            "\n{\"username\":\"maria.lopez\","
            "\"secret_key\":\"00000000-0000-4000-8000-000000000000\","
            "\"validity_time_in_sec\":3600,\"org_id\":-1,\"auto_create\":false}");
    row("2.0: token for one object",
        line(dialect->token(objectWish(u"11111111-2222-4333-8444-555555555555"_s, u"1042377815"_s),
                            maria())),
        "POST " + path + "token/object\n" + sends + smallCap +
            "\n{\"username\":\"maria.lopez\",\"password\":\"not-a-real-password\","
            "\"object_id\":\"11111111-2222-4333-8444-555555555555\","
            "\"validity_time_in_sec\":3600,\"org_id\":1042377815,\"auto_create\":false}");
    row("2.0: token from the session, no password needed", line(dialect->tokenFromSession({})),
        "GET " + path + "session/token\n" + asks + "cookies\nonce\n" + smallCap + "\nno body");
    row("2.0: token from a session that is a token, which asks without cookies",
        line(dialect->tokenFromSession(secret(tokenText))),
        "GET " + path + "session/token\n" + asks + bearer + "once\n" + smallCap + "\nno body");
    row("2.0: revoke names the user and the token and asks with it",
        line(dialect->revoke(mariasToken())),
        "POST " + path + "token/revoke\n" + sends + bearer + smallCap +
            "\n{\"user_identifier\":\"maria.lopez\",\"token\":\"" + tokenText + "\"}");
    Token withId = mariasToken();
    withId.ownerId = u"6a1e2f30-0c4d-4b8e-9f71-2d3c4b5a6978"_s;
    row("2.0: revoke names the user by id where it is known", line(dialect->revoke(withId)),
        "POST " + path + "token/revoke\n" + sends + bearer + smallCap +
            "\n{\"user_identifier\":\"6a1e2f30-0c4d-4b8e-9f71-2d3c4b5a6978\",\"token\":\"" +
            tokenText + "\"}");
    row("2.0: a token asks about itself", line(dialect->check(mariasToken(), mariasToken().value)),
        "POST " + path + "token/validate\n" + sends + bearer + smallCap + "\n{\"token\":\"" +
            tokenText + "\"}");
    row("2.0: the cookie session asks about a token", line(dialect->check(mariasToken(), {})),
        "POST " + path + "token/validate\n" + sends + "cookies\n" + smallCap + "\n{\"token\":\"" +
            tokenText + "\"}");
    row("2.0: Orgs of the cookie session through v1", line(*dialect->orgs({})),
        "GET /callosum/v1/tspublic/v1/session/orgs?batchsize=-1&offset=-1\n" + asks +
            "cookies\nat most 4194304\n\nno body");
    row("2.0: logout has no body at all", line(dialect->logout()),
        "POST " + path + "session/logout\n" + asks + "cookies\n" + smallCap + "\nno body");
}

void tst_dialectrequests::customTokens()
{
    const auto v2 = dialectFor(Api::Form::V2);
    const QByteArray head = "POST /api/rest/2.0/auth/token/custom\n"
                            "Accept: application/json\nContent-Type: application/json\n";
    const QByteArray byPassword =
        "\n{\"username\":\"maria.lopez\",\"password\":\"not-a-real-password\",";
    row("2.0: a custom token keeps nothing and makes nobody unless it is told to",
        line(v2->token(customWish(), maria())),
        head + smallCap + byPassword +
            "\"validity_time_in_sec\":3600,\"persist_option\":\"NONE\",\"auto_create\":false}");
    row("2.0: a custom token names its Org by a text, and by its name too",
        line(v2->token(customWish({}, u"retail-emea"_s), mariasKey())),
        head + smallCap +
            "\n{\"username\":\"maria.lopez\","
            "\"secret_key\":\"00000000-0000-4000-8000-000000000000\","
            "\"validity_time_in_sec\":3600,\"org_identifier\":\"retail-emea\","
            "\"persist_option\":\"NONE\",\"auto_create\":false}");
    CustomToken custom;
    custom.persist = CustomToken::Persist::Append;
    custom.filterRules = {{u"Region"_s, CustomToken::Operator::IN, {u"EMEA"_s, u"A \"B\" ü"_s}},
                          {u"Year"_s, CustomToken::Operator::BW_INC_MIN, {u"2020"_s, u"2024"_s}}};
    custom.parameters = {{u"Currency"_s, {u"EUR"_s}}};
    custom.variables = {{u"tenant"_s, {u"7"_s, u"8"_s}}};
    custom.tables = {u"11111111-2222-4333-8444-555555555555"_s, u"Sales"_s};
    custom.groups = {u"Analysts"_s};
    row("2.0: a custom token with everything that it can carry",
        line(v2->token(customWish(custom, u"7"_s), maria())),
        head + smallCap + byPassword +
            "\"validity_time_in_sec\":3600,\"org_identifier\":\"7\","
            "\"persist_option\":\"APPEND\",\"filter_rules\":["
            "{\"column_name\":\"Region\",\"operator\":\"IN\","
            "\"values\":[\"EMEA\",\"A \\\"B\\\" \xc3\xbc\"]},"
            "{\"column_name\":\"Year\",\"operator\":\"BW_INC_MIN\","
            "\"values\":[\"2020\",\"2024\"]}],"
            "\"parameter_values\":[{\"name\":\"Currency\",\"values\":[\"EUR\"]}],"
            "\"variable_values\":[{\"name\":\"tenant\",\"values\":[\"7\",\"8\"]}],"
            "\"objects\":[{\"type\":\"LOGICAL_TABLE\","
            "\"identifier\":\"11111111-2222-4333-8444-555555555555\"},"
            "{\"type\":\"LOGICAL_TABLE\",\"identifier\":\"Sales\"}],"
            "\"groups\":[{\"identifier\":\"Analysts\"}],\"auto_create\":false}");
}

void tst_dialectrequests::brokenCustomTokens()
{
    const auto v2 = dialectFor(Api::Form::V2);
    using Persist = CustomToken::Persist;
    const auto refused = [&](const char *name, const CustomToken &custom, const QByteArray &field) {
        row(name, line(v2->token(customWish(custom), maria())), "InvalidInput [" + field + ']');
    };
    const CustomToken::NamedValues good{u"tenant"_s, {u"7"_s}};
    refused("a filter rule without a column", {.filterRules = {{{}, {}, {u"x"_s}}}},
            "Filter rules");
    refused("a filter rule without a value", {.filterRules = {{u"Region"_s, {}, {}}}},
            "Filter rules");
    refused("a filter rule with a line feed in a value",
            {.filterRules = {{u"Region"_s, {}, {u"a\nb"_s}}}}, "Filter rules");
    refused("a parameter with two values", {.parameters = {{u"p"_s, {u"1"_s, u"2"_s}}}},
            "Parameters");
    refused("a parameter without a name", {.parameters = {{{}, {u"1"_s}}}}, "Parameters");
    refused("a variable without a value", {.persist = Persist::Append, .variables = {{u"v"_s, {}}}},
            "Variables");
    refused("variables that nobody keeps", {.persist = Persist::None, .variables = {good}},
            "Persist option");
    refused("variables together with a reset", {.persist = Persist::Reset, .variables = {good}},
            "Persist option");
    refused("an object without a name", {.tables = {QString()}}, "Objects");
    refused("half a character in a group", {.groups = {QString(QChar(0xD800))}}, "Groups");
}

void tst_dialectrequests::everyCallIsSentExactlyAsTheFormWantsIt_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("expected");
    january2022();
    laterBeta();
    released();
    customTokens();
}

void tst_dialectrequests::everyCallIsSentExactlyAsTheFormWantsIt()
{
    QFETCH(QByteArray, sent);
    QFETCH(QByteArray, expected);
    QCOMPARE(sent, expected);
}

void tst_dialectrequests::whatCannotBeMeantIsRefusedBeforeAnythingIsSent_data()
{
    QTest::addColumn<QByteArray>("sent");
    QTest::addColumn<QByteArray>("expected");
    const auto old = dialectFor(Api::Form::Beta2022);
    const auto later = dialectFor(Api::Form::Beta);
    const auto v2 = dialectFor(Api::Form::V2);

    Credentials both = maria();
    both.secretKey = mariasKey().secretKey;
    row("password and secret key together", line(v2->token({}, both)),
        "InvalidInput [Password and secret key]");
    row("password and secret key together at login", line(v2->login(signIn(both))),
        "InvalidInput [Password and secret key]");
    row("neither password nor secret key", line(later->token({}, maria({}))),
        "InvalidInput [Password]");
    row("no user name", line(old->login(signIn({{}, secret("x"), {}}))),
        "InvalidInput [User name]");
    row("a NUL in the password", line(v2->login(signIn(maria({"a\0b", 3})))),
        "InvalidInput [Password]");
    row("a password that is not UTF-8", line(old->token({}, maria("\xC3\x28"))),
        "InvalidInput [Password]");
    row("a NUL in the secret key",
        line(later->token({}, {u"maria.lopez"_s, {}, secret({"a\0b", 3})})),
        "InvalidInput [Secret key]");
    row("a NUL in the user name", line(v2->login(signIn({u"ma\0ria"_s, secret("x"), {}}))),
        "InvalidInput [User name]");
    row("a lone line feed in the user name",
        line(v2->login(signIn({u"maria\n"_s, secret("x"), {}}))), "InvalidInput [User name]");
    row("a lone carriage return in the user name",
        line(v2->token({}, {u"ma\rria"_s, secret("x"), {}})), "InvalidInput [User name]");
    row("half a character in the user name",
        line(v2->login(signIn({QString(QChar(0xD800)), secret("x"), {}}))),
        "InvalidInput [User name]");
    row("a line feed in the Org", line(v2->login(signIn(maria(), u"retail\nemea"_s))),
        "InvalidInput [Organization]");
    row("2.0: the token's Org is not a number", line(v2->token(orgWish(u"retail-emea"_s), maria())),
        "InvalidInput [Organization]");
    row("2.0: the token's Org is too large a number",
        line(v2->token(orgWish(u"99999999999999999999"_s), maria())),
        "InvalidInput [Organization]");
    row("later beta: the token's Org is not a number",
        line(later->token(orgWish(u"retail-emea"_s), maria())), "InvalidInput [Organization]");
    TokenWish noLife;
    noLife.validitySeconds = 0;
    row("a token that would live for no time", line(v2->token(noLife, maria())),
        "InvalidInput [Token validity]");
    noLife.validitySeconds = -1;
    row("a token that would have died already", line(old->token(noLife, maria())),
        "InvalidInput [Token validity]");
    row("an object token for no object", line(v2->token(objectWish({}), maria())),
        "InvalidInput [Object]");
    row("2022 beta: secret key", line(old->token({}, mariasKey())), "Unsupported [Secret key]");
    row("2022 beta: object token", line(old->token(objectWish(u"x"_s), maria())),
        "Unsupported [Object]");
    row("2022 beta: token in an Org", line(old->token(orgWish(u"0"_s), maria())),
        "Unsupported [Organization]");
    row("2022 beta: login to an Org", line(old->login(signIn(maria(), u"0"_s))),
        "Unsupported [Organization]");
    row("2022 beta: switch of Org", line(old->switchOrg({0, {}})), "Unsupported [Organization]");
    row("2.0: switch of Org", line(v2->switchOrg({0, {}})), "Unsupported [Organization]");
    row("2022 beta: token check", line(old->check(mariasToken(), {})), "Unsupported [Token check]");
    row("later beta: token check", line(later->check(mariasToken(), {})),
        "Unsupported [Token check]");
    row("later beta: token from the session", line(later->tokenFromSession({})),
        "Unsupported [Token from the session]");
    row("2022 beta: custom token", line(old->token(customWish(), maria())),
        "Unsupported [Custom token]");
    row("later beta: custom token", line(later->token(customWish(), mariasKey())),
        "Unsupported [Custom token]");
    brokenCustomTokens();
    row("login with a secret key", line(v2->login(signIn(mariasKey()))),
        "Unsupported [Secret key]");
    Token broken = mariasToken();
    broken.value = secret("abc\r\nX-Evil: 1");
    row("2.0: revoke of a token with a line break", line(v2->revoke(broken)),
        "InvalidInput [Token]");
    row("2.0: check of a token with a line break", line(v2->check(broken, {})),
        "InvalidInput [Token]");
    row("2022 beta: revoke of no token", line(old->revoke({})), "InvalidInput [Token]");
}

void tst_dialectrequests::whatCannotBeMeantIsRefusedBeforeAnythingIsSent()
{
    QFETCH(QByteArray, sent);
    QFETCH(QByteArray, expected);
    QCOMPARE(sent, expected);
}

void tst_dialectrequests::aFormSaysWhatItCanDo_data()
{
    QTest::addColumn<Api::Form>("form");
    QTest::addColumn<QByteArray>("abilities");
    QTest::newRow("2022 beta: the five operations") << Api::Form::Beta2022 << "bearer-for-info"_ba;
    QTest::newRow("later beta: Orgs, objects, keys")
        << Api::Form::Beta << "switch scope key org org-number orgs"_ba;
    QTest::newRow("2.0: all but moving a session")
        << Api::Form::V2 << "check scope custom key org from-session org-number orgs"_ba;
}

void tst_dialectrequests::aFormSaysWhatItCanDo()
{
    QFETCH(Api::Form, form);
    const auto dialect = dialectFor(form);
    QCOMPARE(dialect->form(), form);
    QByteArrayList abilities;
    const auto add = [&](bool can, const char *name) {
        if (can)
            abilities.append(name);
    };
    add(dialect->canCheckToken(), "check");
    add(dialect->canSwitchOrg(), "switch");
    add(dialect->canScopeToken(), "scope");
    add(dialect->canCustomizeToken(), "custom");
    add(dialect->canUseSecretKey(), "key");
    add(dialect->canChooseOrg(), "org");
    add(dialect->canTokenFromSession(), "from-session");
    add(dialect->infoNeedsBearer(), "bearer-for-info");
    add(dialect->tokenOrgMustBeNumber(), "org-number");
    add(dialect->orgs({}).has_value(), "orgs");
    QTEST(abilities.join(' '), "abilities");
}

void tst_dialectrequests::autoIsNotAForm()
{
    QVERIFY(!dialectFor(Api::Form::Auto));
}

QTEST_GUILESS_MAIN(tst_dialectrequests)
#include "tst_dialectrequests.moc"
