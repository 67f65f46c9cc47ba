#include "core/http/httpclient.h"
#include "core/support/droppages.h"
#include "tests/app/memorydesk.h"
#include "tests/driver/livedesk.h"
#include "tests/support/memoryscan.h"
#include "ui/mainwindow/mainwindow.h"

#include <QApplication>
#include <QScopeGuard>
#include <QTcpServer>
#include <QTest>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <vector>

#include <signal.h>
#include <unistd.h>

using namespace Qt::StringLiterals;
using memorydesk::leftInTime;
using memorydesk::leftUnguardedInTime;
using memorydesk::revealedToken;
using memorydesk::traces;
using memorydesk::typeSecret;

static const MaskedSecret &password()
{
    static const MaskedSecret secret(maskedLiteral("demo-maria-1"));
    return secret;
}

static SecretBuffer guardedCopy(const MaskedSecret &secret)
{
    SecretWriter writer;
    for (qsizetype i = 0; i < secret.size(); ++i)
        writer.append(secret.at(i));
    return writer.take();
}

//! A desk with a profile of hers at \a cluster.
static LiveDesk deskAt(const SilentCluster &cluster, Api::Form form)
{
    Profile profile;
    profile.origin = cluster.origin();
    profile.authorityFile = cluster.authorityFile();
    profile.userName = u"maria.lopez"_s;
    profile.form = form;
    return LiveDesk({}, {}, {profile});
}

//! Looks through the memory of the whole program, as it runs in this process, for what it was given
//! and what it got.
class TestMemory : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
#ifdef DESK_HAS_SANITIZER
        QSKIP("a sanitizer keeps what is freed");
#endif
    }
    void aCopyInAnyFormIsFound_data();
    void aCopyInAnyFormIsFound();
    void aCopyInGuardedMemoryIsFoundAndGoesWithIt();
    void aBlockIsOverwrittenWhenItIsFreedOrMoves_data();
    void aBlockIsOverwrittenWhenItIsFreedOrMoves();
    void givingPagesBackTouchesNoNeighbour_data();
    void givingPagesBackTouchesNoNeighbour();
    void secretsLeaveTheMemory_data();
    void secretsLeaveTheMemory();
    void aCallThatFailedLeavesNoToken();
    void aLockLeavesTheTokenOfACallInGuardedMemoryAlone_data();
    void aLockLeavesTheTokenOfACallInGuardedMemoryAlone();
    void aProofThatIsNotAnsweredHoldsTheTokenNoLonger();
};

void TestMemory::aCopyInAnyFormIsFound_data()
{
    const MaskedSecret secret(maskedLiteral("canary-of-the-coal-mine"));
    QTest::addColumn<MaskedSecret>("form");
    QTest::addColumn<QString>("hit");
    QTest::newRow("UTF-8") << secret << u"UTF-8 in "_s;
    QTest::newRow("UTF-16") << secret.asUtf16() << u"UTF-16 in "_s;
    QTest::newRow("base64 from the first byte on") << secret.asBase64(0) << u"base64 in "_s;
    QTest::newRow("base64 behind one byte") << secret.asBase64(1) << u"base64 in "_s;
    QTest::newRow("base64 behind two bytes") << secret.asBase64(2) << u"base64 in "_s;
}

void TestMemory::aCopyInAnyFormIsFound()
{
    const MaskedSecret secret(maskedLiteral("canary-of-the-coal-mine"));
    QFETCH(MaskedSecret, form);
    QFETCH(QString, hit);
    QCOMPARE(memoryscan::find(secret), QStringList());
    std::vector<char> planted;
    planted.reserve(static_cast<size_t>(form.size()));
    for (qsizetype i = 0; i < form.size(); ++i)
        planted.push_back(form.at(i));
    const QStringList hits = memoryscan::find(secret);
    std::fill(planted.begin(), planted.end(), '\0');
    QCOMPARE(hits.size(), 1);
    QVERIFY2(hits.first().startsWith(hit), qPrintable(hits.first()));
    QVERIFY2(!hits.first().contains(memoryscan::guarded), qPrintable(hits.first()));
    QCOMPARE(memoryscan::find(secret), QStringList());
}

void TestMemory::aCopyInGuardedMemoryIsFoundAndGoesWithIt()
{
    const MaskedSecret secret(maskedLiteral("canary-in-a-locked-cage"));
    std::optional<SecretBuffer> buffer;
    buffer = guardedCopy(secret);
    QCOMPARE(memoryscan::find(secret).size(), 1);
    QVERIFY(memoryscan::find(secret).first().contains(memoryscan::guarded));
    buffer.reset();
    QCOMPARE(memoryscan::find(secret), QStringList());
}

void TestMemory::aBlockIsOverwrittenWhenItIsFreedOrMoves_data()
{
    QTest::addColumn<int>("size");
    QTest::newRow("small") << 888;
    QTest::newRow("large, given back page by page") << 4 * 1024 * 1024 + 88;
}

void TestMemory::aBlockIsOverwrittenWhenItIsFreedOrMoves()
{
    const MaskedSecret secret(
        maskedLiteral("canary-that-was-set-free-and-no-longer-sings-in-the-heap-of-the-process"));
    QFETCH(int, size);
    auto *block = static_cast<char *>(std::malloc(static_cast<size_t>(size)));
    const auto plant = [&](qsizetype at) {
        for (qsizetype i = 0; i < secret.size(); ++i)
            block[at + i] = secret.at(i);
    };
    plant(0);
    plant(size / 2);
    plant(size - secret.size());
    QCOMPARE(memoryscan::find(secret).size(), 3);
    block = static_cast<char *>(std::realloc(block, static_cast<size_t>(3 * size)));
    QCOMPARE(memoryscan::find(secret).size(), 3);
    block = static_cast<char *>(std::realloc(block, static_cast<size_t>(size)));
    QCOMPARE(memoryscan::find(secret).size(), 3);
    std::free(block);
    QCOMPARE(memoryscan::find(secret), QStringList());
}

void TestMemory::givingPagesBackTouchesNoNeighbour_data()
{
    QTest::addColumn<size_t>("page");
    QTest::addColumn<size_t>("before");
    QTest::addColumn<size_t>("size");
    const auto own = static_cast<size_t>(sysconf(_SC_PAGESIZE));
    QTest::newRow("from page to page") << own << 2 * own << 3 * own;
    QTest::newRow("from within a page into another") << own << own + 16 << 3 * own + 40;
    QTest::newRow("within one page") << own << own + 16 << size_t(40);
    QTest::newRow("over the edge of two pages") << own << 2 * own - 16 << size_t(40);
    // What is left over at both ends is more than a page of this system then.
    QTest::newRow("larger pages") << 4 * own << own + 16 << 10 * own;
    QTest::newRow("a page larger than the block") << 16 * own << own + 16 << 5 * own;
}

void TestMemory::givingPagesBackTouchesNoNeighbour()
{
    QFETCH(size_t, page);
    QFETCH(size_t, before);
    QFETCH(size_t, size);
    const size_t whole = 16 * static_cast<size_t>(sysconf(_SC_PAGESIZE));
    void *mapped = mmap(nullptr, whole, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    QVERIFY(mapped != MAP_FAILED);
    auto *bytes = static_cast<char *>(mapped);
    const auto unmap = qScopeGuard([&] { munmap(mapped, whole); });
    std::fill_n(bytes, whole, 'x');
    dropPages(bytes + before, size, page);
    const auto count = [&](size_t from, size_t to, char byte) {
        return static_cast<size_t>(std::count(bytes + from, bytes + to, byte));
    };
    QCOMPARE(count(0, before, 'x'), before);
    QCOMPARE(count(before, before + size, '\0'), size);
    QCOMPARE(count(before + size, whole, 'x'), whole - before - size);
}

void TestMemory::secretsLeaveTheMemory_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<Api::Form>("form");
    const QString forms = u"--forms"_s;
    QTest::newRow("2022 beta") << QStringList{forms, u"beta-2022"_s} << Api::Form::Beta2022;
    QTest::newRow("2022 beta, over TLS")
        << QStringList{forms, u"beta-2022"_s, u"--tls"_s} << Api::Form::Beta2022;
    QTest::newRow("later beta") << QStringList{forms, u"beta"_s} << Api::Form::Beta;
    QTest::newRow("2.0") << QStringList{forms, u"2.0"_s} << Api::Form::V2;
    QTest::newRow("2.0, over TLS") << QStringList{u"--tls"_s} << Api::Form::V2;
}

void TestMemory::secretsLeaveTheMemory()
{
    QFETCH(QStringList, options);
    QFETCH(Api::Form, form);
    const SilentCluster cluster(options);
    QVERIFY(cluster.isReady());
    LiveDesk desk = deskAt(cluster, form);
    WindowDriver &window = desk.window();

    QVERIFY(typeSecret(window, u"Password"_s, password()));
    QVERIFY(!memoryscan::find(password()).isEmpty());
    QVERIFY(window.click(u"Sign in"_s));
    QVERIFY(window.waitFor([&] { return window.find(u"Copy token"_s); }, u"to be signed in"_s));
    QCOMPARE(leftInTime(password()).join(u'\n'), QString());

    const auto first = revealedToken(window);
    QVERIFY(window.click(u"Get token"_s));
    QVERIFY(typeSecret(window, u"Password"_s, password()));
    QVERIFY(window.click(u"Get token now"_s));
    QVERIFY(window.waitForText(u"Status"_s, u"new token"_s));
    QCOMPARE(leftInTime(password()).join(u'\n'), QString());

    const auto token = revealedToken(window);
    QVERIFY(first && token && token->size() > 40);
    // Locked, the tokens of the session are in guarded memory alone.
    desk.mainWindow().lock(LockState::Reason::ByHand);
    QCOMPARE(leftUnguardedInTime(*token).join(u'\n'), QString());
    QCOMPARE(leftUnguardedInTime(*first).join(u'\n'), QString());
    QVERIFY(window.click(u"Unlock"_s));
    QVERIFY(window.click(u"Copy token"_s));
    QVERIFY(window.click(u"Sign out"_s));
    QVERIFY(window.waitFor([&] { return window.find(u"Sign in"_s); }, u"to be signed out"_s));
    QCOMPARE(leftInTime(*token).join(u'\n'), QString());
    QCOMPARE(traces(*first), QString());
    QCOMPARE(traces(password()), QString());
}

// The client stays, with all that it keeps for the next call.
void TestMemory::aCallThatFailedLeavesNoToken()
{
    const MaskedSecret secret(maskedLiteral("canary-that-nobody-listens-to-in-the-coal-mine"));
    QTcpServer server;
    QVERIFY(server.listen(QHostAddress::LocalHost));
    HttpClient client({.origin = u"http://127.0.0.1:%1"_s.arg(server.serverPort())});
    server.close();
    bool isOver = false;
    const HttpCall call = client.send({.target = "/", .bearer = guardedCopy(secret)},
                                      [&isOver](const HttpClient::Answer &) { isOver = true; });
    QTRY_VERIFY(isOver);
    QCOMPARE(leftInTime(secret).join(u'\n'), QString());
}

static bool isIn(const WindowDriver &window)
{
    return window.waitFor([&] { return window.find(u"Copy token"_s); }, u"to be signed in"_s);
}

static bool signIn(WindowDriver &window)
{
    return typeSecret(window, u"Password"_s, password()) && window.click(u"Sign in"_s) &&
           isIn(window);
}

//! One that a desk got which is gone by now.
static std::optional<MaskedSecret> tokenMadeElsewhere(const SilentCluster &cluster, Api::Form form)
{
    LiveDesk elsewhere = deskAt(cluster, form);
    return signIn(elsewhere.window()) ? revealedToken(elsewhere.window()) : std::nullopt;
}

// By a pasted token, so that no call has a body: after one of those connections are renewed.
static bool signInBy(const MaskedSecret &token, WindowDriver &window)
{
    return window.click(u"Use a token you have, or your browser"_s) &&
           typeSecret(window, u"Token or text that holds one"_s, token) &&
           window.click(u"Sign in with this token"_s) && isIn(window);
}

void TestMemory::aLockLeavesTheTokenOfACallInGuardedMemoryAlone_data()
{
    QTest::addColumn<QStringList>("options");
    QTest::addColumn<int>("signal");
    QTest::addColumn<QString>("outcome");
    const QStringList plain{u"--forms"_s, u"beta-2022"_s}; // its session info is had by the token
    const QStringList tls = plain + QStringList{u"--tls"_s};
    QTest::newRow("answered") << plain << 0 << u"refreshed"_s;
    QTest::newRow("answered, over TLS") << tls << 0 << u"refreshed"_s;
    QTest::newRow("failed") << plain << SIGKILL << u"cannot be reached"_s;
    QTest::newRow("failed, over TLS") << tls << SIGKILL << u"cannot be reached"_s;
    QTest::newRow("dropped") << plain << SIGSTOP << u"Fetching"_s;
    QTest::newRow("dropped, over TLS") << tls << SIGSTOP << u"Fetching"_s;
}

void TestMemory::aLockLeavesTheTokenOfACallInGuardedMemoryAlone()
{
    QFETCH(QStringList, options);
    QFETCH(int, signal);
    QFETCH(QString, outcome);
    SilentCluster cluster(options);
    QVERIFY(cluster.isReady());
    const auto token = tokenMadeElsewhere(cluster, Api::Form::Beta2022);
    QVERIFY(token && token->size() > 40);
    QCOMPARE(leftInTime(*token).join(u'\n'), QString());
    LiveDesk desk = deskAt(cluster, Api::Form::Beta2022);
    WindowDriver &window = desk.window();
    QVERIFY(signInBy(*token, window));
    if (signal != 0)
        cluster.signal(signal);
    QVERIFY(window.press(Qt::Key_F5));
    QVERIFY(window.waitForText(u"Status"_s, outcome));
    desk.mainWindow().lock(LockState::Reason::ByHand);
    QCOMPARE(leftUnguardedInTime(*token).join(u'\n'), QString());
    QVERIFY(window.click(u"Unlock"_s));
    QVERIFY(window.waitFor([&] { return window.findLabel(u"Maria Lopez"_s); }, u"the session"_s));
}

void TestMemory::aProofThatIsNotAnsweredHoldsTheTokenNoLonger()
{
    SilentCluster cluster(
        {u"--script"_s, uR"([{"operation": "2.0/tokenValidate", "delayMs": 60000}])"_s});
    QVERIFY(cluster.isReady());
    LiveDesk desk = deskAt(cluster, Api::Form::V2);
    WindowDriver &window = desk.window();
    QVERIFY(signIn(window));
    const auto token = revealedToken(window);
    QVERIFY(token && token->size() > 40);
    QVERIFY(window.click(u"Sign out"_s));
    QVERIFY(window.waitFor([&] { return window.find(u"Sign in"_s); }, u"to be signed out"_s));
    QVERIFY(!traces(*token).isEmpty()); // it is being asked about
    QCOMPARE(leftInTime(*token).join(u'\n'), QString());
}

QTEST_MAIN(TestMemory)
#include "tst_memory.moc"
