#pragma once

#include <QByteArray>
#include <QTest>

#include <cstdlib>

#include <fcntl.h>
#include <termios.h>
#include <unistd.h>

//! A terminal, and what was shown on it.
class Terminal final
{
public:
    Terminal()
        : m_end(::posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC | O_NONBLOCK))
    {
        ::grantpt(m_end);
        ::unlockpt(m_end);
        m_name = ::ptsname(m_end);
        m_held = ::open(m_name.constData(), O_RDWR | O_NOCTTY | O_CLOEXEC);
    }
    ~Terminal()
    {
        ::close(m_held);
        ::close(m_end);
    }
    Q_DISABLE_COPY_MOVE(Terminal)

    void type(const QByteArray &text) const
    {
        QCOMPARE(::write(m_end, text.constData(), static_cast<std::size_t>(text.size())),
                 text.size());
    }
    [[nodiscard]] const QByteArray &name() const { return m_name; }
    [[nodiscard]] bool showsWhatIsTyped() const
    {
        termios settings{};
        return ::tcgetattr(m_held, &settings) == 0 && (settings.c_lflag & ECHO) != 0;
    }
    //! All that was shown so far.
    const QByteArray &shown()
    {
        char bytes[4096];
        for (ssize_t count = 1; count > 0;) {
            count = ::read(m_end, bytes, sizeof bytes);
            if (count > 0)
                m_shown.append(bytes, count);
        }
        return m_shown;
    }

private:
    int m_end;
    int m_held = -1; //!< or the last program that leaves would reset it
    QByteArray m_name;
    QByteArray m_shown;
};
