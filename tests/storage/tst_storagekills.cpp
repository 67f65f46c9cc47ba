#include "core/storage/sealedlist.h"
#include "core/storage/sealing.h"
#include "tests/storage/actorprocess.h"
#include "tests/storage/settingsplace.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>

using namespace Qt::StringLiterals;

//! Programs that are killed and machines that lose their power, at any moment of a write.
class TestStorageKills final : public QObject, private SettingsPlace
{
    Q_OBJECT

private Q_SLOTS:
    void init() { begin(); }
    void aProcessKilledWhileSavingLeavesAGoodFile();
    void aProcessKilledWhileConvertingLosesNothing();
    void aListThatAKillLeftTooLongIsFinishedByWhoHasTheKey();
    void aCutOfThePowerAtAnyMomentLeavesTheOldOrTheNewFile();
};

//! As many as the environment asks for; else what an ordinary run has the time for.
static int killsOr(int sanitized, int ordinary)
{
    const int asked = qEnvironmentVariableIntValue("DESK_TEST_KILLS");
    return asked > 0 ? asked : isSanitized ? sanitized : ordinary;
}

void TestStorageKills::aProcessKilledWhileSavingLeavesAGoodFile()
{
    const int kills = killsOr(20, 100);
    ActorProcess actor;
    actor.start({u"kill-loop"_s, path(), QString::number(kills)});
    const QJsonObject result = actor.result(kills * 1000);
    QCOMPARE(result.value("kills"_L1).toInt(), kills);
    QCOMPARE(result.value("wrong"_L1).toArray(), QJsonArray());
    qInfo() << result;
    QVERIFY(result.value("inTheMiddle"_L1).toInt() > kills / 4);
    // What was left lying about goes with the next write.
    prepare();
    QCOMPARE(QFileInfo(path())
                 .dir()
                 .entryList(QDir::Files | QDir::Hidden, QDir::Name)
                 .join(u' '), // to see which one, should there be more
             u"profiles.conf profiles.conf.bak profiles.conf.sealed"_s);
}

void TestStorageKills::aProcessKilledWhileConvertingLosesNothing()
{
    prepare();
    put(path(), inFirstSchema(contentOf(path())));
    const int kills = killsOr(50, 300);
    ActorProcess actor;
    actor.start({u"convert-loop"_s, path(), QString::number(kills)});
    const QJsonObject result = actor.result(kills * 1000);
    QCOMPARE(result.value("kills"_L1).toInt(), kills);
    QCOMPARE(result.value("wrong"_L1).toArray(), QJsonArray());
    qInfo() << result;
    // Some were killed before the end, some after.
    QVERIFY(result.value("converted"_L1).toInt() > 0);
    QVERIFY(result.value("converted"_L1).toInt() < kills);
}

void TestStorageKills::aListThatAKillLeftTooLongIsFinishedByWhoHasTheKey()
{
    const SecretBuffer key = SecretBuffer::fromBytes(QByteArray(32, 'k')); // the actor's
    constexpr qsizetype whole = 1 + qsizetype(Sealing::allBoundTo.size());
    int kills = 0;
    int tooLong = 0;
    for (int nth = 1; nth < 20; ++nth) {
        makeFolder();
        {
            ProfileStore store(path());
            store.load();
            store.save(named(u"Acme"_s), {{u"password"_s, u"sealed-v1:before"_s}}, key);
        }
        ActorProcess actor;
        actor.start({u"die-at-rename"_s, path(), QString::number(nth)}, ActorProcess::preload());
        static_cast<void>(actor.result());
        if (actor.process.exitStatus() == QProcess::NormalExit) {
            QCOMPARE(actor.process.exitCode(), 4); // there were no more
            break;
        }
        ++kills;
        ProfileStore store(path());
        store.load();
        const QString text = store.sealedTexts(store.profiles().value(0).id).first();
        QVERIFY(store.isListed(text, SealedList::from(store.sealedList(), key)));
        const QString list = path() + u".sealed"_s;
        tooLong += SealedList::sizeOf(contentOf(list)) > whole ? 1 : 0;
        store.finishList(key);
        QTRY_VERIFY(store.isSaved());
        QCOMPARE(SealedList::sizeOf(contentOf(list)), whole);
        QVERIFY(store.isListed(text, SealedList::from(store.sealedList(), key)));
    }
    QVERIFY(kills >= 4); // the list, the file, its backup, the list again
    QVERIFY(tooLong >= 3);
}

void TestStorageKills::aCutOfThePowerAtAnyMomentLeavesTheOldOrTheNewFile()
{
    ActorProcess actor;
    actor.start({u"power-cuts"_s, m_directory->path()}, ActorProcess::preload());
    const QJsonObject result = actor.result();
    QCOMPARE(result.value("wrong"_L1).toArray(), QJsonArray());
    qInfo() << result;
    QVERIFY(result.value("cuts"_L1).toInt() >= 100);
}

QTEST_GUILESS_MAIN(TestStorageKills)
#include "tst_storagekills.moc"
