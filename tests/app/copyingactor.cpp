#include "app/desktop/terminationsignals.h"
#include "tests/app/actorstage.h"
#include "tests/app/orders.h"
#include "tests/driver/livedesk.h"

#include <QApplication>
#include <QClipboard>

#include <cstdio>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

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
    const Orders orders(desk);
    std::puts("copied");
    std::fflush(stdout);
    const int exitCode = QApplication::exec();
    // With the process it would go anyway; by then a clipboard manager may have been handed it.
    std::puts(QGuiApplication::clipboard()->text().isEmpty() ? "cleared" : "left there");
    return exitCode;
}
