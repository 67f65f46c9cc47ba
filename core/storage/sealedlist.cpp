#include "core/storage/sealedlist.h"

#include <sodium.h>

#include <algorithm>

static constexpr QByteArrayView firstLine = "session-desk-sealed-list 1\n";
static constexpr int textMarkSize = 16;
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
    return mark("text:", text.toUtf8(), textMarkSize);
}

SealedList SealedList::from(const QByteArray &bytes, const SecretBuffer &key)
{
    SealedList list(key);
    if (bytes.size() > longest || !bytes.startsWith(firstLine))
        return list;
    const QByteArray marks =
        bytes.sliced(firstLine.size(),
                     std::max<qsizetype>(0, bytes.lastIndexOf('\n', -2) + 1 - firstLine.size()));
    for (const QByteArray &line : marks.split('\n')) {
        if (!line.isEmpty())
            list.m_marks.insert(line);
    }
    // One spelling only: what would be written differently was not written here.
    if (list.toBytes() != bytes)
        list.m_marks.clear();
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

QByteArray SealedList::toBytes() const
{
    QByteArrayList lines(m_marks.cbegin(), m_marks.cend());
    std::sort(lines.begin(), lines.end());
    QByteArray result = firstLine.toByteArray();
    for (const QByteArray &line : std::as_const(lines))
        result += line + '\n';
    return result + mark("list:", result, listMarkSize) + '\n';
}
