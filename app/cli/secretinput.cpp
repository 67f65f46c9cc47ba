#include "app/cli/secretinput.h"

#include "app/cli/clitext.h"

#include <array>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <poll.h>
#include <termios.h>
#include <unistd.h>

// The program has nothing else to do while a secret is typed, so it waits here for the line.

using namespace Qt::StringLiterals;

static constexpr qsizetype longestLine = 32 * 1024;

static const char *variableOf(secretinput::Lock lock)
{
    return lock == secretinput::Lock::Kept ? "SDESK_PASSPHRASE_FD" : "SDESK_FILE_PASSPHRASE_FD";
}

QList<QByteArray> secretinput::variables()
{
    return {variableOf(Lock::Kept), variableOf(Lock::File)};
}

void secretinput::keepFromChildren()
{
    for (const QByteArray &name : variables()) {
        const int descriptor = qEnvironmentVariableIntValue(name.constData());
        // The three streams are a child's own.
        if (descriptor > STDERR_FILENO)
            ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    }
}

static volatile std::sig_atomic_t caughtSignal = 0;
static volatile std::sig_atomic_t wakeWriter = -1;

// By a pipe, because a signal between two readings would interrupt neither.
static void noteSignal(int number)
{
    const int before = errno;
    caughtSignal = number;
    [[maybe_unused]] const ssize_t written = ::write(wakeWriter, "", 1);
    errno = before;
}

//! A terminal that does not show what is typed; as it was before when this goes. Signals wait until
//! then, so that none leaves the terminal mute.
class MuteTerminal final
{
public:
    explicit MuteTerminal(int descriptor)
        : m_descriptor(descriptor)
    {
        if (::pipe2(m_wake.data(), O_CLOEXEC | O_NONBLOCK) != 0)
            return;
        caughtSignal = 0;
        wakeWriter = m_wake.back();
        struct sigaction action
        {};
        action.sa_handler = noteSignal;
        for (std::size_t i = 0; i < signals.size(); ++i)
            ::sigaction(signals[i], &action, &m_before[i]);
        m_isTerminal = ::tcgetattr(descriptor, &m_settings) == 0;
        termios mute = m_settings;
        mute.c_lflag &= ~static_cast<tcflag_t>(ECHO);
        mute.c_lflag |= ECHONL;
        m_isTerminal = m_isTerminal && ::tcsetattr(descriptor, TCSAFLUSH, &mute) == 0;
    }
    ~MuteTerminal()
    {
        if (wakeWriter < 0)
            return;
        if (m_isTerminal)
            ::tcsetattr(m_descriptor, TCSAFLUSH, &m_settings);
        for (std::size_t i = 0; i < signals.size(); ++i)
            ::sigaction(signals[i], &m_before[i], nullptr);
        wakeWriter = -1;
        for (const int end : m_wake)
            ::close(end);
        if (caughtSignal != 0)
            ::raise(caughtSignal);
    }
    Q_DISABLE_COPY_MOVE(MuteTerminal)

    [[nodiscard]] bool isTerminal() const { return m_isTerminal; }
    //! Readable once a signal has come.
    [[nodiscard]] int signalled() const { return m_wake.front(); }

private:
    static constexpr std::array signals = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};

    int m_descriptor;
    bool m_isTerminal = false;
    std::array<int, 2> m_wake{-1, -1};
    termios m_settings{};
    std::array<struct sigaction, signals.size()> m_before{};
};

// False where something came at \a end first. A descriptor below zero is none.
static bool waitForByte(int descriptor, int end)
{
    std::array<pollfd, 2> ends{{{descriptor, POLLIN, 0}, {end, POLLIN, 0}}};
    while (::poll(ends.data(), ends.size(), -1) < 0 && errno == EINTR) {
    }
    return ends.back().revents == 0;
}

// Ends at the line's end, or when \a end becomes readable.
static secretinput::Answer lineUntil(int descriptor, int end)
{
    using Problem = secretinput::Problem;
    SecretWriter writer;
    for (qsizetype size = 0; size <= longestLine; ++size) {
        char byte = 0;
        if (!waitForByte(descriptor, end))
            return Failure{Problem::Ended};
        const ssize_t count = ::read(descriptor, &byte, 1);
        if (count < 0)
            return Failure{errno == EBADF ? Problem::NoDescriptor : Problem::Ended};
        if (count == 0 || byte == '\n') {
            const SecretBuffer secret = writer.take();
            return secret.isEmpty() ? secretinput::Answer(Failure{Problem::Ended})
                                    : secretinput::Answer(secret);
        }
        writer.append(byte);
    }
    return Failure{Problem::TooLong};
}

secretinput::Answer secretinput::line(int descriptor)
{
    return lineUntil(descriptor, -1);
}

secretinput::Answer secretinput::ask(const QString &prompt)
{
    const int terminal = ::open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
    if (terminal < 0)
        return Failure{Problem::NoTerminal};
    Answer answer = Failure{Problem::NoTerminal};
    {
        const MuteTerminal mute(terminal);
        const QByteArray text = (prompt + u": "_s).toUtf8();
        const auto size = static_cast<std::size_t>(text.size());
        if (mute.isTerminal() && ::write(terminal, text.constData(), size) > 0)
            answer = lineUntil(terminal, mute.signalled());
    }
    ::close(terminal);
    return answer;
}

secretinput::Answer secretinput::askOrRead(const QString &prompt)
{
    return ::isatty(STDIN_FILENO) == 1 ? ask(prompt) : line(STDIN_FILENO);
}

secretinput::Answer secretinput::passphrase(const QString &prompt, Lock lock)
{
    if (!qEnvironmentVariableIsSet(variableOf(lock)))
        return ask(prompt);
    bool isNumber = false;
    const int descriptor = qEnvironmentVariableIntValue(variableOf(lock), &isNumber);
    if (!isNumber || descriptor < 0 || ::fcntl(descriptor, F_GETFD) < 0)
        return Failure{Problem::NoDescriptor};
    return line(descriptor);
}

secretinput::Answer secretinput::newPassphrase(const QString &prompt, Lock lock)
{
    const Answer first = passphrase(prompt, lock);
    if (!first || qEnvironmentVariableIsSet(variableOf(lock)))
        return first;
    const Answer again = ask(Cli::tr("Passphrase again"));
    if (again && *again == *first)
        return first;
    return Failure{Problem::Different};
}

QString secretinput::text(Problem problem)
{
    switch (problem) {
    case Problem::NoTerminal:
        return Cli::tr("there is no terminal to ask on.");
    case Problem::Ended:
        return Cli::tr("nothing was entered.");
    case Problem::TooLong:
        return Cli::tr("it is too long.");
    case Problem::Different:
        return Cli::tr("the two are not the same.");
    case Problem::NoDescriptor:
        return Cli::tr("the file descriptor is not open.");
    }
    return {};
}
