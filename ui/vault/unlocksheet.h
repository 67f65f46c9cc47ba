#pragma once

#include "core/storage/vault.h"

#include <QDialog>

class Banner;
class PlainLabel;
class QPushButton;
class SecretLineEdit;
class QTimer;
class Spinner;

//! Asks for what opens the vault, the passphrase or another try of the keychain, and shows that it
//! is opening. Passive: render in, intents out; it stays open until it is told to close. It deletes
//! itself.
class UnlockSheet final : public QDialog
{
    Q_OBJECT

public:
    explicit UnlockSheet(QWidget *parent);

    void render(const VaultStatus &status);

Q_SIGNALS:
    //! \a passphrase is empty for a keychain.
    void unlockRequested(const SecretBuffer &passphrase);

private:
    void submit();

    Banner *m_banner;
    PlainLabel *m_body;
    PlainLabel *m_label;
    SecretLineEdit *m_passphrase;
    Spinner *m_spinner;
    QPushButton *m_unlock;
    QTimer *m_wait; //!< after a wrong passphrase
    bool m_takesPassphrase = true;
};
