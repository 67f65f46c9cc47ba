#include "core/api/jsonbody.h"

#include <QByteArray>
#include <QByteArrayView>

JsonBody &JsonBody::text(QLatin1StringView name, QStringView value)
{
    begin(name);
    if (value.isValidUtf16())
        escape(value.toUtf8());
    else // toUtf8() makes question marks of lone surrogates
        escape(SecretBuffer::fromText(value).view());
    return *this;
}

JsonBody &JsonBody::secret(QLatin1StringView name, const SecretBuffer &value)
{
    begin(name);
    escape(value.view());
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

void JsonBody::escape(QByteArrayView utf8)
{
    constexpr QByteArrayView hex("0123456789abcdef");
    constexpr QByteArrayView byteOrderMark("\xEF\xBB\xBF");
    m_writer.append('"');
    for (qsizetype i = 0; i < utf8.size(); ++i) {
        const char c = utf8[i];
        const auto byte = static_cast<unsigned char>(c);
        if (byte == 0xEF && utf8.sliced(i).startsWith(byteOrderMark)) {
            // Many readers, Qt's among them, drop it at the start of a text unless it is escaped.
            m_writer.append(QByteArrayView("\\ufeff"));
            i += byteOrderMark.size() - 1;
        } else if (c == '"' || c == '\\') {
            m_writer.append('\\');
            m_writer.append(c);
        } else if (byte < 0x20) {
            m_writer.append(QByteArrayView("\\u00"));
            m_writer.append(hex[byte >> 4]);
            m_writer.append(hex[byte & 0x0F]);
        } else {
            m_writer.append(c);
        }
    }
    m_writer.append('"');
}
