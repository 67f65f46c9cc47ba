#include "tests/driver/livedesk.h"
#include "tests/support/democluster.h"
#include "ui/mainwindow/mainwindow.h"

#include <QAction>
#include <QClipboard>
#include <QGuiApplication>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;

//! A copied token leaves the clipboard with what made it useful, through the whole program; that it
//! leaves with a lock is TestLock's.
class TestClipboard final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aCopiedTokenLeavesTheClipboard_data();
    void aCopiedTokenLeavesTheClipboard();
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
