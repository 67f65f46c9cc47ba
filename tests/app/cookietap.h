#pragma once

#include "tests/support/memoryscan.h"

#include <QString>

#include <atomic>
#include <mutex>
#include <thread>
#include <vector>

//! Stands between the program and its cluster, in the test's own process, and notes which session
//! cookies go by. All that it sees is in one buffer, which is wiped before it takes anything more:
//! a scan of the memory finds nothing here.
class CookieTap final
{
public:
    //! \a port: the cluster's, on this machine.
    explicit CookieTap(quint16 port);
    ~CookieTap();
    Q_DISABLE_COPY_MOVE(CookieTap)

    [[nodiscard]] QString origin() const;
    //! The values of JSESSIONID that were set so far.
    [[nodiscard]] std::vector<MaskedSecret> cookies();

private:
    struct Link
    {
        int program = -1;
        int cluster = -1;
    };

    void run();
    void accept();
    bool carry(int from, int to);
    void noteCookie(const char *data, qsizetype size);

    const quint16 m_clusterPort;
    quint16 m_port = 0;
    int m_listener = -1;
    std::vector<Link> m_links;
    std::mutex m_mutex;
    std::vector<MaskedSecret> m_cookies;
    std::atomic<bool> m_ends = false;
    std::thread m_thread;
};
