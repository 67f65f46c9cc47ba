#include "core/import/entries.h"
#include "core/import/profileexport.h"
#include "core/storage/profilevalues.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace profileimport {

using profileexport::profilesKey;
using profileexport::versionKey;

static int lineAt(const QByteArray &file, qsizetype offset)
{
    return static_cast<int>(file.left(offset).count('\n')) + 1;
}

//! What stands in a text or a number; nothing for what holds more values.
static QString plainText(const QJsonValue &value)
{
    return value.isObject() || value.isArray() ? QString() : value.toVariant().toString();
}

static Entry entryOf(const QJsonObject &object)
{
    Entry entry;
    for (auto it = object.constBegin(); it != object.constEnd(); ++it)
        entry.append({it.key(), plainText(it.value())});
    return entry;
}

static Found ownProfile(const QJsonObject &object)
{
    QVariantMap values = object.toVariantMap();
    const QVariantMap usual = ProfileValues::of(Profile());
    Found found;
    for (const QString &key : values.keys()) {
        if (usual.contains(key) && profileexport::isExported(key))
            continue;
        found.skipped.append(key);
        values.remove(key);
    }
    found.profile = ProfileValues::profile({}, values);
    settleAddress(found);
    return found;
}

static Outcome ownFile(const QJsonArray &rows)
{
    Outcome outcome{Format::Own, {}};
    for (const QJsonValue &row : rows) {
        if (outcome.found.size() < mostProfiles)
            outcome.found.append(ownProfile(row.toObject()));
    }
    return outcome;
}

static Outcome postmanFile(const QJsonObject &file, const QString &name)
{
    Entry entry;
    for (const QJsonValue &value : file.value("values"_L1).toArray()) {
        if (value[u"enabled"_s].toBool(true))
            entry.append({value[u"key"_s].toString(), plainText(value[u"value"_s])});
    }
    const QString own = file.value("name"_L1).toString();
    return {Format::Postman, {profileOf(entry, own.isEmpty() ? name : own)}};
}

static void append(Outcome &outcome, const QJsonValue &row, const QString &name)
{
    if (row.isObject() && outcome.found.size() < mostProfiles)
        outcome.found.append(profileOf(entryOf(row.toObject()), name));
}

static Outcome listedFile(const QJsonArray &rows, const QString &name)
{
    Outcome outcome{Format::Json, {}};
    for (const QJsonValue &row : rows)
        append(outcome, row, name);
    return outcome;
}

static Outcome namedFile(const QJsonObject &file, const QString &name)
{
    Outcome outcome{Format::Json, {}};
    const bool isOne = std::ranges::none_of(file, [](const auto &v) { return v.isObject(); });
    if (isOne)
        append(outcome, file, name);
    for (auto it = file.constBegin(); !isOne && it != file.constEnd(); ++it)
        append(outcome, it.value(), it.key());
    return outcome;
}

Read<Outcome> readJson(const QByteArray &file, const QString &name)
{
    QJsonParseError error{};
    const QJsonDocument document = QJsonDocument::fromJson(file, &error);
    if (document.isNull())
        return Failure{Fault{Problem::Broken, lineAt(file, error.offset)}};
    if (document.isArray())
        return listedFile(document.array(), name);
    const QJsonObject object = document.object();
    if (object.contains(versionKey)) {
        if (object.value(versionKey).toInt() != profileexport::version)
            return Failure{Fault{Problem::Newer, 0}};
        return ownFile(object.value(profilesKey).toArray());
    }
    if (object.value("values"_L1).isArray())
        return postmanFile(object, name);
    if (object.value(profilesKey).isArray())
        return listedFile(object.value(profilesKey).toArray(), name);
    return namedFile(object, name);
}

} // namespace profileimport
