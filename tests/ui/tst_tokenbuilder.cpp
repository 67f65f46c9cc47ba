#include "tests/driver/livedesk.h"
#include "tests/support/democluster.h"

#include <QApplication>
#include <QComboBox>
#include <QJsonArray>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QStandardItemModel>
#include <QTest>

using namespace Qt::StringLiterals;

//! The "New token" sheet through the real window, against the demo cluster.
class TestTokenBuilder final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support prop)"_s));
    }
    void fullAccessIsWhatIsAskedForUnlessToldOtherwise();
    void aTokenForOneObjectNamesIt();
    void aCustomTokenCarriesWhatWasTyped();
    void whatIsMissingIsSaidAtTheField();
    void anOlderReleaseIsToldInWords();
    void formsSayWhichKindsTheyLack_data();
    void formsSayWhichKindsTheyLack();
    void theRequestIsShownWithoutItsSecret();

private:
    //! What the last call of \a operation had in its body.
    [[nodiscard]] static QJsonObject lastBody(DemoCluster &cluster, const QString &operation)
    {
        QJsonObject body;
        const QJsonArray requests = cluster.state().value(u"requests"_s).toArray();
        for (const QJsonValue &request : requests) {
            if (request[u"operation"_s].toString() == operation)
                body = request[u"body"_s].toObject();
        }
        return body;
    }
};

//! A window that is signed in at a cluster of its own, with the sheet open.
struct OpenSheet
{
    explicit OpenSheet(Api::Form form, const QStringList &options = {},
                       const QString &pictures = qEnvironmentVariable("DESK_PICTURES"))
        : cluster(options)
        , desk({.server = cluster.origin().toString(),
                .user = u"maria.lopez"_s,
                .form = form,
                .choosesForm = true},
               pictures)
        , window(desk.window())
    {
        isReady =
            cluster.isReady() && window.type(u"Password"_s, password()) &&
            window.click(u"Sign in"_s) && window.click(u"Get token"_s) &&
            window.waitFor([this] { return window.find(u"Kind of token"_s); }, u"for the sheet"_s);
    }

    [[nodiscard]] QString password() const { return cluster.password(u"maria.lopez"_s); }

    bool getToken()
    {
        return window.type(u"Password"_s, password()) && window.click(u"Get token now"_s) &&
               window.waitFor([this] { return !window.find(u"Kind of token"_s); },
                              u"for the sheet to close"_s);
    }

    DemoCluster cluster;
    LiveDesk desk;
    WindowDriver &window;
    bool isReady = false;
};

void TestTokenBuilder::fullAccessIsWhatIsAskedForUnlessToldOtherwise()
{
    OpenSheet at(Api::Form::V2);
    QVERIFY(at.isReady);
    QCOMPARE(at.window.text(u"Kind of token"_s), u"Full access"_s);
    QVERIFY(!at.window.find(u"What the cluster keeps"_s));
    QVERIFY(!at.window.find(u"Object"_s));
    QVERIFY(at.window.picture(u"builder-full"_s));
    QVERIFY(at.window.choose(u"Organization"_s, u"retail-emea"_s));
    QVERIFY(at.window.choose(u"Token validity"_s, u"24"_s));
    QVERIFY(at.window.findLabel(u"whoever finds it"_s));
    QVERIFY(at.getToken());
    QTRY_COMPARE(at.cluster.calls(u"2.0/tokenFull"_s), 2);
    const QJsonObject body = lastBody(at.cluster, u"2.0/tokenFull"_s);
    QCOMPARE(body[u"validity_time_in_sec"_s].toInt(), 86'400);
    QCOMPARE(body[u"org_id"_s].toInt(), 1042377815);
    QCOMPARE(body[u"auto_create"_s], QJsonValue(false));
}

void TestTokenBuilder::aTokenForOneObjectNamesIt()
{
    OpenSheet at(Api::Form::V2);
    QVERIFY(at.isReady);
    QVERIFY(at.window.choose(u"Kind of token"_s, u"One object"_s));
    QVERIFY(at.window.type(u"Password"_s, at.password()));
    QVERIFY(at.window.click(u"Get token now"_s));
    QVERIFY(at.window.findLabel(u"Enter the object's GUID."_s));
    QVERIFY(at.window.picture(u"builder-object"_s));
    QVERIFY(at.window.type(u"Object"_s, u" 11111111-2222-4333-8444-555555555555 "_s));
    QVERIFY(at.getToken());
    QVERIFY(at.window.waitFor([&] { return at.window.findLabel(u"One object"_s); },
                              u"for the token's scope"_s));
    QCOMPARE(lastBody(at.cluster, u"2.0/tokenObject"_s)[u"object_id"_s].toString(),
             u"11111111-2222-4333-8444-555555555555"_s);
}

void TestTokenBuilder::aCustomTokenCarriesWhatWasTyped()
{
    OpenSheet at(Api::Form::V2);
    QVERIFY(at.isReady);
    WindowDriver &window = at.window;
    QVERIFY(window.choose(u"Kind of token"_s, u"Custom"_s));
    QVERIFY(window.waitUntilSettled());
    QVERIFY(window.picture(u"builder-custom-empty"_s));
    QVERIFY(window.click(u"Add a filter rule"_s));
    QVERIFY(window.type(u"Filter rules 1: Column"_s, u"Region"_s));
    QVERIFY(window.choose(u"Filter rules 1: Comparison"_s, u"is none of"_s));
    QVERIFY(window.type(u"Filter rules 1: Values, separated by ;"_s, u"EMEA; Smith, John ;"_s));
    QVERIFY(window.click(u"Add a filter rule"_s));
    QVERIFY(window.type(u"Filter rules 2: Column"_s, u"Year"_s));
    QVERIFY(window.click(u"Remove Filter rules 2"_s));
    QVERIFY(window.click(u"Add a parameter"_s));
    QVERIFY(window.type(u"Parameters 1: Name"_s, u"Currency"_s));
    QVERIFY(window.type(u"Parameters 1: Value"_s, u"EUR; net"_s));
    QVERIFY(window.click(u"Add an object"_s));
    QVERIFY(window.type(u"Objects 1: Name or GUID"_s, u"Sales"_s));
    QVERIFY(window.click(u"Add a group"_s)); // left empty: not sent
    QVERIFY(window.picture(u"builder-custom"_s));
    QVERIFY(at.getToken());
    QVERIFY(
        window.waitFor([&] { return window.findLabel(u"Custom"_s); }, u"for the token's scope"_s));

    QJsonObject body = lastBody(at.cluster, u"2.0/tokenCustom"_s);
    QCOMPARE(body.take(u"password"_s).toString(), u"<password of maria.lopez>"_s);
    const QJsonObject rule{{u"column_name"_s, u"Region"_s},
                           {u"operator"_s, u"NOT_IN"_s},
                           {u"values"_s, QJsonArray{u"EMEA"_s, u"Smith, John"_s}}};
    const QJsonObject parameter{{u"name"_s, u"Currency"_s},
                                {u"values"_s, QJsonArray{u"EUR; net"_s}}};
    const QJsonObject object{{u"type"_s, u"LOGICAL_TABLE"_s}, {u"identifier"_s, u"Sales"_s}};
    QCOMPARE(body, QJsonObject({{u"username"_s, u"maria.lopez"_s},
                                {u"validity_time_in_sec"_s, 3600},
                                {u"org_identifier"_s, u"0"_s},
                                {u"persist_option"_s, u"NONE"_s},
                                {u"filter_rules"_s, QJsonArray{rule}},
                                {u"parameter_values"_s, QJsonArray{parameter}},
                                {u"objects"_s, QJsonArray{object}},
                                {u"auto_create"_s, false}}));
}

void TestTokenBuilder::whatIsMissingIsSaidAtTheField()
{
    OpenSheet at(Api::Form::V2);
    QVERIFY(at.isReady);
    WindowDriver &window = at.window;
    QVERIFY(window.choose(u"Kind of token"_s, u"Custom"_s));
    QVERIFY(window.type(u"Password"_s, at.password()));
    QVERIFY(window.waitUntilSettled());
    QVERIFY(window.click(u"Add a filter rule"_s));
    QVERIFY(window.type(u"Filter rules 1: Column"_s, u"Region"_s));
    QVERIFY(window.click(u"Get token now"_s));
    QVERIFY(window.findLabel(u"Each rule needs a column and at least one value."_s));
    QVERIFY(window.click(u"Remove Filter rules 1"_s));
    QVERIFY(!window.findLabel(u"Each rule needs"_s));

    QVERIFY(window.click(u"Add a variable"_s));
    QVERIFY(window.type(u"Variables 1: Name"_s, u"tenant"_s));
    QVERIFY(window.type(u"Variables 1: Values, separated by ;"_s, u"7"_s));
    QVERIFY(window.click(u"Get token now"_s));
    QVERIFY(window.findLabel(u"Variables need a cluster that keeps them"_s));
    QVERIFY(window.picture(u"builder-custom-failed"_s));
    QCOMPARE(at.cluster.calls(u"2.0/tokenCustom"_s), 0);

    QVERIFY(!window.findLabel(u"This changes data on the cluster"_s));
    QVERIFY(window.choose(u"What the cluster keeps"_s, u"Add to"_s));
    QVERIFY(window.findLabel(u"This changes data on the cluster"_s));
    QVERIFY(at.getToken());
    QTRY_COMPARE(at.cluster.calls(u"2.0/tokenCustom"_s), 1);
    QCOMPARE(lastBody(at.cluster, u"2.0/tokenCustom"_s)[u"persist_option"_s].toString(),
             u"APPEND"_s);
}

void TestTokenBuilder::anOlderReleaseIsToldInWords()
{
    OpenSheet at(Api::Form::V2, {u"--quirk"_s, u"no-custom-tokens"_s});
    QVERIFY(at.isReady);
    QVERIFY(at.window.choose(u"Kind of token"_s, u"Custom"_s));
    QVERIFY(at.window.findLabel(u"10.4 or later"_s));
    QVERIFY(at.getToken());
    QVERIFY(at.window.waitFor(
        [&] { return at.window.findLabel(u"does not offer the operation yet"_s); },
        u"for the refusal"_s));
    QVERIFY(at.window.picture(u"builder-old-release"_s));
}

void TestTokenBuilder::formsSayWhichKindsTheyLack_data()
{
    QTest::addColumn<Api::Form>("form");
    QTest::addColumn<QList<bool>>("offered");
    QTest::addColumn<QString>("words");
    QTest::newRow("2022 beta") << Api::Form::Beta2022 << QList<bool>{true, false, false}
                               << u"has no other kind"_s;
    QTest::newRow("later beta") << Api::Form::Beta << QList<bool>{true, true, false}
                                << u"Custom tokens need REST API 2.0"_s;
}

void TestTokenBuilder::formsSayWhichKindsTheyLack()
{
    QFETCH(const Api::Form, form);
    QFETCH(const QList<bool>, offered);
    QFETCH(const QString, words);
    OpenSheet at(form);
    QVERIFY(at.isReady);
    auto *kinds = qobject_cast<QComboBox *>(at.window.find(u"Kind of token"_s));
    const auto *model = static_cast<QStandardItemModel *>(kinds->model());
    for (int i = 0; i < offered.size(); ++i)
        QCOMPARE(model->item(i)->isEnabled(), offered[i]);
    QVERIFY(at.window.findLabel(words));
    QVERIFY(at.window.picture(u"builder-form"_s));
    QVERIFY(at.getToken());
    QVERIFY(at.window.waitFor([&] { return at.window.status().contains(u"new token"_s); },
                              u"for the token"_s));
}

void TestTokenBuilder::theRequestIsShownWithoutItsSecret()
{
    OpenSheet at(Api::Form::V2);
    QVERIFY(at.isReady);
    QVERIFY(at.window.type(u"Password"_s, at.password()));
    QVERIFY(!at.window.find(u"Request that will be sent"_s));
    QVERIFY(at.window.click(u"Show request"_s));
    const auto request = [&] {
        auto *view = qobject_cast<QPlainTextEdit *>(at.window.find(u"Request that will be sent"_s));
        return view ? view->toPlainText() : QString();
    };
    QVERIFY(request().startsWith(
        u"POST %1/api/rest/2.0/auth/token/full\nUser-Agent: "_s.arg(at.cluster.origin().toString()),
        Qt::CaseInsensitive)); // as Qt 6.8 sends it
    QVERIFY(request().endsWith(u"\n{\n"
                               "  \"username\": \"maria.lopez\",\n"
                               "  \"password\": \"••••••••\",\n"
                               "  \"validity_time_in_sec\": 3600,\n"
                               "  \"org_id\": 0,\n"
                               "  \"auto_create\": false\n"
                               "}"_s));
    QVERIFY(!request().contains(at.password()));
    QVERIFY(at.window.picture(u"builder-request"_s));
    QVERIFY(at.window.choose(u"Token validity"_s, u"15"_s));
    QVERIFY(request().contains(u"\"validity_time_in_sec\": 900"_s));
    // A name that is not known is looked up by its number first.
    QComboBox *orgs = qobject_cast<QComboBox *>(at.window.find(u"Organization"_s));
    orgs->setEditText(u"elsewhere"_s);
    QVERIFY(request().isEmpty());
    QVERIFY(at.window.findLabel(u"asked for that first"_s));
}

QTEST_MAIN(TestTokenBuilder)
#include "tst_tokenbuilder.moc"
