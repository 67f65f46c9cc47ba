#include "app/cli/secretinput.h"

#include "app/cli/clitext.h"

#include <array>
#include <cerrno>
#include <csignal>

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

// The program has nothing else to do while a secret is typed, so it waits here for the line.

using namespace Qt::StringLiterals;

static constexpr qsizetype longestLine = 32 * 1024;
static constexpr const char *descriptorVariable = "SDESK_PASSPHRASE_FD";

static volatile std::sig_atomic_t caughtSignal = 0;

static void noteSignal(int number)
{
    caughtSignal = number;
}

//! A terminal that does not show what is typed; as it was before when this goes. Signals wait until
//! then, so that none leaves the terminal mute.
class MuteTerminal final
{
public:
    explicit MuteTerminal(int descriptor)
        : m_descriptor(descriptor)
    {
        struct sigaction action
        {};
        action.sa_handler = noteSignal; // without SA_RESTART: it ends the reading
        caughtSignal = 0;
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
        if (m_isTerminal)
            ::tcsetattr(m_descriptor, TCSAFLUSH, &m_settings);
        for (std::size_t i = 0; i < signals.size(); ++i)
            ::sigaction(signals[i], &m_before[i], nullptr);
        if (caughtSignal != 0)
            ::raise(caughtSignal);
    }
    Q_DISABLE_COPY_MOVE(MuteTerminal)

    [[nodiscard]] bool isTerminal() const { return m_isTerminal; }

private:
    static constexpr std::array signals = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, SIGTSTP};

    int m_descriptor;
    bool m_isTerminal = false;
    termios m_settings{};
    std::array<struct sigaction, signals.size()> m_before{};
};

secretinput::Answer secretinput::line(int descriptor)
{
    SecretWriter writer;
    for (qsizetype size = 0; size <= longestLine; ++size) {
        char byte = 0;
        const ssize_t count = ::read(descriptor, &byte, 1);
        if (count < 0)
            return Failure{errno == EBADF ? Problem::NoDescriptor : Problem::Ended};
        if (count == 0 || byte == '\n') {
            const SecretBuffer secret = writer.take();
            return secret.isEmpty() ? Answer(Failure{Problem::Ended}) : Answer(secret);
        }
        writer.append(byte);
    }
    return Failure{Problem::TooLong};
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
            answer = line(terminal);
    }
    ::close(terminal);
    return answer;
}

secretinput::Answer secretinput::askOrRead(const QString &prompt)
{
    return ::isatty(STDIN_FILENO) == 1 ? ask(prompt) : line(STDIN_FILENO);
}

bool secretinput::hasPassphraseDescriptor()
{
    return qEnvironmentVariableIsSet(descriptorVariable);
}

secretinput::Answer secretinput::passphrase(const QString &prompt)
{
    if (!hasPassphraseDescriptor())
        return ask(prompt);
    bool isNumber = false;
    const int descriptor = qEnvironmentVariableIntValue(descriptorVariable, &isNumber);
    if (!isNumber || descriptor < 0 || ::fcntl(descriptor, F_GETFD) < 0)
        return Failure{Problem::NoDescriptor};
    if (descriptor > STDERR_FILENO)
        ::fcntl(descriptor, F_SETFD, FD_CLOEXEC);
    return line(descriptor);
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
    case Problem::NoDescriptor:
        return Cli::tr("the file descriptor is not open.");
    }
    return {};
}
