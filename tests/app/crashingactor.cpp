#include "app/desktop/appcontext.h"
#include "app/desktop/singledesk.h"
#include "core/support/logging.h"
#include "core/support/processprivacy.h"
#include "tests/app/actorstage.h"
#include "tests/driver/windowdriver.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/support/deskstyle.h"
#include "ui/token/tokenfield.h"

#include <QApplication>
#include <QDir>
#include <QFile>

#include <cstdio>

#include <sys/resource.h>
#include <sys/stat.h>

using namespace Qt::StringLiterals;
using actorstage::readLine;
using actorstage::step;

//! Signed in, the token shown and copied, the password typed once more in an open sheet. The token
//! goes to \a tokenFile, as nobody else could tell it.
static bool holdSecrets(WindowDriver &window, const QString &password, const QString &tokenFile)
{
    if (!window.type(u"Password"_s, password) || !window.click(u"Sign in"_s) ||
        !window.waitFor([&] { return window.find(u"Session info"_s); }, u"for the session"_s) ||
        !window.click(u"Copy token"_s))
        return false;
    auto *field = qobject_cast<TokenField *>(window.find(u"Token"_s));
    QFile tokens(tokenFile);
    if (!field || !tokens.open(QIODevice::WriteOnly))
        return false;
    field->setRevealed(true);
    tokens.write(field->text().toLatin1());
    tokens.close();
    return window.click(u"Get token"_s) && window.type(u"Password"_s, password) &&
           step("holding secrets");
}

//! What the next start finds.
static bool comeBack(WindowDriver &window)
{
    if (!window.waitFor([&] { return window.find(u"Sign in"_s); }, u"for the form"_s))
        return false;
    std::printf("form %s\n", qPrintable(window.text(u"User name"_s)));
    std::printf("status %s\n", qPrintable(window.status()));
    return step("back");
}

//! The program as main() puts it together on the settings of its home, under a system that lets it
//! leave cores, which would lie there too. Arguments: the server and a file for the token; none for
//! the next start. The password is the first line of standard input.
int main(int argc, char **argv)
{
    rlimit cores{};
    ::getrlimit(RLIMIT_CORE, &cores);
    cores.rlim_cur = cores.rlim_max;
    ::setrlimit(RLIMIT_CORE, &cores);
    QDir::setCurrent(QDir::homePath());
    static_cast<void>(processprivacy::protect());
    ::umask(077);
    installRedactingLog();
    QCoreApplication::setApplicationName(u"session-desk"_s);
    QApplication application(argc, argv);
    const QStringList arguments = QApplication::arguments();
    const QString password = readLine();
    LaunchOptions options;
    if (arguments.size() > 1)
        options = {.server = arguments.value(1),
                   .user = u"maria.lopez"_s,
                   .form = Api::Form::V2,
                   .choosesForm = true};
    const QString settingsFile = ProfileStore::defaultFilePath();
    SingleDesk desk(settingsFile);
    if (desk.isTakenOn(options))
        return 2;
    AppContext context(options, settingsFile, *dress(application));
    WindowDriver window(context.window());
    context.start();
    const bool isDone =
        arguments.size() > 1 ? holdSecrets(window, password, arguments.value(2)) : comeBack(window);
    return isDone ? 0 : 1;
}
