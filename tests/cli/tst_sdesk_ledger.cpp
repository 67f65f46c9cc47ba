#include "core/storage/ledgerfile.h"
#include "tests/cli/sdeskhome.h"
#include "tests/support/democluster.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

using Standing = LedgerEntry::Standing;

static const QByteArray password = "demo-maria-1\n";

//! What each verb writes into the ledger, and the verb that lists it.
class TestSdeskLedger final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u".?"_s));
        m_home = std::make_unique<SdeskHome>();
        m_cluster = std::make_unique<DemoCluster>();
        m_home->addProfile(*m_cluster);
        m_home->chooseCheapPassphrase();
    }
    void everyHandoutIsNoted();
    void theEndIsNotedWithItsProof();
    void aFreshTokenIsNotedAsHandedOut();
    void aTokenInAWrongOrganizationIsNotedWithItsEnd();
    void aTokenThatWasGivenBeforeIsSaidToBe();
    void aTokenThatOneBringsIsTakenIn();
    void tokensListsThem();
    void aLedgerThatCannotBeWrittenHoldsNothingUp();

private:
    SdeskRun run(const QString &line, const QByteArray &input = {}) const
    {
        return m_home->run(line.split(u' '), input);
    }
    [[nodiscard]] QList<LedgerEntry> entries() const
    {
        return LedgerFile(m_home->settingsFile()).read().value();
    }
    [[nodiscard]] QStringList handouts(qsizetype entry) const
    {
        QStringList all;
        const QList<LedgerEntry::Handout> handouts = entries().at(entry).handouts;
        for (const LedgerEntry::Handout &handout : handouts)
            all += handout.what;
        return all;
    }

    std::unique_ptr<SdeskHome> m_home;
    std::unique_ptr<DemoCluster> m_cluster;
};

void TestSdeskLedger::everyHandoutIsNoted()
{
    QCOMPARE(run(u"login work"_s, password).code, 0);
    const Token token = m_home->keptToken();
    for (const QString &line :
         {u"token work"_s, u"header work"_s, u"env work"_s, u"credential work"_s,
          u"exec work -- true"_s, u"curl work /api/rest/2.0/auth/session/user"_s})
        QCOMPARE(run(line).code, 0);
    QCOMPARE(entries().size(), 1);
    const LedgerEntry entry = entries().constFirst();
    QCOMPARE(entry.fingerprint, token.fingerprint());
    QCOMPARE(entry.origin, LedgerEntry::Origin::Minted);
    QCOMPARE(entry.owner, u"maria.lopez"_s);
    QCOMPARE(entry.expiresMs, token.expiresMs);
    QCOMPARE(handouts(0), QStringList({u"sdesk token"_s, u"sdesk header"_s, u"sdesk env"_s,
                                       u"sdesk credential"_s, u"sdesk exec"_s, u"sdesk curl"_s}));
    // Neither the token nor a part that tells something of it.
    const QDir folder(QFileInfo(m_home->settingsFile()).path());
    for (const QString &name : {u"ledger.conf"_s, u"ledger.journal"_s}) {
        QFile file(folder.filePath(name));
        const QByteArray content = file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
        QVERIFY(!content.contains(token.value.view().first(12).toByteArray()));
        QVERIFY(!content.contains(token.value.view().last(12).toByteArray()));
    }
}

void TestSdeskLedger::theEndIsNotedWithItsProof()
{
    QCOMPARE(run(u"login work"_s, password).code, 0);
    QCOMPARE(run(u"revoke work"_s).code, 0);
    QCOMPARE(entries().constFirst().standing, Standing::Revoked);
    QCOMPARE(run(u"login work"_s, password).code, 0);
    m_cluster->process().kill();
    QVERIFY(m_cluster->process().waitForFinished());
    QVERIFY(run(u"logout work"_s).code != 0);
    QCOMPARE(entries().size(), 2);
    QVERIFY(entries().constLast().standing != Standing::Revoked);
}

void TestSdeskLedger::aFreshTokenIsNotedAsHandedOut()
{
    QCOMPARE(run(u"token work --fresh"_s, password).code, 0);
    QCOMPARE(entries().size(), 1);
    QCOMPARE(entries().constFirst().origin, LedgerEntry::Origin::Minted);
    QCOMPARE(handouts(0), QStringList{u"sdesk token"_s});
}

void TestSdeskLedger::aTokenInAWrongOrganizationIsNotedWithItsEnd()
{
    const DemoCluster ignoring({u"--quirk"_s, u"ignore-org"_s});
    m_home = std::make_unique<SdeskHome>();
    m_home->addProfile(ignoring);
    const SdeskRun refused = run(u"token work --fresh --org 1042377815"_s, password);
    QVERIFY(refused.code != 0);
    QCOMPARE(refused.output, QByteArray());
    QCOMPARE(entries().size(), 1);
    QCOMPARE(entries().constFirst().origin, LedgerEntry::Origin::Minted);
    QCOMPARE(entries().constFirst().standing, Standing::Revoked);
    QCOMPARE(handouts(0), QStringList());
}

void TestSdeskLedger::aTokenThatWasGivenBeforeIsSaidToBe()
{
    const DemoCluster repeating({u"--quirk"_s, u"same-token"_s});
    m_home = std::make_unique<SdeskHome>();
    m_home->addProfile(repeating);
    const SdeskRun first = run(u"token work --fresh"_s, password);
    QCOMPARE(first.code, 0);
    QCOMPARE(first.errors, QByteArray());
    const SdeskRun again = run(u"token work --fresh --validity 1d"_s, password);
    QCOMPARE(again.code, 0);
    QCOMPARE(again.output, first.output);
    QCOMPARE(again.errors.count('\n'), 1);
    QVERIFY2(again.errors.contains("a token that it had given before, not a new one; it ends at"),
             again.errors.constData());
}

void TestSdeskLedger::aTokenThatOneBringsIsTakenIn()
{
    const SdeskRun made = run(u"token work --fresh"_s, password);
    QVERIFY(QFile::remove(QFileInfo(m_home->settingsFile()).path() + u"/ledger.journal"_s));
    QCOMPARE(run(u"login work --token"_s, made.output).code, 0);
    QCOMPARE(entries().size(), 1);
    QCOMPARE(entries().constFirst().origin, LedgerEntry::Origin::TakenIn);
}

void TestSdeskLedger::tokensListsThem()
{
    QCOMPARE(run(u"tokens"_s).output, QByteArray());
    QCOMPARE(run(u"login work"_s, password).code, 0);
    QCOMPARE(run(u"token work"_s).code, 0);
    const SdeskRun lines = run(u"tokens work"_s);
    QCOMPARE(lines.code, 0);
    QCOMPARE(lines.output.count('\n'), 1);
    for (const char *words : {"work: maria.lopez, Full access", "works until", "sdesk token"})
        QVERIFY2(lines.output.contains(words), lines.output.constData());
    const QJsonArray rows = QJsonDocument::fromJson(run(u"tokens --json"_s).output).array();
    QCOMPARE(rows.size(), 1);
    QCOMPARE(rows[0][u"fingerprint"_s], m_home->keptToken().fingerprint());
    QCOMPARE(rows[0][u"state"_s], u"alive"_s);
    QCOMPARE(rows[0][u"handouts"_s][0][u"what"_s], u"sdesk token"_s);
    QCOMPARE(run(u"tokens nobody"_s).code, 3);
}

void TestSdeskLedger::aLedgerThatCannotBeWrittenHoldsNothingUp()
{
    QCOMPARE(run(u"login work"_s, password).code, 0);
    const QByteArray token = m_home->keptToken().value.view().toByteArray();
    const QString journal = QFileInfo(m_home->settingsFile()).path() + u"/ledger.journal"_s;
    QVERIFY(QFile::remove(journal) && QDir().mkpath(journal));
    QVERIFY(QDir().mkpath(QFileInfo(journal).path() + u"/ledger.conf"_s));
    const SdeskRun printed = run(u"token work"_s);
    QCOMPARE(printed.code, 0);
    QCOMPARE(printed.output, token + '\n');
    QCOMPARE(printed.errors.count('\n'), 1);
    QVERIFY2(printed.errors.contains("list of tokens could not be written"),
             printed.errors.constData());
    QCOMPARE(run(u"tokens"_s).code, 10);
}

QTEST_GUILESS_MAIN(TestSdeskLedger)
#include "tst_sdesk_ledger.moc"
