#include "core/api/strictjson.h"

#include "core/http/httpmessage.h"

#include <QByteArrayView>
#include <QJsonDocument>

#include <optional>

using namespace Qt::StringLiterals;

namespace strictjson {

static constexpr QByteArrayView byteOrderMark("\xEF\xBB\xBF");

// How many names the text has on the first and second level, to be held against what the parser
// kept of them: a difference is a name that came twice, however it was spelled.
struct NameCount
{
    qsizetype first = 0;
    qsizetype second = 0;
};

static bool isDigit(char c)
{
    return c >= '0' && c <= '9';
}

// One pass for what Qt's parser lets through (unknown escapes, "1." and ".5") or does too late
// (depth, how much there is). The rest of the grammar is Qt's.
class Scanner final
{
public:
    explicit Scanner(QByteArrayView text)
        : m_text(text)
    {}

    [[nodiscard]] std::optional<Problem> run()
    {
        while (m_at < m_text.size()) {
            if (const std::optional<Problem> problem = step())
                return problem;
            ++m_at;
        }
        return std::nullopt;
    }
    [[nodiscard]] const NameCount &names() const { return m_names; }

private:
    std::optional<Problem> step()
    {
        switch (m_text[m_at]) {
        case '"':
            return skipText() ? std::nullopt : std::optional(Problem::NotJson);
        case '{':
        case '[':
            if (++m_depth > greatestDepth)
                return Problem::TooDeep;
            return oneMore();
        case ',':
            return oneMore();
        case '}':
        case ']':
            --m_depth;
            break;
        case ':':
            if (m_depth == 1)
                ++m_names.first;
            else if (m_depth == 2)
                ++m_names.second;
            break;
        case '.':
            if (!digitAt(m_at - 1) || !digitAt(m_at + 1))
                return Problem::NotJson;
            break;
        default:
            break;
        }
        return std::nullopt;
    }

    // Each comma and each bracket begins a value, empty ones apart.
    std::optional<Problem> oneMore()
    {
        return ++m_values > mostValues ? std::optional(Problem::TooManyValues) : std::nullopt;
    }

    // From the opening quote to the closing one.
    bool skipText()
    {
        for (++m_at; m_at < m_text.size(); ++m_at) {
            const char c = m_text[m_at];
            if (c == '"')
                return true;
            if (c == '\\') {
                ++m_at;
                if (m_at >= m_text.size() || !QByteArrayView("\"\\/bfnrtu").contains(m_text[m_at]))
                    return false;
            }
        }
        return false;
    }

    [[nodiscard]] bool digitAt(qsizetype position) const
    {
        return position >= 0 && position < m_text.size() && isDigit(m_text[position]);
    }

    QByteArrayView m_text;
    qsizetype m_at = 0;
    int m_depth = 0;
    qsizetype m_values = 1;
    NameCount m_names;
};

static bool hasRepeatedName(const QJsonObject &object, const NameCount &names)
{
    if (object.size() != names.first)
        return true;
    qsizetype second = 0;
    for (auto it = object.begin(); it != object.end(); ++it) {
        if (it.value().isObject())
            second += it.value().toObject().size();
    }
    return second != names.second;
}

Result<QJsonObject, Problem> object(const QByteArray &body)
{
    QByteArrayView text(body);
    if (text.startsWith(byteOrderMark))
        text = text.sliced(byteOrderMark.size());
    // Qt would skip one more.
    if (text.startsWith(byteOrderMark))
        return Failure{Problem::NotJson};

    Scanner scanner(text);
    if (const std::optional<Problem> problem = scanner.run())
        return Failure{*problem};
    if (!text.isValidUtf8())
        return Failure{Problem::NotUtf8};

    QJsonParseError error;
    const QJsonDocument document =
        QJsonDocument::fromJson(QByteArray::fromRawData(text.data(), text.size()), &error);
    if (error.error != QJsonParseError::NoError) {
        const QByteArray bare = text.toByteArray().trimmed();
        const bool isScalar = bare == "null" || bare == "true" || bare == "false" ||
                              (bare.size() > 1 && bare.startsWith('"') && bare.endsWith('"'));
        return Failure{isScalar ? Problem::NotAnObject : Problem::NotJson};
    }
    if (!document.isObject())
        return Failure{Problem::NotAnObject};
    const QJsonObject result = document.object();
    if (hasRepeatedName(result, scanner.names()))
        return Failure{Problem::RepeatedName};
    return result;
}

Result<bool, Problem> boolean(const QByteArray &body)
{
    constexpr qsizetype longest = 64;
    if (body.size() > longest)
        return Failure{Problem::NotABoolean};
    const QByteArray word = body.trimmed().toLower();
    if (word == "true")
        return true;
    if (word == "false")
        return false;
    return Failure{Problem::NotABoolean};
}

bool isJson(const HttpResponse &response)
{
    // A comma means two types, joined from two headers.
    const QByteArray &type = response.contentType;
    const bool isJsonType = type == "application/json" ||
                            (type.contains('/') && type.endsWith("+json") && !type.contains(','));
    return isJsonType && (response.charset.isEmpty() || response.charset == "utf-8");
}

QString words(Problem problem)
{
    switch (problem) {
    case Problem::NotUtf8:
        return u"not UTF-8"_s;
    case Problem::TooDeep:
        return u"JSON nested too deep"_s;
    case Problem::TooManyValues:
        return u"JSON with more than %1 values"_s.arg(mostValues);
    case Problem::NotJson:
        return u"not valid JSON"_s;
    case Problem::RepeatedName:
        return u"a JSON name that comes twice"_s;
    case Problem::NotAnObject:
        return u"JSON, but not an object"_s;
    case Problem::NotABoolean:
        return u"neither true nor false"_s;
    }
    return {};
}

} // namespace strictjson
