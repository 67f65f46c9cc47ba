#include <QProcess>
#include <QTest>

using namespace Qt::StringLiterals;

class TestStragglers final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    static void theEndWaitsForNoStraggler_data();
    static void theEndWaitsForNoStraggler();
};

void TestStragglers::theEndWaitsForNoStraggler_data()
{
    QTest::addColumn<QStringList>("arguments");
    QTest::addColumn<QByteArray>("said");
    QTest::newRow("one that has ended") << QStringList() << "said farewell"_ba;
    // What it may be using stays.
    QTest::newRow("one that never ends") << QStringList{u"behind"_s} << "said"_ba;
}

void TestStragglers::theEndWaitsForNoStraggler()
{
    QFETCH(QStringList, arguments);
    QFETCH(QByteArray, said);
    // The thread and the end may meet anywhere.
    for (int turn = 0; turn < 20; ++turn) {
        QProcess actor;
        actor.start(QStringLiteral(DESK_STRAGGLING_ACTOR), arguments);
        QVERIFY(actor.waitForFinished());
        QCOMPARE(actor.readAllStandardError(), QByteArray());
        QCOMPARE(actor.exitStatus(), QProcess::NormalExit);
        QCOMPARE(actor.exitCode(), 7);
        QCOMPARE(actor.readAllStandardOutput(), said);
    }
}

QTEST_GUILESS_MAIN(TestStragglers)
#include "tst_stragglers.moc"
