#include "core/storage/profilestore.h"
#include "tests/app/actorprocess.h"
#include "tests/support/democluster.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTest>

#include <signal.h>

using namespace Qt::StringLiterals;

//! A program that dies with secrets in its window and its memory leaves none of them, and starts
//! again as if nothing had been.
class TestCrash final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
#ifdef DESK_HAS_SANITIZER
        QSKIP("a sanitizer takes the signals, and tells what it sees in the process");
#endif
    }

    void aCrashLeavesNothingSecretAndTheNextStartGoesOn_data()
    {
        QTest::addColumn<int>("number");
        QTest::newRow("SIGSEGV") << SIGSEGV;
        QTest::newRow("SIGABRT") << SIGABRT;
        QTest::newRow("SIGKILL") << SIGKILL;
    }
    void aCrashLeavesNothingSecretAndTheNextStartGoesOn()
    {
        QFETCH(int, number);
        const DemoCluster cluster;
        QVERIFY(cluster.isReady());
        const QByteArray password = cluster.password(u"maria.lopez"_s).toUtf8();
        const QTemporaryDir home;
        const QTemporaryDir outside; // not searched
        QFile tokenFile(outside.filePath(u"token"_s));
        ActorProcess actor(home, QStringLiteral(DESK_CRASHING_ACTOR),
                           {cluster.origin().toString(), tokenFile.fileName()}, {password});
        const QByteArray reached = actor.nextStep();
        QVERIFY2(reached == "holding secrets", actor.complaint().constData());
        ::kill(static_cast<pid_t>(actor.process().processId()), number);
        QCOMPARE(actor.nextStep(), QByteArray()); // with all that it still said
        QCOMPARE(actor.process().exitStatus(), QProcess::CrashExit);

        QVERIFY(tokenFile.open(QIODevice::ReadOnly));
        const QByteArray token = tokenFile.readAll();
        QVERIFY(token.size() > 40);
        CanarySearch search({{u"password"_s, password}, {u"token"_s, token}});
        actor.searchWith(search);
        QVERIFY(search.searchedBytes() > 1000);
        QCOMPARE(search.found().join(u'\n'), QString());
        const QStringList cores = QDir(home.path()).entryList({u"*core*"_s}, QDir::Files);
        QCOMPARE(cores, QStringList());

        ActorProcess next(home, QStringLiteral(DESK_CRASHING_ACTOR), {}, {QByteArray()});
        QCOMPARE(next.nextStep(), "back"_ba);
        QVERIFY2(next.output().contains("form maria.lopez\nstatus Not signed in\n"),
                 next.output().constData());
        next.goOn();
        QCOMPARE(next.nextStep(), QByteArray());
        QCOMPARE(next.process().exitCode(), 0);

        ProfileStore store(home.filePath(u"session-desk/profiles.conf"_s));
        const QSignalSpy problems(&store, &ProfileStore::problemFound);
        store.load();
        QCOMPARE(store.profiles().size(), 1);
        QCOMPARE(store.profiles().first().origin, cluster.origin().toString());
        QCOMPARE(problems.count(), 0);
    }
};

QTEST_GUILESS_MAIN(TestCrash)
#include "tst_crash.moc"
