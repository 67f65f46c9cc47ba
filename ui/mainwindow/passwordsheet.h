#pragma once

#include "core/support/secretbuffer.h"

#include <QDialog>

class SecretLineEdit;

//! Asks for the password once more, for the one thing that \a title names. Open it with open(); it
//! deletes itself.
class PasswordSheet final : public QDialog
{
    Q_OBJECT

public:
    PasswordSheet(const QString &title, const QString &body, const QString &verb, QWidget *parent);

Q_SIGNALS:
    void passwordGiven(const SecretBuffer &password);

private:
    void submit();

    SecretLineEdit *m_password;
};
