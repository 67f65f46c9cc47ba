#pragma once

#include "core/session/account.h"

#include <QDialog>

class PlainLabel;
class QRadioButton;
class SecretLineEdit;
class ValidityBox;

//! Asks what a new token needs: how long it shall live, and the password, which is not kept. Open
//! it with open(); it deletes itself.
class NewTokenSheet final : public QDialog
{
    Q_OBJECT

public:
    struct Offer
    {
        QString userName;
        QString host;
        QString org;                //!< goes into the wish as it is; empty: the cluster's choice
        QString orgName;            //!< for people; empty: not said
        bool isReplacing = false;   //!< a token is held now
        bool mayUseSession = false; //!< 2.0: a token can come from the session, without a password
        int validitySeconds = 3600;
    };

    explicit NewTokenSheet(const Offer &offer, QWidget *parent = nullptr);

Q_SIGNALS:
    void tokenWanted(const TokenWish &wish, const Credentials &credentials);

protected:
    void done(int result) override;

private:
    void buildContents();
    void submit();
    [[nodiscard]] bool usesSession() const;
    void followChoice();

    Offer m_offer;
    QRadioButton *m_withPassword;
    QRadioButton *m_fromSession;
    ValidityBox *m_validity;
    SecretLineEdit *m_password;
    PlainLabel *m_complaint;
};
