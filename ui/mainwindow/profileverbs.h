#pragma once

#include "core/session/sessionstate.h"
#include "core/storage/profile.h"

#include <QObject>
#include <QSet>
#include <QUuid>

#include <functional>

class ProfileStore;
class QWidget;
class Sessions;

//! What happens to kept profiles: edit, duplicate and remove with their sheets, and what a session
//! teaches about one.
class ProfileVerbs final : public QObject
{
    Q_OBJECT

public:
    //! Sheets open over \a window.
    ProfileVerbs(ProfileStore &store, Sessions &sessions, QWidget &window);

    //! How an edited profile is stored and told of, where that takes more than the store.
    void saveBy(std::function<void(const Profile &)> save);

    //! How somebody is signed out where that takes more than the session.
    void signOutBy(std::function<void(const QUuid &)> signOut);

    void edit(const QUuid &id);
    void duplicate(const QUuid &id);
    //! Asks first, naming what goes.
    void remove(const QUuid &id);

    //! Signs out those of \a profiles that are no longer kept, since another program removed them:
    //! nobody could reach their sessions any more.
    void signOutRemoved(const QList<QUuid> &profiles);

    //! Keeps what the sign-in form \a said because somebody signs in with it, named after its host
    //! where it has no name, and returns the profile as kept.
    Profile keep(const Profile &said);
    //! Keeps what a session said of its Organizations.
    void rememberSession(const QUuid &id, const SignedIn &session);
    //! Keeps that \a form was found at \a origin, if that is where the profile's server is.
    void rememberForm(const QUuid &id, const QString &origin, Api::Form form);

Q_SIGNALS:
    void duplicated(const QUuid &id);
    void told(const QString &outcome);

private:
    void removeNow(const QUuid &id);
    void noteState(const QUuid &id, const SessionState &state);
    void forget(const QUuid &id, const QString &outcome);

    ProfileStore &m_store;
    Sessions &m_sessions;
    QWidget &m_window;
    std::function<void(const Profile &)> m_save;
    std::function<void(const QUuid &)> m_signOut;
    QSet<QUuid> m_leaving; //!< removed as soon as they are signed out
};
