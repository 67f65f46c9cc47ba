#include "tests/ui/workdesk.h"
#include "ui/support/deskstyle.h"

#include <QAccessible>
#include <QApplication>

using namespace Qt::StringLiterals;

static QStringList alerts;

// Qt asks the platform whether anybody listens, and the offscreen one knows of nobody: the test
// takes the place of the call that would be dropped.
void QAccessible::updateAccessibility(QAccessibleEvent *event)
{
    const auto *widget = qobject_cast<QWidget *>(event->object());
    if (event->type() == QAccessible::Alert && widget)
        alerts += widget->accessibleName() + u": "_s + widget->accessibleDescription();
}

//! What a person hears who does not see the window.
class AnnouncementsTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        // The offscreen platform says this of every window.
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support prop)"_s));
    }
    void outcomesAreToldToScreenReadersOnce();
    void aCopyIsTold();
};

void AnnouncementsTest::outcomesAreToldToScreenReadersOnce()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    server.on(fakecluster::paths(Api::Form::V2).login, fakecluster::refusal(Api::Form::V2, 401));
    WorkDesk desk;
    const QUuid id = desk.show(server.origin(), Api::Form::V2);
    alerts.clear();
    QVERIFY(desk.submit());
    QTRY_VERIFY(!desk.banner(u"Sign-in problem"_s).isEmpty());
    // The same, rendered again, is no news.
    Profile changed = *desk.store.profile(id);
    changed.name = u"Another name"_s;
    desk.store.save(changed);
    const QString problem = desk.banner(u"Sign-in problem"_s);
    const QString step = u" With single sign-on, use your browser."_s;
    QVERIFY(problem.endsWith(step)); // which the form alone offers
    QCOMPARE(alerts,
             QStringList({u"Status: Signing in…"_s, u"Status: "_s + problem.chopped(step.size()),
                          u"Sign-in problem: "_s + problem}));
}

void AnnouncementsTest::aCopyIsTold()
{
    FakeServer server;
    fakecluster::speak(server, Api::Form::V2);
    WorkDesk desk;
    QVERIFY(!desk.signInAt(server).isNull());
    alerts.clear();
    QVERIFY(desk.driver.click(u"Copy token"_s));
    QCOMPARE(alerts.size(), 1);
    QVERIFY2(alerts[0].startsWith(u"Status: Token copied."_s), qPrintable(alerts[0]));
    desk.clipboard.clear();
    QCOMPARE(alerts.value(1), u"Status: The clipboard no longer holds it."_s);
    QCOMPARE(alerts.size(), 2);
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    dress(application);
    AnnouncementsTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_announcements.moc"
