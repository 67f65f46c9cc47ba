#include "tests/storage/victim.h"

#include <csignal>
#include <ctime>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

Victim::Victim(const std::function<void(int)> &life)
{
    int ends[2];
    if (::pipe(ends) != 0)
        return;
    m_process = ::fork();
    if (m_process == 0) {
        ::close(ends[0]);
        ::prctl(PR_SET_PDEATHSIG, SIGKILL); // NOLINT(*-vararg): nobody outlives the test
        life(ends[1]);
        for (;;)
            ::pause();
    }
    ::close(ends[1]);
    m_pipe = ends[0];
}

Victim::~Victim()
{
    killAfter(0);
    ::close(m_pipe);
}

bool Victim::hear(void *bytes, std::size_t size) const
{
    return ::read(m_pipe, bytes, size) == static_cast<ssize_t>(size);
}

void Victim::killAfter(long microseconds)
{
    // Minus one as a process id is everybody.
    if (!isThere())
        return;
    const timespec more = {microseconds / 1'000'000, microseconds % 1'000'000 * 1000};
    pollfd unused = {-1, 0, 0};
    if (microseconds > 0)
        ::ppoll(&unused, 1, &more, nullptr);
    ::kill(m_process, SIGKILL);
    ::waitpid(m_process, nullptr, 0);
    m_process = -1;
}
