#include "tests/app/orderedprocess.h"

#include <QElapsedTimer>

using namespace Qt::StringLiterals;

//! What ends a token's use or the program takes the token off the clipboard, as another program
//! sees it: within half a second. A logout of the desktop does it by SIGTERM.
class TestClipboardAtEnd final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (!Screen::isUsable())
            QSKIP("Needs Xvfb and xclip: only there does another program see the clipboard.");
    }

    void anAskedForEndEmptiesTheClipboard_data()
    {
        QTest::addColumn<QByteArray>("order");
        for (const char *order : {"SIGTERM", "SIGINT", "SIGHUP", "quit", "close"})
            QTest::newRow(order) << QByteArray(order);
    }
    void anAskedForEndEmptiesTheClipboard()
    {
        QFETCH(QByteArray, order);
        const Screen screen;
        QVERIFY(!screen.display().isEmpty());
        CopyingDesk desk(screen);
        QVERIFY2(desk.hasCopied(), desk.errors().constData());
        emptiesInTime(screen, desk, order);
        if (QTest::currentTestFailed())
            return;
        QVERIFY(desk.ends());
        QCOMPARE(desk.output(), "cleared\n"_ba);
        QCOMPARE(desk.errors(), QByteArray());
        QCOMPARE(screen.reads(u"clipboard"_s), QByteArray());
    }

    void aLockARevokeAndASignOutEmptyItToo_data()
    {
        QTest::addColumn<QByteArray>("order");
        for (const char *order : {"lock", "revoke", "sign out"})
            QTest::newRow(order) << QByteArray(order);
    }
    void aLockARevokeAndASignOutEmptyItToo()
    {
        QFETCH(QByteArray, order);
        const Screen screen;
        QVERIFY(!screen.display().isEmpty());
        CopyingDesk desk(screen);
        QVERIFY2(desk.hasCopied(), desk.errors().constData());
        emptiesInTime(screen, desk, order);
    }

    void noClusterIsWaitedFor_data()
    {
        QTest::addColumn<QByteArray>("order");
        for (const char *order : {"revoke", "sign out"})
            QTest::newRow(order) << QByteArray(order);
    }
    void noClusterIsWaitedFor()
    {
        QFETCH(QByteArray, order);
        const Screen screen;
        QVERIFY(!screen.display().isEmpty());
        CopyingDesk desk(screen);
        QVERIFY2(desk.hasCopied(), desk.errors().constData());
        desk.stopCluster();
        emptiesInTime(screen, desk, order);
    }

private:
    static void emptiesInTime(const Screen &screen, CopyingDesk &desk, const QByteArray &order)
    {
        constexpr int promisedMs = 500;
        QTRY_VERIFY(screen.reads(u"clipboard"_s).size() > 40);
        QTRY_COMPARE(screen.reads(u"primary"_s), QByteArray());
        QElapsedTimer since;
        since.start();
        desk.make(order);
        while (!screen.reads(u"clipboard"_s).isEmpty() && !since.hasExpired(10'000)) {
        }
        QVERIFY2(since.elapsed() <= promisedMs, qPrintable(u"%1 ms"_s.arg(since.elapsed())));
        QCOMPARE(screen.reads(u"primary"_s), QByteArray());
    }
};

QTEST_GUILESS_MAIN(TestClipboardAtEnd)
#include "tst_clipboardatend.moc"
