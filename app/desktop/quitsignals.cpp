#include "app/desktop/quitsignals.h"

#include <QSocketNotifier>

#include <array>
#include <csignal>
#include <fcntl.h>
#include <unistd.h>

static constexpr std::array handledSignals{SIGTERM, SIGINT, SIGHUP};

// A signal handler can reach nothing else than a variable of this kind.
static std::array<int, 2> signalPipe{-1, -1};

extern "C" {
static void writeToPipe(int)
{
    const char byte = 1;
    static_cast<void>(!write(signalPipe[1], &byte, 1));
}
}

QuitSignals::QuitSignals()
{
    if (pipe2(signalPipe.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_notifier = std::make_unique<QSocketNotifier>(signalPipe[0], QSocketNotifier::Read);
    connect(m_notifier.get(), &QSocketNotifier::activated, this, [this] {
        std::array<char, 16> ignored{};
        static_cast<void>(!read(signalPipe[0], ignored.data(), ignored.size()));
        Q_EMIT quitRequested();
    });
    struct sigaction action = {};
    action.sa_handler = writeToPipe;
    action.sa_flags = SA_RESTART;
    for (const int signal : handledSignals)
        sigaction(signal, &action, nullptr);
}

QuitSignals::~QuitSignals()
{
    for (const int number : handledSignals)
        signal(number, SIG_DFL);
    m_notifier.reset();
    for (int &end : signalPipe) {
        if (end >= 0)
            close(end);
        end = -1;
    }
}
