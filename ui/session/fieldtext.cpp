#include "ui/session/fieldtext.h"

#include "ui/session/jsontext.h"
#include "ui/session/secretfields.h"
#include "ui/support/uitext.h"

#include <QCoreApplication>
#include <QJsonArray>
#include <QJsonObject>
#include <QLocale>
#include <QStringList>

using namespace Qt::StringLiterals;

static QString words(const char *text)
{
    return QCoreApplication::translate("FieldText", text);
}

QString FieldText::type(const JsonIndex &json, int node)
{
    if (json.isSecret(node))
        return words(QT_TRANSLATE_NOOP("FieldText", "secret"));
    switch (json.value(node).type()) {
    case QJsonValue::Bool:
        return words(QT_TRANSLATE_NOOP("FieldText", "true/false"));
    case QJsonValue::Double:
        return words(QT_TRANSLATE_NOOP("FieldText", "number"));
    case QJsonValue::String:
        return words(QT_TRANSLATE_NOOP("FieldText", "text"));
    case QJsonValue::Array:
        return words(QT_TRANSLATE_NOOP("FieldText", "list"));
    case QJsonValue::Object:
        return words(QT_TRANSLATE_NOOP("FieldText", "object"));
    case QJsonValue::Null:
    case QJsonValue::Undefined:
        break;
    }
    return words(QT_TRANSLATE_NOOP("FieldText", "null"));
}

QString FieldText::entries(int count)
{
    if (count == 1)
        return words(QT_TRANSLATE_NOOP("FieldText", "1 entry"));
    return words(QT_TRANSLATE_NOOP("FieldText", "%1 entries")).arg(QLocale().toString(count));
}

// What a person would call the object: its name, where it has one that is no secret.
static QString ownName(const JsonIndex &json, int node)
{
    static const QStringList names{u"name"_s, u"display_name"_s, u"displayName"_s, u"title"_s,
                                   u"orgName"_s};
    constexpr int searched = 40;
    QString best;
    qsizetype bestRank = names.size();
    int field = node + 1;
    for (int i = 0; i < searched && field < json.end(node); ++i, field = json.end(field)) {
        const qsizetype rank = names.indexOf(json.name(field));
        if (rank >= 0 && rank < bestRank && json.value(field).isString() && !json.isSecret(field)) {
            best = json.value(field).toString();
            bestRank = rank;
        }
    }
    return best;
}

// A short list of plain values says more than their number.
static QString joined(const JsonIndex &json, int node)
{
    constexpr int most = 6;
    constexpr qsizetype longest = 80;
    QStringList parts;
    for (int entry = node + 1; entry < json.end(node); entry = json.end(entry)) {
        if (parts.size() == most || json.isContainer(entry) || json.isSecret(entry))
            return {};
        parts += scalarText(json.value(entry));
    }
    const QString text = parts.join(", "_L1);
    return text.size() > longest ? QString() : text;
}

QString FieldText::value(const JsonIndex &json, int node)
{
    if (json.isSecret(node))
        return SecretFields::mask();
    if (!json.isContainer(node))
        return scalarText(json.value(node));
    const QString summary = json.value(node).isObject() ? ownName(json, node) : joined(json, node);
    return summary.isEmpty() ? entries(json.childCount(node)) : summary;
}

QString FieldText::excerpt(const QString &text, const QString &part, qsizetype limit)
{
    const qsizetype at = part.isEmpty() ? -1 : text.indexOf(part, 0, Qt::CaseInsensitive);
    constexpr qsizetype before = 24;
    if (text.size() <= limit || at + part.size() < limit / 4)
        return shown(text, limit);
    return QChar(0x2026) + shown(text.mid(at - qMin(before, at)), limit);
}
