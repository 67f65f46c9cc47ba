#include "ui/session/fieldmodel.h"
#include "ui/session/secretfields.h"

#include <QAbstractItemModelTester>
#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QTest>

using namespace Qt::StringLiterals;

static JsonIndex indexOf(const QByteArray &text)
{
    return JsonIndex::of(QJsonDocument::fromJson(text).object());
}

static QString text(const QAbstractItemModel &model, const QModelIndex &index, int column)
{
    return model.data(index.siblingAtColumn(column), Qt::DisplayRole).toString();
}

// "name = value (type)", indented; everything opened.
static QStringList outline(const QAbstractItemModel &model, const QModelIndex &parent = {},
                           int depth = 0)
{
    QStringList rows;
    for (int row = 0; row < model.rowCount(parent); ++row) {
        const QModelIndex index = model.index(row, 0, parent);
        rows += QString(2 * depth, u' ') + u"%1 = %2 (%3)"_s.arg(text(model, index, 0),
                                                                 text(model, index, 1),
                                                                 text(model, index, 2));
        rows += outline(model, index, depth + 1);
    }
    return rows;
}

class JsonTreeTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init() { QTest::failOnWarning(QRegularExpression(u".?"_s)); }

    void everyFieldIsShownKnownOrNot()
    {
        FieldModel model;
        model.setJson(indexOf(R"({"userName":"maria.lopez","neverHeardOf":{"deep":[{"x":null}]},
            "isSystemUser":false,"orgs":[{"id":0,"name":"Primary"}],"roles":["A","B"],
            "empty":{},"n":9007199254740993})"));
        QCOMPARE(
            outline(model),
            (QStringList{
                u"empty = 0 entries (object)"_s, u"isSystemUser = false (true/false)"_s,
                u"n = 9007199254740993 (number)"_s, u"neverHeardOf = 1 entry (object)"_s,
                u"  deep = 1 entry (list)"_s, u"    0 = 1 entry (object)"_s,
                u"      x = null (null)"_s, u"orgs = 1 entry (list)"_s, u"  0 = Primary (object)"_s,
                u"    id = 0 (number)"_s, u"    name = Primary (text)"_s, u"roles = A, B (list)"_s,
                u"  0 = A (text)"_s, u"  1 = B (text)"_s, u"userName = maria.lopez (text)"_s}));
        QCOMPARE(model.json().fieldCount(), 15);
    }

    void itIsAProperModelWithAndWithoutASearch()
    {
        FieldModel model;
        QAbstractItemModelTester tester(&model,
                                        QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setJson(indexOf(R"({"a":{"b":[1,2]},"c":3})"));
        QCOMPARE(outline(model).size(), 5);
        model.setSearch(JsonSearch::in(model.json(), u"3"_s));
        QCOMPARE(outline(model), QStringList{u"c = 3 (number)"_s});
        model.setSearch({});
        QCOMPARE(outline(model).size(), 5);
    }

    void secretsAreMaskedAndOneAloneIsRevealed()
    {
        FieldModel model;
        model.setJson(indexOf(R"({"authToken":"s3cret-1","c":{"bindPassword":"s3cret-2"}})"));
        const QString mask = SecretFields::mask();
        const auto values = [&model] {
            return QStringList{text(model, model.indexOf(1), 1), text(model, model.indexOf(3), 1)};
        };
        QCOMPARE(values(), (QStringList{mask, mask}));
        model.reveal(1);
        QCOMPARE(values(), (QStringList{u"s3cret-1"_s, mask}));
        model.reveal(3);
        QCOMPARE(values(), (QStringList{mask, u"s3cret-2"_s}));
        model.reveal(-1);
        QCOMPARE(values(), (QStringList{mask, mask}));
        model.reveal(1);
        model.setSearch(JsonSearch::in(model.json(), u"auth"_s));
        QCOMPARE(text(model, model.indexOf(1), 1), mask);
    }

    void noToolTipTellsASecretOrActsAsMarkup()
    {
        FieldModel model;
        model.setJson(
            indexOf("{\"<b>x</b>\":\"<img src=file:///etc/x>\",\"password\":\"s3cret\"}"));
        for (int row = 0; row < 2; ++row) {
            for (int column = 0; column < FieldModel::ColumnCount; ++column) {
                const QString tip =
                    model.data(model.index(row, column), Qt::ToolTipRole).toString();
                QVERIFY(!tip.contains(u"s3cret"_s));
                QVERIFY(!tip.contains(u"<b>"_s) && !tip.contains(u"<img"_s));
            }
        }
        QCOMPARE(outline(model).first(), u"<b>x</b> = <img src=file:///etc/x> (text)"_s);
    }

    void searchingFindsNamesAndValuesButNoSecrets_data()
    {
        QTest::addColumn<QString>("wanted");
        QTest::addColumn<QStringList>("found");
        QTest::newRow("a name, upper or lower case") << u"USERNAME"_s << QStringList{u"userName"_s};
        QTest::newRow("a value") << u"lopez"_s << QStringList{u"userName"_s};
        QTest::newRow("several") << u"org"_s
                                 << QStringList{u"current_org"_s, u"org_ids"_s, u"orgs"_s};
        QTest::newRow("a number") << u"1042377"_s << QStringList{u"org_ids[0]"_s, u"orgs[1].id"_s};
        QTest::newRow("a yes or no") << u"true"_s << QStringList{u"isAdmin"_s};
        QTest::newRow("the place in a list is no name")
            << u"1"_s << QStringList{u"org_ids[0]"_s, u"orgs[1].id"_s};
        QTest::newRow("a secret by its name") << u"authtoken"_s << QStringList{u"authToken"_s};
        QTest::newRow("the text of a secret") << u"s3cret"_s << QStringList();
        QTest::newRow("the mask") << SecretFields::mask() << QStringList();
        QTest::newRow("what is not there") << u"zebra"_s << QStringList();
    }
    void searchingFindsNamesAndValuesButNoSecrets()
    {
        QFETCH(QString, wanted);
        QFETCH(QStringList, found);
        const JsonIndex index = indexOf(
            R"({"userName":"maria.lopez","current_org":{"id":0},"orgs":[{"id":0},{"id":1042377815}],
                "org_ids":[1042377815],"isAdmin":true,"authToken":"s3cret","t":{"token":"s3cret"}})");
        const JsonSearch search = JsonSearch::in(index, wanted);
        QStringList paths;
        for (const int hit : search.hits)
            paths += index.path(hit);
        QCOMPARE(paths, found);
    }

    void aSearchKeepsTheWayToAHitAndWhatIsInsideOne()
    {
        FieldModel model;
        model.setJson(indexOf(R"({"a":{"b":{"wanted":{"x":1,"y":[2]}},"c":3},
                                  "d":[{"e":"wanted too"},{"f":0}],"g":4})"));
        model.setSearch(JsonSearch::in(model.json(), u"wanted"_s));
        QCOMPARE(outline(model),
                 (QStringList{u"a = 2 entries (object)"_s, u"  b = 1 entry (object)"_s,
                              u"    wanted = 2 entries (object)"_s, u"      x = 1 (number)"_s,
                              u"      y = 2 (list)"_s, u"        0 = 2 (number)"_s,
                              u"d = 2 entries (list)"_s, u"  0 = 1 entry (object)"_s,
                              u"    e = wanted too (text)"_s}));
        QVERIFY(!model.indexOf(7).isValid());
    }

    void onlyTheCellThatMatchesIsMarked()
    {
        FieldModel model;
        model.setJson(indexOf(R"({"orgs":["org 1"],"token":"org"})"));
        model.setSearch(JsonSearch::in(model.json(), u"org"_s));
        const auto mark = [&model](int node, int column) {
            return model.data(model.indexOf(node).siblingAtColumn(column), FieldModel::MarkRole)
                .toString();
        };
        QCOMPARE(mark(1, FieldModel::NameColumn), u"org"_s);
        QCOMPARE(mark(1, FieldModel::ValueColumn), QString());
        QCOMPARE(mark(2, FieldModel::NameColumn), QString());
        QCOMPARE(mark(2, FieldModel::ValueColumn), u"org"_s);
    }

    void aHitDeepInALongTextIsBroughtIntoSight()
    {
        FieldModel model;
        model.setJson(JsonIndex::of({{u"t"_s, QString(5000, u'x') + u"needle"_s}}));
        QVERIFY(text(model, model.index(0, 0), 1).size() < 300);
        model.setSearch(JsonSearch::in(model.json(), u"needle"_s));
        QVERIFY(text(model, model.index(0, 0), 1).contains(u"needle"_s));
    }

    void noParentHasMoreThanAThousandRows()
    {
        QJsonObject big;
        for (int i = 0; i < 400'000; ++i)
            big.insert(u"key %1"_s.arg(i, 6, 10, QChar(u'0')), i);
        FieldModel model;
        model.setJson(JsonIndex::of({{u"big"_s, big}}));
        const QModelIndex parent = model.index(0, 0);
        QCOMPARE(model.rowCount(parent), 400);
        const QModelIndex range = model.index(7, 0, parent);
        QCOMPARE(text(model, range, 0), u"key 007000 … key 007999"_s);
        QCOMPARE(text(model, range, 1), QLocale().toString(1000) + u" entries"_s);
        QCOMPARE(model.node(range), -1);
        QCOMPARE(model.rowCount(range), 1000);
        QCOMPARE(text(model, model.index(3, 0, range), 0), u"key 007003"_s);

        const QModelIndex found = model.indexOf(399'999 + 2);
        QCOMPARE(text(model, found, 0), u"key 399999"_s);
        QCOMPARE(found.parent().row(), 399);
        QCOMPARE(found.parent().parent(), parent);
    }

    void millionsOfEntriesAreRangesOfRanges()
    {
        QJsonArray list;
        for (int i = 0; i < 1'500'000; ++i)
            list.append(i);
        FieldModel model;
        model.setJson(JsonIndex::of({{u"list"_s, list}}));
        const QModelIndex parent = model.index(0, 0);
        QCOMPARE(model.rowCount(parent), 2);
        const QModelIndex second = model.index(1, 0, parent);
        QCOMPARE(text(model, second, 0), u"1000000 … 1499999"_s);
        QCOMPARE(model.rowCount(second), 500);
        QCOMPARE(model.node(model.indexOf(1'234'567 + 2)), 1'234'567 + 2);
    }

    void pathsAreWrittenSoThatTheyReadBack()
    {
        const JsonIndex index =
            indexOf("{\"a\":{\"b c\":[{\"d\\\"e\":1}]},\"orgs\":[0],\"\":2,\"0\":3}");
        QStringList paths;
        for (int node = 1; node < index.size(); ++node)
            paths += index.path(node);
        QCOMPARE(paths, (QStringList{u"[\"\"]"_s, u"[\"0\"]"_s, u"a"_s, u"a[\"b c\"]"_s,
                                     u"a[\"b c\"][0]"_s, u"a[\"b c\"][0][\"d\\\"e\"]"_s, u"orgs"_s,
                                     u"orgs[0]"_s}));
    }

    void aFieldIsFoundAgainInARefreshedObject()
    {
        const JsonIndex before = indexOf(R"({"b":{"c":[1,2]},"d":1})");
        const JsonIndex after = indexOf(R"({"a":0,"b":{"aa":0,"c":[1]}})");
        QCOMPARE(after.path(before.counterpart(2, after)), u"b.c"_s);
        QCOMPARE(after.path(before.counterpart(3, after)), u"b.c[0]"_s);
        QCOMPARE(before.counterpart(4, after), -1);
        QCOMPARE(before.counterpart(5, after), -1);
    }

    void hostileTextIsShownLiterallyCleanedAndCut()
    {
        FieldModel model;
        model.setJson(JsonIndex::of({{u"a"_s, u"<b>x</b> &lt; & \u202E\u200B"_s},
                                     {u"b"_s, QString(1'000'000, u'y')},
                                     {u"c"_s, u"e"_s + QString(200'000, QChar(0x0301))},
                                     {u"d"_s, u"one\r\ntwo"_s}}));
        QCOMPARE(text(model, model.index(0, 0), 1), u"<b>x</b> &lt; & "_s);
        QVERIFY(text(model, model.index(1, 0), 1).size() < 300);
        QVERIFY(text(model, model.index(2, 0), 1).size() < 10);
        QCOMPARE(text(model, model.index(3, 0), 1), u"one  two"_s);
    }
};

QTEST_GUILESS_MAIN(JsonTreeTest)
#include "tst_jsontree.moc"
