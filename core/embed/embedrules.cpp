#include "core/embed/embedrules.h"

#include "core/embed/embedorigin.h"

using Kind = EmbedRefusal::Kind;

static QByteArray phrase(int status)
{
    switch (status) {
    case 200:
        return "OK";
    case 204:
        return "No Content";
    case 400:
        return "Bad Request";
    case 403:
        return "Forbidden";
    case 404:
        return "Not Found";
    case 405:
        return "Method Not Allowed";
    case 408:
        return "Request Timeout";
    case 429:
        return "Too Many Requests";
    case 431:
        return "Request Header Fields Too Large";
    default:
        return "Service Unavailable";
    }
}

QByteArray EmbedAnswer::text() const
{
    return origin.isEmpty() && status >= 400 ? phrase(status) + "\n" : QByteArray();
}

QByteArray EmbedAnswer::head(qsizetype bodySize) const
{
    QByteArray result = "HTTP/1.1 " + QByteArray::number(status) + ' ' + phrase(status) + "\r\n";
    if (status != 204)
        result += "Content-Length: " + QByteArray::number(bodySize) + "\r\n";
    result += "Cache-Control: no-store\r\nVary: Origin\r\nX-Content-Type-Options: nosniff\r\n";
    if (!origin.isEmpty())
        result += "Access-Control-Allow-Origin: " + origin + "\r\n";
    for (const auto &[name, value] : fields)
        result += name + ": " + value + "\r\n";
    return result + "Connection: close\r\n\r\n";
}

EmbedRules::EmbedRules(quint16 port, SecretBuffer path, const QStringList &origins)
    : m_hosts{"127.0.0.1:" + QByteArray::number(port), "localhost:" + QByteArray::number(port)}
    , m_path(std::move(path))
{
    for (const QString &origin : origins)
        m_origins.append(origin.toLatin1());
}

static EmbedRules::Verdict refuse(int status, Kind kind, const QByteArray &shownOrigin = {})
{
    return {{.status = status}, EmbedRefusal{kind, QString::fromLatin1(shownOrigin)}};
}

// What a page says of itself is shown to a person, and offered to be allowed: an origin or nothing.
static QByteArray shownOrigin(const QByteArray &claimed)
{
    const auto origin = embedOrigin(QString::fromLatin1(claimed.left(300)));
    return origin && origin->toLatin1() == claimed ? claimed : QByteArray();
}

EmbedRules::Verdict EmbedRules::judge(const RequestHead &head) const
{
    if (!m_hosts.contains(head.field("host")))
        return refuse(403, Kind::Odd);
    if (!(SecretBuffer::fromBytes(head.target) == m_path))
        return refuse(404, Kind::Odd);
    const QByteArray origin = head.field("origin");
    if (origin.isEmpty())
        return refuse(403, Kind::NoOrigin);
    if (!m_origins.contains(origin))
        return refuse(403, Kind::OriginUnknown, shownOrigin(origin));
    if (head.method == "OPTIONS")
        return preflight(head, origin);

    Verdict verdict{{.status = 200, .origin = origin},
                    EmbedRefusal{Kind::NotAFetch, QString::fromLatin1(origin)}};
    if (head.method != "GET") {
        verdict.answer.status = 405;
        verdict.answer.fields = {{"Allow", "GET, OPTIONS"}};
        return verdict;
    }
    // Browsers that send these say by them what asks: a script by fetch, or an image, a form, a
    // person who follows a link. Those that do not send them prove nothing.
    const QByteArray site = head.field("sec-fetch-site");
    const QByteArray mode = head.field("sec-fetch-mode");
    const QByteArray destination = head.field("sec-fetch-dest");
    const bool isByScript =
        (site.isNull() || site == "cross-site" || site == "same-site" || site == "same-origin") &&
        (mode.isNull() || mode == "cors") && (destination.isNull() || destination == "empty");
    if (!isByScript) {
        verdict.answer.status = 403;
        return verdict;
    }
    verdict.answer.fields = {{"Content-Type", "text/plain; charset=utf-8"}};
    verdict.refusal.reset();
    verdict.isForToken = true;
    return verdict;
}

EmbedRules::Verdict EmbedRules::preflight(const RequestHead &head, const QByteArray &origin) const
{
    if (head.field("access-control-request-method") != "GET")
        return refuse(403, Kind::NotAFetch, origin);
    Verdict verdict{{.status = 204, .origin = origin}};
    verdict.answer.fields = {{"Access-Control-Allow-Methods", "GET"}};
    if (head.field("access-control-request-private-network") == "true")
        verdict.answer.fields.emplaceBack("Access-Control-Allow-Private-Network", "true");
    return verdict;
}
