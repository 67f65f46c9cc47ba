#include "ui/support/idlewatch.h"

#include <QLineEdit>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QWindow>

using namespace Qt::StringLiterals;

class TestIdleWatch final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void itTellsOnceAfterAWhileWithoutInput();
    void inputStartsTheWhileAnew_data();
    void inputStartsTheWhileAnew();
    void whatTheProgramDoesItselfIsNoInput();
    void afterAnInputItTellsAgain();
    void timeAsleepCountsAndIsToldBeforeTheInputArrives();
    void withoutALimitItNeverTells();

private:
    qint64 m_nowMs = 1000; // by the clock that is told what time it is
    const TimeSource m_clock{.wallMs = [this] { return m_nowMs; },
                             .elapsedMs = [this] { return m_nowMs; }};
};

void TestIdleWatch::init()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
}

void TestIdleWatch::itTellsOnceAfterAWhileWithoutInput()
{
    IdleWatch watch;
    QSignalSpy idle(&watch, &IdleWatch::idle);
    watch.setLimit(40);
    QVERIFY(idle.wait());
    QVERIFY(!idle.wait(120));
    QCOMPARE(idle.count(), 1);
}

void TestIdleWatch::inputStartsTheWhileAnew_data()
{
    QTest::addColumn<int>("input");
    QTest::newRow("a key") << 0;
    QTest::newRow("a click") << 1;
    QTest::newRow("a movement of the mouse") << 2;
}

void TestIdleWatch::inputStartsTheWhileAnew()
{
    QFETCH(int, input);
    QLineEdit field;
    field.show();
    QVERIFY(QTest::qWaitForWindowExposed(&field));
    IdleWatch watch(m_clock);
    const QSignalSpy idle(&watch, &IdleWatch::idle);
    watch.setLimit(60'000);
    int x = 0;
    const auto use = [&] {
        if (input == 0)
            QTest::keyClick(&field, Qt::Key_A);
        else if (input == 1)
            QTest::mouseClick(&field, Qt::LeftButton);
        else
            QTest::mouseMove(field.windowHandle(), QPoint(5 + ++x, 5));
    };
    for (int i = 0; i < 3; ++i) {
        m_nowMs += 59'999;
        use();
    }
    QCOMPARE(idle.count(), 0);
    m_nowMs += 60'000;
    use();
    QCOMPARE(idle.count(), 1);
}

void TestIdleWatch::whatTheProgramDoesItselfIsNoInput()
{
    QLineEdit field;
    IdleWatch watch(m_clock);
    const QSignalSpy idle(&watch, &IdleWatch::idle);
    watch.setLimit(60'000);
    m_nowMs += 40'000;
    field.setText(u"typed by nobody"_s);
    QKeyEvent press(QEvent::KeyPress, Qt::Key_A, Qt::NoModifier, u"a"_s);
    QCoreApplication::sendEvent(&field, &press);
    m_nowMs += 30'000;
    QTest::keyClick(&field, Qt::Key_A);
    QCOMPARE(idle.count(), 1);
}

void TestIdleWatch::afterAnInputItTellsAgain()
{
    QLineEdit field;
    IdleWatch watch;
    QSignalSpy idle(&watch, &IdleWatch::idle);
    watch.setLimit(40);
    QVERIFY(idle.wait());
    QTest::keyClick(&field, Qt::Key_A);
    QVERIFY(idle.wait());
    QCOMPARE(idle.count(), 2);
}

void TestIdleWatch::timeAsleepCountsAndIsToldBeforeTheInputArrives()
{
    QLineEdit field;
    IdleWatch watch(m_clock);
    QString seen = u"nothing told"_s;
    connect(&watch, &IdleWatch::idle, this, [&] { seen = field.text(); });
    watch.setLimit(60'000);
    m_nowMs += 8 * 3'600'000; // no timer of ours ran meanwhile
    QTest::keyClick(&field, Qt::Key_A);
    QCOMPARE(seen, QString());
    QCOMPARE(field.text(), u"a"_s);
}

void TestIdleWatch::withoutALimitItNeverTells()
{
    QLineEdit field;
    IdleWatch watch(m_clock);
    const QSignalSpy idle(&watch, &IdleWatch::idle);
    watch.setLimit(60'000);
    watch.setLimit(0);
    m_nowMs += 24 * 3'600'000;
    QTest::keyClick(&field, Qt::Key_A);
    QCOMPARE(idle.count(), 0);
}

QTEST_MAIN(TestIdleWatch)
#include "tst_idlewatch.moc"
