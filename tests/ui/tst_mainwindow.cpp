#include "core/session/sessions.h"
#include "core/storage/profilestore.h"
#include "tests/support/democluster.h"
#include "tests/ui/stubbornsystem.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/profiles/profilelist.h"
#include "ui/session/lineview.h"
#include "ui/support/deskstyle.h"
#include "ui/support/secretclipboard.h"

#include <QAbstractButton>
#include <QAbstractItemView>
#include <QApplication>
#include <QClipboard>
#include <QComboBox>
#include <QDir>
#include <QFile>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QMenuBar>
#include <QSignalSpy>
#include <QTabBar>
#include <QTemporaryDir>
#include <QTest>
#include <QThreadPool>

using namespace Qt::StringLiterals;

//! A window on settings of its own.
struct Desk
{
    Desk()
        : store(home.filePath(u"desk/profiles.conf"_s))
        , window(store, sessions, clipboard)
    {}

    void open()
    {
        store.load();
        window.start();
        window.show();
        window.activateWindow();
        QSignalSpy painted(&window, &MainWindow::firstPainted);
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QVERIFY(painted.count() > 0 || painted.wait());
    }

    QUuid add(const QString &name, const QString &origin)
    {
        Profile profile;
        profile.name = name;
        profile.origin = origin;
        profile.userName = u"maria.lopez"_s;
        return store.save(profile);
    }

    //! All visible controls with this accessible name.
    [[nodiscard]] QList<QWidget *> named(const QString &name) const
    {
        QList<QWidget *> found;
        const QList<QWidget *> all = window.findChildren<QWidget *>();
        for (QWidget *widget : all) {
            if (widget->isVisible() && widget->accessibleName() == name)
                found.append(widget);
        }
        return found;
    }

    [[nodiscard]] QWidget *one(const QString &name) const
    {
        const QList<QWidget *> found = named(name);
        return found.size() == 1 ? found.first() : nullptr;
    }

    [[nodiscard]] QString status() const
    {
        const auto *label = qobject_cast<QLabel *>(one(u"Status"_s));
        return label ? label->accessibleDescription() : QString();
    }

    [[nodiscard]] QAction *action(const QString &objectName) const
    {
        return window.menuBar()->findChild<QAction *>(objectName);
    }

    void press(const QKeySequence &keys) const
    {
        QTest::keySequence(
            QApplication::focusWidget() ? QApplication::focusWidget()->window() : &window, keys);
    }

    QTemporaryDir home;
    ProfileStore store;
    Sessions sessions;
    SecretClipboard clipboard;
    mutable MainWindow window;
};

class MainWindowTest final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        // The offscreen platform says this of every window.
        QTest::failOnWarning(QRegularExpression(u"^(?!This plugin does not support prop)"_s));
    }
    void withoutAProfileThereAreTwoOffers();
    void everyNamedControlOfTheSignInFormIsThereOnce();
    void everyActionHasATextAndKeysOfItsOwn();
    void theShortcutsPageListsEveryAction();
    void theMainJobWorksWithTheKeysAlone();
    void aLaterCopyWinsOverALongOne_data();
    void aLaterCopyWinsOverALongOne();
    void noLabelShowsMarkup();
    void tabReachesEveryControlAndComesBack();
    void everythingThatTakesTheFocusHasNames();
    void narrowWindowsShowTiles();
    void removingAsksAndNamesWhatGoes();
    void aDraftIsKeptOnlyOnceSomebodySignsInWithIt();
    void theThemeIsChosenAndKept();
    void theTimeOnTheClipboardIsChosenAndKept();
    void sizeAndColumnAreKeptAtTheEnd();
    void theLockScreenSaysWhatTheClipboardHoldsOnTo();
    void troubleWithTheSettingsIsSaid();
    void theDemoSaysSo();
    void aWindowThatGoesCallsNoServer();
};

void MainWindowTest::withoutAProfileThereAreTwoOffers()
{
    Desk desk;
    desk.open();
    QSignalSpy demo(&desk.window, &MainWindow::demoRequested);
    QTest::mouseClick(desk.one(u"Try the demo cluster"_s), Qt::LeftButton);
    QCOMPARE(demo.count(), 1);
    QTest::mouseClick(desk.one(u"Add a cluster"_s), Qt::LeftButton);
    QVERIFY(desk.one(u"Server"_s));
    QTRY_VERIFY(desk.one(u"Server"_s)->hasFocus());
    QVERIFY(desk.store.profiles().isEmpty());
}

void MainWindowTest::everyNamedControlOfTheSignInFormIsThereOnce()
{
    Desk desk;
    desk.add(u"Acme"_s, u"https://acme.example.com"_s);
    desk.open();
    for (const QString &name :
         {u"Server"_s, u"API"_s, u"User name"_s, u"Password"_s, u"Organization"_s, u"Remember me"_s,
          u"Token validity"_s, u"Test connection"_s, u"Sign in"_s, u"Profiles"_s, u"Add profile"_s,
          u"Status"_s}) {
        QVERIFY2(desk.named(name).size() == 1,
                 qPrintable(u"%1: %2"_s.arg(name).arg(desk.named(name).size())));
    }
    QCOMPARE(desk.status(), u"Not signed in"_s);
}

static QList<QAction *> actionsOf(const QMenu &menu)
{
    QList<QAction *> all;
    for (QAction *action : menu.actions()) {
        if (action->menu())
            all += actionsOf(*action->menu());
        else if (!action->isSeparator())
            all += action;
    }
    return all;
}

static QList<QAction *> actionsOf(const QMenuBar &bar)
{
    QList<QAction *> all;
    for (QAction *action : bar.actions())
        all += actionsOf(*action->menu());
    return all;
}

void MainWindowTest::everyActionHasATextAndKeysOfItsOwn()
{
    Desk desk;
    QSet<QString> keys;
    const QList<QAction *> actions = actionsOf(*desk.window.menuBar());
    QVERIFY(actions.size() >= 25);
    for (const QAction *action : actions) {
        QVERIFY2(!action->text().isEmpty() && !action->objectName().isEmpty(),
                 qPrintable(action->text()));
        QVERIFY2(!action->shortcut().isEmpty(), qPrintable(action->text()));
        const QString text = action->shortcut().toString();
        QVERIFY2(!keys.contains(text), qPrintable(text));
        keys.insert(text);
    }
    QStringList titles;
    for (const QAction *action : desk.window.menuBar()->actions())
        titles += action->text().remove(u'&');
    QCOMPARE(titles, QStringList({u"File"_s, u"Session"_s, u"Token"_s, u"View"_s, u"Help"_s}));
}

void MainWindowTest::theShortcutsPageListsEveryAction()
{
    Desk desk;
    desk.open();
    desk.press(QKeySequence(Qt::Key_F1));
    QTRY_VERIFY(QApplication::activeModalWidget());
    QStringList texts;
    for (const QLabel *label : QApplication::activeModalWidget()->findChildren<QLabel *>())
        texts += label->text();
    for (const QAction *action : actionsOf(*desk.window.menuBar()))
        QVERIFY2(texts.contains(action->shortcut().toString(QKeySequence::NativeText)),
                 qPrintable(action->text()));
    QTest::keyClick(QApplication::activeModalWidget(), Qt::Key_Escape);
    QTRY_VERIFY(!QApplication::activeModalWidget());
}

void MainWindowTest::theMainJobWorksWithTheKeysAlone()
{
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    Desk desk;
    desk.open();
    const auto type = [](const QString &text) {
        QTest::keyClicks(QApplication::focusWidget(), text);
    };
    desk.press(QKeySequence(Qt::CTRL | Qt::Key_N));
    QTRY_VERIFY(desk.one(u"Server"_s) && desk.one(u"Server"_s)->hasFocus());
    type(cluster.origin().toString());
    while (QApplication::focusWidget() != desk.one(u"User name"_s))
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    type(u"maria.lopez"_s);
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    QCOMPARE(QApplication::focusWidget(), desk.one(u"Password"_s));
    type(cluster.password(u"maria.lopez"_s));
    QTest::keyClick(QApplication::focusWidget(), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(desk.one(u"Session info"_s) && desk.one(u"Token"_s), 10'000);
    for (const QString &name :
         {u"Session info"_s, u"Search session info"_s, u"Refresh"_s, u"Token"_s, u"Reveal token"_s,
          u"Copy token"_s, u"Get token"_s, u"Check token"_s, u"Revoke token"_s, u"Sign out"_s,
          u"Organization"_s, u"Profiles"_s, u"Add profile"_s, u"Status"_s}) {
        QVERIFY2(desk.named(name).size() == 1,
                 qPrintable(u"%1: %2"_s.arg(name).arg(desk.named(name).size())));
    }
    QTRY_COMPARE(desk.status(), u"Signed in."_s);
    QCOMPARE(desk.store.profiles().size(), 1);

    desk.press(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C));
    QVERIFY2(desk.status().startsWith(u"Token copied. Leaves the clipboard in "_s),
             qPrintable(desk.status()));
    const QString token = QGuiApplication::clipboard()->text();
    QVERIFY(token.size() > 20);
    desk.press(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_H));
    QCOMPARE(QGuiApplication::clipboard()->text(), u"Authorization: Bearer "_s + token);
    desk.press(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_X));
    QCOMPARE(QGuiApplication::clipboard()->text(), QString());
    desk.press(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_K));
    QTRY_VERIFY_WITH_TIMEOUT(desk.status().contains(u"accepted by the server"_s), 10'000);
    desk.press(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_C));
    desk.press(QKeySequence(Qt::CTRL | Qt::SHIFT | Qt::Key_O));
    QTRY_VERIFY_WITH_TIMEOUT(desk.one(u"Sign in"_s), 10'000);
    QTRY_VERIFY2(desk.status().startsWith(u"Signed out."_s), qPrintable(desk.status()));
    QCOMPARE(QGuiApplication::clipboard()->text(), QString());
    QCOMPARE(cluster.calls(u"2.0/login"_s), 1);
}

//! Visits the window in the states that a person sees most.
static void eachPage(Desk &desk, DemoCluster &cluster, const std::function<void()> &look)
{
    desk.open();
    look();
    desk.press(QKeySequence(Qt::CTRL | Qt::Key_N));
    look();
    const auto field = [&desk](const QString &name) {
        return qobject_cast<QLineEdit *>(desk.one(name));
    };
    field(u"Server"_s)->setText(cluster.origin().toString());
    field(u"User name"_s)->setText(u"maria.lopez"_s);
    field(u"Password"_s)->setText(cluster.password(u"maria.lopez"_s));
    QTest::keyClick(field(u"Password"_s), Qt::Key_Return);
    QTRY_VERIFY_WITH_TIMEOUT(desk.one(u"Session info"_s), 10'000);
    QTRY_VERIFY(desk.action(u"refreshAction"_s)->isEnabled());
    look();
    desk.press(QKeySequence(Qt::Key_F2));
    QTRY_VERIFY(QApplication::activeModalWidget());
    look();
    QTest::keyClick(QApplication::activeModalWidget(), Qt::Key_Escape);
    QTRY_VERIFY(!QApplication::activeModalWidget());
}

void MainWindowTest::aLaterCopyWinsOverALongOne_data()
{
    QTest::addColumn<QString>("next");
    QTest::addColumn<QString>("held");
    QTest::newRow("nothing follows") << QString() << u"JSON"_s;
    QTest::newRow("a token") << u"copyTokenAction"_s << u"a token"_s;
    QTest::newRow("another long one") << u"copyAllJson"_s << u"JSON"_s;
    QTest::newRow("clearing") << u"clearClipboardAction"_s << u"nothing"_s;
    QTest::newRow("a lock") << u"lockAction"_s << u"nothing"_s;
}

void MainWindowTest::aLaterCopyWinsOverALongOne()
{
    QFETCH(QString, next);
    QFETCH(QString, held);
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    Desk desk;
    bool isSignedIn = false;
    eachPage(desk, cluster, [&] { isSignedIn = desk.one(u"Session info"_s); });
    QVERIFY(isSignedIn);
    desk.window.findChild<QTabBar *>(u"sessionTabs"_s)->setCurrentIndex(2);
    QTRY_VERIFY(desk.window.findChild<LineView *>()->lineModel().rowCount() > 10);
    QGuiApplication::clipboard()->clear();
    QSignalSpy changes(QGuiApplication::clipboard(), &QClipboard::dataChanged);

    auto *copyAll = desk.window.findChild<QAbstractButton *>(u"copyAllJson"_s);
    copyAll->click();
    if (QAction *action = desk.action(next)) {
        action->setEnabled(true); // clearing: there is nothing yet
        action->trigger();
    } else if (next == "copyAllJson"_L1) {
        copyAll->click();
    }
    QVERIFY(QThreadPool::globalInstance()->waitForDone(5000));
    QCoreApplication::processEvents();
    const QString text = QGuiApplication::clipboard()->text();
    const QString kind = text.isEmpty()          ? u"nothing"_s
                         : text.startsWith(u'{') ? u"JSON"_s
                         : text.contains(u' ')   ? u"something else"_s
                                                 : u"a token"_s;
    QCOMPARE(kind, held);
    QCOMPARE(changes.count(), held == "nothing"_L1 ? 0 : 1);
}

void MainWindowTest::noLabelShowsMarkup()
{
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    Desk desk;
    int labels = 0;
    eachPage(desk, cluster, [&] {
        for (const QWidget *widget : QApplication::allWidgets()) {
            const auto *label = qobject_cast<const QLabel *>(widget);
            if (!label || label->inherits("QTipLabel"))
                continue;
            ++labels;
            QVERIFY2(label->textFormat() == Qt::PlainText, qPrintable(label->text()));
        }
    });
    QVERIFY(labels > 40);
}

static bool isStop(const QWidget *widget)
{
    return widget->isVisible() && widget->isEnabled() && widget->focusPolicy() & Qt::TabFocus;
}

void MainWindowTest::tabReachesEveryControlAndComesBack()
{
    Desk desk;
    desk.add(u"Acme"_s, u"https://acme.example.com"_s);
    desk.open();
    QSet<QWidget *> wanted;
    const QList<QWidget *> all = desk.window.findChildren<QWidget *>();
    for (QWidget *widget : all) {
        if (isStop(widget) && !widget->focusProxy())
            wanted.insert(widget);
    }
    QWidget *first = desk.one(u"Search clusters"_s);
    first->setFocus();
    QSet<QWidget *> visited;
    for (int i = 0; i < 100 && !visited.contains(QApplication::focusWidget()); ++i) {
        visited.insert(QApplication::focusWidget());
        QTest::keyClick(QApplication::focusWidget(), Qt::Key_Tab);
    }
    QCOMPARE(QApplication::focusWidget(), first);
    for (const QWidget *widget : wanted - visited)
        QFAIL(qPrintable(
            u"not reached: %1 %2"_s.arg(widget->objectName(), widget->accessibleName())));
}

void MainWindowTest::everythingThatTakesTheFocusHasNames()
{
    DemoCluster cluster;
    QVERIFY(cluster.isReady());
    Desk desk;
    eachPage(desk, cluster, [&] {
        for (const QWidget *widget : QApplication::allWidgets()) {
            // The edit field inside a combo box speaks through the box.
            if (!isStop(widget) || widget->isWindow() ||
                qobject_cast<QComboBox *>(widget->parentWidget()))
                continue;
            const QString what = QString::fromLatin1(widget->metaObject()->className()) + u' ' +
                                 widget->objectName();
            QVERIFY2(!widget->accessibleName().isEmpty(), qPrintable(what));
            QVERIFY2(!widget->objectName().isEmpty(), qPrintable(widget->accessibleName()));
        }
    });
}

void MainWindowTest::narrowWindowsShowTiles()
{
    Desk desk;
    desk.add(u"Acme"_s, u"https://acme.example.com"_s);
    desk.open();
    auto *column = desk.window.findChild<ProfileList *>();
    desk.window.resize(1120, 740);
    QTRY_VERIFY(!column->isCompact());
    QTRY_COMPARE(column->width(), 272);
    desk.window.resize(MainWindow::compactBelow - 1, 600);
    QTRY_VERIFY(column->isCompact());
    QTRY_COMPARE(column->width(), ProfileList::compactWidth);
    desk.window.resize(1000, 600);
    QTRY_VERIFY(!column->isCompact());
    QTRY_COMPARE(column->width(), 272);
    desk.press(QKeySequence(Qt::CTRL | Qt::Key_B));
    QTRY_VERIFY(column->isCompact());
    QCOMPARE(desk.window.minimumSize(), QSize(760, 520));
}

void MainWindowTest::removingAsksAndNamesWhatGoes()
{
    Desk desk;
    const QUuid first = desk.add(u"Acme production"_s, u"https://acme.example.com"_s);
    const QUuid second = desk.add(u"Retail"_s, u"https://retail.example.com"_s);
    desk.open();
    desk.window.showProfile(first);
    desk.one(u"Profiles"_s)->setFocus();
    desk.press(QKeySequence(Qt::Key_Delete));
    QTRY_VERIFY(QApplication::activeModalWidget());
    QString words;
    for (const QLabel *label : QApplication::activeModalWidget()->findChildren<QLabel *>())
        words += label->text() + u'\n';
    QVERIFY(words.contains(u"Acme production"_s));
    QVERIFY(words.contains(u"https://acme.example.com"_s));
    // Enter keeps: the safe way is the default.
    QTest::keyClick(QApplication::activeModalWidget(), Qt::Key_Return);
    QTRY_VERIFY(!QApplication::activeModalWidget());
    QCOMPARE(desk.store.profiles().size(), 2);
    desk.press(QKeySequence(Qt::Key_Delete));
    QTRY_VERIFY(QApplication::activeModalWidget());
    QTest::mouseClick(QApplication::activeModalWidget()->findChild<QAbstractButton *>(u"confirm"_s),
                      Qt::LeftButton);
    QTRY_COMPARE(desk.store.profiles().size(), 1);
    QCOMPARE(desk.store.profiles().first().id, second);
    QCOMPARE(desk.status(), u"Profile Acme production removed."_s);
    QCOMPARE(desk.window.findChild<ProfileList *>()->selected(), second);
}

void MainWindowTest::aDraftIsKeptOnlyOnceSomebodySignsInWithIt()
{
    Desk desk;
    const QUuid kept = desk.add(u"Acme"_s, u"https://acme.example.com"_s);
    desk.open();
    Profile draft;
    draft.origin = u"http://127.0.0.1:9"_s;
    draft.userName = u"maria.lopez"_s;
    desk.window.openDraft(draft);
    QCOMPARE(qobject_cast<QLineEdit *>(desk.one(u"Server"_s))->text(), draft.origin);
    QVERIFY(desk.window.findChild<ProfileList *>()->selected().isNull());
    desk.window.showProfile(kept);
    QCOMPARE(desk.store.profiles().size(), 1);
    desk.window.openDraft(draft);
    qobject_cast<QLineEdit *>(desk.one(u"Password"_s))->setText(u"not-a-real-password"_s);
    QTest::keyClick(desk.one(u"Password"_s), Qt::Key_Return);
    QTRY_COMPARE(desk.store.profiles().size(), 2);
    QCOMPARE(desk.store.profiles().last().name, u"127.0.0.1:9"_s);
    QTRY_VERIFY_WITH_TIMEOUT(desk.named(u"Sign-in problem"_s).size() == 1, 10'000);
}

void MainWindowTest::theThemeIsChosenAndKept()
{
    Desk desk;
    desk.open();
    QVERIFY(desk.action(u"themeSystem"_s)->isChecked());
    QSignalSpy changed(&desk.store, &ProfileStore::preferencesChanged);
    desk.press(QKeySequence(Qt::CTRL | Qt::ALT | Qt::Key_3));
    QCOMPARE(desk.store.preferences().theme, Preferences::Theme::Dark);
    QVERIFY(changed.count() > 0);
    QVERIFY(desk.action(u"themeDark"_s)->isChecked());
}

void MainWindowTest::theTimeOnTheClipboardIsChosenAndKept()
{
    Desk desk;
    desk.open();
    QVERIFY(desk.action(u"clearAfter20"_s)->isChecked());
    QSignalSpy changed(&desk.store, &ProfileStore::preferencesChanged);
    QList<int> chosen;
    for (const auto key : {Qt::Key_1, Qt::Key_2, Qt::Key_3, Qt::Key_4, Qt::Key_5}) {
        desk.press(QKeySequence(Qt::CTRL | Qt::ALT | Qt::SHIFT | key));
        chosen += desk.store.preferences().clipboardSeconds;
    }
    QCOMPARE(chosen, (QList<int>{5, 10, 20, 60, 120}));
    QVERIFY(changed.count() > 0);
    QVERIFY(desk.action(u"clearAfter120"_s)->isChecked());
    QVERIFY(!desk.action(u"clearAfter20"_s)->isChecked());
    desk.window.lock(LockState::Reason::ByHand);
    desk.press(QKeySequence(Qt::CTRL | Qt::ALT | Qt::SHIFT | Qt::Key_1));
    QCOMPARE(desk.store.preferences().clipboardSeconds, 120);
}

void MainWindowTest::sizeAndColumnAreKeptAtTheEnd()
{
    QTemporaryDir home;
    const QString file = home.filePath(u"desk/profiles.conf"_s);
    Sessions sessions;
    SecretClipboard clipboard;
    {
        ProfileStore store(file);
        store.load();
        MainWindow window(store, sessions, clipboard);
        window.start();
        window.resize(780, 700); // no larger than the offscreen screen
        window.show();
        QVERIFY(QTest::qWaitForWindowExposed(&window));
        window.close();
        QVERIFY(!store.preferences().windowGeometry.isEmpty());
    }
    ProfileStore store(file);
    store.load();
    MainWindow window(store, sessions, clipboard);
    window.start();
    QCOMPARE(window.size(), QSize(780, 700));
}

void MainWindowTest::theLockScreenSaysWhatTheClipboardHoldsOnTo()
{
    QTemporaryDir home;
    ProfileStore store(home.filePath(u"desk/profiles.conf"_s));
    Sessions sessions;
    StubbornSystem system;
    SecretClipboard clipboard(20'000, nullptr, system.access());
    MainWindow window(store, sessions, clipboard);
    window.start();
    window.show();
    clipboard.copy(SecretBuffer::fromBytes("bWFyaWEtdG9rZW4="));
    window.lock(LockState::Reason::ByHand);
    QCOMPARE(system.content->text(), QString());
    const auto *note = window.findChild<QLabel *>(u"lockNote"_s);
    QVERIFY(note->isVisible());
    QVERIFY2(note->text().startsWith(u"The clipboard's entry is empty"_s),
             qPrintable(note->text()));

    system.letsGo = true;
    Q_EMIT qGuiApp->focusWindowChanged(nullptr);
    QCOMPARE(note->text(), u"The clipboard is cleared now."_s);
    QVERIFY(window.isLocked());
}

void MainWindowTest::troubleWithTheSettingsIsSaid()
{
    Desk desk;
    QVERIFY(QDir().mkpath(desk.home.filePath(u"desk"_s)));
    QFile file(desk.home.filePath(u"desk/profiles.conf"_s));
    QVERIFY(file.open(QIODevice::WriteOnly));
    file.write("\x00\xff not settings at all [", 24);
    file.close();
    desk.open();
    QTRY_VERIFY(desk.one(u"Settings problem"_s));
    QVERIFY(!desk.one(u"Settings problem"_s)->accessibleDescription().isEmpty());
}

void MainWindowTest::theDemoSaysSo()
{
    Desk desk;
    desk.open();
    desk.window.setDemo({{u"maria.lopez"_s, u"demo-maria-1"_s}});
    desk.window.showProfile(desk.add(u"Demo cluster"_s, u"http://127.0.0.1:9"_s));
    QVERIFY(desk.window.windowTitle().contains(u"DEMO"_s));
    QVERIFY(desk.one(u"This is the demo"_s));
    QVERIFY(desk.one(u"Sign in as maria.lopez"_s));
}

void MainWindowTest::aWindowThatGoesCallsNoServer()
{
    bool isServerCalled = true;
    {
        Desk desk;
        const QUuid id = desk.add(u"Acme"_s, u"https://acme.example.com"_s);
        desk.open();
        auto *server = qobject_cast<QLineEdit *>(desk.one(u"Server"_s));
        server->setText(u"https://other.example.com"_s);
        server->setFocus();
        QVERIFY(!desk.sessions.existing(id));
        connect(&desk.window, &QObject::destroyed, &desk.sessions,
                [&] { isServerCalled = desk.sessions.existing(id); });
    }
    QVERIFY(!isServerCalled);
}

int main(int argc, char *argv[])
{
    QApplication application(argc, argv);
    dress(application);
    MainWindowTest test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_mainwindow.moc"
