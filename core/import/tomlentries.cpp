#include "core/import/entries.h"

#include <algorithm>

using namespace Qt::StringLiterals;

namespace profileimport {

//! A table of the file with what stands in it; the first one has no path.
struct TomlTable
{
    QStringList path{};
    Entry entry{};
};

//! Reads TOML 1.0 as far as profiles need it: texts of all four kinds, keys with dots and quotes,
//! tables and lists of tables. Lists and tables in a line are skipped whole, over as many lines as
//! they have. A value without quotes is taken up to its comment, as people write addresses.
class TomlReader final
{
public:
    explicit TomlReader(QStringView text)
        : m_text(text)
    {}

    [[nodiscard]] Read<QList<TomlTable>> run()
    {
        m_tables.append(TomlTable{});
        for (skipBlank(true); m_at < m_text.size(); skipBlank(true)) {
            const qsizetype start = m_at;
            const bool isRead = at(u'[') ? takeTable() : takeAssignment();
            if (!isRead || !endLine())
                return Failure{Fault{Problem::Broken, lineAt(start)}};
        }
        return m_tables;
    }

private:
    [[nodiscard]] bool at(QChar c) const { return m_at < m_text.size() && m_text[m_at] == c; }
    [[nodiscard]] bool at(QStringView text) const { return m_text.sliced(m_at).startsWith(text); }

    bool take(QStringView text)
    {
        const bool isThere = at(text);
        if (isThere)
            m_at += text.size();
        return isThere;
    }

    [[nodiscard]] int lineAt(qsizetype place) const
    {
        return static_cast<int>(m_text.first(place).count(u'\n')) + 1;
    }

    // Blanks and comments, and the ends of lines as well.
    void skipBlank(bool overLines)
    {
        while (m_at < m_text.size()) {
            const QChar c = m_text[m_at];
            if (c == u'#')
                m_at = endOfLine();
            else if (c == u' ' || c == u'\t' || (overLines && c == u'\n'))
                ++m_at;
            else
                return;
        }
    }

    [[nodiscard]] qsizetype endOfLine() const
    {
        const qsizetype end = m_text.indexOf(u'\n', m_at);
        return end < 0 ? m_text.size() : end;
    }

    [[nodiscard]] bool endLine()
    {
        skipBlank(false);
        return m_at == m_text.size() || at(u'\n');
    }

    bool takeTable()
    {
        const bool isList = take(u"[[");
        if (!isList)
            take(u"[");
        TomlTable table;
        if (!takeKey(table.path) || !take(isList ? u"]]" : u"]"))
            return false;
        m_tables.append(table);
        return true;
    }

    bool takeAssignment()
    {
        QStringList path;
        if (!takeKey(path) || !take(u"="))
            return false;
        skipBlank(false);
        Pair pair{path.join(u'.'), {}, true};
        if (!takeValue(pair))
            return false;
        m_tables.last().entry.append(pair);
        return true;
    }

    // With the blanks around it.
    bool takeKey(QStringList &path)
    {
        do {
            skipBlank(false);
            QString part;
            if (at(u'"') || at(u'\'') ? !takeText(part) : !takeBareKey(part))
                return false;
            path.append(part);
            skipBlank(false);
        } while (take(u"."));
        return true;
    }

    bool takeBareKey(QString &key)
    {
        const qsizetype start = m_at;
        const auto isPart = [](QChar c) { return c.isLetterOrNumber() || c == u'_' || c == u'-'; };
        while (m_at < m_text.size() && isPart(m_text[m_at]))
            ++m_at;
        key = m_text.sliced(start, m_at - start).toString();
        return !key.isEmpty();
    }

    bool takeValue(Pair &pair)
    {
        if (at(u'"') || at(u'\''))
            return takeText(pair.value);
        if (at(u'[') || at(u'{')) {
            pair.isText = false;
            return skipBrackets();
        }
        const QStringView line = m_text.sliced(m_at, endOfLine() - m_at);
        qsizetype end = line.size();
        for (const QStringView comment : {QStringView(u" #"), QStringView(u"\t#")}) {
            if (const qsizetype found = line.indexOf(comment); found >= 0)
                end = std::min(end, found);
        }
        pair.value = line.first(end).trimmed().toString();
        m_at += end;
        return !pair.value.isEmpty();
    }

    // Counted and not nested, so that depth costs nothing.
    bool skipBrackets()
    {
        int open = 0;
        do {
            skipBlank(true);
            if (m_at == m_text.size())
                return false;
            if (at(u'"') || at(u'\'')) {
                QString text;
                if (!takeText(text))
                    return false;
                continue;
            }
            if (at(u'[') || at(u'{'))
                ++open;
            else if (at(u']') || at(u'}'))
                --open;
            ++m_at;
        } while (open > 0);
        return true;
    }

    bool takeText(QString &text)
    {
        if (at(u"\"\"\"") || at(u"'''"))
            return takeLongText(text);
        const QChar quote = m_text[m_at++];
        while (m_at < m_text.size() && !at(u'\n')) {
            if (at(quote)) {
                ++m_at;
                return true;
            }
            if (!takeCharacter(text, quote == u'"'))
                return false;
        }
        return false;
    }

    bool takeLongText(QString &text)
    {
        const QChar quote = m_text[m_at];
        const QString end(3, quote);
        m_at += end.size();
        take(u"\n");
        while (m_at < m_text.size()) {
            // Up to two quotes may stand before the three that end it.
            if (at(end) && !at(QString(4, quote))) {
                m_at += end.size();
                return true;
            }
            if (quote == u'"' && at(u'\\') && foldLine())
                continue;
            if (!takeCharacter(text, quote == u'"'))
                return false;
        }
        return false;
    }

    // A backslash at the end of a line takes all blanks that follow with it.
    bool foldLine()
    {
        qsizetype end = m_at + 1;
        while (end < m_text.size() && (m_text[end] == u' ' || m_text[end] == u'\t'))
            ++end;
        if (end == m_text.size() || m_text[end] != u'\n')
            return false;
        while (end < m_text.size() && m_text[end].isSpace())
            ++end;
        m_at = end;
        return true;
    }

    bool takeCharacter(QString &text, bool hasEscapes)
    {
        const QChar c = m_text[m_at++];
        if (!hasEscapes || c != u'\\') {
            text += c;
            return true;
        }
        if (m_at == m_text.size())
            return false;
        const QChar escape = m_text[m_at++];
        if (escape == u'u' || escape == u'U')
            return takeCodePoint(text, escape == u'u' ? 4 : 8);
        static constexpr QStringView names = u"btnfr\"\\";
        static constexpr QStringView values = u"\b\t\n\f\r\"\\";
        const qsizetype index = names.indexOf(escape);
        if (index >= 0)
            text += values[index];
        return index >= 0;
    }

    bool takeCodePoint(QString &text, qsizetype digits)
    {
        if (m_text.size() - m_at < digits)
            return false;
        bool isNumber = false;
        const uint code = m_text.sliced(m_at, digits).toUInt(&isNumber, 16);
        if (!isNumber || code > QChar::LastValidCodePoint || QChar::isSurrogate(code))
            return false;
        text += QString::fromUcs4(reinterpret_cast<const char32_t *>(&code), 1);
        m_at += digits;
        return true;
    }

    QStringView m_text;
    qsizetype m_at = 0;
    QList<TomlTable> m_tables;
};

//! `[clusters.prod]`, `[[profiles]]`.
static bool isProfile(const TomlTable &table)
{
    return !table.path.isEmpty() && table.path.size() <= 2 && isGroup(table.path.constFirst());
}

//! The names in \a table, with its own before them where it is not one that tools keep these in.
static Entry named(const TomlTable &table)
{
    static const QStringList ours{QString(), u"thoughtspot"_s, u"auth"_s, u"auth.frontend"_s};
    const QString path = table.path.join(u'.');
    Entry entry = table.entry;
    if (!ours.contains(path)) {
        for (Pair &pair : entry)
            pair.key.prepend(path + u'.');
    }
    return entry;
}

Read<Outcome> readToml(const QString &text, const QString &name)
{
    const auto tables = TomlReader(text).run();
    if (!tables)
        return Failure{tables.error()};
    Outcome outcome{Format::Toml, {}};
    Entry rest;
    for (const TomlTable &table : *tables) {
        if (isProfile(table))
            append(outcome, table.entry, table.path.size() == 2 ? table.path.last() : name);
        else
            rest.append(named(table));
    }
    if (outcome.found.isEmpty()) {
        append(outcome, rest, name);
        return outcome;
    }
    QStringList beside;
    for (const Pair &pair : rest)
        beside.append(pair.key);
    skip(outcome, beside);
    return outcome;
}

} // namespace profileimport
