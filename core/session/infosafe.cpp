#include "core/session/infosafe.h"

#include <QJsonDocument>

#include <utility>

static SessionInfo *infoOf(SessionState &state)
{
    auto *in = std::get_if<SignedIn>(&state);
    return in && in->info ? &*in->info : nullptr;
}

bool InfoSafe::take(SessionState &state)
{
    SessionInfo *info = infoOf(state);
    if (!info || info->json.isEmpty())
        return false;
    QByteArray json = QJsonDocument(info->json).toJson(QJsonDocument::Compact);
    m_json = SecretBuffer::fromBytes(json);
    wipe(json);
    m_fetchedMs = info->fetchedMs;
    info->json = {};
    return true;
}

bool InfoSafe::giveBack(SessionState &state)
{
    const SecretBuffer json = std::exchange(m_json, {});
    SessionInfo *info = infoOf(state);
    if (json.isEmpty() || !info || !info->json.isEmpty() || info->fetchedMs != m_fetchedMs)
        return false;
    info->json = QJsonDocument::fromJson(json.view().toByteArray()).object();
    return true;
}

void InfoSafe::follow(const SessionState &state)
{
    if (std::holds_alternative<SignedOut>(state))
        m_json = {};
}
