#include "core/support/stragglers.h"

#include <QThreadPool>

#include <cstdio>
#include <cstdlib>

#ifdef __GLIBC__
#include <unistd.h>
#endif

static constinit QBasicMutex applicationGate;
static bool isEnding = false; // guarded by the gate
static QThreadPool *loosePool = nullptr;

#ifdef __GLIBC__
static void leaveAtOnce(int status, void * /*unused*/)
{
    std::fflush(stdout);
    std::fflush(stderr);
    ::_exit(status);
}
#endif

void stragglers::leaveBehind()
{
    // What is registered last is called first: before any static object that is there by now goes.
    // Elsewhere the system stops other threads before libraries clean up.
#ifdef __GLIBC__
    [[maybe_unused]] static const int registered = ::on_exit(leaveAtOnce, nullptr);
#endif
}

QThreadPool *stragglers::pool()
{
    if (!loosePool)
        loosePool = new QThreadPool;
    return loosePool;
}

QBasicMutex &stragglers::gate()
{
    return applicationGate;
}

QCoreApplication *stragglers::application()
{
    return isEnding ? nullptr : QCoreApplication::instance();
}

static void end()
{
    {
        const QMutexLocker lock(&applicationGate);
        isEnding = true;
    }
    if (!loosePool)
        return;
    loosePool->clear();
    if (loosePool->waitForDone(0))
        delete loosePool;
    else
        stragglers::leaveBehind();
    loosePool = nullptr;
}

// A process may have one application object after the other.
static void begin()
{
    {
        const QMutexLocker lock(&applicationGate);
        isEnding = false;
    }
    qAddPostRoutine(end);
}
Q_COREAPP_STARTUP_FUNCTION(begin)
