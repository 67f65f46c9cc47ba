#include "core/storage/ledger.h"

#include "core/support/worker.h"

#include <QDateTime>

#include <algorithm>
#include <utility>

using Answer = Result<QList<LedgerEntry>, StorageProblem>;

static qint64 nowMs()
{
    return QDateTime::currentMSecsSinceEpoch();
}

Ledger::Ledger(const QString &profilesFile, QObject *parent)
    : QObject(parent)
    , m_file(profilesFile)
{
    m_retry.setSingleShot(true);
    m_retry.setInterval(retryMs);
    connect(&m_retry, &QTimer::timeout, this, &Ledger::write);
}

Ledger::~Ledger()
{
    if (m_pending.isEmpty())
        return;
    // What a worker has may not get there: laid over twice is laid over once.
    QThreadPool::globalInstance()->start([file = m_file, changes = m_pending] {
        [[maybe_unused]] const auto written = file.note(changes, nowMs());
    });
}

std::optional<LedgerEntry> Ledger::entry(const QUuid &profile, const QString &fingerprint) const
{
    const auto found = std::ranges::find_if(m_entries, [&](const LedgerEntry &one) {
        return one.profile == profile && one.fingerprint == fingerprint;
    });
    return found == m_entries.end() ? std::nullopt : std::optional(*found);
}

std::optional<bool> Ledger::has(const QString &fingerprint) const
{
    const bool isThere = std::ranges::any_of(
        m_entries, [&](const LedgerEntry &one) { return one.fingerprint == fingerprint; });
    if (isThere)
        return true;
    return m_reads > 0 ? std::nullopt : std::optional(false);
}

void Ledger::refresh()
{
    ++m_reads;
    runOnWorker(
        this, [file = m_file] { return file.read(); },
        [this](Answer answer) {
            --m_reads;
            if (answer)
                took(std::move(answer).value());
            else
                Q_EMIT readFailed(answer.error());
        });
}

void Ledger::note(const LedgerEntry &entry)
{
    m_entries = ledger::merged(std::move(m_entries), entry);
    m_pending.append(entry);
    Q_EMIT changed();
    write();
}

void Ledger::write()
{
    if (m_isBusy || m_pending.isEmpty())
        return;
    m_isBusy = true;
    m_underWay = m_pending.size();
    runOnWorker(
        this, [file = m_file, changes = m_pending] { return file.note(changes, nowMs()); },
        [this](Answer answer) {
            m_isBusy = false;
            if (!answer)
                return failed(answer.error());
            m_pending.remove(0, m_underWay);
            m_hasComplained = false;
            took(std::move(answer).value());
            write();
        });
}

void Ledger::took(QList<LedgerEntry> entries)
{
    for (const LedgerEntry &pending : std::as_const(m_pending))
        entries = ledger::merged(std::move(entries), pending);
    m_entries = std::move(entries);
    Q_EMIT changed();
}

// Another program may hold the file for a moment; the disk may have room again.
void Ledger::failed(const StorageProblem &problem)
{
    if (!m_pending.isEmpty())
        m_retry.start();
    if (!std::exchange(m_hasComplained, true))
        Q_EMIT problemFound(problem);
}
