#include "core/handoff/handoff.h"
#include "core/handoff/pastedtoken.h"

#include <QMetaEnum>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;
using handoff::Format;
using handoff::PastedToken;
using handoff::PasteProblem;

static const QByteArray token = "dG9rZW4rdGhhdC9pcz1pbnZlbnRlZA==";
static const QString origin = u"https://acme.example.com:8443"_s;

static auto read(QByteArrayView text)
{
    return handoff::readPasted(SecretBuffer::fromBytes(text));
}

static PastedToken found(const QString &where = {}, const QString &user = {},
                         std::optional<qint64> expiresMs = {})
{
    return {.token = SecretBuffer::fromBytes(token),
            .origin = where,
            .user = user,
            .expiresMs = expiresMs};
}

//! What a person copied somewhere, read as a token.
class tst_PastedToken final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void everyTextOfOursIsReadBack_data();
    void everyTextOfOursIsReadBack();
    void whatOthersWriteIsRead_data();
    void whatOthersWriteIsRead();
    void whatHoldsNoTokenIsSaid_data();
    void whatHoldsNoTokenIsSaid();
    void aClassicTokenNamesItsUser_data();
    void aClassicTokenNamesItsUser();
    void anyBytesGiveAnAnswer();
};

void tst_PastedToken::everyTextOfOursIsReadBack_data()
{
    QTest::addColumn<Format>("format");
    const QMetaEnum formats = QMetaEnum::fromType<Format>();
    for (int i = 0; i < formats.keyCount(); ++i)
        QTest::newRow(formats.key(i)) << Format(formats.value(i));
}

void tst_PastedToken::everyTextOfOursIsReadBack()
{
    QFETCH(Format, format);
    const bool namesNoServer = format == Format::Token || format == Format::AuthorizationHeader;
    handoff::Subject subject;
    subject.token.value = SecretBuffer::fromBytes(token);
    subject.token.owner = u"maria.lopez"_s;
    subject.token.expiresMs = 1'786'000'000'000;
    subject.origin = origin;
    subject.name = u"It's \"Acme\" $(1)"_s;
    const auto text = handoff::text(format, subject);
    const auto pasted = handoff::readPasted(text);
    const QList<Format> clientCode{Format::TypeScriptSdk, Format::JavaSdk, Format::VisualEmbedSdk};
    if (clientCode.contains(format)) {
        // Code that calls the vendor's client says nowhere that this is a token.
        QVERIFY(!pasted);
        QCOMPARE(pasted.error(), PasteProblem::NoToken);
        return;
    }
    QVERIFY2(pasted, text.view().toByteArray().constData());
    QCOMPARE(pasted->token, subject.token.value);
    QCOMPARE(pasted->origin, namesNoServer ? QString() : origin);
    const bool isJson = format == Format::Json;
    QCOMPARE(pasted->user, isJson ? u"maria.lopez"_s : QString());
    QCOMPARE(pasted->expiresMs, isJson ? subject.token.expiresMs : std::nullopt);
}

void tst_PastedToken::whatOthersWriteIsRead_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<PastedToken>("expected");
    const auto row = [](const char *name, const QByteArray &text, const PastedToken &expected) {
        QTest::newRow(name) << text << expected;
    };
    row("blanks around it", "\r\n  " + token + " \n", found());
    row("in quotes", '"' + token + '"', found());
    row("bearer in small letters", "bearer " + token, found());
    row("a header out of a browser", "authorization: Bearer " + token, found());
    row("the headers of a request",
        "Host: acme.example.com:8443\nAccept: */*\nAuthorization: Bearer " + token + "\n",
        found(origin));
    row("curl out of a browser",
        "curl 'https://acme.example.com:8443/api/rest/2.0/auth/session/user' \\\n"
        "  -H 'accept: application/json' \\\n  -H 'authorization: Bearer " +
            token + "' \\\n  --compressed",
        found(origin));
    row("curl with a body and double quotes",
        R"(curl -X POST --url https://acme.example.com:8443/x --header "Authorization: Bearer )" +
            token + R"(" --data '{"metadata": [{"identifier": "a \"b\""}]}')",
        found(origin));
    row("curl out of a browser, for cmd",
        "curl ^\"https://acme.example.com:8443/api/rest/2.0/auth/session/user^\" ^\n"
        "  -H ^\"accept: application/json^\" ^\n  -H ^\"authorization: Bearer " +
            token + "^\"",
        found(origin));
    row("curl with its own option for a token",
        "curl --oauth2-bearer " + token + " https://acme.example.com:8443/x", found(origin));
    row("the full token of 2.0",
        R"({"token":")" + token +
            R"(","creation_time_in_millis":1785996400000,"expiration_time_in_millis":1786000000000,)"
            R"("scope":{"access_type":"FULL","org_id":0},"valid_for_user_id":"59","valid_for_username":"maria.lopez"})",
        found({}, u"maria.lopez"_s, 1'786'000'000'000));
    row("the token of the beta",
        R"({"userName":"maria.lopez","token":")" + token +
            R"(","tokenCreatedTime":"1785996400000","tokenExpiryDuration":"1786000000000","tokenType":"Bearer"})",
        found({}, u"maria.lopez"_s, 1'786'000'000'000));
    row("the custom token of 2.0",
        R"({"id":"4e5f6071","token":")" + token +
            R"(","org":{"id":1042377815,"name":"retail-emea"},"user":{"id":"59","name":"maria.lopez"},)"
            R"("creation_time_in_millis":1785996400000,"expiration_time_in_millis":1786000000000})",
        found({}, u"maria.lopez"_s, 1'786'000'000'000));
    row("a reply that was wrapped",
        R"({"data":{"token":")" + token + R"(","tokenExpiryDuration":1786000000000}})",
        found({}, {}, 1'786'000'000'000));
    row("an environment file",
        "# for the nightly "
        "job\nTHOUGHTSPOT_HOST=acme.example.com:8443\nTHOUGHTSPOT_USERNAME=maria\n"
        "THOUGHTSPOT_SECRET_KEY=00000000-1111-2222-3333-444444444444\nTHOUGHTSPOT_TOKEN=\"" +
            token + "\"\n",
        found(origin, u"maria"_s));
    row("the bearer of cs_tools", "export CS_TOOLS_THOUGHTSPOT__BEARER_TOKEN='" + token + "'",
        found());
    row("an address that holds another",
        "curl 'https://acme.example.com:8443/x?next=http://localhost:8080' -H 'Authorization: "
        "Bearer " +
            token + "'",
        found(origin));
    row("the same server twice, once by its page and in capitals",
        "TS_HOST=https://ACME.example.com:8443/#/home\ncurl https://acme.example.com:8443/x -H "
        "'Authorization: Bearer " +
            token + "'",
        found(origin));
    row("the page that asked is no server",
        "curl 'https://acme.example.com:8443/x' -H 'authorization: Bearer " + token +
            "' -H 'Origin: https://app.example.com' -H 'Referer: https://app.example.com/page'",
        found(origin));
    row("nor is it in the headers of a request",
        "Host: acme.example.com:8443\nReferer: https://app.example.com/\nAuthorization: Bearer " +
            token,
        found(origin));
    row("nor in a call for cmd",
        "curl ^\"https://acme.example.com:8443/x^\" -H ^\"referer: https://app.example.com/^\" -H "
        "^\"authorization: Bearer " +
            token + "^\"",
        found(origin));
    row("the same token twice", "Bearer " + token + "\nBearer " + token, found());
    row("a refresh token beside it", "TS_REFRESH_TOKEN=aaaaaaaaaaaaaaaaaaaaaaaa\nTS_TOKEN=" + token,
        found());
}

void tst_PastedToken::whatOthersWriteIsRead()
{
    QFETCH(QByteArray, text);
    QFETCH(PastedToken, expected);
    const auto pasted = read(text);
    QVERIFY(pasted);
    QCOMPARE(pasted->token, expected.token);
    QCOMPARE(pasted->origin, expected.origin);
    QCOMPARE(pasted->user, expected.user);
    QCOMPARE(pasted->expiresMs, expected.expiresMs);
    QVERIFY(!pasted->isUserFromToken);
}

void tst_PastedToken::whatHoldsNoTokenIsSaid_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<PasteProblem>("problem");
    const auto row = [](const char *name, const QByteArray &text, PasteProblem problem) {
        QTest::newRow(name) << text << problem;
    };
    row("nothing", {}, PasteProblem::Empty);
    row("blanks", " \n\t", PasteProblem::Empty);
    row("a word", "token", PasteProblem::NoToken);
    row("a sentence", "The token is on the page of the developers.", PasteProblem::NoToken);
    row("an address alone", "https://acme.example.com:8443", PasteProblem::NoToken);
    row("a call without one", "curl https://acme.example.com:8443/api", PasteProblem::NoToken);
    row("a login of the beta, which has none", R"({"token":"","tokenType":"Cookie"})",
        PasteProblem::NoToken);
    row("a password", "TS_PASSWORD=aaaaaaaaaaaaaaaaaaaaaaaa", PasteProblem::NoToken);
    row("a secret key", "TS_SECRET_KEY=00000000-1111-2222-3333-444444444444",
        PasteProblem::NoToken);
    row("two different ones", "TS_TOKEN=" + token + "\nOTHER_TOKEN=" + token.toLower(),
        PasteProblem::SeveralTokens);
    row("two servers in one call",
        "curl https://acme.example.com:8443/x -H 'Authorization: Bearer " + token +
            "' https://other.example.com/x",
        PasteProblem::SeveralServers);
    row("two servers in an environment",
        "TS_HOST=https://acme.example.com:8443\nTS_TOKEN=" + token +
            "\nOTHER_URL=https://other.example.com",
        PasteProblem::SeveralServers);
    row("the same host at another port is another server",
        "TS_HOST=acme.example.com\nTS_URL=https://acme.example.com:8443\nTS_TOKEN=" + token,
        PasteProblem::SeveralServers);
    row("servers of two tokens: the tokens are said first",
        "A_TOKEN=" + token + " A_HOST=a.example.com B_TOKEN=" + token.toLower() +
            " B_HOST=b.example.com",
        PasteProblem::SeveralTokens);
    row("letters that no header holds", "Bearer \xd1\x82\xd0\xbe\xd0\xba\xd0\xb5\xd0\xbd",
        PasteProblem::NoToken);
    row("broken JSON", R"({"token":)", PasteProblem::NoToken);
    row("a book", QByteArray(handoff::mostPastedBytes + 1, 'a'), PasteProblem::TooLong);
}

void tst_PastedToken::whatHoldsNoTokenIsSaid()
{
    QFETCH(QByteArray, text);
    QFETCH(PasteProblem, problem);
    const auto pasted = read(text);
    QVERIFY(!pasted);
    QCOMPARE(pasted.error(), problem);
}

void tst_PastedToken::aClassicTokenNamesItsUser_data()
{
    QTest::addColumn<QByteArray>("inside");
    QTest::addColumn<QString>("user");
    const QByteArray hash = QByteArray("$shiro1$SHA-256$500000$c2FsdA==$aGFzaA==").toBase64();
    QTest::newRow("classic") << "maria.lopez:" + hash << u"maria.lopez"_s;
    QTest::newRow("with a colon of its own") << "a:b:" + hash << u"a:b"_s;
    QTest::newRow("beyond ASCII") << "m\xc3\xbcller:" + hash << u"m\u00fcller"_s;
    QTest::newRow("nobody") << ':' + hash << QString();
    QTest::newRow("line breaks") << "a\nb:" + hash << QString();
    QTest::newRow("not UTF-8") << "a\xff:" + hash << QString();
    QTest::newRow("something else") << QByteArray("maria.lopez:something else") << QString();
}

void tst_PastedToken::aClassicTokenNamesItsUser()
{
    QFETCH(QByteArray, inside);
    QFETCH(QString, user);
    const auto pasted = read(inside.toBase64());
    QVERIFY(pasted);
    QCOMPARE(pasted->user, user);
    QCOMPARE(pasted->isUserFromToken, !user.isEmpty());
}

// Every start of every text of ours, and every third of its bytes changed: no crash, and never a
// token that is not well formed.
void tst_PastedToken::anyBytesGiveAnAnswer()
{
    handoff::Subject subject;
    subject.token.value = SecretBuffer::fromBytes(token);
    subject.origin = origin;
    const QByteArray bytes("\0\\\"'{\n\xff", 7);
    const QMetaEnum formats = QMetaEnum::fromType<Format>();
    for (int i = 0; i < formats.keyCount(); ++i) {
        const auto whole = handoff::text(Format(formats.value(i)), subject);
        for (qsizetype at = 0; at < whole.size(); at += 3) {
            QByteArray changed = whole.view().toByteArray();
            changed[at] = bytes.at(at / 3 % bytes.size());
            const auto pasted = read(changed);
            QVERIFY(!pasted || Token::isWellFormed(pasted->token.view()));
            static_cast<void>(read(whole.view().first(at)));
        }
    }
}

QTEST_GUILESS_MAIN(tst_PastedToken)
#include "tst_pastedtoken.moc"
