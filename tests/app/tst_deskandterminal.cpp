#include "app/desktop/appcontext.h"
#include "core/storage/profilestore.h"
#include "tests/cli/sdeskhome.h"
#include "tests/driver/windowdriver.h"
#include "tests/support/democluster.h"
#include "tests/support/plainclient.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/support/deskstyle.h"

#include <QApplication>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

//! sdesk beside the window that is open on the same settings, both the real ones.
class tst_DeskAndTerminal final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    }
    void whatOneKeepsTheOtherUses();
};

//! Runs sdesk while the window goes on.
static SdeskRun runBeside(const SdeskHome &home, const QString &line, const QByteArray &input = {})
{
    QProcess process;
    home.start(process, line.split(u' '));
    process.write(input);
    process.closeWriteChannel();
    const bool hasEnded =
        QTest::qWaitFor([&process] { return process.state() == QProcess::NotRunning; }, 20'000);
    return {hasEnded ? process.exitCode() : -1, process.readAllStandardOutput(),
            process.readAllStandardError()};
}

void tst_DeskAndTerminal::whatOneKeepsTheOtherUses()
{
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    const SdeskHome home;
    home.addProfile(cluster, u"maria.lopez"_s, {u"--api"_s, u"2.0"_s});
    home.chooseCheapPassphrase();
    home.asTheWindow([](ProfileStore &store, Vault &) {
        Preferences preferences = store.preferences();
        preferences.lastProfile = store.profiles().value(0).id;
        store.setPreferences(preferences);
    });
    AppContext context({}, home.settingsFile(), *dress(*qApp));
    WindowDriver window(context.window());
    context.start();

    const SdeskRun login = runBeside(home, u"login work"_s, "demo-maria-1\n");
    QVERIFY2(login.code == 0, login.errors.constData());
    QVERIFY(window.click(u"Use the kept token"_s)); // which came to the form by itself
    QVERIFY(window.type(u"Passphrase"_s, QString::fromUtf8(SdeskHome::passphrase())));
    QVERIFY(window.click(u"Unlock"_s));
    QVERIFY(window.waitFor([&] { return window.findLabel(u"Maria Lopez"_s); }, u"to be in"_s));
    QCOMPARE(cluster.calls(u"2.0/tokenFull"_s), 1);

    const QByteArray token = runBeside(home, u"token work"_s).output.trimmed();
    QVERIFY(Token::isWellFormed(token));
    QCOMPARE(PlainClient(cluster)
                 .get(u"/api/rest/2.0/auth/session/user"_s,
                      PlainClient::bearer(QString::fromLatin1(token)))
                 .status,
             200);
    QCOMPARE(runBeside(home, u"validate work"_s).code, 0);
    QCOMPARE(runBeside(home, u"add second --server https://b.example --user bob"_s).code, 0);

    QVERIFY(window.click(u"Sign out"_s));
    QVERIFY(window.waitFor([&] { return window.find(u"Sign in"_s); }, u"to be out"_s));
    QTRY_COMPARE(runBeside(home, u"token work"_s).code, 4);
    QCOMPARE(runBeside(home, u"profiles --names"_s).output, QByteArray("work\nsecond\n"));
    QCOMPARE(cluster.state().value(u"tokens"_s)[0][u"alive"_s], QJsonValue(false));
}

QTEST_MAIN(tst_DeskAndTerminal)
#include "tst_deskandterminal.moc"
