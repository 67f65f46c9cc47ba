#include "tests/storage/actorprocess.h"
#include "tests/storage/storagesupport.h"

#include <QDir>
#include <QJsonArray>
#include <QTemporaryDir>

using namespace Qt::StringLiterals;

class TestStorageFaults final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void aFailingSystemCallLeavesTheOldOrTheNewFileAndIsReported();
    void aFullDiskLeavesTheOldOrTheNewFileAndIsReported();
};

void TestStorageFaults::aFailingSystemCallLeavesTheOldOrTheNewFileAndIsReported()
{
    const QTemporaryDir directory(quickDirectory());
    ActorProcess actor;
    actor.start({u"faults"_s, directory.path(), isSanitized ? u"1"_s : u"3"_s},
                ActorProcess::preload());
    const QJsonObject result = actor.result();
    QCOMPARE(result.value("wrong"_L1).toArray(), QJsonArray());
    qInfo() << "faults injected:" << result.value("injected"_L1).toInt()
            << result.value("counts"_L1).toObject();
    QVERIFY(result.value("injected"_L1).toInt() >= (isSanitized ? 300 : 1000));
}

void TestStorageFaults::aFullDiskLeavesTheOldOrTheNewFileAndIsReported()
{
    const QTemporaryDir directory;
    ActorProcess actor;
    actor.start({u"full-disk"_s, directory.path()});
    const QJsonObject result = actor.result();
    if (result.contains("refused"_L1)) {
        const QString reason =
            u"a small disk cannot be mounted here: "_s + result.value("refused"_L1).toString();
        QSKIP(qPrintable(reason));
    }
    QCOMPARE(result.value("wrong"_L1).toArray(), QJsonArray());
    const QJsonObject points = result.value("points"_L1).toObject();
    QCOMPARE(points.size(), 5);
    QStringList told;
    for (const QJsonValue &row : points)
        told += row.toString().split(u' ');
    qInfo() << points;
    QCOMPARE(told.size(), 30);
    QCOMPARE(told.count(u"saved"_s) + told.count(u"DiskFull"_s), 30);
    QVERIFY(told.contains(u"saved"_s));
    QVERIFY(told.contains(u"DiskFull"_s));
}

QTEST_GUILESS_MAIN(TestStorageFaults)
#include "tst_storagefaults.moc"
