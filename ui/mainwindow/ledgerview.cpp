#include "ui/mainwindow/ledgerview.h"

#include "core/session/sessions.h"
#include "core/storage/profilestore.h"
#include "ui/support/errortext.h"
#include "ui/token/ledgersheet.h"

#include <QDateTime>

#include <algorithm>
#include <utility>

LedgerView::LedgerView(Ledger &ledger, Sessions &sessions, const ProfileStore &store,
                       QWidget &window)
    : QObject(&window)
    , m_ledger(&ledger)
    , m_sessions(sessions)
    , m_store(store)
    , m_window(window)
{
    connect(&ledger, &Ledger::changed, this, &LedgerView::render);
    connect(&sessions, &Sessions::heldTokenRevoked, this, &LedgerView::follow);
    connect(&ledger, &Ledger::readFailed, this, [this](const StorageProblem &problem) {
        if (m_sheet)
            m_sheet->tell(
                tr("What is written down could not be read. %1").arg(errorText(problem).what));
    });
    connect(&sessions, &Sessions::sessionStateChanged, this,
            [this](const QUuid &profile, const SessionState &state) {
                if (profile == m_profile)
                    followState(state);
            });
}

void LedgerView::open(const QUuid &profile)
{
    const auto kept = m_store.profile(profile);
    if (!kept || !m_ledger)
        return;
    m_profile = profile;
    m_queue.clear();
    m_outcomes.clear();
    m_sheet = new LedgerSheet(kept->name, &m_window);
    connect(m_sheet, &LedgerSheet::revokeWanted, this, &LedgerView::revoke);
    connect(m_sheet, &LedgerSheet::useWanted, this, &LedgerView::use);
    // What is under way is told by the ledger; nothing more is begun.
    connect(m_sheet, &QDialog::finished, this, [this] { m_queue.clear(); });
    render();
    m_sheet->open();
    m_ledger->refresh(); // sdesk may have added to it
}

void LedgerView::render()
{
    if (!m_sheet || !m_ledger)
        return;
    const SessionService *service = m_sessions.existing(m_profile);
    const auto *in = service ? std::get_if<SignedIn>(&service->state()) : nullptr;
    const QString inUse = in && in->token ? in->token->fingerprint() : QString();
    QStringList held;
    if (in) {
        for (const HeldToken &one : service->heldTokens())
            held += one.token.fingerprint();
    }
    QList<LedgerSheet::Row> rows;
    for (const LedgerEntry &entry : m_ledger->entries()) {
        if (entry.profile != m_profile)
            continue;
        const bool isHeld = held.contains(entry.fingerprint);
        const bool isInUse = entry.fingerprint == inUse;
        rows.append({entry, isHeld, isInUse, isHeld && !isInUse && !in->ended,
                     m_outcomes.value(entry.fingerprint)});
    }
    std::ranges::stable_sort(rows, [](const LedgerSheet::Row &one, const LedgerSheet::Row &other) {
        return one.entry.notedMs > other.entry.notedMs;
    });
    const qint64 nowMs =
        service ? service->serverClock().nowMs() : QDateTime::currentMSecsSinceEpoch();
    const bool isBusy = in && in->activity != SignedIn::Activity::Idle;
    m_sheet->render(rows, nowMs, isBusy || !m_queue.isEmpty());
}

void LedgerView::use(const QString &fingerprint)
{
    SessionService *service = m_sessions.existing(m_profile);
    const bool isUsed = service && service->useHeld(fingerprint);
    if (m_sheet)
        m_sheet->tell(isUsed ? tr("The session goes on with this token.")
                             : tr("That is not possible just now. Try it again in a moment."));
}

// Without the session nothing more can be begun, and what is under way may not be told.
void LedgerView::followState(const SessionState &state)
{
    const bool isOver = !std::holds_alternative<SignedIn>(state) && !m_queue.isEmpty();
    if (isOver) {
        for (const QString &fingerprint : std::as_const(m_queue))
            m_outcomes.insert(fingerprint, tr("not revoked: the session is over"));
        m_failed += static_cast<int>(m_queue.size());
        m_queue.clear();
        tellOutcome();
    }
    render();
}

void LedgerView::revoke(const QStringList &fingerprints)
{
    m_queue = fingerprints;
    m_done = 0;
    m_failed = 0;
    for (const QString &fingerprint : fingerprints)
        m_outcomes.remove(fingerprint);
    Q_EMIT revokeBegun(m_profile, fingerprints);
    next();
}

void LedgerView::next()
{
    SessionService *service = m_sessions.existing(m_profile);
    while (!m_queue.isEmpty() && !(service && service->revokeHeld(m_queue.constFirst()))) {
        m_outcomes.insert(m_queue.takeFirst(), tr("not revoked: it is not at hand just now"));
        ++m_failed;
    }
    if (m_queue.isEmpty())
        tellOutcome();
    else if (m_sheet)
        m_sheet->tell(tr("Revoking, %1 to go…").arg(m_queue.size()));
    render();
}

void LedgerView::tellOutcome()
{
    if (!m_sheet)
        return;
    const int all = m_done + m_failed;
    m_sheet->tell(m_failed == 0 && all == 1 ? tr("Revoked.")
                  : m_failed == 0           ? tr("All %1 tokens are revoked.").arg(all)
                                            : tr("%1 of %2 revoked; the list tells what became of "
                                                           "each.")
                                        .arg(m_done)
                                        .arg(all));
}

void LedgerView::follow(const QUuid &profile, const Token &token,
                        const std::optional<ApiError> &error)
{
    const QString fingerprint = token.fingerprint();
    if (profile != m_profile || m_queue.isEmpty() || m_queue.constFirst() != fingerprint)
        return;
    m_queue.removeFirst();
    const bool isRevoked = token.standing == Token::Standing::Revoked ||
                           token.standing == Token::Standing::Refused; // was dead already
    (isRevoked ? m_done : m_failed) += 1;
    // That it is accepted all the same is in its standing.
    if (!isRevoked && error && !(token.lastCheck && token.lastCheck->accepted))
        m_outcomes.insert(fingerprint, tr("not revoked: %1").arg(errorText(*error).what));
    next();
}
