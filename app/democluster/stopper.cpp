#include "app/democluster/stopper.h"

#include <QSocketNotifier>

#include <csignal>
#include <fcntl.h>
#include <unistd.h>

namespace demo {

//! A signal handler can reach nothing else than a variable of this kind.
static std::array<int, 2> signalPipe{-1, -1};

extern "C" {
static void writeSignal(int)
{
    const char byte = 1;
    static_cast<void>(!write(signalPipe[1], &byte, 1));
}
}

Stopper::Stopper()
{
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, &Stopper::stopRequested);
    if (pipe2(signalPipe.data(), O_CLOEXEC | O_NONBLOCK) != 0)
        return;
    m_signals = std::make_unique<QSocketNotifier>(signalPipe[0], QSocketNotifier::Read);
    connect(m_signals.get(), &QSocketNotifier::activated, this, &Stopper::stopRequested);
    struct sigaction action = {};
    action.sa_handler = writeSignal;
    sigaction(SIGINT, &action, nullptr);
    sigaction(SIGTERM, &action, nullptr);
}

Stopper::~Stopper()
{
    signal(SIGINT, SIG_DFL);
    signal(SIGTERM, SIG_DFL);
    m_signals.reset();
    for (int &end : signalPipe) {
        close(end);
        end = -1;
    }
}

void Stopper::stopAfter(qint64 seconds)
{
    m_deadline.start(std::chrono::seconds(seconds));
}

void Stopper::stopWithParent()
{
    m_input = std::make_unique<QSocketNotifier>(STDIN_FILENO, QSocketNotifier::Read);
    connect(m_input.get(), &QSocketNotifier::activated, this, [this] {
        std::array<char, 256> ignored{};
        if (read(STDIN_FILENO, ignored.data(), ignored.size()) <= 0)
            Q_EMIT stopRequested();
    });
}

} // namespace demo
