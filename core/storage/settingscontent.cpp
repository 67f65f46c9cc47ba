#include "core/storage/settingscontent.h"

#include "core/storage/durablefile.h"
#include "core/storage/settingsformat.h"

#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

// None if that is not what \a bytes say. QSettings takes a file of the same name, size and time for
// the one that it has read before, and remembers one that it could not read as an empty one.
static std::optional<StoredState> readThroughSettings(const QString &path, const QByteArray &bytes)
{
    const QSettings settings(path, SettingsFormat::format());
    if (settings.status() != QSettings::NoError ||
        settings.value(SettingsFormat::sealKey) != SettingsFormat::sealOf(bytes))
        return {};
    return StoredState::from(settings);
}

static SettingsContent::Kind kindOf(SettingsFormat::Health health)
{
    switch (health) {
    case SettingsFormat::Health::Good:
        return SettingsContent::Kind::Good;
    case SettingsFormat::Health::Older:
        return SettingsContent::Kind::Older;
    case SettingsFormat::Health::Newer:
        return SettingsContent::Kind::Newer;
    case SettingsFormat::Health::Damaged:
        break;
    }
    return SettingsContent::Kind::Damaged;
}

static std::optional<SettingsContent> unreadable(const QFileInfo &info)
{
    using Kind = SettingsContent::Kind;
    if (!info.exists() && !info.isSymLink())
        return SettingsContent();
    if (!info.isFile())
        return SettingsContent{Kind::Refused, {}, u"not a file"_s};
    if (!DurableFile::isOwn(info.filePath()))
        return SettingsContent{Kind::Refused, {}, u"belongs to another user"_s};
    return {};
}

SettingsContent SettingsContent::load(const QString &path)
{
    constexpr int mostAttempts = 3;
    SettingsContent content;
    for (int attempt = 1; attempt <= mostAttempts; ++attempt) {
        const QFileInfo info(path);
        const QDateTime modified = info.lastModified();
        if (const std::optional<SettingsContent> refused = unreadable(info))
            return *refused;
        QFile file(path);
        if (!file.open(QIODevice::ReadOnly))
            return {Kind::Refused, {}, file.errorString()};
        const QByteArray bytes = SettingsFormat::bytesOf(file);
        if (file.error() != QFileDevice::NoError)
            return {Kind::Refused, {}, file.errorString()};
        const SettingsFormat::Health health = SettingsFormat::health(bytes);
        if (health == SettingsFormat::Health::Damaged)
            return {Kind::Damaged, {}, u"not whole"_s};
        if (const std::optional<StoredState> state = readThroughSettings(path, bytes))
            return {kindOf(health), *state, {}};
        // What QSettings cannot be brought to read is what the bytes say all the same: others may
        // replace the file faster than it can be read in two ways.
        const auto values = SettingsFormat::decoded(bytes);
        content = {kindOf(health), values ? StoredState::from(*values) : StoredState(), {}};
        // Replaced between the two ways of reading, or to be made to look new.
        if (!makeLaterThan(path, modified))
            break;
    }
    return content;
}

bool SettingsContent::write(const QString &path, const QSettings::SettingsMap &values,
                            const QByteArray &expected)
{
    {
        QSettings settings(path, SettingsFormat::format());
        for (auto it = values.cbegin(); it != values.cend(); ++it)
            settings.setValue(it.key(), it.value());
        settings.sync();
        if (settings.status() != QSettings::NoError)
            return false;
    }
    return holds(path, expected);
}

bool SettingsContent::holds(const QString &path, const QByteArray &expected)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) && SettingsFormat::bytesOf(file) == expected;
}

std::optional<QString> SettingsContent::moveAside(const QString &path)
{
    const QString stem =
        path + u".corrupt-"_s + QDateTime::currentDateTime().toString(u"yyyyMMdd-HHmmss"_s);
    for (int attempt = 1; attempt <= 100; ++attempt) {
        const QString target = attempt == 1 ? stem : stem + u'-' + QString::number(attempt);
        if (!QFileInfo::exists(target) && QFile::rename(path, target))
            return target;
    }
    return {};
}

bool SettingsContent::makeLaterThan(const QString &path, const QDateTime &earlier)
{
    if (!earlier.isValid() || QFileInfo(path).lastModified() > earlier)
        return true;
    QFile file(path);
    return file.open(QIODevice::ReadWrite) &&
           file.setFileTime(earlier.addMSecs(1), QFileDevice::FileModificationTime);
}
