#include "core/storage/profilestore.h"
#include "tests/driver/livedesk.h"
#include "tests/support/democluster.h"

#include <QAction>
#include <QApplication>
#include <QTest>

using namespace Qt::StringLiterals;

//! The five operations in each of the three forms, through the window alone, on a cluster that
//! speaks only that form: what is pressed, what is seen, and what the cluster was asked.
class TestWindow : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        // The offscreen platform says this of every window.
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support prop)"_s));
    }
    void memoryThatIsNotShutOffIsSaid()
    {
        LiveDesk desk({});
        QTest::ignoreMessage(QtWarningMsg,
                             "the system does not let the process be shut off from others");
        desk.context().warnOfOpenMemory();
        QVERIFY(desk.window().waitForText(u"Status"_s, u"memory be shut off"_s));
    }
    void theWholeJobWorksInEveryForm_data()
    {
        QTest::addColumn<QString>("form");
        QTest::addColumn<Api::Form>("choice");
        QTest::addColumn<QStringList>("operations");
        const QStringList first = {u"login"_s,    u"gettoken"_s,    u"info"_s, u"info"_s,
                                   u"gettoken"_s, u"revoketoken"_s, u"info"_s, u"logout"_s};
        // The probes before it: the forms that this cluster does not have, then its own.
        QTest::newRow("beta-2022, chosen") << u"beta-2022"_s << Api::Form::Beta2022 << first;
        QTest::newRow("beta-2022, found out")
            << u"beta-2022"_s << Api::Form::Auto
            << QStringList{u"unknown path"_s, u"unknown path"_s, u"info"_s} + first;
        // No v1 on this cluster: its Orgs are asked for in vain.
        const QStringList later = {u"login"_s,        u"info"_s, u"gettoken"_s,
                                   u"unknown path"_s, u"info"_s, u"gettoken"_s,
                                   u"revoketoken"_s,  u"info"_s, u"logout"_s};
        QTest::newRow("beta, chosen") << u"beta"_s << Api::Form::Beta << later;
        QTest::newRow("beta, found out")
            << u"beta"_s << Api::Form::Auto << QStringList{u"unknown path"_s, u"info"_s} + later;
        const QStringList current = {u"login"_s,        u"sessionUser"_s,   u"tokenFull"_s,
                                     u"unknown path"_s, u"sessionUser"_s,   u"tokenFull"_s,
                                     u"tokenRevoke"_s,  u"tokenValidate"_s, u"logout"_s};
        QTest::newRow("2.0, chosen") << u"2.0"_s << Api::Form::V2 << current;
        QTest::newRow("2.0, found out")
            << u"2.0"_s << Api::Form::Auto << QStringList{u"sessionUser"_s} + current;
    }
    void theWholeJobWorksInEveryForm()
    {
        QFETCH(QString, form);
        QFETCH(Api::Form, choice);
        QFETCH(QStringList, operations);
        DemoCluster cluster({u"--forms"_s, form});
        QVERIFY(cluster.isReady());
        const QString password = cluster.password(u"maria.lopez"_s);
        LiveDesk desk({.server = cluster.origin().toString(),
                       .user = u"maria.lopez"_s,
                       .form = choice,
                       .choosesForm = true});
        WindowDriver &window = desk.window();
        const auto says = [&](const QString &words) {
            return window.waitFor(
                [&] { return window.status().contains(words, Qt::CaseInsensitive); },
                u"for Status to say \"%1\""_s.arg(words));
        };

        QVERIFY(window.type(u"Password"_s, password));
        QVERIFY(window.click(u"Sign in"_s));
        QVERIFY(window.waitFor([&] { return window.find(u"Copy token"_s); }, u"to be signed in"_s));
        QVERIFY(window.waitFor([&] { return window.findLabel(u"Maria Lopez"_s); },
                               u"for the session"_s));
        const auto keptForms = [&desk] {
            ProfileStore kept(desk.settingsFile());
            kept.load();
            const Profile profile = kept.profiles().value(0);
            return std::pair(profile.form, profile.spokenForm());
        };
        const Api::Form spoken = form == u"2.0"_s    ? Api::Form::V2
                                 : form == u"beta"_s ? Api::Form::Beta
                                                     : Api::Form::Beta2022;
        QTRY_COMPARE(keptForms(), std::pair(choice, spoken));
        QVERIFY(window.click(u"Refresh"_s));
        QVERIFY(says(u"session"_s));

        QVERIFY(window.click(u"Get token"_s));
        QVERIFY(window.type(u"Password"_s, password));
        QVERIFY(window.click(u"Get token now"_s));
        QVERIFY(says(u"new token"_s));

        QVERIFY(window.click(u"Revoke token"_s));
        QVERIFY(window.click(u"Confirm: Revoke"_s));
        QVERIFY(says(u"revoked"_s) || says(u"no longer accepted"_s));
        QVERIFY(window.click(u"Sign out"_s));
        QVERIFY(window.waitFor([&] { return window.find(u"Sign in"_s); }, u"to be signed out"_s));

        QStringList seen = cluster.operations();
        seen.replaceInStrings(form + u'/', QString());
        // Info and token are asked for side by side: which of them arrives first is open.
        const qsizetype pair = seen.indexOf(u"login"_s) + 1;
        if (form != "beta-2022"_L1 && seen.value(pair) != operations.value(pair))
            seen.swapItemsAt(pair, pair + 1);
        QCOMPARE(seen, operations);
    }

    void theMenuOffersWhatTheTokenCardOffers()
    {
        // The refresh tells that an hour and more has gone by; the cookie session lives on.
        DemoCluster cluster(
            {u"--script"_s, u"[{\"operation\":\"beta/info\",\"call\":2,\"advanceClock\":3700}]"_s});
        QVERIFY(cluster.isReady());
        LiveDesk desk({.server = cluster.origin().toString(),
                       .user = u"maria.lopez"_s,
                       .form = Api::Form::Beta,
                       .choosesForm = true});
        WindowDriver &window = desk.window();
        QVERIFY(window.type(u"Password"_s, cluster.password(u"maria.lopez"_s)));
        QVERIFY(window.click(u"Sign in"_s));
        QVERIFY(window.waitFor([&] { return window.find(u"Copy token"_s); }, u"to be signed in"_s));
        const auto offered = [&window](const char *action) {
            return window.find(u"Copy token"_s)
                ->window()
                ->findChild<QAction *>(QString::fromLatin1(action))
                ->isEnabled();
        };
        const QList<const char *> actions{"copyTokenAction", "copyHeaderAction", "copyCurlAction",
                                          "revokeTokenAction"};
        QVERIFY(window.find(u"Copy token"_s)->isEnabled());
        for (const char *action : actions)
            QVERIFY2(offered(action), action);

        QVERIFY(window.click(u"Refresh"_s));
        QVERIFY(window.waitFor([&] { return !window.find(u"Copy token"_s)->isEnabled(); },
                               u"for the token to expire"_s));
        QVERIFY(!window.find(u"Revoke token"_s)->isEnabled());
        for (const char *action : actions)
            QVERIFY2(!offered(action), action);
        // Another one can be had, and shows up in both.
        QVERIFY(window.click(u"Get token"_s));
        QVERIFY(window.type(u"Password"_s, cluster.password(u"maria.lopez"_s)));
        QVERIFY(window.click(u"Get token now"_s));
        QVERIFY(window.waitFor([&] { return window.find(u"Copy token"_s)->isEnabled(); },
                               u"for the new token"_s));
        for (const char *action : actions)
            QVERIFY2(offered(action), action);
    }
};

QTEST_MAIN(TestWindow)
#include "tst_window.moc"
