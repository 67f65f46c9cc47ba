#include "ui/session/chipsection.h"
#include "ui/session/fieldview.h"
#include "ui/session/lineview.h"
#include "ui/session/secretfields.h"
#include "ui/session/sessionpanel.h"
#include "ui/support/deskstyle.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/chip.h"
#include "ui/widgets/factlabel.h"

#include <QApplication>
#include <QContextMenuEvent>
#include <QJsonArray>
#include <QJsonDocument>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTabBar>
#include <QTest>

#include <memory>

using namespace Qt::StringLiterals;

static QJsonObject sampleJson()
{
    return {{u"userName"_s, u"maria.lopez"_s},
            {u"authToken"_s, u"s3cret-token"_s},
            {u"configInfo"_s,
             QJsonObject{{u"ldapConfiguration"_s, QJsonObject{{u"bindPassword"_s, u"s3cret-ldap"_s},
                                                              {u"realms"_s, u"<b>one</b>"_s}}}}},
            {u"bigId"_s, qint64(9007199254740993)},
            {u"neverHeardOf"_s, QJsonArray{1, 2, 3}},
            {u"expirationTime"_s, 1643652000}};
}

static ApiError failure(ApiError::Kind kind)
{
    ApiError error;
    error.kind = kind;
    return error;
}

static SignedIn sampleState()
{
    SignedIn state;
    SessionInfo info;
    info.userName = u"maria.lopez"_s;
    info.displayName = u"Maria Lopez"_s;
    info.email = u"maria.lopez@example.com"_s;
    info.accountType = u"LOCAL_USER"_s;
    info.accountState = u"ACTIVE"_s;
    info.releaseVersion = u"26.8.0.cl-14"_s;
    info.privileges = {u"AUTHORING"_s, u"NOT_YET_INVENTED"_s};
    info.groups = {u"Analysts"_s, u"EMEA sales"_s};
    info.orgs = {{0, u"Primary"_s}, {1042377815, u"retail-emea"_s}};
    info.currentOrg = info.orgs.at(1);
    info.json = sampleJson();
    info.fetchedMs = 1'700'000'000'000;
    state.orgs = info.orgs;
    state.info = info;
    return state;
}

// A panel in a window, and what it asked for.
struct Shown
{
    SessionPanel panel;
    QSignalSpy copies{&panel, &SessionPanel::copyTextRequested};
    QSignalSpy refreshes{&panel, &SessionPanel::refreshRequested};

    explicit Shown(const SignedIn &state)
    {
        // As the window does, but for the worker.
        QObject::connect(&panel, &SessionPanel::copyLongTextRequested, &panel,
                         [this](const std::function<QString()> &make, bool isSecret) {
                             Q_EMIT panel.copyTextRequested(make(), isSecret);
                         });
        panel.resize(840, 420);
        panel.render(state);
        panel.show();
    }

    [[nodiscard]] QTabBar *tabs() const { return panel.findChild<QTabBar *>(); }
    [[nodiscard]] FieldView *fields() const { return panel.findChild<FieldView *>(); }
    [[nodiscard]] LineView *lines() const { return panel.findChild<LineView *>(); }
    [[nodiscard]] QLineEdit *search() const
    {
        return panel.findChild<QLineEdit *>(u"sessionSearch"_s);
    }
    [[nodiscard]] QString text(const QString &name) const
    {
        const auto *label = panel.findChild<QLabel *>(name);
        return label->isHidden() ? QString() : label->text();
    }
    [[nodiscard]] bool isIndexed(int count) const
    {
        return fields()->fields().json().fieldCount() == count;
    }
    void choose(const QString &path)
    {
        const JsonIndex &json = fields()->fields().json();
        for (int node = 1; node < json.size(); ++node) {
            if (json.path(node) == path)
                fields()->showField(node);
        }
    }
};

static QStringList chips(const QWidget &within, const QString &section)
{
    QStringList texts;
    for (const Chip *chip : within.findChild<ChipSection *>(section)->findChildren<Chip *>())
        texts += chip->text() + (chip->accessibleDescription() == u"current"_s ? u" *"_s : u""_s);
    return texts;
}

static QAction *menuEntry(QWidget *view, const QString &text)
{
    QContextMenuEvent event(QContextMenuEvent::Keyboard, {}, {});
    QApplication::sendEvent(view, &event);
    for (QMenu *menu : view->findChildren<QMenu *>()) {
        for (QAction *action : menu->actions()) {
            if (action->text() == text)
                return action;
        }
    }
    return nullptr;
}

class SessionPanelTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase() { dress(*qApp); }
    // Windows of the offscreen platform cannot raise or grab, and say so.
    void init()
    {
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support)"_s));
    }

    void theOverviewSaysWhoThisIsInPlainWords()
    {
        const Shown shown(sampleState());
        QStringList values;
        for (const FactLabel *fact : shown.panel.findChildren<FactLabel *>())
            values += fact->value();
        for (const QString &value : {u"Maria Lopez"_s, u"maria.lopez@example.com"_s,
                                     u"Local user, active"_s, u"26.8.0.cl-14"_s})
            QVERIFY2(values.contains(value), qPrintable(value));
        QCOMPARE(chips(shown.panel, u"privileges"_s),
                 (QStringList{u"Can create content"_s, u"NOT_YET_INVENTED"_s}));
        QCOMPARE(chips(shown.panel, u"groups"_s), (QStringList{u"Analysts"_s, u"EMEA sales"_s}));
        QVERIFY(shown.text(u"sessionFooter"_s).startsWith(u"Fetched 14 Nov 2023 22:13:20"_s));
    }

    void aPrivilegeKeepsTheNameOfTheApiInItsToolTip()
    {
        const Shown shown(sampleState());
        const auto *section = shown.panel.findChild<ChipSection *>(u"privileges"_s);
        QVERIFY(section->findChildren<Chip *>().first()->toolTip().contains(u"AUTHORING"_s));
    }

    void theCurrentOrganizationAloneIsTicked()
    {
        SignedIn state = sampleState();
        Shown shown(state);
        QCOMPARE(chips(shown.panel, u"organizations"_s),
                 (QStringList{u"Primary"_s, u"retail-emea *"_s}));
        state.info->currentOrg = Org{0, u"Primary"_s};
        state.info->fetchedMs += 1;
        shown.panel.render(state);
        QCOMPARE(chips(shown.panel, u"organizations"_s),
                 (QStringList{u"Primary *"_s, u"retail-emea"_s}));
    }

    void fiveHundredGroupsShowFortyUntilMoreAreAskedFor()
    {
        SignedIn state = sampleState();
        for (int i = 0; i < 498; ++i)
            state.info->groups += u"Group %1"_s.arg(i);
        const Shown shown(state);
        QCOMPARE(chips(shown.panel, u"groups"_s).size(), 40);
        auto *more = shown.panel.findChild<QPushButton *>(u"more"_s);
        QCOMPARE(more->text(), u"460 more…"_s);
        more->click();
        QCOMPARE(chips(shown.panel, u"groups"_s).size(), 500);
    }

    void hostileNamesAreShownLiterally()
    {
        SignedIn state = sampleState();
        state.info->displayName = u"<img src=file:///etc/passwd> & <b>x</b>\u202E"_s;
        state.info->groups = {u"<b>x</b>"_s, u"&lt;a"_s, QString(1'000'000, u'x'),
                              u"e"_s + QString(200'000, QChar(0x0301))};
        state.info->orgs = state.orgs = {{1, u"R&D"_s}};
        const Shown shown(state);
        const QStringList groups = chips(shown.panel, u"groups"_s);
        QCOMPARE(groups.mid(0, 2), (QStringList{u"<b>x</b>"_s, u"&lt;a"_s}));
        QVERIFY(groups.at(2).size() < 600 && groups.at(3).size() < 10);
        QCOMPARE(chips(shown.panel, u"organizations"_s), QStringList{u"R&D"_s});
        for (const QLabel *label : shown.panel.findChildren<QLabel *>())
            QCOMPARE(label->textFormat(), Qt::PlainText);
    }

    void allFieldsAreThereAfterAWorkerHasCountedThem()
    {
        const Shown shown(sampleState());
        QVERIFY(shown.isIndexed(0));
        QVERIFY(shown.text(u"sessionFooter"_s).contains(u"reading all fields"_s));
        QTRY_VERIFY(shown.isIndexed(12));
        QVERIFY(shown.text(u"sessionFooter"_s).contains(u"12 fields · 2 secrets masked"_s));
        QCOMPARE(shown.fields()->fields().rowCount(), 6);
    }

    void ctrlCCopiesTheExactValue_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QString>("copied");
        QTest::newRow("a text") << u"userName"_s << u"maria.lopez"_s;
        QTest::newRow("a number over what a double holds") << u"bigId"_s << u"9007199254740993"_s;
        QTest::newRow("markup, untouched")
            << u"configInfo.ldapConfiguration.realms"_s << u"<b>one</b>"_s;
        QTest::newRow("a list as JSON") << u"neverHeardOf"_s << u"[\n  1,\n  2,\n  3\n]"_s;
        QTest::newRow("an object as JSON, its secret masked")
            << u"configInfo.ldapConfiguration"_s
            << u"{\n  \"bindPassword\": \"%1\",\n  \"realms\": \"<b>one</b>\"\n}"_s.arg(
                   SecretFields::mask());
    }
    void ctrlCCopiesTheExactValue()
    {
        QFETCH(QString, path);
        QFETCH(QString, copied);
        Shown shown(sampleState());
        QTRY_VERIFY(shown.isIndexed(12));
        shown.choose(path);
        QTest::keyClick(shown.fields(), Qt::Key_C, Qt::ControlModifier);
        QTRY_COMPARE(shown.copies.size(), 1);
        QCOMPARE(shown.copies.first(), (QVariantList{copied, false}));
        QTest::keyClick(shown.fields(), Qt::Key_C, Qt::ControlModifier | Qt::ShiftModifier);
        QCOMPARE(shown.copies.last(), (QVariantList{path, false}));
    }

    void aTextIsCopiedWholeHoweverItIsShown()
    {
        SignedIn state = sampleState();
        const QString huge = u"\u202E"_s + QString(100'000, u'x') + u"\n"_s;
        state.info->json = {{u"huge"_s, huge}};
        Shown shown(state);
        QTRY_VERIFY(shown.isIndexed(1));
        shown.choose(u"huge"_s);
        QTest::keyClick(shown.fields(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(shown.copies.first(), (QVariantList{huge, false}));
    }

    void aSecretLeavesOnlyByItsOwnMenuEntryAndTheTimedWay()
    {
        Shown shown(sampleState());
        QTRY_VERIFY(shown.isIndexed(12));
        shown.choose(u"authToken"_s);
        QTest::keyClick(shown.fields(), Qt::Key_C, Qt::ControlModifier);
        QCOMPARE(shown.copies.size(), 0);
        QVERIFY(shown.text(u"sessionFooter"_s).contains(u"secret"_s));
        QVERIFY(!menuEntry(shown.fields(), u"Copy value"_s));
        menuEntry(shown.fields(), u"Copy secret value"_s)->trigger();
        QCOMPARE(shown.copies.size(), 1);
        QCOMPARE(shown.copies.first(), (QVariantList{u"s3cret-token"_s, true}));
    }

    void aRevealedSecretIsMaskedAgainWhenTheTabIsLeft()
    {
        Shown shown(sampleState());
        QTRY_VERIFY(shown.isIndexed(12));
        shown.tabs()->setCurrentIndex(1);
        shown.choose(u"authToken"_s);
        const auto value = [&shown] {
            return shown.fields()->currentIndex().siblingAtColumn(1).data().toString();
        };
        menuEntry(shown.fields(), u"Reveal secret value"_s)->trigger();
        QCOMPARE(value(), u"s3cret-token"_s);
        shown.tabs()->setCurrentIndex(0);
        QCOMPARE(value(), SecretFields::mask());
    }

    void noWidgetHoldsASecretInAnyTab()
    {
        Shown shown(sampleState());
        QTRY_VERIFY(shown.isIndexed(12));
        for (int tab = 0; tab < 3; ++tab) {
            shown.tabs()->setCurrentIndex(tab);
            for (const QLabel *label : shown.panel.findChildren<QLabel *>())
                QVERIFY(!(label->text() + label->toolTip()).contains(u"s3cret"_s));
        }
        const JsonLines &lines = shown.lines()->lineModel().lines();
        for (int line = 0; line < lines.size(); ++line)
            QVERIFY(!lines.line(line).text().contains(u"s3cret"_s));
    }

    void copyAllMasksSecretsAndSaysSo()
    {
        Shown shown(sampleState());
        QTRY_VERIFY(shown.isIndexed(12));
        shown.tabs()->setCurrentIndex(2);
        shown.panel.findChild<QPushButton *>(u"copyAllJson"_s)->click();
        QVERIFY(shown.text(u"sessionFooter"_s).contains(u"masked in the copy"_s));
        QTRY_COMPARE(shown.copies.size(), 1);
        QCOMPARE(shown.copies.first().at(1).toBool(), false);
        const QString text = shown.copies.first().at(0).toString();
        QVERIFY(!text.contains(u"s3cret"_s));
        QJsonObject expected = sampleJson();
        const QJsonObject copied = QJsonDocument::fromJson(text.toUtf8()).object();
        QCOMPARE(copied.value(u"authToken"_s).toString(), SecretFields::mask());
        QCOMPARE(copied.value(u"bigId"_s).toInteger(), 9007199254740993);
        QCOMPARE(copied.keys(), expected.keys());

        menuEntry(shown.lines(), u"Copy all with secrets"_s)->trigger();
        QTRY_COMPARE(shown.copies.size(), 2);
        QCOMPARE(shown.copies.last().at(1).toBool(), true);
        QCOMPARE(QJsonDocument::fromJson(shown.copies.last().at(0).toString().toUtf8()).object(),
                 expected);
    }

    void chosenLinesAreCopiedAsText()
    {
        Shown shown(sampleState());
        QTRY_VERIFY(shown.isIndexed(12));
        shown.tabs()->setCurrentIndex(2);
        shown.lines()->setCurrentIndex(shown.lines()->lineModel().index(1, 0));
        QTest::keyClick(shown.lines(), Qt::Key_Down, Qt::ShiftModifier);
        QTest::keyClick(shown.lines(), Qt::Key_C, Qt::ControlModifier);
        QTRY_COMPARE(shown.copies.size(), 1);
        QCOMPARE(shown.copies.first(),
                 (QVariantList{u"  \"authToken\": \"%1\",\n  \"bigId\": 9007199254740993,"_s.arg(
                                   SecretFields::mask()),
                               false}));
    }

    void theSearchCountsWhatItFoundAndOpensTheWayToIt()
    {
        Shown shown(sampleState());
        QTRY_VERIFY(shown.isIndexed(12));
        QTest::keyClicks(shown.search(), u"REALM"_s);
        QTRY_COMPARE(shown.text(u"sessionSearchCount"_s), u"1 of 12 fields"_s);
        QCOMPARE(shown.tabs()->currentIndex(), 1);
        QCOMPARE(shown.fields()->currentIndex().data().toString(), u"realms"_s);
        QVERIFY(shown.fields()->isExpanded(shown.fields()->fields().index(0, 0)));

        QTest::keyClick(shown.search(), Qt::Key_Escape);
        QTRY_COMPARE(shown.text(u"sessionSearchCount"_s), QString());
        QCOMPARE(shown.tabs()->currentIndex(), 0);
        QCOMPARE(shown.fields()->fields().rowCount(), 6);
    }

    void searchingForTheTextOfASecretFindsNothing()
    {
        Shown shown(sampleState());
        QTRY_VERIFY(shown.isIndexed(12));
        QTest::keyClicks(shown.search(), u"s3cret"_s);
        QTRY_COMPARE(shown.text(u"sessionSearchCount"_s), u"0 of 12 fields"_s);
        QCOMPARE(shown.fields()->fields().rowCount(), 0);
    }

    void enterGoesFromHitToHitInTheTextToo()
    {
        Shown shown(sampleState());
        QTRY_VERIFY(shown.isIndexed(12));
        shown.tabs()->setCurrentIndex(2);
        QTest::keyClicks(shown.search(), u"conf"_s);
        QTRY_COMPARE(shown.text(u"sessionSearchCount"_s), u"2 of 12 fields"_s);
        const auto line = [&shown] { return shown.lines()->currentIndex().data().toString(); };
        QCOMPARE(line(), u"  \"configInfo\": {"_s);
        QTest::keyClick(shown.search(), Qt::Key_Return);
        QCOMPARE(line(), u"    \"ldapConfiguration\": {"_s);
        QTest::keyClick(shown.search(), Qt::Key_Return);
        QCOMPARE(line(), u"  \"configInfo\": {"_s);
        QTest::keyClick(shown.search(), Qt::Key_Return, Qt::ShiftModifier);
        QCOMPARE(line(), u"    \"ldapConfiguration\": {"_s);
    }

    void everythingIsReachedByKey()
    {
        Shown shown(sampleState());
        QTRY_VERIFY(shown.isIndexed(12));
        shown.panel.activateWindow();
        QTRY_VERIFY(QApplication::activeWindow() == &shown.panel);
        shown.panel.focusSearch();
        QCOMPARE(QApplication::focusWidget(), shown.search());
        QTest::keyClicks(shown.search(), u"o"_s);
        QTRY_COMPARE(shown.tabs()->currentIndex(), 1);
        QTest::keyClick(shown.search(), Qt::Key_Down);
        QCOMPARE(QApplication::focusWidget(), shown.fields());
        QTest::keyClick(shown.fields(), Qt::Key_Backtab);
        QCOMPARE(QApplication::focusWidget()->accessibleName(), u"Refresh"_s);
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Space);
        QCOMPARE(shown.refreshes.size(), 1);

        shown.tabs()->setCurrentIndex(2);
        shown.lines()->setFocus();
        shown.lines()->setCurrentIndex(shown.lines()->lineModel().index(0, 0));
        const int before = shown.lines()->lineModel().rowCount();
        QTest::keyClick(shown.lines(), Qt::Key_Left);
        QCOMPARE(shown.lines()->lineModel().rowCount(), 1);
        QTest::keyClick(shown.lines(), Qt::Key_Right);
        QCOMPARE(shown.lines()->lineModel().rowCount(), before);
    }

    void aStarOpensEverythingBelowALittleAtATime()
    {
        Shown shown(sampleState());
        QTRY_VERIFY(shown.isIndexed(12));
        shown.choose(u"configInfo"_s);
        QTest::keyClick(shown.fields(), Qt::Key_Asterisk);
        QVERIFY(shown.fields()->isExpanding());
        QTRY_VERIFY(!shown.fields()->isExpanding());
        const JsonIndex &json = shown.fields()->fields().json();
        for (int node = 1; node < json.size(); ++node) {
            const QModelIndex index = shown.fields()->fields().indexOf(node);
            const bool isInside = json.path(node).startsWith(u"configInfo"_s);
            QCOMPARE(shown.fields()->isExpanded(index), isInside && json.isContainer(node));
        }
    }

    void aRefreshKeepsWhatWasOpenAndWhatIsLookedFor()
    {
        SignedIn state = sampleState();
        Shown shown(state);
        QTRY_VERIFY(shown.isIndexed(12));
        shown.choose(u"configInfo.ldapConfiguration.realms"_s);
        state.info->json.insert(u"aNewField"_s, 1);
        state.info->fetchedMs += 1000;
        shown.panel.render(state);
        QTRY_VERIFY(shown.isIndexed(13));
        QCOMPARE(shown.fields()->currentIndex().data().toString(), u"realms"_s);
        QTest::keyClicks(shown.search(), u"field"_s);
        QTRY_COMPARE(shown.text(u"sessionSearchCount"_s), u"1 of 13 fields"_s);
        state.info->json.insert(u"oneMoreField"_s, 1);
        state.info->fetchedMs += 1000;
        shown.panel.render(state);
        QTRY_COMPARE(shown.text(u"sessionSearchCount"_s), u"2 of 14 fields"_s);
    }

    void aLateIndexOfAnOlderObjectIsDropped()
    {
        SignedIn state = sampleState();
        Shown shown(state);
        for (int i = 0; i < 5; ++i) {
            state.info->json = {{u"only"_s, i}};
            state.info->fetchedMs += 1;
            shown.panel.render(state);
        }
        QTRY_VERIFY(shown.isIndexed(1));
        QCOMPARE(shown.fields()->fields().json().value(1).toInteger(), 4);
        QTRY_VERIFY(!shown.text(u"sessionFooter"_s).contains(u"reading"_s));
        QCOMPARE(shown.fields()->fields().json().value(1).toInteger(), 4);
    }

    void aFailedRefreshKeepsTheLastKnownAndSaysSo()
    {
        SignedIn state = sampleState();
        Shown shown(state);
        const auto *banner = shown.panel.findChild<Banner *>();
        QVERIFY(banner->isHidden());
        state.infoIsStale = true;
        state.lastError = failure(ApiError::Kind::Timeout);
        shown.panel.render(state);
        QVERIFY(!banner->isHidden());
        QStringList said;
        for (const QLabel *label : banner->findChildren<QLabel *>())
            said += label->text();
        QVERIFY(said.join(u' ').contains(u"The last refresh failed."_s));
        QVERIFY(said.join(u' ').contains(u"fetched 14 Nov 2023 22:13:20"_s));
        QCOMPARE(chips(shown.panel, u"groups"_s).size(), 2);

        state.infoIsStale = false;
        state.lastError.reset();
        shown.panel.render(state);
        QVERIFY(banner->isHidden());
    }

    void aFailedChangeOfOrganizationIsSaidEvenOverAStaleInfo()
    {
        SignedIn state = sampleState();
        Shown shown(state);
        const auto *banner = shown.panel.findChild<Banner *>();
        state.infoIsStale = true;
        state.lastError = failure(ApiError::Kind::Timeout);
        shown.panel.render(state);
        state.activity = SignedIn::Activity::SwitchingOrg;
        state.lastError.reset();
        shown.panel.render(state);
        state.activity = SignedIn::Activity::Idle;
        state.lastError = failure(ApiError::Kind::Forbidden);
        shown.panel.render(state);
        QVERIFY(banner->accessibleDescription().startsWith(
            u"The change of Organization failed. The account is not allowed"_s));

        // Another session has its own troubles.
        state.signedInMs += 1;
        state.lastError = failure(ApiError::Kind::RateLimited);
        state.infoIsStale = false;
        shown.panel.render(state);
        QVERIFY(banner->isHidden());
    }

    void anEndedSessionIsSaidAndCannotBeRefreshed()
    {
        SignedIn state = sampleState();
        state.ended = true;
        const Shown shown(state);
        QVERIFY(shown.text(u"sessionFooter"_s).startsWith(u"The session has ended"_s));
        QVERIFY(!shown.panel.findChild<QPushButton *>(u"refresh"_s)->isEnabled());
        QCOMPARE(chips(shown.panel, u"groups"_s).size(), 2);
    }

    void withoutAnyInfoItSaysSo()
    {
        SignedIn state = sampleState();
        state.info.reset();
        Shown shown(state);
        QVERIFY(!shown.panel.grab().isNull());
        QVERIFY(shown.panel.findChild<ChipSection *>(u"groups"_s)->isHidden());
        state.lastError = failure(ApiError::Kind::Forbidden);
        shown.panel.render(state);
        QVERIFY(!shown.panel.findChild<Banner *>()->isHidden());
    }

    void nothingOfOneAccountStandsUnderTheNameOfAnother()
    {
        SignedIn state = sampleState();
        Shown shown(state);
        QTRY_VERIFY(shown.isIndexed(12));
        state.account.userName = u"somebody.else"_s;
        state.info->json = {{u"userName"_s, u"somebody.else"_s}};
        state.info->fetchedMs += 1;
        shown.panel.render(state);
        QVERIFY(shown.isIndexed(0));
        QCOMPARE(shown.lines()->lineModel().rowCount(), 1);
        QTRY_VERIFY(shown.isIndexed(1));
        state.info.reset();
        shown.panel.render(state);
        QVERIFY(shown.isIndexed(0));
    }

    void accessibleNamesAreTheAgreedOnes()
    {
        const Shown shown(sampleState());
        QStringList names;
        for (const QWidget *widget : shown.panel.findChildren<QWidget *>())
            names += widget->accessibleName();
        for (const QString &name : {u"Session info"_s, u"Search session info"_s, u"Refresh"_s})
            QCOMPARE(names.count(name), 1);
    }

    void aHugeObjectIsIndexedOffTheGuiThreadAndShownLazily()
    {
        QJsonArray list;
        for (int i = 0; i < 60'000; ++i)
            list.append(QJsonObject{{u"id"_s, i}, {u"name"_s, u"Object %1"_s.arg(i)}});
        SignedIn state = sampleState();
        state.info->json = {{u"objects"_s, list}};
        Shown shown(state);
        QVERIFY(shown.isIndexed(0));
        QTRY_VERIFY(shown.isIndexed(180'001));
        shown.tabs()->setCurrentIndex(1);
        const QModelIndex objects = shown.fields()->fields().index(0, 0);
        shown.fields()->expand(objects);
        QCOMPARE(shown.fields()->fields().rowCount(objects), 60);
        QCOMPARE(shown.lines()->lineModel().rowCount(), 240'004);
        QTest::keyClicks(shown.search(), u"object 59999"_s);
        QTRY_COMPARE(shown.text(u"sessionSearchCount"_s).section(u' ', 0, 0), u"1"_s);
        QCOMPARE(shown.fields()->currentIndex().siblingAtColumn(1).data().toString(),
                 u"Object 59999"_s);
    }
};

QTEST_MAIN(SessionPanelTest)
#include "tst_sessionpanel.moc"
