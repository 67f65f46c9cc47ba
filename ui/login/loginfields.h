#pragma once

#include "core/session/account.h"
#include "core/storage/profile.h"

#include <QWidget>

#include <optional>

class ElidedLabel;
class PlainLabel;
class OrgBox;
class QCheckBox;
class QComboBox;
class QGridLayout;
class QLineEdit;
class SecretLineEdit;
class ServerEntry;
class ValidityBox;

//! The fields of the sign-in form: a profile in, the profile and the request that they say out.
class LoginFields final : public QWidget
{
    Q_OBJECT

public:
    //! What still stands in the way of a sign-in, and where.
    struct Obstacle
    {
        QString what;
        QString nextStep;
        QWidget *field = nullptr;
    };

    explicit LoginFields(QWidget *parent = nullptr);

    //! Fills the fields; the password is emptied when it is another profile.
    void setProfile(const Profile &profile);
    //! The profile has become \a stored: what is not shown follows, and what is shown where nobody
    //! has typed over it.
    void followProfile(const Profile &stored);
    //! Offers to keep secrets; \a place is where, in words.
    void setSecretsPlace(const QString &place);
    //! What is kept for the profile: its field may stay empty.
    void setHasKept(bool password, bool secretKey);
    //! Puts \a origin into the server field.
    void setServer(const QString &origin);
    void chooseAutomaticForm();
    //! What the server at \a origin was found to speak; counts if it stands there.
    void setFoundForm(const QString &origin, Api::Form form);
    //! To be signed in by password.
    void setUser(const QString &name, const QString &password);
    [[nodiscard]] SignInMethod method() const;

    [[nodiscard]] Profile profile() const;
    [[nodiscard]] SignInRequest request() const;
    [[nodiscard]] ServerEntry *server() const { return m_server; }
    [[nodiscard]] std::optional<Obstacle> serverObstacle() const;
    [[nodiscard]] std::optional<Obstacle> obstacle() const;

    //! Empties the fields for secrets.
    void forgetPassword();
    //! Selects the secret, so that typing replaces it.
    void focusPassword();
    void focusFirstEmptyField();

Q_SIGNALS:
    //! A whole, valid address stands there that was not told before, or its API form was changed.
    void serverEntered();
    void serverEdited();

private:
    void buildGrid();
    static void addRow(QGridLayout *grid, QWidget *leftLabel, QWidget *left, QWidget *rightLabel,
                       QWidget *right);
    void setUpTabOrder();
    void connectFields();
    void fillApiBox();
    void followForm();
    void buildMethods();
    void setMethod(SignInMethod method);
    void followMethod();
    void offerMethods();
    [[nodiscard]] SecretLineEdit *secretField() const;
    [[nodiscard]] std::optional<Obstacle> secretObstacle() const;
    void noteFound(const QString &origin, Api::Form form);
    [[nodiscard]] bool canUseKeptSecret() const;

    Profile m_profile;     //!< as it is stored; the fields say what is new
    QString m_foundOrigin; //!< where m_foundForm was found
    Api::Form m_foundForm = Api::Form::Auto;
    ServerEntry *m_server;
    QLineEdit *m_user;
    QComboBox *m_method;
    PlainLabel *m_methodHint;
    PlainLabel *m_secretLabel;
    SecretLineEdit *m_password;
    SecretLineEdit *m_secretKey;
    OrgBox *m_org;
    ValidityBox *m_validity;
    QComboBox *m_api;
    QCheckBox *m_remember;
    QCheckBox *m_keepPassword;
    QCheckBox *m_keepSecretKey;
    QCheckBox *m_keepToken;
    bool m_offersKeeping = false;
    bool m_hasKeptPassword = false;
    bool m_hasKeptSecretKey = false;
    ElidedLabel *m_place;
};
