#pragma once

#include "core/session/expirywatch.h"
#include "core/session/sessionrenewal.h"
#include "ui/token/tokenlifeview.h"

#include <QHash>
#include <QObject>
#include <QPointer>
#include <QSet>
#include <QUuid>

class ProfileStore;
class Sessions;
class TokenSecrets;

//! The lives of all tokens: keeps alive those that the person wants kept, and tells before one ends
//! that nobody keeps alive.
class TokenLife final : public QObject
{
    Q_OBJECT

public:
    //! All of them but \a parent outlive it.
    TokenLife(ProfileStore &store, Sessions &sessions, TokenSecrets &secrets, QObject *parent);

    //! To be told of every state of every session.
    void follow(const QUuid &profile, const SessionState &state);
    //! While the window is locked nothing is renewed.
    void setLocked(bool isLocked);
    //! Looks at once what is due: timers may have stood still.
    void check();
    //! Something was done with the token of \a profile.
    void noteUse(const QUuid &profile);
    //! Keeps the token of \a profile alive from now on; for \a forMs with Mode::Until.
    void choose(const QUuid &profile, RenewalPolicy::Mode mode, qint64 forMs);
    //! Renews now what the warning is about; nothing where that takes a person.
    void renew(const QUuid &profile);

    [[nodiscard]] TokenLifeView view(const QUuid &profile) const;

Q_SIGNALS:
    //! view() may say something else now.
    void changed(const QUuid &profile);
    //! 10 and 2 minutes before the end.
    void warned(const QUuid &profile, const ExpiryWarning &warning);

private:
    void keepAlive(const QUuid &profile);
    void followRenewal(const QUuid &profile, const RenewalState &state);
    void warn(const QUuid &profile, const ExpiryWarning &warning);

    ProfileStore &m_store;
    Sessions &m_sessions;
    TokenSecrets &m_secrets;
    ExpiryWatch m_watch;
    QHash<QUuid, QPointer<SessionRenewal>> m_renewals;
    QSet<QUuid> m_refused; //!< whose kept password the cluster did not take
    QHash<QUuid, ExpiryWarning> m_warnings;
    bool m_isLocked = false;
};
