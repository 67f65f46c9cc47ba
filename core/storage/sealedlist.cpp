#include "core/storage/sealedlist.h"

#include "core/storage/profile.h"
#include "core/storage/sealing.h"

#include <sodium.h>

#include <algorithm>

static constexpr QByteArrayView firstLine = "session-desk-sealed-list 2\n";
static constexpr int markSize = 16;
static constexpr int listMarkSize = 32;

SealedList::SealedList(const SecretBuffer &key)
    : m_key(key)
{}

QByteArray SealedList::mark(QByteArrayView kind, QByteArrayView content, int size) const
{
    const auto bytes = [](QByteArrayView view) {
        return reinterpret_cast<const unsigned char *>(view.data());
    };
    crypto_generichash_state state;
    QByteArray result(size, Qt::Uninitialized);
    crypto_generichash_init(&state, bytes(m_key.view()), static_cast<size_t>(m_key.size()),
                            static_cast<size_t>(size));
    crypto_generichash_update(&state, bytes(kind), static_cast<unsigned long long>(kind.size()));
    crypto_generichash_update(&state, bytes(content),
                              static_cast<unsigned long long>(content.size()));
    crypto_generichash_final(&state, reinterpret_cast<unsigned char *>(result.data()),
                             static_cast<size_t>(size));
    return result.toHex();
}

QByteArray SealedList::markOf(const QString &text) const
{
    return mark("text:", text.toUtf8(), markSize);
}

QByteArray SealedList::markOf(const Profile &profile, BoundTo part) const
{
    return mark("part:",
                Sealing::joined({profile.id.toRfc4122(), QByteArray::number(static_cast<int>(part)),
                                 Sealing::valueOf(profile, part)}),
                markSize);
}

SealedList SealedList::from(const QByteArray &bytes, const SecretBuffer &key)
{
    SealedList list(key);
    if (bytes.size() > longest || !bytes.startsWith(firstLine))
        return list;
    const qsizetype end = bytes.lastIndexOf('\n', -2) + 1;
    if (bytes.sliced(end) != list.mark("list:", bytes.first(end), listMarkSize) + '\n')
        return list;
    for (const QByteArray &line : bytes.first(end).sliced(firstLine.size()).split('\n')) {
        if (!line.isEmpty())
            list.m_marks.insert(line);
    }
    return list;
}

void SealedList::add(const QString &text)
{
    m_marks.insert(markOf(text));
}

bool SealedList::contains(const QString &text) const
{
    return m_marks.contains(markOf(text));
}

void SealedList::add(const Profile &profile, BoundTo part)
{
    m_marks.insert(markOf(profile, part));
}

bool SealedList::contains(const Profile &profile, BoundTo part) const
{
    return m_marks.contains(markOf(profile, part));
}

qsizetype SealedList::sizeOf(const QByteArray &bytes)
{
    constexpr qsizetype firstAndLast = 2;
    return std::max<qsizetype>(0, bytes.count('\n') - firstAndLast);
}

QByteArray SealedList::toBytes() const
{
    QByteArrayList lines(m_marks.cbegin(), m_marks.cend());
    std::sort(lines.begin(), lines.end());
    QByteArray result = firstLine.toByteArray();
    for (const QByteArray &line : std::as_const(lines))
        result += line + '\n';
    return result + mark("list:", result, listMarkSize) + '\n';
}

const SealedList &LastSealedList::from(const QByteArray &bytes, const SecretBuffer &key)
{
    if (!m_list || bytes != m_bytes || !(key == m_list->key())) {
        m_bytes = bytes;
        m_list = SealedList::from(bytes, key);
    }
    return *m_list;
}

void LastSealedList::forget()
{
    m_list.reset();
    m_bytes.clear();
}
