#include "core/api/errorbody.h"

#include "core/api/strictjson.h"
#include "core/api/wiretime.h"
#include "core/http/httpmessage.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QRegularExpression>
#include <QStringList>

#include <limits>

using namespace Qt::StringLiterals;

static constexpr qsizetype longestMessage = 512;
static constexpr qsizetype longestTechnical = 4096;

static QString firstTextOf(const QJsonValue &value)
{
    if (value.isString())
        return value.toString();
    const QJsonArray parts = value.toArray();
    QStringList texts;
    for (const QJsonValue &part : parts) {
        const QString text = part.toString().trimmed();
        if (!text.isEmpty())
            texts.append(text);
    }
    return texts.join(u' ');
}

// Depth first over objects and arrays; the nesting was limited when the text was parsed.
template<typename Matches>
static std::optional<QJsonObject> findObject(const QJsonValue &value, const Matches &matches)
{
    if (value.isArray()) {
        const QJsonArray array = value.toArray();
        for (const QJsonValue &item : array) {
            if (auto found = findObject(item, matches))
                return found;
        }
        return std::nullopt;
    }
    if (!value.isObject())
        return std::nullopt;
    const QJsonObject object = value.toObject();
    if (matches(object))
        return object;
    for (const QJsonValue &member : object) {
        if (auto found = findObject(member, matches))
            return found;
    }
    return std::nullopt;
}

static bool holdsTheServersWords(const QJsonObject &object)
{
    const QJsonValue debug = object.value("debug"_L1);
    return debug.isString() || debug.isArray() ||
           (object.value("incident_id_guid"_L1).isString() && !debug.isObject());
}

static std::optional<int> intOf(const QJsonValue &value)
{
    const std::optional<qint64> number = wiretime::wholeNumber(value);
    if (!number || *number < std::numeric_limits<int>::min() ||
        *number > std::numeric_limits<int>::max())
        return std::nullopt;
    return static_cast<int>(*number);
}

static std::optional<int> upstreamStatusIn(const QJsonObject &body)
{
    constexpr auto key = "upstreamResponse"_L1;
    const auto holder =
        findObject(body, [&](const QJsonObject &object) { return object.value(key).isObject(); });
    return holder ? intOf(holder->value(key).toObject().value("status"_L1)) : std::nullopt;
}

static QString plainMessageIn(const QJsonObject &body)
{
    const QJsonValue error = body.value("error"_L1);
    if (error.isString())
        return error.toString();
    const auto holder = findObject(
        body, [](const QJsonObject &object) { return object.value("message"_L1).isString(); });
    return holder ? holder->value("message"_L1).toString() : QString();
}

// "Error Code: X Incident Id: Y\nError Message: Z" with a Java class before and a stack behind is
// how the server's own exceptions look when they get through.
static void splitWords(ErrorBody &body, const QString &raw)
{
    static const QRegularExpression labelled(
        u"Error Code:\\s*(\\S+)\\s+Incident Id:\\s*(\\S+)\\s+Error Message:\\s*(.*)"_s,
        QRegularExpression::DotMatchesEverythingOption | QRegularExpression::CaseInsensitiveOption);
    static const QRegularExpression stack(u"\\s(?:at\\s+[\\w.$<>/]+\\(|Caused by:)"_s);
    static const QRegularExpression javaClass(u"^(?:[a-z_]\\w*\\.)+[A-Z][\\w$]*:\\s*"_s);

    QString text = raw.trimmed();
    if (text.startsWith(u'[')) {
        const QJsonDocument list = QJsonDocument::fromJson(text.toUtf8());
        if (list.isArray())
            text = firstTextOf(list.array());
    }
    const QString whole = text;
    const QRegularExpressionMatch match = labelled.match(text);
    if (match.hasMatch()) {
        if (!body.code)
            body.code = intOf(match.captured(1));
        if (body.incidentId.isEmpty())
            body.incidentId = match.captured(2);
        text = match.captured(3);
    }
    const qsizetype stackAt = text.indexOf(stack);
    if (stackAt >= 0)
        text.truncate(stackAt);
    text.remove(javaClass);

    body.message = text.simplified();
    if (body.message != whole.simplified())
        body.technical = whole;
}

// A server may quote the very token it refuses.
static QString withoutTokens(QString text, qsizetype longest)
{
    static const QRegularExpression tokenLike(u"[A-Za-z0-9+/_=-]{40,}"_s);
    return text.replace(tokenLike, u"…"_s).left(longest);
}

ErrorBody ErrorBody::read(const HttpResponse &response)
{
    ErrorBody result;
    if (response.body.size() > HttpRequest::smallReply)
        return result;
    QString raw;
    if (const auto object = strictjson::object(response.body)) {
        result.upstreamStatus = upstreamStatusIn(*object);
        if (const auto holder = findObject(*object, holdsTheServersWords)) {
            result.code = intOf(holder->value("code"_L1));
            result.incidentId = holder->value("incident_id_guid"_L1).toString();
            raw = firstTextOf(holder->value("debug"_L1));
        }
        if (raw.isEmpty())
            raw = plainMessageIn(*object);
        if (!result.code) {
            const auto coded = findObject(*object, [](const QJsonObject &candidate) {
                return candidate.value("code"_L1).isDouble();
            });
            result.code = coded ? intOf(coded->value("code"_L1)) : std::nullopt;
        }
    } else if (response.contentType == "text/plain" &&
               QByteArrayView(response.body).isValidUtf8()) {
        raw = QString::fromUtf8(response.body);
    }
    splitWords(result, raw.left(2 * longestTechnical));
    result.message = withoutTokens(result.message, longestMessage);
    result.technical = withoutTokens(result.technical, longestTechnical);
    result.incidentId = withoutTokens(result.incidentId.simplified(), 64);
    return result;
}
