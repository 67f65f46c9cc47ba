#include "core/storage/settingsmigration.h"

#include "core/storage/durablefile.h"
#include "core/storage/settingscontent.h"
#include "core/storage/settingsformat.h"

#include <QFile>
#include <QFileInfo>

#include <cerrno>

using namespace Qt::StringLiterals;

static int copyDurably(const QByteArray &bytes, const QString &target, const QString &fresh)
{
    int error = DurableFile::createPrivate(fresh, bytes);
    if (error == 0 && !SettingsContent::holds(fresh, bytes))
        error = EIO;
    if (error == 0)
        error = DurableFile::replace(fresh, target);
    if (error == 0)
        return DurableFile::syncDirectory(QFileInfo(target).path());
    QFile::remove(fresh);
    return error;
}

int SettingsMigration::keepOldVersion(const QString &path, const QString &settingsFile,
                                      const QString &fresh)
{
    if (!QFileInfo::exists(path))
        return 0;
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return EIO;
    const QByteArray bytes = SettingsFormat::bytesOf(file);
    if (file.error() != QFileDevice::NoError)
        return EIO;
    if (SettingsFormat::health(bytes) != SettingsFormat::Health::Older)
        return 0;
    const int schema = SettingsFormat::decoded(bytes)->value(SettingsFormat::schemaKey).toInt();
    const QString stem = settingsFile + u".version-%1"_s.arg(schema);
    for (int attempt = 1; attempt <= 100; ++attempt) {
        const QString target = attempt == 1 ? stem : stem + u'-' + QString::number(attempt);
        // From an attempt that got no further.
        if (SettingsContent::holds(target, bytes))
            return DurableFile::syncDirectory(QFileInfo(target).path());
        if (!QFileInfo::exists(target) && !QFileInfo(target).isSymLink())
            return copyDurably(bytes, target, fresh);
    }
    return EEXIST;
}

bool SettingsMigration::isOld(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) &&
           SettingsFormat::health(SettingsFormat::bytesOf(file)) == SettingsFormat::Health::Older;
}
