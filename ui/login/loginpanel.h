#pragma once

#include "core/session/sessionservice.h"
#include "core/storage/profile.h"

#include <QTimer>
#include <QWidget>

class Banner;
class Card;
class DemoUsers;
class ElidedLabel;
class LoginButtons;
class LoginFields;
class QBoxLayout;
class QPushButton;
class QScrollArea;

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
    //! The profile that is shown has become \a stored, by whomever; what was typed stays.
    void followProfile(const Profile &stored);
    //! One-click users of the demo cluster (name and password); empty hides the row.
    void setDemoUsers(const QList<std::pair<QString, QString>> &users);
    //! Offers to keep secrets; \a place is where, in words.
    void setSecretsPlace(const QString &place);
    //! What is kept for the profile: its password or secret key may be left out, its token used as
    //! it is.
    void setKept(bool password, bool secretKey, bool token);
    //! SignedOut (with its reason as a banner) or SigningIn (busy). SignedIn empties the password
    //! field, and so does hiding the panel while busy.
    void render(const SessionState &state);
    //! There is a session to look at behind the form: a button leads back to it.
    void offerWayBack(bool isOffered);
    //! What Test connection found; shown as a chip under the server.
    void renderConnection(const ConnectionReport &report);
    //! What the look-ahead while typing found at \a origin: the same chip, if that still stands
    //! there.
    void renderForm(const QString &origin, Api::Form form);
    void focusFirstEmptyField();
    //! Empties the password field.
    void forgetPassword();

Q_SIGNALS:
    //! \a profile carries what the form says now (everything but secrets), to be saved and used.
    void signInRequested(const Profile &profile, const SignInRequest &request);
    //! The kept token is wanted instead of a sign-in.
    void keptTokenRequested();
    //! A token that the person has, or the browser, is wanted instead; \a profile as above.
    void tokenSheetRequested(const Profile &profile);
    void testConnectionRequested(const Profile &profile);
    //! A whole, valid server address stands in the field: the connection may be warmed, the form
    //! found.
    void serverEntered(const Profile &profile);
    void cancelRequested();
    void wayBackRequested();
    //! The last outcome in words, for the Status label.
    void statusChanged(const QString &text);

protected:
    void keyPressEvent(QKeyEvent *event) override;
    void hideEvent(QHideEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildPage();
    void buildCard();
    [[nodiscard]] QBoxLayout *buildTitle();
    void connectParts();
    void submit();
    void testConnection();
    void complain(const QString &what, const QString &nextStep, QWidget *field);
    void showBanner();
    void renderOutcome(const SignedOut &state);
    void presentError(const ApiError &error);
    void offerWays(const ApiError &error, bool offersBrowser);
    void followOffer();
    void setBusy(bool isBusy, const QString &words = {});
    void stopTesting();

    QTimer m_doublePress;
    QUuid m_profileId;
    QString m_offeredOrigin;
    bool m_offersForm = false;

    QScrollArea *m_scroll;
    Card *m_card;
    ElidedLabel *m_name;
    DemoUsers *m_demoUsers;
    Banner *m_banner;
    LoginFields *m_fields;
    QPushButton *m_useToken;
    LoginButtons *m_buttons;
    QPushButton *m_otherWay;
};
