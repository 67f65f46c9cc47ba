#include "core/storage/ledgerfile.h"

#include "core/storage/durablefile.h"
#include "core/storage/settingscontent.h"
#include "core/storage/settingsformat.h"

#include <QFile>
#include <QFileInfo>
#include <QLockFile>

#include <cerrno>

using namespace Qt::StringLiterals;
using Kind = StorageProblem::Kind;

LedgerFile::LedgerFile(const QString &profilesFile)
    : m_path(QFileInfo(profilesFile).path() + u"/ledger.conf"_s)
    , m_journal(QFileInfo(profilesFile).path() + u"/ledger.journal"_s)
{}

static QString keyOf(qsizetype number)
{
    return u"token/%1"_s.arg(number, 4, 10, QChar(u'0'));
}

static QList<LedgerEntry> mergedAll(QList<LedgerEntry> entries, const QList<LedgerEntry> &changes)
{
    for (const LedgerEntry &change : changes)
        entries = ledger::merged(std::move(entries), change);
    return entries;
}

bool LedgerFile::append(const LedgerEntry &entry) const
{
    return DurableFile::createPrivateDirectory(QFileInfo(m_path).path()) == 0 &&
           m_journal.append(entry);
}

Result<QList<LedgerEntry>, StorageProblem> LedgerFile::read() const
{
    const auto known = readFile();
    if (!known)
        return Failure{known.error()};
    return mergedAll(*known, m_journal.read());
}

Result<QList<LedgerEntry>, StorageProblem> LedgerFile::readFile() const
{
    QFile file(m_path);
    if (!file.exists())
        return QList<LedgerEntry>();
    if (!DurableFile::isOwn(m_path) || !file.open(QIODevice::ReadOnly))
        return Failure{StorageProblem{Kind::NotReadable, m_path, file.errorString()}};
    const QByteArray bytes = SettingsFormat::bytesOf(file);
    if (SettingsFormat::health(bytes) == SettingsFormat::Health::Newer)
        return Failure{StorageProblem{Kind::NewerVersion, m_path, {}}};
    const auto values = SettingsFormat::decoded(bytes);
    if (!values)
        return Failure{StorageProblem{Kind::CorruptLost, m_path, u"not whole"_s}};
    QList<LedgerEntry> entries;
    for (auto value = values->cbegin(); value != values->cend(); ++value) {
        if (!value.key().startsWith("token/"_L1))
            continue;
        if (const auto entry = LedgerEntry::fromTexts(value->toStringList()))
            entries.append(*entry);
    }
    return entries;
}

Result<QList<LedgerEntry>, StorageProblem> LedgerFile::note(const QList<LedgerEntry> &changes,
                                                            qint64 nowMs) const
{
    const QString directory = QFileInfo(m_path).path();
    if (const int error = DurableFile::createPrivateDirectory(directory))
        return Failure{StorageProblem{Kind::NotWritable, directory, qt_error_string(error)}};
    QLockFile lock(m_path + u".lock"_s);
    if (!lock.tryLock(lockWaitMs))
        return Failure{StorageProblem{Kind::Locked, m_path, {}}};
    const auto known = readFile();
    QList<LedgerEntry> entries;
    if (known)
        entries = *known;
    else if (known.error().kind != Kind::CorruptLost || !SettingsContent::moveAside(m_path))
        return Failure{known.error()};
    std::optional<StorageProblem> problem;
    const bool isKept = m_journal.fold([&](const QList<LedgerEntry> &appended) {
        entries = mergedAll(mergedAll(std::move(entries), appended), changes);
        entries = ledger::bounded(std::move(entries), nowMs);
        problem = store(entries);
        return !problem;
    });
    if (problem)
        return Failure{*problem};
    if (!isKept)
        return Failure{StorageProblem{Kind::NotWritable, m_path, u"journal"_s}};
    return entries;
}

std::optional<StorageProblem> LedgerFile::store(const QList<LedgerEntry> &entries) const
{
    QSettings::SettingsMap values;
    for (qsizetype number = 0; number < entries.size(); ++number)
        values.insert(keyOf(number), entries.at(number).toTexts());
    const std::optional<QByteArray> bytes = SettingsFormat::encoded(values);
    if (!bytes)
        return StorageProblem{Kind::NotWritable, m_path, u"too much to keep"_s};
    const QString fresh = m_path + u".new"_s; // whoever holds the lock is the only one to make it
    QFile::remove(fresh);
    int error = DurableFile::createPrivate(fresh, *bytes);
    if (error == 0 && !SettingsContent::holds(fresh, *bytes))
        error = EIO;
    if (error == 0)
        error = DurableFile::replace(fresh, m_path);
    if (error == 0)
        error = DurableFile::syncDirectory(QFileInfo(m_path).path());
    if (error == 0)
        return std::nullopt;
    QFile::remove(fresh);
    return StorageProblem{DurableFile::isOutOfSpace(error) ? Kind::DiskFull : Kind::NotWritable,
                          m_path, qt_error_string(error)};
}
