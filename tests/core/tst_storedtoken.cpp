#include "core/storage/storedtoken.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

//! A token as the secret that is kept of it.
class tst_StoredToken final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void whatIsKeptReadsBack_data();
    void whatIsKeptReadsBack();
    void whatAnEarlierBuildKeptReadsBack();
    void whatIsNotWholeIsNoToken();
};

static Token sample()
{
    Token token;
    token.value = SecretBuffer::fromBytes("bWFyaWE6aW52ZW50ZWQ=");
    token.owner = u"María\nroot %0A\u2028"_s;
    token.ownerId = u"ebc717df-bc89-536e-8347-00be0e000001"_s;
    token.orgId = -12;
    token.orgName = u"retail / emea"_s;
    token.scope = u"FULL"_s;
    token.createdMs = 1'786'540'000'000;
    token.expiresMs = 1'786'543'600'000;
    token.serverAheadMs = -7'200'000;
    return token;
}

void tst_StoredToken::whatIsKeptReadsBack_data()
{
    QTest::addColumn<Token>("token");
    QTest::newRow("with all that can be known") << sample();
    Token bare;
    bare.value = SecretBuffer::fromBytes("a");
    QTest::newRow("the value alone") << bare;
    bare.isBySecretKey = true;
    QTest::newRow("made by the secret key") << bare;
}

void tst_StoredToken::whatIsKeptReadsBack()
{
    QFETCH(Token, token);
    QCOMPARE(StoredToken::fromSecret(StoredToken::toSecret(token)), std::optional(token));
    token.standing = Token::Standing::Refused;
    token.lastCheck = TokenCheck{};
    const std::optional<Token> back = StoredToken::fromSecret(StoredToken::toSecret(token));
    QCOMPARE(back->standing, Token::Standing::Usable);
    QVERIFY(!back->lastCheck);
}

void tst_StoredToken::whatAnEarlierBuildKeptReadsBack()
{
    // It did not note how far the server's clock was ahead.
    const QByteArray lines = "\nbWFyaWE6aW52ZW50ZWQ=\nMar%C3%ADa%0Aroot%20%250A%E2%80%A8\n"
                             "ebc717df-bc89-536e-8347-00be0e000001\nretail%20%2F%20emea\nFULL\n\n"
                             "-12\n1786540000000\n1786543600000\n";
    Token expected = sample();
    expected.serverAheadMs = 0;
    QCOMPARE(StoredToken::fromSecret(SecretBuffer::fromBytes("token 1" + lines)),
             std::optional(expected));
    expected.isBySecretKey = true;
    QCOMPARE(StoredToken::fromSecret(SecretBuffer::fromBytes("token 1 by secret key" + lines)),
             std::optional(expected));
}

void tst_StoredToken::whatIsNotWholeIsNoToken()
{
    const QByteArray whole = StoredToken::toSecret(sample()).view().toByteArray();
    for (qsizetype length = 0; length < whole.size(); ++length)
        QVERIFY(!StoredToken::fromSecret(SecretBuffer::fromBytes(whole.first(length))));
    QVERIFY(!StoredToken::fromSecret(SecretBuffer::fromBytes(whole + "more\n")));
    QVERIFY(!StoredToken::fromSecret(SecretBuffer::fromBytes("token 3\n" + whole.sliced(8))));
    QByteArray odd = whole;
    odd.replace("bWFyaWE", "bWF yaW");
    QVERIFY(!StoredToken::fromSecret(SecretBuffer::fromBytes(odd)));
    odd = whole;
    odd.replace("1786540000000", "1786540000000x");
    QVERIFY(!StoredToken::fromSecret(SecretBuffer::fromBytes(odd)));
}

QTEST_GUILESS_MAIN(tst_StoredToken)
#include "tst_storedtoken.moc"
