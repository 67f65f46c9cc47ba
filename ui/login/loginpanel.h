#pragma once

#include "core/session/sessionservice.h"
#include "core/storage/profile.h"

#include <QWidget>

//! The sign-in form of one profile. Passive: render in, intents out; typed text stays whatever
//! comes back.
class LoginPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit LoginPanel(QWidget *parent = nullptr);
    ~LoginPanel() override;

    //! Shows \a profile, filling the fields; the password field is emptied when it is another
    //! profile.
    void setProfile(const Profile &profile);
    //! One-click users of the demo cluster (name and password); empty hides the row.
    void setDemoUsers(const QList<std::pair<QString, QString>> &users);
    //! Where secrets are kept, in words, beside "Remember me".
    void setSecretsPlace(const QString &text);
    //! SignedOut (with its reason as a banner) or SigningIn (busy). SignedIn is not for this panel.
    void render(const SessionState &state);
    //! What Test connection, or the look-ahead while typing, found; shown as a chip under the
    //! server.
    void renderConnection(const ConnectionReport &report);
    void focusFirstEmptyField();

Q_SIGNALS:
    //! \a profile carries what the form says now (everything but secrets), to be saved and used.
    void signInRequested(const Profile &profile, const SignInRequest &request);
    void testConnectionRequested(const Profile &profile);
    //! A whole, valid server address stands in the field: the connection may be warmed, the form
    //! found.
    void serverEntered(const Profile &profile);
    void cancelRequested();
    //! The last outcome in words, for the Status label.
    void statusChanged(const QString &text);
};
