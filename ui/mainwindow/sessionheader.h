#pragma once

#include "core/session/sessionstate.h"
#include "core/storage/profile.h"

#include <QWidget>

class ElidedLabel;
class Pill;
class ProfileTile;
class QComboBox;
class QPushButton;

//! Above the session: which profile, which server and API, the Organization, and the way out.
class SessionHeader final : public QWidget
{
    Q_OBJECT

public:
    explicit SessionHeader(QWidget *parent = nullptr);

    void render(const Profile &profile, const SignedIn &state);
    //! The word DEMO beside the name.
    void setDemo(bool isDemo);
    //! Whether there is another Organization to go to.
    [[nodiscard]] bool canChooseOrg() const;
    void openOrgs();

Q_SIGNALS:
    void orgChosen(const Org &org);
    void signOutRequested();

private:
    void renderOrgs(const SignedIn &state);

    ProfileTile *m_tile;
    ElidedLabel *m_name;
    Pill *m_demo;
    ElidedLabel *m_server;
    QComboBox *m_orgs;
    QPushButton *m_signOut;
    QList<Org> m_choices;
};
