#include "core/storage/settingscontent.h"

#include "core/storage/durablefile.h"
#include "core/storage/settingsformat.h"

#include <QFile>
#include <QFileInfo>

using namespace Qt::StringLiterals;

static std::optional<StoredState> readThroughSettings(const QString &path)
{
    for (int attempt = 1; attempt <= 2; ++attempt) {
        const QSettings settings(path, SettingsFormat::format());
        if (settings.status() == QSettings::NoError && settings.contains(SettingsFormat::schemaKey))
            return StoredState::from(settings);
        // A read that failed once is remembered as an empty file until the file looks new.
        if (!SettingsContent::makeLaterThan(path, QFileInfo(path).lastModified()))
            break;
    }
    return {};
}

SettingsContent SettingsContent::load(const QString &path)
{
    const QFileInfo info(path);
    if (!info.exists() && !info.isSymLink())
        return {};
    if (!info.isFile())
        return {Kind::Refused, {}, u"not a file"_s};
    if (!DurableFile::isOwn(path))
        return {Kind::Refused, {}, u"belongs to another user"_s};
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {Kind::Refused, {}, file.errorString()};
    const QByteArray bytes = SettingsFormat::bytesOf(file);
    if (file.error() != QFileDevice::NoError)
        return {Kind::Refused, {}, file.errorString()};
    const SettingsFormat::Health health = SettingsFormat::health(bytes);
    if (health == SettingsFormat::Health::Damaged)
        return {Kind::Damaged, {}, u"not whole"_s};
    const std::optional<StoredState> state = readThroughSettings(path);
    if (health == SettingsFormat::Health::Newer)
        return {Kind::Newer, state.value_or(StoredState()), {}};
    if (!state)
        return {Kind::Refused, {}, u"not readable as settings"_s};
    return {Kind::Good, *state, {}};
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
