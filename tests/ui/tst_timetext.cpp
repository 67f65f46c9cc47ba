#include "ui/support/timetext.h"

#include <QDateTime>
#include <QTest>

#include <limits>

using namespace Qt::StringLiterals;

class TestTimeText final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void whatIsLeftIsSaidShortly_data()
    {
        QTest::addColumn<qint64>("leftMs");
        QTest::addColumn<QString>("words");

        QTest::newRow("nothing is left") << qint64(0) << u"0 s"_s;
        QTest::newRow("less than nothing is not counted") << qint64(-5000) << u"0 s"_s;
        QTest::newRow("a begun second counts") << qint64(1) << u"1 s"_s;
        QTest::newRow("a whole second is one") << qint64(1000) << u"1 s"_s;
        QTest::newRow("seconds") << qint64(45'000) << u"45 s"_s;
        QTest::newRow("the last minute is told in seconds") << qint64(59'999) << u"1 min 0 s"_s;
        QTest::newRow("minutes and seconds near the end") << qint64(252'000) << u"4 min 12 s"_s;
        QTest::newRow("a millisecond below ten minutes") << qint64(599'000) << u"9 min 59 s"_s;
        QTest::newRow("ten minutes") << qint64(600'000) << u"10 min"_s;
        QTest::newRow("a begun minute does not count") << qint64(659'000) << u"10 min"_s;
        QTest::newRow("minutes") << qint64(43 * 60'000 + 20'000) << u"43 min"_s;
        QTest::newRow("a token of an hour, just made") << qint64(3'599'400) << u"1 h"_s;
        QTest::newRow("a second later") << qint64(3'599'000) << u"59 min"_s;
        QTest::newRow("hours and minutes") << qint64(130 * 60'000) << u"2 h 10 min"_s;
        QTest::newRow("a day") << qint64(24 * 3'600'000) << u"24 h"_s;
        QTest::newRow("days and hours") << qint64(76) * 3'600'000 << u"3 d 4 h"_s;
        QTest::newRow("whole days") << qint64(72) * 3'600'000 << u"3 d"_s;
        QTest::newRow("far away") << qint64(101) * 86'400'000 + 5'000'000 << u"101 d"_s;
        QTest::newRow("the end of time")
            << std::numeric_limits<qint64>::max() << u"106751991167 d"_s;
    }
    void whatIsLeftIsSaidShortly()
    {
        QFETCH(qint64, leftMs);
        QTEST(timetext::remaining(leftMs), "words");
    }

    void theNextTickComesWhenTheWordsChange_data()
    {
        QTest::addColumn<qint64>("leftMs");
        QTest::addColumn<int>("tick");

        QTest::newRow("no tick is needed at the end") << qint64(0) << 0;
        QTest::newRow("a begun second") << qint64(400) << 400;
        QTest::newRow("a whole second") << qint64(1000) << 1000;
        QTest::newRow("seconds below ten minutes") << qint64(599'250) << 250;
        QTest::newRow("at ten minutes the seconds begin") << qint64(600'000) << 1000;
        QTest::newRow("just above ten minutes") << qint64(600'001) << 1001;
        QTest::newRow("minutes above") << qint64(43 * 60'000 + 20'000) << 21'000;
        QTest::newRow("just before the minute changes") << qint64(43 * 60'000) << 1000;
        QTest::newRow("just after it changed") << qint64(43 * 60'000 - 1000) << 60'000;
        QTest::newRow("hours") << qint64(8) * 3'600'000 << 1000;
    }
    void theNextTickComesWhenTheWordsChange()
    {
        QFETCH(qint64, leftMs);
        QFETCH(int, tick);
        QCOMPARE(timetext::nextTickMs(leftMs), tick);
        if (tick == 0)
            return;
        QCOMPARE_LE(tick, 60'000);
        QCOMPARE(timetext::remaining(leftMs - tick + 1), timetext::remaining(leftMs));
    }

    void tickByTickNoReadingIsSkippedOrRepeated()
    {
        QStringList readings;
        int ticks = 0;
        for (qint64 left = 12 * 60'000 + 345; left > 0; left -= timetext::nextTickMs(left)) {
            ++ticks;
            if (readings.isEmpty() || readings.constLast() != timetext::remaining(left))
                readings += timetext::remaining(left);
        }
        QCOMPARE(ticks, readings.size());
        QCOMPARE(readings.mid(0, 5), (QStringList{u"12 min"_s, u"11 min"_s, u"10 min"_s,
                                                  u"9 min 59 s"_s, u"9 min 58 s"_s}));
        QCOMPARE(readings.constLast(), u"1 s"_s);
        QCOMPARE(readings.size(), 3 + 599);
    }

    void lengthsOfTimeHaveNames_data()
    {
        QTest::addColumn<qint64>("seconds");
        QTest::addColumn<QString>("words");

        QTest::newRow("one second") << qint64(1) << u"1 second"_s;
        QTest::newRow("seconds") << qint64(45) << u"45 seconds"_s;
        QTest::newRow("a minute and a half") << qint64(90) << u"90 seconds"_s;
        QTest::newRow("one minute") << qint64(60) << u"1 minute"_s;
        QTest::newRow("minutes") << qint64(900) << u"15 minutes"_s;
        QTest::newRow("one hour") << qint64(3600) << u"1 hour"_s;
        QTest::newRow("an hour and a half") << qint64(5400) << u"90 minutes"_s;
        QTest::newRow("a day stays hours") << qint64(86'400) << u"24 hours"_s;
        QTest::newRow("days") << qint64(14 * 86'400) << u"14 days"_s;
        QTest::newRow("nothing round") << qint64(605) << u"10 min"_s;
    }
    void lengthsOfTimeHaveNames()
    {
        QFETCH(qint64, seconds);
        QTEST(timetext::duration(seconds), "words");
    }

    void aLifeASecondOffTheHourIsStillAnHour()
    {
        QCOMPARE(timetext::ofLife(3'600'000), u"of 1 hour"_s);
        QCOMPARE(timetext::ofLife(3'598'700), u"of 1 hour"_s);
        QCOMPARE(timetext::ofLife(3'601'200), u"of 1 hour"_s);
        QCOMPARE(timetext::ofLife(300'000), u"of 5 minutes"_s);
        QCOMPARE(timetext::ofLife(20'000), u"of 20 seconds"_s);
    }

    void momentsAreNamedFromToday()
    {
        const auto at = [](int dayOfMonth, int hour) {
            return QDateTime(QDate(2026, 8, dayOfMonth), QTime(hour, 3, 20)).toMSecsSinceEpoch();
        };
        QCOMPARE(timetext::moment(at(12, 15), at(12, 0)), u"Today 15:03:20"_s);
        QCOMPARE(timetext::moment(at(13, 0), at(12, 23)), u"Tomorrow 00:03:20"_s);
        QCOMPARE(timetext::moment(at(11, 23), at(12, 0)), u"Yesterday 23:03:20"_s);
        QVERIFY(timetext::moment(at(20, 15), at(12, 0)).endsWith(u" 15:03:20"_s));
        QVERIFY(timetext::moment(at(20, 15), at(12, 0)).contains(u"20"_s));
        QCOMPARE(timetext::clock(at(12, 14)), u"14:03"_s);
        QCOMPARE(timetext::clockOrDate(at(12, 15), at(12, 9)), u"15:03"_s);
        QVERIFY(timetext::clockOrDate(at(13, 15), at(12, 9)).startsWith(u"15:03 on "_s));
    }

    void theOfferedTokenLivesHaveNames()
    {
        QStringList names;
        for (const int seconds : timetext::validityPresets())
            names += timetext::validityName(seconds);
        QCOMPARE(names,
                 (QStringList{u"1 minute"_s, u"5 minutes (cluster default)"_s, u"15 minutes"_s,
                              u"30 minutes"_s, u"1 hour"_s, u"8 hours"_s, u"24 hours"_s}));
    }
};

QTEST_GUILESS_MAIN(TestTimeText)
#include "tst_timetext.moc"
