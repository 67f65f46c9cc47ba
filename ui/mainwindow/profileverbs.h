#pragma once

#include <QObject>
#include <QUuid>

class ProfileStore;
class QWidget;
class Sessions;

//! Edit, duplicate and remove a kept profile: the sheets, and what follows from them.
class ProfileVerbs final : public QObject
{
    Q_OBJECT

public:
    //! Sheets open over \a window.
    ProfileVerbs(ProfileStore &store, Sessions &sessions, QWidget &window);

    void edit(const QUuid &id);
    void duplicate(const QUuid &id);
    //! Asks first, naming what goes.
    void remove(const QUuid &id);

Q_SIGNALS:
    void duplicated(const QUuid &id);
    void told(const QString &outcome);

private:
    void removeNow(const QUuid &id);

    ProfileStore &m_store;
    Sessions &m_sessions;
    QWidget &m_window;
};
