#include "tests/keychain/keychainlab.h"
#include "tests/support/democluster.h"

#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

//! sdesk with a real keychain, on a bus of the test's own.
class TestSdeskKeychain final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_lab = std::make_unique<KeychainLab>();
        m_cluster = std::make_unique<DemoCluster>();
        QVERIFY(m_cluster->isReady());
    }
    void aKeychainOpensWhatIsKeptWithoutAQuestion();
    void withoutAKeychainNothingIsSent();

private:
    //! Runs it; its exit code.
    int run(const QString &line, const QByteArray &input = {});
    int add()
    {
        return run(u"add work --user maria.lopez --server "_s + m_cluster->origin().toString());
    }

    std::unique_ptr<KeychainLab> m_lab;
    std::unique_ptr<DemoCluster> m_cluster;
    QByteArray m_output;
    QByteArray m_errors;
};

int TestSdeskKeychain::run(const QString &line, const QByteArray &input)
{
    QProcess process;
    process.setEnvironment(m_lab->environment());
    process.start(QStringLiteral(DESK_SDESK), line.split(u' '));
    process.write(input);
    process.closeWriteChannel();
    const bool hasEnded = process.waitForFinished();
    m_output = process.readAllStandardOutput();
    m_errors = process.readAllStandardError();
    return hasEnded && process.exitStatus() == QProcess::NormalExit ? process.exitCode() : -1;
}

void TestSdeskKeychain::aKeychainOpensWhatIsKeptWithoutAQuestion()
{
    QVERIFY(m_lab->startBus());
    QVERIFY(m_lab->startKeyring(true));
    QCOMPARE(add(), 0);
    QVERIFY2(run(u"login work --keep keychain"_s, "demo-maria-1\n") == 0, m_errors.constData());
    QVERIFY2(run(u"token work"_s) == 0, m_errors.constData());
    QVERIFY(m_output.size() > 100);
    QCOMPARE(m_cluster->calls(u"2.0/tokenFull"_s), 1);

    m_lab->stopKeyring();
    QCOMPARE(run(u"token work"_s), 5);
    QCOMPARE(m_output, QByteArray());
    QVERIFY2(m_errors.startsWith("sdesk: No keychain is running."), m_errors.constData());
}

void TestSdeskKeychain::withoutAKeychainNothingIsSent()
{
    QVERIFY(m_lab->startBus());
    QCOMPARE(add(), 0);
    QCOMPARE(run(u"login work --keep keychain"_s, "demo-maria-1\n"), 5);
    QVERIFY2(m_errors.startsWith("sdesk: No keychain is running."), m_errors.constData());
    QCOMPARE(m_cluster->operations(), QStringList());
    QCOMPARE(run(u"status"_s), 0);
    QVERIFY2(m_output.startsWith("Secrets: no place chosen yet"), m_output.constData());
}

QTEST_GUILESS_MAIN(TestSdeskKeychain)
#include "tst_sdesk_keychain.moc"
