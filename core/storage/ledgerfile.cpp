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
{}

static QString keyOf(qsizetype number)
{
    return u"token/%1"_s.arg(number, 4, 10, QChar(u'0'));
}

Result<QList<LedgerEntry>, StorageProblem> LedgerFile::read() const
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
    const auto known = read();
    QList<LedgerEntry> entries;
    if (known)
        entries = *known;
    else if (known.error().kind != Kind::CorruptLost || !SettingsContent::moveAside(m_path))
        return Failure{known.error()};
    for (const LedgerEntry &change : changes)
        entries = ledger::merged(std::move(entries), change);
    entries = ledger::bounded(std::move(entries), nowMs);
    if (const auto problem = store(entries))
        return Failure{*problem};
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
