#include "app/democluster/fieldreader.h"

#include <QJsonArray>

#include <limits>

using namespace Qt::StringLiterals;

namespace demo {

FieldReader::FieldReader(const QJsonObject &body)
    : m_body(body)
{}

QString FieldReader::text(QLatin1StringView name, Need need)
{
    const QJsonValue value = take(name);
    if (!value.isUndefined() && !value.isNull() && !value.isString())
        wrongType(name, "a string"_L1);
    const QString text = value.toString();
    if (need == Need::Required && text.isEmpty())
        fail(Failure::badRequest(u"Parameter %1 is required"_s.arg(name)));
    return text;
}

std::optional<qint32> FieldReader::integer(QLatin1StringView name)
{
    const QJsonValue value = take(name);
    if (value.isUndefined() || value.isNull())
        return std::nullopt;
    constexpr qint64 none = std::numeric_limits<qint64>::min();
    const qint64 number = value.toInteger(none);
    if (number < std::numeric_limits<qint32>::min() ||
        number > std::numeric_limits<qint32>::max()) {
        wrongType(name, "a 32-bit integer"_L1);
        return std::nullopt;
    }
    return static_cast<qint32>(number);
}

bool FieldReader::flag(QLatin1StringView name, bool fallback)
{
    const QJsonValue value = take(name);
    if (!value.isUndefined() && !value.isNull() && !value.isBool())
        wrongType(name, "a boolean"_L1);
    return value.toBool(fallback);
}

std::optional<qint32> FieldReader::secondsAsText(QLatin1StringView name)
{
    const QString value = text(name);
    if (value.isEmpty())
        return std::nullopt;
    bool isNumber = false;
    const int seconds = value.toInt(&isNumber);
    if (!isNumber || seconds <= 0) {
        wrongType(name, "a number of seconds as a string"_L1);
        return std::nullopt;
    }
    return seconds;
}

QStringList FieldReader::texts(QLatin1StringView name)
{
    const QJsonValue value = take(name);
    if (!value.isUndefined() && !value.isNull() && !value.isArray())
        wrongType(name, "a list of strings"_L1);
    QStringList list;
    const QJsonArray items = value.toArray();
    for (const QJsonValue &item : items) {
        if (!item.isString())
            wrongType(name, "a list of strings"_L1);
        list.append(item.toString());
    }
    return list;
}

QList<QJsonObject> FieldReader::objects(QLatin1StringView name)
{
    const QJsonValue value = take(name);
    if (!value.isUndefined() && !value.isNull() && !value.isArray())
        wrongType(name, "a list of objects"_L1);
    QList<QJsonObject> list;
    const QJsonArray items = value.toArray();
    for (const QJsonValue &item : items) {
        if (!item.isObject())
            wrongType(name, "a list of objects"_L1);
        list.append(item.toObject());
    }
    return list;
}

void FieldReader::ignore(QLatin1StringView name)
{
    m_known.insert(name);
}

void FieldReader::fail(const Failure &failure)
{
    if (!m_failure)
        m_failure = failure;
}

QStringList FieldReader::unknownFields() const
{
    QStringList unknown;
    for (auto field = m_body.begin(); field != m_body.end(); ++field) {
        if (!m_known.contains(field.key()))
            unknown.append(field.key());
    }
    return unknown;
}

QJsonValue FieldReader::take(QLatin1StringView name)
{
    m_known.insert(name);
    return m_body.value(name);
}

void FieldReader::wrongType(QLatin1StringView name, QLatin1StringView wanted)
{
    fail(Failure::badRequest(u"Parameter %1 must be %2"_s.arg(name, wanted)));
}

} // namespace demo
