#include "tests/ui/workdesk.h"
#include "ui/support/deskstyle.h"
#include "ui/support/desktopnotice.h"

#include <QApplication>
#include <QDateTime>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

//! The life of a token in the window: what warns of its end, and what keeps it.
class tst_WindowLife final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void anEndIsToldOnceAndRenewedFromTheNotice();
    void aNoticeRenewsFromOutsideTheWindow();
    void aLockedWindowTellsNoName();
    void aTokenIsKeptAliveAsTheProfileSays();
    void aLockStopsIt();
    void whatCannotBeRenewedIsNotOffered();
};

static constexpr qint64 minute = 60'000;
static const QByteArray fromSession = "/api/rest/2.0/auth/session/token";

static FakeReply tokenOf(const QByteArray &value, qint64 lifeMs)
{
    const qint64 now = QDateTime::currentMSecsSinceEpoch();
    const QJsonObject scope{{u"access_type"_s, u"FULL"_s}, {u"org_id"_s, 0}};
    return FakeReply::json(QJsonDocument(QJsonObject{{u"token"_s, QString::fromLatin1(value)},
                                                     {u"creation_time_in_millis"_s, now},
                                                     {u"expiration_time_in_millis"_s, now + lifeMs},
                                                     {u"scope"_s, scope},
                                                     {u"valid_for_user_id"_s, u"3c9d2a50"_s},
                                                     {u"valid_for_username"_s, u"maria.lopez"_s}})
                               .toJson());
}

//! A cluster whose first token lives \a firstMs and whose session makes another of an hour.
struct ShortLife
{
    explicit ShortLife(qint64 firstMs)
    {
        fakecluster::speak(server, Api::Form::V2);
        server.on(fakecluster::paths(Api::Form::V2).token,
                  tokenOf(fakecluster::firstToken, firstMs));
        server.on(fromSession, tokenOf("U2Vjb25kIHRva2Vu", 60 * minute));
    }
    [[nodiscard]] qsizetype renewals() const { return server.lines().count("GET " + fromSession); }
    FakeServer server;
};

// A second and a half more than the two minutes.
static constexpr qint64 soon = 2 * minute + 1500;

void tst_WindowLife::anEndIsToldOnceAndRenewedFromTheNotice()
{
    ShortLife cluster(soon);
    WorkDesk desk;
    QSignalSpy notices(&desk.window, &MainWindow::noticeWanted);
    const QUuid id = desk.signInAt(cluster.server);
    QVERIFY(!id.isNull());
    QCOMPARE(desk.banner(u"Session notice"_s), QString());
    QTRY_VERIFY(desk.banner(u"Session notice"_s).startsWith(u"The token ends at "_s));
    QVERIFY(desk.driver.status().startsWith(u"The token ends at "_s));
    QCOMPARE(notices.count(), 1);
    const auto notice = notices.first().first().value<DesktopNotice>();
    QCOMPARE(notice.profile, id);
    QCOMPARE(notice.title, u"Acme"_s);
    QCOMPARE(notice.action, u"Renew"_s);

    QVERIFY(desk.driver.click(u"Renew"_s));
    QTRY_COMPARE(desk.banner(u"Session notice"_s), QString());
    QCOMPARE(cluster.renewals(), 1);
    QCOMPARE(desk.signedIn(id)->token->value.view(), QByteArrayView("U2Vjb25kIHRva2Vu"));
    QCOMPARE(notices.count(), 1);
}

void tst_WindowLife::aNoticeRenewsFromOutsideTheWindow()
{
    ShortLife cluster(soon);
    WorkDesk desk;
    QSignalSpy notices(&desk.window, &MainWindow::noticeWanted);
    const QUuid id = desk.signInAt(cluster.server);
    QTRY_COMPARE(notices.count(), 1);
    desk.window.lock(LockState::Reason::ByHand);
    desk.window.followNotice(id); // from a notice that stood there before the lock
    QVERIFY(desk.driver.click(u"Unlock"_s));
    QTRY_VERIFY(!desk.window.isLocked());
    QCOMPARE(cluster.renewals(), 0);
    desk.window.followNotice(id);
    QTRY_COMPARE(cluster.renewals(), 1);
}

void tst_WindowLife::aLockedWindowTellsNoName()
{
    ShortLife cluster(soon);
    WorkDesk desk;
    QSignalSpy notices(&desk.window, &MainWindow::noticeWanted);
    QVERIFY(!desk.signInAt(cluster.server, u"Secret project"_s).isNull());
    desk.window.lock(LockState::Reason::ByHand);
    QTRY_COMPARE(notices.count(), 1);
    const auto notice = notices.first().first().value<DesktopNotice>();
    QCOMPARE(notice.title, u"Session Desk"_s);
    QCOMPARE(notice.action, QString());
    QVERIFY(!notice.body.contains(u"Secret"_s) && !notice.body.contains(u"maria"_s));
}

static QString words(const WorkDesk &desk)
{
    return desk.driver.text(u"What keeps the token alive"_s);
}

void tst_WindowLife::aTokenIsKeptAliveAsTheProfileSays()
{
    ShortLife cluster(60 * minute);
    WorkDesk desk;
    const QUuid id = desk.signInAt(cluster.server);
    QCOMPARE(desk.driver.text(u"Keep the token alive"_s), u"Off"_s);
    QVERIFY(desk.driver.choose(u"Keep the token alive"_s, u"While it is used"_s));
    QCOMPARE(desk.store.profile(id)->keepAlive, (RenewalPolicy{RenewalPolicy::Mode::On, 0}));
    QVERIFY(words(desk).startsWith(u"Next renewal at "_s));
    QVERIFY(desk.driver.choose(u"Keep the token alive"_s, u"For 4 hours"_s));
    const qint64 until = desk.store.profile(id)->keepAlive.untilMs;
    QVERIFY(qAbs(until - QDateTime::currentMSecsSinceEpoch() - 240 * minute) < minute);
    QVERIFY(desk.driver.text(u"Keep the token alive"_s).startsWith(u"Until "_s));
    QCOMPARE(cluster.renewals(), 0);
}

void tst_WindowLife::aLockStopsIt()
{
    ShortLife cluster(2000); // due after one second
    WorkDesk desk;
    const QUuid id = desk.signInAt(cluster.server);
    QVERIFY(desk.driver.choose(u"Keep the token alive"_s, u"While it is used"_s));
    desk.window.lock(LockState::Reason::ByHand);
    QTRY_VERIFY_WITH_TIMEOUT(
        desk.signedIn(id)->token->remainingMs(QDateTime::currentMSecsSinceEpoch()) == 0, 6000);
    QCOMPARE(cluster.renewals(), 0);
    QVERIFY(desk.driver.click(u"Unlock"_s));
    QTRY_COMPARE(cluster.renewals(), 1);
    QTRY_VERIFY(words(desk).contains(u", next at "_s));
}

void tst_WindowLife::whatCannotBeRenewedIsNotOffered()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::Beta);
    WorkDesk desk;
    desk.show(server.origin(), Api::Form::Beta);
    QVERIFY(desk.signIn());
    QVERIFY(!desk.driver.find(u"Keep the token alive"_s)->isEnabled());
    QVERIFY(words(desk).startsWith(u"Needs a kept password"_s));
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    dress(application);
    tst_WindowLife test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_windowlife.moc"
