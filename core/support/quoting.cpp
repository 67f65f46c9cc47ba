#include "core/support/quoting.h"

#include "core/support/secretbuffer.h"

#include <array>

static void appendEscape(SecretWriter &writer, unsigned char byte)
{
    constexpr QByteArrayView hex("0123456789abcdef");
    writer.append(QByteArrayView("\\u00"));
    writer.append(hex[byte >> 4]);
    writer.append(hex[byte & 0x0F]);
}

struct Replacement
{
    QByteArrayView text;
    QByteArrayView by;
};

static bool replaces(SecretWriter &writer, QByteArrayView rest, const Replacement &replacement,
                     qsizetype &place)
{
    if (!rest.startsWith(replacement.text))
        return false;
    writer.append(replacement.by);
    place += replacement.text.size() - 1;
    return true;
}

// Many readers, Qt's among them, drop a byte order mark at the start of a text unless it is
// escaped.
static constexpr Replacement byteOrderMark = {"\xEF\xBB\xBF", "\\ufeff"};

template<std::size_t Count>
static void appendQuoted(SecretWriter &writer, QByteArrayView utf8,
                         const std::array<Replacement, Count> &replacements)
{
    writer.append('"');
    for (qsizetype i = 0; i < utf8.size(); ++i) {
        const char c = utf8[i];
        const auto byte = static_cast<unsigned char>(c);
        const QByteArrayView rest = utf8.sliced(i);
        bool isReplaced = false;
        for (const Replacement &replacement : replacements)
            isReplaced = isReplaced || replaces(writer, rest, replacement, i);
        if (isReplaced)
            continue;
        if (c == '"' || c == '\\')
            writer.append('\\');
        if (byte < 0x20)
            appendEscape(writer, byte);
        else
            writer.append(c);
    }
    writer.append('"');
}

void appendJsonText(SecretWriter &writer, QByteArrayView utf8)
{
    appendQuoted(writer, utf8, std::array{byteOrderMark});
}

void appendCodeText(SecretWriter &writer, QByteArrayView utf8)
{
    // Java reads a \\u000a as a line break before it looks for strings.
    constexpr std::array replacements = {
        byteOrderMark,
        Replacement{"\n", "\\n"},
        Replacement{"\r", "\\r"},
        Replacement{"\xE2\x80\xA8", "\\u2028"},
        Replacement{"\xE2\x80\xA9", "\\u2029"},
        Replacement{"\xC2\x85", "\\u0085"},
    };
    appendQuoted(writer, utf8, replacements);
}

void appendShellWord(SecretWriter &writer, QByteArrayView word)
{
    writer.append('\'');
    for (const char c : word) {
        if (c == '\'')
            writer.append(QByteArrayView("'\\''"));
        else
            writer.append(c);
    }
    writer.append('\'');
}

void appendFishWord(SecretWriter &writer, QByteArrayView word)
{
    writer.append('\'');
    for (const char c : word) {
        if (c == '\'' || c == '\\')
            writer.append('\\');
        writer.append(c);
    }
    writer.append('\'');
}

void appendPowerShellWord(SecretWriter &writer, QByteArrayView utf8)
{
    // U+2018 to U+201B.
    constexpr std::array<QByteArrayView, 5> quotes = {"'", "\xE2\x80\x98", "\xE2\x80\x99",
                                                      "\xE2\x80\x9A", "\xE2\x80\x9B"};
    writer.append('\'');
    for (qsizetype i = 0; i < utf8.size(); ++i) {
        QByteArrayView quote;
        for (const QByteArrayView candidate : quotes) {
            if (utf8.sliced(i).startsWith(candidate))
                quote = candidate;
        }
        if (quote.isEmpty()) {
            writer.append(utf8[i]);
            continue;
        }
        writer.append(quote);
        writer.append(quote);
        i += quote.size() - 1;
    }
    writer.append('\'');
}
