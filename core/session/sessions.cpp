#include "core/session/sessions.h"

#include <utility>

static bool isInUse(const SessionService &service)
{
    const auto *in = std::get_if<SignedIn>(&service.state());
    if (in)
        return !in->ended || in->activity != SignedIn::Activity::Idle;
    return std::holds_alternative<SigningIn>(service.state());
}

Sessions::Sessions(TimeSource time, QObject *parent)
    : QObject(parent)
    , m_time(std::move(time))
{}

Sessions::~Sessions() = default;

SessionService &Sessions::service(const Profile &profile)
{
    const auto known = m_entries.find(profile.id);
    if (known != m_entries.end()) {
        const Entry &entry = known->second;
        const bool isSame = entry.settings == profile.connection() && entry.choice == profile.form;
        if (isSame || isInUse(*entry.service))
            return *entry.service;
        remove(profile.id);
    }
    return *m_entries.emplace(profile.id, makeEntry(profile)).first->second.service;
}

Sessions::Entry Sessions::makeEntry(const Profile &profile)
{
    Entry entry;
    entry.settings = profile.connection();
    entry.choice = profile.form;
    entry.client = std::make_unique<HttpClient>(entry.settings);
    entry.service = std::make_unique<SessionService>(*entry.client, entry.choice, m_time);
    entry.service->expectForm(profile.foundForm);
    entry.service->setMemory(m_memory);
    const SessionService *service = entry.service.get();
    const QUuid id = profile.id;
    connect(service, &SessionService::stateChanged, this,
            [this, id](const SessionState &state) { Q_EMIT sessionStateChanged(id, state); });
    connect(service, &SessionService::heldTokenRevoked, this,
            [this, id](const Token &token, const std::optional<ApiError> &error) {
                Q_EMIT heldTokenRevoked(id, token, error);
            });
    connect(service, &SessionService::tokenMadeAside, this,
            [this, id](const Token &token) { Q_EMIT tokenMadeAside(id, token); });
    connect(service, &SessionService::connectionTested, this,
            [this, id](const ConnectionReport &report) { Q_EMIT connectionTested(id, report); });
    connect(service, &SessionService::formFound, this,
            [this, id, origin = entry.settings.origin](Api::Form form) {
                Q_EMIT formFound(id, origin, form);
            });
    return entry;
}

SessionService *Sessions::existing(const QUuid &profileId) const
{
    const auto known = m_entries.find(profileId);
    return known == m_entries.end() ? nullptr : known->second.service.get();
}

void Sessions::remove(const QUuid &profileId)
{
    const auto known = m_entries.find(profileId);
    if (known == m_entries.end())
        return;
    retire(std::move(known->second));
    m_entries.erase(known);
}

void Sessions::retire(Entry entry)
{
    disconnect(entry.service.get(), nullptr, this, nullptr);
    m_retired.push_back(std::move(entry));
    QMetaObject::invokeMethod(
        this, [this] { m_retired.clear(); }, Qt::QueuedConnection);
}

// A slot may add or remove a profile while one after the other is told something.
std::vector<QPointer<SessionService>> Sessions::everyService() const
{
    std::vector<QPointer<SessionService>> services;
    for (const auto &[id, entry] : m_entries)
        services.emplace_back(entry.service.get());
    return services;
}

void Sessions::interruptAll()
{
    for (const QPointer<SessionService> &service : everyService()) {
        if (service)
            service->interrupt();
        if (service)
            service->putInfoAway();
    }
}

void Sessions::resumeAll()
{
    for (const QPointer<SessionService> &service : everyService()) {
        if (service)
            service->bringInfoBack();
    }
}
