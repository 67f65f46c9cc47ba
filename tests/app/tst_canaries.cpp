#include "tests/app/actorprocess.h"
#include "tests/support/democluster.h"
#include "tests/support/sessionprobe.h"

#include <QDir>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

//! The tokens that the actor (canaryactor.cpp) wrote down.
static QMap<QString, QByteArray> tokensIn(const QString &fileName)
{
    QMap<QString, QByteArray> all;
    QFile file(fileName);
    if (file.open(QIODevice::ReadOnly)) {
        const QList<QByteArray> lines = file.readAll().split('\n');
        for (const QByteArray &line : lines) {
            if (!line.isEmpty())
                all.insert(u"token %1"_s.arg(all.size() + 1), line);
        }
    }
    return all;
}

class TestCanaries final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPlantedOneIsFoundInEveryForm_data();
    void aPlantedOneIsFoundInEveryForm();
    void aPlantedOneIsFoundInAFileAndInItsName();
    void aPlantedOneIsFoundInAProcessAndInItsChildren();
    void aPlantedOneIsFoundInARequest();
    void theProgramLeavesNone_data();
    void theProgramLeavesNone();
};

static const QByteArray canary = "pa\"ss\\w\u00f6rd/of+the=coal mine"_ba;

void TestCanaries::aPlantedOneIsFoundInEveryForm_data()
{
    QTest::addColumn<QByteArray>("planted");
    for (const auto &[form, bytes] : CanarySearch::formsOf(canary))
        QTest::newRow(qPrintable(form)) << bytes;
    QTest::newRow("as a library writes base64") << ("x" + canary + "yz").toBase64();
    QTest::newRow("percent-escaped in capitals") << canary.toPercentEncoding().toUpper();
}

void TestCanaries::aPlantedOneIsFoundInEveryForm()
{
    QFETCH(QByteArray, planted);
    CanarySearch search({{u"canary"_s, canary}});
    search.inBytes(u"the mine"_s, "before " + planted.first(planted.size() / 2));
    QCOMPARE(search.found(), QStringList());
    search.inBytes(u"the mine"_s, "before " + planted + " after");
    QVERIFY(!search.found().isEmpty());
    QVERIFY2(search.found().first().startsWith(u"canary, "_s), qPrintable(search.found().first()));
}

void TestCanaries::aPlantedOneIsFoundInAFileAndInItsName()
{
    QTemporaryDir folder;
    const auto found = [&] {
        CanarySearch search({{u"canary"_s, "swordfish"_ba}});
        search.inFolder(folder.path());
        return search.found();
    };
    QVERIFY(QDir(folder.path()).mkpath(u".hidden/deep"_s));
    QFile file(folder.filePath(u".hidden/deep/.file"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(found(), QStringList());
    file.write("x swordfish y");
    file.close();
    QCOMPARE(found(), QStringList({u"canary, raw in "_s + file.fileName()}) + found().sliced(1));
    QVERIFY(file.rename(folder.filePath(u"of-the-swordfish"_s)));
    QVERIFY(found().contains(u"canary, raw in the name of "_s + file.fileName()));
}

void TestCanaries::aPlantedOneIsFoundInAProcessAndInItsChildren()
{
    const auto found = [](const QProcess &process) {
        CanarySearch search({{u"canary"_s, "swordfish"_ba}});
        search.inProcess(process.processId());
        return search.found();
    };
    QProcess shell;
    shell.start(u"sh"_s,
                {u"-c"_s, u"read s; trap 'kill $!' TERM; SECRET=$s sleep 60 & echo; wait"_s});
    shell.write("swordfish\n");
    QVERIFY(shell.waitForReadyRead());
    QTRY_COMPARE(found(shell).size(), 1);
    QVERIFY2(found(shell).first().endsWith(u"/environ"_s), qPrintable(found(shell).first()));
    QVERIFY(!found(shell).first().contains(QString::number(shell.processId())));
    shell.terminate();
    shell.waitForFinished();

    QProcess sleeper;
    sleeper.start(u"sh"_s, {u"-c"_s, u"read line"_s, u"swordfish"_s});
    QVERIFY(sleeper.waitForStarted());
    QTRY_COMPARE(found(sleeper),
                 QStringList(u"canary, raw in /proc/%1/cmdline"_s.arg(sleeper.processId())));
    sleeper.closeWriteChannel();
    sleeper.waitForFinished();
}

void TestCanaries::aPlantedOneIsFoundInARequest()
{
    const QList<FakeRequest> requests{{"GET", "/?of=swordfish", {}, {}},
                                      {"GET", "/", {{"Cookie", "clientId=swordfish"}}, {}},
                                      {"POST", "/", {}, "swordfish"},
                                      {"GET", "/", {}, {}}};
    QStringList found;
    for (const FakeRequest &request : requests) {
        CanarySearch search({{u"canary"_s, "swordfish"_ba}});
        search.inRequests(u"the mine"_s, {request});
        found += search.found().value(0);
    }
    const QString hit = u"canary, raw in the mine"_s;
    QCOMPARE(found, (QStringList{hit, hit, hit, QString()}));
}

void TestCanaries::theProgramLeavesNone_data()
{
    QTest::addColumn<QString>("forms");
    QTest::newRow("2022 beta") << u"beta-2022"_s;
    QTest::newRow("later beta") << u"beta,v1"_s;
    QTest::newRow("2.0") << u"2.0,v1"_s;
}

void TestCanaries::theProgramLeavesNone()
{
    QFETCH(QString, forms);
    DemoCluster cluster({u"--forms"_s, forms});
    QVERIFY(cluster.isReady());
    FakeServer other; // of another profile, which is tried out meanwhile
    fakecluster::speak(other, Api::Form::V2);
    const QByteArray password = cluster.password(u"maria.lopez"_s).toUtf8();
    const QByteArray wrong = "canary-that-is-not-let-in";
    const bool takesKey = forms != u"beta-2022"_s;
    const QByteArray key = takesKey ? cluster.secretKey().toUtf8() : QByteArray();
    const QTemporaryDir home;
    const QTemporaryDir outside; // not searched
    const QString tokenFile = outside.filePath(u"tokens"_s);
    ActorProcess actor(home, QStringLiteral(DESK_CANARY_ACTOR),
                       {cluster.origin().toString(), tokenFile, other.origin()},
                       {password, wrong, key});
    qint64 searched = 0;
    const auto found = [&] {
        QMap<QString, QByteArray> secrets = tokensIn(tokenFile);
        secrets.insert(u"password"_s, password);
        secrets.insert(u"wrong password"_s, wrong);
        if (!key.isEmpty())
            secrets.insert(u"secret key"_s, key);
        CanarySearch search(secrets);
        actor.searchWith(search);
        search.inRequests(u"what another server heard"_s, other.requests());
        searched += search.searchedBytes();
        return search.found().join(u'\n');
    };
    QByteArrayList steps;
    for (QByteArray step = actor.nextStep(); !step.isEmpty(); step = actor.nextStep()) {
        steps += step;
        QCOMPARE(found(), QString());
        actor.goOn();
    }
    QCOMPARE(found(), QString());
    QVERIFY2(steps.contains("closed"), actor.complaint().constData());
    QByteArrayList expected{"refused",   "typed",   "signed in", "looked",  "copied",
                            "elsewhere", "renewed", "locked",    "revoked", "signed out"};
    if (takesKey)
        expected += {"key typed", "acting by key", "signed out"};
    QCOMPARE(steps, expected += "closed");
    QCOMPARE(actor.process().exitCode(), 0);
    QVERIFY(!other.requests().isEmpty());
    QCOMPARE(tokensIn(tokenFile).size(), takesKey ? 3 : 2);
    // Qt's own categories did talk.
    QVERIFY2(actor.errors().contains("qt."), actor.errors().left(2000).constData());
    qInfo("looked through %lld bytes, %lld of them log", searched,
          static_cast<long long>(actor.errors().size()));
}

QTEST_GUILESS_MAIN(TestCanaries)
#include "tst_canaries.moc"
