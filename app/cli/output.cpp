#include "app/cli/output.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>

#include <unistd.h>

using namespace Qt::StringLiterals;

using Outcome = output::Outcome;

static Outcome writeTo(int descriptor, QByteArrayView bytes)
{
    while (!bytes.isEmpty()) {
        const ssize_t count =
            ::write(descriptor, bytes.data(), static_cast<std::size_t>(bytes.size()));
        if (count > 0)
            bytes = bytes.sliced(count);
        else if (count == 0 || errno != EINTR)
            return count < 0 && errno == EPIPE ? Outcome::Unread : Outcome::Refused;
    }
    return Outcome::Written;
}

Outcome output::write(QByteArrayView bytes)
{
    return writeTo(STDOUT_FILENO, bytes);
}

void output::outliveReaders()
{
    std::signal(SIGPIPE, SIG_IGN);
}

void output::endUnread()
{
    std::signal(SIGPIPE, SIG_DFL);
    std::raise(SIGPIPE);
    std::_Exit(128 + SIGPIPE); // where the signal is blocked
}

bool output::isTerminal()
{
    return ::isatty(STDOUT_FILENO) == 1;
}

void output::complain(const QString &sentence)
{
    QString line = sentence.simplified();
    line.prepend("sdesk: "_L1);
    writeTo(STDERR_FILENO, line.toUtf8() + '\n');
}
