#include "core/storage/settingsfile.h"

#include "core/storage/durablefile.h"
#include "core/storage/sealedlist.h"
#include "core/storage/settingscontent.h"
#include "core/support/logging.h"

#include <QDeadlineTimer>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>

#include <cerrno>

using namespace Qt::StringLiterals;
using Kind = StorageProblem::Kind;

static constexpr int lockStepMs = 15;
static constexpr int youngestStaleLockMs = 500; // well under what the end of the program waits

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

SettingsFile::Outcome SettingsFile::read() const
{
    return readSettled(Access::Unlocked);
}

SettingsFile::Outcome SettingsFile::readAtOnce() const
{
    return readSettled(Access::Never);
}

SettingsFile::Outcome SettingsFile::readSettled(Access access) const
{
    constexpr int mostTries = 5;
    Outcome outcome = readWith(access);
    // The list is the one of what was read only if nobody wrote meanwhile.
    for (int tries = 1; tries < mostTries && outcome.problems.isEmpty() && outcome.state &&
                        outcome.stamp != stamp();
         ++tries) {
        outcome = readWith(access);
    }
    return outcome;
}

SettingsFile::Outcome SettingsFile::readWith(Access access) const
{
    Outcome outcome;
    if (m_path.isEmpty())
        return outcome;
    // The stamp is taken first: what is replaced between the two lines is only read once more.
    outcome.stamp = stamp();
    const SettingsContent main = SettingsContent::load(m_path);
    switch (main.kind) {
    case SettingsContent::Kind::Refused:
        outcome.problems.append({Kind::NotReadable, m_path, main.reason});
        break;
    case SettingsContent::Kind::Newer:
        outcome.state = main.state;
        outcome.problems.append({Kind::NewerVersion, m_path, {}});
        break;
    case SettingsContent::Kind::Good:
    case SettingsContent::Kind::Older:
        outcome.state = main.state;
        outcome.needsRewrite = main.kind == SettingsContent::Kind::Older;
        mendModes(outcome);
        break;
    case SettingsContent::Kind::Missing:
    case SettingsContent::Kind::Damaged:
        recover(outcome, access, main);
        break;
    }
    if (!outcome.list)
        addList(outcome);
    return outcome;
}

void SettingsFile::recover(Outcome &outcome, Access access, const SettingsContent &main) const
{
    const SettingsContent backup = SettingsContent::load(backupPath());
    const bool isMissing = main.kind == SettingsContent::Kind::Missing;
    if (isMissing && backup.kind == SettingsContent::Kind::Missing)
        return; // the first start
    if (backup.kind == SettingsContent::Kind::Refused) {
        // It may be all that is left: nothing is touched before it can be read.
        outcome.problems.append({Kind::NotReadable, backupPath(), backup.reason});
        return;
    }
    const bool isOurs =
        backup.kind == SettingsContent::Kind::Good || backup.kind == SettingsContent::Kind::Older;
    const bool isSaved = isOurs || backup.kind == SettingsContent::Kind::Newer;
    if (access == Access::Never) {
        outcome.needsMending = true;
        if (isSaved)
            outcome.state = backup.state;
        return;
    }
    QLockFile lockFile(m_path + u".lock"_s);
    std::optional<StorageProblem> obstacle;
    if (access == Access::Unlocked)
        obstacle = lock(lockFile);
    if (access == Access::Unlocked && !obstacle) {
        // Another process may have mended it while we waited.
        outcome = readWith(Access::Locked);
        return;
    }
    QString aside;
    if (!obstacle && main.kind == SettingsContent::Kind::Damaged) {
        const std::optional<QString> target = SettingsContent::moveAside(m_path);
        if (target)
            aside = *target;
        else
            obstacle = StorageProblem{Kind::NotWritable, m_path, qt_error_string(errno)};
    }
    if (!obstacle && backup.kind == SettingsContent::Kind::Damaged)
        static_cast<void>(SettingsContent::moveAside(backupPath()));
    if (isSaved)
        outcome.state = backup.state;
    if (backup.kind == SettingsContent::Kind::Newer)
        outcome.problems.append({Kind::NewerVersion, backupPath(), {}});
    if (!isMissing || !isSaved || access != Access::LockedForWriting)
        outcome.problems.append({isSaved ? Kind::CorruptRestored : Kind::CorruptLost, aside,
                                 isMissing ? u"missing"_s : main.reason});
    if (obstacle)
        outcome.problems.append(*obstacle);
    outcome.needsRewrite = !obstacle && isOurs;
    qCInfo(lcStorage) << "settings file damaged; backup good:" << isSaved;
}

void SettingsFile::mendModes(Outcome &outcome) const
{
    const bool isFileMended = DurableFile::closeToOthers(m_path);
    const bool isBackupMended = DurableFile::closeToOthers(backupPath());
    const bool isListMended = DurableFile::closeToOthers(listPath());
    const bool isDirectoryMended =
        !m_isLinked && DurableFile::closeToOthers(QFileInfo(m_path).path());
    if (isFileMended || isBackupMended || isListMended || isDirectoryMended)
        outcome.problems.append({Kind::ModesRepaired, m_path, {}});
}

//! The list that belongs to what was read just now.
void SettingsFile::addList(Outcome &outcome) const
{
    outcome.list = sealedList();
    if (!outcome.list)
        outcome.problems.append({Kind::NotReadable, listPath(), {}});
    else if (outcome.state)
        outcome.state->sealedList = *outcome.list;
}

std::optional<QByteArray> SettingsFile::sealedList() const
{
    const QFileInfo info(listPath());
    if (!info.exists() && !info.isSymLink())
        return QByteArray();
    QFile file(listPath());
    if (!info.isFile() || !file.open(QIODevice::ReadOnly))
        return {};
    const QByteArray bytes = file.read(SealedList::longest + 1);
    return file.error() == QFileDevice::NoError ? std::optional(bytes) : std::nullopt;
}

std::optional<StorageProblem> SettingsFile::lock(QLockFile &lockFile) const
{
    QDeadlineTimer deadline(lockWaitMs);
    while (!lockFile.tryLock(lockStepMs)) {
        if (lockFile.error() != QLockFile::LockFailedError)
            return whyNot(m_path, {});
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
        if (deadline.hasExpired())
            return StorageProblem{Kind::Locked, m_path, program};
    }
    return {};
}
