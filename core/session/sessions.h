#pragma once

#include "core/session/sessionservice.h"
#include "core/storage/profile.h"

#include <QObject>
#include <QPointer>
#include <QUuid>

#include <map>
#include <memory>
#include <utility>
#include <vector>

//! The services of all profiles: one HttpClient and one SessionService each, made when first asked
//! for. A profile whose connection or API form was changed gets new ones as soon as nobody is
//! signed in by the old.
class Sessions final : public QObject
{
    Q_OBJECT

public:
    explicit Sessions(TimeSource time = TimeSource::system(), QObject *parent = nullptr);
    ~Sessions() override;

    //! For every service that is made from now on.
    void setMemory(TokenMemory memory) { m_memory = std::move(memory); }

    //! The service of \a profile, by its id. Ask again rather than keep it: it may be replaced.
    [[nodiscard]] SessionService &service(const Profile &profile);
    //! What service() made for \a profileId, or nothing.
    [[nodiscard]] SessionService *existing(const QUuid &profileId) const;
    //! Drops the service of a profile that is no more, and what is under way with it. Does not sign
    //! out.
    void remove(const QUuid &profileId);

    //! For a lock: interrupts every service and puts away what is known of its session.
    void interruptAll();
    //! For the end of a lock: brings back what was put away.
    void resumeAll();

Q_SIGNALS:
    void sessionStateChanged(const QUuid &profileId, const SessionState &state);
    void heldTokenRevoked(const QUuid &profileId, const Token &token,
                          const std::optional<ApiError> &error);
    void tokenMadeAside(const QUuid &profileId, const Token &token);
    void connectionTested(const QUuid &profileId, const ConnectionReport &report);
    //! The server at \a origin speaks \a form. The profile may be kept for another address: what is
    //! tried out before a sign-in is called in its name.
    void formFound(const QUuid &profileId, const QString &origin, Api::Form form);

private:
    struct Entry
    {
        ConnectionSettings settings;
        Api::Form choice = Api::Form::Auto;
        std::unique_ptr<HttpClient> client;
        std::unique_ptr<SessionService> service; // after its client, so that it goes first
    };

    [[nodiscard]] Entry makeEntry(const Profile &profile);
    void retire(Entry entry);
    [[nodiscard]] std::vector<QPointer<SessionService>> everyService() const;

    const TimeSource m_time;
    TokenMemory m_memory;
    std::map<QUuid, Entry> m_entries;
    std::vector<Entry> m_retired; // until the event loop is back: one of their signals may be on
};
