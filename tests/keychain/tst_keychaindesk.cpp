#include "core/storage/profilestore.h"
#include "core/storage/vault.h"
#include "tests/keychain/keychainlab.h"
#include "tests/support/democluster.h"
#include "tests/support/memorykeykeeper.h"

#include <QElapsedTimer>
#include <QFileInfo>
#include <QTest>

using namespace Qt::StringLiterals;

#ifdef DESK_HAS_SANITIZER
static constexpr int slownessMs = 5000;
#else
static constexpr int slownessMs = 0;
#endif

//! The whole window on a keychain that does not answer, or not soon: a password is kept under a key
//! in it.
class TestKeychainDesk final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void aDeafKeychainDoesNotHoldUpTheStart();
    void aKeychainThatDoesNotAnswerIsToldWithinTenSeconds_data();
    void aKeychainThatDoesNotAnswerIsToldWithinTenSeconds();
    void aKeychainThatTakesEightSecondsSignsIn();
    void theEndDoesNotWaitForADeafKeychain();

private:
    [[nodiscard]] bool keepPassword();
    [[nodiscard]] std::unique_ptr<LabProcess> desk(const QString &mode,
                                                   const QString &words = {}) const;
    //! The number of the desk's next line, which has to begin with \a name.
    [[nodiscard]] static int next(LabProcess &desk, const QByteArray &name);

    std::unique_ptr<KeychainLab> m;
    std::unique_ptr<DemoCluster> m_cluster;
    MasterKey m_key = MasterKey::random(); //!< that the settings name
};

void TestKeychainDesk::init()
{
    m = std::make_unique<KeychainLab>();
    m_cluster = std::make_unique<DemoCluster>();
    QVERIFY(m_cluster->isReady());
    QVERIFY(m->startBus());
    QVERIFY(keepPassword());
}

// What the settings say of a key does not depend on which keychain has it.
bool TestKeychainDesk::keepPassword()
{
    MemoryKeychain keychain;
    ProfileStore store(m->path(u"config/session-desk/profiles.conf"_s));
    store.load();
    Profile profile;
    profile.name = u"Acme"_s;
    profile.origin = m_cluster->origin().toString();
    profile.userName = u"maria.lopez"_s;
    profile.form = Api::Form::V2;
    profile.keepsPassword = true;
    profile.id = store.save(profile);
    Vault vault(store, {.keychain = [&](const QString &keyId, KeyKeeper::Expected expected) {
                    return std::make_unique<MemoryKeyKeeper>(keychain, keyId, expected);
                }});
    vault.choose(KeyPlace::Keychain);
    const auto isOpen = [&] { return vault.status().state == VaultStatus::State::Open; };
    if (!QTest::qWaitFor(isOpen))
        return false;
    m_key = *keychain.keys.cbegin();
    return vault.remember(profile.id, SecretField::Password,
                          SecretBuffer::fromText(m_cluster->password(profile.userName))) &&
           QTest::qWaitFor([&] { return store.isSaved(); });
}

std::unique_ptr<LabProcess> TestKeychainDesk::desk(const QString &mode, const QString &words) const
{
    auto desk = std::make_unique<LabProcess>();
    desk->process.setStandardErrorFile({});
    desk->process.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    desk->start(QLatin1StringView(DESK_ACTOR), {mode, words},
                m->environment() + QStringList{u"QT_QPA_PLATFORM=offscreen"_s});
    return desk;
}

int TestKeychainDesk::next(LabProcess &desk, const QByteArray &name)
{
    const QByteArrayList words = desk.line(30'000).split(' ');
    return words.first() == name ? words.value(1).toInt() : -1;
}

void TestKeychainDesk::aDeafKeychainDoesNotHoldUpTheStart()
{
    const auto painted = [this] {
        const auto one = desk(u"look"_s);
        const int ms = next(*one, "painted");
        return one->endsWell(10'000) ? ms : -1;
    };
    const int without = painted();
    QVERIFY(without > 0);
    QVERIFY(m->startStandIn(u"deaf"_s));
    const int with = painted();
    qInfo() << "painted after" << without << "ms without a keychain," << with << "with a deaf one";
    QVERIFY(with > 0);
    QVERIFY2(with < without + 1000 + slownessMs, "the start waits for the keychain");
}

void TestKeychainDesk::aKeychainThatDoesNotAnswerIsToldWithinTenSeconds_data()
{
    QTest::addColumn<QString>("mode");
    QTest::addColumn<QString>("words");
    QTest::newRow("a deaf one") << u"deaf"_s << u"does not answer"_s;
    QTest::newRow("one that waits for its password")
        << u"waits-for-the-password-of-any"_s << u"waits for its password"_s;
}

void TestKeychainDesk::aKeychainThatDoesNotAnswerIsToldWithinTenSeconds()
{
    QFETCH(QString, mode);
    QFETCH(QString, words);
    QVERIFY(m->startStandIn(mode));
    const auto one = desk(u"ask"_s, words);
    QVERIFY(next(*one, "painted") > 0);
    const int asking = next(*one, "asking");
    QVERIFY2(asking > 0 && asking < 1000 + slownessMs, QByteArray::number(asking).constData());
    const int told = next(*one, "told");
    QVERIFY2(told > 9000 && told < 10'000 + slownessMs, QByteArray::number(told).constData());
    const int gap = next(*one, "gap");
    qInfo() << "asking is said after" << asking << "ms, the silence after" << told
            << "ms; the longest pause of the window was" << gap << "ms";
    QVERIFY(gap >= 0 && gap < 1000 + slownessMs);
    QVERIFY(one->endsWell(10'000));
    QCOMPARE(m_cluster->calls(u"2.0/login"_s), 0);
}

void TestKeychainDesk::aKeychainThatTakesEightSecondsSignsIn()
{
    QVERIFY(m->startStandIn(u"thinks-for-8-seconds"_s));
    const QByteArray item = m_key.toItem().view().toByteArray().toHex();
    QCOMPARE(answerOf(m->ask(u"plant "_s + m_key.id() + u' ' + QString::fromLatin1(item))), u"0"_s);
    const auto one = desk(u"wait"_s);
    QVERIFY(next(*one, "painted") > 0);
    QVERIFY(next(*one, "asking") > 0);
    const int signedIn = next(*one, "signed-in");
    QVERIFY2(signedIn > 8000 && signedIn < 10'000 + slownessMs,
             QByteArray::number(signedIn).constData());
    const int gap = next(*one, "gap");
    QVERIFY(gap >= 0 && gap < 1000 + slownessMs);
    QVERIFY(one->endsWell(10'000));
    QCOMPARE(m_cluster->calls(u"2.0/login"_s), 1);
}

void TestKeychainDesk::theEndDoesNotWaitForADeafKeychain()
{
    QVERIFY(m->startStandIn(u"deaf"_s));
    const auto one = desk(u"leave"_s);
    QVERIFY(next(*one, "painted") > 0);
    QVERIFY(next(*one, "asking") > 0);
    QCOMPARE(one->line(), "leaving");
    QElapsedTimer timer;
    timer.start();
    QVERIFY(one->endsWell(2000 + slownessMs));
    qInfo() << "gone after" << timer.elapsed() << "ms";
    QCOMPARE(m_cluster->calls(u"2.0/login"_s), 0);
}

QTEST_GUILESS_MAIN(TestKeychainDesk)
#include "tst_keychaindesk.moc"
