#include "core/support/secretbuffer.h"

#include <QByteArray>
#include <QDebug>
#include <QString>

#include <sodium.h>

#include <algorithm>
#include <new>

class SecretBuffer::Bytes final : public QSharedData
{
public:
    explicit Bytes(qsizetype capacity)
        : m_capacity(capacity)
    {
        // sodium_init is idempotent and cheap after the first call.
        if (sodium_init() < 0)
            throw std::bad_alloc();
        m_data = static_cast<char *>(
            sodium_malloc(static_cast<size_t>(std::max<qsizetype>(1, capacity))));
        if (!m_data)
            throw std::bad_alloc();
    }
    ~Bytes() { sodium_free(m_data); } // wipes before it frees
    Q_DISABLE_COPY_MOVE(Bytes)

    char *m_data = nullptr;
    qsizetype m_size = 0;
    qsizetype m_capacity = 0;
};

SecretBuffer::SecretBuffer() = default;
SecretBuffer::SecretBuffer(Bytes *bytes)
    : m_bytes(bytes)
{}
SecretBuffer::SecretBuffer(const SecretBuffer &) = default;
SecretBuffer::SecretBuffer(SecretBuffer &&) noexcept = default;
SecretBuffer &SecretBuffer::operator=(const SecretBuffer &) = default;
SecretBuffer &SecretBuffer::operator=(SecretBuffer &&) noexcept = default;
SecretBuffer::~SecretBuffer() = default;

SecretBuffer SecretBuffer::fromBytes(QByteArrayView bytes)
{
    if (bytes.isEmpty())
        return {};
    SecretWriter writer;
    writer.append(bytes);
    return writer.take();
}

SecretBuffer SecretBuffer::fromText(QStringView text)
{
    SecretWriter writer;
    writer.appendText(text);
    return writer.take();
}

qsizetype SecretBuffer::size() const
{
    return m_bytes ? m_bytes->m_size : 0;
}

QByteArrayView SecretBuffer::view() const
{
    return m_bytes ? QByteArrayView(m_bytes->m_data, m_bytes->m_size) : QByteArrayView();
}

QString SecretBuffer::toText() const
{
    return QString::fromUtf8(view());
}

bool SecretBuffer::equal(const SecretBuffer &a, const SecretBuffer &b)
{
    if (a.size() != b.size())
        return false;
    return a.isEmpty() ||
           sodium_memcmp(a.view().data(), b.view().data(), static_cast<size_t>(a.size())) == 0;
}

QDebug operator<<(QDebug debug, const SecretBuffer &secret)
{
    const QDebugStateSaver saver(debug);
    debug.nospace() << "SecretBuffer(" << secret.size() << " bytes)";
    return debug;
}

SecretWriter::SecretWriter() = default;
SecretWriter::~SecretWriter() = default;

void SecretWriter::reserve(qsizetype extra)
{
    const qsizetype used = m_bytes ? m_bytes->m_size : 0;
    if (m_bytes && m_bytes->m_capacity - used >= extra)
        return;
    QExplicitlySharedDataPointer<SecretBuffer::Bytes> larger(
        new SecretBuffer::Bytes(std::max<qsizetype>(256, (used + extra) * 2)));
    if (used > 0)
        std::copy_n(m_bytes->m_data, used, larger->m_data);
    larger->m_size = used;
    m_bytes = larger;
}

void SecretWriter::append(QByteArrayView bytes)
{
    reserve(bytes.size());
    std::copy(bytes.begin(), bytes.end(), m_bytes->m_data + m_bytes->m_size);
    m_bytes->m_size += bytes.size();
}

void SecretWriter::append(char byte)
{
    append(QByteArrayView(&byte, 1));
}

void SecretWriter::appendText(QStringView text)
{
    reserve(text.size() * 3); // the most that UTF-8 needs for one UTF-16 unit
    for (qsizetype i = 0; i < text.size(); ++i) {
        char32_t c = text[i].unicode();
        if (QChar::isHighSurrogate(c) && i + 1 < text.size() && text[i + 1].isLowSurrogate())
            c = QChar::surrogateToUcs4(static_cast<char16_t>(c), text[++i].unicode());
        else if (QChar::isSurrogate(c))
            c = QChar::ReplacementCharacter;

        const auto byte = [](char32_t value) { return static_cast<char>(value); };
        if (c < 0x80) {
            append(byte(c));
        } else if (c < 0x800) {
            append(byte(0xC0 | (c >> 6)));
            append(byte(0x80 | (c & 0x3F)));
        } else if (c < 0x10000) {
            append(byte(0xE0 | (c >> 12)));
            append(byte(0x80 | ((c >> 6) & 0x3F)));
            append(byte(0x80 | (c & 0x3F)));
        } else {
            append(byte(0xF0 | (c >> 18)));
            append(byte(0x80 | ((c >> 12) & 0x3F)));
            append(byte(0x80 | ((c >> 6) & 0x3F)));
            append(byte(0x80 | (c & 0x3F)));
        }
    }
}

char *SecretWriter::extend(qsizetype count)
{
    reserve(count);
    char *start = m_bytes->m_data + m_bytes->m_size;
    std::fill_n(start, count, '\0');
    m_bytes->m_size += count;
    return start;
}

void SecretWriter::truncate(qsizetype size)
{
    if (m_bytes && size < m_bytes->m_size)
        m_bytes->m_size = std::max<qsizetype>(0, size);
}

SecretBuffer SecretWriter::take()
{
    SecretBuffer result;
    result.m_bytes.swap(m_bytes);
    return result;
}

void wipe(QString &text)
{
    if (text.isDetached())
        sodium_memzero(text.data(), static_cast<size_t>(text.size()) * sizeof(QChar));
    text = QString();
}

void wipe(QByteArray &bytes)
{
    if (bytes.isDetached())
        sodium_memzero(bytes.data(), static_cast<size_t>(bytes.size()));
    bytes = QByteArray();
}
