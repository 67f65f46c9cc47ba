#pragma once

#include <functional>

#include <sys/types.h>

//! A child that lives until it is killed, and says down a pipe how far it is. Nothing of Qt may run
//! in this process before.
class Victim final
{
public:
    //! Runs \a life with the pipe's end, or with nothing more to do until it is killed.
    explicit Victim(const std::function<void(int pipe)> &life);
    ~Victim();
    Victim(const Victim &) = delete;
    Victim &operator=(const Victim &) = delete;

    //! False if there can be no child now.
    [[nodiscard]] bool isThere() const { return m_process > 0; }
    //! The next number; none when the child has ended.
    template<typename Number> [[nodiscard]] bool hear(Number *number) const
    {
        return hear(number, sizeof *number);
    }
    //! Kills it \a microseconds from now. What it has said until then can still be heard.
    void killAfter(long microseconds);

private:
    [[nodiscard]] bool hear(void *bytes, std::size_t size) const;

    pid_t m_process = -1;
    int m_pipe = -1;
};
