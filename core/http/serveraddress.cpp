#include "core/http/serveraddress.h"

#include <QHostAddress>
#include <QUrl>

#include <algorithm>

using namespace Qt::StringLiterals;
using Problem = ServerAddress::Problem;

struct Authority
{
    QString host; //!< lower case, ACE form; an IPv6 address without brackets
    int port = -1;
    bool isInternational = false;
};

static bool isAsciiDigits(QStringView text)
{
    return !text.isEmpty() &&
           std::ranges::all_of(text, [](QChar c) { return c >= u'0' && c <= u'9'; });
}

static Result<int, Problem> readPort(QStringView text)
{
    const int port = isAsciiDigits(text) && text.size() <= 5 ? text.toInt() : 0;
    if (port < 1 || port > 65535)
        return Failure{Problem::BadPort};
    return port;
}

static bool isLabel(QStringView label)
{
    return !label.isEmpty() && label.size() <= 63 && label.front() != u'-' &&
           label.back() != u'-' && std::ranges::all_of(label, [](QChar c) {
               return (c >= u'a' && c <= u'z') || (c >= u'0' && c <= u'9') || c == u'-' ||
                      c == u'_';
           });
}

//! "ACME.example." as "acme.example", "127.1" as "127.0.0.1", "аcme.example" as
//! "xn--cme-8cd.example".
static Result<QString, Problem> readName(QStringView text)
{
    QString name = QString::fromLatin1(QUrl::toAce(text.toString())).toLower();
    if (name.endsWith(u'.'))
        name.chop(1);
    const QList<QStringView> labels = QStringView(name).split(u'.');
    if (name.isEmpty() || name.size() > 253 || !std::ranges::all_of(labels, isLabel))
        return Failure{Problem::BadHost};

    // Every spelling of an IPv4 address that a resolver would take becomes the ordinary one.
    const QStringView last = labels.last();
    if (!isAsciiDigits(last) && !last.startsWith(u"0x"))
        return name;
    const QUrl url(u"https://"_s + name, QUrl::StrictMode);
    const QHostAddress address(url.host());
    if (!url.isValid() || address.protocol() != QAbstractSocket::IPv4Protocol)
        return Failure{Problem::BadHost};
    return address.toString();
}

static Result<QString, Problem> readIpv6(QStringView text)
{
    const QHostAddress address(text.toString());
    if (address.protocol() != QAbstractSocket::IPv6Protocol || !address.scopeId().isEmpty())
        return Failure{Problem::BadHost};
    return address.toString();
}

static Result<Authority, Problem> readAuthority(QStringView text)
{
    if (text.contains(u'@'))
        return Failure{Problem::UserInfo};
    if (text.contains(u'\\'))
        return Failure{Problem::NotAnAddress};
    const bool isIpv6 = text.startsWith(u'[');
    const qsizetype close = isIpv6 ? text.indexOf(u']') : -1;
    if (isIpv6 && close < 0)
        return Failure{Problem::BadHost};
    const qsizetype colon = text.indexOf(u':', std::max<qsizetype>(close, 0));
    const QStringView name = colon < 0 ? text : text.first(colon);
    if (isIpv6 && name.size() != close + 1)
        return Failure{Problem::BadHost};

    const auto host = isIpv6 ? readIpv6(name.sliced(1, close - 1)) : readName(name);
    if (!host)
        return Failure{host.error()};
    Authority authority{.host = *host, .isInternational = host->contains("xn--"_L1)};
    if (colon >= 0) {
        const auto port = readPort(text.sliced(colon + 1));
        if (!port)
            return Failure{port.error()};
        authority.port = *port;
    }
    return authority;
}

//! What stands before the authority: "https" where nothing does. Cuts it off \a rest.
static Result<QString, Problem> takeScheme(QStringView &rest)
{
    const qsizetype end = rest.indexOf(u"://");
    const qsizetype first = std::ranges::find_first_of(rest, u"/?#:"_s) - rest.begin();
    if (end >= 0 && end == first) {
        const QString scheme = rest.first(end).toString().toLower();
        rest = rest.sliced(end + 3);
        if (scheme == "https"_L1 || scheme == "http"_L1)
            return scheme;
        return Failure{scheme.isEmpty() ? Problem::NotAnAddress : Problem::UnknownScheme};
    }
    // javascript:alert(1) and mailto:maria against acme.example:8443
    const bool isBracketed = rest.startsWith(u'[');
    if (!isBracketed && first < rest.size() && rest[first] == u':') {
        const QStringView word = rest.first(first);
        const QStringView after = rest.sliced(first + 1);
        const bool isPort = !after.isEmpty() && after.front() >= u'0' && after.front() <= u'9';
        const bool isScheme = !isPort && !word.contains(u'.') && !after.contains(u'@');
        if (isScheme && (word.compare("https"_L1, Qt::CaseInsensitive) == 0 ||
                         word.compare("http"_L1, Qt::CaseInsensitive) == 0))
            return Failure{Problem::NotAnAddress};
        if (isScheme && !after.isEmpty())
            return Failure{Problem::UnknownScheme};
    }
    return u"https"_s;
}

static bool isLoopback(const QString &host)
{
    if (host == "localhost"_L1)
        return true;
    const QHostAddress address(host);
    bool isIpv4 = false;
    const quint32 number = address.toIPv4Address(&isIpv4); // ::ffff:127.0.0.1 too
    return isIpv4 ? number >> 24 == 127 : address == QHostAddress(QHostAddress::LocalHostIPv6);
}

Result<ServerAddress, Problem> ServerAddress::parse(QStringView text)
{
    constexpr qsizetype longest = 8192;
    QStringView rest = text.trimmed();
    if (rest.isEmpty())
        return Failure{Problem::Empty};
    const bool hasOddCharacter = std::ranges::any_of(
        rest, [](QChar c) { return !c.isPrint() || c.isSpace() || c.isSurrogate(); });
    if (rest.size() > longest || hasOddCharacter)
        return Failure{Problem::NotAnAddress};

    const auto scheme = takeScheme(rest);
    if (!scheme)
        return Failure{scheme.error()};
    const qsizetype end = std::ranges::find_first_of(rest, u"/?#"_s) - rest.begin();
    if (end == 0)
        return Failure{Problem::NotAnAddress};
    const auto authority = readAuthority(rest.first(end));
    if (!authority)
        return Failure{authority.error()};

    ServerAddress address;
    address.isLoopback = ::isLoopback(authority->host);
    address.isInternational = authority->isInternational;
    address.wasShortened = !rest.sliced(end).isEmpty() && rest.sliced(end) != u"/";
    const bool isPlain = *scheme == "http"_L1;
    if (isPlain && !address.isLoopback)
        return Failure{Problem::InsecureScheme};
    address.host = authority->host.contains(u':') ? u'[' + authority->host + u']' : authority->host;
    if (authority->port > 0 && authority->port != (isPlain ? 80 : 443))
        address.host += u':' + QString::number(authority->port);
    address.origin = *scheme + u"://"_s + address.host;
    return address;
}
