#include "core/storage/settingsfile.h"

#include "core/storage/durablefile.h"
#include "core/storage/sealedlist.h"
#include "core/storage/settingscontent.h"
#include "core/storage/settingsformat.h"
#include "core/storage/settingsmigration.h"
#include "core/storage/vaultvalues.h"
#include "core/support/logging.h"

#include <QDeadlineTimer>
#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QSettings>

#include <algorithm>
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
    constexpr int mostTries = 5;
    Outcome outcome = readWith(Access::Unlocked);
    // The list is the one of what was read only if nobody wrote meanwhile.
    for (int tries = 1; tries < mostTries && outcome.problems.isEmpty() && outcome.state &&
                        outcome.stamp != stamp();
         ++tries) {
        outcome = readWith(Access::Unlocked);
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
    QLockFile lockFile(m_path + u".lock"_s);
    std::optional<StorageProblem> obstacle;
    if (access == Access::Unlocked)
        obstacle = lock(lockFile);
    if (access == Access::Unlocked && !obstacle) {
        // Another process may have mended it while we waited.
        outcome = readWith(Access::Locked);
        return;
    }
    const bool isOurs =
        backup.kind == SettingsContent::Kind::Good || backup.kind == SettingsContent::Kind::Older;
    const bool isSaved = isOurs || backup.kind == SettingsContent::Kind::Newer;
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

SettingsFile::Outcome SettingsFile::write(const QList<StoredChange> &changes,
                                          const StoredState &known) const
{
    Outcome outcome = changed(changes, known);
    // Nobody asked for this write: nothing is lost that was not there before.
    if (!outcome.isWritten && changes.isEmpty() && !outcome.problems.isEmpty() &&
        SettingsMigration::isOld(m_path)) {
        StorageProblem &problem = outcome.problems.last();
        if (problem.detail.isEmpty())
            problem.detail = problem.path;
        problem.kind = Kind::NotConverted;
        problem.path = m_path;
    }
    return outcome;
}

namespace {
//! The list of sealed texts around a write: who reads between the two steps, or after the first one
//! alone, finds what it reads listed.
struct ListSteps
{
    QByteArray during; //!< with what was and what will be
    QByteArray after;
};
} // namespace

static QStringList sealedTexts(const StoredState &state)
{
    QStringList texts;
    for (const QVariantMap &profile : state.profiles)
        texts += SealedValues::from(profile).values();
    return texts;
}

// A list is only ever made longer by what somebody with its key kept: what else stands in the file
// may be from anywhere. \a kept: such changes, as far as the vault took them.
static ListSteps listSteps(const QList<StoredChange> &kept, const StoredState &before,
                           const StoredState &next)
{
    const SecretBuffer key = kept.last().listingKey;
    const SealedList known = SealedList::from(before.sealedList, key);
    SealedList during(key);
    SealedList after(key);
    QVariantList fresh;
    for (const StoredChange &change : kept)
        fresh += change.sealed.values();
    for (const QString &text : sealedTexts(before)) {
        if (known.contains(text))
            during.add(text);
    }
    for (const QString &text : sealedTexts(next)) {
        if (!known.contains(text) && !fresh.contains(text))
            continue;
        during.add(text);
        after.add(text);
    }
    return {during.toBytes(), after.toBytes()};
}

SettingsFile::Outcome SettingsFile::changed(const QList<StoredChange> &changes,
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
    outcome = readWith(Access::LockedForWriting);
    for (const StorageProblem &problem : std::as_const(outcome.problems)) {
        if (problem.kind == Kind::NotReadable || problem.kind == Kind::NewerVersion ||
            problem.kind == Kind::NotWritable)
            return outcome;
    }
    // Not at every write: others wait.
    if (outcome.needsRewrite || !outcome.problems.isEmpty()) {
        if (const std::optional<StorageProblem> obstacle = keepOldVersions()) {
            outcome.problems.append(*obstacle);
            return outcome;
        }
    }
    StoredState before = outcome.state.value_or(known);
    const QByteArray listOnDisk = outcome.list.value_or(QByteArray());
    // Settings that were lost may come back and need it; a list that was lost with them is known.
    if (!outcome.state && !listOnDisk.isEmpty())
        before.sealedList = listOnDisk;
    StoredState next = before;
    ListSteps lists{before.sealedList, before.sealedList};
    QList<StoredChange> kept;
    for (const StoredChange &change : changes) {
        if (change.emptiesVault) {
            kept.clear();
            lists.after.clear();
        }
        // Who has another key by now than the vault keeps nothing, and lists nothing.
        if (next.apply(change) && !change.listingKey.isEmpty())
            kept.append(change);
    }
    ++next.generation;
    if (!kept.isEmpty())
        lists = listSteps(kept, before, next);
    std::optional<StorageProblem> obstacle;
    if (lists.during != listOnDisk)
        obstacle = storeBeside(listPath(), lists.during);
    if (!obstacle)
        obstacle = store(next);
    if (!obstacle && lists.after != lists.during)
        obstacle = storeBeside(listPath(), lists.after);
    if (obstacle) {
        outcome.problems.append(*obstacle);
        return outcome;
    }
    outcome.list = next.sealedList = lists.after;
    outcome.state = next;
    outcome.isWritten = true;
    outcome.needsRewrite = false;
    outcome.stamp = stamp();
    return outcome;
}

//! The file, or the backup that its state was taken from.
std::optional<StorageProblem> SettingsFile::keepOldVersions() const
{
    for (const QString &path : {m_path, backupPath()}) {
        if (const int error = SettingsMigration::keepOldVersion(path, m_path, newPath()))
            return cannotWrite(error, path);
    }
    return {};
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
    if (!SettingsContent::write(fresh, values, *expected) ||
        !SettingsContent::makeLaterThan(fresh, stamp().modified)) {
        QFile::remove(fresh);
        return whyNot(m_path, *expected);
    }
    if (const int error = DurableFile::replace(fresh, m_path)) {
        QFile::remove(fresh);
        return cannotWrite(error, m_path);
    }
    if (const int error = DurableFile::syncDirectory(QFileInfo(m_path).path()))
        return cannotWrite(error, m_path);
    // The file itself is safe by now. Without its backup it is not as safe as was promised, so that
    // the person is told and the whole write is tried again; and so with its list.
    return storeBeside(backupPath(), *expected);
}

//! Puts \a bytes in the place of \a path, proved before and durable after.
std::optional<StorageProblem> SettingsFile::storeBeside(const QString &path,
                                                        const QByteArray &bytes) const
{
    const QString fresh = newPath();
    if (const int error = DurableFile::createPrivate(fresh, bytes))
        return cannotWrite(error, fresh);
    if (!SettingsContent::holds(fresh, bytes)) {
        QFile::remove(fresh);
        return whyNot(path, bytes);
    }
    if (const int error = DurableFile::replace(fresh, path)) {
        QFile::remove(fresh);
        return cannotWrite(error, path);
    }
    if (const int error = DurableFile::syncDirectory(QFileInfo(m_path).path()))
        return cannotWrite(error, path);
    return {};
}

StorageProblem SettingsFile::cannotWrite(int error, const QString &path) const
{
    return {DurableFile::isOutOfSpace(error) ? Kind::DiskFull : Kind::NotWritable, path,
            qt_error_string(error)};
}

// QSettings and QLockFile say that they failed, not why: try by hand whether there is room for the
// bytes and a lock or two.
StorageProblem SettingsFile::whyNot(const QString &path, const QByteArray &bytes) const
{
    const QString probe = newPath();
    const int error = DurableFile::createPrivate(probe, bytes + QByteArray(8192, 'x'));
    QFile::remove(probe);
    return error == 0 ? StorageProblem{Kind::NotWritable, path, {}} : cannotWrite(error, path);
}

// Only who holds the lock makes such files, so what lies there was left by somebody killed.
void SettingsFile::removeLeftovers() const
{
    QDir directory = QFileInfo(m_path).dir();
    const QString pattern = QFileInfo(m_path).fileName() + u".new-*"_s;
    const QStringList names = directory.entryList({pattern}, QDir::Files | QDir::Hidden);
    for (const QString &name : names)
        directory.remove(name);
    // QLockFile's own, of processes that were killed while they took a dead one's lock away, or the
    // lock of that. Nobody is at that now, as the lock is ours; one that is held all the same
    // stays.
    const QString takingAway = QFileInfo(m_path).fileName() + u".lock.rmlock*"_s;
    const QStringList locks = directory.entryList({takingAway}, QDir::Files | QDir::Hidden);
    for (const QString &name : locks)
        static_cast<void>(QLockFile(directory.filePath(name)).removeStaleLockFile());
}

// Never the same name twice: QSettings remembers files by name, failed writes included.
QString SettingsFile::newPath() const
{
    return m_path + u".new-"_s + QUuid::createUuid().toString(QUuid::Id128);
}
