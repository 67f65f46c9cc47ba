#include "core/storage/ledgerfile.h"
#include "core/storage/profilestore.h"
#include "tests/driver/livedesk.h"
#include "tests/support/democluster.h"
#include "tests/support/plainclient.h"

#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QRegularExpression>
#include <QTest>
#include <QTreeWidget>

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
    void listedTokensAreRevokedOneAndAll();
    void aTokenWhoseValueIsGoneIsOnlyListed();
    void aTokenThatTheTerminalHandedOutIsNoHelperToRevoke();

private:
    //! A desk with a profile of hers at \a cluster.
    [[nodiscard]] static LiveDesk deskFor(const DemoCluster &cluster, Profile profile = {})
    {
        profile.id = QUuid::createUuid();
        profile.name = u"Production"_s;
        profile.origin = cluster.origin().toString();
        profile.userName = maria;
        Preferences preferences;
        preferences.lastProfile = profile.id;
        return {{}, qEnvironmentVariable("DESK_PICTURES"), {profile}, preferences};
    }
    [[nodiscard]] static bool signsIn(WindowDriver &window, const DemoCluster &cluster)
    {
        return window.type(u"Password"_s, cluster.password(maria)) &&
               window.clickButton(u"Sign in"_s) &&
               window.waitFor([&] { return window.find(u"Copy token"_s); }, u"for the token"_s);
    }
    [[nodiscard]] static QUuid keptProfile(const LiveDesk &desk)
    {
        ProfileStore store(desk.settingsFile());
        store.load();
        return store.profiles().value(0).id;
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

void tst_DeskLedger::aTokenThatTheTerminalHandedOutIsNoHelperToRevoke()
{
    DemoCluster cluster({u"--quirk"_s, u"same-token"_s});
    Profile byKey;
    byKey.method = SignInMethod::SecretKey;
    byKey.org = u"retail-emea"_s;
    LiveDesk desk = deskFor(cluster, byKey);
    // While the window is open already.
    PlainClient client(cluster);
    const QJsonObject credentials{{u"username"_s, maria},
                                  {u"password"_s, cluster.password(maria)},
                                  {u"validity_time_in_sec"_s, 3600}};
    Token token;
    token.value = SecretBuffer::fromText(
        client.post(u"/api/rest/2.0/auth/token/full"_s, credentials).token());
    QVERIFY(Token::isWellFormed(token.value.view()));
    QVERIFY(LedgerFile(desk.settingsFile())
                .append(LedgerEntry::of(token, keptProfile(desk), LedgerEntry::Origin::Minted, 0)));

    QVERIFY(desk.window().type(u"Secret key"_s, cluster.secretKey()));
    QVERIFY(desk.window().clickButton(u"Sign in"_s));
    QVERIFY(desk.window().waitFor([&] { return desk.window().find(u"Copy token"_s); },
                                  u"for the token"_s));
    QCOMPARE(cluster.calls(u"2.0/tokenFull"_s), 3); // the helper is the one of before
    QCOMPARE(cluster.calls(u"v1/orgs"_s), 2);
    QCOMPARE(cluster.calls(u"2.0/tokenRevoke"_s), 0);
}

//! The rows of the open sheet, as "owner, state".
static QStringList listed(WindowDriver &window)
{
    QStringList rows;
    const auto *table = qobject_cast<QTreeWidget *>(window.find(u"Tokens"_s));
    for (int row = 0; table && row < table->topLevelItemCount(); ++row)
        rows += table->topLevelItem(row)->text(1) + u", "_s + table->topLevelItem(row)->text(4);
    return rows;
}

static bool choose(WindowDriver &window, int row)
{
    auto *table = qobject_cast<QTreeWidget *>(window.find(u"Tokens"_s));
    if (!table || row >= table->topLevelItemCount())
        return false;
    table->setCurrentItem(table->topLevelItem(row));
    return true;
}

void tst_DeskLedger::listedTokensAreRevokedOneAndAll()
{
    DemoCluster cluster;
    LiveDesk desk = deskFor(cluster);
    WindowDriver &window = desk.window();
    QVERIFY(signsIn(window, cluster));
    for (int more = 0; more < 2; ++more) {
        QVERIFY(window.click(u"Get token"_s));
        QVERIFY(window.type(u"Password"_s, cluster.password(maria)));
        QVERIFY(window.click(u"Get token now"_s));
        QTRY_COMPARE(written(desk).size(), 2 + more);
    }
    QVERIFY(window.press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier));
    QTRY_COMPARE(listed(window).size(), 3);
    QVERIFY(listed(window).at(0).startsWith(u"maria.lopez, in use; works until"_s));
    QVERIFY(listed(window).at(1).startsWith(u"maria.lopez, replaced here; works until"_s));
    QVERIFY(window.picture(u"ledger"_s));

    QVERIFY(choose(window, 1));
    QVERIFY(window.click(u"Revoke this token"_s));
    QVERIFY(window.click(u"Confirm: Revoke"_s));
    const QString gone = u"maria.lopez, revoked; the cluster no longer accepts it"_s;
    QTRY_COMPARE(listed(window).at(1), gone);
    QTRY_COMPARE(window.text(u"Outcome"_s), u"Revoked."_s);
    QCOMPARE(cluster.calls(u"2.0/tokenRevoke"_s), 1);

    QVERIFY(choose(window, 2));
    QVERIFY(window.click(u"Use this token"_s));
    QTRY_VERIFY(listed(window).at(2).contains(u"in use"_s));
    QVERIFY(window.click(u"Revoke all"_s));
    QVERIFY(window.click(u"Confirm: Revoke all"_s));
    QTRY_COMPARE(window.text(u"Outcome"_s), u"All 2 tokens are revoked."_s);
    QCOMPARE(cluster.calls(u"2.0/tokenRevoke"_s), 3);
    QVERIFY(window.picture(u"ledger-revoked"_s));
    QVERIFY(window.click(u"Close"_s));
    const auto standings = [&desk] {
        QList<LedgerEntry::Standing> all;
        for (const LedgerEntry &entry : written(desk))
            all.append(entry.standing);
        return all;
    };
    QTRY_COMPARE(standings(), QList<LedgerEntry::Standing>(3, LedgerEntry::Standing::Revoked));
}

void tst_DeskLedger::aTokenWhoseValueIsGoneIsOnlyListed()
{
    DemoCluster cluster;
    LiveDesk desk = deskFor(cluster);
    LedgerEntry old;
    old.profile = keptProfile(desk);
    old.fingerprint = u"0f1e2d3c"_s;
    old.owner = maria;
    old.notedMs = QDateTime::currentMSecsSinceEpoch() - 60'000;
    old.expiresMs = old.notedMs + 3'600'000;
    QVERIFY(LedgerFile(desk.settingsFile()).append(old));
    QVERIFY(desk.window().waitFor([&] { return desk.window().find(u"Sign in"_s); }, u"the form"_s));
    QVERIFY(desk.window().press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier));
    QTRY_COMPARE(listed(desk.window()).size(), 1);
    QVERIFY(!desk.window().find(u"Revoke this token"_s)->isEnabled());
    QVERIFY(!desk.window().find(u"Revoke all"_s)->isEnabled());
    QVERIFY(desk.window().findLabel(u"is not here any more"_s));
    QVERIFY(desk.window().click(u"Close"_s));
}

QTEST_MAIN(tst_DeskLedger)
#include "tst_deskledger.moc"
