#include "tests/app/cookietap.h"
#include "tests/app/memorydesk.h"
#include "tests/driver/livedesk.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/support/deskstyle.h"

#include <QApplication>
#include <QTest>
#include <QUrl>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>

using namespace Qt::StringLiterals;
using memorydesk::leftInTime;
using memorydesk::revealedToken;
using memorydesk::traces;
using memorydesk::typeSecret;

static MaskedSecret password()
{
    return MaskedSecret(maskedLiteral("demo-maria-1"));
}

static MaskedSecret secretKey()
{
    return MaskedSecret(maskedLiteral("de300000-5ec2-4e70-8000-de30c1057e42"));
}

static MaskedSecret passphrase()
{
    return MaskedSecret(maskedLiteral("f0ur w0rds/+and & more"));
}

static Profile mariasProfile(const QString &origin, Api::Form form = Api::Form::V2)
{
    Profile profile;
    profile.origin = origin;
    profile.userName = u"maria.lopez"_s;
    profile.form = form;
    return profile;
}

static bool isIn(const WindowDriver &window)
{
    return window.waitFor([&] { return window.find(u"Copy token"_s); }, u"to be signed in"_s);
}

static bool signOut(WindowDriver &window)
{
    return window.click(u"Sign out"_s) &&
           window.waitFor([&] { return window.find(u"Sign in"_s); }, u"to be signed out"_s);
}

static bool answerPlace(WindowDriver &window)
{
    return window.check(u"A passphrase"_s, true) &&
           typeSecret(window, u"New passphrase"_s, passphrase()) &&
           typeSecret(window, u"Passphrase again"_s, passphrase()) &&
           window.click(u"Keep there"_s) && isIn(window) &&
           window.waitForText(u"Where secrets are kept"_s, u"passphrase"_s);
}

static constexpr qsizetype keySize = 32;

//! What stands behind a keychain that gives keys whose bytes lie in this process only where the
//! program has them.
class MaskedKeychain final
{
public:
    void put(const MasterKey &key)
    {
        mask(key.toItem().view(), m_item);
        mask(key.sealingKey().view(), m_sealingKey);
        mask(key.listingKey().view(), m_listingKey);
        m_isThere = true;
    }
    [[nodiscard]] bool isThere() const { return m_isThere; }
    [[nodiscard]] SecretBuffer item() const
    {
        SecretWriter writer;
        for (const char byte : m_item)
            writer.append(MaskedSecret::unmasked(byte));
        return writer.take();
    }
    //! The key, what everything is sealed by, and what the list of that is made by.
    [[nodiscard]] QList<MaskedSecret> keys() const
    {
        std::array<char, keySize> key{};
        std::copy(m_item.end() - keySize, m_item.end(), key.begin());
        return {MaskedSecret(key), MaskedSecret(m_sealingKey), MaskedSecret(m_listingKey)};
    }

private:
    template<size_t size> static void mask(QByteArrayView bytes, std::array<char, size> &masked)
    {
        Q_ASSERT(bytes.size() == qsizetype(size));
        std::transform(bytes.begin(), bytes.end(), masked.begin(), MaskedSecret::unmasked);
    }

    std::array<char, MasterKey::itemSize> m_item{};
    std::array<char, keySize> m_sealingKey{};
    std::array<char, keySize> m_listingKey{};
    bool m_isThere = false;
};

class MaskedKeyKeeper final : public KeyKeeper
{
public:
    explicit MaskedKeyKeeper(MaskedKeychain &keychain)
        : m_keychain(keychain)
    {}

    void fetch(const FetchAnswer &answer) override
    {
        later([this, answer] {
            if (m_keychain.isThere())
                answer(MasterKey::fromItem(m_keychain.item().view()));
            else
                answer(Failure{VaultFault{VaultFault::Kind::Missing, {}}});
        });
    }
    void keep(const MasterKey &key, const DoneAnswer &answer) override
    {
        later([this, key, answer] {
            m_keychain.put(key);
            answer(Done{});
        });
    }
    void forget(const DoneAnswer &answer) override
    {
        later([answer] { answer(Done{}); });
    }

private:
    void later(const std::function<void()> &then)
    {
        m_due = std::make_unique<QObject>();
        QMetaObject::invokeMethod(m_due.get(), then, Qt::QueuedConnection);
    }

    MaskedKeychain &m_keychain;
    std::unique_ptr<QObject> m_due;
};

//! Looks through the memory of the whole program, as it runs in this process, for what it was given
//! otherwise than as a typed password: keys, pasted tokens, passphrases, what was kept, cookies.
class TestKeptMemory final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
#ifdef DESK_HAS_SANITIZER
        QSKIP("a sanitizer keeps what is freed");
#endif
    }
    void aSecretKeyLeavesTheMemory_data();
    void aSecretKeyLeavesTheMemory();
    void aPassphraseAndWhatItKeepsLeaveTheMemory();
    void aKeptTokenLeavesTheMemoryWithACancelledSignIn();
    void theKeyOfWhatIsKeptLeavesTheMemoryWithALock();
    void aPastedTokenLeavesTheMemory();
    void theSessionCookieLeavesTheMemory();
};

void TestKeptMemory::aSecretKeyLeavesTheMemory_data()
{
    QTest::addColumn<QString>("forms");
    QTest::addColumn<Api::Form>("form");
    QTest::newRow("later beta") << u"beta"_s << Api::Form::Beta;
    QTest::newRow("2.0") << u"2.0"_s << Api::Form::V2;
}

void TestKeptMemory::aSecretKeyLeavesTheMemory()
{
    QFETCH(QString, forms);
    QFETCH(Api::Form, form);
    const SilentCluster cluster({u"--forms"_s, forms});
    QVERIFY(cluster.isReady());
    LiveDesk desk({}, {}, {mariasProfile(cluster.origin(), form)});
    WindowDriver &window = desk.window();
    QVERIFY(window.choose(u"Sign in by"_s, u"Secret key"_s));
    QVERIFY(typeSecret(window, u"Secret key"_s, secretKey()));
    QVERIFY(!traces(secretKey()).isEmpty());
    QVERIFY(window.click(u"Sign in"_s) && isIn(window));
    QCOMPARE(leftInTime(secretKey()).join(u'\n'), QString());

    const auto token = revealedToken(window);
    QVERIFY(token && token->size() > 40);
    QVERIFY(signOut(window));
    QCOMPARE(leftInTime(*token).join(u'\n'), QString());
    QCOMPARE(traces(secretKey()), QString());
}

void TestKeptMemory::aPassphraseAndWhatItKeepsLeaveTheMemory()
{
    const SilentCluster cluster;
    QVERIFY(cluster.isReady());
    std::shared_ptr<QTemporaryDir> home;
    {
        LiveDesk desk({}, {}, {mariasProfile(cluster.origin())});
        home = desk.home();
        WindowDriver &window = desk.window();
        QVERIFY(window.check(u"Keep password"_s, true));
        QVERIFY(window.check(u"Keep token"_s, true));
        QVERIFY(typeSecret(window, u"Password"_s, password()));
        QVERIFY(window.click(u"Sign in"_s));
        QVERIFY(answerPlace(window));
        QCOMPARE(leftInTime(passphrase()).join(u'\n'), QString());
        QCOMPARE(leftInTime(password()).join(u'\n'), QString());

        const auto kept = revealedToken(window);
        QVERIFY(kept && kept->size() > 40);
        desk.mainWindow().lock(LockState::Reason::ByHand);
        // It is kept too, but in clear it is the session's alone.
        QCOMPARE(leftInTime(*kept, 1).size(), 1);
        QVERIFY(typeSecret(window, u"Passphrase"_s, passphrase()));
        QVERIFY(!traces(passphrase()).isEmpty());
        QVERIFY(window.click(u"Unlock"_s) && isIn(window));
        QCOMPARE(leftInTime(passphrase()).join(u'\n'), QString());
        QCOMPARE(traces(password()), QString());
    }
    LiveDesk desk(home, {});
    WindowDriver &window = desk.window();
    QVERIFY(window.click(u"Sign in"_s));
    QVERIFY(typeSecret(window, u"Passphrase"_s, passphrase()));
    QVERIFY(window.click(u"Unlock"_s) && isIn(window));
    QCOMPARE(leftInTime(passphrase()).join(u'\n'), QString());
    QCOMPARE(leftInTime(password()).join(u'\n'), QString());

    const auto token = revealedToken(window);
    QVERIFY(token && token->size() > 40);
    QVERIFY(signOut(window));
    QCOMPARE(leftInTime(*token).join(u'\n'), QString());
    QCOMPARE(traces(password()), QString());
    QCOMPARE(traces(passphrase()), QString());
}

void TestKeptMemory::aKeptTokenLeavesTheMemoryWithACancelledSignIn()
{
    SilentCluster cluster;
    QVERIFY(cluster.isReady());
    std::shared_ptr<QTemporaryDir> home;
    std::optional<MaskedSecret> token;
    {
        LiveDesk desk({}, {}, {mariasProfile(cluster.origin())});
        home = desk.home();
        WindowDriver &window = desk.window();
        QVERIFY(window.check(u"Keep token"_s, true));
        QVERIFY(typeSecret(window, u"Password"_s, password()));
        QVERIFY(window.click(u"Sign in"_s));
        QVERIFY(answerPlace(window));
        token = revealedToken(window);
        QVERIFY(token && token->size() > 40);
    }
    QCOMPARE(leftInTime(*token).join(u'\n'), QString());

    LiveDesk desk(home, {});
    WindowDriver &window = desk.window();
    cluster.signal(SIGSTOP);
    QVERIFY(window.click(u"Use the kept token"_s));
    QVERIFY(typeSecret(window, u"Passphrase"_s, passphrase()));
    QVERIFY(window.click(u"Unlock"_s));
    QVERIFY(window.waitFor([&] { return !traces(*token).isEmpty(); }, u"to be signing in"_s));
    QVERIFY(window.click(u"Cancel"_s));
    QCOMPARE(leftInTime(*token).join(u'\n'), QString());
}

void TestKeptMemory::theKeyOfWhatIsKeptLeavesTheMemoryWithALock()
{
    const SilentCluster cluster;
    QVERIFY(cluster.isReady());
    const QTemporaryDir folder;
    const QString file = folder.filePath(u"profiles.conf"_s);
    {
        ProfileStore store(file);
        store.load();
        store.save(mariasProfile(cluster.origin()));
    }
    MaskedKeychain keychain;
    AppContext context({}, file, *dress(*qApp), TimeSource::system(),
                       {.keychain = [&keychain](const QString &, KeyKeeper::Expected) {
                           return std::make_unique<MaskedKeyKeeper>(keychain);
                       }});
    context.start();
    WindowDriver window(context.window());
    QVERIFY(window.check(u"Keep password"_s, true));
    QVERIFY(typeSecret(window, u"Password"_s, password()));
    QVERIFY(window.click(u"Sign in"_s) && window.check(u"Keychain of this system"_s, true) &&
            window.click(u"Keep there"_s) && isIn(window));
    QTRY_VERIFY(keychain.isThere());
    QVERIFY(window.waitForText(u"Where secrets are kept"_s, u"keychain"_s));
    for (int round = 0; round < 2; ++round) {
        for (const MaskedSecret &key : keychain.keys())
            QVERIFY2(!traces(key).isEmpty(), "the search does not see guarded memory");
        context.window().lock(LockState::Reason::ByHand);
        for (const MaskedSecret &key : keychain.keys())
            QCOMPARE(leftInTime(key).join(u'\n'), QString());
        QVERIFY(window.click(u"Unlock"_s) && isIn(window));
    }
}

void TestKeptMemory::aPastedTokenLeavesTheMemory()
{
    const SilentCluster cluster;
    QVERIFY(cluster.isReady());
    std::optional<MaskedSecret> token;
    {
        LiveDesk elsewhere({}, {}, {mariasProfile(cluster.origin())});
        QVERIFY(typeSecret(elsewhere.window(), u"Password"_s, password()));
        QVERIFY(elsewhere.window().click(u"Sign in"_s) && isIn(elsewhere.window()));
        token = revealedToken(elsewhere.window());
        QVERIFY(token && token->size() > 40);
    }
    // Quitting leaves no more than signing out does.
    QCOMPARE(leftInTime(*token).join(u'\n'), QString());
    QCOMPARE(traces(password()), QString());

    LiveDesk desk({}, {}, {mariasProfile(cluster.origin())});
    WindowDriver &window = desk.window();
    QVERIFY(window.click(u"Use a token you have, or your browser"_s));
    QVERIFY(typeSecret(window, u"Token or text that holds one"_s, *token));
    QVERIFY(!traces(*token).isEmpty());
    QVERIFY(window.click(u"Sign in with this token"_s) && isIn(window));
    // Locked, it is in guarded memory alone.
    desk.mainWindow().lock(LockState::Reason::ByHand);
    QCOMPARE(leftInTime(*token, 1).size(), 1);
    QVERIFY(window.click(u"Unlock"_s) && isIn(window));
    QVERIFY(signOut(window));
    QCOMPARE(leftInTime(*token).join(u'\n'), QString());
}

void TestKeptMemory::theSessionCookieLeavesTheMemory()
{
    const SilentCluster cluster;
    QVERIFY(cluster.isReady());
    CookieTap tap(static_cast<quint16>(QUrl(cluster.origin()).port()));
    LiveDesk desk({}, {}, {mariasProfile(tap.origin())});
    WindowDriver &window = desk.window();
    QVERIFY(typeSecret(window, u"Password"_s, password()));
    QVERIFY(window.click(u"Sign in"_s) && isIn(window));
    const std::vector<MaskedSecret> cookies = tap.cookies();
    QVERIFY(!cookies.empty());
    QVERIFY(cookies.front().size() >= 16);
    QVERIFY(!traces(cookies.back()).isEmpty());
    QVERIFY(signOut(window));
    for (const MaskedSecret &cookie : tap.cookies())
        QCOMPARE(leftInTime(cookie).join(u'\n'), QString());
}

QTEST_MAIN(TestKeptMemory)
#include "tst_keptmemory.moc"
