#include "app/desktop/appcontext.h"
#include "app/desktop/screencapture.h"
#include "tests/driver/windowdriver.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/support/deskstyle.h"

#include <QApplication>
#include <QDialog>
#include <QMenuBar>
#include <QSet>
#include <QTemporaryDir>
#include <QTest>

using namespace Qt::StringLiterals;

//! The program where the platform can refuse screen capture, and notes what it was asked for.
class GuardedDesk final
{
public:
    explicit GuardedDesk(const LaunchOptions &options = {}, bool agrees = true)
        : m_context(options, m_folder.filePath(u"profiles.conf"_s), *dress(*qApp),
                    TimeSource::system(), {},
                    [this, agrees](std::uintptr_t window) {
                        m_refused.insert(window);
                        return agrees;
                    })
        , m_driver(m_context.window())
    {
        m_context.start();
    }

    WindowDriver &driver() { return m_driver; }
    MainWindow &window() { return m_context.window(); }
    //! Every window that is to be seen, however small.
    [[nodiscard]] static QWidgetList shownWindows()
    {
        QWidgetList shown = QApplication::topLevelWidgets();
        shown.removeIf([](const QWidget *widget) { return !widget->isVisible(); });
        return shown;
    }
    [[nodiscard]] bool hasRefused(const QWidget &widget) const
    {
        return m_refused.contains(widget.internalWinId());
    }
    [[nodiscard]] bool hasRefusedAny() const { return !m_refused.isEmpty(); }

private:
    QTemporaryDir m_folder;
    QSet<std::uintptr_t> m_refused;
    AppContext m_context;
    WindowDriver m_driver;
};

class TestCaptureGuard final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init();
    void everyWindowIsLeftOutOfCaptures();
    void aWindowThatIsShownAgainIsToo();
    void theSwitchLetsThemIn();
    void aSystemThatDoesNotAgreeIsLoggedOnce();
    void whereThereIsNothingNothingIsAsked();
};

static constexpr auto refusal = "the system does not refuse screen capture of the window";

void TestCaptureGuard::init()
{
    QTest::failOnWarning(QRegularExpression(QLatin1StringView(refusal)));
}

void TestCaptureGuard::everyWindowIsLeftOutOfCaptures()
{
    GuardedDesk desk;
    QVERIFY(QTest::qWaitForWindowExposed(&desk.window()));
    QVERIFY(desk.hasRefused(desk.window()));
    desk.window().menuBar()->findChild<QAction *>(u"shortcutsAction"_s)->trigger();
    QTRY_VERIFY(desk.window().findChild<QDialog *>());
    auto *menu = desk.window().menuBar()->actions().constFirst()->menu();
    menu->popup({});
    QTRY_VERIFY(menu->isVisible());
    const QWidgetList shown = GuardedDesk::shownWindows();
    QVERIFY(shown.size() >= 3);
    for (const QWidget *window : shown)
        QVERIFY2(desk.hasRefused(*window), qPrintable(window->objectName()));
}

void TestCaptureGuard::aWindowThatIsShownAgainIsToo()
{
    GuardedDesk desk;
    desk.window().hide();
    desk.window().setWindowFlag(Qt::WindowStaysOnTopHint); // which makes it anew
    desk.window().show();
    QVERIFY(desk.hasRefused(desk.window()));
}

void TestCaptureGuard::theSwitchLetsThemIn()
{
    const auto options = parseLaunchOptions({u"session-desk"_s, u"--allow-screen-capture"_s});
    QVERIFY(options.hasValue());
    QVERIFY(options->allowsCapture);
    QVERIFY(!parseLaunchOptions({u"session-desk"_s})->allowsCapture);
    GuardedDesk desk(*options);
    QVERIFY(QTest::qWaitForWindowExposed(&desk.window()));
    QVERIFY(!desk.hasRefusedAny());
}

void TestCaptureGuard::aSystemThatDoesNotAgreeIsLoggedOnce()
{
    QTest::ignoreMessage(QtWarningMsg, refusal); // one of them
    GuardedDesk desk({}, false);
    QVERIFY(QTest::qWaitForWindowExposed(&desk.window()));
    desk.window().menuBar()->findChild<QAction *>(u"shortcutsAction"_s)->trigger();
    QTRY_VERIFY(desk.window().findChild<QDialog *>());
}

void TestCaptureGuard::whereThereIsNothingNothingIsAsked()
{
#if defined(Q_OS_WIN) || defined(Q_OS_MACOS)
    QVERIFY(CaptureGuard::ofPlatform());
#else
    QVERIFY(!screencapture::canBeRefused());
    QVERIFY(!screencapture::refuse(1));
    QVERIFY(!CaptureGuard::ofPlatform());
#endif
    const CaptureGuard guard({});
    QWidget window;
    window.show();
    QVERIFY(window.isVisible());
    QVERIFY(guard.isWhole());
}

QTEST_MAIN(TestCaptureGuard)
#include "tst_captureguard.moc"
