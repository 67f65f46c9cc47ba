#include "tests/driver/livedesk.h"
#include "tests/support/democluster.h"
#include "ui/mainwindow/mainwindow.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QTest>
#include <QTreeWidget>

#include <memory>

#include <signal.h>

using namespace Qt::StringLiterals;

//! A copied token leaves the clipboard with what made it useful, through the whole program; that it
//! leaves with a lock is TestLock's.
class TestClipboard final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCopiedTokenLeavesTheClipboard_data();
    void aCopiedTokenLeavesTheClipboard();
    void itLeavesBeforeTheClusterHasAnswered_data();
    void itLeavesBeforeTheClusterHasAnswered();
    void itLeavesWithItsRevokeWhileAnotherIsInUse();
    void whatWasCopiedSinceStays();
    void theChosenTimeHoldsAtOnceAndTheNextTime();
};

//! maria.lopez signed in, her token copied.
struct CopiedToken
{
    CopiedToken()
        : desk(std::make_unique<LiveDesk>(LaunchOptions{.server = cluster.origin().toString(),
                                                        .user = u"maria.lopez"_s,
                                                        .form = Api::Form::V2,
                                                        .choosesForm = true}))
    {
        WindowDriver &window = desk->window();
        isCopied = window.type(u"Password"_s, cluster.password(u"maria.lopez"_s)) &&
                   window.click(u"Sign in"_s) && window.click(u"Copy token"_s) &&
                   window.waitForText(u"Status"_s, u"clipboard"_s) &&
                   QGuiApplication::clipboard()->text().size() > 40;
    }

    ~CopiedToken() { cluster.process().kill(); } // one that stands still would be waited for
    Q_DISABLE_COPY_MOVE(CopiedToken)

    //! From now on it answers nothing, and refuses nothing.
    void stopCluster() { ::kill(static_cast<pid_t>(cluster.process().processId()), SIGSTOP); }

    DemoCluster cluster;
    std::unique_ptr<LiveDesk> desk;
    bool isCopied = false;
};

void TestClipboard::aCopiedTokenLeavesTheClipboard_data()
{
    QTest::addColumn<QStringList>("presses");
    QTest::newRow("when it is revoked") << QStringList{u"Revoke token"_s, u"Confirm: Revoke"_s};
    QTest::newRow("at the sign-out") << QStringList{u"Sign out"_s};
    QTest::newRow("on demand") << QStringList{u"Clear clipboard now"_s};
    QTest::newRow("at the end of the program") << QStringList{};
}

void TestClipboard::aCopiedTokenLeavesTheClipboard()
{
    QFETCH(QStringList, presses);
    CopiedToken copied;
    QVERIFY(copied.isCopied);
    for (const QString &button : presses)
        QVERIFY(copied.desk->window().click(button));
    if (presses.isEmpty())
        copied.desk.reset();
    QTRY_COMPARE(QGuiApplication::clipboard()->text(), QString());
}

void TestClipboard::itLeavesBeforeTheClusterHasAnswered_data()
{
    QTest::addColumn<QStringList>("presses");
    QTest::newRow("revoke") << QStringList{u"Revoke token"_s, u"Confirm: Revoke"_s};
    QTest::newRow("sign-out") << QStringList{u"Sign out"_s};
}

void TestClipboard::itLeavesBeforeTheClusterHasAnswered()
{
    QFETCH(QStringList, presses);
    CopiedToken copied;
    QVERIFY(copied.isCopied);
    copied.stopCluster();
    for (const QString &button : presses)
        QVERIFY(copied.desk->window().click(button));
    QCOMPARE(QGuiApplication::clipboard()->text(), QString());
    QVERIFY(copied.desk->window().find(u"Copy token"_s)); // still to be answered
}

void TestClipboard::itLeavesWithItsRevokeWhileAnotherIsInUse()
{
    CopiedToken copied;
    QVERIFY(copied.isCopied);
    WindowDriver &window = copied.desk->window();
    const QString first = QGuiApplication::clipboard()->text();
    QVERIFY(window.click(u"Get token"_s));
    QVERIFY(window.type(u"Password"_s, copied.cluster.password(u"maria.lopez"_s)));
    QVERIFY(window.click(u"Get token now"_s));
    QVERIFY(window.waitForText(u"Status"_s, u"new token"_s));
    QCOMPARE(QGuiApplication::clipboard()->text(), first);
    QVERIFY(window.press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier));
    const auto table = [&] { return qobject_cast<QTreeWidget *>(window.find(u"Tokens"_s)); };
    QTRY_VERIFY(table() && table()->topLevelItemCount() == 2);

    table()->setCurrentItem(table()->topLevelItem(1)); // the earlier one
    copied.stopCluster();
    QVERIFY(window.click(u"Revoke this token"_s) && window.click(u"Confirm: Revoke"_s));
    QCOMPARE(QGuiApplication::clipboard()->text(), QString());
    QVERIFY(window.waitForText(u"Outcome"_s, u"Revoking"_s)); // still to be answered
}

void TestClipboard::whatWasCopiedSinceStays()
{
    CopiedToken copied;
    QVERIFY(copied.isCopied);
    QGuiApplication::clipboard()->setText(u"a shopping list"_s);
    QVERIFY(copied.desk->window().click(u"Sign out"_s));
    QVERIFY(copied.desk->window().waitForText(u"Status"_s, u"Signed out"_s));
    copied.desk->mainWindow().lock(LockState::Reason::ByHand);
    copied.desk.reset();
    QCOMPARE(QGuiApplication::clipboard()->text(), u"a shopping list"_s);
}

void TestClipboard::theChosenTimeHoldsAtOnceAndTheNextTime()
{
    CopiedToken copied;
    QVERIFY(copied.isCopied);
    WindowDriver &window = copied.desk->window();
    QVERIFY(window.waitForText(u"Status"_s, u" in 1"_s)); // of 20 seconds
    QVERIFY(window.press(Qt::Key_5, Qt::ControlModifier | Qt::AltModifier | Qt::ShiftModifier));
    QVERIFY(window.waitForText(u"Status"_s, u" in 11"_s)); // of 120
    QVERIFY(window.press(Qt::Key_1, Qt::ControlModifier | Qt::AltModifier | Qt::ShiftModifier));
    QTRY_COMPARE_WITH_TIMEOUT(QGuiApplication::clipboard()->text(), QString(), 6000);

    Preferences kept;
    kept.clipboardSeconds = 60;
    LiveDesk later({}, {}, {}, kept);
    QVERIFY(later.mainWindow().findChild<QAction *>(u"clearAfter60"_s)->isChecked());
}

QTEST_MAIN(TestClipboard)
#include "tst_clipboard.moc"
