#include "tests/ui/workdesk.h"
#include "ui/profiles/profilesummary.h"
#include "ui/support/deskstyle.h"

#include <QAbstractItemView>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QLabel>

using namespace Qt::StringLiterals;

//! What the window says and offers as a session changes.
class WindowSessionsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        // The offscreen platform says this of every window.
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support prop)"_s));
    }
    void afterAChangeOfOrganizationEverythingNamesTheNewOne();
    void aWrongPasswordAfterTheEndIsSaidInTheFormAndThereIsAWayBack();
    void theClipboardIsClearedForTheSessionThatWasCopiedFromAlone();
    void theClipboardIsClearedOfATokenThatIsRevokedBesideTheOneInUse();
    void aChangeOfOrganizationThatFailedIsSaidOnThePage_data();
    void aChangeOfOrganizationThatFailedIsSaidOnThePage();
    void menusAndButtonsOfferTheSame();
    void inAWrongOrganizationNothingIsCopiedUntilThatIsAccepted();
    void theSameTokenOnceMoreIsSaidInTheCard();
    void nothingOfASessionStaysInTheWindowAfterSigningOut();

private:
    static constexpr qint64 retailId = 1042377815;
    const fakecluster::Paths m_path = fakecluster::paths(Api::Form::V2);
};

void WindowSessionsTest::afterAChangeOfOrganizationEverythingNamesTheNewOne()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    WorkDesk desk;
    const QUuid id = desk.signInAt(server);
    QVERIFY(!id.isNull());
    const auto *box = qobject_cast<QComboBox *>(desk.driver.find(u"Organization"_s));
    QCOMPARE(box->currentText(), u"Primary"_s);

    // 2.0 has no switch: the token is in the other Organization, the cookie session stays.
    server.on(m_path.token, fakecluster::token(Api::Form::V2, "U2Vjb25kIHRva2Vu", retailId));
    QVERIFY(desk.driver.choose(u"Organization"_s, u"retail-emea"_s));
    QVERIFY(desk.driver.type(u"Password"_s, u"not-a-real-password"_s));
    QVERIFY(desk.driver.click(u"Get token"_s));
    QTRY_COMPARE(desk.driver.status(), u"Now in the Organization retail-emea."_s);
    const auto isSaid = [&] {
        const SessionService *service = desk.sessions.existing(id);
        const auto inList = summaryOf(service->state(), service->serverClock().nowMs());
        return box->currentText() == u"retail-emea"_s && box->toolTip().isEmpty() &&
               inList.tone == Tone::Good;
    };
    QVERIFY(isSaid());
    QVERIFY(desk.driver.click(u"Refresh"_s));
    QTRY_COMPARE(desk.driver.status(), u"Session info refreshed."_s);
    QVERIFY(isSaid());
    // And there is a way back, to the token that was there before.
    server.forgetRequests();
    QVERIFY(desk.driver.choose(u"Organization"_s, u"Primary"_s));
    QTRY_COMPARE(desk.driver.status(), u"Back to the token that you have for Primary."_s);
    QCOMPARE(box->currentText(), u"Primary"_s);
    QCOMPARE(server.lines(), QList<QByteArray>());
}

void WindowSessionsTest::aWrongPasswordAfterTheEndIsSaidInTheFormAndThereIsAWayBack()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    WorkDesk desk;
    const QUuid id = desk.signInAt(server);
    QVERIFY(!id.isNull());
    server.on(m_path.info, fakecluster::refusal(Api::Form::V2, 401));
    QVERIFY(desk.driver.click(u"Refresh"_s));
    QVERIFY(desk.driver.clickButton(u"Sign in again"_s));
    QVERIFY(desk.banner(u"Sign-in problem"_s).isEmpty());

    server.on(m_path.login, fakecluster::refusal(Api::Form::V2, 401));
    QVERIFY(desk.driver.type(u"Password"_s, u"wrong"_s));
    // A press soon after the one before counts as its double: then it takes another.
    const auto isTried = [&] {
        if (QWidget *signIn = desk.driver.find(u"Sign in"_s))
            QTest::mouseClick(signIn, Qt::LeftButton);
        return desk.driver.find(u"Cancel"_s) != nullptr;
    };
    QTRY_VERIFY(isTried());
    QTRY_VERIFY2(desk.banner(u"Sign-in problem"_s).contains(u"not accepted"_s),
                 qPrintable(desk.banner(u"Sign-in problem"_s)));
    QCOMPARE(desk.driver.text(u"Password"_s), u"wrong"_s);

    QVERIFY(desk.driver.click(u"Back to the session"_s));
    QVERIFY(desk.driver.find(u"Session notice"_s));
    QVERIFY(!desk.driver.find(u"Sign in"_s));
    // What was said of one try is not said of the next.
    QVERIFY(desk.driver.clickButton(u"Sign in again"_s));
    QVERIFY(desk.banner(u"Sign-in problem"_s).isEmpty());
    server.on(m_path.login, FakeReply::empty(204, {{"Set-Cookie", "JSESSIONID=b; Path=/"}}));
    server.on(m_path.info, fakecluster::info(Api::Form::V2));
    QVERIFY(desk.driver.type(u"Password"_s, u"right"_s));
    QTRY_VERIFY(isTried());
    QTRY_VERIFY(desk.driver.find(u"Copy token"_s) && !desk.driver.find(u"Session notice"_s));
}

void WindowSessionsTest::theClipboardIsClearedForTheSessionThatWasCopiedFromAlone()
{
    FakeServer one;
    FakeServer two;
    fakecluster::speak(one, Api::Form::V2);
    fakecluster::speak(two, Api::Form::V2);
    WorkDesk desk;
    const QUuid first = desk.signInAt(one, u"First"_s);
    const QUuid second = desk.signInAt(two, u"Second"_s);
    QVERIFY(!first.isNull() && !second.isNull());
    const auto isRevoked = [&](const QUuid &id) {
        return desk.isIdle(id) && desk.signedIn(id)->token->standing == Token::Standing::Revoked;
    };

    QVERIFY(desk.driver.click(u"Copy token"_s)); // of the second
    desk.sessions.existing(first)->revokeToken();
    QTRY_VERIFY(isRevoked(first));
    QVERIFY(desk.clipboard.holdsSecret());
    // Its token was useless before; nothing that happens to it makes it so once more.
    desk.sessions.existing(first)->refreshInfo();
    QTRY_VERIFY(desk.isIdle(first));
    QVERIFY(desk.clipboard.holdsSecret());

    desk.sessions.existing(second)->revokeToken();
    QTRY_VERIFY(isRevoked(second));
    QVERIFY(!desk.clipboard.holdsSecret());
}

void WindowSessionsTest::theClipboardIsClearedOfATokenThatIsRevokedBesideTheOneInUse()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    WorkDesk desk;
    const QUuid id = desk.signInAt(server);
    QVERIFY(!id.isNull());
    SessionService *service = desk.sessions.existing(id);
    const QString first = desk.signedIn(id)->token->fingerprint();
    QVERIFY(desk.driver.click(u"Copy token"_s));
    for (const QByteArray &value : {"U2Vjb25kIHRva2Vu"_ba, "VGhpcmQgdG9rZW4="_ba}) {
        server.on(m_path.token, fakecluster::token(Api::Form::V2, value));
        service->getToken({}, sampleCredentials());
        QTRY_VERIFY(desk.isIdle(id));
        QCOMPARE(desk.signedIn(id)->token->value, SecretBuffer::fromBytes(value));
    }
    const QSignalSpy revoked(&desk.sessions, &Sessions::heldTokenRevoked);
    QVERIFY(service->revokeHeld(service->heldTokens().at(1).token.fingerprint()));
    QTRY_COMPARE(revoked.count(), 1);
    QVERIFY(desk.clipboard.holdsSecret()); // it was another one
    QVERIFY(service->revokeHeld(first));
    QTRY_COMPARE(revoked.count(), 2);
    QVERIFY(!desk.clipboard.holdsSecret());
}

void WindowSessionsTest::aChangeOfOrganizationThatFailedIsSaidOnThePage_data()
{
    QTest::addColumn<Api::Form>("form");
    QTest::newRow("2.0, another token") << Api::Form::V2;
    QTest::newRow("beta, the session moves") << Api::Form::Beta;
}

void WindowSessionsTest::aChangeOfOrganizationThatFailedIsSaidOnThePage()
{
    QFETCH(Api::Form, form);
    FakeServer server;
    fakecluster::speak(server, form);
    const fakecluster::Paths path = fakecluster::paths(form);
    WorkDesk desk;
    const QUuid id = desk.show(server.origin(), form);
    QVERIFY(desk.signIn());
    QTRY_VERIFY(desk.action(u"chooseOrgAction"_s)->isEnabled());
    server.on(form == Api::Form::V2 ? path.token : path.switchOrg, fakecluster::refusal(form, 403));
    QVERIFY(desk.driver.choose(u"Organization"_s, u"retail-emea"_s));
    if (form == Api::Form::V2) {
        QVERIFY(desk.driver.type(u"Password"_s, u"not-a-real-password"_s));
        QVERIFY(desk.driver.click(u"Get token"_s));
    }
    QTRY_VERIFY(desk.isIdle(id) && desk.signedIn(id)->lastError);
    const QString said = desk.banner(u"Session info problem"_s);
    QVERIFY2(said.startsWith(u"The change of Organization failed. "_s), qPrintable(said));
    QVERIFY(desk.banner(u"Token problem"_s).isEmpty());
    // Until the next thing that is done.
    QVERIFY(desk.driver.click(u"Refresh"_s));
    QTRY_VERIFY(desk.banner(u"Session info problem"_s).isEmpty());
}

//! The verbs whose button and menu entry do not agree.
static QStringList disagreements(const WorkDesk &desk)
{
    const QList<std::pair<QString, QString>> verbs{
        {u"copyTokenAction"_s, u"Copy token"_s},   {u"getTokenAction"_s, u"Get token"_s},
        {u"checkTokenAction"_s, u"Check token"_s}, {u"revokeTokenAction"_s, u"Revoke token"_s},
        {u"refreshAction"_s, u"Refresh"_s},        {u"chooseOrgAction"_s, u"Organization"_s},
        {u"signOutAction"_s, u"Sign out"_s}};
    QStringList found;
    for (const auto &[action, button] : verbs) {
        const QWidget *widget = desk.driver.find(button);
        if (!widget || widget->isEnabled() != desk.action(action)->isEnabled())
            found += button;
    }
    return found;
}

void WindowSessionsTest::menusAndButtonsOfferTheSame()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    WorkDesk desk;
    const QUuid id = desk.signInAt(server);
    QVERIFY(!id.isNull());
    QCOMPARE(disagreements(desk), QStringList());

    server.on(m_path.revoke, FakeReply::close());
    desk.sessions.existing(id)->revokeToken();
    QTRY_VERIFY(desk.isIdle(id));
    QCOMPARE(desk.signedIn(id)->token->standing, Token::Standing::RevokeUnconfirmed);
    QCOMPARE(disagreements(desk), QStringList());
    QVERIFY(desk.action(u"revokeTokenAction"_s)->isEnabled());

    server.on(m_path.revoke, fakecluster::done(Api::Form::V2));
    desk.sessions.existing(id)->revokeToken();
    QTRY_VERIFY(desk.isIdle(id));
    QCOMPARE(desk.signedIn(id)->token->standing, Token::Standing::Revoked);
    QCOMPARE(disagreements(desk), QStringList());
    QVERIFY(desk.action(u"checkTokenAction"_s)->isEnabled());

    server.on(m_path.info, fakecluster::refusal(Api::Form::V2, 401));
    desk.sessions.existing(id)->refreshInfo();
    QTRY_VERIFY(desk.signedIn(id)->ended);
    QCOMPARE(disagreements(desk), QStringList());
    QVERIFY(desk.action(u"getTokenAction"_s)->isEnabled());
    QVERIFY(!desk.action(u"refreshAction"_s)->isEnabled());

    // The form stands before the page: nothing can be asked of what is not shown.
    desk.action(u"signInAction"_s)->trigger();
    QVERIFY(!desk.action(u"getTokenAction"_s)->isEnabled());
    QVERIFY(!desk.action(u"checkTokenAction"_s)->isEnabled());
    QVERIFY(desk.action(u"signOutAction"_s)->isEnabled());

    server.on(m_path.logout, FakeReply::silence());
    desk.sessions.existing(id)->signOut();
    QVERIFY(!desk.action(u"signOutAction"_s)->isEnabled());
}

void WindowSessionsTest::inAWrongOrganizationNothingIsCopiedUntilThatIsAccepted()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    WorkDesk desk;
    const QUuid id = desk.signInAt(server);
    QVERIFY(!id.isNull());
    QGuiApplication::clipboard()->setText(u"before"_s);

    // The server ignores the Organization and stays in Primary.
    QVERIFY(desk.driver.choose(u"Organization"_s, u"retail-emea"_s));
    QVERIFY(desk.driver.type(u"Password"_s, u"not-a-real-password"_s));
    QVERIFY(desk.driver.click(u"Get token"_s));
    QTRY_VERIFY(desk.banner(u"Wrong Organization"_s)
                    .contains(u"Asked for: retail-emea (1042377815). In force: Primary (0)."_s));

    for (const auto &name : {u"copyTokenAction"_s, u"copyHeaderAction"_s, u"copyCurlAction"_s}) {
        QVERIFY2(!desk.action(name)->isEnabled(), qPrintable(name));
        desk.action(name)->trigger();
    }
    desk.driver.press(Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
    QVERIFY(!desk.driver.find(u"Copy token"_s)->isEnabled());
    QCOMPARE(QGuiApplication::clipboard()->text(), u"before"_s);
    // Its end is not held back.
    QVERIFY(desk.action(u"revokeTokenAction"_s)->isEnabled());

    QVERIFY(desk.driver.click(u"Use it all the same"_s));
    QTRY_COMPARE(desk.banner(u"Wrong Organization"_s), QString());
    QVERIFY(desk.driver.click(u"Copy token"_s));
    QCOMPARE(QGuiApplication::clipboard()->text().toLatin1(), fakecluster::firstToken);
}

void WindowSessionsTest::theSameTokenOnceMoreIsSaidInTheCard()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    WorkDesk desk;
    const QUuid id = desk.signInAt(server);
    QVERIFY(!id.isNull());
    QCOMPARE(desk.banner(u"Token problem"_s), QString());

    desk.sessions.existing(id)->getToken({}, sampleCredentials());
    QTRY_VERIFY(desk.banner(u"Token problem"_s).startsWith(u"The cluster gave the same token"_s));
    QTRY_COMPARE(desk.driver.status(), u"The cluster gave the same token again."_s);

    server.on(m_path.token, fakecluster::token(Api::Form::V2, "U2Vjb25kIHRva2Vu", 0));
    desk.sessions.existing(id)->getToken({}, sampleCredentials());
    QTRY_VERIFY(!desk.signedIn(id)->isSameToken);
    QCOMPARE(desk.banner(u"Token problem"_s), QString());
}

void WindowSessionsTest::nothingOfASessionStaysInTheWindowAfterSigningOut()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    WorkDesk desk;
    const QUuid id = desk.signInAt(server);
    QVERIFY(!id.isNull());
    const auto *fields = desk.window.findChild<QAbstractItemView *>(u"fields"_s);
    QTRY_VERIFY(fields->model()->rowCount() > 0);
    const auto texts = [&] {
        QString all;
        for (const QLabel *label : desk.window.findChildren<QLabel *>())
            all += label->text() + label->toolTip() + label->accessibleDescription();
        return all;
    };
    QVERIFY(texts().contains(u"Maria Lopez"_s));
    QVERIFY(desk.driver.click(u"Sign out"_s));
    QTRY_VERIFY(desk.driver.find(u"Sign in"_s));
    QCOMPARE(fields->model()->rowCount(), 0);
    QVERIFY(!texts().contains(u"Maria Lopez"_s));
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    dress(application);
    WindowSessionsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_windowsessions.moc"
