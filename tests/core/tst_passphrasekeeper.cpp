#include "core/storage/passphrasekeeper.h"
#include "core/storage/sealing.h"
#include "core/support/stragglers.h"
#include "tests/storage/storagesupport.h"

#include <QElapsedTimer>
#include <QTest>
#include <QThreadPool>

#include <functional>
#include <optional>

#ifdef Q_OS_LINUX
#include <sys/resource.h>
#endif

using namespace Qt::StringLiterals;
using Kind = VaultFault::Kind;

//! Enough to run the real derivation, not enough to take time.
static constexpr PassphraseCost cheap{1, 64 * 1024};

static SecretBuffer secret(const QByteArray &bytes)
{
    return SecretBuffer::fromBytes(bytes);
}

//! What a verb has answered so far.
struct Answers
{
    [[nodiscard]] KeyKeeper::FetchAnswer fetched()
    {
        return [this](const Result<MasterKey, VaultFault> &result) {
            ++count;
            id = result ? result->id() : QString();
            fault = result ? std::nullopt : std::optional(result.error().kind);
        };
    }
    [[nodiscard]] KeyKeeper::DoneAnswer done()
    {
        return [this](const Result<Done, VaultFault> &result) {
            ++count;
            fault = result ? std::nullopt : std::optional(result.error().kind);
        };
    }

    int count = 0;
    QString id;
    std::optional<Kind> fault;
};

//! The key, and what wraps it by "open sesame".
struct Wrapped
{
    MasterKey key = MasterKey::random();
    WrappedKey wrapped;
};

static Wrapped wrappedKey()
{
    Wrapped result;
    PassphraseKeeper keeper(secret("open sesame"), {}, cheap);
    Answers answers;
    keeper.keep(result.key, answers.done());
    if (QTest::qWaitFor([&answers] { return answers.count == 1; }) && !answers.fault)
        result.wrapped = keeper.wrapped();
    return result;
}

//! How fetching answers.
static Answers fetched(const QByteArray &passphrase, const WrappedKey &wrapped)
{
    PassphraseKeeper keeper(secret(passphrase), wrapped);
    Answers answers;
    keeper.fetch(answers.fetched());
    static_cast<void>(QTest::qWaitFor([&answers] { return answers.count == 1; }, 20'000));
    return answers;
}

class TestPassphraseKeeper final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void aKeyIsItsItemAndNothingElse();
    void theIdProvesTheKey();
    void secretsAreSealedByADerivedKey();
    void theRightPassphraseGivesTheKey();
    void theStandardCostIsWhatWeSay();
    void aWrongPassphraseIsToldApart_data();
    void aWrongPassphraseIsToldApart();
    void anEmptyPassphraseKeepsNothing();
    void whereThereIsNoKeyThereIsNoneToOpen();
    void hostileNumbersAreNotTried_data();
    void hostileNumbersAreNotTried();
    void nothingThatTheKeyDependsOnCanBeExchanged_data();
    void nothingThatTheKeyDependsOnCanBeExchanged();
    void noTwoWrappingsAreAlike();
    void tooLittleMemoryIsSaid();
    void aDroppedVerbNeverAnswers();
    void aLaterVerbTakesTheFormersPlace();
};

void TestPassphraseKeeper::aKeyIsItsItemAndNothingElse()
{
    const MasterKey key = MasterKey::random();
    QCOMPARE(key.toItem().size(), MasterKey::itemSize);
    const auto again = MasterKey::fromItem(key.toItem().view());
    QVERIFY(again);
    QCOMPARE(again->id(), key.id());
    QCOMPARE(again->sealingKey(), key.sealingKey());
    QVERIFY(MasterKey::random().id() != key.id());
    for (const QByteArray &odd : {""_ba, "x"_ba, key.toItem().view().toByteArray() + 'x'}) {
        const auto none = MasterKey::fromItem(odd);
        QVERIFY(!none);
        QCOMPARE(none.error().kind, Kind::Altered);
    }
}

void TestPassphraseKeeper::theIdProvesTheKey()
{
    const QByteArray item = MasterKey::random().toItem().view().toByteArray();
    for (qsizetype bit = 0; bit < item.size() * 8; ++bit) {
        QByteArray flipped = item;
        flipped[bit / 8] = static_cast<char>(flipped.at(bit / 8) ^ (1 << (bit % 8)));
        QVERIFY(!MasterKey::fromItem(flipped));
    }
}

void TestPassphraseKeeper::secretsAreSealedByADerivedKey()
{
    const MasterKey key = MasterKey::random();
    QCOMPARE(key.sealingKey().size(), Sealing::keySize);
    QVERIFY(!key.toItem().view().toByteArray().contains(
        key.sealingKey().view().first(16).toByteArray()));
}

void TestPassphraseKeeper::theRightPassphraseGivesTheKey()
{
    const Wrapped sample = wrappedKey();
    QVERIFY(sample.wrapped.text.startsWith("sealed-v1:"_L1));
    QCOMPARE(sample.wrapped.salt.size(), PassphraseKeeper::saltSize);
    const Answers answers = fetched("open sesame", sample.wrapped);
    QCOMPARE(answers.fault, std::nullopt);
    QCOMPARE(answers.id, sample.key.id());
}

void TestPassphraseKeeper::theStandardCostIsWhatWeSay()
{
    PassphraseKeeper keeper(secret("open sesame"), {});
    Answers answers;
    QElapsedTimer timer;
    timer.start();
    keeper.keep(MasterKey::random(), answers.done());
    QVERIFY2(timer.elapsed() < 20, "the window waits for this");
    QCOMPARE(answers.count, 0);
    QTRY_COMPARE_WITH_TIMEOUT(answers.count, 1, 30'000);
    qInfo() << "256 MiB and 3 passes took" << timer.elapsed() << "ms";
    QCOMPARE(answers.fault, std::nullopt);
    QCOMPARE(keeper.wrapped().passes, 3);
    QCOMPARE(keeper.wrapped().memoryBytes, 268'435'456);
}

void TestPassphraseKeeper::aWrongPassphraseIsToldApart_data()
{
    QTest::addColumn<QByteArray>("passphrase");
    QTest::newRow("another one") << "open barley"_ba;
    QTest::newRow("in capitals") << "Open Sesame"_ba;
    QTest::newRow("with a blank behind") << "open sesame "_ba;
    QTest::newRow("cut at a NUL") << "open sesame\0"_ba;
    QTest::newRow("none") << QByteArray();
}

void TestPassphraseKeeper::aWrongPassphraseIsToldApart()
{
    QFETCH(QByteArray, passphrase);
    const Answers answers = fetched(passphrase, wrappedKey().wrapped);
    QCOMPARE(answers.count, 1);
    QCOMPARE(answers.fault, Kind::WrongPassphrase);
}

void TestPassphraseKeeper::anEmptyPassphraseKeepsNothing()
{
    PassphraseKeeper keeper({}, {}, cheap);
    Answers answers;
    keeper.keep(MasterKey::random(), answers.done());
    QTRY_COMPARE(answers.count, 1);
    QCOMPARE(answers.fault, Kind::WrongPassphrase);
    QCOMPARE(keeper.wrapped(), WrappedKey());
}

void TestPassphraseKeeper::whereThereIsNoKeyThereIsNoneToOpen()
{
    QCOMPARE(fetched("open sesame", {}).fault, Kind::Missing);
    PassphraseKeeper keeper(secret("open sesame"), wrappedKey().wrapped);
    Answers answers;
    keeper.forget(answers.done());
    QCOMPARE(answers.count, 0);
    QTRY_COMPARE(answers.count, 1);
    QCOMPARE(answers.fault, std::nullopt);
    QCOMPARE(keeper.wrapped(), WrappedKey());
}

void TestPassphraseKeeper::hostileNumbersAreNotTried_data()
{
    QTest::addColumn<qint64>("passes");
    QTest::addColumn<qint64>("memoryBytes");
    QTest::addColumn<qsizetype>("saltSize");
    constexpr qint64 mib = 1024 * 1024;
    QTest::newRow("64 GiB") << qint64(3) << 65'536 * mib << qsizetype(16);
    QTest::newRow("one byte more than 1 GiB") << qint64(3) << 1024 * mib + 1 << qsizetype(16);
    QTest::newRow("less memory than none") << qint64(3) << qint64(-1) << qsizetype(16);
    QTest::newRow("no memory") << qint64(3) << qint64(0) << qsizetype(16);
    QTest::newRow("2^31 passes") << (qint64(1) << 31) << 8 * mib << qsizetype(16);
    QTest::newRow("11 passes") << qint64(11) << 8 * mib << qsizetype(16);
    QTest::newRow("no pass") << qint64(0) << 8 * mib << qsizetype(16);
    QTest::newRow("no salt") << qint64(3) << 8 * mib << qsizetype(0);
    QTest::newRow("half a salt") << qint64(3) << 8 * mib << qsizetype(8);
    QTest::newRow("too much salt") << qint64(3) << 8 * mib << qsizetype(64);
}

void TestPassphraseKeeper::hostileNumbersAreNotTried()
{
    QFETCH(qint64, passes);
    QFETCH(qint64, memoryBytes);
    QFETCH(qsizetype, saltSize);
    QElapsedTimer timer;
    timer.start();
    const Answers answers = fetched(
        "open sesame", {u"sealed-v1:AAAA"_s, QByteArray(saltSize, 's'), passes, memoryBytes});
    QCOMPARE(answers.fault, Kind::BadParameters);
    QVERIFY(timer.elapsed() < 2000);
}

void TestPassphraseKeeper::nothingThatTheKeyDependsOnCanBeExchanged_data()
{
    QTest::addColumn<std::function<void(WrappedKey &)>>("change");
    QTest::addColumn<Kind>("kind");
    using Change = std::function<void(WrappedKey &)>;
    QTest::newRow("the salt") << Change([](WrappedKey &wrapped) { wrapped.salt[0] ^= 1; })
                              << Kind::WrongPassphrase;
    QTest::newRow("the passes") << Change([](WrappedKey &wrapped) { ++wrapped.passes; })
                                << Kind::WrongPassphrase;
    QTest::newRow("the memory") << Change([](WrappedKey &wrapped) { wrapped.memoryBytes *= 2; })
                                << Kind::WrongPassphrase;
    QTest::newRow("the memory, by too little to matter to Argon2")
        << Change([](WrappedKey &wrapped) { ++wrapped.memoryBytes; }) << Kind::WrongPassphrase;
    QTest::newRow("the text") << Change([](WrappedKey &wrapped) {
        wrapped.text[20] = wrapped.text[20] == u'A' ? u'B' : u'A';
    }) << Kind::WrongPassphrase;
    QTest::newRow("the version") << Change([](WrappedKey &wrapped) { wrapped.text[8] = u'2'; })
                                 << Kind::OtherVersion;
    QTest::newRow("for something else")
        << Change([](WrappedKey &wrapped) { wrapped.text = u"plain"_s; }) << Kind::NotSealed;
}

void TestPassphraseKeeper::nothingThatTheKeyDependsOnCanBeExchanged()
{
    QFETCH(std::function<void(WrappedKey &)>, change);
    QFETCH(Kind, kind);
    WrappedKey wrapped = wrappedKey().wrapped;
    change(wrapped);
    QCOMPARE(fetched("open sesame", wrapped).fault, kind);
}

void TestPassphraseKeeper::noTwoWrappingsAreAlike()
{
    const WrappedKey one = wrappedKey().wrapped;
    const WrappedKey two = wrappedKey().wrapped;
    QVERIFY(one.salt != two.salt);
    QVERIFY(one.text != two.text);
}

void TestPassphraseKeeper::tooLittleMemoryIsSaid()
{
#ifndef Q_OS_LINUX
    QSKIP("the limit that this test sets is Linux's");
#else
    if (isSanitized)
        QSKIP("the sanitizers need more address space than can be limited");
    rlimit before{};
    QCOMPARE(getrlimit(RLIMIT_AS, &before), 0);
    rlimit tight = before;
    tight.rlim_cur = rlim_t(1) << 29;
    QVERIFY(stragglers::pool()->waitForDone());
    QCOMPARE(setrlimit(RLIMIT_AS, &tight), 0);
    PassphraseKeeper keeper(secret("open sesame"), {}, {3, 768 * 1024 * 1024});
    Answers answers;
    keeper.keep(MasterKey::random(), answers.done());
    const bool isAnswered = QTest::qWaitFor([&answers] { return answers.count == 1; }, 20'000);
    QCOMPARE(setrlimit(RLIMIT_AS, &before), 0);
    QVERIFY(isAnswered);
    QCOMPARE(answers.fault, Kind::OutOfMemory);
    QCOMPARE(keeper.wrapped(), WrappedKey()); // nothing cheaper instead
#endif
}

void TestPassphraseKeeper::aDroppedVerbNeverAnswers()
{
    const Wrapped sample = wrappedKey();
    Answers answers;
    {
        PassphraseKeeper keeper(secret("open sesame"), sample.wrapped);
        keeper.fetch(answers.fetched());
    }
    QVERIFY(stragglers::pool()->waitForDone(20'000));
    // Behind the late result.
    QCOMPARE(fetched("open sesame", sample.wrapped).count, 1);
    QCOMPARE(answers.count, 0);
}

void TestPassphraseKeeper::aLaterVerbTakesTheFormersPlace()
{
    const Wrapped sample = wrappedKey();
    PassphraseKeeper keeper(secret("open sesame"), sample.wrapped);
    Answers first;
    Answers second;
    keeper.fetch(first.fetched());
    keeper.fetch(second.fetched());
    QTRY_COMPARE(second.count, 1);
    QVERIFY(stragglers::pool()->waitForDone(20'000));
    QCOMPARE(fetched("open sesame", sample.wrapped).count, 1);
    QCOMPARE(second.count, 1);
    QCOMPARE(first.count, 0);
}

QTEST_GUILESS_MAIN(TestPassphraseKeeper)
#include "tst_passphrasekeeper.moc"
