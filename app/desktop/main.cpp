#include "app/desktop/appcontext.h"
#include "app/desktop/options.h"
#include "app/desktop/quitsignals.h"
#include "core/support/logging.h"
#include "ui/support/deskstyle.h"

#include <QApplication>

#include <algorithm>
#include <cstdio>
#include <string_view>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

static int complain(const QString &reason)
{
    std::fprintf(stderr, "session-desk: %s\n", qPrintable(reason));
    return 2;
}

static bool asks(int argc, char *argv[], std::string_view shortForm, std::string_view longForm)
{
    return std::any_of(argv + 1, argv + argc, [&](const char *argument) {
        return argument == shortForm || argument == longForm;
    });
}

//! Qt ends with a core dump where no platform can be opened; better said before.
static bool hasDisplay(int argc, char *argv[])
{
    return !qEnvironmentVariableIsEmpty("DISPLAY") ||
           !qEnvironmentVariableIsEmpty("WAYLAND_DISPLAY") ||
           !qEnvironmentVariableIsEmpty("QT_QPA_PLATFORM") ||
           asks(argc, argv, "-platform", "--platform");
}

int main(int argc, char *argv[])
{
    umask(077);
    installRedactingLog();
    QCoreApplication::setApplicationName(u"session-desk"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(DESK_VERSION));
    QGuiApplication::setApplicationDisplayName({});
    QGuiApplication::setDesktopFileName(u"session-desk"_s);

    if (argc > 1 && asks(argc, argv, "-h", "--help")) {
        std::fputs(qPrintable(helpText()), stdout);
        return 0;
    }
    if (argc > 1 && asks(argc, argv, "-v", "--version")) {
        std::puts("session-desk " DESK_VERSION);
        return 0;
    }
#ifdef Q_OS_LINUX
    if (!hasDisplay(argc, argv))
        return complain(QApplication::tr("There is no display. Set DISPLAY or WAYLAND_DISPLAY, or "
                                         "start it from a desktop session."));
#endif

    QApplication application(argc, argv);
    const auto read = readOptions(QCoreApplication::arguments());
    if (const auto *problem = std::get_if<QString>(&read))
        return complain(*problem);

    DeskStyle *style = dress(application);
    AppContext context(std::get<Options>(read), *style);
    const QuitSignals quitSignals;
    QObject::connect(&quitSignals, &QuitSignals::quitRequested, &context, &AppContext::quit);
    context.start();
    return QApplication::exec();
}
