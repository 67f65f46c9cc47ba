#include "core/api/apidialect.h"

#include "core/api/jsonbody.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRandomGenerator>
#include <QRegularExpression>
#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;

//! What is typed arrives as it was typed, whatever it holds.
class tst_dialectbody final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void everyPasswordArrivesByteExact_data();
    void everyPasswordArrivesByteExact();
    void anyTextReadsBackAsItWasWritten();
    void loneSurrogatesBecomeReplacementCharacters();
    void anEmptyBodyIsAnObject();
};

void tst_dialectbody::everyPasswordArrivesByteExact_data()
{
    QTest::addColumn<QString>("password");
    QTest::newRow("quotes and backslashes") << u"\"it's\\a\\\\\"\"\\"_s;
    QTest::newRow("blanks around it") << u"  open sesame\t "_s;
    QTest::newRow("line breaks") << u"one\r\ntwo\n"_s;
    QTest::newRow("every control character but NUL") << [] {
        QString all;
        for (char16_t c = 1; c < 0x20; ++c)
            all.append(QChar(c));
        return all + QChar(0x7F);
    }();
    QTest::newRow("emoji and a family of them") << u"pässwörd 🔑 👩‍👩‍👧"_s;
    QTest::newRow("line separators that JavaScript trips over") << u"a\u2028b\u2029c"_s;
    QTest::newRow("10,000 characters") << QString(5000, u'é') + QString(5000, u'"');
    QTest::newRow("JSON inside") << u"\",\"remember_me\":true,\"x\":\""_s;
}

void tst_dialectbody::everyPasswordArrivesByteExact()
{
    QFETCH(QString, password);
    const Credentials credentials{
        u"maria \"quoted\" \\ ünïcode"_s, SecretBuffer::fromText(password), {}};
    SignInRequest signIn;
    signIn.credentials = credentials;
    for (const Api::Form form : {Api::Form::Beta2022, Api::Form::Beta, Api::Form::V2}) {
        const auto dialect = dialectFor(form);
        const QString userKey = form == Api::Form::V2 ? u"username"_s : u"userName"_s;
        for (const auto &request : {dialect->login(signIn), dialect->token({}, credentials)}) {
            QVERIFY(request);
            const auto json = QJsonDocument::fromJson(request->body->view().toByteArray()).object();
            QCOMPARE(json.value("password"_L1).toString(), password);
            QCOMPARE(json.value(userKey).toString(), credentials.userName);
        }
    }
}

static QString randomText(QRandomGenerator &random)
{
    QString text;
    const int length = random.bounded(40);
    for (int i = 0; i < length; ++i) {
        switch (random.bounded(6)) {
        case 0:
            text.append(QChar(static_cast<char16_t>(random.bounded(1, 0x20))));
            break;
        case 1:
            text.append(u"\"\\/\u007f\u0085\u2028\u2029\ufeff"[random.bounded(8)]);
            break;
        case 2:
            text.append(QChar::fromUcs4(static_cast<char32_t>(random.bounded(0x10000, 0x110000))));
            break;
        case 3:
            text.append(QChar(static_cast<char16_t>(random.bounded(0xE000, 0xFFFE))));
            break;
        default:
            text.append(QChar(static_cast<char16_t>(random.bounded(0x20, 0x7F))));
            break;
        }
    }
    return text;
}

void tst_dialectbody::anyTextReadsBackAsItWasWritten()
{
    QRandomGenerator random(20220131);
    for (int i = 0; i < 500; ++i) {
        const QString text = randomText(random);
        const QString kept = randomText(random);
        const SecretBuffer body = JsonBody()
                                      .text("text"_L1, text)
                                      .secret("secret"_L1, SecretBuffer::fromText(kept))
                                      .flag("flag"_L1, true)
                                      .number("number"_L1, std::numeric_limits<qint64>::min())
                                      .take();
        QJsonParseError error;
        const QByteArray bytes = body.view().toByteArray();
        const QJsonObject json = QJsonDocument::fromJson(bytes, &error).object();
        QVERIFY2(error.error == QJsonParseError::NoError, bytes.constData());
        QCOMPARE(json.value("text"_L1).toString(), text);
        QCOMPARE(json.value("secret"_L1).toString(), kept);
        QCOMPARE(json.value("flag"_L1), QJsonValue(true));
        QCOMPARE(json.value("number"_L1).toInteger(), std::numeric_limits<qint64>::min());
        QCOMPARE(json.size(), 4);
    }
}

void tst_dialectbody::loneSurrogatesBecomeReplacementCharacters()
{
    const QString broken = u"a"_s + QChar(0xD83D) + u"b"_s + QChar(0xDD11);
    const SecretBuffer body = JsonBody()
                                  .text("text"_L1, broken)
                                  .secret("secret"_L1, SecretBuffer::fromText(broken))
                                  .take();
    QCOMPARE(body.view().toByteArray(), "{\"text\":\"a\xEF\xBF\xBD"
                                        "b\xEF\xBF\xBD\","
                                        "\"secret\":\"a\xEF\xBF\xBD"
                                        "b\xEF\xBF\xBD\"}"_ba);
}

void tst_dialectbody::anEmptyBodyIsAnObject()
{
    JsonBody body;
    QCOMPARE(body.take().view(), QByteArrayView("{}"));
    QCOMPARE(body.flag("again"_L1, false).take().view(), QByteArrayView("{\"again\":false}"));
}

QTEST_GUILESS_MAIN(tst_dialectbody)
#include "tst_dialectbody.moc"
