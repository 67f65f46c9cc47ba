#include "core/import/entries.h"

#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace profileimport {

static Failure<Fault> brokenAt(qsizetype index)
{
    return {Fault{Problem::Broken, static_cast<int>(index) + 1}};
}

static bool saysNothing(const QString &line)
{
    const QString text = line.trimmed();
    return text.isEmpty() || text.startsWith(u'#');
}

//! What follows a value on its line may be a comment and nothing else.
static bool endsLine(QStringView rest)
{
    rest = rest.trimmed();
    return rest.isEmpty() || rest.startsWith(u'#');
}

//! A text between double quotes at the start of \a text, with the escapes that shells and .env
//! files have in common; none if it does not end. \a end is behind it.
static std::optional<QString> quoted(QStringView text, qsizetype &end)
{
    QString value;
    for (qsizetype i = 1; i < text.size(); ++i) {
        const QChar c = text[i];
        if (c == u'"') {
            end = i + 1;
            return value;
        }
        if (c != u'\\' || i + 1 == text.size()) {
            value += c;
            continue;
        }
        const QChar escaped = text[++i];
        if (escaped == u'n' || escaped == u't')
            value += escaped == u'n' ? u'\n' : u'\t';
        else
            value += escaped;
    }
    return std::nullopt;
}

//! A text between single quotes, in which nothing has a meaning.
static std::optional<QString> literal(QStringView text, qsizetype &end)
{
    const qsizetype close = text.indexOf(u'\'', 1);
    if (close < 0)
        return std::nullopt;
    end = close + 1;
    return text.sliced(1, close - 1).toString();
}

//! The value that a line gives: quoted in either way, or bare up to a comment.
static std::optional<QString> valueOf(QStringView text)
{
    text = text.trimmed();
    qsizetype end = 0;
    std::optional<QString> value;
    if (text.startsWith(u'"'))
        value = quoted(text, end);
    else if (text.startsWith(u'\''))
        value = literal(text, end);
    else {
        const qsizetype comment = text.indexOf(" #"_L1);
        return text.first(comment < 0 ? text.size() : comment).trimmed().toString();
    }
    return value && endsLine(text.sliced(end)) ? value : std::nullopt;
}

Read<Entry> readBruno(const QStringList &lines)
{
    static const QRegularExpression block(u"^\\s*(vars|vars:secret|color)\\s*([{\\[])\\s*$"_s);
    Entry entry;
    QChar end;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        const QString text = lines[i].trimmed();
        if (text.isEmpty() || text.startsWith(u'#'))
            continue;
        if (end.isNull()) {
            const auto opened = block.match(text);
            if (!opened.hasMatch())
                return brokenAt(i);
            end = opened.capturedView(2) == u"{" ? u'}' : u']';
        } else if (text == end) {
            end = QChar();
        } else if (end == u'}' && !text.startsWith(u'~')) { // with a tilde it is switched off
            const qsizetype colon = text.indexOf(u':');
            if (colon < 1)
                return brokenAt(i);
            entry.append({text.left(colon).trimmed(), text.mid(colon + 1).trimmed()});
        }
        // A list holds the names of secrets, whose values Bruno keeps elsewhere.
    }
    if (!end.isNull())
        return brokenAt(lines.size() - 1);
    return entry;
}

struct Assignment
{
    QString key;
    std::optional<QString> value; //!< none: it cannot be read
};

//! What a line sets in the way of one of the shells, or of a .env file; none if it sets nothing.
static std::optional<Assignment> assignmentIn(const QString &line)
{
    using Expression = QRegularExpression;
    static const Expression fish(u"^\\s*set\\s+(?:-\\S+\\s+)*([A-Za-z_]\\w*)\\s+([^\\s=].*)$"_s);
    static const Expression powerShell(u"^\\s*\\$env:([A-Za-z_]\\w*)\\s*=(.*)$"_s,
                                       Expression::CaseInsensitiveOption);
    static const Expression others(u"^\\s*(?:export\\s+)?([A-Za-z_]\\w*)=(.*)$"_s);
    // There a quote is part of the value, but for those around all of it.
    static const Expression cmd(
        u"^\\s*@?set\\s+(?|\"([A-Za-z_]\\w*)=(.*)\"|([A-Za-z_]\\w*)=(.*?))\\s*$"_s,
        Expression::CaseInsensitiveOption);
    if (const auto match = cmd.match(line); match.hasMatch())
        return Assignment{match.captured(1), match.captured(2)};
    for (const Expression *shell : {&powerShell, &others, &fish}) {
        if (const auto match = shell->match(line); match.hasMatch())
            return Assignment{match.captured(1), valueOf(match.capturedView(2))};
    }
    return std::nullopt;
}

bool isAssignment(const QString &line)
{
    return assignmentIn(line).has_value();
}

Read<Entry> readEnvironment(const QStringList &lines)
{
    Entry entry;
    for (qsizetype i = 0; i < lines.size(); ++i) {
        if (saysNothing(lines[i]))
            continue;
        const auto assignment = assignmentIn(lines[i]);
        if (!assignment || !assignment->value)
            return brokenAt(i);
        entry.append({assignment->key, *assignment->value});
    }
    return entry;
}

} // namespace profileimport
