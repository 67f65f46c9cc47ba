#include "tests/app/orders.h"

#include "tests/app/actorstage.h"
#include "tests/driver/livedesk.h"
#include "ui/mainwindow/mainwindow.h"

#include <QAction>

using namespace Qt::StringLiterals;

Orders::Orders(LiveDesk &desk)
    : m_desk(desk)
{
    connect(&m_lines, &QSocketNotifier::activated, this, &Orders::obey);
}

void Orders::obey()
{
    const QString order = actorstage::readLine();
    m_lines.setEnabled(!order.isEmpty()); // the end of the input is no order
    if (order == u"lock"_s)
        m_desk.mainWindow().findChild<QAction *>(u"lockAction"_s)->trigger();
    else if (order == u"sign out"_s)
        m_desk.window().click(u"Sign out"_s);
    else if (order == u"revoke"_s)
        static_cast<void>(m_desk.window().click(u"Revoke token"_s) &&
                          m_desk.window().click(u"Confirm: Revoke"_s));
    else if (order == u"quit"_s)
        m_desk.mainWindow().findChild<QAction *>(u"quitAction"_s)->trigger();
    else if (order == u"close"_s)
        m_desk.mainWindow().close();
}
