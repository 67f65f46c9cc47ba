#include "core/session/expirywatch.h"

#include <algorithm>
#include <array>
#include <utility>

using namespace Qt::StringLiterals;

using What = ExpiryWarning::What;

static constexpr std::array<qint64, 2> thresholds{10 * 60'000, 2 * 60'000}; // milliseconds left

//! The longest threshold that \a left has not come to.
static qint64 nextThreshold(qint64 left)
{
    const auto *const next =
        std::ranges::find_if(thresholds, [left](qint64 threshold) { return threshold < left; });
    return next == thresholds.end() ? 0 : *next;
}

ExpiryWatch::ExpiryWatch(Alarm::Setter alarm, QObject *parent)
    : QObject(parent)
    , m_alarm([this] { check(); }, std::move(alarm))
{}

void ExpiryWatch::follow(const QUuid &profile, const SessionState &state, const ServerClock &clock)
{
    const auto *in = std::get_if<SignedIn>(&state);
    const bool isOpen = in && in->activity != SignedIn::Activity::SigningOut;
    m_entries[profile].clock = clock;
    const bool hasToken = isOpen && in->token && in->token->standing != Token::Standing::Revoked &&
                          in->token->standing != Token::Standing::Refused;
    const bool hasSession = isOpen && !in->ended && in->hasCookieSession && in->info;
    watch(profile, What::Token, hasToken ? in->token->fingerprint() : QString(),
          hasToken ? in->token->expiresMs : std::nullopt);
    // A session that is used lives longer: it is the same, with another end.
    watch(profile, What::Session, hasSession ? QString::number(in->signedInMs) : QString(),
          hasSession ? in->info->sessionExpiresMs : std::nullopt);
    check();
}

void ExpiryWatch::watch(const QUuid &profile, What what, const QString &key,
                        std::optional<qint64> endsMs)
{
    Entry &entry = m_entries[profile];
    const auto known = entry.watched.constFind(what);
    const bool isKnown = known != entry.watched.cend();
    if (isKnown && endsMs && known->key == key && known->endsMs == *endsMs)
        return;
    if (endsMs)
        entry.watched.insert(what, {key, *endsMs, nextThreshold(*endsMs - entry.clock.nowMs())});
    else
        entry.watched.remove(what);
    if (isKnown)
        Q_EMIT over(profile, what);
}

void ExpiryWatch::look(const QUuid &profile, What what)
{
    Entry &entry = m_entries[profile];
    const auto found = entry.watched.find(what);
    if (found == entry.watched.end())
        return;
    const qint64 left = found->endsMs - entry.clock.nowMs();
    if (left <= 0) {
        entry.watched.erase(found);
        Q_EMIT over(profile, what);
    } else if (found->nextMs > 0 && left <= found->nextMs) {
        found->nextMs = nextThreshold(left);
        Q_EMIT endsSoon(profile, {what, found->endsMs});
    }
}

void ExpiryWatch::check()
{
    // Who is told may have this follow another state meanwhile.
    const QList<QUuid> profiles = m_entries.keys();
    for (const QUuid &profile : profiles) {
        for (const What what : {What::Token, What::Session})
            look(profile, what);
    }
    wait();
}

void ExpiryWatch::wait()
{
    std::optional<qint64> soonest;
    for (const Entry &entry : std::as_const(m_entries)) {
        for (const Watched &watched : entry.watched) {
            const qint64 wait = watched.endsMs - watched.nextMs - entry.clock.nowMs();
            soonest = std::min(soonest.value_or(wait), wait);
        }
    }
    if (soonest)
        m_alarm.ringAfter(*soonest);
    else
        m_alarm.stop();
}
