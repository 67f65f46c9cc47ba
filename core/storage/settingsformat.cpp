#include "core/storage/settingsformat.h"

#include "core/storage/durablefile.h"

#include <QCryptographicHash>
#include <QFileDevice>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

using namespace Qt::StringLiterals;

static constexpr QByteArrayView mark = "session-desk-settings ";
static constexpr QByteArrayView sealMark = "sha256 ";
static constexpr qsizetype sealSize = 7 + 64 + 1;

static QByteArray sealFor(QByteArrayView content)
{
    QCryptographicHash hash(QCryptographicHash::Sha256);
    hash.addData(content);
    return sealMark.toByteArray() + hash.result().toHex() + '\n';
}

// The schema that the first line names; 0 if the file is not whole.
static int wholeSchema(const QByteArray &bytes)
{
    if (bytes.size() > SettingsFormat::largestFile || bytes.size() <= mark.size() + sealSize)
        return 0;
    const QByteArrayView content = QByteArrayView(bytes).chopped(sealSize);
    if (!content.startsWith(mark) || QByteArrayView(bytes).last(sealSize) != sealFor(content))
        return 0;
    const qsizetype lineEnd = content.indexOf('\n');
    if (lineEnd < 0)
        return 0;
    const QByteArray number = content.sliced(mark.size(), lineEnd - mark.size()).toByteArray();
    const int schema = number.toInt();
    return schema > 0 && QByteArray::number(schema) == number ? schema : 0;
}

static std::optional<QStringList> textsFrom(const QJsonArray &array)
{
    QStringList texts;
    texts.reserve(array.size());
    for (const QJsonValue &item : array) {
        if (!item.isString() || item.toString().size() > SettingsFormat::longestText)
            return {};
        texts.append(item.toString());
    }
    return texts;
}

// An invalid variant for what is none of the four kinds.
static QVariant variantFrom(const QJsonValue &value)
{
    switch (value.type()) {
    case QJsonValue::Bool:
        return value.toBool();
    case QJsonValue::String:
        return value.toString().size() > SettingsFormat::longestText ? QVariant()
                                                                     : value.toString();
    case QJsonValue::Double:
        // toInteger() gives its default for what is not whole.
        return value.toInteger(0) == value.toInteger(1) ? QVariant(value.toInteger()) : QVariant();
    case QJsonValue::Array:
        if (const auto texts = textsFrom(value.toArray()))
            return *texts;
        return {};
    case QJsonValue::Null:
    case QJsonValue::Object:
    case QJsonValue::Undefined:
        break;
    }
    return {};
}

static std::optional<QJsonValue> jsonFrom(const QVariant &value)
{
    switch (value.metaType().id()) {
    case QMetaType::Bool:
        return QJsonValue(value.toBool());
    case QMetaType::Int:
    case QMetaType::LongLong:
        return QJsonValue(value.toLongLong());
    case QMetaType::QString:
        return QJsonValue(value.toString());
    case QMetaType::QStringList:
        return QJsonValue(QJsonArray::fromStringList(value.toStringList()));
    default:
        return {};
    }
}

std::optional<QByteArray> SettingsFormat::encoded(const QSettings::SettingsMap &values)
{
    QJsonObject object;
    for (auto it = values.cbegin(); it != values.cend(); ++it) {
        if (it.key() == schemaKey) {
            if (it.value().toInt() > schema)
                return {};
            continue;
        }
        if (it.key() == sealKey)
            continue;
        const std::optional<QJsonValue> json = jsonFrom(it.value());
        // What could not be read again is not written either.
        if (!json || !variantFrom(*json).isValid())
            return {};
        object.insert(it.key(), *json);
    }
    QByteArray bytes = mark.toByteArray() + QByteArray::number(schema) + '\n';
    bytes += QJsonDocument(object).toJson(QJsonDocument::Indented);
    bytes += sealFor(bytes);
    if (bytes.size() > largestFile || object.size() > mostValues)
        return {};
    return bytes;
}

std::optional<QSettings::SettingsMap> SettingsFormat::decoded(const QByteArray &bytes)
{
    const int found = wholeSchema(bytes);
    if (found == 0)
        return {};
    const qsizetype start = bytes.indexOf('\n') + 1;
    QJsonParseError error;
    const QJsonDocument document =
        QJsonDocument::fromJson(bytes.sliced(start, bytes.size() - start - sealSize), &error);
    if (error.error != QJsonParseError::NoError || !document.isObject())
        return {};
    const QJsonObject object = document.object();
    if (object.size() > mostValues)
        return {};
    QSettings::SettingsMap values;
    for (auto it = object.begin(); it != object.end(); ++it) {
        const QVariant value = variantFrom(it.value());
        if (!value.isValid() || it.key().isEmpty() || it.key().size() > longestText)
            return {};
        values.insert(it.key(), value);
    }
    values.insert(schemaKey, qint64(found));
    return values;
}

QString SettingsFormat::sealOf(const QByteArray &bytes)
{
    return QString::fromLatin1(bytes.last(sealSize).sliced(sealMark.size()).trimmed());
}

SettingsFormat::Health SettingsFormat::health(const QByteArray &bytes)
{
    const int found = wholeSchema(bytes);
    if (found > schema)
        return Health::Newer;
    if (!decoded(bytes))
        return Health::Damaged;
    return found < schema ? Health::Older : Health::Good;
}

QByteArray SettingsFormat::bytesOf(QIODevice &device)
{
    // read() allocates what it is asked for, however little there is.
    return device.read(qBound(qint64(0), device.size(), largestFile) + 1);
}

static bool readChecked(QIODevice &device, QSettings::SettingsMap &values)
{
    const QByteArray bytes = SettingsFormat::bytesOf(device);
    const auto found = SettingsFormat::decoded(bytes);
    if (!found)
        return false;
    values = *found;
    values.insert(SettingsFormat::sealKey, SettingsFormat::sealOf(bytes));
    return true;
}

static bool writeChecked(QIODevice &device, const QSettings::SettingsMap &values)
{
    const std::optional<QByteArray> bytes = SettingsFormat::encoded(values);
    auto *file = qobject_cast<QFileDevice *>(&device);
    return bytes && file && DurableFile::writeWhole(*file, *bytes);
}

QSettings::Format SettingsFormat::format()
{
    static const QSettings::Format registered =
        QSettings::registerFormat(u"conf"_s, readChecked, writeChecked, Qt::CaseSensitive);
    return registered;
}
