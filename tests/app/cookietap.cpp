#include "tests/app/cookietap.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <string_view>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

static sockaddr_in here(quint16 port)
{
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
}

CookieTap::CookieTap(quint16 port)
    : m_clusterPort(port)
    , m_listener(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0))
{
    sockaddr_in address = here(0);
    socklen_t length = sizeof address;
    auto *general = reinterpret_cast<sockaddr *>(&address);
    if (bind(m_listener, general, length) != 0 || listen(m_listener, 16) != 0 ||
        getsockname(m_listener, general, &length) != 0)
        qFatal("CookieTap cannot listen");
    m_port = ntohs(address.sin_port);
    m_thread = std::thread([this] { run(); });
}

CookieTap::~CookieTap()
{
    m_ends = true;
    m_thread.join();
    for (const Link &link : m_links) {
        close(link.program);
        close(link.cluster);
    }
    close(m_listener);
}

QString CookieTap::origin() const
{
    return u"http://127.0.0.1:%1"_s.arg(m_port);
}

std::vector<MaskedSecret> CookieTap::cookies()
{
    const std::lock_guard guard(m_mutex);
    return m_cookies;
}

void CookieTap::run()
{
    constexpr int lookMs = 50;
    while (!m_ends) {
        std::vector<pollfd> ends{{m_listener, POLLIN, 0}};
        for (const Link &link : m_links) {
            ends.push_back({link.program, POLLIN, 0});
            ends.push_back({link.cluster, POLLIN, 0});
        }
        if (poll(ends.data(), ends.size(), lookMs) <= 0)
            continue;
        for (size_t i = m_links.size(); i-- > 0;) {
            const Link link = m_links[i];
            const bool isOpen = (!ends[2 * i + 1].revents || carry(link.program, link.cluster)) &&
                                (!ends[2 * i + 2].revents || carry(link.cluster, link.program));
            if (!isOpen) {
                close(link.program);
                close(link.cluster);
                m_links.erase(m_links.begin() + static_cast<std::ptrdiff_t>(i));
            }
        }
        if (ends[0].revents)
            accept();
    }
}

void CookieTap::accept()
{
    const int program = accept4(m_listener, nullptr, nullptr, SOCK_CLOEXEC);
    const int cluster = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = here(m_clusterPort);
    if (connect(cluster, reinterpret_cast<const sockaddr *>(&address), sizeof address) == 0) {
        m_links.push_back({program, cluster});
        return;
    }
    close(program);
    close(cluster);
}

bool CookieTap::carry(int from, int to)
{
    std::array<char, 16 * 1024> buffer;
    const ssize_t size = recv(from, buffer.data(), buffer.size(), 0);
    ssize_t sent = 0;
    while (sent < size) {
        const ssize_t count =
            send(to, buffer.data() + sent, static_cast<size_t>(size - sent), MSG_NOSIGNAL);
        if (count <= 0)
            break;
        sent += count;
    }
    if (size > 0)
        noteCookie(buffer.data(), size);
    explicit_bzero(buffer.data(), buffer.size());
    return size > 0 && sent == size;
}

void CookieTap::noteCookie(const char *data, qsizetype size)
{
    static constexpr std::string_view name = "Set-Cookie: JSESSIONID=";
    const char *end = data + size;
    const char *value = std::search(data, end, name.begin(), name.end());
    if (value == end)
        return;
    value += name.size();
    std::array<char16_t, 128> text{};
    qsizetype length = 0;
    while (value < end && *value != ';' && length < qsizetype(text.size()))
        text[static_cast<size_t>(length++)] = static_cast<unsigned char>(*value++);
    if (length > 0) { // an expired one has no value
        const std::lock_guard guard(m_mutex);
        m_cookies.emplace_back(QStringView(text.data(), length));
    }
    explicit_bzero(text.data(), sizeof text);
}
