#include "core/api/jsonbody.h"

#include "core/support/quoting.h"

#include <QByteArray>
#include <QByteArrayView>

#include <utility>

JsonBody &JsonBody::text(QLatin1StringView name, QStringView value)
{
    begin(name);
    append(value);
    return *this;
}

JsonBody &JsonBody::secret(QLatin1StringView name, const SecretBuffer &value)
{
    begin(name);
    appendJsonText(m_writer, value.view());
    return *this;
}

JsonBody &JsonBody::flag(QLatin1StringView name, bool value)
{
    begin(name);
    m_writer.append(value ? QByteArrayView("true") : QByteArrayView("false"));
    return *this;
}

JsonBody &JsonBody::number(QLatin1StringView name, qint64 value)
{
    begin(name);
    m_writer.append(QByteArray::number(value));
    return *this;
}

JsonBody &JsonBody::texts(QLatin1StringView name, const QStringList &values)
{
    begin(name);
    char separator = '[';
    for (const QString &value : values) {
        m_writer.append(std::exchange(separator, ','));
        append(value);
    }
    m_writer.append(values.isEmpty() ? QByteArrayView("[]") : QByteArrayView("]"));
    return *this;
}

JsonBody &JsonBody::objects(QLatin1StringView name, const QList<SecretBuffer> &objects)
{
    begin(name);
    char separator = '[';
    for (const SecretBuffer &object : objects) {
        m_writer.append(std::exchange(separator, ','));
        m_writer.append(object.view());
    }
    m_writer.append(objects.isEmpty() ? QByteArrayView("[]") : QByteArrayView("]"));
    return *this;
}

SecretBuffer JsonBody::take()
{
    m_writer.append(m_isFirst ? QByteArrayView("{}") : QByteArrayView("}"));
    m_isFirst = true;
    return m_writer.take();
}

void JsonBody::begin(QLatin1StringView name)
{
    m_writer.append(m_isFirst ? '{' : ',');
    m_isFirst = false;
    m_writer.append('"');
    m_writer.append(QByteArrayView(name.data(), name.size()));
    m_writer.append(QByteArrayView("\":"));
}

void JsonBody::append(QStringView text)
{
    if (text.isValidUtf16())
        appendJsonText(m_writer, text.toUtf8());
    else // toUtf8() makes question marks of lone surrogates
        appendJsonText(m_writer, SecretBuffer::fromText(text).view());
}
