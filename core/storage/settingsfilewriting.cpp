// The half of SettingsFile that writes.
#include "core/storage/settingsfile.h"

#include "core/storage/durablefile.h"
#include "core/storage/plannedwrite.h"
#include "core/storage/settingscontent.h"
#include "core/storage/settingsformat.h"
#include "core/storage/settingsmigration.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLockFile>
#include <QSettings>

#include <algorithm>

using namespace Qt::StringLiterals;
using Kind = StorageProblem::Kind;

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

// What was found on the disk may not be written over, or cannot be.
static bool isBarred(const SettingsFile::Outcome &found)
{
    return std::ranges::any_of(found.problems, [](const StorageProblem &problem) {
        return problem.kind == Kind::NotReadable || problem.kind == Kind::NewerVersion ||
               problem.kind == Kind::NotWritable;
    });
}

static StoredState stateBefore(const SettingsFile::Outcome &found, const StoredState &known)
{
    if (found.state)
        return *found.state;
    // Settings that were lost may come back and need the list; one that was lost with them is
    // known.
    StoredState before = known;
    if (found.list && !found.list->isEmpty())
        before.sealedList = *found.list;
    return before;
}

SettingsFile::Outcome SettingsFile::changed(const QList<StoredChange> &changes,
                                            const StoredState &known) const
{
    Outcome outcome;
    std::optional<StorageProblem> obstacle = makeDirectory();
    QLockFile lockFile(m_path + u".lock"_s);
    if (!obstacle)
        obstacle = lock(lockFile);
    if (obstacle) {
        outcome.problems.append(*obstacle);
        return outcome;
    }
    removeLeftovers();
    outcome = readWith(Access::LockedForWriting);
    if (isBarred(outcome))
        return outcome;
    const PlannedWrite plan = PlannedWrite::of(changes, stateBefore(outcome, known));
    obstacle = carryOut(plan, outcome);
    if (obstacle) {
        outcome.problems.append(*obstacle);
        return outcome;
    }
    outcome.list = plan.next.sealedList;
    outcome.state = plan.next;
    outcome.isWritten = true;
    outcome.needsRewrite = false;
    outcome.stamp = stamp();
    return outcome;
}

std::optional<StorageProblem> SettingsFile::makeDirectory() const
{
    if (m_path.isEmpty())
        return StorageProblem{Kind::NotWritable, {}, u"no home directory"_s};
    const QString directory = QFileInfo(m_path).path();
    if (const int error = DurableFile::createPrivateDirectory(directory))
        return cannotWrite(error, directory);
    return {};
}

//! \a found is what lies on the disk.
std::optional<StorageProblem> SettingsFile::carryOut(const PlannedWrite &plan,
                                                     const Outcome &found) const
{
    std::optional<StorageProblem> obstacle;
    const bool isSound = found.state && !found.needsRewrite && found.problems.isEmpty();
    // Not at every write: others wait.
    if (!isSound)
        obstacle = keepOldVersions();
    if (!obstacle && plan.listMeanwhile != found.list.value_or(QByteArray()))
        obstacle = storeBeside(listPath(), plan.listMeanwhile);
    if (!obstacle && !(isSound && plan.isForTheList))
        obstacle = store(plan.next);
    if (!obstacle && plan.next.sealedList != plan.listMeanwhile)
        obstacle = storeBeside(listPath(), plan.next.sealedList);
    return obstacle;
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
