#include "core/import/profileimport.h"

#include "core/import/entries.h"
#include "core/import/sealedprofiles.h"

#include <QRegularExpression>
#include <QStringDecoder>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace profileimport {

static bool matchesAny(const QStringList &lines, const QString &pattern)
{
    const QRegularExpression expression(pattern);
    return std::ranges::any_of(
        lines, [&](const QString &line) { return expression.match(line).hasMatch(); });
}

//! JSON opens with a brace, or with a bracket that holds something else than the name of a table.
static bool looksLikeJson(const QString &text)
{
    const QString start = text.left(256).trimmed();
    if (start.startsWith(u'{'))
        return true;
    const QString rest = start.mid(1).trimmed();
    return start.startsWith(u'[') &&
           (rest.startsWith(u'{') || rest.startsWith(u']') || rest.startsWith(u'"'));
}

static std::optional<Format> formatOf(const QString &text, const QStringList &lines)
{
    if (looksLikeJson(text))
        return Format::Json;
    if (matchesAny(lines, u"^\\s*vars(:secret)?\\s*[{\\[]\\s*$"_s))
        return Format::Bruno;
    if (matchesAny(lines, u"^\\s*\\[[\\w.\\-\\s]+\\]\\s*(#.*)?$"_s) ||
        matchesAny(lines, u"^\\s*[\\w.\\-]+\\s+=\\s"_s))
        return Format::Toml;
    if (std::ranges::any_of(lines, isAssignment))
        return Format::Environment;
    return std::nullopt;
}

static Read<Outcome> readOne(Format format, const QStringList &lines, const QString &name)
{
    const auto entry = format == Format::Bruno ? readBruno(lines) : readEnvironment(lines);
    if (!entry)
        return Failure{entry.error()};
    return Outcome{format, {profileOf(*entry, name)}};
}

Result<Outcome, Fault> read(const QByteArray &file, const QString &name)
{
    if (sealedprofiles::isSealed(file))
        return Failure{Fault{Problem::Sealed, 0}};
    if (file.size() > longestFile)
        return Failure{Fault{Problem::TooLarge, 0}};
    QStringDecoder decoder(QStringDecoder::Utf8);
    QString text = decoder(file); // a byte order mark goes
    if (decoder.hasError() || text.contains(QChar(0)))
        return Failure{Fault{Problem::NotText, 0}};
    text.replace("\r\n"_L1, "\n"_L1);
    const QStringList lines = text.split(u'\n');
    const auto format = formatOf(text, lines);
    if (!format)
        return Failure{Fault{Problem::Unknown, 0}};
    if (*format == Format::Json)
        return readJson(text.toUtf8(), name);
    return *format == Format::Toml ? readToml(text, name) : readOne(*format, lines, name);
}

} // namespace profileimport
