#include "core/storage/profile.h"
#include "core/storage/sealing.h"

#include <QSet>
#include <QTest>

using namespace Qt::StringLiterals;
using Kind = VaultFault::Kind;

static SecretBuffer keyOf(char byte)
{
    return SecretBuffer::fromBytes(QByteArray(Sealing::keySize, byte));
}

static Profile sample()
{
    Profile profile;
    profile.id = QUuid(u"6f1c1c2e-0b0f-4c8e-9d9a-0d6f6f0b1a2b"_s);
    profile.origin = u"https://acme.thoughtspot.cloud"_s;
    profile.userName = u"maria.lopez"_s;
    return profile;
}

static const QByteArray bound = Sealing::binding(sample(), SecretField::Password);

//! The kind that opening answers with; none when it opens.
static std::optional<Kind> kindOf(const Result<SecretBuffer, VaultFault> &opened)
{
    return opened ? std::nullopt : std::optional(opened.error().kind);
}

class TestSealing final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void aSealedSecretOpensToTheSameBytes_data();
    void aSealedSecretOpensToTheSameBytes();
    void theSealedTextIsPlainCharactersWithoutTheSecret();
    void noSealedTextIsLikeAnother();
    void theLengthOfAPasswordDoesNotShow();
    void everyFlippedBitIsNoticed();
    void everyChangedCharacterIsNoticed();
    void everyCutIsNoticed();
    void anotherKeyDoesNotOpen();
    void aSecretOpensInItsOwnPlaceOnly_data();
    void aSecretOpensInItsOwnPlaceOnly();
    void aSecretDoesNotOpenForAConnectionThatTrustsOthers();
    void aSecretDoesNotOpenForAConnectionByAnotherWay();
    void aProxyThatIsNotUsedIsNoOtherWay();
    void theDefaultPortIsTheSamePlace();
    void fieldsCannotRunIntoEachOther();
    void whatIsNotSealedIsToldApart_data();
    void whatIsNotSealedIsToldApart();
    void whatIsTooLongIsRefused();
};

void TestSealing::aSealedSecretOpensToTheSameBytes_data()
{
    QTest::addColumn<QByteArray>("secret");
    QByteArray all;
    for (int i = 0; i < 256; ++i)
        all += static_cast<char>(i);
    QTest::newRow("a password") << "s3cret-Größe"_ba;
    QTest::newRow("nothing") << QByteArray();
    QTest::newRow("NUL and 0xFF at the end") << "x\0\xff\0\x80\0"_ba;
    QTest::newRow("every byte") << all;
    QTest::newRow("a whole block") << QByteArray(64, 'x');
    QTest::newRow("one less than a block") << QByteArray(63, '\x80');
    QTest::newRow("the longest") << QByteArray(Sealing::longestSecret, 't');
}

void TestSealing::aSealedSecretOpensToTheSameBytes()
{
    QFETCH(QByteArray, secret);
    const auto sealed = Sealing::seal(keyOf('k'), bound, SecretBuffer::fromBytes(secret));
    QVERIFY(sealed);
    const auto opened = Sealing::open(keyOf('k'), bound, *sealed);
    QVERIFY(opened);
    QCOMPARE(opened->view(), QByteArrayView(secret));
}

void TestSealing::theSealedTextIsPlainCharactersWithoutTheSecret()
{
    const QByteArray secret = "correct horse battery staple";
    const auto sealed = Sealing::seal(keyOf('k'), bound, SecretBuffer::fromBytes(secret));
    QVERIFY(sealed);
    static const QRegularExpression form(u"\\Asealed-v1:[A-Za-z0-9+/]+\\z"_s);
    QVERIFY(form.match(*sealed).hasMatch());
    const QByteArray bytes = QByteArray::fromBase64(sealed->mid(10).toLatin1());
    QCOMPARE(bytes.size(), 24 + 64 + 16);
    QVERIFY(!bytes.contains("horse"));
}

void TestSealing::noSealedTextIsLikeAnother()
{
    QSet<QString> nonces;
    for (int i = 0; i < 200; ++i)
        nonces.insert(Sealing::seal(keyOf('k'), bound, SecretBuffer::fromBytes("x"))->mid(10, 32));
    QCOMPARE(nonces.size(), 200);
}

void TestSealing::theLengthOfAPasswordDoesNotShow()
{
    QSet<qsizetype> sizes;
    for (qsizetype length = 0; length < 64; ++length)
        sizes.insert(
            Sealing::seal(keyOf('k'), bound, SecretBuffer::fromBytes(QByteArray(length, 'p')))
                ->size());
    QCOMPARE(sizes.size(), 1);
}

void TestSealing::everyFlippedBitIsNoticed()
{
    const auto sealed = Sealing::seal(keyOf('k'), bound, SecretBuffer::fromBytes("s3cret"));
    const QByteArray bytes = QByteArray::fromBase64(sealed->mid(10).toLatin1());
    for (qsizetype bit = 0; bit < bytes.size() * 8; ++bit) {
        QByteArray flipped = bytes;
        flipped[bit / 8] = static_cast<char>(flipped.at(bit / 8) ^ (1 << (bit % 8)));
        const QString text =
            u"sealed-v1:"_s + QString::fromLatin1(flipped.toBase64(QByteArray::OmitTrailingEquals));
        QCOMPARE(kindOf(Sealing::open(keyOf('k'), bound, text)), Kind::ChangedOutside);
    }
}

void TestSealing::everyChangedCharacterIsNoticed()
{
    const auto sealed = Sealing::seal(keyOf('k'), bound, SecretBuffer::fromBytes("s3cret"));
    for (qsizetype i = 0; i < sealed->size(); ++i) {
        for (char bit = 1; bit < 0x40; bit = static_cast<char>(bit << 1)) {
            QString changed = *sealed;
            changed[i] = QChar(changed.at(i).unicode() ^ static_cast<char16_t>(bit));
            QVERIFY2(!Sealing::open(keyOf('k'), bound, changed), qPrintable(changed));
        }
        QString blank = *sealed;
        blank.insert(i, u' ');
        QVERIFY(!Sealing::open(keyOf('k'), bound, blank));
    }
    QVERIFY(!Sealing::open(keyOf('k'), bound, *sealed + u'='));
    QVERIFY(!Sealing::open(keyOf('k'), bound, *sealed + u'\n'));
}

void TestSealing::everyCutIsNoticed()
{
    const auto sealed = Sealing::seal(keyOf('k'), bound, SecretBuffer::fromBytes("s3cret"));
    for (qsizetype size = 0; size < sealed->size(); ++size)
        QVERIFY(!Sealing::open(keyOf('k'), bound, sealed->left(size)));
}

void TestSealing::anotherKeyDoesNotOpen()
{
    const auto sealed = Sealing::seal(keyOf('k'), bound, SecretBuffer::fromBytes("s3cret"));
    QCOMPARE(kindOf(Sealing::open(keyOf('l'), bound, *sealed)), Kind::ChangedOutside);
    QCOMPARE(kindOf(Sealing::open({}, bound, *sealed)), Kind::NotOpen);
}

void TestSealing::aSecretOpensInItsOwnPlaceOnly_data()
{
    QTest::addColumn<QString>("origin");
    QTest::addColumn<QString>("user");
    QTest::addColumn<QUuid>("id");
    QTest::addColumn<SecretField>("field");
    const Profile own = sample();
    const auto row = [&own](const char *name, const QString &origin, const QString &user,
                            const QUuid &id = sample().id,
                            SecretField field = SecretField::Password) {
        QTest::newRow(name) << origin << (user.isNull() ? own.userName : user) << id << field;
    };
    row("another host", u"https://evil.example"_s, {});
    row("a host below", u"https://acme.thoughtspot.cloud.evil.example"_s, {});
    row("another port", u"https://acme.thoughtspot.cloud:8443"_s, {});
    row("without encryption", u"http://acme.thoughtspot.cloud"_s, {});
    row("no server", QString(), {});
    row("not a server", u"acme.thoughtspot.cloud"_s, {});
    row("another user", own.origin, u"guest"_s);
    row("no user", own.origin, u""_s);
    row("a user in capitals", own.origin, u"Maria.Lopez"_s);
    row("another profile", own.origin, {}, QUuid(u"6f1c1c2e-0b0f-4c8e-9d9a-0d6f6f0b1a2c"_s));
    row("the secret key", own.origin, {}, own.id, SecretField::SecretKey);
    row("the token", own.origin, {}, own.id, SecretField::Token);
}

void TestSealing::aSecretOpensInItsOwnPlaceOnly()
{
    QFETCH(QString, origin);
    QFETCH(QString, user);
    QFETCH(QUuid, id);
    QFETCH(SecretField, field);
    const auto sealed = Sealing::seal(keyOf('k'), bound, SecretBuffer::fromBytes("s3cret"));
    Profile other = sample();
    other.origin = origin;
    other.userName = user;
    other.id = id;
    QCOMPARE(kindOf(Sealing::open(keyOf('k'), Sealing::binding(other, field), *sealed)),
             Kind::ChangedOutside);
}

void TestSealing::aSecretDoesNotOpenForAConnectionThatTrustsOthers()
{
    Profile own = sample();
    own.pinnedKeySha256 = QByteArray(32, 'p');
    const auto sealed = Sealing::seal(keyOf('k'), Sealing::binding(own, SecretField::Password),
                                      SecretBuffer::fromBytes("s3cret"));
    Profile unpinned = own;
    unpinned.pinnedKeySha256.clear();
    Profile deceived = own;
    deceived.authorityFile = u"/tmp/evil.pem"_s;
    for (const Profile &other : {unpinned, deceived}) {
        QCOMPARE(kindOf(Sealing::open(keyOf('k'), Sealing::binding(other, SecretField::Password),
                                      *sealed)),
                 Kind::ChangedOutside);
    }
}

static QList<Profile> byWayOf(const QList<ProxySettings> &proxies)
{
    QList<Profile> profiles;
    for (const ProxySettings &proxy : proxies) {
        profiles.append(sample());
        profiles.last().proxy = proxy;
    }
    return profiles;
}

void TestSealing::aSecretDoesNotOpenForAConnectionByAnotherWay()
{
    using Mode = ProxySettings::Mode;
    const QList<Profile> ways = byWayOf({{Mode::System},
                                         {Mode::None},
                                         {Mode::Manual, u"proxy"_s, 8080},
                                         {Mode::Manual, u"evil"_s, 8080},
                                         {Mode::Manual, u"proxy"_s, 8081},
                                         {Mode::Manual, u"proxy"_s, 8080, true}});
    for (const Profile &own : ways) {
        const auto sealed = Sealing::seal(keyOf('k'), Sealing::binding(own, SecretField::Password),
                                          SecretBuffer::fromBytes("s3cret"));
        for (const Profile &other : ways) {
            const auto kind = kindOf(
                Sealing::open(keyOf('k'), Sealing::binding(other, SecretField::Password), *sealed));
            QCOMPARE(kind, other == own ? std::nullopt : std::optional(Kind::ChangedOutside));
        }
    }
}

void TestSealing::aProxyThatIsNotUsedIsNoOtherWay()
{
    using Mode = ProxySettings::Mode;
    for (const Mode mode : {Mode::System, Mode::None}) {
        const QList<Profile> ways = byWayOf({{mode}, {mode, u"of before"_s, 8080, true}});
        QCOMPARE(Sealing::binding(ways.at(0), SecretField::Password),
                 Sealing::binding(ways.at(1), SecretField::Password));
    }
}

void TestSealing::theDefaultPortIsTheSamePlace()
{
    Profile spelled = sample();
    spelled.origin = u"https://acme.thoughtspot.cloud:443"_s;
    QCOMPARE(Sealing::binding(spelled, SecretField::Password), bound);
    spelled.name = u"another name"_s;
    QCOMPARE(Sealing::binding(spelled, SecretField::Password), bound);
}

void TestSealing::fieldsCannotRunIntoEachOther()
{
    QVERIFY(Sealing::joined({"ab", "c"}) != Sealing::joined({"a", "bc"}));
    QVERIFY(Sealing::joined({"ab", ""}) != Sealing::joined({"ab"}));
    QVERIFY(Sealing::joined({}) != Sealing::joined({""}));
}

void TestSealing::whatIsNotSealedIsToldApart_data()
{
    QTest::addColumn<QString>("text");
    QTest::addColumn<Kind>("kind");
    QTest::newRow("nothing") << QString() << Kind::NotSealed;
    QTest::newRow("a plain password") << u"s3cret"_s << Kind::NotSealed;
    QTest::newRow("a newer version") << u"sealed-v2:AAAA"_s << Kind::OtherVersion;
    QTest::newRow("a version without end") << u"sealed-v11:AAAA"_s << Kind::OtherVersion;
    QTest::newRow("nothing behind the version") << u"sealed-v1:"_s << Kind::ChangedOutside;
    QTest::newRow("rubbish behind the version") << u"sealed-v1:ü \n"_s << Kind::ChangedOutside;
    QTest::newRow("zeros") << u"sealed-v1:"_s + QString(144, u'A') << Kind::ChangedOutside;
    QTest::newRow("longer than any")
        << u"sealed-v1:"_s + QString(1 << 20, u'A') << Kind::ChangedOutside;
}

void TestSealing::whatIsNotSealedIsToldApart()
{
    QFETCH(QString, text);
    QFETCH(Kind, kind);
    QCOMPARE(kindOf(Sealing::open(keyOf('k'), bound, text)), kind);
}

void TestSealing::whatIsTooLongIsRefused()
{
    const auto sealed = Sealing::seal(
        keyOf('k'), bound, SecretBuffer::fromBytes(QByteArray(Sealing::longestSecret + 1, 'x')));
    QVERIFY(!sealed);
    QCOMPARE(sealed.error().kind, Kind::TooLong);
}

QTEST_GUILESS_MAIN(TestSealing)
#include "tst_sealing.moc"
