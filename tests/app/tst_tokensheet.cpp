#include "core/storage/profilestore.h"
#include "tests/driver/livedesk.h"
#include "tests/support/democluster.h"
#include "tests/support/sessionprobe.h"
#include "ui/login/tokensheet.h"
#include "ui/mainwindow/mainwindow.h"

#include <QApplication>
#include <QClipboard>
#include <QDesktopServices>
#include <QFile>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

static const QString maria = u"maria.lopez"_s;
static const QString otherWay = u"Use a token you have, or your browser"_s;
static const QString field = u"Token or text that holds one"_s;
static const QString signIn = u"Sign in with this token"_s;

//! Signing in by a token that a person brings along, through the real window.
class tst_TokenSheet final : public QObject
{
    Q_OBJECT

public Q_SLOTS:
    void takePage(const QUrl &page) { m_pages += page; }

private Q_SLOTS:
    void init();
    void aTokenSignsInWithoutAPassword();
    void aCurlCallIsPastedWhole();
    void nothingIsSentBeforeTheServerIsConfirmed();
    void anotherServersTokenGetsAProfileOfItsOwn();
    void aDeadTokenIsSaidAndTheFormIsThereAgain();
    void whatHoldsNoTokenCannotBeUsed();
    void aSecondFactorLeadsToTheBrowser();
    void aClusterOfSingleSignOnLeadsToTheBrowserInTwoClicks_data();
    void aClusterOfSingleSignOnLeadsToTheBrowserInTwoClicks();
    void severalServersAreNotChosenFrom();
    void aLockTakesTheSheetAway();
    void aTokenThatWasBroughtAlongGivesAnotherOne();

private:
    //! A desk whose only profile, which is shown, is for \a cluster.
    [[nodiscard]] static LiveDesk deskFor(const DemoCluster &cluster)
    {
        return deskFor(cluster.origin().toString());
    }
    [[nodiscard]] static LiveDesk deskFor(const QString &origin)
    {
        Profile profile;
        profile.id = QUuid::createUuid();
        profile.name = u"Production"_s;
        profile.origin = origin;
        Preferences preferences;
        preferences.lastProfile = profile.id;
        return {{}, {}, {profile}, preferences};
    }
    //! The servers of the profiles in the file of \a desk, sorted.
    [[nodiscard]] static QStringList origins(const LiveDesk &desk)
    {
        ProfileStore store(desk.settingsFile());
        store.load();
        QStringList all;
        for (const Profile &profile : store.profiles())
            all += profile.origin;
        all.sort();
        return all;
    }
    //! A token of hers, made by signing in elsewhere.
    [[nodiscard]] static QString tokenOf(const DemoCluster &cluster);
    static bool opens(WindowDriver &window)
    {
        return window.click(otherWay) &&
               window.waitFor([&] { return window.find(field); }, u"for the sheet"_s);
    }

    //! The two clicks that lead from a refusal to the page in the browser.
    static bool leadsToTokenPage(WindowDriver &window)
    {
        return window.waitFor([&] { return window.findButton(u"Use your browser"_s); },
                              u"for the way out"_s) &&
               window.clickButton(u"Use your browser"_s) &&
               window.click(u"Open the token page in the browser"_s);
    }

    QList<QUrl> m_pages;
};

void tst_TokenSheet::init()
{
    QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    m_pages.clear();
}

QString tst_TokenSheet::tokenOf(const DemoCluster &cluster)
{
    QNetworkAccessManager network;
    QNetworkRequest request(QUrl(cluster.origin().toString() + u"/api/rest/2.0/auth/token/full"_s));
    request.setHeader(QNetworkRequest::ContentTypeHeader, u"application/json"_s);
    const QJsonObject wish{{u"username"_s, maria}, {u"password"_s, cluster.password(maria)}};
    QNetworkReply *reply = network.post(request, QJsonDocument(wish).toJson());
    const bool isDone = QTest::qWaitFor([reply] { return reply->isFinished(); });
    return isDone ? QJsonDocument::fromJson(reply->readAll())["token"_L1].toString() : QString();
}

static int requestsOf(DemoCluster &cluster)
{
    return int(cluster.operations().size());
}

void tst_TokenSheet::aTokenSignsInWithoutAPassword()
{
    DemoCluster cluster;
    const QString token = tokenOf(cluster);
    const int before = requestsOf(cluster);
    LiveDesk desk = deskFor(cluster);
    WindowDriver &window = desk.window();
    QVERIFY(opens(window));
    QVERIFY(window.type(field, token));
    QVERIFY(window.findLabel(u"by the token's own text"_s));
    QVERIFY(window.click(signIn));
    QVERIFY(window.waitFor([&] { return window.findLabel(u"Maria Lopez"_s); }, u"for her name"_s));
    QVERIFY(window.find(u"Copy token"_s)->isEnabled());
    const QStringList asked = cluster.operations().mid(before);
    for (const QString &credentials : {u"2.0/login"_s, u"2.0/tokenFull"_s})
        QCOMPARE(asked.count(credentials), 0);
    QCOMPARE(asked.count(u"2.0/sessionUser"_s), 2);   // the first finds the form, without a token
    QCOMPARE(asked.count(u"2.0/tokenValidate"_s), 1); // which tells when it ends
    QFile settings(desk.settingsFile());
    QVERIFY(settings.open(QIODevice::ReadOnly));
    QVERIFY(!settings.readAll().contains(token.toUtf8()));
}

void tst_TokenSheet::aCurlCallIsPastedWhole()
{
    DemoCluster cluster;
    const QString origin = cluster.origin().toString();
    LiveDesk desk = deskFor(cluster);
    WindowDriver &window = desk.window();
    QVERIFY(opens(window));
    QGuiApplication::clipboard()->setText(
        u"curl '%1/api/rest/2.0/auth/session/user' \\\n  -H 'authorization: Bearer %2'\n"_s.arg(
            origin, tokenOf(cluster)));
    QVERIFY(window.click(u"Paste"_s));
    QVERIFY(window.click(signIn));
    QVERIFY(window.waitFor([&] { return window.findLabel(u"Maria Lopez"_s); }, u"for her name"_s));
}

void tst_TokenSheet::nothingIsSentBeforeTheServerIsConfirmed()
{
    DemoCluster cluster;
    DemoCluster other;
    const QString text =
        u"TS_HOST=%1\nTS_TOKEN=%2"_s.arg(other.origin().toString(), tokenOf(other));
    const int before = requestsOf(other);
    LiveDesk desk = deskFor(cluster);
    WindowDriver &window = desk.window();
    QVERIFY(opens(window));
    QGuiApplication::clipboard()->setText(text);
    QVERIFY(window.click(u"Paste"_s));
    QVERIFY(window.findLabel(u"This is for %1, the form names %2."_s.arg(
        other.origin().toString(), cluster.origin().toString())));
    QVERIFY(window.findButton(u"Sign in at "_s + other.origin().authority()));
    QVERIFY(window.waitOutDoubleClick());
    QCOMPARE(requestsOf(other), before);
    QVERIFY(window.click(u"Cancel"_s));
    QCOMPARE(requestsOf(other), before);
}

void tst_TokenSheet::anotherServersTokenGetsAProfileOfItsOwn()
{
    DemoCluster cluster;
    DemoCluster other;
    LiveDesk desk = deskFor(cluster);
    WindowDriver &window = desk.window();
    QVERIFY(opens(window));
    QGuiApplication::clipboard()->setText(
        u"TS_HOST=%1\nTS_TOKEN=%2"_s.arg(other.origin().toString(), tokenOf(other)));
    QVERIFY(window.click(u"Paste"_s));
    QVERIFY(window.click(signIn));
    QVERIFY(window.waitFor([&] { return window.findLabel(u"Maria Lopez"_s); }, u"for her name"_s));
    QStringList expected{cluster.origin().toString(), other.origin().toString()};
    expected.sort();
    QTRY_COMPARE(origins(desk), expected);
    QCOMPARE(cluster.calls(u"2.0/tokenValidate"_s), 0);
}

void tst_TokenSheet::aDeadTokenIsSaidAndTheFormIsThereAgain()
{
    DemoCluster cluster;
    LiveDesk desk = deskFor(cluster);
    WindowDriver &window = desk.window();
    QVERIFY(opens(window));
    QVERIFY(window.type(field, u"bm90IGEgdG9rZW4gYXQgYWxs"_s));
    QVERIFY(window.click(signIn));
    QVERIFY(window.waitFor(
        [&] { return window.findLabel(u"The cluster no longer accepts this session."_s); },
        u"to be told"_s));
    QVERIFY(window.find(otherWay));
}

void tst_TokenSheet::whatHoldsNoTokenCannotBeUsed()
{
    DemoCluster cluster;
    LiveDesk desk = deskFor(cluster);
    WindowDriver &window = desk.window();
    QVERIFY(opens(window));
    QVERIFY(!window.findButton(u"Sign in"_s)->isEnabled());
    QVERIFY(window.type(field, u"no token in this"_s));
    QVERIFY(window.findLabel(u"There is no token in this."_s));
    QVERIFY(window.type(field, QString()));
    QVERIFY(!window.findLabel(u"There is no token in this."_s));
}

void tst_TokenSheet::aSecondFactorLeadsToTheBrowser()
{
    QDesktopServices::setUrlHandler(u"http"_s, this, "takePage");
    DemoCluster cluster;
    LiveDesk desk = deskFor(cluster);
    WindowDriver &window = desk.window();
    QVERIFY(window.type(u"User name"_s, u"nina.mfa"_s));
    QVERIFY(window.type(u"Password"_s, u"demo-nina-1"_s));
    QVERIFY(window.click(u"Sign in"_s));
    QVERIFY(leadsToTokenPage(window));
    QCOMPARE(m_pages, QList<QUrl>{TokenSheet::tokenPage(cluster.origin().toString())});
    QDesktopServices::unsetUrlHandler(u"http"_s);
}

void tst_TokenSheet::aClusterOfSingleSignOnLeadsToTheBrowserInTwoClicks_data()
{
    QTest::addColumn<FakeReply>("answer");
    QTest::newRow("it sends to the sign-on of somebody else")
        << FakeReply::empty(302, {{"Location", "https://idp.example.com/sso/saml"}});
    QTest::newRow("it sends to a sign-on page of its own")
        << FakeReply::empty(302, {{"Location", "/callosum/v1/saml/login"}});
    QTest::newRow("it shows a sign-on page")
        << FakeReply::http(200, "<html><title>Sign on</title></html>", "text/html");
    QTest::newRow("it refuses, and says why")
        << fakecluster::refusal(Api::Form::V2, 403, u"Local authentication is disabled"_s);
    QTest::newRow("it refuses, and does not say why") << fakecluster::refusal(Api::Form::V2, 401);
}

void tst_TokenSheet::aClusterOfSingleSignOnLeadsToTheBrowserInTwoClicks()
{
    QFETCH(const FakeReply, answer);
    QDesktopServices::setUrlHandler(u"http"_s, this, "takePage");
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    server.on(fakecluster::paths(Api::Form::V2).login, answer);
    LiveDesk desk = deskFor(server.origin());
    WindowDriver &window = desk.window();
    QVERIFY(window.type(u"User name"_s, maria));
    QVERIFY(window.type(u"Password"_s, u"not-a-real-password"_s));
    QVERIFY(window.click(u"Sign in"_s));
    QVERIFY(leadsToTokenPage(window));
    QCOMPARE(m_pages, QList<QUrl>{TokenSheet::tokenPage(server.origin())});
    QDesktopServices::unsetUrlHandler(u"http"_s);
}

void tst_TokenSheet::severalServersAreNotChosenFrom()
{
    DemoCluster cluster;
    LiveDesk desk = deskFor(cluster);
    WindowDriver &window = desk.window();
    QVERIFY(opens(window));
    QVERIFY(window.type(field, u"TS_HOST=https://a.example.com OTHER_HOST=https://b.example.com "
                               "TS_TOKEN=bWFyaWEubG9wZXo6SkhOb2FYSnZNU1JUU0VFdE1qVTI="_s));
    QVERIFY(window.findLabel(u"This names more than one server"_s));
    QVERIFY(window.findLabel(u"paste the token alone"_s));
    QVERIFY(!window.findButton(u"Sign in"_s)->isEnabled());
    QCOMPARE(requestsOf(cluster), 0);
}

void tst_TokenSheet::aLockTakesTheSheetAway()
{
    DemoCluster cluster;
    LiveDesk desk = deskFor(cluster);
    WindowDriver &window = desk.window();
    QVERIFY(opens(window));
    QVERIFY(window.type(field, tokenOf(cluster)));
    desk.mainWindow().lock(LockState::Reason::ByHand);
    QVERIFY(!window.find(field));
    QVERIFY(window.click(u"Unlock"_s));
    QVERIFY(opens(window));
    QCOMPARE(window.text(field), QString());
}

void tst_TokenSheet::aTokenThatWasBroughtAlongGivesAnotherOne()
{
    DemoCluster cluster;
    const QString token = tokenOf(cluster);
    LiveDesk desk = deskFor(cluster);
    WindowDriver &window = desk.window();
    QVERIFY(opens(window));
    QVERIFY(window.type(field, token));
    QVERIFY(window.click(signIn));
    QVERIFY(window.waitFor([&] { return window.findLabel(u"Maria Lopez"_s); }, u"for her name"_s));
    const int full = cluster.calls(u"2.0/tokenFull"_s);
    QVERIFY(window.click(u"Get token"_s));
    QVERIFY(window.choose(u"Ask with"_s, u"This session"_s));
    QVERIFY(window.findLabel(u"The token held gives another one"_s));
    QVERIFY(window.click(u"Get token now"_s));
    QVERIFY(window.waitForText(u"Status"_s, u"New token received, valid for 24 h."_s));
    QCOMPARE(cluster.calls(u"2.0/sessionToken"_s), 1);
    QCOMPARE(cluster.calls(u"2.0/tokenFull"_s), full);
    // Where nobody knows what made it, either secret may be given.
    QVERIFY(window.click(u"Get token"_s));
    QVERIFY(window.choose(u"Ask with"_s, u"Secret key"_s));
    QVERIFY(window.type(u"Secret key"_s, cluster.secretKey()));
    QVERIFY(window.click(u"Get token now"_s));
    QVERIFY(window.waitFor([&] { return window.findLabel(u"by secret key."_s); }, u"for it"_s));
}

QTEST_MAIN(tst_TokenSheet)
#include "tst_tokensheet.moc"
