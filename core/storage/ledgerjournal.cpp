#include "core/storage/ledgerjournal.h"

#include "core/storage/durablefile.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>

#include <utility>

#ifdef Q_OS_UNIX
#include <sys/file.h>
#endif

static constexpr QFileDevice::Permissions ownerOnly =
    QFileDevice::ReadOwner | QFileDevice::WriteOwner;

// Held for the length of one write or one fold; goes with the file's handle.
static bool lockOf([[maybe_unused]] const QFile &file)
{
#ifdef Q_OS_UNIX
    return ::flock(file.handle(), LOCK_EX) == 0;
#else
    return true;
#endif
}

LedgerJournal::LedgerJournal(QString path)
    : m_path(std::move(path))
{}

bool LedgerJournal::append(const LedgerEntry &entry) const
{
    const QByteArray line =
        QJsonDocument(QJsonArray::fromStringList(entry.toTexts())).toJson(QJsonDocument::Compact) +
        '\n';
    QFile file(m_path);
    const auto mode = QIODevice::WriteOnly | QIODevice::Append | QIODevice::Unbuffered;
    return file.open(mode, ownerOnly) && DurableFile::isOwn(m_path) && lockOf(file) &&
           file.size() + line.size() <= largest && file.write(line) == line.size();
}

static QList<LedgerEntry> entriesIn(QFile &file)
{
    QList<LedgerEntry> entries;
    const QList<QByteArray> lines = file.read(LedgerJournal::largest).split('\n');
    for (const QByteArray &line : lines) {
        QStringList texts;
        const QJsonArray values = QJsonDocument::fromJson(line).array();
        for (const auto &value : values)
            texts.append(value.toString());
        if (const auto entry = LedgerEntry::fromTexts(texts))
            entries.append(*entry);
    }
    return entries;
}

QList<LedgerEntry> LedgerJournal::read() const
{
    QFile file(m_path);
    return DurableFile::isOwn(m_path) && file.open(QIODevice::ReadOnly) ? entriesIn(file)
                                                                        : QList<LedgerEntry>();
}

bool LedgerJournal::fold(const std::function<bool(const QList<LedgerEntry> &)> &keep) const
{
    QFile file(m_path);
    const auto mode = QIODevice::ReadWrite | QIODevice::ExistingOnly;
    if (!DurableFile::isOwn(m_path) || !file.open(mode) || !lockOf(file))
        return keep({});
    return keep(entriesIn(file)) && (file.size() == 0 || file.resize(0));
}
