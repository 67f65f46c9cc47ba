#include "tests/ui/workdesk.h"
#include "ui/login/orgbox.h"
#include "ui/support/deskstyle.h"

#include <QApplication>
#include <QLabel>
#include <QLineEdit>

using namespace Qt::StringLiterals;

//! What the window makes of a profile: what is kept when somebody signs in, and what is not lost.
class WindowProfilesTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        // The offscreen platform says this of every window.
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support prop)"_s));
    }
    void whatTheEditorSavedIsUsedAndKeptBySigningIn();
    void whatAnotherProgramChangedIsShownAndWhatWasTypedStays();
    void whatAnswersAtAnAddressIsSaidAsSoonAsItIsTyped();
    void whatASessionTaughtIsThereForTheNextOne();
    void theFormFoundAtAnAddressTriedOutIsNotKeptForTheStoredOne();
    void anotherDraftLeavesNothingOfTheOneBefore();
    void removingASignedInProfileTellsWhatTheClusterDidNotConfirm();
    void aPasswordNeverGoesToAnotherSessionThanTheSheetNamed();
    void aSheetForAPasswordGoesWithItsSession();
    void aSessionWhoseProfileWasRemovedElsewhereIsSignedOut();
};

void WindowProfilesTest::whatTheEditorSavedIsUsedAndKeptBySigningIn()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    WorkDesk desk;
    const QUuid id = desk.show(server.origin(), Api::Form::V2);
    const QByteArray pin(32, 'k');
    QVERIFY(desk.driver.type(u"User name"_s, u"nina.mfa"_s));
    desk.action(u"editProfileAction"_s)->trigger();
    QVERIFY(desk.driver.type(u"Profile name"_s, u"Edited"_s));
    QVERIFY(desk.driver.type(u"Pinned key"_s, u"sha256//"_s + QString::fromLatin1(pin.toBase64())));
    QVERIFY(desk.driver.click(u"Save profile"_s));
    QTRY_COMPARE(desk.store.profile(id)->pinnedKeySha256, pin);
    QCOMPARE(desk.driver.text(u"User name"_s), u"nina.mfa"_s);
    QVERIFY(desk.driver.findLabel(u"Edited"_s));
    QVERIFY(desk.submit());
    const Profile kept = *desk.store.profile(id);
    QCOMPARE(kept.name, u"Edited"_s);
    QCOMPARE(kept.pinnedKeySha256, pin);
    QCOMPARE(kept.userName, u"nina.mfa"_s);
    QVERIFY(kept.lastUsedMs > 0);
}

void WindowProfilesTest::whatAnotherProgramChangedIsShownAndWhatWasTypedStays()
{
    WorkDesk desk;
    const QUuid id = desk.show(u"https://acme.example.com"_s, Api::Form::V2);
    auto *org = qobject_cast<OrgBox *>(desk.driver.find(u"Organization"_s));
    org->setEditText(u"retail"_s);
    QVERIFY(desk.driver.type(u"Password"_s, u"half-typed"_s));
    Profile changed = *desk.store.profile(id);
    QTRY_VERIFY(desk.store.isSaved());
    changed.userName = u"luis.locked"_s;
    changed.org = u"17"_s;
    changed.origin = u"https://moved.example.com"_s;
    changed.authorityFile = u"/etc/ca.pem"_s;
    {
        ProfileStore other(desk.home.filePath(u"desk/profiles.conf"_s));
        other.load();
        other.save(changed);
    }
    QTRY_COMPARE(desk.driver.text(u"Server"_s), changed.origin);
    QCOMPARE(desk.driver.text(u"User name"_s), changed.userName);
    QCOMPARE(org->org(), u"retail"_s);
    QCOMPARE(desk.driver.text(u"Password"_s), u"half-typed"_s);
}

void WindowProfilesTest::whatAnswersAtAnAddressIsSaidAsSoonAsItIsTyped()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    WorkDesk desk;
    desk.window.openDraft({});
    QVERIFY(desk.driver.type(u"Server"_s, server.origin()));
    QTRY_VERIFY(desk.driver.findLabel(u"ThoughtSpot · "_s));
    QVERIFY(desk.store.profiles().isEmpty());
    QVERIFY(desk.driver.type(u"User name"_s, u"maria.lopez"_s));
    QVERIFY(desk.signIn());
    const Profile kept = desk.store.profiles().value(0);
    QCOMPARE(kept.form, Api::Form::Auto);
    QCOMPARE(kept.foundForm, Api::Form::V2);
}

void WindowProfilesTest::whatASessionTaughtIsThereForTheNextOne()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    WorkDesk desk;
    const QUuid id = desk.show(server.origin(), Api::Form::Auto);
    QVERIFY(desk.signIn());
    QTRY_COMPARE(desk.store.profile(id)->knownOrgs.size(), 2);
    QVERIFY(desk.driver.click(u"Sign out"_s));
    QVERIFY(desk.driver.waitFor([&] { return desk.driver.find(u"Sign in"_s); }, u"to be out"_s));
    QCOMPARE(qobject_cast<OrgBox *>(desk.driver.find(u"Organization"_s))->count(), 2);
    QVERIFY(desk.submit());
    QCOMPARE(desk.store.profile(id)->knownOrgs.size(), 2);
    QCOMPARE(desk.store.profile(id)->foundForm, Api::Form::V2);
}

void WindowProfilesTest::theFormFoundAtAnAddressTriedOutIsNotKeptForTheStoredOne()
{
    FakeServer server;
    server.setHandler([](const FakeRequest &) { return FakeReply::json("{}", 404); });
    server.on(fakecluster::paths(Api::Form::Beta).info, fakecluster::refusal(Api::Form::Beta, 401));
    WorkDesk desk;
    const QUuid id = desk.show(u"https://acme.example.com"_s, Api::Form::Auto);
    Profile profile = *desk.store.profile(id);
    profile.foundForm = Api::Form::V2;
    desk.store.save(profile);
    QVERIFY(desk.driver.type(u"Server"_s, server.origin()));
    QTRY_VERIFY(desk.driver.findLabel(u"ThoughtSpot · "_s));
    QCOMPARE(*desk.store.profile(id), profile);
}

void WindowProfilesTest::anotherDraftLeavesNothingOfTheOneBefore()
{
    FakeServer server;
    WorkDesk desk;
    Profile draft;
    draft.id = QUuid::createUuid();
    desk.window.openDraft(draft);
    QVERIFY(desk.driver.type(u"Server"_s, server.origin()));
    QTRY_VERIFY(desk.sessions.existing(draft.id));
    desk.window.openDraft({});
    QVERIFY(!desk.sessions.existing(draft.id));
}

void WindowProfilesTest::removingASignedInProfileTellsWhatTheClusterDidNotConfirm()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    const fakecluster::Paths path = fakecluster::paths(Api::Form::V2);
    WorkDesk desk;
    const QUuid id = desk.signInAt(server);
    QVERIFY(!id.isNull());
    server.on(path.revoke, FakeReply::close());
    server.on(path.logout, FakeReply::silence());
    desk.action(u"removeProfileAction"_s)->trigger();
    QVERIFY(desk.driver.click(u"Confirm: Remove"_s));
    QTRY_COMPARE(server.lines().last(), "POST " + path.logout);
    QVERIFY(desk.store.profile(id));
    QCOMPARE(desk.driver.status(), u"Signing out…"_s);
    desk.action(u"cancelAction"_s)->trigger();
    QTRY_VERIFY(!desk.store.profile(id));
    const QString said = desk.driver.status();
    QVERIFY2(said.startsWith(u"Profile Acme removed. Signed out here, but the cluster did not "
                             "confirm that the token was revoked"_s),
             qPrintable(said));
    QVERIFY(!desk.sessions.existing(id));
}

static void removeElsewhere(const WorkDesk &desk, const QUuid &id)
{
    QTRY_VERIFY(desk.store.isSaved());
    ProfileStore other(desk.home.filePath(u"desk/profiles.conf"_s));
    other.load();
    other.remove(id);
}

//! Opens the sheet that wants the password for another Organization.
static bool askForAnotherOrg(WorkDesk &desk)
{
    return desk.driver.choose(u"Organization"_s, u"retail-emea"_s) &&
           desk.driver.waitFor([] { return QApplication::activeModalWidget(); }, u"the sheet"_s);
}

void WindowProfilesTest::aPasswordNeverGoesToAnotherSessionThanTheSheetNamed()
{
    FakeServer first;
    FakeServer second;
    fakecluster::speak(first, Api::Form::V2);
    fakecluster::speak(second, Api::Form::V2);
    WorkDesk desk;
    const QUuid one = desk.signInAt(first, u"First"_s);
    const QUuid two = desk.signInAt(second, u"Second"_s);
    QVERIFY(!one.isNull() && !two.isNull());

    // The window shows the other session by the time the password is given.
    QVERIFY(askForAnotherOrg(desk));
    desk.window.showProfile(one);
    first.forgetRequests();
    second.forgetRequests();
    QVERIFY(desk.driver.type(u"Password"_s, u"of-the-second"_s));
    QVERIFY(desk.driver.click(u"Get token"_s));
    const auto bodies = [](const FakeServer &server) {
        QByteArray all;
        for (const FakeRequest &request : server.requests())
            all += request.body;
        return all;
    };
    QTRY_VERIFY(bodies(second).contains("of-the-second"));
    QVERIFY(!bodies(first).contains("of-the-second"));
}

void WindowProfilesTest::aSheetForAPasswordGoesWithItsSession()
{
    FakeServer first;
    FakeServer second;
    fakecluster::speak(first, Api::Form::V2);
    fakecluster::speak(second, Api::Form::V2);
    WorkDesk desk;
    QVERIFY(!desk.signInAt(first, u"First"_s).isNull());
    const QUuid two = desk.signInAt(second, u"Second"_s);
    QVERIFY(!two.isNull());
    QVERIFY(askForAnotherOrg(desk));
    removeElsewhere(desk, two);
    QTRY_VERIFY(!QApplication::activeModalWidget());
}

void WindowProfilesTest::aSessionWhoseProfileWasRemovedElsewhereIsSignedOut()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    const fakecluster::Paths path = fakecluster::paths(Api::Form::V2);
    WorkDesk desk;
    const QUuid id = desk.signInAt(server);
    QVERIFY(!id.isNull());
    server.forgetRequests();
    removeElsewhere(desk, id);
    QTRY_VERIFY(!desk.sessions.existing(id));
    QVERIFY(server.lines().contains("POST " + path.revoke));
    QVERIFY(server.lines().contains("POST " + path.logout));
    QTRY_COMPARE(desk.driver.status(), u"The profile was removed elsewhere. Signed out. The token "
                                       "was revoked and the session closed."_s);
    QVERIFY(desk.store.profiles().isEmpty());
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    dress(application);
    WindowProfilesTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_windowprofiles.moc"
