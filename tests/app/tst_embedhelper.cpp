#include "core/storage/ledgerfile.h"
#include "core/storage/profilestore.h"
#include "tests/app/keepingdesk.h"
#include "tests/driver/livedesk.h"
#include "tests/support/democluster.h"
#include "ui/mainwindow/mainwindow.h"

#include <QCheckBox>
#include <QClipboard>
#include <QGuiApplication>
#include <QNetworkReply>
#include <QPlainTextEdit>
#include <QRegularExpression>
#include <QTcpSocket>
#include <QTest>

using namespace Qt::StringLiterals;

static const QString maria = u"maria.lopez"_s;
static const QString page = u"http://localhost:3000"_s;

//! All that comes from \a address for a page of \a origin; "refused" where nobody listens.
static QByteArray fetch(const QUrl &address, const QString &origin)
{
    QTcpSocket socket;
    socket.connectToHost(address.host(), static_cast<quint16>(address.port()));
    socket.write("GET " + address.path().toLatin1() + " HTTP/1.1\r\nHost: " +
                 address.authority().toLatin1() + "\r\nOrigin: " + origin.toLatin1() + "\r\n\r\n");
    QByteArray all;
    const auto isOver = [&] {
        all += socket.readAll();
        return socket.state() == QAbstractSocket::UnconnectedState;
    };
    if (!QTest::qWaitFor(isOver, 10'000))
        return "never closed";
    return socket.error() == QAbstractSocket::ConnectionRefusedError ? QByteArray("refused") : all;
}

//! A desk where maria.lopez is signed in at a cluster of its own; the helper is as the profile has
//! it.
struct HelpingDesk
{
    explicit HelpingDesk(const EmbedSettings &settings = {true, {page}})
        : desk({}, qEnvironmentVariable("DESK_PICTURES"), profiles(settings), preferences())
        , window(desk.window())
    {}

    [[nodiscard]] QList<Profile> profiles(const EmbedSettings &settings) const
    {
        Profile profile;
        profile.id = QUuid::fromString(u"11111111-2222-3333-4444-555555555555"_s);
        profile.name = u"Production"_s;
        profile.origin = cluster.origin().toString();
        profile.userName = maria;
        profile.embed = settings;
        Profile other = profile;
        other.id = QUuid::createUuid();
        other.name = u"Other"_s;
        return {profile, other};
    }
    [[nodiscard]] static Preferences preferences()
    {
        Preferences preferences;
        preferences.lastProfile = QUuid::fromString(u"11111111-2222-3333-4444-555555555555"_s);
        return preferences;
    }

    [[nodiscard]] bool signIn()
    {
        return window.type(u"Password"_s, cluster.password(maria)) &&
               window.clickButton(u"Sign in"_s) &&
               window.waitFor([&] { return window.find(u"Copy token"_s); }, u"for the token"_s) &&
               window.waitFor([&] { return window.findLabel(u"Maria Lopez"_s); }, u"the session"_s);
    }
    [[nodiscard]] bool openSheet()
    {
        return window.press(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier) &&
               window.waitFor([&] { return window.find(u"Pages that may ask"_s) || isRunning(); },
                              u"for the sheet"_s);
    }
    //! Started, its address copied, the sheet closed.
    [[nodiscard]] bool start(const QString &password)
    {
        return openSheet() && window.type(u"Password"_s, password) && window.click(u"Start"_s) &&
               window.waitFor([&] { return isRunning(); }, u"for the start"_s) && copyAddress() &&
               window.click(u"Close"_s);
    }
    [[nodiscard]] bool copyAddress()
    {
        if (!window.click(u"Copy address"_s))
            return false;
        address = QUrl(QGuiApplication::clipboard()->text());
        return address.isValid() && address.host() == u"127.0.0.1"_s;
    }
    [[nodiscard]] bool isRunning() const { return window.findLabel(u"embed helper runs"_s); }
    [[nodiscard]] bool says(const QString &words) const
    {
        return window.waitFor([&] { return window.findLabel(words); }, words);
    }

    [[nodiscard]] QByteArray fetch(const QString &origin) const { return ::fetch(address, origin); }
    //! The token that a page of \a origin gets; empty for none.
    [[nodiscard]] QByteArray token(const QString &origin = page) const
    {
        const QByteArray answer = fetch(origin);
        return answer.startsWith("HTTP/1.1 200 ") ? answer.split('\n').last() : QByteArray();
    }
    //! What the cluster tells the holder of \a token of the session.
    [[nodiscard]] QByteArray sessionOf(const QByteArray &token)
    {
        QNetworkRequest request(
            cluster.origin().resolved(QUrl(u"/api/rest/2.0/auth/session/user"_s)));
        request.setRawHeader("Authorization", "Bearer " + token);
        request.setRawHeader("Accept", "application/json");
        const std::unique_ptr<QNetworkReply> reply(network.get(request));
        return QTest::qWaitFor([&] { return reply->isFinished(); }, 10'000) ? reply->readAll()
                                                                            : QByteArray();
    }
    [[nodiscard]] QList<LedgerEntry> ledger() const
    {
        return LedgerFile(desk.settingsFile()).read().value();
    }

    DemoCluster cluster;
    LiveDesk desk;
    WindowDriver &window;
    QNetworkAccessManager network;
    QUrl address;
};

//! The embed helper in the real window, with pages that are plain sockets.
class tst_EmbedHelper final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    }
    void aPageGetsAFreshTokenThatWorks();
    void whatIsNoOriginIsSaidAndNothingStarts();
    void aPageThatIsNotListedIsRefusedAndShown();
    void whatEndsTheSessionEndsTheHelper_data();
    void whatEndsTheSessionEndsTheHelper();
    void aRefusedPasswordCostsOneAttemptAndStopsIt();
    void withoutAPasswordTheSessionMakesTheTokens();
    void aPortThatIsTakenIsSaid();
    void aKeptPasswordIsUsedUntilTheClusterRefusesIt();
};

void tst_EmbedHelper::aPageGetsAFreshTokenThatWorks()
{
    HelpingDesk at{EmbedSettings{}};
    WindowDriver &window = at.window;
    QVERIFY(at.signIn());
    QVERIFY(at.openSheet());
    QVERIFY(!window.find(u"Start"_s)->isEnabled()); // off, unless somebody says otherwise
    QVERIFY(window.check(u"Use the embed helper with this profile"_s, true));
    auto *origins = qobject_cast<QPlainTextEdit *>(window.find(u"Pages that may ask"_s));
    QTest::keyClicks(origins, u"HTTP://localhost:3000"_s);
    QTest::keyClick(origins, Qt::Key_Return);
    QTest::keyClicks(origins, u"https://app.example"_s);
    QVERIFY(window.type(u"Password"_s, at.cluster.password(maria)));
    QVERIFY(window.picture(u"embed-helper"_s));
    QVERIFY(window.click(u"Start"_s));
    QVERIFY(at.copyAddress());
    QVERIFY(!window.findLabel(at.address.path())); // a secret is not shown
    const QByteArray first = at.token();
    const QByteArray second = at.token(u"https://app.example"_s);
    QVERIFY(!first.isEmpty() && !second.isEmpty() && first != second);
    QVERIFY(at.sessionOf(first).contains("maria.lopez"));
    QVERIFY(at.sessionOf(second).contains("maria.lopez"));
    QCOMPARE(at.cluster.calls(u"2.0/login"_s), 1);
    QVERIFY(at.fetch(u"https://evil.example"_s).startsWith("HTTP/1.1 403 "));
    QVERIFY(at.says(u"2, last to https://app.example at"_s));
    QVERIFY(window.picture(u"embed-helper-running"_s));
    QVERIFY(window.click(u"Close"_s));
    QVERIFY(window.picture(u"embed-helper-line"_s));

    QTRY_COMPARE(at.ledger().size(), 3);
    QStringList handouts;
    for (const LedgerEntry &entry : at.ledger()) {
        QCOMPARE(entry.origin, LedgerEntry::Origin::Minted);
        for (const LedgerEntry::Handout &handout : entry.handouts)
            handouts += handout.what;
        if (!entry.handouts.isEmpty())
            QCOMPARE(*entry.expiresMs - *entry.createdMs, 300'000);
    }
    QTRY_COMPARE(handouts,
                 QStringList({u"embed http://localhost:3000"_s, u"embed https://app.example"_s}));
    QVERIFY(window.press(Qt::Key_T, Qt::ControlModifier | Qt::ShiftModifier));
    QVERIFY(window.waitFor([&] { return window.find(u"Tokens"_s); }, u"for the list"_s));
    QVERIFY(window.click(u"Close"_s));

    // The choice is kept; that it runs is not.
    QVERIFY(at.openSheet());
    QVERIFY(window.click(u"Stop"_s));
    QVERIFY(window.click(u"Close"_s));
    QCOMPARE(at.fetch(page), "refused");
    QVERIFY(!at.isRunning());
    ProfileStore store(at.desk.settingsFile());
    store.load();
    QCOMPARE(store.profiles().constFirst().embed,
             (EmbedSettings{true, {page, u"https://app.example"_s}}));
}

void tst_EmbedHelper::whatIsNoOriginIsSaidAndNothingStarts()
{
    HelpingDesk at(EmbedSettings{true, {}});
    QVERIFY(at.signIn());
    QVERIFY(at.openSheet());
    QVERIFY(at.window.click(u"Start"_s));
    QVERIFY(at.says(u"Name at least one page"_s));
    auto *origins = qobject_cast<QPlainTextEdit *>(at.window.find(u"Pages that may ask"_s));
    QTest::keyClicks(origins, u"https://*.example"_s);
    QVERIFY(at.window.click(u"Start"_s));
    QVERIFY(at.says(u"“https://*.example” is not an origin"_s));
    QVERIFY(at.window.picture(u"embed-no-origin"_s));
    QVERIFY(!at.isRunning());
}

void tst_EmbedHelper::aPageThatIsNotListedIsRefusedAndShown()
{
    HelpingDesk at;
    QVERIFY(at.signIn());
    QVERIFY(at.start(at.cluster.password(maria)));
    const int minted = at.cluster.calls(u"2.0/tokenFull"_s);
    QVERIFY(at.fetch(u"https://evil.example"_s).startsWith("HTTP/1.1 403 "));
    QVERIFY(at.says(u"https://evil.example is not on the list"_s));
    QCOMPARE(at.cluster.calls(u"2.0/tokenFull"_s), minted);
}

void tst_EmbedHelper::whatEndsTheSessionEndsTheHelper_data()
{
    QTest::addColumn<QString>("by");
    QTest::addColumn<QString>("words");
    QTest::newRow("a lock") << u"lock"_s << u"the window was locked"_s;
    QTest::newRow("a sign-out") << u"sign out"_s << u"the session is over"_s;
    QTest::newRow("another profile") << u"other"_s << u"another profile was chosen"_s;
}

void tst_EmbedHelper::whatEndsTheSessionEndsTheHelper()
{
    QFETCH(const QString, by);
    QFETCH(const QString, words);
    HelpingDesk at;
    QVERIFY(at.signIn());
    QVERIFY(at.start(at.cluster.password(maria)));
    QVERIFY(!at.token().isEmpty());
    if (by == u"lock"_s) {
        at.desk.mainWindow().lock(LockState::Reason::ByHand);
        QCOMPARE(at.fetch(page), "refused");
        QVERIFY(at.window.clickButton(u"Unlock"_s));
    } else if (by == u"sign out"_s) {
        QVERIFY(at.window.press(Qt::Key_O, Qt::ControlModifier | Qt::ShiftModifier));
    } else {
        QVERIFY(at.window.press(Qt::Key_PageDown, Qt::ControlModifier));
    }
    QVERIFY(at.says(words));
    QCOMPARE(at.fetch(page), "refused");
    QVERIFY(at.window.click(u"Understood"_s));
    QVERIFY(!at.window.findLabel(words) || at.window.status().contains(words));
}

void tst_EmbedHelper::aRefusedPasswordCostsOneAttemptAndStopsIt()
{
    HelpingDesk at;
    QVERIFY(at.signIn());
    const int minted = at.cluster.calls(u"2.0/tokenFull"_s);
    QVERIFY(at.start(u"not hers"_s));
    QVERIFY(at.fetch(page).startsWith("HTTP/1.1 503 "));
    QVERIFY(at.says(u"embed helper has stopped:"_s));
    QVERIFY(at.window.picture(u"embed-refused"_s));
    QCOMPARE(at.fetch(page), "refused");
    QCOMPARE(at.cluster.calls(u"2.0/tokenFull"_s), minted + 1);
    QVERIFY(at.window.find(u"Copy token"_s)); // the session has no part in it
}

void tst_EmbedHelper::withoutAPasswordTheSessionMakesTheTokens()
{
    HelpingDesk at;
    QVERIFY(at.signIn());
    QVERIFY(at.start({}));
    QVERIFY(at.sessionOf(at.token()).contains("maria.lopez"));
    QCOMPARE(at.cluster.calls(u"2.0/sessionToken"_s), 1);
}

void tst_EmbedHelper::aPortThatIsTakenIsSaid()
{
    DemoCluster taken;
    HelpingDesk at(EmbedSettings{true, {page}, 300, 60, taken.origin().port()});
    QVERIFY(at.signIn());
    QVERIFY(at.openSheet());
    QVERIFY(at.window.click(u"Start"_s));
    QVERIFY(at.says(u"the port is taken"_s));
    QVERIFY(!at.isRunning());
}

void tst_EmbedHelper::aKeptPasswordIsUsedUntilTheClusterRefusesIt()
{
    QTemporaryDir folder;
    MemoryKeychain keychain;
    DemoCluster cluster;
    KeepingDesk desk(folder, keychain);
    Profile profile;
    profile.name = u"Kept"_s;
    profile.origin = cluster.origin().toString();
    profile.userName = maria;
    profile.keepsPassword = true;
    profile.embed = {true, {page}};
    QVERIFY(desk.showKept(profile, SecretField::Password, cluster.password(maria).toUtf8()));
    QVERIFY(desk.driver.click(u"Sign in"_s) && desk.sees(u"Copy token"_s));
    QVERIFY(desk.driver.press(Qt::Key_E, Qt::ControlModifier | Qt::ShiftModifier));
    QVERIFY(desk.reads(u"with the secret that is kept"_s));
    QVERIFY(!desk.driver.find(u"Password"_s));
    QVERIFY(desk.driver.click(u"Start"_s) && desk.driver.click(u"Copy address"_s));
    const QUrl address(QGuiApplication::clipboard()->text());
    QVERIFY(fetch(address, page).startsWith("HTTP/1.1 200 "));
    QCOMPARE(cluster.calls(u"2.0/sessionToken"_s), 0);

    // Changed at the cluster meanwhile.
    QVERIFY(
        desk.vault
            .remember(desk.onlyProfile(), SecretField::Password, SecretBuffer::fromBytes("another"))
            .hasValue());
    QVERIFY(fetch(address, page).startsWith("HTTP/1.1 503 "));
    QVERIFY(desk.vault.storedFields(desk.onlyProfile()).isEmpty());
    QCOMPARE(fetch(address, page), "refused");
}

QTEST_MAIN(tst_EmbedHelper)
#include "tst_embedhelper.moc"
