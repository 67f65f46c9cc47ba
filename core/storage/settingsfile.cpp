#include "core/storage/settingsfile.h"

#include "core/storage/durablefile.h"
#include "core/storage/settingsformat.h"
#include "core/support/logging.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QSettings>

#include <cerrno>

using namespace Qt::StringLiterals;
using Kind = StorageProblem::Kind;

static constexpr int lockStepMs = 15;
static constexpr int youngestStaleLockMs = 1500;

// A link is followed once, here, so that lock, backup and new file lie beside the real one.
SettingsFile::SettingsFile(const QString &path)
    : m_path(path)
{
    const QFileInfo info(path);
    if (!path.isEmpty() && info.isSymLink() && info.exists()) {
        m_path = info.canonicalFilePath();
        m_isLinked = true;
    }
}

SettingsFile::Stamp SettingsFile::stamp() const
{
    const QFileInfo info(m_path);
    return info.exists() ? Stamp{info.lastModified(), info.size()} : Stamp{};
}

SettingsFile::Loaded SettingsFile::loadOne(const QString &path)
{
    const QFileInfo info(path);
    if (!info.exists() && !info.isSymLink())
        return {};
    if (!info.isFile())
        return {Content::Refused, {}, u"not a file"_s};
    if (!DurableFile::isOwn(path))
        return {Content::Refused, {}, u"belongs to another user"_s};
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {Content::Refused, {}, file.errorString()};
    const QByteArray bytes = file.read(SettingsFormat::largestFile + 1);
    if (file.error() != QFileDevice::NoError)
        return {Content::Refused, {}, file.errorString()};
    const SettingsFormat::Health health = SettingsFormat::health(bytes);
    if (health == SettingsFormat::Health::Damaged)
        return {Content::Damaged, {}, u"not whole"_s};
    const QSettings settings(path, SettingsFormat::format());
    const bool isRead =
        settings.status() == QSettings::NoError && settings.contains(SettingsFormat::schemaKey);
    if (health == SettingsFormat::Health::Newer)
        return {Content::Newer, isRead ? StoredState::from(settings) : StoredState(), {}};
    if (!isRead)
        return {Content::Damaged, {}, u"not readable as settings"_s};
    return {Content::Good, StoredState::from(settings), {}};
}

SettingsFile::Outcome SettingsFile::read() const
{
    return readWith(false);
}

SettingsFile::Outcome SettingsFile::readWith(bool isLocked) const
{
    Outcome outcome;
    if (m_path.isEmpty())
        return outcome;
    // The stamp is taken first: what is replaced between the two lines is only read once more.
    outcome.stamp = stamp();
    const Loaded main = loadOne(m_path);
    switch (main.content) {
    case Content::Refused:
        outcome.problems.append({Kind::NotReadable, m_path, main.reason});
        break;
    case Content::Newer:
        outcome.state = main.state;
        outcome.problems.append({Kind::NewerVersion, m_path, {}});
        break;
    case Content::Good:
        outcome.state = main.state;
        mendModes(outcome);
        break;
    case Content::Missing:
    case Content::Damaged:
        recover(outcome, isLocked, main);
        break;
    }
    return outcome;
}

static std::optional<QString> movedAside(const QString &path)
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

void SettingsFile::recover(Outcome &outcome, bool isLocked, const Loaded &main) const
{
    const Loaded backup = loadOne(backupPath());
    if (main.content == Content::Missing &&
        (backup.content == Content::Missing || backup.content == Content::Refused))
        return; // the first start
    QLockFile lockFile(m_path + u".lock"_s);
    std::optional<StorageProblem> obstacle;
    if (!isLocked)
        obstacle = lock(lockFile);
    if (!isLocked && !obstacle) {
        // Another process may have mended it while we waited.
        outcome = readWith(true);
        return;
    }
    const bool isSaved = backup.content == Content::Good || backup.content == Content::Newer;
    QString aside;
    if (!obstacle && main.content == Content::Damaged) {
        const std::optional<QString> target = movedAside(m_path);
        if (target)
            aside = *target;
        else
            obstacle = StorageProblem{Kind::NotWritable, m_path, qt_error_string(errno)};
    }
    if (!obstacle && backup.content == Content::Damaged)
        static_cast<void>(movedAside(backupPath()));
    if (isSaved)
        outcome.state = backup.state;
    if (backup.content == Content::Newer)
        outcome.problems.append({Kind::NewerVersion, backupPath(), {}});
    outcome.problems.append({isSaved ? Kind::CorruptRestored : Kind::CorruptLost, aside,
                             main.content == Content::Missing ? u"missing"_s : main.reason});
    if (obstacle)
        outcome.problems.append(*obstacle);
    outcome.needsRewrite = !obstacle && backup.content == Content::Good;
    qCInfo(lcStorage) << "settings file damaged; backup good:" << isSaved;
}

void SettingsFile::mendModes(Outcome &outcome) const
{
    const bool isFileMended = DurableFile::closeToOthers(m_path);
    const bool isBackupMended = DurableFile::closeToOthers(backupPath());
    const bool isDirectoryMended =
        !m_isLinked && DurableFile::closeToOthers(QFileInfo(m_path).path());
    if (isFileMended || isBackupMended || isDirectoryMended)
        outcome.problems.append({Kind::ModesRepaired, m_path, {}});
}

std::optional<StorageProblem> SettingsFile::lock(QLockFile &lockFile) const
{
    QDeadlineTimer deadline(lockWaitMs);
    while (!lockFile.tryLock(lockStepMs)) {
        if (lockFile.error() != QLockFile::LockFailedError)
            return whyNot(QByteArray(64, 'x'));
        if (!deadline.hasExpired())
            continue;
        // A lock file that names no process and that no process holds is debris.
        qint64 pid = 0;
        QString host;
        QString program;
        const QFileInfo info(m_path + u".lock"_s);
        const bool isDebris =
            info.isFile() && !lockFile.getLockInfo(&pid, &host, &program) &&
            info.lastModified().msecsTo(QDateTime::currentDateTime()) > youngestStaleLockMs;
        if (isDebris && lockFile.removeStaleLockFile() && lockFile.tryLock(0))
            return {};
        return StorageProblem{Kind::Locked, m_path, program};
    }
    return {};
}

SettingsFile::Outcome SettingsFile::write(const QList<StoredChange> &changes,
                                          const StoredState &known) const
{
    Outcome outcome;
    if (m_path.isEmpty()) {
        outcome.problems.append({Kind::NotWritable, {}, u"no home directory"_s});
        return outcome;
    }
    const QString directory = QFileInfo(m_path).path();
    if (const int error = DurableFile::createPrivateDirectory(directory)) {
        outcome.problems.append(cannotWrite(error, directory));
        return outcome;
    }
    QLockFile lockFile(m_path + u".lock"_s);
    if (const std::optional<StorageProblem> obstacle = lock(lockFile)) {
        outcome.problems.append(*obstacle);
        return outcome;
    }
    removeLeftovers();
    outcome = readWith(true);
    for (const StorageProblem &problem : std::as_const(outcome.problems)) {
        if (problem.kind == Kind::NotReadable || problem.kind == Kind::NewerVersion ||
            problem.kind == Kind::NotWritable)
            return outcome;
    }
    StoredState next = outcome.state.value_or(known);
    for (const StoredChange &change : changes)
        next.apply(change);
    ++next.generation;
    if (const std::optional<StorageProblem> obstacle = store(next)) {
        outcome.problems.append(*obstacle);
        return outcome;
    }
    outcome.state = next;
    outcome.isWritten = true;
    outcome.needsRewrite = false;
    outcome.stamp = stamp();
    return outcome;
}

static bool writeThroughSettings(const QString &path, const QSettings::SettingsMap &values)
{
    QSettings settings(path, SettingsFormat::format());
    for (auto it = values.cbegin(); it != values.cend(); ++it)
        settings.setValue(it.key(), it.value());
    settings.sync();
    return settings.status() == QSettings::NoError;
}

// QSettings tells versions apart by size and time of the last change alone.
static bool makeLaterThan(const QString &path, const QDateTime &earlier)
{
    if (!earlier.isValid() || QFileInfo(path).lastModified() > earlier)
        return true;
    QFile file(path);
    return file.open(QIODevice::ReadWrite) &&
           file.setFileTime(earlier.addMSecs(1), QFileDevice::FileModificationTime);
}

static QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.read(SettingsFormat::largestFile + 1)
                                          : QByteArray();
}

std::optional<StorageProblem> SettingsFile::store(const StoredState &state) const
{
    const QSettings::SettingsMap values = state.toSettings();
    const std::optional<QByteArray> expected = SettingsFormat::encoded(values);
    if (!expected)
        return StorageProblem{Kind::NotWritable, m_path, u"too much to keep"_s};
    const QString fresh = newPath();
    // Made first, because QSettings would open a file that it creates to everyone.
    if (const int error = DurableFile::createPrivate(fresh, {}))
        return cannotWrite(error, fresh);
    if (!writeThroughSettings(fresh, values) || contentOf(fresh) != *expected ||
        !makeLaterThan(fresh, stamp().modified)) {
        QFile::remove(fresh);
        return whyNot(*expected);
    }
    if (const int error = DurableFile::replace(fresh, m_path)) {
        QFile::remove(fresh);
        return cannotWrite(error, m_path);
    }
    if (const int error = DurableFile::syncDirectory(QFileInfo(m_path).path()))
        return cannotWrite(error, m_path);
    // The file itself is safe by now; a backup that fails is made good by the next write.
    if (DurableFile::createPrivate(fresh, *expected) != 0 ||
        DurableFile::replace(fresh, backupPath()) != 0) {
        QFile::remove(fresh);
        qCInfo(lcStorage) << "backup not renewed";
    }
    return {};
}

StorageProblem SettingsFile::cannotWrite(int error, const QString &path) const
{
    return {DurableFile::isOutOfSpace(error) ? Kind::DiskFull : Kind::NotWritable, path,
            qt_error_string(error)};
}

// QSettings and QLockFile say that they failed, not why: try the same by hand.
StorageProblem SettingsFile::whyNot(const QByteArray &bytes) const
{
    const QString probe = newPath();
    const int error = DurableFile::createPrivate(probe, bytes);
    QFile::remove(probe);
    return error == 0 ? StorageProblem{Kind::NotWritable, m_path, {}} : cannotWrite(error, m_path);
}

// Only who holds the lock makes such files, so what lies there was left by somebody killed.
void SettingsFile::removeLeftovers() const
{
    QDir directory = QFileInfo(m_path).dir();
    const QString pattern = QFileInfo(m_path).fileName() + u".new-*"_s;
    const QStringList names = directory.entryList({pattern}, QDir::Files | QDir::Hidden);
    for (const QString &name : names)
        directory.remove(name);
}

// Never the same name twice: QSettings remembers files by name, failed writes included.
QString SettingsFile::newPath() const
{
    return m_path + u".new-"_s + QUuid::createUuid().toString(QUuid::Id128);
}
