#include "ui/session/jsontext.h"

#include "ui/session/jsonindex.h"
#include "ui/session/secretfields.h"

#include <QLocale>

#include <cmath>

using namespace Qt::StringLiterals;

static QString numberText(const QJsonValue &value)
{
    // Whole numbers are kept apart by the parser; asking for the double would round ids over 2^53.
    if (value.toVariant().typeId() == QMetaType::LongLong)
        return QString::number(value.toInteger());
    const double number = value.toDouble();
    constexpr double exactlyWhole = 9007199254740992.0;
    if (std::abs(number) < exactlyWhole && std::trunc(number) == number)
        return QString::number(qint64(number));
    return QString::number(number, 'g', QLocale::FloatingPointShortest);
}

QString scalarText(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool() ? u"true"_s : u"false"_s;
    case QJsonValue::Double:
        return numberText(value);
    case QJsonValue::String:
        return value.toString();
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        return u"null"_s;
    case QJsonValue::Array:
    case QJsonValue::Object:
        break;
    }
    return {};
}

static bool isInvisible(QChar c)
{
    const QChar::Category category = c.category();
    return category == QChar::Other_Control || category == QChar::Other_Format ||
           category == QChar::Separator_Line || category == QChar::Separator_Paragraph;
}

static QString escaped(QChar c)
{
    switch (c.unicode()) {
    case u'"':
        return u"\\\""_s;
    case u'\\':
        return u"\\\\"_s;
    case u'\n':
        return u"\\n"_s;
    case u'\r':
        return u"\\r"_s;
    case u'\t':
        return u"\\t"_s;
    default:
        return u"\\u%1"_s.arg(int(c.unicode()), 4, 16, QChar(u'0'));
    }
}

QString jsonQuoted(const QString &text)
{
    QString quoted;
    quoted.reserve(text.size() + 2);
    quoted += u'"';
    for (qsizetype i = 0; i < text.size(); ++i) {
        const QChar c = text.at(i);
        if (c.isHighSurrogate() && i + 1 < text.size() && text.at(i + 1).isLowSurrogate()) {
            quoted += c;
            quoted += text.at(++i);
        } else if (c == u'"' || c == u'\\' || c.isSurrogate() || isInvisible(c)) {
            quoted += escaped(c);
        } else {
            quoted += c;
        }
    }
    quoted += u'"';
    return quoted;
}

QString jsonScalar(const QJsonValue &value)
{
    return value.isString() ? jsonQuoted(value.toString()) : scalarText(value);
}

// One pass in reading order; a list of open containers stands in for recursion.
QString jsonText(const JsonIndex &index, int node, Secrets secrets)
{
    const int base = index.depth(node);
    const auto indent = [&](int of) { return QString(2 * (index.depth(of) - base), u' '); };
    const auto closing = [&](int of) { return index.value(of).isArray() ? u']' : u'}'; };

    QString text;
    std::vector<int> open;
    for (int at = node; at < index.end(node); ++at) {
        while (!open.empty() && index.end(open.back()) <= at) {
            text += u'\n' + indent(open.back()) + closing(open.back());
            open.pop_back();
        }
        if (at != node) {
            text += (index.row(at) > 0 ? ",\n"_L1 : "\n"_L1) + indent(at);
            if (!index.isListEntry(at))
                text += jsonQuoted(index.name(at)) + ": "_L1;
        }
        if (index.hasChildren(at)) {
            text += index.value(at).isArray() ? u'[' : u'{';
            open.push_back(at);
        } else if (index.isContainer(at)) {
            text += index.value(at).isArray() ? "[]"_L1 : "{}"_L1;
        } else if (index.isSecret(at) && secrets == Secrets::Masked) {
            text += u'"' + SecretFields::mask() + u'"';
        } else {
            text += jsonScalar(index.value(at));
        }
    }
    for (; !open.empty(); open.pop_back())
        text += u'\n' + indent(open.back()) + closing(open.back());
    return text;
}
