#include "core/storage/settingsformat.h"

#include <QCryptographicHash>
#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <limits>

using namespace Qt::StringLiterals;
using SettingsFormat::Health;

static QSettings::SettingsMap sample()
{
    return {{u"generation"_s, qint64(7)},
            {u"order"_s, QStringList{u"b"_s, u"a, \"quoted\""_s, QString()}},
            {u"none"_s, QStringList()},
            {u"profiles/x/name"_s, u"Größe \\ \"x\" = ; # [y]\n\t\u0000\U0001F600"_s},
            {u"profiles/x/rememberMe"_s, true},
            {u"least"_s, std::numeric_limits<qint64>::min()},
            {u"most"_s, std::numeric_limits<qint64>::max()}};
}

//! A file of any first line and body with the last line that belongs to it.
static QByteArray sealed(const QByteArray &content)
{
    return content + "sha256 " +
           QCryptographicHash::hash(content, QCryptographicHash::Sha256).toHex() + '\n';
}

//! Remembers how much it was asked for.
class MeasuredDevice final : public QIODevice
{
public:
    explicit MeasuredDevice(qint64 size)
        : m_size(size)
    {
        open(QIODevice::ReadOnly | QIODevice::Unbuffered);
    }

    [[nodiscard]] qint64 size() const override { return m_size; }
    [[nodiscard]] qint64 mostAsked() const { return m_mostAsked; }

protected:
    qint64 readData(char *bytes, qint64 most) override
    {
        m_mostAsked = qMax(m_mostAsked, most);
        const qint64 count = qMin(most, m_size - pos());
        std::fill_n(bytes, count, 'x');
        return count;
    }
    qint64 writeData(const char *, qint64) override { return -1; }

private:
    qint64 m_size;
    qint64 m_mostAsked = 0;
};

class TestSettingsFormat final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }
    void everyKindOfValueComesBack();
    void theTextIsForPeopleToo();
    void valuesThatCouldNotBeReadAgainAreNotWritten_data();
    void valuesThatCouldNotBeReadAgainAreNotWritten();
    void aRefusedWriteLeavesTheFileAsItWas();
    void aCutAtAnyByteIsNoticed();
    void aFlippedBitAnywhereIsNoticed();
    void anExtraByteAnywhereIsNoticed();
    void hostileContentWithTheRightSumIsRefused_data();
    void hostileContentWithTheRightSumIsRefused();
    void aNewerSchemaIsToldFromDamage();
    void readingAsksForNoMoreThanThereIs_data();
    void readingAsksForNoMoreThanThereIs();
};

void TestSettingsFormat::everyKindOfValueComesBack()
{
    const std::optional<QByteArray> bytes = SettingsFormat::encoded(sample());
    QVERIFY(bytes);
    QCOMPARE(SettingsFormat::health(*bytes), Health::Good);
    QSettings::SettingsMap expected = sample();
    expected.insert(SettingsFormat::schemaKey, qint64(SettingsFormat::schema));
    const std::optional<QSettings::SettingsMap> values = SettingsFormat::decoded(*bytes);
    QVERIFY(values);
    QCOMPARE(*values, expected);
}

void TestSettingsFormat::theTextIsForPeopleToo()
{
    const QByteArray bytes =
        SettingsFormat::encoded({{u"name"_s, u"Acme"_s}, {u"count"_s, 3}}).value();
    QCOMPARE(bytes, sealed("session-desk-settings 2\n"
                           "{\n"
                           "    \"count\": 3,\n"
                           "    \"name\": \"Acme\"\n"
                           "}\n"));
}

void TestSettingsFormat::valuesThatCouldNotBeReadAgainAreNotWritten_data()
{
    QTest::addColumn<QSettings::SettingsMap>("values");
    using Map = QSettings::SettingsMap;
    QTest::newRow("bytes") << Map{{u"a"_s, QByteArray("x")}};
    QTest::newRow("a date") << Map{{u"a"_s, QDateTime::currentDateTime()}};
    QTest::newRow("a fraction") << Map{{u"a"_s, 0.5}};
    QTest::newRow("a map") << Map{{u"a"_s, QVariantMap()}};
    QTest::newRow("a list of mixed values") << Map{{u"a"_s, QVariantList{1, u"x"_s}}};
    QTest::newRow("nothing") << Map{{u"a"_s, QVariant()}};
    QTest::newRow("a text over 64 Ki") << Map{{u"a"_s, QString(65 * 1024, u'x')}};
    QTest::newRow("a schema that is newer than ours") << Map{{SettingsFormat::schemaKey, 3}};
    Map many;
    for (int i = 0; i <= SettingsFormat::mostValues; ++i)
        many.insert(QString::number(i), i);
    QTest::newRow("too many values") << many;
    Map much;
    for (int i = 0; i < 80; ++i)
        much.insert(QString::number(i), QString(60 * 1024, u'x'));
    QTest::newRow("more than 4 MiB") << much;
}

void TestSettingsFormat::valuesThatCouldNotBeReadAgainAreNotWritten()
{
    QFETCH(QSettings::SettingsMap, values);
    QVERIFY(!SettingsFormat::encoded(values));
}

void TestSettingsFormat::aRefusedWriteLeavesTheFileAsItWas()
{
    const QTemporaryDir directory;
    QFile file(directory.filePath(u"settings"_s));
    QVERIFY(file.open(QIODevice::ReadWrite));
    const QByteArray before = SettingsFormat::encoded({{u"name"_s, u"Acme"_s}}).value();
    QCOMPARE(file.write(before), before.size());
    file.close();
    {
        QSettings settings(file.fileName(), SettingsFormat::format());
        QCOMPARE(settings.value(u"name"_s), u"Acme"_s);
        settings.setValue(u"name"_s, QByteArray("bytes"));
        settings.sync();
        QCOMPARE(settings.status(), QSettings::AccessError);
    }
    QVERIFY(file.open(QIODevice::ReadOnly));
    QCOMPARE(file.readAll(), before);
    QCOMPARE(QDir(directory.path()).entryList(QDir::Files | QDir::Hidden),
             QStringList{u"settings"_s});
}

void TestSettingsFormat::aCutAtAnyByteIsNoticed()
{
    const QByteArray bytes = SettingsFormat::encoded(sample()).value();
    for (qsizetype size = 0; size < bytes.size(); ++size)
        QCOMPARE(SettingsFormat::health(bytes.first(size)), Health::Damaged);
}

void TestSettingsFormat::aFlippedBitAnywhereIsNoticed()
{
    const QByteArray bytes = SettingsFormat::encoded(sample()).value();
    for (qsizetype at = 0; at < bytes.size(); ++at) {
        for (int bit = 0; bit < 8; ++bit) {
            QByteArray flipped = bytes;
            flipped[at] = static_cast<char>(flipped.at(at) ^ (1 << bit));
            QCOMPARE(SettingsFormat::health(flipped), Health::Damaged);
        }
    }
}

void TestSettingsFormat::anExtraByteAnywhereIsNoticed()
{
    const QByteArray bytes = SettingsFormat::encoded(sample()).value();
    for (qsizetype at = 0; at <= bytes.size(); ++at) {
        for (const char extra : {' ', '\n', '\0', '0'})
            QCOMPARE(SettingsFormat::health(QByteArray(bytes).insert(at, extra)), Health::Damaged);
    }
}

void TestSettingsFormat::hostileContentWithTheRightSumIsRefused_data()
{
    QTest::addColumn<QByteArray>("content");
    const QByteArray first = "session-desk-settings 2\n";
    QTest::newRow("no object at all") << first;
    QTest::newRow("a list instead of an object") << first + "[]\n";
    QTest::newRow("two objects") << first + "{}{}\n";
    QTest::newRow("an object inside") << first + R"({"a":{"b":1}})";
    QTest::newRow("a list inside a list") << first + R"({"a":[["b"]]})";
    QTest::newRow("a number in a list") << first + R"({"a":["b",1]})";
    QTest::newRow("null") << first + R"({"a":null})";
    QTest::newRow("a fraction") << first + R"({"a":1.5})";
    QTest::newRow("a number beyond 64 bits") << first + R"({"a":1e300})";
    QTest::newRow("an empty key") << first + R"({"":1})";
    QTest::newRow("ini instead of JSON") << first + "[General]\na=@Variant(\\0\\0\\0\\x10)\n";
    QTest::newRow("bytes that are not UTF-8") << first + "{\"a\":\"\xff\xfe\"}";
    QTest::newRow("a very deep list")
        << first + "{\"a\":" + QByteArray(2000, '[') + QByteArray(2000, ']') + "}";
    QTest::newRow("a text over 64 Ki") << first + "{\"a\":\"" + QByteArray(70'000, 'x') + "\"}";
    QByteArray many = first + "{\"k\":1";
    for (int i = 0; i <= 60'000; ++i)
        many += ",\"k" + QByteArray::number(i) + "\":1";
    QTest::newRow("60,000 keys") << many + '}';
    QTest::newRow("more than 4 MiB") << first + "{}" + QByteArray(5 * 1024 * 1024, ' ');
    QTest::newRow("another first line") << QByteArray("[General]\n{}\n");
    QTest::newRow("no first line end") << QByteArray("session-desk-settings 1{}");
    QTest::newRow("schema zero") << QByteArray("session-desk-settings 0\n{}\n");
    QTest::newRow("a negative schema") << QByteArray("session-desk-settings -1\n{}\n");
    QTest::newRow("a schema with a sign") << QByteArray("session-desk-settings +1\n{}\n");
    QTest::newRow("a schema with zeros in front") << QByteArray("session-desk-settings 01\n{}\n");
    QTest::newRow("a schema that is no number") << QByteArray("session-desk-settings x\n{}\n");
}

void TestSettingsFormat::hostileContentWithTheRightSumIsRefused()
{
    QFETCH(QByteArray, content);
    QCOMPARE(SettingsFormat::health(sealed(content)), Health::Damaged);
    QVERIFY(!SettingsFormat::decoded(sealed(content)));
}

void TestSettingsFormat::aNewerSchemaIsToldFromDamage()
{
    const QByteArray newer = "session-desk-settings 3\n{\"a\": 1}\n";
    QCOMPARE(SettingsFormat::health(sealed(newer)), Health::Newer);
    QCOMPARE(SettingsFormat::decoded(sealed(newer))->value(SettingsFormat::schemaKey), 3);
    // Not even the body needs to be as we know it.
    QCOMPARE(SettingsFormat::health(sealed("session-desk-settings 30\nbinary\n")), Health::Newer);
    QCOMPARE(SettingsFormat::health(sealed(newer).chopped(1)), Health::Damaged);
}

void TestSettingsFormat::readingAsksForNoMoreThanThereIs_data()
{
    QTest::addColumn<qint64>("size");
    QTest::addColumn<qint64>("mostRead");
    constexpr qint64 largest = SettingsFormat::largestFile;
    QTest::newRow("nothing") << qint64(0) << qint64(0);
    QTest::newRow("a file as people have it") << qint64(2000) << qint64(2000);
    QTest::newRow("the largest file") << largest << largest;
    QTest::newRow("a larger file than may be") << 100 * largest << largest + 1;
}

void TestSettingsFormat::readingAsksForNoMoreThanThereIs()
{
    QFETCH(qint64, size);
    QFETCH(qint64, mostRead);
    MeasuredDevice device(size);
    QCOMPARE(SettingsFormat::bytesOf(device), QByteArray(mostRead, 'x'));
    QVERIFY2(device.mostAsked() <= mostRead + 1, qPrintable(QString::number(device.mostAsked())));
}

QTEST_APPLESS_MAIN(TestSettingsFormat)
#include "tst_settingsformat.moc"
