#include "core/storage/ledgerfile.h"
#include "core/storage/profilestore.h"
#include "tests/driver/livedesk.h"
#include "tests/support/democluster.h"

#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

static const QString maria = u"maria.lopez"_s;

//! What the desktop writes into the ledger, through the real window.
class tst_DeskLedger final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    }
    void signingInCopyingAndSigningOutAreNoted();
    void aHeldFileIsSaidAndNothingIsLost();

private:
    //! A desk with a profile of hers at \a cluster.
    [[nodiscard]] static LiveDesk deskFor(const DemoCluster &cluster)
    {
        Profile profile;
        profile.id = QUuid::createUuid();
        profile.name = u"Production"_s;
        profile.origin = cluster.origin().toString();
        profile.userName = maria;
        Preferences preferences;
        preferences.lastProfile = profile.id;
        return {{}, {}, {profile}, preferences};
    }
    [[nodiscard]] static bool signsIn(WindowDriver &window, const DemoCluster &cluster)
    {
        return window.type(u"Password"_s, cluster.password(maria)) &&
               window.clickButton(u"Sign in"_s) &&
               window.waitFor([&] { return window.find(u"Copy token"_s); }, u"for the token"_s);
    }
    [[nodiscard]] static QList<LedgerEntry> written(const LiveDesk &desk)
    {
        return LedgerFile(desk.settingsFile()).read().value();
    }
};

void tst_DeskLedger::signingInCopyingAndSigningOutAreNoted()
{
    DemoCluster cluster;
    LiveDesk desk = deskFor(cluster);
    WindowDriver &window = desk.window();
    QVERIFY(signsIn(window, cluster));
    QTRY_COMPARE(written(desk).size(), 1);
    QCOMPARE(written(desk).constFirst().owner, maria);
    QVERIFY(window.click(u"Copy token"_s));
    QTRY_COMPARE(written(desk).constFirst().handouts.size(), 1);
    QCOMPARE(written(desk).constFirst().handouts.constFirst().what, u"copied Token"_s);
    QVERIFY(window.press(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier));
    QTRY_COMPARE(written(desk).constFirst().standing, LedgerEntry::Standing::Revoked);
    QCOMPARE(written(desk).size(), 1);
    QCOMPARE(written(desk).constFirst().origin, LedgerEntry::Origin::Minted);
}

void tst_DeskLedger::aHeldFileIsSaidAndNothingIsLost()
{
    DemoCluster cluster;
    LiveDesk desk = deskFor(cluster);
    const QString file = QFileInfo(desk.settingsFile()).path() + u"/ledger.conf.lock"_s;
    QLockFile held(file);
    QVERIFY(held.tryLock());
    QVERIFY(signsIn(desk.window(), cluster)); // the window waits for nothing
    QVERIFY(desk.window().waitFor(
        [&] { return desk.window().status().contains(u"list of tokens is not written yet"_s); },
        u"for the word about the ledger"_s));
    held.unlock();
    QTRY_COMPARE_WITH_TIMEOUT(written(desk).size(), 1, 3 * Ledger::retryMs);
}

QTEST_MAIN(tst_DeskLedger)
#include "tst_deskledger.moc"
