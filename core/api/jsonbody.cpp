#include "core/api/jsonbody.h"

#include "core/support/quoting.h"

#include <QByteArray>
#include <QByteArrayView>

JsonBody &JsonBody::text(QLatin1StringView name, QStringView value)
{
    begin(name);
    if (value.isValidUtf16())
        appendJsonText(m_writer, value.toUtf8());
    else // toUtf8() makes question marks of lone surrogates
        appendJsonText(m_writer, SecretBuffer::fromText(value).view());
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
