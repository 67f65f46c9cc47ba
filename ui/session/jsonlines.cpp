#include "ui/session/jsonlines.h"

#include "ui/session/fieldtext.h"
#include "ui/session/secretfields.h"
#include "ui/support/uitext.h"

#include <QStringList>

#include <algorithm>

using namespace Qt::StringLiterals;

static constexpr qsizetype longestKey = 200;
static constexpr qsizetype longestValue = 1000;

static int opening(int node)
{
    return 2 * node;
}

static int closing(int node)
{
    return 2 * node + 1;
}

QString JsonLine::text() const
{
    return QString(2 * indent, u' ') + key + (key.isEmpty() ? ""_L1 : ": "_L1) + value + remark +
           tail;
}

static qsizetype shownWidth(const JsonIndex &json, int node)
{
    const qsizetype value =
        json.isContainer(node) || json.isSecret(node) ? 24 : jsonScalar(json.value(node)).size();
    return 2 * json.depth(node) + std::min(json.name(node).size() + 4, longestKey) +
           std::min(value, longestValue) + 2;
}

JsonLines::JsonLines()
    : m_codes{opening(0)}
{}

JsonLines JsonLines::of(const JsonIndex &json)
{
    JsonLines lines;
    lines.m_json = json;
    lines.m_codes = lines.codes(0, json.size());
    lines.m_codes.shrink_to_fit();
    for (int node = 0; node < json.size(); ++node)
        lines.m_widest = std::max(lines.m_widest, int(shownWidth(json, node)));
    return lines;
}

// The lines of the fields from \a from up to \a end, and of what closes between them.
std::vector<int> JsonLines::codes(int from, int end) const
{
    std::vector<int> lines;
    std::vector<int> open;
    int at = from;
    while (at < end || !open.empty()) {
        if (!open.empty() && m_json.end(open.back()) <= at) {
            lines.push_back(closing(open.back()));
            open.pop_back();
            continue;
        }
        lines.push_back(opening(at));
        const bool folded = isFoldedNode(at);
        if (m_json.hasChildren(at) && !folded)
            open.push_back(at);
        at = folded ? m_json.end(at) : at + 1;
    }
    return lines;
}

int JsonLines::lineOf(int node) const
{
    // In reading order a closing line stands just before what follows its container.
    const auto order = [this](int code) {
        return code % 2 == 0 ? code : 2 * m_json.end(code / 2) - 1;
    };
    const auto found = std::ranges::lower_bound(m_codes, opening(node), {}, order);
    return int(found - m_codes.begin());
}

bool JsonLines::canFold(int line) const
{
    return !isClosing(line) && m_json.hasChildren(node(line));
}

bool JsonLines::isFoldedNode(int node) const
{
    return !m_folded.empty() && m_folded[std::size_t(node)];
}

bool JsonLines::isFolded(int line) const
{
    return !isClosing(line) && isFoldedNode(node(line));
}

int JsonLines::foldedAway(int line) const
{
    const auto first = m_codes.begin() + line + 1;
    return int(std::find(first, m_codes.end(), closing(node(line))) - first) + 1;
}

void JsonLines::fold(int line)
{
    const int away = foldedAway(line);
    m_folded.resize(std::size_t(m_json.size()));
    m_folded[std::size_t(node(line))] = true;
    m_codes.erase(m_codes.begin() + line + 1, m_codes.begin() + line + 1 + away);
}

std::vector<int> JsonLines::hidden(int line) const
{
    const int container = node(line);
    std::vector<int> lines = codes(container + 1, m_json.end(container));
    lines.push_back(closing(container));
    return lines;
}

void JsonLines::unfold(int line, const std::vector<int> &hidden)
{
    m_folded[std::size_t(node(line))] = false;
    m_codes.insert(m_codes.begin() + line + 1, hidden.begin(), hidden.end());
}

void JsonLines::foldAll(bool folded)
{
    m_folded.assign(std::size_t(m_json.size()), false);
    for (int field = 1; folded && field < m_json.size(); ++field)
        m_folded[std::size_t(field)] = m_json.hasChildren(field);
    m_codes = codes(0, m_json.size());
}

static JsonLine::Kind kindOf(const JsonIndex &json, int node)
{
    if (json.isSecret(node))
        return JsonLine::Kind::Secret;
    switch (json.value(node).type()) {
    case QJsonValue::String:
        return JsonLine::Kind::Text;
    case QJsonValue::Double:
        return JsonLine::Kind::Number;
    case QJsonValue::Array:
    case QJsonValue::Object:
        return JsonLine::Kind::Bracket;
    case QJsonValue::Bool:
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        break;
    }
    return JsonLine::Kind::Literal;
}

// Cut before quoting: a text may have megabytes.
static QString cutQuoted(const QString &text, qsizetype limit)
{
    return shown(jsonQuoted(text.left(limit + 1)), limit);
}

static QString shownScalar(const JsonIndex &json, int node, JsonLine::Kind kind)
{
    if (kind == JsonLine::Kind::Secret)
        return u'"' + SecretFields::mask() + u'"';
    if (kind == JsonLine::Kind::Text)
        return cutQuoted(json.value(node).toString(), longestValue);
    return scalarText(json.value(node));
}

JsonLine JsonLines::line(int number) const
{
    const int field = node(number);
    const int above = m_json.parent(field);
    const bool isList = m_json.value(field).isArray();
    const QString closer = isList ? u"]"_s : u"}"_s;
    const bool isLast = above < 0 || m_json.end(field) == m_json.end(above);

    JsonLine line;
    line.indent = m_json.depth(field);
    line.kind = kindOf(m_json, field);
    line.tail = isLast ? QString() : u","_s;
    if (isClosing(number)) {
        line.value = closer;
        return line;
    }
    if (field > 0 && !m_json.isListEntry(field))
        line.key = cutQuoted(m_json.name(field), longestKey);
    line.canFold = canFold(number);
    line.isFolded = isFolded(number);
    if (line.kind != JsonLine::Kind::Bracket) {
        line.value = shownScalar(m_json, field, line.kind);
    } else {
        line.value = isList ? u"["_s : u"{"_s;
        if (!line.canFold)
            line.value += closer;
        else if (line.isFolded)
            line.tail.prepend(closer);
        else
            line.tail.clear();
        if (line.isFolded)
            line.remark = u' ' + FieldText::entries(m_json.childCount(field)) + u' ';
    }
    return line;
}

QString JsonLines::text(int first, int last, Secrets secrets) const
{
    QStringList lines;
    for (int number = first; number <= last; ++number) {
        const int field = node(number);
        JsonLine whole = line(number);
        if (!whole.key.isEmpty())
            whole.key = jsonQuoted(m_json.name(field));
        if (whole.isFolded || whole.kind != JsonLine::Kind::Bracket)
            whole.value = jsonText(m_json, field, secrets);
        if (whole.isFolded) {
            whole.value.replace(u'\n', u'\n' + QString(2 * whole.indent, u' '));
            whole.remark.clear();
            whole.tail.remove(0, 1);
        }
        lines += whole.text();
    }
    return lines.join(u'\n');
}
