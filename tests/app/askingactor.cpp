#include "app/desktop/terminationsignals.h"
#include "core/support/logging.h"
#include "tests/app/actorstage.h"
#include "tests/app/orders.h"
#include "tests/driver/livedesk.h"

#include <QApplication>

#include <cstdio>

#include <sys/stat.h>

using namespace Qt::StringLiterals;

//! The program as main() puts it together, with a sign-in just begun; then it says so on standard
//! output and runs like any other until somebody ends it. Arguments: the server, a user, and
//! "keeping" where the password is to be kept behind a passphrase. The password, which is also the
//! passphrase, is the first line of standard input. A later line is an order.
int main(int argc, char **argv)
{
    ::umask(077);
    installRedactingLog();
    const QString password = actorstage::readLine();
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    LiveDesk desk({.server = arguments.value(1),
                   .user = arguments.value(2),
                   .form = Api::Form::V2,
                   .choosesForm = true});
    const TerminationSignals termination;
    QObject::connect(&termination, &TerminationSignals::received, &application,
                     &QCoreApplication::quit);
    WindowDriver &window = desk.window();
    const bool keeps = arguments.value(3) == u"keeping"_s;
    if (keeps && !window.check(u"Keep password"_s, true))
        return 1;
    if (!window.type(u"Password"_s, password) || !window.click(u"Sign in"_s))
        return 1;
    if (keeps &&
        !(window.check(u"A passphrase"_s, true) && window.type(u"New passphrase"_s, password) &&
          window.type(u"Passphrase again"_s, password) && window.click(u"Keep there"_s)))
        return 1;
    const Orders orders(desk);
    std::puts("asked");
    std::fflush(stdout);
    return QApplication::exec();
}
