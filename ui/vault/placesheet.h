#pragma once

#include "core/storage/vault.h"

#include <QDialog>

class Banner;
class NewPassphrase;
class PlainLabel;
class QBoxLayout;
class QPushButton;
class QRadioButton;
class Spinner;
struct ErrorText;

//! Where secrets are to be kept: the keychain, sealed by a passphrase, or for this session only.
//! Passive: render in, intents out; it stays open until it is told to close. It deletes itself.
class PlaceSheet final : public QDialog
{
    Q_OBJECT

public:
    explicit PlaceSheet(QWidget *parent);

    void render(const VaultStatus &status);
    //! Why \a place was not taken. Nothing has changed.
    void refuse(KeyPlace place, const VaultFault &fault);

Q_SIGNALS:
    //! \a passphrase is empty but for KeyPlace::Passphrase.
    void placeChosen(KeyPlace place, const SecretBuffer &passphrase);
    void forgetAllRequested();

private:
    QBoxLayout *builtButtons();
    void follow();
    void submit();
    void complain(const ErrorText &text);
    [[nodiscard]] KeyPlace chosen() const;

    Banner *m_banner;
    QRadioButton *m_keychain;
    QRadioButton *m_passphrase;
    QRadioButton *m_session;
    NewPassphrase *m_words;
    Spinner *m_spinner;
    QPushButton *m_forgetAll;
    QPushButton *m_keep;
    bool m_isBusy = false;
};
