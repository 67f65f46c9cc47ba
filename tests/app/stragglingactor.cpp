#include "core/support/stragglers.h"

#include <QCoreApplication>
#include <QThread>
#include <QThreadPool>
#include <QTimer>

#include <atomic>
#include <cstdio>
#include <string_view>

//! Says so when the static objects go.
struct Farewell
{
    Farewell() = default;
    ~Farewell() { std::fputs(" farewell", stdout); }
    Q_DISABLE_COPY_MOVE(Farewell)
};
static const Farewell farewell;

static std::atomic_bool isAtWork = false;
static std::atomic_int unheard = 0;

// Neither ends, nor stops saying something.
static void talk()
{
    isAtWork = true;
    for (;;) {
        if (unheard > 10) { // the main thread has to get through it
            QThread::yieldCurrentThread();
            continue;
        }
        ++unheard;
        stragglers::postToMain([] { --unheard; });
    }
}

//! Ends with 7 while a thread is at work: the word "behind" has it left behind.
int main(int argc, char **argv)
{
    const QCoreApplication application(argc, argv);
    if (argc > 1 && std::string_view(argv[1]) == "behind") {
        stragglers::pool()->start(talk);
        stragglers::pool()->start(talk); // waits for a thread, or has its own
        while (!isAtWork)
            QThread::yieldCurrentThread();
    } else {
        stragglers::pool()->start([] { isAtWork = true; });
    }
    QTimer::singleShot(20, &application, [] { QCoreApplication::exit(7); });
    const int code = QCoreApplication::exec();
    std::fputs("said", stdout); // by way of the buffer
    return code;
}
