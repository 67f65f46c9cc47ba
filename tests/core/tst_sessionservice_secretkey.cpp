#include "tests/support/sessionprobe.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

//! Signing in by the cluster's secret key: what goes out in each form, and what is known of it
//! afterwards.
class tst_SessionServiceSecretKey final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void whatTheKeyMadeIsKnownToBeByTheKey_data();
    void whatTheKeyMadeIsKnownToBeByTheKey();
    void whatAPasswordMadeIsNot();
    void aBlankKeyIsRefusedByItsOwnName_data();
    void aBlankKeyIsRefusedByItsOwnName();
    void theFirstBetaTakesNoKey();
};

static SignInRequest byKey(const QByteArray &key)
{
    SignInRequest request = signInRequest();
    request.credentials = {
        request.credentials.userName, {}, SecretBuffer::fromBytes(key), SignInMethod::SecretKey};
    return request;
}

void tst_SessionServiceSecretKey::whatTheKeyMadeIsKnownToBeByTheKey_data()
{
    QTest::addColumn<Api::Form>("form");
    QTest::addColumn<QString>("keyField");
    QTest::newRow("2.0") << Api::Form::V2 << u"secret_key"_s;
    QTest::newRow("later beta") << Api::Form::Beta << u"secretKey"_s;
}

void tst_SessionServiceSecretKey::whatTheKeyMadeIsKnownToBeByTheKey()
{
    QFETCH(const Api::Form, form);
    QFETCH(const QString, keyField);
    FakeServer server;
    fakecluster::speak(server, form);
    SessionProbe probe(server.origin(), form);

    probe.service().signIn(byKey("not-a-real-key"));
    QTRY_COMPARE(probe.now(), u"in"_s);
    QVERIFY(probe.signedIn().token->isBySecretKey);
    QCOMPARE(server.requests().first().path(), fakecluster::paths(form).token);
    const QJsonObject body = QJsonDocument::fromJson(server.requests().first().body).object();
    QCOMPARE(body.value(keyField).toString(), u"not-a-real-key"_s);
    QVERIFY(!body.contains(u"password"_s));
    if (form == Api::Form::V2)
        QCOMPARE(body.value(u"auto_create"_s), QJsonValue(false));
}

void tst_SessionServiceSecretKey::whatAPasswordMadeIsNot()
{
    StandingSession standing(Api::Form::V2);
    QVERIFY(standing.isReady());
    QVERIFY(!standing.probe.signedIn().token->isBySecretKey);
}

void tst_SessionServiceSecretKey::aBlankKeyIsRefusedByItsOwnName_data()
{
    QTest::addColumn<Api::Form>("form");
    QTest::newRow("2.0") << Api::Form::V2;
    QTest::newRow("later beta") << Api::Form::Beta;
    QTest::newRow("2022 beta") << Api::Form::Beta2022;
}

void tst_SessionServiceSecretKey::aBlankKeyIsRefusedByItsOwnName()
{
    QFETCH(const Api::Form, form);
    FakeServer server;
    fakecluster::speak(server, form);
    SessionProbe probe(server.origin(), form);

    probe.service().signIn(byKey({}));
    QTRY_COMPARE(probe.now(), u"out: InvalidInput"_s);
    QCOMPARE(std::get<SignedOut>(probe.service().state()).reason->detail, u"Secret key"_s);
    QCOMPARE(server.lines(), QList<QByteArray>());
}

void tst_SessionServiceSecretKey::theFirstBetaTakesNoKey()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::Beta2022);
    SessionProbe probe(server.origin(), Api::Form::Beta2022);

    probe.service().signIn(byKey("not-a-real-key"));
    QTRY_COMPARE(probe.now(), u"out: Unsupported"_s);
    QCOMPARE(server.lines(), QList<QByteArray>());
}

QTEST_GUILESS_MAIN(tst_SessionServiceSecretKey)
#include "tst_sessionservice_secretkey.moc"
