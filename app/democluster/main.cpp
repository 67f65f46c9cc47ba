#include "app/democluster/program.h"
#include "app/democluster/stopper.h"

#include <QCoreApplication>

#include <cstdio>
#include <sys/stat.h>

using namespace Qt::StringLiterals;

static void say(std::FILE *stream, const QByteArray &text)
{
    std::fwrite(text.constData(), 1, static_cast<size_t>(text.size()), stream);
    std::fflush(stream);
}

static int complain(const QString &reason)
{
    say(stderr, "session-desk-democluster: " + reason.toLocal8Bit() + '\n');
    return 2;
}

int main(int argc, char *argv[])
{
    umask(077);
    QCoreApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"session-desk-democluster"_s);
    QCoreApplication::setApplicationVersion(QStringLiteral(DESK_VERSION));

    const auto read = demo::readOptions(QCoreApplication::arguments());
    if (const auto *problem = std::get_if<QString>(&read))
        return complain(*problem);
    const auto &options = std::get<demo::Options>(read);

    demo::Stopper stopper;
    QObject::connect(&stopper, &demo::Stopper::stopRequested, &application, &QCoreApplication::quit,
                     Qt::QueuedConnection);
    stopper.stopAfter(options.stopAfterSeconds);
    if (options.stopWithParent)
        stopper.stopWithParent();

    demo::Program program(options);
    QObject::connect(&program, &demo::Program::ready, &application,
                     [](const QByteArray &line) { say(stdout, line); });
    QObject::connect(&program, &demo::Program::failed, &application,
                     [](const QString &reason) { QCoreApplication::exit(complain(reason)); });
    // Within the event loop, so that a failure can end it.
    QMetaObject::invokeMethod(&program, &demo::Program::start, Qt::QueuedConnection);
    return QCoreApplication::exec();
}
