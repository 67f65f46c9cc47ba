#include "core/embed/requesthead.h"

#include <algorithm>

static bool isTokenCharacter(char c)
{
    constexpr QByteArrayView marks = "!#$%&'*+-.^_`|~";
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           marks.contains(c);
}

static bool isToken(QByteArrayView text)
{
    return !text.isEmpty() && std::all_of(text.begin(), text.end(), isTokenCharacter);
}

// Printable ASCII and, inside values, spaces and tabs; bytes above it mean nothing here.
static bool isPlainValue(QByteArrayView text)
{
    return std::all_of(text.begin(), text.end(),
                       [](char c) { return (c >= ' ' && c <= '~') || c == '\t'; });
}

static bool isTarget(QByteArrayView text)
{
    return !text.isEmpty() &&
           std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

static std::optional<RequestHead> readRequestLine(const QByteArray &line)
{
    const QList<QByteArray> words = line.split(' ');
    if (words.size() != 3 || !isToken(words[0]) || !isTarget(words[1]) || words[2] != "HTTP/1.1")
        return std::nullopt;
    return RequestHead{words[0], words[1], {}};
}

static bool readField(const QByteArray &line, RequestHead &head)
{
    const qsizetype colon = line.indexOf(':');
    if (colon < 1 || head.fields.size() == RequestHead::mostFields)
        return false;
    const QByteArray name = line.first(colon).toLower();
    const QByteArray value = line.sliced(colon + 1).trimmed();
    if (!isToken(name) || !isPlainValue(value) || !head.field(name).isNull())
        return false;
    head.fields.emplaceBack(name, value.isNull() ? QByteArray("") : value);
    return true;
}

std::optional<RequestHead> RequestHead::parse(QByteArrayView bytes)
{
    if (!bytes.endsWith("\r\n\r\n"))
        return std::nullopt;
    const QByteArray text = bytes.chopped(4).toByteArray();
    QList<QByteArray> lines;
    for (qsizetype from = 0; from <= text.size();) {
        const qsizetype found = text.indexOf("\r\n", from);
        const qsizetype end = found < 0 ? text.size() : found;
        lines.append(text.sliced(from, end - from));
        from = end + 2;
    }
    std::optional<RequestHead> head = readRequestLine(lines.takeFirst());
    for (const QByteArray &line : lines) {
        if (!head || !readField(line, *head))
            return std::nullopt;
    }
    const QByteArray length = head ? head->field("content-length") : QByteArray();
    const bool hasBody = !length.isNull() && length != "0";
    if (!head || hasBody || !head->field("transfer-encoding").isNull() ||
        head->field("host").isEmpty())
        return std::nullopt;
    return head;
}

QByteArray RequestHead::field(QByteArrayView name) const
{
    for (const auto &[known, value] : fields) {
        if (known == name)
            return value;
    }
    return {};
}
