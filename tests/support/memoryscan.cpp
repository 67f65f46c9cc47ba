#include "tests/support/memoryscan.h"

#include <QFile>

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>
#include <vector>

#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

using namespace Qt::StringLiterals;

MaskedSecret::MaskedSecret(QStringView text)
{
    m_masked.reserve(text.size());
    for (const QChar character : text)
        append(character.toLatin1());
}

MaskedSecret MaskedSecret::tail() const
{
    constexpr qsizetype overwritten = 16;
    MaskedSecret result;
    result.m_masked = size() >= 3 * overwritten ? m_masked.sliced(overwritten) : m_masked;
    return result;
}

MaskedSecret MaskedSecret::asUtf16() const
{
    MaskedSecret result;
    for (qsizetype i = 0; i < size(); ++i) {
        result.append(at(i));
        result.append('\0');
    }
    return result;
}

MaskedSecret MaskedSecret::asBase64(int offset) const
{
    constexpr char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    MaskedSecret result;
    for (qsizetype i = (3 - offset) % 3; i + 2 < size(); i += 3) {
        const auto byte = [&](int k) { return static_cast<unsigned>(at(i + k)) & 0xFF; };
        const unsigned three = byte(0) << 16 | byte(1) << 8 | byte(2);
        for (const int shift : {18, 12, 6, 0})
            result.append(digits[three >> shift & 0x3F]);
    }
    return result;
}

namespace memoryscan {

struct Region
{
    quint64 begin = 0;
    quint64 end = 0;
    QString name;
};

// Everything that could hold what was not in a file: a mapping that cannot be written to is its
// file, and the kernel's own pages cannot be read.
static std::optional<Region> readRegion(const QByteArray &line)
{
    const QList<QByteArray> words = line.simplified().split(' ');
    const QList<QByteArray> bounds = words.value(0).split('-');
    const QByteArray rights = words.value(1);
    const QByteArray name = words.value(5);
    const bool isFile = name.startsWith('/');
    if (!rights.startsWith('r') || (isFile && !rights.contains('w')) || name.startsWith("[v"))
        return std::nullopt;
    return Region{bounds.value(0).toULongLong(nullptr, 16),
                  bounds.value(1).toULongLong(nullptr, 16),
                  name.isEmpty() ? u"anonymous memory"_s : QString::fromUtf8(name)};
}

// Nobody but libsodium asks for pages here that no dump may have. The line is one of smaps.
static bool isGuarded(const QByteArray &line)
{
    return line.startsWith("VmFlags:") && line.simplified().split(' ').contains("dd");
}

static QList<Region> regions()
{
    QList<Region> all;
    QFile maps(u"/proc/self/smaps"_s);
    if (!maps.open(QIODevice::ReadOnly))
        return all;
    bool isOfLast = false;
    for (QByteArray line = maps.readLine(); !line.isEmpty(); line = maps.readLine()) {
        if (isOfLast && isGuarded(line))
            all.last().name = guarded;
        if (line.left(line.indexOf(' ')).endsWith(':'))
            continue; // a property of the region
        const auto region = readRegion(line);
        isOfLast = region.has_value();
        if (region)
            all.append(*region);
    }
    return all;
}

//! Copies of the memory are looked at rather than the memory itself, which may be unmapped by
//! another thread at any moment. What the copy is in is not looked through.
class Window final
{
public:
    static constexpr quint64 size = 1024 * 1024;

    Window()
        : m_data(static_cast<char *>(
              mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)))
        , m_memory(open("/proc/self/mem", O_RDONLY | O_CLOEXEC))
    {}
    ~Window()
    {
        munmap(m_data, size);
        close(m_memory);
    }
    Q_DISABLE_COPY_MOVE(Window)

    //! How much could be read from \a address on.
    qsizetype read(quint64 address, quint64 most)
    {
        const ssize_t count = pread(m_memory, m_data, static_cast<size_t>(std::min(most, size)),
                                    static_cast<off_t>(address));
        return std::max<ssize_t>(0, count);
    }
    const char *data() const { return m_data; }

    //! \a region without this window.
    QList<Region> around(const Region &region) const
    {
        const auto own = reinterpret_cast<quint64>(m_data);
        if (own + size <= region.begin || own >= region.end)
            return {region};
        return {{region.begin, std::max(own, region.begin), region.name},
                {std::min(own + size, region.end), region.end, region.name}};
    }

private:
    char *m_data;
    int m_memory;
};

static bool stands(const char *place, const MaskedSecret &secret)
{
    for (qsizetype i = 1; i < secret.size(); ++i) {
        if (place[i] != secret.at(i))
            return false;
    }
    return true;
}

static qsizetype indexIn(const char *data, qsizetype size, const MaskedSecret &secret,
                         qsizetype from)
{
    while (from + secret.size() <= size) {
        const auto *found = static_cast<const char *>(
            std::memchr(data + from, secret.at(0), static_cast<size_t>(size - from)));
        if (!found || found - data + secret.size() > size)
            return -1;
        if (stands(found, secret))
            return found - data;
        from = found - data + 1;
    }
    return -1;
}

static QString printable(const char *data, qsizetype size)
{
    QString text;
    for (qsizetype i = 0; i < size; ++i)
        text += data[i] > 0x20 && data[i] < 0x7F ? QChar::fromLatin1(data[i]) : u'.';
    return text;
}

static QString describe(const QString &form, const Region &region, quint64 address,
                        const char *data, qsizetype size, qsizetype at, qsizetype length)
{
    QString line = u"%1 in %2 at %3"_s.arg(form, region.name).arg(address, 0, 16);
    if (qEnvironmentVariableIsSet("DESK_SCAN_CONTEXT")) {
        const qsizetype before = std::min<qsizetype>(at, 200);
        const qsizetype after = std::min<qsizetype>(size - at - length, 200);
        line += u" <%1| |%2>"_s.arg(printable(data + at - before, before),
                                    printable(data + at + length, after));
    }
    return line;
}

using Forms = std::vector<std::pair<QString, MaskedSecret>>;

static void search(Window &window, const Region &region, const Forms &forms, quint64 overlap,
                   QStringList &hits)
{
    for (quint64 at = region.begin; at + overlap < region.end; at += Window::size - overlap) {
        const qsizetype size = window.read(at, region.end - at);
        for (const auto &[form, text] : forms) {
            for (qsizetype hit = indexIn(window.data(), size, text, 0); hit >= 0;
                 hit = indexIn(window.data(), size, text, hit + 1))
                hits += describe(form, region, at + static_cast<quint64>(hit), window.data(), size,
                                 hit, text.size());
        }
    }
}

QStringList find(const MaskedSecret &secret)
{
    const MaskedSecret wanted = secret.tail();
    const Forms forms{
        {u"UTF-8"_s, wanted},
        {u"UTF-16"_s, wanted.asUtf16()},
        {u"base64"_s, wanted.asBase64(0)},
        {u"base64"_s, wanted.asBase64(1)},
        {u"base64"_s, wanted.asBase64(2)},
    };
    Window window;
    QStringList hits;
    for (const Region &mapped : regions()) {
        for (const Region &region : window.around(mapped))
            search(window, region, forms, static_cast<quint64>(2 * wanted.size()), hits);
    }
    hits.removeDuplicates(); // where two windows overlap
    return hits;
}

} // namespace memoryscan
