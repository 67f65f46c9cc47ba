#include "tests/driver/livedesk.h"
#include "tests/support/democluster.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/support/handofftext.h"
#include "ui/token/copysheet.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QListWidget>
#include <QMenu>
#include <QMetaEnum>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>
#include <QToolButton>

using namespace Qt::StringLiterals;

static const QString forms = u"Forms"_s;

//! The sheet with the forms that a token can be copied in, through the real window.
class TestCopySheet final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support prop)"_s));
        QGuiApplication::clipboard()->clear();
    }
    void everyFormIsShownWithoutTheToken();
    void anSdkThatCannotWorkIsNotOffered_data();
    void anSdkThatCannotWorkIsNotOffered();
    void whatIsCopiedIsWhatWasShown();
    void theKeysGoFromFormToForm();
    void aFormThatCannotHoldItIsNotCopied();
    void anotherTokenTakesTheSheetAway();
    void aLockTakesTheSheetAway();
};

//! maria.lopez signed in, with the sheet open.
struct OpenSheet
{
    explicit OpenSheet(Api::Form form = Api::Form::V2)
        : desk({.server = cluster.origin().toString(),
                .user = u"maria.lopez"_s,
                .form = form,
                .choosesForm = true},
               qEnvironmentVariable("DESK_PICTURES"))
        , window(desk.window())
    {
        isReady = cluster.isReady() &&
                  window.type(u"Password"_s, cluster.password(u"maria.lopez"_s)) &&
                  window.click(u"Sign in"_s) &&
                  window.waitFor([this] { return window.find(u"Copy token"_s); }, u"the token"_s) &&
                  open();
    }

    bool open()
    {
        return window.press(Qt::Key_A, Qt::ControlModifier | Qt::ShiftModifier) &&
               window.waitFor([this] { return list() && list()->hasFocus(); }, u"for the sheet"_s);
    }
    [[nodiscard]] QListWidget *list() const
    {
        return qobject_cast<QListWidget *>(window.find(forms));
    }
    [[nodiscard]] QString preview() const
    {
        const auto *text = qobject_cast<QPlainTextEdit *>(window.find(u"Preview"_s));
        return text ? text->toPlainText() : QString();
    }
    //! Every form, in the order of the list.
    [[nodiscard]] QList<QListWidgetItem *> items() const
    {
        QList<QListWidgetItem *> items;
        for (int row = 0; row < list()->count(); ++row) {
            if (list()->item(row)->flags() != Qt::NoItemFlags)
                items += list()->item(row);
        }
        return items;
    }

    DemoCluster cluster;
    LiveDesk desk;
    WindowDriver &window;
    bool isReady = false;
};

static QStringList namesOf(const QList<handofftext::Group> &groups)
{
    QStringList names;
    for (const handofftext::Group &group : groups) {
        for (const handoff::Format format : group.formats)
            names += handofftext::name(format);
    }
    return names;
}

//! What \a actions and those of their menus are called.
static QStringList namesIn(const QList<QAction *> &actions)
{
    QStringList names;
    for (const QAction *action : actions) {
        if (action->menu())
            names += namesIn(action->menu()->actions());
        else if (!action->isSeparator())
            names += action->text();
    }
    return names;
}

void TestCopySheet::everyFormIsShownWithoutTheToken()
{
    OpenSheet at;
    QVERIFY(at.isReady);
    QVERIFY(at.window.picture(u"copy-as"_s));
    QStringList names;
    for (QListWidgetItem *item : at.items()) {
        at.list()->setCurrentItem(item);
        names += item->text();
        QVERIFY2(at.preview().contains(CopySheet::mask()), qPrintable(item->text()));
        QVERIFY(at.window.find(u"Copy"_s)->isEnabled());
    }
    QCOMPARE(names, namesOf(handofftext::groups(Api::Form::V2)));
    QCOMPARE(names.size(), QMetaEnum::fromType<handoff::Format>().keyCount());
    QVERIFY(at.window.picture(u"copy-as-last"_s));
}

void TestCopySheet::anSdkThatCannotWorkIsNotOffered_data()
{
    QTest::addColumn<Api::Form>("form");
    QTest::addColumn<bool>("isOffered");
    QTest::newRow("the 2022 beta") << Api::Form::Beta2022 << false;
    QTest::newRow("the later beta") << Api::Form::Beta << false;
    QTest::newRow("2.0") << Api::Form::V2 << true;
}

void TestCopySheet::anSdkThatCannotWorkIsNotOffered()
{
    QFETCH(Api::Form, form);
    QFETCH(bool, isOffered);
    OpenSheet at(form);
    QVERIFY(at.isReady);
    QStringList inSheet;
    for (const QListWidgetItem *item : at.items())
        inSheet += item->text();
    const QStringList inMenu = namesIn(
        qobject_cast<QToolButton *>(at.window.find(u"Copy token"_s))->menu()->actions().sliced(1));
    QCOMPARE(inMenu, inSheet);
    for (const QString &sdk : {u"TypeScript SDK"_s, u"Python SDK"_s, u"Java SDK"_s,
                               u"Visual Embed SDK, one page load"_s})
        QCOMPARE(inSheet.contains(sdk), isOffered);
    QVERIFY(inSheet.contains(u"Bruno environment"_s));
    QCOMPARE(at.list()->findItems(u"Vendor's SDK"_s, Qt::MatchExactly).isEmpty(), !isOffered);
    QVERIFY(isOffered || at.window.picture(u"copy-as-beta"_s));
}

void TestCopySheet::whatIsCopiedIsWhatWasShown()
{
    OpenSheet at;
    QVERIFY(at.isReady);
    at.list()->setCurrentItem(at.items().at(3)); // a command
    const QString shown = at.preview();
    QVERIFY(at.window.click(u"Copy"_s));
    QVERIFY(at.window.waitFor([&] { return !at.window.find(forms); }, u"for it to close"_s));
    QVERIFY(at.window.waitForText(u"Status"_s, u"curl command copied."_s));
    const QString copied = QGuiApplication::clipboard()->text();
    static const QRegularExpression bearer(u"Bearer ([A-Za-z0-9._~+/=-]+)"_s);
    const QString token = bearer.match(copied).captured(1);
    QVERIFY(token.size() > 40);
    QCOMPARE(QString(copied).replace(token, CopySheet::mask()), shown);
}

void TestCopySheet::theKeysGoFromFormToForm()
{
    OpenSheet at;
    QVERIFY(at.isReady);
    QTRY_COMPARE(QApplication::focusWidget(), at.list());
    QCOMPARE(at.preview(), CopySheet::mask());
    QVERIFY(at.window.press(Qt::Key_Down));
    QCOMPARE(at.preview(), u"Authorization: Bearer "_s + CopySheet::mask());
    QVERIFY(at.window.press(Qt::Key_Down));
    QVERIFY(at.window.press(Qt::Key_Down)); // past a heading
    QVERIFY(at.preview().startsWith(u"curl "_s));
    QVERIFY(at.window.press(Qt::Key_Up));
    QVERIFY(at.window.press(Qt::Key_Up));
    QVERIFY(at.window.press(Qt::Key_Return));
    QVERIFY(at.window.waitForText(u"Status"_s, u"Authorization header copied."_s));
    QVERIFY(at.open());
    QVERIFY(at.window.press(Qt::Key_Escape));
    QVERIFY(!at.window.find(forms));
}

void TestCopySheet::aFormThatCannotHoldItIsNotCopied()
{
    CopySheet sheet(u"Of nobody."_s, Api::Form::V2,
                    {{handoff::Format::AuthorizationHeader, u"Bearer x"_s}}, nullptr);
    auto *list = sheet.findChild<QListWidget *>(u"copyForms"_s);
    auto *copy = sheet.findChild<QPushButton *>(u"copyForm"_s);
    sheet.setAttribute(Qt::WA_DeleteOnClose, false);
    QSignalSpy wanted(&sheet, &CopySheet::copyRequested);
    QVERIFY(!copy->isEnabled());
    Q_EMIT list->itemDoubleClicked(list->currentItem());
    QCOMPARE(wanted.count(), 0);
    list->setCurrentRow(1);
    QVERIFY(copy->isEnabled());
}

void TestCopySheet::anotherTokenTakesTheSheetAway()
{
    OpenSheet at;
    QVERIFY(at.isReady);
    at.desk.mainWindow().findChild<QAction *>(u"signOutAction"_s)->trigger();
    QVERIFY(at.window.waitFor([&] { return !at.window.find(forms); }, u"for it to close"_s));
}

void TestCopySheet::aLockTakesTheSheetAway()
{
    OpenSheet at;
    QVERIFY(at.isReady);
    at.desk.mainWindow().lock(LockState::Reason::ByHand);
    QVERIFY(!at.window.find(forms));
}

QTEST_MAIN(TestCopySheet)
#include "tst_copysheet.moc"
