#include "app/desktop/terminationsignals.h"
#include "tests/app/actorstage.h"
#include "tests/driver/livedesk.h"
#include "ui/mainwindow/mainwindow.h"

#include <QAction>
#include <QApplication>
#include <QClipboard>
#include <QSocketNotifier>

#include <cstdio>

#include <sys/stat.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

//! Does what a person would.
static void obey(const QString &order, LiveDesk &desk)
{
    if (order == u"lock"_s)
        desk.mainWindow().findChild<QAction *>(u"lockAction"_s)->trigger();
    else if (order == u"sign out"_s)
        desk.window().click(u"Sign out"_s);
    else if (order == u"quit"_s)
        desk.mainWindow().findChild<QAction *>(u"quitAction"_s)->trigger();
    else if (order == u"close"_s)
        desk.mainWindow().close();
}

//! The program as main() puts it together, worked up to a copied token; then it says so on standard
//! output and runs like any other until somebody ends it. Arguments: the server, and one of its
//! demo users, whose password is the first line of standard input. A later line is an order.
int main(int argc, char **argv)
{
    ::umask(077);
    const QString password = actorstage::readLine();
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    LiveDesk desk({.server = arguments.value(1), .user = arguments.value(2)});
    const TerminationSignals termination;
    QObject::connect(&termination, &TerminationSignals::received, &application,
                     &QCoreApplication::quit);
    WindowDriver &window = desk.window();
    if (!window.type(u"Password"_s, password) || !window.click(u"Sign in"_s) ||
        !window.click(u"Copy token"_s) || !window.waitForText(u"Status"_s, u"clipboard"_s))
        return 1;
    QSocketNotifier orders(STDIN_FILENO, QSocketNotifier::Read);
    QObject::connect(&orders, &QSocketNotifier::activated, &application, [&] {
        const QString order = actorstage::readLine();
        orders.setEnabled(!order.isEmpty()); // the end of the input is no order
        obey(order, desk);
    });
    std::puts("copied");
    std::fflush(stdout);
    const int exitCode = QApplication::exec();
    // With the process it would go anyway; by then a clipboard manager may have been handed it.
    std::puts(QGuiApplication::clipboard()->text().isEmpty() ? "cleared" : "left there");
    return exitCode;
}
