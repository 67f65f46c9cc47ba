#pragma once

#include "core/support/secretbuffer.h"
#include "ui/lock/lockstate.h"

#include <QWidget>

class Card;
class PlainLabel;
class QPushButton;
class SecretLineEdit;
class Spinner;

//! What stands in the window's place while it is locked. Passive: render in, intent out. It shows
//! nothing of what lies behind it.
class LockPanel final : public QWidget
{
    Q_OBJECT

public:
    explicit LockPanel(QWidget *parent = nullptr);

    void render(const LockState &state);
    //! Empties the passphrase field and puts the focus where unlocking begins.
    void start();

Q_SIGNALS:
    //! \a passphrase is empty where none is needed.
    void unlockRequested(const SecretBuffer &passphrase);
    //! The way out without the key; it has to be confirmed.
    void giveUpRequested();

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void buildCard();
    void submit();

    Card *m_card;
    PlainLabel *m_reason;
    PlainLabel *m_key;
    PlainLabel *m_label;
    SecretLineEdit *m_passphrase;
    PlainLabel *m_trouble;
    PlainLabel *m_note;
    Spinner *m_spinner;
    QPushButton *m_giveUp;
    QPushButton *m_unlock;
    bool m_needsPassphrase = false;
};
