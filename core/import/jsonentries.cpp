#include "core/import/entries.h"
#include "core/import/profileexport.h"
#include "core/storage/profilevalues.h"

#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <algorithm>

using namespace Qt::StringLiterals;

namespace profileimport {

using profileexport::profilesKey;
using profileexport::versionKey;

static constexpr auto authorityKey = "authorityFile"_L1;

static int lineAt(const QByteArray &file, qsizetype offset)
{
    return static_cast<int>(file.left(offset).count('\n')) + 1;
}

//! What stands in a text or a number; nothing for what holds more values.
static Pair pairOf(const QString &key, const QJsonValue &value)
{
    const bool isText = !value.isObject() && !value.isArray();
    return {key, isText ? value.toVariant().toString() : QString(), isText};
}

static Entry entryOf(const QJsonObject &object)
{
    Entry entry;
    for (auto it = object.constBegin(); it != object.constEnd(); ++it)
        entry.append(pairOf(it.key(), it.value()));
    return entry;
}

static bool isSame(const QVariant &one, const QVariant &other)
{
    return one.toString().compare(other.toString(), Qt::CaseInsensitive) == 0 &&
           one.toStringList().size() == other.toStringList().size();
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
    // Where it would be looked for depends on where the program happens to be started.
    if (QFileInfo(values.value(authorityKey).toString()).isRelative())
        values[authorityKey] = QString();
    found.profile = ProfileValues::profile({}, values);
    const QVariantMap taken = ProfileValues::of(found.profile);
    for (auto it = object.constBegin(); it != object.constEnd(); ++it) {
        const bool isCleaned = it.key() == "name"_L1;
        if (values.contains(it.key()) && !isCleaned &&
            !isSame(it.value().toVariant(), taken.value(it.key())))
            found.skipped.append(it.key());
    }
    settleAddress(found);
    return found;
}

static Outcome ownFile(const QJsonArray &rows)
{
    Outcome outcome{Format::Own, {}};
    for (const QJsonValue &row : rows) {
        if (outcome.found.size() < mostProfiles)
            outcome.found.append(ownProfile(row.toObject()));
        else
            ++outcome.notLookedAt;
    }
    return outcome;
}

static Outcome postmanFile(const QJsonObject &file, const QString &name)
{
    Entry entry;
    for (const QJsonValue &value : file.value("values"_L1).toArray()) {
        if (value[u"enabled"_s].toBool(true))
            entry.append(pairOf(value[u"key"_s].toString(), value[u"value"_s]));
    }
    const QString own = file.value("name"_L1).toString();
    return {Format::Postman, {profileOf(entry, own.isEmpty() ? name : own)}};
}

static Outcome listedFile(const QJsonArray &rows, const QString &name)
{
    Outcome outcome{Format::Json, {}};
    for (const QJsonValue &row : rows) {
        if (row.isObject())
            append(outcome, entryOf(row.toObject()), name);
    }
    return outcome;
}

//! Profiles by their names.
static Outcome groupedFile(const QJsonObject &profiles)
{
    Outcome outcome{Format::Json, {}};
    QStringList beside;
    for (auto it = profiles.constBegin(); it != profiles.constEnd(); ++it) {
        if (it.value().isObject())
            append(outcome, entryOf(it.value().toObject()), it.key());
        else
            beside.append(it.key());
    }
    skip(outcome, beside);
    return outcome;
}

//! A file in which one value, which \a group names, holds the profiles.
static Outcome wrappedFile(const QJsonObject &file, const QString &group, const QString &name)
{
    const QJsonValue profiles = file.value(group);
    Outcome outcome = profiles.isArray() ? listedFile(profiles.toArray(), name)
                                         : groupedFile(profiles.toObject());
    QStringList beside = file.keys();
    beside.removeOne(group);
    skip(outcome, beside);
    return outcome;
}

static Outcome namedFile(const QJsonObject &file, const QString &name)
{
    const bool isOne = std::ranges::none_of(file, [](const auto &v) { return v.isObject(); });
    return isOne ? listedFile({file}, name) : groupedFile(file);
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
    const QStringList keys = object.keys();
    const auto group = std::ranges::find_if(keys, isGroup);
    if (group != keys.end() && (object.value(*group).isArray() || object.value(*group).isObject()))
        return wrappedFile(object, *group, name);
    return namedFile(object, name);
}

} // namespace profileimport
