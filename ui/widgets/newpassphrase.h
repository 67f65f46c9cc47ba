#pragma once

#include "core/support/result.h"
#include "core/support/secretbuffer.h"
#include "ui/support/errortext.h"

#include <QWidget>

class SecretLineEdit;

//! A passphrase that is chosen, and so asked for twice: two fields side by side.
class NewPassphrase final : public QWidget
{
    Q_OBJECT

public:
    explicit NewPassphrase(QWidget *parent = nullptr);

    //! What was typed; or why it does not do, and then the field to type in has the focus.
    [[nodiscard]] Result<SecretBuffer, ErrorText> checked();
    //! Empties both fields, overwriting what they held.
    void forget();

private:
    SecretLineEdit *m_first;
    SecretLineEdit *m_second;
};
