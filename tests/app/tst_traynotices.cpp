#include "app/desktop/traynotices.h"
#include "tests/support/privatebus.h"

#include <QApplication>
#include <QLabel>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTest>

#include <algorithm>

#include <xcb/xcb.h>

using namespace Qt::StringLiterals;

//! Says that there is a tray, as far as programs ask before they show an icon.
class Tray final
{
public:
    Tray()
        : m_x(xcb_connect(nullptr, nullptr))
    {
        const xcb_screen_t *screen = xcb_setup_roots_iterator(xcb_get_setup(m_x)).data;
        const xcb_window_t window = xcb_generate_id(m_x);
        xcb_create_window(m_x, XCB_COPY_FROM_PARENT, window, screen->root, 0, 0, 1, 1, 0,
                          XCB_WINDOW_CLASS_INPUT_OUTPUT, screen->root_visual, 0, nullptr);
        const QByteArray name = "_NET_SYSTEM_TRAY_S0";
        xcb_intern_atom_reply_t *tray = xcb_intern_atom_reply(
            m_x, xcb_intern_atom(m_x, 0, static_cast<uint16_t>(name.size()), name.constData()),
            nullptr);
        xcb_set_selection_owner(m_x, window, tray->atom, XCB_CURRENT_TIME);
        // The answer to a question comes after everything before it was done.
        std::free(
            xcb_get_selection_owner_reply(m_x, xcb_get_selection_owner(m_x, tray->atom), nullptr));
        std::free(tray);
    }
    ~Tray() { xcb_disconnect(m_x); }
    Q_DISABLE_COPY_MOVE(Tray)

private:
    xcb_connection_t *m_x;
};

class tst_TrayNotices final : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void withoutATrayNothingIsShown();
    void aNoticeIsShownAndItsClickHeard();

private:
    const DesktopNotice m_notice{QUuid::createUuid(), u"Acme"_s, u"Ends <soon>."_s, u"Renew"_s};
    PrivateBus m_bus; // on which nobody has a tray or tells notices
};

static QWidget *balloon()
{
    const QWidgetList all = QApplication::topLevelWidgets();
    const auto found = std::ranges::find_if(all, [](const QWidget *widget) {
        return widget->isVisible() && widget->inherits("QBalloonTip");
    });
    return found == all.end() ? nullptr : *found;
}

void tst_TrayNotices::initTestCase()
{
    QTest::failOnWarning(QRegularExpression(u".?"_s));
    qputenv("DBUS_SESSION_BUS_ADDRESS", m_bus.address().toLatin1());
}

void tst_TrayNotices::withoutATrayNothingIsShown()
{
    TrayNotices notices;
    notices.tell(m_notice);
    QVERIFY(!balloon());
}

void tst_TrayNotices::aNoticeIsShownAndItsClickHeard()
{
    if (QGuiApplication::platformName() != "xcb"_L1)
        QSKIP("the same test on X11 does this");
    const Tray tray;
    TrayNotices notices;
    const QSignalSpy chosen(&notices, &TrayNotices::actionChosen);
    QTRY_VERIFY([&] { // Qt hears of a tray that comes
        notices.tell(m_notice);
        return balloon() != nullptr;
    }());
    QStringList said;
    for (const QLabel *label : balloon()->findChildren<QLabel *>())
        said += label->text();
    QVERIFY2(said.contains(m_notice.title) && said.contains(m_notice.body),
             qPrintable(said.join(u'|')));
    QTest::mousePress(balloon(), Qt::LeftButton); // goes by that
    QCOMPARE(chosen.size(), 1);
    QCOMPARE(chosen.first().first().value<QUuid>(), m_notice.profile);
    QTRY_VERIFY(!balloon());
}

QTEST_MAIN(tst_TrayNotices)
#include "tst_traynotices.moc"
