#include "core/session/token.h"

#include <QDebug>
#include <QMetaEnum>
#include <QRegularExpression>
#include <QTest>

#include <cstring>

using namespace Qt::StringLiterals;

static constexpr qint64 noon = 1'754'560'000'000;
static constexpr qint64 second = 1000;
static constexpr qint64 minute = 60 * second;
static constexpr qint64 hour = 60 * minute;

static Token token(std::optional<qint64> createdMs, std::optional<qint64> expiresMs,
                   Token::Standing standing = Token::Standing::Usable)
{
    Token result;
    result.value = SecretBuffer::fromBytes(QByteArrayView("abc"));
    result.createdMs = createdMs;
    result.expiresMs = expiresMs;
    result.standing = standing;
    return result;
}

//! What a token knows about itself.
class tst_token final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void theConditionFollowsTheClockAndTheServersWord_data();
    void theConditionFollowsTheClockAndTheServersWord();
    void whatIsLeftIsNeverNegative_data();
    void whatIsLeftIsNeverNegative();
    void onlyCharactersThatAHeaderMayCarryAreWellFormed_data();
    void onlyCharactersThatAHeaderMayCarryAreWellFormed();
    void aMaskedTokenCannotBeUsed_data();
    void aMaskedTokenCannotBeUsed();
    void aFingerprintTellsTokensApartAndNothingElse();
    void printingNeverShowsTheValue();
};

void tst_token::theConditionFollowsTheClockAndTheServersWord_data()
{
    using enum Token::Condition;
    using Standing = Token::Standing;
    QTest::addColumn<Token>("subject");
    QTest::addColumn<qint64>("now");
    QTest::addColumn<Token::Condition>("condition");
    const auto row = [](const char *name, const Token &subject, qint64 now,
                        Token::Condition condition) {
        QTest::newRow(name) << subject << now << condition;
    };
    const Token anHour = token(noon, noon + hour);
    row("an hour, fresh", anHour, noon, Valid);
    row("an hour, more than five minutes left", anHour, noon + hour - 5 * minute - 1, Valid);
    row("an hour, five minutes left", anHour, noon + hour - 5 * minute, ExpiringSoon);
    row("an hour, one millisecond left", anHour, noon + hour - 1, ExpiringSoon);
    row("an hour, over to the millisecond", anHour, noon + hour, Expired);
    row("an hour, long over", anHour, noon + 100 * hour, Expired);
    row("a day warns no earlier than five minutes before", token(noon, noon + 24 * hour),
        noon + 24 * hour - 5 * minute - 1, Valid);
    row("ten minutes warn one minute before", token(noon, noon + 10 * minute), noon + 9 * minute,
        ExpiringSoon);
    row("ten minutes do not warn before that", token(noon, noon + 10 * minute),
        noon + 9 * minute - 1, Valid);
    row("one minute warns half a minute before", token(noon, noon + minute), noon + 30 * second,
        ExpiringSoon);
    row("one minute does not warn before that", token(noon, noon + minute), noon + 30 * second - 1,
        Valid);
    row("created unknown, five minutes left", token({}, noon + 5 * minute), noon, ExpiringSoon);
    row("created unknown, more left", token({}, noon + 5 * minute + 1), noon, Valid);
    row("created after it expires", token(noon + hour, noon), noon - 31 * second, Valid);
    row("expiry unknown", token(noon, {}), noon, LifeUnknown);
    row("clock before the creation", anHour, noon - hour, Valid);
    row("revoked while it lives", token(noon, noon + hour, Standing::Revoked), noon, Revoked);
    row("revoked and over", token(noon, noon + hour, Standing::Revoked), noon + hour, Revoked);
    row("refused while it should live", token(noon, noon + hour, Standing::Refused), noon, Refused);
    row("revoke not confirmed", token(noon, noon + hour, Standing::RevokeUnconfirmed), noon,
        RevokeUnconfirmed);
    row("revoke not confirmed, but over", token(noon, noon + hour, Standing::RevokeUnconfirmed),
        noon + hour, Expired);
    row("revoke not confirmed, expiry unknown", token(noon, {}, Standing::RevokeUnconfirmed), noon,
        RevokeUnconfirmed);
}

void tst_token::theConditionFollowsTheClockAndTheServersWord()
{
    QFETCH(Token, subject);
    QFETCH(qint64, now);
    QTEST(subject.condition(now), "condition");
}

void tst_token::whatIsLeftIsNeverNegative_data()
{
    QTest::addColumn<Token>("subject");
    QTest::addColumn<qint64>("now");
    QTest::addColumn<qint64>("left");
    QTest::newRow("an hour") << token(noon, noon + hour) << noon << hour;
    QTest::newRow("one millisecond") << token(noon, noon + 1) << noon << Q_INT64_C(1);
    QTest::newRow("over") << token(noon, noon) << noon + hour << Q_INT64_C(0);
    QTest::newRow("unknown") << token(noon, {}) << noon << Q_INT64_C(-1);
}

void tst_token::whatIsLeftIsNeverNegative()
{
    QFETCH(Token, subject);
    QFETCH(qint64, now);
    QTEST(subject.remainingMs(now).value_or(-1), "left");
}

void tst_token::onlyCharactersThatAHeaderMayCarryAreWellFormed_data()
{
    QTest::addColumn<QByteArray>("text");
    QTest::addColumn<bool>("wellFormed");
    const auto row = [](const char *name, const QByteArray &text, bool wellFormed) {
        QTest::newRow(name) << text << wellFormed;
    };
    row("every character there is",
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._~+/=-", true);
    row("a signed one with dots", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJpbnZlbnRlZCJ9.no-signature",
        true);
    row("one character", "a", true);
    row("16 KiB", QByteArray(16 * 1024, 'a'), true);
    row("a byte more", QByteArray(16 * 1024 + 1, 'a'), false);
    row("nothing", "", false);
    for (int c = 0; c < 256; ++c) {
        const auto byte = static_cast<char>(c);
        const bool allowed = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') ||
                             (c >= 'A' && c <= 'Z') || (c != 0 && std::strchr("._~+/=-", c));
        const QByteArray name = "the byte " + QByteArray::number(c) + " in the middle";
        QTest::newRow(name.constData()) << "abc"_ba + byte + "def" << allowed;
    }
}

void tst_token::onlyCharactersThatAHeaderMayCarryAreWellFormed()
{
    QFETCH(QByteArray, text);
    QTEST(Token::isWellFormed(text), "wellFormed");
}

void tst_token::aMaskedTokenCannotBeUsed_data()
{
    QTest::addColumn<QByteArray>("value");
    QTest::addColumn<QString>("masked");
    const QString dots(12, QChar(0x2022));
    QTest::newRow("none") << ""_ba << dots;
    QTest::newRow("a short one shows nothing") << QByteArray(31, 'a') << dots;
    QTest::newRow("a long one shows four") << "abcd"_ba + QByteArray(28, 'x') << u"abcd"_s + dots;
    QTest::newRow("the longest shows four") << QByteArray(16 * 1024, 'a') << u"aaaa"_s + dots;
}

void tst_token::aMaskedTokenCannotBeUsed()
{
    QFETCH(QByteArray, value);
    Token subject;
    subject.value = SecretBuffer::fromBytes(value);
    QTEST(subject.masked(), "masked");
}

void tst_token::aFingerprintTellsTokensApartAndNothingElse()
{
    Token subject;
    QCOMPARE(subject.fingerprint(), QString());
    subject.value = SecretBuffer::fromBytes("abc");
    QCOMPARE(subject.fingerprint(), u"ba7816bf8f01"_s); // the standard's own example
}

void tst_token::printingNeverShowsTheValue()
{
    Token subject = token(noon, noon + hour, Token::Standing::Revoked);
    subject.value = SecretBuffer::fromBytes(QByteArrayView("invented-and-secret"));
    subject.owner = u"maria.lopez"_s;
    QString printed;
    QDebug(&printed) << subject;
    QVERIFY(printed.contains("19 bytes"_L1));
    QVERIFY(printed.contains("maria.lopez"_L1));
    QVERIFY(printed.contains("Revoked"_L1));
    QVERIFY(!printed.contains("invented"_L1));
}

QTEST_GUILESS_MAIN(tst_token)
#include "tst_token.moc"
