#include "app/desktop/appcontext.h"
#include "app/desktop/singledesk.h"
#include "app/desktop/terminationsignals.h"
#include "core/support/logging.h"
#include "core/support/processprivacy.h"
#include "ui/mainwindow/mainwindow.h"
#include "ui/support/deskstyle.h"

#include <QApplication>

#include <algorithm>
#include <cstdio>
#include <string_view>

#ifdef Q_OS_UNIX
#include <sys/stat.h>
#endif

using namespace Qt::StringLiterals;

//! Prints what ends the program before it starts: help, version or a misuse.
static int refuse(const LaunchRefusal &refusal)
{
    std::FILE *stream = refusal.exitCode == 0 ? stdout : stderr;
    std::fputs(refusal.text.toLocal8Bit().constData(), stream);
    return refusal.exitCode;
}

//! Qt ends the program with an abort where there is no display; a sentence is better.
static bool hasDisplay()
{
#if defined(Q_OS_UNIX) && !defined(Q_OS_MACOS)
    return qEnvironmentVariableIsSet("DISPLAY") || qEnvironmentVariableIsSet("WAYLAND_DISPLAY") ||
           qEnvironmentVariableIsSet("QT_QPA_PLATFORM");
#else
    return true;
#endif
}

int main(int argc, char **argv)
{
    // Looked for by hand: reading the command line takes an application object, which is late.
    processprivacy::Protection protection;
    if (std::find(argv, argv + argc, std::string_view("--allow-inspection")) == argv + argc)
        protection = processprivacy::protect();
#ifdef Q_OS_UNIX
    ::umask(077); // before any file can be made
#endif
    installRedactingLog();
    QCoreApplication::setApplicationName(u"session-desk"_s);
    QCoreApplication::setApplicationVersion(QString::fromLatin1(DESK_VERSION));
    LaunchOptions options;
    if (argc > 1) {
        // The command line is read before a display is needed; most starts have none to read.
        const QCoreApplication terminal(argc, argv);
        const auto parsed = parseLaunchOptions(QCoreApplication::arguments());
        if (!parsed)
            return refuse(parsed.error());
        options = *parsed;
    }
    if (!hasDisplay())
        return refuse(
            {.text = u"session-desk: there is no display. Start it from a desktop session, or use "
                     "ssh -X.\n"_s,
             .exitCode = 2});

    QApplication application(argc, argv);
    QApplication::setApplicationDisplayName(u"Session Desk"_s);
    QGuiApplication::setDesktopFileName(u"session-desk"_s);
    const QString settingsFile = ProfileStore::defaultFilePath();
    SingleDesk desk(options.demo ? QString() : settingsFile); // a demo has settings of its own
    if (desk.isTakenOn(options))
        return refuse(
            {.text = u"session-desk: it is open already; its window comes to the front.\n"_s,
             .exitCode = 0});
    AppContext context(options, settingsFile, *dress(application));
    QObject::connect(&desk, &SingleDesk::asked, &context, &AppContext::openAlso);
    const TerminationSignals termination;
    QObject::connect(&termination, &TerminationSignals::received, &application,
                     &QCoreApplication::quit);
    if (!protection.isWhole)
        context.warnOfOpenMemory();
    if (!processprivacy::canLockMemory())
        context.warnOfSwappedMemory();
    context.start();
    return QApplication::exec();
}
